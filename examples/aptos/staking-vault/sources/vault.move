/// Vaults that stake one fungible asset and pay rewards in another, or in the same one.
///
/// A position belongs to one account and one tier. A tier locks what is staked for a while and boosts its shares; rewards
/// are streamed over epochs and go to positions by shares. Unstaking passes through a queue with a cooldown. Whoever will
/// not wait pays a penalty that goes to the other positions.
module staking_vault::vault {
    use std::bcs;
    use std::error;
    use std::signer;
    use std::string::String;
    use aptos_std::math64;
    use aptos_std::table::{Self, Table};
    use aptos_framework::account::{Self, SignerCapability};
    use aptos_framework::coin;
    use aptos_framework::event;
    use aptos_framework::fungible_asset::{Self, FungibleAsset, FungibleStore, Metadata};
    use aptos_framework::object::{Self, ExtendRef, Object};
    use aptos_framework::primary_fungible_store;
    use aptos_framework::timestamp;
    use staking_vault::accumulator::{Self, Accumulator, Credit};
    use staking_vault::queue::{Self, Queue, Request};
    use staking_vault::stream::{Self, Stream};

    friend staking_vault::admin;

    /// The amount is zero.
    const EZERO_AMOUNT: u64 = 1;
    /// There is no such tier.
    const EUNKNOWN_TIER: u64 = 2;
    /// The account has no position in the tier.
    const ENO_POSITION: u64 = 3;
    /// More is asked for than is staked.
    const EINSUFFICIENT_STAKE: u64 = 4;
    /// The position is locked.
    const ELOCKED: u64 = 5;
    /// The vault is paused or in an emergency.
    const ENOT_RUNNING: u64 = 6;
    /// The vault is paused.
    const EPAUSED: u64 = 7;
    /// There is no emergency.
    const ENO_EMERGENCY: u64 = 8;
    /// The asset is not the one that the vault stakes.
    const EWRONG_ASSET: u64 = 9;
    /// Rewards are paid in another asset than is staked.
    const ECANNOT_COMPOUND: u64 = 10;
    /// Nothing is due.
    const ENOTHING_DUE: u64 = 11;

    /// Parts that rates are given in.
    const BASIS_POINTS: u64 = 10_000;

    /// Everything works.
    const RUNNING: u8 = 0;
    /// Nothing moves.
    const PAUSED: u8 = 1;
    /// Principal may leave at once, and nothing comes in. There is no way back.
    const EMERGENCY: u8 = 2;

    /// Names the account that owns the vaults.
    const CUSTODIAN_SEED: vector<u8> = b"staking_vault::custodian";
    /// Names the store of what is staked.
    const PRINCIPAL_SEED: vector<u8> = b"principal";
    /// Names the store of rewards.
    const REWARD_SEED: vector<u8> = b"reward";

    /// The right to act as the account that owns the vaults. No person may own them: who owns a vault owns its stores.
    struct Custodian has key {
        cap: SignerCapability
    }

    /// A vault.
    struct Vault has key {
        /// Who sets terms and opens epochs.
        admin: address,
        /// Who is paid fees.
        treasury: address,
        /// The right to act as the vault.
        extend_ref: ExtendRef,
        /// What is staked.
        stake_asset: Object<Metadata>,
        /// What rewards are paid in.
        reward_asset: Object<Metadata>,
        /// Holds what is staked, queued, and due as penalties.
        principal_store: Object<FungibleStore>,
        /// Holds rewards.
        reward_store: Object<FungibleStore>,
        /// Locks and boosts. They never change.
        tiers: vector<Tier>,
        /// Seconds that a withdrawal waits.
        cooldown: u64,
        /// The part of rewards that goes to the treasury, in basis points.
        fee_rate: u64,
        /// `RUNNING`, `PAUSED` or `EMERGENCY`.
        status: u8,
        /// When `status` changed.
        status_since: u64,
        /// Releases rewards.
        stream: Stream,
        /// Shares rewards among positions.
        rewards: Accumulator,
        /// Shares penalties among positions.
        penalties: Accumulator,
        /// The shares of all positions.
        total_shares: u128,
        /// What is staked in all positions.
        total_staked: u64,
        /// Penalties that positions have not claimed.
        penalties_owed: u64,
        /// Penalties that nobody was left to earn, for the treasury.
        penalty_fees: u64,
        /// Rewards that positions have not claimed.
        rewards_owed: u64,
        /// Fees that the treasury was not paid.
        reward_fees: u64,
        /// The part of a unit that is still missing in `reward_fees`, in basis points.
        fee_carry: u64,
        /// Rewards that nobody was there to earn. They go into the next epoch.
        undistributed: u64,
        /// Positions by account and tier.
        positions: Table<PositionKey, Position>,
        /// Withdrawals in cooldown.
        queue: Queue
    }

    /// A lock, and what it is worth.
    struct Tier has copy, drop, store {
        /// Seconds that a stake is locked.
        lock: u64,
        /// Shares per unit staked.
        boost: u64,
        /// What leaving at once costs at the beginning of the lock, in basis points.
        penalty_rate: u64
    }

    /// Names a position.
    struct PositionKey has copy, drop, store {
        staker: address,
        tier: u64
    }

    /// What one account has staked in one tier.
    struct Position has copy, drop, store {
        amount: u64,
        shares: u128,
        unlocks_at: u64,
        rewards: Credit,
        penalties: Credit
    }

    #[event]
    /// A vault was made.
    struct VaultCreated has drop, store {
        vault: address,
        admin: address,
        stake_asset: Object<Metadata>,
        reward_asset: Object<Metadata>
    }

    #[event]
    /// An amount was staked.
    struct Staked has drop, store {
        vault: address,
        staker: address,
        tier: u64,
        amount: u64,
        unlocks_at: u64
    }

    #[event]
    /// A withdrawal entered the queue.
    struct UnstakeRequested has drop, store {
        vault: address,
        staker: address,
        tier: u64,
        amount: u64,
        request_id: u64,
        ready_at: u64
    }

    #[event]
    /// A withdrawal went back to its position.
    struct UnstakeCancelled has drop, store { vault: address, staker: address, request_id: u64 }

    #[event]
    /// A withdrawal was paid.
    struct Withdrawn has drop, store {
        vault: address,
        staker: address,
        amount: u64,
        request_id: u64
    }

    #[event]
    /// A position, or part of it, left without waiting.
    struct ExitedEarly has drop, store {
        vault: address,
        staker: address,
        tier: u64,
        amount: u64,
        penalty: u64
    }

    #[event]
    /// A position left in an emergency.
    struct EmergencyWithdrawn has drop, store {
        vault: address,
        staker: address,
        tier: u64,
        amount: u64
    }

    #[event]
    /// What a position had earned was paid, or staked.
    struct Claimed has drop, store {
        vault: address,
        staker: address,
        tier: u64,
        rewards: u64,
        penalties: u64
    }

    #[event]
    /// An epoch began.
    struct EpochOpened has drop, store {
        vault: address,
        epoch: u64,
        amount: u64,
        ends_at: u64
    }

    #[event]
    /// More was added to an epoch.
    struct EpochToppedUp has drop, store {
        vault: address,
        epoch: u64,
        sponsor: address,
        amount: u64
    }

    #[event]
    /// An epoch was ended before its time.
    struct EpochClosed has drop, store { vault: address, epoch: u64, unreleased: u64 }

    #[event]
    /// The treasury was paid.
    struct FeesCollected has drop, store {
        vault: address,
        treasury: address,
        rewards: u64,
        penalties: u64
    }

    #[event]
    /// A vault was paused, resumed, or declared an emergency.
    struct StatusChanged has drop, store { vault: address, status: u8 }

    fun init_module(publisher: &signer) {
        let (_, cap) = account::create_resource_account(publisher, CUSTODIAN_SEED);
        move_to(publisher, Custodian { cap });
    }

    // Stakers

    /// Stakes `amount` from the primary store of `staker`. The whole position is locked anew.
    public entry fun stake(staker: &signer, vault: Object<Vault>, tier: u64, amount: u64) acquires Vault {
        let metadata = Vault[object::object_address(&vault)].stake_asset;
        stake_asset(staker, vault, tier, primary_fungible_store::withdraw(staker, metadata, amount));
    }

    /// Stakes `amount` of a coin whose fungible asset the vault stakes.
    public entry fun stake_coin<CoinType>(staker: &signer, vault: Object<Vault>, tier: u64, amount: u64) acquires Vault {
        let coins = coin::withdraw<CoinType>(staker, amount);
        stake_asset(staker, vault, tier, coin::coin_to_fungible_asset(coins));
    }

    /// Stakes `asset`.
    public fun stake_asset(staker: &signer, vault: Object<Vault>, tier: u64, asset: FungibleAsset) acquires Vault {
        let vault_addr = object::object_address(&vault);
        let vault = &mut Vault[vault_addr];
        assert_running(vault);
        assert!(
            fungible_asset::asset_metadata(&asset) == vault.stake_asset,
            error::invalid_argument(EWRONG_ASSET)
        );
        let amount = fungible_asset::amount(&asset);
        fungible_asset::deposit(vault.principal_store, asset);
        settle(vault);
        add_stake(vault, vault_addr, signer::address_of(staker), tier, amount);
    }

    /// Moves `amount` from an unlocked position to the queue. It earns no more.
    public entry fun request_unstake(staker: &signer, vault: Object<Vault>, tier: u64, amount: u64) acquires Vault {
        let staker_addr = signer::address_of(staker);
        let vault_addr = object::object_address(&vault);
        let vault = &mut Vault[vault_addr];
        assert_running(vault);
        settle(vault);
        let now = timestamp::now_seconds();
        let key = PositionKey { staker: staker_addr, tier };
        assert_position(vault, key);
        assert!(now >= vault.positions.borrow(key).unlocks_at, error::invalid_state(ELOCKED));
        remove_stake(vault, key, amount);
        let ready_at = now + vault.cooldown;
        let request_id = vault.queue.push(staker_addr, tier, amount, ready_at);
        event::emit(
            UnstakeRequested { vault: vault_addr, staker: staker_addr, tier, amount, request_id, ready_at }
        );
    }

    /// Moves a withdrawal back from the queue to its position, which is locked anew.
    public entry fun cancel_unstake(staker: &signer, vault: Object<Vault>, request_id: u64) acquires Vault {
        let staker_addr = signer::address_of(staker);
        let vault_addr = object::object_address(&vault);
        let vault = &mut Vault[vault_addr];
        assert_running(vault);
        settle(vault);
        let request = vault.queue.remove(request_id, staker_addr);
        event::emit(UnstakeCancelled { vault: vault_addr, staker: staker_addr, request_id });
        add_stake(vault, vault_addr, staker_addr, request.tier(), request.amount());
    }

    /// Pays a withdrawal whose cooldown is over. In an emergency nobody waits.
    public entry fun withdraw(staker: &signer, vault: Object<Vault>, request_id: u64) acquires Vault {
        let staker_addr = signer::address_of(staker);
        let vault_addr = object::object_address(&vault);
        let vault = &mut Vault[vault_addr];
        assert_not_paused(vault);
        let request = vault.queue.remove(request_id, staker_addr);
        if (vault.status != EMERGENCY) {
            request.assert_ready(timestamp::now_seconds());
        };
        pay_principal(vault, staker_addr, request.amount());
        event::emit(
            Withdrawn { vault: vault_addr, staker: staker_addr, amount: request.amount(), request_id }
        );
    }

    /// Pays `amount` of a position at once, less a penalty that shrinks with the time left. The penalty goes to the other
    /// positions, or to the treasury if there are none.
    public entry fun exit_early(staker: &signer, vault: Object<Vault>, tier: u64, amount: u64) acquires Vault {
        let staker_addr = signer::address_of(staker);
        let vault_addr = object::object_address(&vault);
        let vault = &mut Vault[vault_addr];
        assert_running(vault);
        settle(vault);
        let key = PositionKey { staker: staker_addr, tier };
        assert_position(vault, key);
        let penalty = penalty_of(vault, key, amount);
        remove_stake(vault, key, amount);
        share_penalty(vault, key, penalty);
        pay_principal(vault, staker_addr, amount - penalty);
        event::emit(ExitedEarly { vault: vault_addr, staker: staker_addr, tier, amount, penalty });
    }

    /// Pays what a position has earned.
    public entry fun claim(staker: &signer, vault: Object<Vault>, tier: u64) acquires Vault {
        let staker_addr = signer::address_of(staker);
        let vault_addr = object::object_address(&vault);
        let vault = &mut Vault[vault_addr];
        assert_not_paused(vault);
        settle(vault);
        let (rewards, penalties) = take_earnings(vault, PositionKey { staker: staker_addr, tier });
        assert!(rewards > 0 || penalties > 0, error::invalid_state(ENOTHING_DUE));
        pay(vault, staker_addr, rewards, penalties);
        event::emit(Claimed { vault: vault_addr, staker: staker_addr, tier, rewards, penalties });
    }

    /// Stakes what a position has earned. The whole position is locked anew.
    public entry fun compound(staker: &signer, vault: Object<Vault>, tier: u64) acquires Vault {
        let staker_addr = signer::address_of(staker);
        let vault_addr = object::object_address(&vault);
        let vault = &mut Vault[vault_addr];
        assert_running(vault);
        assert!(vault.stake_asset == vault.reward_asset, error::invalid_state(ECANNOT_COMPOUND));
        settle(vault);
        let (rewards, penalties) = take_earnings(vault, PositionKey { staker: staker_addr, tier });
        assert!(rewards > 0 || penalties > 0, error::invalid_state(ENOTHING_DUE));
        let assets = fungible_asset::withdraw(&vault_signer(vault), vault.reward_store, rewards);
        fungible_asset::deposit(vault.principal_store, assets);
        event::emit(Claimed { vault: vault_addr, staker: staker_addr, tier, rewards, penalties });
        add_stake(vault, vault_addr, staker_addr, tier, rewards + penalties);
    }

    /// Pays all that is staked in a position, locked or not. What the position has earned can still be claimed.
    public entry fun emergency_withdraw(staker: &signer, vault: Object<Vault>, tier: u64) acquires Vault {
        let staker_addr = signer::address_of(staker);
        let vault_addr = object::object_address(&vault);
        let vault = &mut Vault[vault_addr];
        assert!(vault.status == EMERGENCY, error::invalid_state(ENO_EMERGENCY));
        let key = PositionKey { staker: staker_addr, tier };
        assert_position(vault, key);
        let amount = vault.positions.borrow(key).amount;
        remove_stake(vault, key, amount);
        pay_principal(vault, staker_addr, amount);
        event::emit(EmergencyWithdrawn { vault: vault_addr, staker: staker_addr, tier, amount });
    }

    /// Pays the treasury what is due to it. Anyone may ask for that.
    public entry fun collect_fees(vault: Object<Vault>) acquires Vault {
        let vault_addr = object::object_address(&vault);
        let vault = &mut Vault[vault_addr];
        assert_not_paused(vault);
        settle(vault);
        let rewards = vault.reward_fees;
        let penalties = vault.penalty_fees;
        assert!(rewards > 0 || penalties > 0, error::invalid_state(ENOTHING_DUE));
        vault.reward_fees = 0;
        vault.penalty_fees = 0;
        let treasury = vault.treasury;
        pay(vault, treasury, rewards, penalties);
        event::emit(FeesCollected { vault: vault_addr, treasury, rewards, penalties });
    }

    // For `admin`

    /// Makes the terms of a tier.
    public(friend) fun new_tier(lock: u64, boost: u64, penalty_rate: u64): Tier {
        Tier { lock, boost, penalty_rate }
    }

    /// Makes the vault that `creator` calls `name`.
    public(friend) fun create(
        creator: &signer,
        name: String,
        stake_asset: Object<Metadata>,
        reward_asset: Object<Metadata>,
        tiers: vector<Tier>,
        cooldown: u64,
        fee_rate: u64,
        treasury: address
    ): Object<Vault> acquires Custodian {
        let admin = signer::address_of(creator);
        let custodian = &account::create_signer_with_capability(&Custodian[@staking_vault].cap);
        let constructor_ref = &object::create_named_object(custodian, vault_seed(admin, name));
        let vault_signer = &object::generate_signer(constructor_ref);
        let principal_ref = &object::create_named_object(vault_signer, PRINCIPAL_SEED);
        let reward_ref = &object::create_named_object(vault_signer, REWARD_SEED);
        move_to(
            vault_signer,
            Vault {
                admin,
                treasury,
                extend_ref: object::generate_extend_ref(constructor_ref),
                stake_asset,
                reward_asset,
                principal_store: fungible_asset::create_store(principal_ref, stake_asset),
                reward_store: fungible_asset::create_store(reward_ref, reward_asset),
                tiers,
                cooldown,
                fee_rate,
                status: RUNNING,
                status_since: timestamp::now_seconds(),
                stream: stream::new(),
                rewards: accumulator::new(),
                penalties: accumulator::new(),
                total_shares: 0,
                total_staked: 0,
                penalties_owed: 0,
                penalty_fees: 0,
                rewards_owed: 0,
                reward_fees: 0,
                fee_carry: 0,
                undistributed: 0,
                positions: table::new(),
                queue: queue::new()
            }
        );
        let vault = signer::address_of(vault_signer);
        event::emit(VaultCreated { vault, admin, stake_asset, reward_asset });
        object::object_from_constructor_ref(constructor_ref)
    }

    /// Opens an epoch with `amount` from `sponsor` and what earlier epochs left over.
    public(friend) fun open_epoch(sponsor: &signer, vault: Object<Vault>, amount: u64, duration: u64) acquires Vault {
        let vault_addr = object::object_address(&vault);
        let vault = &mut Vault[vault_addr];
        assert_running(vault);
        settle(vault);
        take_rewards(vault, sponsor, amount);
        let total = amount + vault.undistributed;
        assert!(total > 0, error::invalid_argument(EZERO_AMOUNT));
        vault.undistributed = 0;
        let now = timestamp::now_seconds();
        let epoch = vault.stream.open(now, duration, total);
        event::emit(EpochOpened { vault: vault_addr, epoch, amount: total, ends_at: now + duration });
    }

    /// Adds `amount` from `sponsor` to the rest of the epoch.
    public(friend) fun top_up_epoch(sponsor: &signer, vault: Object<Vault>, amount: u64) acquires Vault {
        assert!(amount > 0, error::invalid_argument(EZERO_AMOUNT));
        let vault_addr = object::object_address(&vault);
        let vault = &mut Vault[vault_addr];
        assert_running(vault);
        settle(vault);
        take_rewards(vault, sponsor, amount);
        vault.stream.top_up(timestamp::now_seconds(), amount);
        let epoch = vault.stream.epoch();
        event::emit(
            EpochToppedUp { vault: vault_addr, epoch, sponsor: signer::address_of(sponsor), amount }
        );
    }

    /// Ends the epoch now. What it did not release goes into the next one.
    public(friend) fun close_epoch(vault: Object<Vault>) acquires Vault {
        let vault_addr = object::object_address(&vault);
        let vault = &mut Vault[vault_addr];
        settle(vault);
        end_epoch(vault, vault_addr);
    }

    /// Pays `to` the rewards that no epoch holds and nobody has earned.
    public(friend) fun reclaim_undistributed(vault: Object<Vault>, to: address): u64 acquires Vault {
        let vault = &mut Vault[object::object_address(&vault)];
        assert_not_paused(vault);
        settle(vault);
        let amount = vault.undistributed;
        assert!(amount > 0, error::invalid_state(ENOTHING_DUE));
        vault.undistributed = 0;
        pay_rewards(vault, to, amount);
        amount
    }

    /// Sets the part of rewards that goes to the treasury from now on.
    public(friend) fun set_fee_rate(vault: Object<Vault>, fee_rate: u64) acquires Vault {
        let vault = &mut Vault[object::object_address(&vault)];
        settle(vault);
        vault.fee_rate = fee_rate;
    }

    /// Sets how long later withdrawals wait.
    public(friend) fun set_cooldown(vault: Object<Vault>, cooldown: u64) acquires Vault {
        Vault[object::object_address(&vault)].cooldown = cooldown;
    }

    /// Sets who is paid fees.
    public(friend) fun set_treasury(vault: Object<Vault>, treasury: address) acquires Vault {
        Vault[object::object_address(&vault)].treasury = treasury;
    }

    /// Sets who sets terms.
    public(friend) fun set_admin(vault: Object<Vault>, admin: address) acquires Vault {
        Vault[object::object_address(&vault)].admin = admin;
    }

    /// Stops a running vault.
    public(friend) fun pause(vault: Object<Vault>) acquires Vault {
        let vault_addr = object::object_address(&vault);
        let vault = &mut Vault[vault_addr];
        assert_running(vault);
        set_status(vault, vault_addr, PAUSED);
    }

    /// Starts a paused vault again. Rewards were streamed on meanwhile.
    public(friend) fun resume(vault: Object<Vault>) acquires Vault {
        let vault_addr = object::object_address(&vault);
        let vault = &mut Vault[vault_addr];
        set_status(vault, vault_addr, RUNNING);
    }

    /// Ends the epoch, and lets all principal go at once.
    public(friend) fun declare_emergency(vault: Object<Vault>) acquires Vault {
        let vault_addr = object::object_address(&vault);
        let vault = &mut Vault[vault_addr];
        settle(vault);
        if (vault.stream.is_running(timestamp::now_seconds())) {
            end_epoch(vault, vault_addr);
        };
        set_status(vault, vault_addr, EMERGENCY);
    }

    // Views

    #[view]
    /// Returns the address of the vault that `creator` calls `name`.
    public fun vault_address(creator: address, name: String): address {
        let custodian = account::create_resource_address(&@staking_vault, CUSTODIAN_SEED);
        object::create_object_address(&custodian, vault_seed(creator, name))
    }

    #[view]
    /// Returns who sets the terms of the vault.
    public fun admin(vault: Object<Vault>): address acquires Vault {
        Vault[object::object_address(&vault)].admin
    }

    #[view]
    /// Returns who is paid fees.
    public fun treasury(vault: Object<Vault>): address acquires Vault {
        Vault[object::object_address(&vault)].treasury
    }

    #[view]
    /// Returns the part of rewards that goes to the treasury, in basis points.
    public fun fee_rate(vault: Object<Vault>): u64 acquires Vault {
        Vault[object::object_address(&vault)].fee_rate
    }

    #[view]
    /// Returns how many seconds a withdrawal waits.
    public fun cooldown(vault: Object<Vault>): u64 acquires Vault {
        Vault[object::object_address(&vault)].cooldown
    }

    #[view]
    /// Whether the vault is paused.
    public fun is_paused(vault: Object<Vault>): bool acquires Vault {
        Vault[object::object_address(&vault)].status == PAUSED
    }

    #[view]
    /// Whether the vault is in an emergency.
    public fun is_emergency(vault: Object<Vault>): bool acquires Vault {
        Vault[object::object_address(&vault)].status == EMERGENCY
    }

    #[view]
    /// Returns when the vault was last paused, resumed, or declared an emergency.
    public fun status_since(vault: Object<Vault>): u64 acquires Vault {
        Vault[object::object_address(&vault)].status_since
    }

    #[view]
    /// Returns the number of the epoch, when it ends, and what it has yet to release.
    public fun epoch(vault: Object<Vault>): (u64, u64, u64) acquires Vault {
        let vault = &Vault[object::object_address(&vault)];
        let now = timestamp::now_seconds();
        let rest = vault.stream.unreleased() - vault.stream.releasable(now);
        (vault.stream.epoch(), vault.stream.ends_at(), rest)
    }

    #[view]
    /// Returns how much `staker` has staked in the tier.
    public fun staked(vault: Object<Vault>, staker: address, tier: u64): u64 acquires Vault {
        let vault = &Vault[object::object_address(&vault)];
        let key = PositionKey { staker, tier };
        if (vault.positions.contains(key)) vault.positions.borrow(key).amount else 0
    }

    #[view]
    /// Returns the shares of `staker` in the tier.
    public fun shares(vault: Object<Vault>, staker: address, tier: u64): u128 acquires Vault {
        let vault = &Vault[object::object_address(&vault)];
        let key = PositionKey { staker, tier };
        if (vault.positions.contains(key)) vault.positions.borrow(key).shares else 0
    }

    #[view]
    /// Returns when the position of `staker` in the tier is unlocked.
    public fun unlocks_at(vault: Object<Vault>, staker: address, tier: u64): u64 acquires Vault {
        let vault = &Vault[object::object_address(&vault)];
        let key = PositionKey { staker, tier };
        assert_position(vault, key);
        vault.positions.borrow(key).unlocks_at
    }

    #[view]
    /// Returns the rewards and penalties that `claim` would pay.
    public fun claimable(vault: Object<Vault>, staker: address, tier: u64): (u64, u64) acquires Vault {
        let vault = &Vault[object::object_address(&vault)];
        let key = PositionKey { staker, tier };
        if (!vault.positions.contains(key)) return (0, 0);
        let position = *vault.positions.borrow(key);
        let released = vault.stream.releasable(timestamp::now_seconds());
        let (fee, _) = fee_of(vault, released);
        accrue(
            &mut position,
            vault.rewards.index_after(released - fee, vault.total_shares),
            vault.penalties.index()
        );
        (position.rewards.due(), position.penalties.due())
    }

    #[view]
    /// Returns what `exit_early` would keep of `amount`.
    public fun exit_penalty(vault: Object<Vault>, staker: address, tier: u64, amount: u64): u64 acquires Vault {
        let vault = &Vault[object::object_address(&vault)];
        let key = PositionKey { staker, tier };
        assert_position(vault, key);
        penalty_of(vault, key, amount)
    }

    #[view]
    /// Whether the withdrawal is in the queue.
    public fun is_queued(vault: Object<Vault>, request_id: u64): bool acquires Vault {
        Vault[object::object_address(&vault)].queue.contains(request_id)
    }

    #[view]
    /// Returns the withdrawal.
    public fun request(vault: Object<Vault>, request_id: u64): Request acquires Vault {
        Vault[object::object_address(&vault)].queue.get(request_id)
    }

    #[view]
    /// Returns the shares of all positions.
    public fun total_shares(vault: Object<Vault>): u128 acquires Vault {
        Vault[object::object_address(&vault)].total_shares
    }

    #[view]
    /// Returns what the principal store holds, and what is staked, queued, due to positions as penalties, and due to the
    /// treasury. The first is never less than the sum of the others.
    public fun principal_accounts(vault: Object<Vault>): (u64, u64, u64, u64, u64) acquires Vault {
        let vault = &Vault[object::object_address(&vault)];
        (
            fungible_asset::balance(vault.principal_store),
            vault.total_staked,
            vault.queue.total(),
            vault.penalties_owed,
            vault.penalty_fees
        )
    }

    #[view]
    /// Returns what the reward store holds, and what is to be streamed, due to positions, due to the treasury, and left for
    /// the next epoch. The first is never less than the sum of the others.
    public fun reward_accounts(vault: Object<Vault>): (u64, u64, u64, u64, u64) acquires Vault {
        let vault = &Vault[object::object_address(&vault)];
        (
            fungible_asset::balance(vault.reward_store),
            vault.stream.unreleased(),
            vault.rewards_owed,
            vault.reward_fees,
            vault.undistributed
        )
    }

    // Parts

    /// Distributes what the stream has released since the last time.
    fun settle(vault: &mut Vault) {
        let released = vault.stream.release(timestamp::now_seconds());
        if (released == 0) return;
        if (vault.total_shares == 0) {
            vault.undistributed += released;
        } else {
            let (fee, carry) = fee_of(vault, released);
            vault.fee_carry = carry;
            vault.reward_fees += fee;
            vault.rewards_owed += released - fee;
            vault.rewards.distribute(released - fee, vault.total_shares);
        }
    }

    /// Returns the fee on `released`, and the part of a unit that is carried over.
    fun fee_of(vault: &Vault, released: u64): (u64, u64) {
        let parts = (released as u128) * (vault.fee_rate as u128) + (vault.fee_carry as u128);
        (((parts / (BASIS_POINTS as u128)) as u64), ((parts % (BASIS_POINTS as u128)) as u64))
    }

    /// Returns what leaving with `amount` costs now, rounded up: the rate of the tier, for the part of lock and cooldown
    /// that is not waited for.
    fun penalty_of(vault: &Vault, key: PositionKey, amount: u64): u64 {
        let tier = vault.tiers[key.tier];
        let term = tier.lock + vault.cooldown;
        if (term == 0) return 0;
        let now = timestamp::now_seconds();
        let locked = math64::max(vault.positions.borrow(key).unlocks_at, now) - now;
        let cost = (amount as u256) * (tier.penalty_rate as u256) * ((locked + vault.cooldown) as u256);
        let unit = (BASIS_POINTS as u256) * (term as u256);
        (((cost + unit - 1) / unit) as u64)
    }

    /// Gives `penalty` to all positions but that of `key`.
    fun share_penalty(vault: &mut Vault, key: PositionKey, penalty: u64) {
        let position = vault.positions.borrow_mut(key);
        let others = vault.total_shares - position.shares;
        if (others == 0) {
            vault.penalty_fees += penalty;
        } else {
            vault.penalties_owed += penalty;
            vault.penalties.distribute(penalty, others);
            position.penalties.skip(vault.penalties.index());
        }
    }

    /// Adds to a position, and locks it anew. The amount must be in the principal store.
    fun add_stake(vault: &mut Vault, vault_addr: address, staker: address, tier: u64, amount: u64) {
        assert!(amount > 0, error::invalid_argument(EZERO_AMOUNT));
        assert!(tier < vault.tiers.length(), error::invalid_argument(EUNKNOWN_TIER));
        let terms = vault.tiers[tier];
        let key = PositionKey { staker, tier };
        if (!vault.positions.contains(key)) {
            let position = Position {
                amount: 0,
                shares: 0,
                unlocks_at: 0,
                rewards: vault.rewards.open(),
                penalties: vault.penalties.open()
            };
            vault.positions.add(key, position);
        };
        let unlocks_at = timestamp::now_seconds() + terms.lock;
        let shares = (amount as u128) * (terms.boost as u128);
        let position = vault.positions.borrow_mut(key);
        accrue(position, vault.rewards.index(), vault.penalties.index());
        position.amount += amount;
        position.shares += shares;
        position.unlocks_at = unlocks_at;
        vault.total_staked += amount;
        vault.total_shares += shares;
        event::emit(Staked { vault: vault_addr, staker, tier, amount, unlocks_at });
    }

    /// Takes from a position.
    fun remove_stake(vault: &mut Vault, key: PositionKey, amount: u64) {
        assert!(amount > 0, error::invalid_argument(EZERO_AMOUNT));
        let position = vault.positions.borrow_mut(key);
        assert!(amount <= position.amount, error::invalid_argument(EINSUFFICIENT_STAKE));
        accrue(position, vault.rewards.index(), vault.penalties.index());
        let shares = (amount as u128) * (vault.tiers[key.tier].boost as u128);
        position.amount -= amount;
        position.shares -= shares;
        vault.total_staked -= amount;
        vault.total_shares -= shares;
    }

    /// Takes what a position has earned, as rewards and as penalties of others.
    fun take_earnings(vault: &mut Vault, key: PositionKey): (u64, u64) {
        assert_position(vault, key);
        let position = vault.positions.borrow_mut(key);
        accrue(position, vault.rewards.index(), vault.penalties.index());
        let rewards = position.rewards.take();
        let penalties = position.penalties.take();
        vault.rewards_owed -= rewards;
        vault.penalties_owed -= penalties;
        (rewards, penalties)
    }

    /// Credits a position up to both indices.
    fun accrue(position: &mut Position, rewards_index: u256, penalties_index: u256) {
        let shares = position.shares;
        position.rewards.accrue(rewards_index, shares);
        position.penalties.accrue(penalties_index, shares);
    }

    /// Ends the epoch now; aborts if none is running.
    fun end_epoch(vault: &mut Vault, vault_addr: address) {
        let unreleased = vault.stream.close(timestamp::now_seconds());
        vault.undistributed += unreleased;
        let epoch = vault.stream.epoch();
        event::emit(EpochClosed { vault: vault_addr, epoch, unreleased });
    }

    fun take_rewards(vault: &Vault, sponsor: &signer, amount: u64) {
        if (amount > 0) {
            let assets = primary_fungible_store::withdraw(sponsor, vault.reward_asset, amount);
            fungible_asset::deposit(vault.reward_store, assets);
        }
    }

    fun pay_principal(vault: &Vault, to: address, amount: u64) {
        deposit(to, fungible_asset::withdraw(&vault_signer(vault), vault.principal_store, amount));
    }

    fun pay_rewards(vault: &Vault, to: address, amount: u64) {
        deposit(to, fungible_asset::withdraw(&vault_signer(vault), vault.reward_store, amount));
    }

    /// Pays from both stores.
    fun pay(vault: &Vault, to: address, rewards: u64, principal: u64) {
        let vault_signer = &vault_signer(vault);
        let rewards = fungible_asset::withdraw(vault_signer, vault.reward_store, rewards);
        let principal = fungible_asset::withdraw(vault_signer, vault.principal_store, principal);
        deposit(to, rewards);
        deposit(to, principal);
    }

    /// Deposits `asset` with `to`, who needs no store if there is nothing in it.
    fun deposit(to: address, asset: FungibleAsset) {
        if (fungible_asset::amount(&asset) == 0) {
            fungible_asset::destroy_zero(asset);
        } else {
            primary_fungible_store::deposit(to, asset);
        }
    }

    fun vault_signer(vault: &Vault): signer {
        object::generate_signer_for_extending(&vault.extend_ref)
    }

    fun set_status(vault: &mut Vault, vault_addr: address, status: u8) {
        vault.status = status;
        vault.status_since = timestamp::now_seconds();
        event::emit(StatusChanged { vault: vault_addr, status });
    }

    fun vault_seed(creator: address, name: String): vector<u8> {
        let seed = bcs::to_bytes(&creator);
        seed.append(*name.bytes());
        seed
    }

    fun assert_running(vault: &Vault) {
        assert!(vault.status == RUNNING, error::unavailable(ENOT_RUNNING));
    }

    fun assert_not_paused(vault: &Vault) {
        assert!(vault.status != PAUSED, error::unavailable(EPAUSED));
    }

    fun assert_position(vault: &Vault, key: PositionKey) {
        assert!(vault.positions.contains(key), error::not_found(ENO_POSITION));
    }

    #[test_only]
    public fun init_for_test(publisher: &signer) {
        init_module(publisher);
    }
}
