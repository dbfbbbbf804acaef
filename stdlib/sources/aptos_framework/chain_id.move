/// The number of the chain. It is not global storage: to ask for it is no access.
module aptos_framework::chain_id {
    use aptos_framework::context;

    #[view]
    /// Returns the number.
    public fun get(): u8 {
        ((context::chain() % 256) as u8)
    }

    #[test_only]
    /// Sets the number for the rest of the test.
    public fun initialize_for_test(_aptos_framework: &signer, id: u8) {
        context::set_chain((id as u64));
    }
}
