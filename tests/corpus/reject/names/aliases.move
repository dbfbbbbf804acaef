/// Aliases are not named like what is built in.
module 0x42::reject_names_aliases_source {
    public fun f() {}
}
module 0x42::reject_names_aliases {
    use 0x42::reject_names_aliases_source as Self; // error: E0205
    use 0x42::reject_names_aliases_source as vector;
    use 0x42::reject_names_aliases_source::f as exists; // error: E0205
    use 0x42::reject_names_aliases_source::{f as u64, f as assert, f as g}; // error: E0205

    fun of_a_module() { vector::f() }
    fun of_a_function() { g() }
    fun in_a_block() {
        use 0x42::reject_names_aliases_source::f as move_to; // error: E0205
        g()
    }
}
