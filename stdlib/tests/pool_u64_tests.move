/// What is known of pools.
#[test_only]
module aptos_std::pool_u64_tests {
    use aptos_std::pool_u64 as pool;

    #[test]
    fun shares_are_bought_and_sold() {
        let p = pool::new(5);
        assert!(pool::buy_in(&mut p, @0xa, 1000) == 1000 && pool::buy_in(&mut p, @0xb, 500) == 500);
        pool::update_total_coins(&mut p, 3000);
        assert!(pool::balance(&p, @0xa) == 2000 && pool::amount_to_shares(&p, 10) == 5);
        assert!(pool::redeem_shares(&mut p, @0xa, 500) == 1000);
        assert!(pool::shares(&p, @0xa) == 500 && pool::total_coins(&p) == 2000 && pool::total_shares(&p) == 1000);
        pool::update_total_coins(&mut p, 0);
        pool::destroy_empty(p);
    }

    #[test]
    fun shares_change_hands() {
        let p = pool::new(5);
        pool::buy_in(&mut p, @0xa, 10);
        pool::transfer_shares(&mut p, @0xa, @0xb, 10);
        assert!(!pool::contains(&p, @0xa) && pool::shares(&p, @0xb) == 10 && pool::shareholders(&p) == vector[@0xb]);
        pool::redeem_shares(&mut p, @0xb, 10);
        assert!(pool::shareholders_count(&p) == 0);
        pool::destroy_empty(p);
    }

    #[test]
    #[expected_failure(abort_code = 0x30002, location = aptos_std::pool_u64)]
    fun holders_have_a_limit() {
        let p = pool::new(1);
        pool::buy_in(&mut p, @0xa, 10);
        pool::buy_in(&mut p, @0xb, 10);
        pool::destroy_empty(p);
    }

    #[test]
    #[expected_failure(abort_code = 0x10004, location = aptos_std::pool_u64)]
    fun nobody_sells_more_than_they_have() {
        let p = pool::new(1);
        pool::buy_in(&mut p, @0xa, 10);
        pool::redeem_shares(&mut p, @0xa, 11);
        pool::destroy_empty(p);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = aptos_std::pool_u64)]
    fun strangers_sell_nothing() {
        let p = pool::new(1);
        pool::redeem_shares(&mut p, @0xa, 1);
        pool::destroy_empty(p);
    }

    #[test]
    #[expected_failure(abort_code = 0x30003, location = aptos_std::pool_u64)]
    fun a_full_pool_does_not_go() {
        let p = pool::new(1);
        pool::buy_in(&mut p, @0xa, 10);
        pool::destroy_empty(p);
    }
}
