/// What programmers look at while they write. Printing shows nothing here; the calls may stay where they are.
module aptos_std::debug {
    /// Would show `_x`.
    public fun print<T>(_x: &T) {}

    /// Would show the call stack.
    public fun print_stack_trace() {}
}
