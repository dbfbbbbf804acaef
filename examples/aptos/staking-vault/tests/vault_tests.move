#[test_only]
module staking_vault::vault_tests {
    use std::string::utf8;
    use aptos_framework::account;
    use aptos_framework::coin::{Self, FakeMoney};
    use aptos_framework::fungible_asset;
    use aptos_framework::object;
    use aptos_framework::primary_fungible_store;
    use aptos_framework::timestamp;
    use staking_vault::admin;
    use staking_vault::setup::{Self, alice, bob, world};
    use staking_vault::vault;

    const DAY: u64 = 86_400;

    // Rewards

    #[test]
    fun one_staker_earns_everything_but_the_fee() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 1_000);
        world.stream();
        timestamp::fast_forward_seconds(100);
        let (rewards, penalties) = vault::claimable(world.vault(), @0xa, 0);
        assert!(rewards == 9_000 && penalties == 0);
        vault::claim(&alice(), world.vault(), 0);
        assert!(world.rewards_of(@0xa) == 1_009_000);
        vault::collect_fees(world.vault());
        assert!(world.rewards_of(@0xfee) == 1_000);
        world.check_books();
    }

    #[test]
    fun a_boost_counts_for_more() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 1_000);
        vault::stake(&bob(), world.vault(), 2, 1_000);
        assert!(vault::shares(world.vault(), @0xb, 2) == 3 * vault::shares(world.vault(), @0xa, 0));
        world.stream();
        timestamp::fast_forward_seconds(100);
        let (alices, _) = vault::claimable(world.vault(), @0xa, 0);
        let (bobs, _) = vault::claimable(world.vault(), @0xb, 2);
        assert!(alices == 2_250 && bobs == 6_750);
    }

    #[test]
    fun who_comes_later_earns_from_then_on() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        world.stream();
        timestamp::fast_forward_seconds(10);
        vault::stake(&bob(), world.vault(), 0, 300);
        timestamp::fast_forward_seconds(10);
        let (alices, _) = vault::claimable(world.vault(), @0xa, 0);
        let (bobs, _) = vault::claimable(world.vault(), @0xb, 0);
        assert!(alices == 900 + 225 && bobs == 675);
        world.check_books();
    }

    #[test]
    fun positions_of_one_account_are_apart() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 300);
        vault::stake(&alice(), world.vault(), 2, 100);
        world.stream();
        timestamp::fast_forward_seconds(20);
        vault::claim(&alice(), world.vault(), 2);
        assert!(world.rewards_of(@0xa) == 1_000_900);
        let (rewards, _) = vault::claimable(world.vault(), @0xa, 0);
        assert!(rewards == 900);
        assert!(vault::staked(world.vault(), @0xa, 0) == 300);
        assert!(vault::staked(world.vault(), @0xa, 1) == 0);
        assert!(vault::staked(world.vault(), @0xa, 2) == 100);
    }

    #[test]
    fun an_epoch_pays_out_to_the_last_unit() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 7);
        vault::stake(&bob(), world.vault(), 1, 11);
        world.stream();
        for (i in 0..29) {
            timestamp::fast_forward_seconds(347);
            vault::claim(&alice(), world.vault(), 0);
            vault::claim(&bob(), world.vault(), 1);
            world.check_books();
        };
        vault::collect_fees(world.vault());
        assert!(world.rewards_of(@0xfee) == 100_000);
        let paid = world.rewards_of(@0xa) + world.rewards_of(@0xb) - 2_000_000;
        let (held, unreleased, owed, _, _) = vault::reward_accounts(world.vault());
        assert!(paid + owed == 900_000 && owed <= 2);
        assert!(held == owed && unreleased == 0);
    }

    #[test]
    fun rewards_without_stakers_wait_for_the_next_epoch() {
        let world = world();
        world.stream();
        timestamp::fast_forward_seconds(4_000);
        vault::stake(&alice(), world.vault(), 0, 1);
        timestamp::fast_forward_seconds(6_000);
        vault::claim(&alice(), world.vault(), 0);
        assert!(world.rewards_of(@0xa) == 1_540_000);
        let (_, _, _, _, undistributed) = vault::reward_accounts(world.vault());
        assert!(undistributed == 400_000);
        admin::open_epoch(&setup::admin(), world.vault(), 0, 4_000);
        let (number, ends_at, rest) = vault::epoch(world.vault());
        assert!(number == 2 && ends_at == 15_000 && rest == 400_000);
        world.check_books();
    }

    #[test]
    fun a_claim_changes_nothing_for_others() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        vault::stake(&bob(), world.vault(), 0, 100);
        world.stream();
        timestamp::fast_forward_seconds(50);
        let (before, _) = vault::claimable(world.vault(), @0xb, 0);
        vault::claim(&alice(), world.vault(), 0);
        let (after, _) = vault::claimable(world.vault(), @0xb, 0);
        assert!(before == after);
    }

    #[test]
    #[expected_failure(abort_code = 0x3000b, location = staking_vault::vault)]
    fun nothing_is_claimed_twice() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        world.stream();
        timestamp::fast_forward_seconds(50);
        vault::claim(&alice(), world.vault(), 0);
        vault::claim(&alice(), world.vault(), 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x60003, location = staking_vault::vault)]
    fun nothing_is_claimed_without_a_position() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        vault::claim(&alice(), world.vault(), 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x3000b, location = staking_vault::vault)]
    fun the_treasury_is_not_paid_nothing() {
        vault::collect_fees(world().vault());
    }

    // Stakes

    #[test]
    fun a_stake_locks_the_whole_position_anew() {
        let world = world();
        vault::stake(&alice(), world.vault(), 1, 100);
        assert!(vault::unlocks_at(world.vault(), @0xa, 1) == 1_000 + 30 * DAY);
        timestamp::fast_forward_seconds(DAY);
        vault::stake(&alice(), world.vault(), 1, 1);
        assert!(vault::unlocks_at(world.vault(), @0xa, 1) == 1_000 + 31 * DAY);
        assert!(vault::staked(world.vault(), @0xa, 1) == 101);
        assert!(vault::total_shares(world.vault()) == 101 * 15_000);
        assert!(world.stakes_of(@0xa) == 999_899);
    }

    #[test]
    fun coins_are_staked_as_the_asset_that_they_are_paired_with() {
        setup::start();
        let framework = account::create_signer_for_test(@0x1);
        coin::create_fake_money(&framework, &alice(), 500);
        coin::transfer<FakeMoney>(&framework, @0xa, 500);
        coin::create_pairing<FakeMoney>(&framework);
        let metadata = coin::paired_metadata<FakeMoney>().destroy_some();
        let world = setup::open_vault(b"coins", metadata, setup::asset(b"RWD"));
        vault::stake_coin<FakeMoney>(&alice(), world.vault(), 0, 200);
        assert!(vault::staked(world.vault(), @0xa, 0) == 200);
        assert!(coin::balance<FakeMoney>(@0xa) == 300);
        world.check_books();
    }

    #[test]
    fun rewards_in_the_same_asset_compound() {
        setup::start();
        let asset = setup::asset(b"ONE");
        let world = setup::open_vault(b"one", asset, asset);
        vault::stake(&alice(), world.vault(), 1, 1_000);
        world.stream();
        timestamp::fast_forward_seconds(100);
        vault::compound(&alice(), world.vault(), 1);
        assert!(vault::staked(world.vault(), @0xa, 1) == 10_000);
        assert!(vault::shares(world.vault(), @0xa, 1) == 10_000 * 15_000);
        assert!(vault::unlocks_at(world.vault(), @0xa, 1) == 1_100 + 30 * DAY);
        world.check_books();
    }

    #[test]
    #[expected_failure(abort_code = 0x3000a, location = staking_vault::vault)]
    fun rewards_in_another_asset_do_not_compound() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 1_000);
        world.stream();
        timestamp::fast_forward_seconds(100);
        vault::compound(&alice(), world.vault(), 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x3000b, location = staking_vault::vault)]
    fun nothing_does_not_compound() {
        setup::start();
        let asset = setup::asset(b"ONE");
        let world = setup::open_vault(b"one", asset, asset);
        vault::stake(&alice(), world.vault(), 0, 1_000);
        vault::compound(&alice(), world.vault(), 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = staking_vault::vault)]
    fun nothing_is_not_staked() {
        let world = world();
        vault::stake_asset(&alice(), world.vault(), 0, fungible_asset::zero(world.stake()));
    }

    #[test]
    #[expected_failure(abort_code = 0x10002, location = staking_vault::vault)]
    fun nobody_stakes_in_an_unknown_tier() {
        vault::stake(&alice(), world().vault(), 3, 100);
    }

    #[test]
    #[expected_failure(abort_code = 0x10009, location = staking_vault::vault)]
    fun another_asset_is_not_staked() {
        let world = world();
        let asset = primary_fungible_store::withdraw(&alice(), world.reward(), 100);
        vault::stake_asset(&alice(), world.vault(), 0, asset);
    }

    #[test]
    #[expected_failure(abort_code = 0x50008, location = aptos_framework::fungible_asset)]
    fun the_publisher_cannot_take_from_the_stores() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        let vault_addr = object::object_address(&world.vault());
        let store = object::create_object_address(&vault_addr, b"principal");
        let store = object::address_to_object<fungible_asset::FungibleStore>(store);
        assert!(fungible_asset::balance(store) == 100);
        let asset = fungible_asset::withdraw(&setup::publisher(), store, 100);
        primary_fungible_store::deposit(@staking_vault, asset);
    }

    // The queue

    #[test]
    fun a_withdrawal_waits_and_is_paid() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 1_000);
        vault::request_unstake(&alice(), world.vault(), 0, 400);
        vault::request_unstake(&alice(), world.vault(), 0, 600);
        let request = vault::request(world.vault(), 2);
        assert!(request.owner() == @0xa && request.tier() == 0 && request.amount() == 600);
        assert!(request.ready_at() == 1_000 + 7 * DAY);
        assert!(vault::total_shares(world.vault()) == 0);
        world.check_books();
        timestamp::fast_forward_seconds(7 * DAY);
        // In any order.
        vault::withdraw(&alice(), world.vault(), 2);
        assert!(world.stakes_of(@0xa) == 999_600);
        assert!(vault::is_queued(world.vault(), 1) && !vault::is_queued(world.vault(), 2));
        vault::withdraw(&alice(), world.vault(), 1);
        assert!(world.stakes_of(@0xa) == 1_000_000);
        let (held, _, _, _, _) = vault::principal_accounts(world.vault());
        assert!(held == 0);
    }

    #[test]
    fun what_waits_earns_nothing() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        vault::stake(&bob(), world.vault(), 0, 100);
        world.stream();
        timestamp::fast_forward_seconds(10);
        vault::request_unstake(&alice(), world.vault(), 0, 100);
        timestamp::fast_forward_seconds(10);
        let (alices, _) = vault::claimable(world.vault(), @0xa, 0);
        let (bobs, _) = vault::claimable(world.vault(), @0xb, 0);
        assert!(alices == 450 && bobs == 450 + 900);
        vault::claim(&alice(), world.vault(), 0);
        world.check_books();
    }

    #[test]
    fun a_withdrawal_can_be_taken_back() {
        let world = world();
        vault::stake(&alice(), world.vault(), 1, 100);
        timestamp::fast_forward_seconds(30 * DAY);
        vault::request_unstake(&alice(), world.vault(), 1, 60);
        vault::cancel_unstake(&alice(), world.vault(), 1);
        assert!(vault::staked(world.vault(), @0xa, 1) == 100);
        assert!(vault::unlocks_at(world.vault(), @0xa, 1) == 1_000 + 60 * DAY);
        assert!(!vault::is_queued(world.vault(), 1));
        world.check_books();
    }

    #[test]
    #[expected_failure(abort_code = 0x30005, location = staking_vault::vault)]
    fun a_locked_position_stays() {
        let world = world();
        vault::stake(&alice(), world.vault(), 1, 100);
        timestamp::fast_forward_seconds(30 * DAY - 1);
        vault::request_unstake(&alice(), world.vault(), 1, 100);
    }

    #[test]
    #[expected_failure(abort_code = 0x10004, location = staking_vault::vault)]
    fun nobody_unstakes_more_than_was_staked() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        vault::request_unstake(&alice(), world.vault(), 0, 101);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = staking_vault::vault)]
    fun nothing_is_not_unstaked() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        vault::request_unstake(&alice(), world.vault(), 0, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x30003, location = staking_vault::queue)]
    fun a_withdrawal_is_not_paid_early() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        vault::request_unstake(&alice(), world.vault(), 0, 100);
        timestamp::fast_forward_seconds(7 * DAY - 1);
        vault::withdraw(&alice(), world.vault(), 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x50002, location = staking_vault::queue)]
    fun a_withdrawal_of_another_is_not_paid() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        vault::request_unstake(&alice(), world.vault(), 0, 100);
        timestamp::fast_forward_seconds(7 * DAY);
        vault::withdraw(&bob(), world.vault(), 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x60001, location = staking_vault::queue)]
    fun a_withdrawal_is_not_paid_twice() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        vault::request_unstake(&alice(), world.vault(), 0, 100);
        timestamp::fast_forward_seconds(7 * DAY);
        vault::withdraw(&alice(), world.vault(), 1);
        vault::withdraw(&alice(), world.vault(), 1);
    }

    // Early exits

    #[test]
    fun a_penalty_goes_to_the_others() {
        let world = world();
        vault::stake(&alice(), world.vault(), 1, 1_000);
        vault::stake(&bob(), world.vault(), 0, 500);
        assert!(vault::exit_penalty(world.vault(), @0xa, 1, 1_000) == 200);
        vault::exit_early(&alice(), world.vault(), 1, 1_000);
        assert!(world.stakes_of(@0xa) == 999_800);
        let (_, alices) = vault::claimable(world.vault(), @0xa, 1);
        let (_, bobs) = vault::claimable(world.vault(), @0xb, 0);
        assert!(alices == 0 && bobs == 200);
        world.check_books();
        vault::claim(&bob(), world.vault(), 0);
        assert!(world.stakes_of(@0xb) == 999_700);
        world.check_books();
    }

    #[test]
    fun who_exits_in_part_gets_nothing_of_the_penalty() {
        let world = world();
        vault::stake(&alice(), world.vault(), 1, 1_000);
        vault::stake(&bob(), world.vault(), 0, 100);
        vault::exit_early(&alice(), world.vault(), 1, 500);
        let (_, alices) = vault::claimable(world.vault(), @0xa, 1);
        let (_, bobs) = vault::claimable(world.vault(), @0xb, 0);
        assert!(alices == 0 && bobs == 100);
        vault::exit_early(&bob(), world.vault(), 0, 30);
        let (_, alices) = vault::claimable(world.vault(), @0xa, 1);
        let (_, bobs) = vault::claimable(world.vault(), @0xb, 0);
        assert!(alices == 3 && bobs == 100);
        world.check_books();
    }

    #[test]
    fun a_penalty_that_nobody_earns_goes_to_the_treasury() {
        let world = world();
        vault::stake(&alice(), world.vault(), 2, 1_000);
        vault::exit_early(&alice(), world.vault(), 2, 1_000);
        assert!(world.stakes_of(@0xa) == 999_600);
        vault::collect_fees(world.vault());
        assert!(world.stakes_of(@0xfee) == 400);
        world.check_books();
    }

    #[test]
    fun a_penalty_shrinks_with_time_and_is_rounded_up() {
        let world = world();
        vault::stake(&alice(), world.vault(), 1, 3_700);
        assert!(vault::exit_penalty(world.vault(), @0xa, 1, 3_700) == 740);
        timestamp::fast_forward_seconds(15 * DAY);
        // 22 of 37 days are left.
        assert!(vault::exit_penalty(world.vault(), @0xa, 1, 3_700) == 440);
        assert!(vault::exit_penalty(world.vault(), @0xa, 1, 1) == 1);
        timestamp::fast_forward_seconds(100 * DAY);
        // Only the cooldown is left.
        assert!(vault::exit_penalty(world.vault(), @0xa, 1, 3_700) == 140);
        admin::set_cooldown(&setup::admin(), world.vault(), 0);
        assert!(vault::exit_penalty(world.vault(), @0xa, 1, 3_700) == 0);
    }

    #[test]
    fun without_lock_and_cooldown_nothing_is_kept() {
        let world = world();
        admin::set_cooldown(&setup::admin(), world.vault(), 0);
        vault::stake(&alice(), world.vault(), 0, 100);
        vault::exit_early(&alice(), world.vault(), 0, 100);
        assert!(world.stakes_of(@0xa) == 1_000_000);
    }

    #[test]
    #[expected_failure(abort_code = 0x10004, location = staking_vault::vault)]
    fun nobody_exits_with_more_than_was_staked() {
        let world = world();
        vault::stake(&alice(), world.vault(), 1, 100);
        vault::exit_early(&alice(), world.vault(), 1, 101);
    }

    #[test]
    fun vaults_do_not_mix() {
        let world = world();
        let other = setup::open_vault(b"other", world.stake(), world.reward());
        assert!(vault::vault_address(@0xad, utf8(b"main")) != vault::vault_address(@0xad, utf8(b"other")));
        vault::stake(&alice(), world.vault(), 0, 100);
        vault::stake(&bob(), other.vault(), 0, 100);
        world.stream();
        timestamp::fast_forward_seconds(100);
        let (rewards, _) = vault::claimable(other.vault(), @0xb, 0);
        assert!(rewards == 0);
        world.check_books();
        other.check_books();
    }

    #[test]
    fun everything_is_accounted_for_until_the_last_has_left() {
        let world = world();
        world.stream();
        for (i in 0..20) {
            let tier = i % 3;
            vault::stake(&alice(), world.vault(), tier, 1_003 + 7 * i);
            vault::stake(&bob(), world.vault(), (i + 1) % 3, 211 + 13 * i);
            timestamp::fast_forward_seconds(97 * (i + 1));
            vault::exit_early(&alice(), world.vault(), tier, 101 + i);
            if (i % 4 == 3) {
                vault::exit_early(&bob(), world.vault(), 1, 17);
                vault::claim(&bob(), world.vault(), 0);
            };
            world.check_books();
        };
        timestamp::fast_forward_seconds(180 * DAY);
        for (tier in 0..3) {
            let alices = vault::staked(world.vault(), @0xa, tier);
            let bobs = vault::staked(world.vault(), @0xb, tier);
            vault::request_unstake(&alice(), world.vault(), tier, alices);
            vault::request_unstake(&bob(), world.vault(), tier, bobs);
            vault::claim(&alice(), world.vault(), tier);
            // In the first tier, Bob has claimed everything in the last round.
            if (tier > 0) vault::claim(&bob(), world.vault(), tier);
        };
        timestamp::fast_forward_seconds(7 * DAY);
        for (i in 0..3) {
            vault::withdraw(&alice(), world.vault(), 2 * i + 1);
            vault::withdraw(&bob(), world.vault(), 2 * i + 2);
        };
        vault::collect_fees(world.vault());
        world.check_books();
        // Of both assets, less than a unit for each position is left.
        let (held, staked, queued, _, _) = vault::principal_accounts(world.vault());
        assert!(held <= 6 && staked == 0 && queued == 0);
        assert!(world.stakes_of(@0xa) + world.stakes_of(@0xb) + world.stakes_of(@0xfee) + held == 2_000_000);
        let (held, unreleased, _, _, undistributed) = vault::reward_accounts(world.vault());
        assert!(held <= 6 + undistributed && unreleased == 0);
        let paid = world.rewards_of(@0xa) + world.rewards_of(@0xb) + world.rewards_of(@0xfee);
        assert!(paid + held == 2_000_000 + 1_000_000);
    }

    // Emergencies

    #[test]
    fun in_an_emergency_all_principal_leaves_at_once() {
        let world = world();
        vault::stake(&alice(), world.vault(), 2, 1_000);
        vault::stake(&bob(), world.vault(), 0, 500);
        world.stream();
        timestamp::fast_forward_seconds(70);
        vault::request_unstake(&bob(), world.vault(), 0, 500);
        admin::declare_emergency(&setup::admin(), world.vault());
        timestamp::fast_forward_seconds(100);
        vault::emergency_withdraw(&alice(), world.vault(), 2);
        vault::withdraw(&bob(), world.vault(), 1);
        assert!(world.stakes_of(@0xa) == 1_000_000);
        assert!(world.stakes_of(@0xb) == 1_000_000);
        world.check_books();
        // What was earned before is still paid: 90 each second, in parts of 6 to 1.
        vault::claim(&alice(), world.vault(), 2);
        vault::claim(&bob(), world.vault(), 0);
        assert!(world.rewards_of(@0xa) == 1_005_400);
        assert!(world.rewards_of(@0xb) == 1_000_900);
        // The rest goes back to the admin.
        admin::reclaim_undistributed(&setup::admin(), world.vault());
        assert!(world.rewards_of(@0xad) == 993_000);
        world.check_books();
    }

    #[test]
    #[expected_failure(abort_code = 0x30008, location = staking_vault::vault)]
    fun without_an_emergency_locks_hold() {
        let world = world();
        vault::stake(&alice(), world.vault(), 2, 1_000);
        vault::emergency_withdraw(&alice(), world.vault(), 2);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = staking_vault::vault)]
    fun nobody_leaves_twice_in_an_emergency() {
        let world = world();
        vault::stake(&alice(), world.vault(), 2, 1_000);
        admin::declare_emergency(&setup::admin(), world.vault());
        vault::emergency_withdraw(&alice(), world.vault(), 2);
        vault::emergency_withdraw(&alice(), world.vault(), 2);
    }

    #[test]
    #[expected_failure(abort_code = 0xd0006, location = staking_vault::vault)]
    fun nothing_is_staked_in_an_emergency() {
        let world = world();
        admin::declare_emergency(&setup::admin(), world.vault());
        vault::stake(&alice(), world.vault(), 0, 1_000);
    }

    #[test]
    #[expected_failure(abort_code = 0xd0006, location = staking_vault::vault)]
    fun nobody_exits_while_the_vault_is_paused() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 1_000);
        admin::pause(&setup::admin(), world.vault());
        vault::exit_early(&alice(), world.vault(), 0, 1_000);
    }

    #[test]
    #[expected_failure(abort_code = 0xd0007, location = staking_vault::vault)]
    fun nothing_is_claimed_while_the_vault_is_paused() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 1_000);
        world.stream();
        timestamp::fast_forward_seconds(10);
        admin::pause(&setup::admin(), world.vault());
        vault::claim(&alice(), world.vault(), 0);
    }
}
