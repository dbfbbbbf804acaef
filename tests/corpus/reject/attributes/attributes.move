/// Attributes that are given twice.
module 0x42::m {
    #[a, a(x = 0)] // error: E0111
    fun in_one_list() {}
    #[b]
    #[b] // error: E0111
    fun in_two_lists() {}
    enum E { #[c] #[c] A } // error: E0111
    #[b(c, c = 0)] // error: E0111
    fun inside() {}
    #[event]
    #[event] // error: E0111
    struct Event has drop, store {}
}
/// Attributes of tests on what is none.
module 0x42::tests {
    #[test] // error: E0111
    struct S {}
    #[expected_failure] // error: E0111
    enum E { A }
    #[test] // error: E0111
    const C: u64 = 1;
    #[expected_failure(abort_code = 1)] // error: E0111
    use std::vector;
}
#[test] // error: E0111
module 0x42::module_of_a_test {}
script {
    #[test] // error: E0111
    fun main() {}
}
#[test_only] // error: E0111
script {
    #[test_only] // error: E0111
    use std::vector;
    #[test_only] // error: E0111
    const C: u64 = 1;
    #[test_only, expected_failure] // error: E0111
    fun main() {}
}
