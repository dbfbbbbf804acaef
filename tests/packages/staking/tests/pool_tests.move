#[test_only]
module staking::pool_tests {
    use std::option;
    use std::signer;
    use std::string::utf8;
    use aptos_framework::fungible_asset::{Self, Metadata, MintRef};
    use aptos_framework::object::{Self, Object};
    use aptos_framework::primary_fungible_store;
    use aptos_framework::timestamp;
    use staking::pool::{Self, Pool};

    struct World has drop {
        pool: Object<Pool>,
        reward: Object<Metadata>,
        stake: Object<Metadata>
    }

    fun asset(admin: &signer, symbol: vector<u8>): (Object<Metadata>, MintRef) {
        let constructor_ref = &object::create_named_object(admin, symbol);
        primary_fungible_store::create_primary_store_enabled_fungible_asset(
            constructor_ref,
            option::none(),
            utf8(symbol),
            utf8(symbol),
            8,
            utf8(b""),
            utf8(b"")
        );
        (
            object::object_from_constructor_ref(constructor_ref),
            fungible_asset::generate_mint_ref(constructor_ref)
        )
    }

    fun setup(framework: &signer, admin: &signer, alice: &signer, bob: &signer): World {
        timestamp::set_time_has_started_for_testing(framework);
        let (stake, mint_stake) = asset(admin, b"STK");
        let (reward, mint_reward) = asset(admin, b"RWD");
        primary_fungible_store::mint(&mint_stake, signer::address_of(alice), 1_000);
        primary_fungible_store::mint(&mint_stake, signer::address_of(bob), 1_000);
        primary_fungible_store::mint(&mint_reward, signer::address_of(admin), 1_000_000);
        let pool = pool::create_pool(admin, stake, reward, 10);
        pool::fund(admin, pool, 500_000);
        World { pool, reward, stake }
    }

    #[test(framework = @0x1, admin = @0xad, alice = @0xa, bob = @0xb)]
    fun one_staker_earns_everything(framework: &signer, admin: &signer, alice: &signer, bob: &signer) {
        let world = setup(framework, admin, alice, bob);
        pool::stake(alice, world.pool, 100, 0);
        timestamp::fast_forward_seconds(50);
        assert!(pool::claimable(world.pool, @0xa) == 500);
        pool::claim(alice, world.pool);
        assert!(primary_fungible_store::balance(@0xa, world.reward) == 500);
        assert!(pool::claimable(world.pool, @0xa) == 0);
    }

    #[test(framework = @0x1, admin = @0xad, alice = @0xa, bob = @0xb)]
    fun two_stakers_share(framework: &signer, admin: &signer, alice: &signer, bob: &signer) {
        let world = setup(framework, admin, alice, bob);
        pool::stake(alice, world.pool, 100, 0);
        timestamp::fast_forward_seconds(10);
        pool::stake(bob, world.pool, 300, 0);
        timestamp::fast_forward_seconds(10);
        assert!(pool::claimable(world.pool, @0xa) == 125);
        assert!(pool::claimable(world.pool, @0xb) == 75);
    }

    #[test(framework = @0x1, admin = @0xad, alice = @0xa, bob = @0xb)]
    fun locks_count_for_more(framework: &signer, admin: &signer, alice: &signer, bob: &signer) {
        let world = setup(framework, admin, alice, bob);
        pool::stake(alice, world.pool, 100, 0);
        pool::stake(bob, world.pool, 100, 2);
        timestamp::fast_forward_seconds(30);
        assert!(pool::claimable(world.pool, @0xa) == 100);
        assert!(pool::claimable(world.pool, @0xb) == 200);
    }

    #[test(framework = @0x1, admin = @0xad, alice = @0xa, bob = @0xb)]
    #[expected_failure(abort_code = 0x30004, location = staking::pool)]
    fun locked_stakes_stay(framework: &signer, admin: &signer, alice: &signer, bob: &signer) {
        let world = setup(framework, admin, alice, bob);
        pool::stake(alice, world.pool, 100, 1);
        timestamp::fast_forward_seconds(29 * 86_400);
        pool::unstake(alice, world.pool, 1);
    }

    #[test(framework = @0x1, admin = @0xad, alice = @0xa, bob = @0xb)]
    fun unlocked_stakes_go(framework: &signer, admin: &signer, alice: &signer, bob: &signer) {
        let world = setup(framework, admin, alice, bob);
        pool::stake(alice, world.pool, 100, 1);
        timestamp::fast_forward_seconds(30 * 86_400);
        pool::unstake(alice, world.pool, 60);
        assert!(pool::staked(world.pool, @0xa) == 40);
        assert!(primary_fungible_store::balance(@0xa, world.stake) == 960);
    }

    #[test(framework = @0x1, admin = @0xad, alice = @0xa, bob = @0xb)]
    #[expected_failure(abort_code = 0x10005, location = staking::pool)]
    fun nobody_unstakes_more_than_was_staked(framework: &signer, admin: &signer, alice: &signer, bob: &signer) {
        let world = setup(framework, admin, alice, bob);
        pool::stake(alice, world.pool, 100, 0);
        pool::unstake(alice, world.pool, 101);
    }

    #[test(framework = @0x1, admin = @0xad, alice = @0xa, bob = @0xb)]
    #[expected_failure(abort_code = 0x60002, location = staking::pool)]
    fun nothing_to_claim_without_a_stake(framework: &signer, admin: &signer, alice: &signer, bob: &signer) {
        let world = setup(framework, admin, alice, bob);
        pool::claim(bob, world.pool);
    }

    #[test(framework = @0x1, admin = @0xad, alice = @0xa, bob = @0xb)]
    #[expected_failure(abort_code = 0xd0007, location = staking::pool)]
    fun a_paused_pool_takes_no_stakes(framework: &signer, admin: &signer, alice: &signer, bob: &signer) {
        let world = setup(framework, admin, alice, bob);
        pool::set_paused(admin, world.pool, true);
        pool::stake(alice, world.pool, 100, 0);
    }

    #[test(framework = @0x1, admin = @0xad, alice = @0xa, bob = @0xb)]
    fun a_new_rate_counts_from_now(framework: &signer, admin: &signer, alice: &signer, bob: &signer) {
        let world = setup(framework, admin, alice, bob);
        pool::stake(alice, world.pool, 100, 0);
        timestamp::fast_forward_seconds(10);
        pool::set_reward_rate(admin, world.pool, 1);
        timestamp::fast_forward_seconds(10);
        assert!(pool::claimable(world.pool, @0xa) == 110);
    }

    #[test(framework = @0x1, admin = @0xad, alice = @0xa, bob = @0xb)]
    #[expected_failure(abort_code = 0x50001, location = staking::pool)]
    fun the_admin_alone_sets_the_rate(framework: &signer, admin: &signer, alice: &signer, bob: &signer) {
        let world = setup(framework, admin, alice, bob);
        pool::set_reward_rate(alice, world.pool, 1);
    }
}
