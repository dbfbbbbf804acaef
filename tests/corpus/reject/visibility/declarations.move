/// Declarations of functions that cannot be.
module 0x42::m {
    native fun unknown_native(); // error: E0317
    native fun unknown_generic<T>(x: T): u64; // error: E0317
    fun a_reference_to_a_type_that_is_not_there(_x: &Unknown) {} // error: E0201
    fun nested_tuples(): (u64, (u64, u64)) { abort 1 } // error: E0317
    fun a_tuple_parameter(_x: (u64, u64)) {} // error: E0317
    fun an_inferred_parameter(_x: _) {} // error: E0302
    fun an_inferred_result(): _ { 1 } // error: E0302
}
module 0x42::friends {
    friend 0x42::m;
    friend 0x42::m; // error: E0204
    friend 0x42::friends; // error: E0205
    friend 0x42::missing; // error: E0202
}
