/// Definitions of one name.
module 0x42::twice {}
module 0x42::twice {} // error: E0204
module 0x42::m {
    const A: u64 = 1;
    const A: u64 = 2; // error: E0204
    fun f() {}
    fun f(_x: u64) {} // error: E0204
    fun parameters(x: u64, x: bool) { let _ = x; } // error: E0204
    fun type_parameters<T, T>() {} // error: E0204
    fun in_a_pattern() { let (x, x) = (1, 2); let _ = x; } // error: E0204
    struct S { a: u64, a: u64 } // error: E0204
    struct S {} // error: E0204
    enum E { A, A } // error: E0204
}
