#[test_only]
module exchange::pool_tests {
    use std::signer;
    use std::string;
    use aptos_framework::event;
    use aptos_framework::fungible_asset;
    use aptos_framework::object;
    use aptos_framework::primary_fungible_store;
    use aptos_framework::timestamp;
    use exchange::config;
    use exchange::pool::{Self, PoolCreated, Swapped};
    use exchange::router;
    use exchange::world::{Self, World};

    #[test]
    fun a_pair_has_one_pool_in_any_order() {
        let w = world::new();
        assert!(!pool::pool_exists(w.a(), w.b()));
        assert!(pool::pool_address(w.a(), w.b()) == pool::pool_address(w.b(), w.a()));
        assert!(pool::pool_address(w.a(), w.b()) != pool::pool_address(w.a(), w.c()));
        router::create_pool(w.bob(), w.b(), w.a());
        assert!(pool::pool_exists(w.a(), w.b()));
        let pool = pool::pool_of(w.a(), w.b());
        assert!(object::object_address(&pool) == pool::pool_address(w.b(), w.a()));
        assert!(object::owner(pool) == config::vault_address());
        let (x, y) = pool::assets(pool);
        assert!((x == w.a() && y == w.b()) || (x == w.b() && y == w.a()));
        assert!(event::emitted_events<PoolCreated>().length() == 1);
    }

    #[test]
    fun the_liquidity_asset_is_named_after_both() {
        let w = world::new();
        let pool = w.ab();
        let symbol = fungible_asset::symbol(pool);
        assert!(symbol == string::utf8(b"AAA-BBB") || symbol == string::utf8(b"BBB-AAA"));
        let long = world::new_asset(w.bob(), b"A_SYMBOL_OF_THIRTY_CHARACTERS__");
        assert!(fungible_asset::symbol(w.new_pool(w.a(), long, 10_000, 10_000)) == string::utf8(b"LP"));
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = exchange::pool)]
    fun no_pool_of_one_asset() {
        let w = world::new();
        router::create_pool(w.alice(), w.a(), w.a());
    }

    #[test]
    #[expected_failure(abort_code = 0x80002, location = exchange::pool)]
    fun no_second_pool() {
        let w = world::new();
        w.ab();
        router::create_pool(w.bob(), w.b(), w.a());
    }

    #[test]
    #[expected_failure(abort_code = 0x60003, location = exchange::pool)]
    fun no_such_pool() {
        let w = world::new();
        w.ab();
        pool::pool_of(w.a(), w.c());
    }

    #[test]
    fun one_pool_pauses_alone() {
        let w = world::new();
        let ab = w.ab();
        let bc = w.bc();
        pool::set_paused(w.admin(), ab, true);
        assert!(pool::is_paused(ab) && !pool::is_paused(bc));
        router::swap_exact_in(w.bob(), w.b(), w.c(), 10_000, 0, world::forever());
        pool::set_paused(w.admin(), ab, false);
        router::swap_exact_in(w.bob(), w.a(), w.b(), 10_000, 0, world::forever());
    }

    #[test]
    #[expected_failure(abort_code = 0xd0004, location = exchange::pool)]
    fun a_paused_pool_makes_no_swaps() {
        let w = world::new();
        pool::set_paused(w.admin(), w.ab(), true);
        router::swap_exact_in(w.bob(), w.a(), w.b(), 10_000, 0, world::forever());
    }

    #[test]
    #[expected_failure(abort_code = 0xd0004, location = exchange::pool)]
    fun a_paused_pool_takes_no_deposits() {
        let w = world::new();
        pool::set_paused(w.admin(), w.ab(), true);
        w.add(w.a(), w.b(), 1_000, 4_000);
    }

    #[test]
    fun liquidity_leaves_a_paused_pool() {
        let w = world::new();
        let pool = w.ab();
        pool::set_paused(w.admin(), pool, true);
        config::set_paused(w.admin(), true);
        let all = world::liquidity(w.alice(), pool);
        router::remove_liquidity(w.alice(), w.a(), w.b(), all, 0, 0, world::forever());
        assert!(world::liquidity(w.alice(), pool) == 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x50001, location = exchange::config)]
    fun the_admin_alone_pauses() {
        let w = world::new();
        pool::set_paused(w.alice(), w.ab(), true);
    }

    #[test]
    #[expected_failure(abort_code = 0x10005, location = exchange::pool)]
    fun the_first_deposit_exceeds_the_minimum() {
        let w = world::new();
        w.new_pool(w.a(), w.b(), 1_000, 1_000);
    }

    #[test]
    #[expected_failure(abort_code = 0x10005, location = exchange::pool)]
    fun a_deposit_is_worth_something() {
        let w = world::new();
        w.new_pool(w.a(), w.b(), 1_000_000_000, 2_000);
        w.add(w.a(), w.b(), 1, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x10006, location = exchange::pool)]
    fun a_withdrawal_is_worth_something() {
        let w = world::new();
        w.new_pool(w.a(), w.b(), 1_000_000_000, 2_000);
        router::remove_liquidity(w.alice(), w.a(), w.b(), 1, 0, 0, world::forever());
    }

    #[test]
    #[expected_failure(abort_code = 0x10007, location = exchange::pool)]
    fun a_swap_pays_for_what_it_takes() {
        let w = world::new();
        let pool = w.ab();
        let assets_in = primary_fungible_store::withdraw(w.bob(), w.a(), 10_000);
        let assets_out = pool::swap(pool, assets_in, 39_487);
        primary_fungible_store::deposit(@0xb0b, assets_out);
    }

    #[test]
    #[expected_failure(abort_code = 0x10009, location = exchange::pool)]
    fun a_pool_takes_its_own_assets_alone() {
        let w = world::new();
        let pool = w.ab();
        let assets_in = primary_fungible_store::withdraw(w.bob(), w.c(), 10_000);
        primary_fungible_store::deposit(@0xb0b, pool::swap(pool, assets_in, 1));
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = exchange::pool)]
    fun a_deposit_is_of_both_assets() {
        let w = world::new();
        let pool = w.ab();
        let first = primary_fungible_store::withdraw(w.bob(), w.a(), 10_000);
        let second = primary_fungible_store::withdraw(w.bob(), w.a(), 10_000);
        primary_fungible_store::deposit(@0xb0b, pool::add_liquidity(pool, first, second));
    }

    #[test]
    #[expected_failure(abort_code = 0x1000d, location = aptos_framework::fungible_asset)]
    fun liquidity_of_another_pool_is_worth_nothing() {
        let w = world::new();
        let ab = w.ab();
        let bc = w.bc();
        let foreign = primary_fungible_store::withdraw(w.alice(), bc, 10_000);
        let (x, y) = pool::remove_liquidity(ab, foreign);
        primary_fungible_store::deposit(@0xa11ce, x);
        primary_fungible_store::deposit(@0xa11ce, y);
    }

    #[test]
    #[expected_failure(abort_code = 0x1000a, location = exchange::pool)]
    fun a_swap_yields_something() {
        let w = world::new();
        w.ab();
        router::swap_exact_in(w.bob(), w.b(), w.a(), 1, 0, world::forever());
    }

    #[test]
    fun protocol_fees_are_paid_out() {
        let w = world::new();
        let pool = w.ab();
        pool::set_fees(w.admin(), pool, 100, 5_000);
        router::swap_exact_in(w.bob(), w.a(), w.b(), 10_000, 0, world::forever());
        router::swap_exact_in(w.bob(), w.b(), w.a(), 20_000, 0, world::forever());
        let (fees_a, fees_b) = pool::protocol_fees(pool, w.a());
        assert!(fees_a == 50 && fees_b == 100);
        let (reserve_a, reserve_b) = pool::reserves(pool, w.a());

        pool::withdraw_protocol_fees(w.admin(), pool, @0xfee);
        assert!(primary_fungible_store::balance(@0xfee, w.a()) == 50);
        assert!(primary_fungible_store::balance(@0xfee, w.b()) == 100);
        let (fees_a, fees_b) = pool::protocol_fees(pool, w.a());
        assert!(fees_a == 0 && fees_b == 0);
        let (a, b) = pool::reserves(pool, w.a());
        assert!(a == reserve_a && b == reserve_b);
    }

    #[test]
    #[expected_failure(abort_code = 0x30008, location = exchange::pool)]
    fun no_fees_are_due_yet() {
        let w = world::new();
        pool::withdraw_protocol_fees(w.admin(), w.ab(), @0xfee);
    }

    #[test]
    #[expected_failure(abort_code = 0x50001, location = exchange::config)]
    fun the_admin_alone_withdraws_fees() {
        let w = world::new();
        pool::withdraw_protocol_fees(w.alice(), w.ab(), @0xa11ce);
    }

    #[test]
    #[expected_failure(abort_code = 0x50001, location = exchange::config)]
    fun the_admin_alone_sets_fees() {
        let w = world::new();
        pool::set_fees(w.alice(), w.ab(), 0, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10004, location = exchange::config)]
    fun the_fees_of_a_pool_are_limited() {
        let w = world::new();
        pool::set_fees(w.admin(), w.ab(), 301, 0);
    }

    #[test]
    fun gifts_move_no_price() {
        let w = world::new();
        let pool = w.ab();
        primary_fungible_store::transfer(w.bob(), w.a(), object::object_address(&pool), 500_000);
        let (a, b) = pool::reserves(pool, w.a());
        assert!(a == 1_000_000 && b == 4_000_000);
        assert!(pool::quote_exact_in(pool, w.a(), 10_000) == 39_486);
    }

    #[test]
    fun prices_accumulate() {
        let w = world::new();
        let pool = w.ab();
        assert!(pool::cumulative_price(pool, w.a()) == 0);
        timestamp::fast_forward_seconds(10);
        assert!(pool::cumulative_price(pool, w.a()) == (40 << 64));
        assert!(pool::cumulative_price(pool, w.b()) == (10 << 62));
        // A swap at the end of the ten seconds does not change what they were worth.
        router::swap_exact_in(w.bob(), w.a(), w.b(), 1_000_000, 0, world::forever());
        assert!(pool::cumulative_price(pool, w.a()) == (40 << 64));
        timestamp::fast_forward_seconds(10);
        let later = pool::cumulative_price(pool, w.a());
        assert!(later > (49 << 64) && later < (51 << 64));
    }

    #[test]
    fun an_empty_pool_has_no_price_to_accumulate() {
        let w = world::new();
        router::create_pool(w.alice(), w.a(), w.b());
        timestamp::fast_forward_seconds(1_000);
        w.add(w.a(), w.b(), 1_000_000, 4_000_000);
        let pool = pool::pool_of(w.a(), w.b());
        assert!(pool::cumulative_price(pool, w.b()) == 0);
        timestamp::fast_forward_seconds(4);
        assert!(pool::cumulative_price(pool, w.b()) == (1 << 64));
    }

    #[test]
    fun nothing_is_lost_and_shares_never_fall_in_value() {
        let w = world::new();
        let pool = w.new_pool(w.a(), w.b(), 1_000_003, 777_777);
        let step = 1;
        let (before, supply_before) = worth(&w);
        while (step < 40) {
            timestamp::fast_forward_seconds(step);
            let amount = step * step * 13 + 5;
            if (step % 4 == 0) {
                w.add(w.a(), w.b(), amount, amount);
            } else if (step % 4 == 1) {
                router::swap_exact_in(w.bob(), w.a(), w.b(), amount * 3, 0, world::forever());
            } else if (step % 4 == 2) {
                router::swap_exact_out(w.bob(), w.b(), w.a(), amount, 1_000_000, world::forever());
            } else {
                router::remove_liquidity(w.alice(), w.b(), w.a(), amount, 0, 0, world::forever());
            };
            let (after, supply_after) = worth(&w);
            // The product per squared share does not fall.
            assert!(after * supply_before * supply_before >= before * supply_after * supply_after, step);
            before = after;
            supply_before = supply_after;
            step += 1;
        };

        // Everything spent is in the reserves or owed to the protocol.
        let (reserve_a, reserve_b) = pool::reserves(pool, w.a());
        let (fees_a, fees_b) = pool::protocol_fees(pool, w.a());
        let funds = 2_000_000_000_000;
        let (alice, bob) = (signer::address_of(w.alice()), signer::address_of(w.bob()));
        let held_a = primary_fungible_store::balance(alice, w.a()) + primary_fungible_store::balance(bob, w.a());
        let held_b = primary_fungible_store::balance(alice, w.b()) + primary_fungible_store::balance(bob, w.b());
        assert!(held_a + reserve_a + fees_a == funds);
        assert!(held_b + reserve_b + fees_b == funds);
        assert!(event::emitted_events<Swapped>().length() == 20);

        // And it can all be had, but for what is locked.
        pool::withdraw_protocol_fees(w.admin(), pool, @0xfee);
        let all = world::liquidity(w.alice(), pool);
        router::remove_liquidity(w.alice(), w.a(), w.b(), all, 0, 0, world::forever());
        assert!(pool::total_liquidity(pool) == 1_000);
        let (rest_a, rest_b) = pool::reserves(pool, w.a());
        assert!(rest_a > 0 && rest_a < 2_000 && rest_b > 0 && rest_b < 2_000);
    }

    fun worth(w: &World): (u256, u256) {
        let pool = pool::pool_of(w.a(), w.b());
        let (reserve_a, reserve_b) = pool::reserves(pool, w.a());
        ((reserve_a as u256) * (reserve_b as u256), (pool::total_liquidity(pool) as u256))
    }
}
