/// What is known of blocks and transactions.
#[test_only]
module aptos_framework::context_tests {
    use aptos_framework::timestamp;
    use aptos_framework::block;
    use aptos_framework::chain_id;
    use aptos_framework::randomness;
    use aptos_framework::transaction_context;

    #[test(fw = @0x1)]
    fun time_goes_on(fw: &signer) {
        timestamp::set_time_has_started_for_testing(fw);
        assert!(timestamp::now_seconds() == 0);
        timestamp::update_global_time_for_test_secs(5);
        assert!(timestamp::now_microseconds() == 5000000);
        timestamp::fast_forward_seconds(2);
        assert!(timestamp::now_seconds() == 7);
    }

    #[test]
    #[expected_failure(abort_code = 0x10002, location = aptos_framework::timestamp)]
    fun time_does_not_go_back() {
        timestamp::update_global_time_for_test(5);
        timestamp::update_global_time_for_test(4);
    }

    #[test(fw = @0x1)]
    fun height_and_chain(fw: &signer) {
        block::set_current_block_height_for_test(9);
        assert!(block::get_current_block_height() == 9);
        chain_id::initialize_for_test(fw, 4);
        assert!(chain_id::get() == 4);
    }

    #[test]
    fun names_made_up_differ() {
        assert!(transaction_context::generate_auid_address() != transaction_context::generate_auid_address());
    }

    #[test]
    fun a_transaction_has_one_hash() {
        assert!(transaction_context::get_transaction_hash() == transaction_context::get_transaction_hash());
        assert!(transaction_context::get_transaction_hash() == x"01");
    }

    #[test(s = @0xa)]
    fun the_first_signer_is_the_sender(s: &signer) {
        assert!(transaction_context::sender() == std::signer::address_of(s));
    }

    #[test]
    fun random_numbers_lie_in_their_range() {
        let i = 0;
        while (i < 20) {
            let n = randomness::u64_range(10, 15);
            assert!(10 <= n && n < 15);
            i = i + 1;
        };
    }

    #[test]
    fun random_bytes_are_as_many() {
        assert!(std::vector::length(&randomness::bytes(40)) == 40);
        assert!(randomness::bytes(32) != randomness::bytes(32));
    }

    #[test]
    fun a_permutation_has_each_number_once() {
        let p = randomness::permutation(10);
        let i = 0;
        while (i < 10) {
            assert!(std::vector::contains(&p, &i));
            i = i + 1;
        };
        assert!(std::vector::length(&p) == 10);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = aptos_framework::randomness)]
    fun an_empty_range_aborts() {
        randomness::u64_range(5, 5);
    }
}
