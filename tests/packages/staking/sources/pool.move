/// Stake one fungible asset, earn another one: rewards flow per second and are shared by stake. Each stake may be locked for a
/// while in return for a larger share.
module staking::pool {
    use std::error;
    use std::signer;
    use aptos_std::math64;
    use aptos_std::smart_table::{Self, SmartTable};
    use aptos_framework::event;
    use aptos_framework::fungible_asset::{Self, FungibleStore, Metadata};
    use aptos_framework::object::{Self, ExtendRef, Object};
    use aptos_framework::primary_fungible_store;
    use aptos_framework::timestamp;

    /// Only the admin may do this.
    const ENOT_ADMIN: u64 = 1;
    /// Nothing is staked by the account.
    const ENO_STAKE: u64 = 2;
    /// The amount is zero.
    const EZERO_AMOUNT: u64 = 3;
    /// The stake is still locked.
    const ELOCKED: u64 = 4;
    /// More is asked for than is staked.
    const EINSUFFICIENT_STAKE: u64 = 5;
    /// There is no such lock.
    const EUNKNOWN_TIER: u64 = 6;
    /// The pool is paused.
    const EPAUSED: u64 = 7;

    const SCALE: u128 = 1_000_000_000_000;
    const DAY: u64 = 86_400;

    /// Shares count this many hundredths of the amount, by lock.
    const WEIGHTS: vector<u64> = vector[100, 125, 200];
    const LOCK_DAYS: vector<u64> = vector[0, 30, 180];

    struct Pool has key {
        admin: address,
        stake_asset: Object<Metadata>,
        reward_asset: Object<Metadata>,
        stake_store: Object<FungibleStore>,
        reward_store: Object<FungibleStore>,
        extend_ref: ExtendRef,
        reward_per_second: u64,
        reward_per_share: u128,
        total_shares: u64,
        updated_at: u64,
        paused: bool,
        positions: SmartTable<address, Position>
    }

    struct Position has store, copy, drop {
        amount: u64,
        shares: u64,
        tier: u64,
        unlocks_at: u64,
        reward_debt: u128,
        pending: u64
    }

    #[event]
    struct Staked has drop, store { pool: address, staker: address, amount: u64, tier: u64 }

    #[event]
    struct Unstaked has drop, store { pool: address, staker: address, amount: u64 }

    #[event]
    struct RewardClaimed has drop, store { pool: address, staker: address, amount: u64 }

    public entry fun create(
        admin: &signer,
        stake_asset: Object<Metadata>,
        reward_asset: Object<Metadata>,
        reward_per_second: u64
    ) {
        create_pool(admin, stake_asset, reward_asset, reward_per_second);
    }

    public fun create_pool(
        admin: &signer,
        stake_asset: Object<Metadata>,
        reward_asset: Object<Metadata>,
        reward_per_second: u64
    ): Object<Pool> {
        let admin_addr = signer::address_of(admin);
        let constructor_ref = &object::create_sticky_object(admin_addr);
        let pool_signer = &object::generate_signer(constructor_ref);
        let pool_addr = signer::address_of(pool_signer);
        let stake_store = new_store(pool_addr, stake_asset);
        let reward_store = new_store(pool_addr, reward_asset);
        move_to(
            pool_signer,
            Pool {
                admin: admin_addr,
                stake_asset,
                reward_asset,
                stake_store,
                reward_store,
                extend_ref: object::generate_extend_ref(constructor_ref),
                reward_per_second,
                reward_per_share: 0,
                total_shares: 0,
                updated_at: timestamp::now_seconds(),
                paused: false,
                positions: smart_table::new()
            }
        );
        object::object_from_constructor_ref(constructor_ref)
    }

    fun new_store(owner: address, asset: Object<Metadata>): Object<FungibleStore> {
        fungible_asset::create_store(&object::create_object(owner), asset)
    }

    /// Adds rewards that the pool may pay out.
    public entry fun fund(sponsor: &signer, pool: Object<Pool>, amount: u64) acquires Pool {
        let pool = &Pool[object::object_address(&pool)];
        let rewards = primary_fungible_store::withdraw(sponsor, pool.reward_asset, amount);
        fungible_asset::deposit(pool.reward_store, rewards);
    }

    public entry fun stake(staker: &signer, pool: Object<Pool>, amount: u64, tier: u64) acquires Pool {
        assert!(amount > 0, error::invalid_argument(EZERO_AMOUNT));
        assert!(tier < WEIGHTS.length(), error::invalid_argument(EUNKNOWN_TIER));
        let staker_addr = signer::address_of(staker);
        let pool_addr = object::object_address(&pool);
        let pool = &mut Pool[pool_addr];
        assert!(!pool.paused, error::unavailable(EPAUSED));
        update(pool);

        let assets = primary_fungible_store::withdraw(staker, pool.stake_asset, amount);
        fungible_asset::deposit(pool.stake_store, assets);
        if (!pool.positions.contains(staker_addr)) {
            let fresh = Position { amount: 0, shares: 0, tier, unlocks_at: 0, reward_debt: 0, pending: 0 };
            pool.positions.add(staker_addr, fresh);
        };

        let reward_per_share = pool.reward_per_share;
        let position = pool.positions.borrow_mut(staker_addr);
        collect(position, reward_per_share);
        let shares_before = position.shares;
        position.amount += amount;
        position.tier = math64::max(position.tier, tier);
        position.shares = position.amount * *WEIGHTS.borrow(position.tier) / 100;
        position.reward_debt = debt(position.shares, reward_per_share);
        position.unlocks_at = math64::max(
            position.unlocks_at,
            timestamp::now_seconds() + *LOCK_DAYS.borrow(tier) * DAY
        );
        pool.total_shares += position.shares - shares_before;
        event::emit(Staked { pool: pool_addr, staker: staker_addr, amount, tier });
    }

    public entry fun unstake(staker: &signer, pool: Object<Pool>, amount: u64) acquires Pool {
        assert!(amount > 0, error::invalid_argument(EZERO_AMOUNT));
        let staker_addr = signer::address_of(staker);
        let pool_addr = object::object_address(&pool);
        let pool = &mut Pool[pool_addr];
        update(pool);
        assert!(pool.positions.contains(staker_addr), error::not_found(ENO_STAKE));

        let reward_per_share = pool.reward_per_share;
        let position = pool.positions.borrow_mut(staker_addr);
        assert!(timestamp::now_seconds() >= position.unlocks_at, error::invalid_state(ELOCKED));
        assert!(amount <= position.amount, error::invalid_argument(EINSUFFICIENT_STAKE));
        collect(position, reward_per_share);
        let shares_before = position.shares;
        position.amount -= amount;
        position.shares = position.amount * *WEIGHTS.borrow(position.tier) / 100;
        position.reward_debt = debt(position.shares, reward_per_share);
        pool.total_shares -= shares_before - position.shares;

        let pool_signer = object::generate_signer_for_extending(&pool.extend_ref);
        let assets = fungible_asset::withdraw(&pool_signer, pool.stake_store, amount);
        primary_fungible_store::deposit(staker_addr, assets);
        event::emit(Unstaked { pool: pool_addr, staker: staker_addr, amount });
    }

    public entry fun claim(staker: &signer, pool: Object<Pool>) acquires Pool {
        let staker_addr = signer::address_of(staker);
        let pool_addr = object::object_address(&pool);
        let pool = &mut Pool[pool_addr];
        update(pool);
        assert!(pool.positions.contains(staker_addr), error::not_found(ENO_STAKE));
        let reward_per_share = pool.reward_per_share;
        let position = pool.positions.borrow_mut(staker_addr);
        collect(position, reward_per_share);
        // What the pool cannot pay yet stays due.
        let amount = math64::min(position.pending, fungible_asset::balance(pool.reward_store));
        position.pending -= amount;
        let pool_signer = object::generate_signer_for_extending(&pool.extend_ref);
        let rewards = fungible_asset::withdraw(&pool_signer, pool.reward_store, amount);
        primary_fungible_store::deposit(staker_addr, rewards);
        event::emit(RewardClaimed { pool: pool_addr, staker: staker_addr, amount });
    }

    public entry fun set_reward_rate(admin: &signer, pool: Object<Pool>, reward_per_second: u64) acquires Pool {
        let pool = &mut Pool[object::object_address(&pool)];
        assert!(pool.admin == signer::address_of(admin), error::permission_denied(ENOT_ADMIN));
        update(pool);
        pool.reward_per_second = reward_per_second;
    }

    public entry fun set_paused(admin: &signer, pool: Object<Pool>, paused: bool) acquires Pool {
        let pool = &mut Pool[object::object_address(&pool)];
        assert!(pool.admin == signer::address_of(admin), error::permission_denied(ENOT_ADMIN));
        pool.paused = paused;
    }

    #[view]
    public fun staked(pool: Object<Pool>, staker: address): u64 acquires Pool {
        let pool = &Pool[object::object_address(&pool)];
        if (pool.positions.contains(staker)) pool.positions.borrow(staker).amount else 0
    }

    #[view]
    public fun claimable(pool: Object<Pool>, staker: address): u64 acquires Pool {
        let pool = &Pool[object::object_address(&pool)];
        if (!pool.positions.contains(staker)) return 0;
        let position = *pool.positions.borrow(staker);
        collect(&mut position, current_reward_per_share(pool));
        position.pending
    }

    fun update(pool: &mut Pool) {
        pool.reward_per_share = current_reward_per_share(pool);
        pool.updated_at = timestamp::now_seconds();
    }

    fun current_reward_per_share(pool: &Pool): u128 {
        if (pool.total_shares == 0) return pool.reward_per_share;
        let elapsed = timestamp::now_seconds() - pool.updated_at;
        let reward = (elapsed as u128) * (pool.reward_per_second as u128);
        pool.reward_per_share + reward * SCALE / (pool.total_shares as u128)
    }

    fun collect(position: &mut Position, reward_per_share: u128) {
        let earned = debt(position.shares, reward_per_share) - position.reward_debt;
        position.pending += ((earned / SCALE) as u64);
        position.reward_debt += earned;
    }

    inline fun debt(shares: u64, reward_per_share: u128): u128 {
        (shares as u128) * reward_per_share
    }
}
