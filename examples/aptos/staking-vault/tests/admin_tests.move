#[test_only]
module staking_vault::admin_tests {
    use std::string::utf8;
    use aptos_framework::event;
    use aptos_framework::timestamp;
    use staking_vault::admin;
    use staking_vault::setup::{Self, alice, bob, publisher, world};
    use staking_vault::vault;

    const DAY: u64 = 86_400;

    fun create(locks: vector<u64>, boosts: vector<u64>, penalty_rates: vector<u64>, cooldown: u64, fee_rate: u64) {
        setup::start();
        let asset = setup::asset(b"STK");
        admin::create_vault(
            &alice(), utf8(b"v"), asset, asset, locks, boosts, penalty_rates, cooldown, fee_rate, @0xfee
        );
    }

    // Epochs

    #[test]
    fun an_epoch_can_be_topped_up_by_anyone() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        admin::open_epoch(&setup::admin(), world.vault(), 100_000, 10_000);
        timestamp::fast_forward_seconds(5_000);
        admin::top_up_epoch(&bob(), world.vault(), 50_000);
        let (_, _, rest) = vault::epoch(world.vault());
        assert!(rest == 100_000);
        timestamp::fast_forward_seconds(2_500);
        // Half of 100 000, then half of 100 000 in half of the time.
        let (rewards, _) = vault::claimable(world.vault(), @0xa, 0);
        assert!(rewards == 90_000);
        world.check_books();
        assert!(event::emitted_events<vault::EpochToppedUp>().length() == 1);
    }

    #[test]
    fun what_a_closed_epoch_held_goes_into_the_next_one() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        world.stream();
        timestamp::fast_forward_seconds(2_500);
        admin::close_epoch(&setup::admin(), world.vault());
        timestamp::fast_forward_seconds(1_000);
        let (rewards, _) = vault::claimable(world.vault(), @0xa, 0);
        assert!(rewards == 225_000);
        admin::open_epoch(&setup::admin(), world.vault(), 0, 7_500);
        let (number, _, rest) = vault::epoch(world.vault());
        assert!(number == 2 && rest == 750_000);
        world.check_books();
    }

    #[test]
    #[expected_failure(abort_code = 0x30001, location = staking_vault::stream)]
    fun epochs_do_not_overlap() {
        let world = world();
        admin::open_epoch(&setup::admin(), world.vault(), 100, 10_000);
        timestamp::fast_forward_seconds(9_999);
        admin::open_epoch(&setup::admin(), world.vault(), 100, 10_000);
    }

    #[test]
    #[expected_failure(abort_code = 0x30002, location = staking_vault::stream)]
    fun an_epoch_that_ended_is_not_closed() {
        let world = world();
        world.stream();
        timestamp::fast_forward_seconds(10_000);
        admin::close_epoch(&setup::admin(), world.vault());
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = staking_vault::vault)]
    fun an_epoch_streams_something() {
        admin::open_epoch(&setup::admin(), world().vault(), 0, 10_000);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = staking_vault::vault)]
    fun an_epoch_is_not_topped_up_with_nothing() {
        let world = world();
        world.stream();
        admin::top_up_epoch(&bob(), world.vault(), 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x1000b, location = staking_vault::admin)]
    fun an_epoch_is_not_too_short() {
        admin::open_epoch(&setup::admin(), world().vault(), 100, 3_599);
    }

    #[test]
    #[expected_failure(abort_code = 0x3000b, location = staking_vault::vault)]
    fun what_an_epoch_holds_is_not_reclaimed() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        world.stream();
        timestamp::fast_forward_seconds(100);
        admin::reclaim_undistributed(&setup::admin(), world.vault());
    }

    #[test]
    #[expected_failure(abort_code = 0x50002, location = staking_vault::admin)]
    fun the_admin_alone_opens_epochs() {
        admin::open_epoch(&alice(), world().vault(), 100, 10_000);
    }

    // Terms

    #[test]
    fun a_new_fee_counts_from_now() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        world.stream();
        timestamp::fast_forward_seconds(100);
        admin::set_fee_rate(&setup::admin(), world.vault(), 0);
        timestamp::fast_forward_seconds(100);
        let (rewards, _) = vault::claimable(world.vault(), @0xa, 0);
        assert!(rewards == 19_000);
        assert!(vault::fee_rate(world.vault()) == 0);
    }

    #[test]
    fun fees_do_not_depend_on_how_often_rewards_are_settled() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        // One unit each second.
        admin::open_epoch(&setup::admin(), world.vault(), 4_000, 4_000);
        for (i in 0..100) {
            timestamp::fast_forward_seconds(1);
            vault::stake(&bob(), world.vault(), 0, 1);
        };
        let (_, _, owed, fees, _) = vault::reward_accounts(world.vault());
        assert!(fees == 10 && owed == 90);
        world.check_books();
    }

    #[test]
    fun a_new_cooldown_and_a_new_treasury_count_from_now() {
        let world = world();
        vault::stake(&alice(), world.vault(), 0, 100);
        vault::request_unstake(&alice(), world.vault(), 0, 50);
        admin::set_cooldown(&setup::admin(), world.vault(), DAY);
        admin::set_treasury(&setup::admin(), world.vault(), @0xcafe);
        vault::request_unstake(&alice(), world.vault(), 0, 50);
        assert!(vault::request(world.vault(), 1).ready_at() == 1_000 + 7 * DAY);
        assert!(vault::request(world.vault(), 2).ready_at() == 1_000 + DAY);
        assert!(vault::cooldown(world.vault()) == DAY);
        assert!(vault::treasury(world.vault()) == @0xcafe);
    }

    #[test]
    #[expected_failure(abort_code = 0x10009, location = staking_vault::admin)]
    fun a_fee_is_not_above_the_ceiling() {
        admin::set_fee_rate(&setup::admin(), world().vault(), 2_001);
    }

    #[test]
    #[expected_failure(abort_code = 0x1000a, location = staking_vault::admin)]
    fun a_cooldown_is_not_too_long() {
        create(vector[0], vector[10_000], vector[0], 30 * DAY + 1, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x80001, location = aptos_framework::object)]
    fun a_name_is_given_once() {
        let world = world();
        setup::open_vault(b"main", world.stake(), world.reward());
    }

    #[test]
    #[expected_failure(abort_code = 0x10005, location = staking_vault::admin)]
    fun a_vault_has_a_tier() {
        create(vector[], vector[], vector[], DAY, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10005, location = staking_vault::admin)]
    fun lists_of_tiers_have_one_length() {
        create(vector[0, DAY], vector[10_000, 20_000], vector[0], DAY, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10006, location = staking_vault::admin)]
    fun a_lock_is_not_too_long() {
        create(vector[4 * 365 * DAY + 1], vector[10_000], vector[0], DAY, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10007, location = staking_vault::admin)]
    fun a_boost_is_at_least_one() {
        create(vector[0], vector[9_999], vector[0], DAY, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10008, location = staking_vault::admin)]
    fun a_penalty_is_not_above_half() {
        create(vector[0], vector[10_000], vector[5_001], DAY, 0);
    }

    // Roles

    #[test]
    fun a_vault_changes_hands_once_it_is_accepted() {
        let world = world();
        admin::offer_admin(&setup::admin(), world.vault(), @0xa);
        admin::offer_admin(&setup::admin(), world.vault(), @0xb);
        assert!(vault::admin(world.vault()) == @0xad);
        admin::accept_admin(&bob(), world.vault());
        assert!(vault::admin(world.vault()) == @0xb);
        admin::set_treasury(&bob(), world.vault(), @0xb);
    }

    #[test]
    #[expected_failure(abort_code = 0x50004, location = staking_vault::admin)]
    fun a_vault_is_not_taken_by_another() {
        let world = world();
        admin::offer_admin(&setup::admin(), world.vault(), @0xa);
        admin::accept_admin(&bob(), world.vault());
    }

    #[test]
    fun the_protocol_changes_hands_once_it_is_accepted() {
        setup::start();
        admin::offer_ownership(&publisher(), @0xa);
        assert!(admin::owner() == @staking_vault);
        admin::accept_ownership(&alice());
        assert!(admin::owner() == @0xa);
        admin::set_fee_ceiling(&alice(), 3_000);
        admin::set_guardian(&alice(), @0xb);
        assert!(admin::fee_ceiling() == 3_000 && admin::guardian() == @0xb);
    }

    #[test]
    #[expected_failure(abort_code = 0x50004, location = staking_vault::admin)]
    fun the_protocol_is_not_taken_by_another() {
        setup::start();
        admin::offer_ownership(&publisher(), @0xa);
        admin::accept_ownership(&bob());
    }

    #[test]
    #[expected_failure(abort_code = 0x50001, location = staking_vault::admin)]
    fun the_owner_alone_sets_the_guardian() {
        setup::start();
        admin::set_guardian(&alice(), @0xa);
    }

    #[test]
    #[expected_failure(abort_code = 0x10009, location = staking_vault::admin)]
    fun the_ceiling_of_fees_has_a_ceiling() {
        setup::start();
        admin::set_fee_ceiling(&publisher(), 3_001);
    }

    // Pauses

    #[test]
    fun the_guardian_pauses_and_the_admin_resumes() {
        let world = world();
        admin::pause(&publisher(), world.vault());
        assert!(vault::is_paused(world.vault()));
        admin::resume(&setup::admin(), world.vault());
        assert!(!vault::is_paused(world.vault()));
        vault::stake(&alice(), world.vault(), 0, 100);
    }

    #[test]
    fun a_long_pause_becomes_an_emergency() {
        let world = world();
        vault::stake(&alice(), world.vault(), 2, 100);
        admin::pause(&setup::admin(), world.vault());
        timestamp::fast_forward_seconds(14 * DAY);
        admin::escalate(world.vault());
        assert!(vault::is_emergency(world.vault()));
        vault::emergency_withdraw(&alice(), world.vault(), 2);
        assert!(world.stakes_of(@0xa) == 1_000_000);
    }

    #[test]
    #[expected_failure(abort_code = 0x3000d, location = staking_vault::admin)]
    fun a_short_pause_becomes_no_emergency() {
        let world = world();
        admin::pause(&setup::admin(), world.vault());
        timestamp::fast_forward_seconds(14 * DAY - 1);
        admin::escalate(world.vault());
    }

    #[test]
    #[expected_failure(abort_code = 0x50003, location = staking_vault::admin)]
    fun a_staker_does_not_pause() {
        admin::pause(&alice(), world().vault());
    }

    #[test]
    #[expected_failure(abort_code = 0x3000c, location = staking_vault::admin)]
    fun an_emergency_does_not_end() {
        let world = world();
        admin::declare_emergency(&setup::admin(), world.vault());
        admin::resume(&setup::admin(), world.vault());
    }

    #[test]
    #[expected_failure(abort_code = 0x3000e, location = staking_vault::admin)]
    fun an_emergency_is_declared_once() {
        let world = world();
        admin::declare_emergency(&setup::admin(), world.vault());
        admin::declare_emergency(&publisher(), world.vault());
    }
}
