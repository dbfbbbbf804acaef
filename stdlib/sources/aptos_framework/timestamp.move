/// The time of the block. It is not global storage: to ask for it is no access.
module aptos_framework::timestamp {
    use aptos_framework::context;

    /// The blockchain's clock does not run yet.
    const ENOT_OPERATING: u64 = 1;
    /// The time goes backwards.
    const EINVALID_TIMESTAMP: u64 = 2;

    const MICRO_CONVERSION_FACTOR: u64 = 1000000;

    #[view]
    /// Returns the time in microseconds since 1970.
    public fun now_microseconds(): u64 {
        context::time()
    }

    #[view]
    /// Returns the time in seconds since 1970.
    public fun now_seconds(): u64 {
        context::time() / MICRO_CONVERSION_FACTOR
    }

    #[test_only]
    /// Starts the clock at zero.
    public fun set_time_has_started_for_testing(_account: &signer) {}

    #[test_only]
    /// Sets the clock; aborts backwards.
    public fun update_global_time_for_test(timestamp_microsecs: u64) {
        assert!(context::time() <= timestamp_microsecs, std::error::invalid_argument(EINVALID_TIMESTAMP));
        context::set_time(timestamp_microsecs);
    }

    #[test_only]
    /// Sets the clock; aborts backwards.
    public fun update_global_time_for_test_secs(timestamp_seconds: u64) {
        update_global_time_for_test(timestamp_seconds * MICRO_CONVERSION_FACTOR);
    }

    #[test_only]
    /// Lets the clock run.
    public fun fast_forward_seconds(timestamp_seconds: u64) {
        update_global_time_for_test_secs(now_seconds() + timestamp_seconds);
    }
}
