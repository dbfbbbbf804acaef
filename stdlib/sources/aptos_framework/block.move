/// The block that is being executed. It is not global storage: to ask for it is no access.
module aptos_framework::block {
    use aptos_framework::context;

    #[view]
    /// Returns the number of blocks before this one.
    public fun get_current_block_height(): u64 {
        context::height()
    }

    #[test_only]
    /// Sets the height for the rest of the test.
    public fun set_current_block_height_for_test(height: u64) {
        context::set_height(height);
    }

    #[test_only]
    /// Begins with no blocks.
    public fun initialize_for_test(_account: &signer, _epoch_interval_microsecs: u64) {}
}
