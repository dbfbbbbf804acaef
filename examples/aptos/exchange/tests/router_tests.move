#[test_only]
module exchange::router_tests {
    use aptos_framework::fungible_asset;
    use aptos_framework::object;
    use aptos_framework::primary_fungible_store;
    use aptos_framework::timestamp;
    use exchange::pool;
    use exchange::router;
    use exchange::world;

    #[test]
    fun the_first_deposit_sets_the_price() {
        let w = world::new();
        let pool = w.ab();
        assert!(pool::total_liquidity(pool) == 2_000_000);
        assert!(world::liquidity(w.alice(), pool) == 1_999_000);
        assert!(primary_fungible_store::balance(object::object_address(&pool), pool) == 1_000);
        let (a, b) = pool::reserves(pool, w.a());
        assert!(a == 1_000_000 && b == 4_000_000);
        let (b, a) = pool::reserves(pool, w.b());
        assert!(a == 1_000_000 && b == 4_000_000);
    }

    #[test]
    fun later_deposits_keep_the_price() {
        let w = world::new();
        let pool = w.ab();
        router::add_liquidity(w.bob(), w.b(), w.a(), 1_000_000, 100_000, 400_000, 100_000, world::forever());
        assert!(world::spent(w.bob(), w.a()) == 100_000);
        assert!(world::spent(w.bob(), w.b()) == 400_000);
        assert!(world::liquidity(w.bob(), pool) == 200_000);
    }

    #[test]
    fun liquidity_gives_back_no_more_than_it_took() {
        let w = world::new();
        let pool = w.new_pool(w.a(), w.b(), 1_000_003, 777_777);
        router::add_liquidity(w.bob(), w.a(), w.b(), 1_234, 5_678, 0, 0, world::forever());
        let (spent_a, spent_b) = (world::spent(w.bob(), w.a()), world::spent(w.bob(), w.b()));
        let liquidity = world::liquidity(w.bob(), pool);
        let (min_a, min_b) = (spent_a - 2, spent_b - 2);
        router::remove_liquidity(w.bob(), w.a(), w.b(), liquidity, min_a, min_b, world::forever());
        assert!(world::spent(w.bob(), w.a()) <= 2);
        assert!(world::spent(w.bob(), w.b()) <= 2);
        assert!(world::liquidity(w.bob(), pool) == 0);
    }

    #[test]
    fun providers_earn_the_swap_fees() {
        let w = world::new();
        let pool = w.ab();
        pool::set_fees(w.admin(), pool, 30, 0);
        router::add_liquidity(w.bob(), w.a(), w.b(), 1_000_000, 4_000_000, 0, 0, world::forever());
        let i = 0;
        while (i < 10) {
            router::swap_exact_in(w.alice(), w.a(), w.b(), 100_000, 0, world::forever());
            let back = pool::quote_exact_out(pool, w.b(), 100_000);
            router::swap_exact_out(w.alice(), w.b(), w.a(), 100_000, back, world::forever());
            i += 1;
        };
        let all = world::liquidity(w.bob(), pool);
        router::remove_liquidity(w.bob(), w.a(), w.b(), all, 0, 0, world::forever());
        assert!(world::gain(w.bob(), w.a()) == 0);
        assert!(world::gain(w.bob(), w.b()) > 10_000);
    }

    #[test]
    fun exact_in() {
        let w = world::new();
        let pool = w.ab();
        router::swap_exact_in(w.bob(), w.a(), w.b(), 10_000, 39_486, world::forever());
        assert!(world::spent(w.bob(), w.a()) == 10_000);
        assert!(world::gain(w.bob(), w.b()) == 39_486);
        let (a, b) = pool::reserves(pool, w.a());
        assert!(a == 1_009_997 && b == 3_960_514);
        let (fees_a, fees_b) = pool::protocol_fees(pool, w.a());
        assert!(fees_a == 3 && fees_b == 0);
    }

    #[test]
    fun exact_in_the_other_way() {
        let w = world::new();
        let pool = w.ab();
        let expected = pool::quote_exact_in(pool, w.b(), 40_000);
        router::swap_exact_in(w.bob(), w.b(), w.a(), 40_000, expected, world::forever());
        assert!(world::gain(w.bob(), w.a()) == expected);
        assert!(expected == 9_871);
    }

    #[test]
    fun exact_out() {
        let w = world::new();
        w.ab();
        router::swap_exact_out(w.bob(), w.a(), w.b(), 39_486, 10_000, world::forever());
        assert!(world::spent(w.bob(), w.a()) == 10_000);
        assert!(world::gain(w.bob(), w.b()) == 39_486);
    }

    #[test]
    fun there_and_back_costs_the_fees() {
        let w = world::new();
        w.ab();
        router::swap_exact_in(w.bob(), w.a(), w.b(), 10_000, 0, world::forever());
        let bought = world::gain(w.bob(), w.b());
        router::swap_exact_in(w.bob(), w.b(), w.a(), bought, 0, world::forever());
        let lost = world::spent(w.bob(), w.a());
        assert!(lost >= 59 && lost <= 61);
    }

    #[test]
    fun two_hops_in() {
        let w = world::new();
        w.ab();
        w.bc();
        let expected = router::quote_two_hops(w.a(), w.b(), w.c(), 10_000);
        router::swap_exact_in_two_hops(w.bob(), w.a(), w.b(), w.c(), 10_000, expected, world::forever());
        assert!(world::gain(w.bob(), w.c()) == expected);
        assert!(world::spent(w.bob(), w.a()) == 10_000);
        assert!(world::spent(w.bob(), w.b()) == 0);
    }

    #[test]
    fun two_hops_out() {
        let w = world::new();
        w.ab();
        w.bc();
        router::swap_exact_out_two_hops(w.bob(), w.a(), w.b(), w.c(), 10_000, 6_000, world::forever());
        assert!(world::gain(w.bob(), w.c()) == 10_000);
        let paid = world::spent(w.bob(), w.a());
        assert!(paid > 5_000 && paid < 6_000);
        assert!(world::spent(w.bob(), w.b()) == 0);
    }

    #[test]
    fun a_pool_of_liquidity() {
        let w = world::new();
        let pool = w.ab();
        let lp = object::convert(pool);
        let meta = w.new_pool(lp, w.c(), 500_000, 500_000);
        router::swap_exact_in(w.alice(), lp, w.c(), 1_000, 1, world::forever());
        assert!(world::liquidity(w.alice(), pool) == 1_999_000 - 501_000);
        assert!(pool::total_liquidity(meta) == 500_000);
    }

    #[test]
    fun modules_swap_assets_in_hand() {
        let w = world::new();
        let pool = w.ab();
        let assets_in = primary_fungible_store::withdraw(w.bob(), w.a(), 10_000);
        let assets_out = router::swap_assets(pool, assets_in);
        assert!(fungible_asset::amount(&assets_out) == 39_486);
        assert!(fungible_asset::asset_metadata(&assets_out) == w.b());
        primary_fungible_store::deposit(@0xdada, assets_out);
    }

    #[test]
    fun a_deadline_is_met_at_the_last_second() {
        let w = world::new();
        w.ab();
        timestamp::fast_forward_seconds(100);
        router::swap_exact_in(w.bob(), w.a(), w.b(), 10_000, 0, timestamp::now_seconds());
    }

    #[test]
    #[expected_failure(abort_code = 0x30001, location = exchange::router)]
    fun too_late() {
        let w = world::new();
        w.ab();
        timestamp::fast_forward_seconds(100);
        router::swap_exact_in(w.bob(), w.a(), w.b(), 10_000, 0, timestamp::now_seconds() - 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x30002, location = exchange::router)]
    fun too_little_out() {
        let w = world::new();
        w.ab();
        router::swap_exact_in(w.bob(), w.a(), w.b(), 10_000, 39_487, world::forever());
    }

    #[test]
    #[expected_failure(abort_code = 0x30002, location = exchange::router)]
    fun too_little_out_of_two_hops() {
        let w = world::new();
        w.ab();
        w.bc();
        let min = router::quote_two_hops(w.a(), w.b(), w.c(), 10_000) + 1;
        router::swap_exact_in_two_hops(w.bob(), w.a(), w.b(), w.c(), 10_000, min, world::forever());
    }

    #[test]
    #[expected_failure(abort_code = 0x30003, location = exchange::router)]
    fun too_much_in() {
        let w = world::new();
        w.ab();
        router::swap_exact_out(w.bob(), w.a(), w.b(), 39_486, 9_999, world::forever());
    }

    #[test]
    #[expected_failure(abort_code = 0x30003, location = exchange::router)]
    fun too_much_into_two_hops() {
        let w = world::new();
        w.ab();
        w.bc();
        router::swap_exact_out_two_hops(w.bob(), w.a(), w.b(), w.c(), 10_000, 5_000, world::forever());
    }

    #[test]
    #[expected_failure(abort_code = 0x30004, location = exchange::router)]
    fun too_little_of_the_first_goes_in() {
        let w = world::new();
        w.ab();
        router::add_liquidity(w.bob(), w.a(), w.b(), 1_000, 2_000, 501, 2_000, world::forever());
    }

    #[test]
    #[expected_failure(abort_code = 0x30005, location = exchange::router)]
    fun too_little_of_the_second_goes_in() {
        let w = world::new();
        w.ab();
        router::add_liquidity(w.bob(), w.a(), w.b(), 1_000, 5_000, 1_000, 4_001, world::forever());
    }

    #[test]
    #[expected_failure(abort_code = 0x30004, location = exchange::router)]
    fun too_little_of_the_first_comes_back() {
        let w = world::new();
        w.ab();
        router::remove_liquidity(w.alice(), w.a(), w.b(), 2_000, 1_001, 4_000, world::forever());
    }

    #[test]
    #[expected_failure(abort_code = 0x30005, location = exchange::router)]
    fun too_little_of_the_second_comes_back() {
        let w = world::new();
        w.ab();
        router::remove_liquidity(w.alice(), w.a(), w.b(), 2_000, 1_000, 4_001, world::forever());
    }

    #[test]
    #[expected_failure(abort_code = 0x10006, location = exchange::router)]
    fun no_way_back_to_the_start() {
        let w = world::new();
        w.ab();
        router::swap_exact_in_two_hops(w.bob(), w.a(), w.b(), w.a(), 10_000, 0, world::forever());
    }

    #[test]
    #[expected_failure(abort_code = 0x10006, location = exchange::router)]
    fun no_way_back_to_the_end() {
        let w = world::new();
        w.ab();
        router::swap_exact_out_two_hops(w.bob(), w.a(), w.b(), w.a(), 1_000, 10_000, world::forever());
    }

    #[test]
    #[expected_failure(abort_code = 0x10004, location = aptos_framework::fungible_asset)]
    fun nobody_removes_more_than_they_have() {
        let w = world::new();
        w.ab();
        router::remove_liquidity(w.alice(), w.a(), w.b(), 1_999_001, 0, 0, world::forever());
    }
}
