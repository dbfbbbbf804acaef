/// What is left out may have any attributes of tests, and the rest may be expected to fail: nobody tests it.
module 0x42::accept_attributes_left_out {
    #[test(a = @0x1)]
    #[test(b = @0x2)]
    fun two_tests(a: signer) { let _ = a; }

    #[test, test_only]
    fun a_test_for_tests() {}

    #[test_only]
    #[expected_failure(hunger), expected_failure]
    fun for_tests() {}

    #[test_only, test_only]
    struct S {}

    #[expected_failure]
    fun no_test() {}
}
