/// Attributes of tests that do not go together.
module 0x42::tests {
    #[expected_failure] // error: E0111
    fun no_test() {}
    #[test_only, expected_failure] // error: E0111
    fun for_tests() {}
    #[test]
    #[test_only] // error: E0111
    fun a_test_for_tests() {}
}
/// Attributes that are given twice on what is there for tests.
module 0x42::twice {
    #[test_only]
    #[test_only] // error: E0111
    fun in_two_lists() {}
    #[test_only, test_only] // error: E0111
    use std::vector;
    #[test(a = @0x1)]
    #[test(a = @0x2)] // error: E0111
    fun two_tests(a: signer) { let _ = a; }
    #[test]
    #[expected_failure, expected_failure] // error: E0111
    fun two_failures() { abort 1 }
    #[test(a = @0x1)]
    #[expected_failure(abort_code = 1, abort_code = 2)] // error: E0111
    fun two_codes(a: signer) { let _ = a; abort 1 }
}
