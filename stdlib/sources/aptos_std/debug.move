/// What programmers look at while they write. `accessvm test` shows it; anywhere else the calls may stay where they are.
module aptos_std::debug {
    use std::string;
    use aptos_std::string_utils;

    /// Shows `x`.
    public fun print<T>(x: &T) {
        show(*string::bytes(&string_utils::debug_string(x)));
    }

    /// Would show the call stack: of a test that fails it is shown anyway.
    public fun print_stack_trace() {}

    /// Shows a text.
    native fun show(text: vector<u8>);
}
