/// How a chain begins, for tests.
module aptos_framework::genesis {
    #[test_only]
    use aptos_framework::account;

    #[test_only]
    /// Makes the library's own account.
    public fun setup() {
        account::create_account_for_test(@aptos_framework);
    }
}
