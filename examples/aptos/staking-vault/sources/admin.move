/// Who may do what to vaults. The owner of the protocol sets bounds and names a guardian. The admin of a vault sets its terms
/// within the bounds. Both guardian and admin may stop a vault.
module staking_vault::admin {
    use std::error;
    use std::option::{Self, Option};
    use std::signer;
    use std::string::String;
    use aptos_std::table::{Self, Table};
    use aptos_framework::event;
    use aptos_framework::fungible_asset::Metadata;
    use aptos_framework::object::{Self, Object};
    use aptos_framework::timestamp;
    use staking_vault::vault::{Self, Vault};

    /// Only the owner of the protocol may do this.
    const ENOT_OWNER: u64 = 1;
    /// Only the admin of the vault may do this.
    const ENOT_ADMIN: u64 = 2;
    /// Only the admin of the vault or the guardian may do this.
    const ENOT_GUARDIAN: u64 = 3;
    /// The role was not offered to the account.
    const ENOT_OFFERED: u64 = 4;
    /// There are no tiers, too many, or their lists differ in length.
    const EINVALID_TIERS: u64 = 5;
    /// The lock is too long.
    const ELOCK_TOO_LONG: u64 = 6;
    /// The boost is below one, or too high.
    const EINVALID_BOOST: u64 = 7;
    /// The penalty is too high.
    const EPENALTY_TOO_HIGH: u64 = 8;
    /// The fee is too high.
    const EFEE_TOO_HIGH: u64 = 9;
    /// The cooldown is too long.
    const ECOOLDOWN_TOO_LONG: u64 = 10;
    /// The epoch is too short or too long.
    const EINVALID_DURATION: u64 = 11;
    /// The vault is not paused.
    const ENOT_PAUSED: u64 = 12;
    /// The vault was not paused for long enough.
    const EPAUSED_RECENTLY: u64 = 13;
    /// The vault is in an emergency already.
    const EEMERGENCY: u64 = 14;

    /// How many tiers a vault may have.
    const MAX_TIERS: u64 = 8;
    /// The longest lock, in seconds.
    const MAX_LOCK: u64 = 4 * 365 * 86_400;
    /// Shares per unit without a boost.
    const MIN_BOOST: u64 = 10_000;
    /// Shares per unit with the highest boost.
    const MAX_BOOST: u64 = 50_000;
    /// The highest penalty, in basis points.
    const MAX_PENALTY_RATE: u64 = 5_000;
    /// The highest ceiling of fees, in basis points.
    const MAX_FEE_CEILING: u64 = 3_000;
    /// The longest cooldown, in seconds.
    const MAX_COOLDOWN: u64 = 30 * 86_400;
    /// The shortest epoch, in seconds.
    const MIN_DURATION: u64 = 3_600;
    /// The longest epoch, in seconds.
    const MAX_DURATION: u64 = 2 * 365 * 86_400;
    /// Seconds after which anyone may turn a pause into an emergency.
    const MAX_PAUSE: u64 = 14 * 86_400;

    /// Bounds and roles that all vaults share.
    struct Protocol has key {
        /// Who sets them.
        owner: address,
        /// To whom ownership was offered.
        pending_owner: Option<address>,
        /// Who may stop any vault.
        guardian: address,
        /// The highest fee that vaults may take, in basis points.
        fee_ceiling: u64,
        /// To whom the vaults were offered, by address of the vault.
        pending_admins: Table<address, address>
    }

    #[event]
    /// The terms of a vault changed.
    struct TermsChanged has drop, store {
        vault: address,
        fee_rate: u64,
        cooldown: u64,
        treasury: address
    }

    #[event]
    /// A vault has another admin.
    struct AdminChanged has drop, store { vault: address, old_admin: address, new_admin: address }

    #[event]
    /// The protocol has another owner.
    struct OwnerChanged has drop, store { old_owner: address, new_owner: address }

    #[event]
    /// Rewards that nobody earned were paid back.
    struct UndistributedReclaimed has drop, store { vault: address, admin: address, amount: u64 }

    fun init_module(publisher: &signer) {
        let owner = signer::address_of(publisher);
        move_to(
            publisher,
            Protocol {
                owner,
                pending_owner: option::none(),
                guardian: owner,
                fee_ceiling: 2_000,
                pending_admins: table::new()
            }
        );
    }

    // Vaults

    /// Makes a vault, with one tier for each place in `locks`, `boosts` and `penalty_rates`.
    public entry fun create_vault(
        creator: &signer,
        name: String,
        stake_asset: Object<Metadata>,
        reward_asset: Object<Metadata>,
        locks: vector<u64>,
        boosts: vector<u64>,
        penalty_rates: vector<u64>,
        cooldown: u64,
        fee_rate: u64,
        treasury: address
    ) acquires Protocol {
        assert_fee_rate(fee_rate);
        assert_cooldown(cooldown);
        let count = locks.length();
        assert!(
            count > 0 && count <= MAX_TIERS && boosts.length() == count && penalty_rates.length() == count,
            error::invalid_argument(EINVALID_TIERS)
        );
        let tiers = vector[];
        for (i in 0..count) {
            assert!(locks[i] <= MAX_LOCK, error::invalid_argument(ELOCK_TOO_LONG));
            assert!(boosts[i] >= MIN_BOOST && boosts[i] <= MAX_BOOST, error::invalid_argument(EINVALID_BOOST));
            assert!(penalty_rates[i] <= MAX_PENALTY_RATE, error::invalid_argument(EPENALTY_TOO_HIGH));
            tiers.push_back(vault::new_tier(locks[i], boosts[i], penalty_rates[i]));
        };
        vault::create(creator, name, stake_asset, reward_asset, tiers, cooldown, fee_rate, treasury);
    }

    /// Streams `amount`, and what earlier epochs left over, over `duration` seconds.
    public entry fun open_epoch(admin: &signer, vault: Object<Vault>, amount: u64, duration: u64) {
        assert_admin(admin, vault);
        assert!(
            duration >= MIN_DURATION && duration <= MAX_DURATION,
            error::invalid_argument(EINVALID_DURATION)
        );
        vault::open_epoch(admin, vault, amount, duration);
    }

    /// Adds `amount` to the rest of the epoch. Anyone may.
    public entry fun top_up_epoch(sponsor: &signer, vault: Object<Vault>, amount: u64) {
        vault::top_up_epoch(sponsor, vault, amount);
    }

    /// Ends the epoch now. What it did not release goes into the next one, unless it is reclaimed first.
    public entry fun close_epoch(admin: &signer, vault: Object<Vault>) {
        assert_admin(admin, vault);
        vault::close_epoch(vault);
    }

    /// Pays the admin the rewards that no epoch holds and nobody has earned.
    public entry fun reclaim_undistributed(admin: &signer, vault: Object<Vault>) {
        assert_admin(admin, vault);
        let admin_addr = signer::address_of(admin);
        let amount = vault::reclaim_undistributed(vault, admin_addr);
        let vault = object::object_address(&vault);
        event::emit(UndistributedReclaimed { vault, admin: admin_addr, amount });
    }

    /// Sets the part of later rewards that goes to the treasury.
    public entry fun set_fee_rate(admin: &signer, vault: Object<Vault>, fee_rate: u64) acquires Protocol {
        assert_admin(admin, vault);
        assert_fee_rate(fee_rate);
        vault::set_fee_rate(vault, fee_rate);
        emit_terms(vault);
    }

    /// Sets how long later withdrawals wait.
    public entry fun set_cooldown(admin: &signer, vault: Object<Vault>, cooldown: u64) {
        assert_admin(admin, vault);
        assert_cooldown(cooldown);
        vault::set_cooldown(vault, cooldown);
        emit_terms(vault);
    }

    /// Sets who is paid fees.
    public entry fun set_treasury(admin: &signer, vault: Object<Vault>, treasury: address) {
        assert_admin(admin, vault);
        vault::set_treasury(vault, treasury);
        emit_terms(vault);
    }

    /// Offers the vault to `new_admin`, in place of an earlier offer.
    public entry fun offer_admin(admin: &signer, vault: Object<Vault>, new_admin: address) acquires Protocol {
        assert_admin(admin, vault);
        Protocol[@staking_vault].pending_admins.upsert(object::object_address(&vault), new_admin);
    }

    /// Takes over a vault that was offered.
    public entry fun accept_admin(new_admin: &signer, vault: Object<Vault>) acquires Protocol {
        let vault_addr = object::object_address(&vault);
        let new_admin = signer::address_of(new_admin);
        let pending = &mut Protocol[@staking_vault].pending_admins;
        assert!(
            pending.contains(vault_addr) && *pending.borrow(vault_addr) == new_admin,
            error::permission_denied(ENOT_OFFERED)
        );
        pending.remove(vault_addr);
        let old_admin = vault::admin(vault);
        vault::set_admin(vault, new_admin);
        event::emit(AdminChanged { vault: vault_addr, old_admin, new_admin });
    }

    /// Stops a running vault.
    public entry fun pause(caller: &signer, vault: Object<Vault>) acquires Protocol {
        assert_guardian(caller, vault);
        vault::pause(vault);
    }

    /// Starts a paused vault again.
    public entry fun resume(admin: &signer, vault: Object<Vault>) {
        assert_admin(admin, vault);
        assert!(vault::is_paused(vault), error::invalid_state(ENOT_PAUSED));
        vault::resume(vault);
    }

    /// Lets all principal of a vault go at once. There is no way back.
    public entry fun declare_emergency(caller: &signer, vault: Object<Vault>) acquires Protocol {
        assert_guardian(caller, vault);
        assert!(!vault::is_emergency(vault), error::invalid_state(EEMERGENCY));
        vault::declare_emergency(vault);
    }

    /// Turns a pause that lasts too long into an emergency. Anyone may, so that no pause is left standing.
    public entry fun escalate(vault: Object<Vault>) {
        assert!(vault::is_paused(vault), error::invalid_state(ENOT_PAUSED));
        assert!(
            timestamp::now_seconds() - vault::status_since(vault) >= MAX_PAUSE,
            error::invalid_state(EPAUSED_RECENTLY)
        );
        vault::declare_emergency(vault);
    }

    // The protocol

    /// Sets who may stop any vault.
    public entry fun set_guardian(owner: &signer, guardian: address) acquires Protocol {
        assert_owner(owner);
        Protocol[@staking_vault].guardian = guardian;
    }

    /// Sets the highest fee that may be set from now on.
    public entry fun set_fee_ceiling(owner: &signer, fee_ceiling: u64) acquires Protocol {
        assert_owner(owner);
        assert!(fee_ceiling <= MAX_FEE_CEILING, error::invalid_argument(EFEE_TOO_HIGH));
        Protocol[@staking_vault].fee_ceiling = fee_ceiling;
    }

    /// Offers the protocol to `new_owner`, in place of an earlier offer.
    public entry fun offer_ownership(owner: &signer, new_owner: address) acquires Protocol {
        assert_owner(owner);
        Protocol[@staking_vault].pending_owner = option::some(new_owner);
    }

    /// Takes over the protocol.
    public entry fun accept_ownership(new_owner: &signer) acquires Protocol {
        let new_owner = signer::address_of(new_owner);
        let protocol = &mut Protocol[@staking_vault];
        assert!(protocol.pending_owner.contains(&new_owner), error::permission_denied(ENOT_OFFERED));
        let old_owner = protocol.owner;
        protocol.owner = new_owner;
        protocol.pending_owner = option::none();
        event::emit(OwnerChanged { old_owner, new_owner });
    }

    #[view]
    /// Returns the owner of the protocol.
    public fun owner(): address acquires Protocol {
        Protocol[@staking_vault].owner
    }

    #[view]
    /// Returns who may stop any vault.
    public fun guardian(): address acquires Protocol {
        Protocol[@staking_vault].guardian
    }

    #[view]
    /// Returns the highest fee that may be set, in basis points.
    public fun fee_ceiling(): u64 acquires Protocol {
        Protocol[@staking_vault].fee_ceiling
    }

    fun emit_terms(vault: Object<Vault>) {
        event::emit(
            TermsChanged {
                vault: object::object_address(&vault),
                fee_rate: vault::fee_rate(vault),
                cooldown: vault::cooldown(vault),
                treasury: vault::treasury(vault)
            }
        );
    }

    fun assert_owner(caller: &signer) acquires Protocol {
        assert!(
            Protocol[@staking_vault].owner == signer::address_of(caller),
            error::permission_denied(ENOT_OWNER)
        );
    }

    fun assert_admin(caller: &signer, vault: Object<Vault>) {
        assert!(vault::admin(vault) == signer::address_of(caller), error::permission_denied(ENOT_ADMIN));
    }

    fun assert_guardian(caller: &signer, vault: Object<Vault>) acquires Protocol {
        let caller = signer::address_of(caller);
        assert!(
            Protocol[@staking_vault].guardian == caller || vault::admin(vault) == caller,
            error::permission_denied(ENOT_GUARDIAN)
        );
    }

    fun assert_fee_rate(fee_rate: u64) acquires Protocol {
        assert!(fee_rate <= Protocol[@staking_vault].fee_ceiling, error::invalid_argument(EFEE_TOO_HIGH));
    }

    fun assert_cooldown(cooldown: u64) {
        assert!(cooldown <= MAX_COOLDOWN, error::invalid_argument(ECOOLDOWN_TOO_LONG));
    }

    #[test_only]
    public fun init_for_test(publisher: &signer) {
        init_module(publisher);
    }
}
