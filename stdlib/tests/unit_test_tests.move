/// What is known of signers for tests.
#[test_only]
module std::unit_test_tests {
    use std::signer;
    use std::unit_test;

    #[test]
    fun signers_differ() {
        let s = unit_test::create_signers_for_testing(2);
        assert!(s.length() == 2 && signer::address_of(&s[0]) != signer::address_of(&s[1]));
    }
}
