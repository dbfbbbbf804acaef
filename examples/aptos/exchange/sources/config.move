/// Who runs the exchange, what new pools charge, and the resource account that all pools are named by.
module exchange::config {
    use std::error;
    use std::option::{Self, Option};
    use std::signer;
    use aptos_framework::account::{Self, SignerCapability};
    use aptos_framework::event;

    friend exchange::pool;

    /// Only the admin may do this.
    const ENOT_ADMIN: u64 = 1;
    /// The exchange is paused.
    const EPAUSED: u64 = 2;
    /// Only the account that the admin proposed may do this.
    const ENOT_PENDING_ADMIN: u64 = 3;
    /// The swap fee or the protocol's share of it is above the limit.
    const EFEE_TOO_HIGH: u64 = 4;

    const VAULT_SEED: vector<u8> = b"exchange::vault";
    /// At most 3% of what goes in.
    const MAX_SWAP_FEE_BPS: u64 = 300;
    /// At most half of the fee.
    const MAX_PROTOCOL_SHARE_BPS: u64 = 5_000;

    struct Config has key {
        admin: address,
        pending_admin: Option<address>,
        swap_fee_bps: u64,
        protocol_share_bps: u64,
        paused: bool
    }

    /// The right to sign for the resource account.
    struct Vault has key {
        signer_cap: SignerCapability
    }

    #[event]
    struct AdminProposed has drop, store { admin: address, proposed: address }

    #[event]
    struct AdminChanged has drop, store { old: address, new: address }

    #[event]
    struct DefaultFeesChanged has drop, store { swap_fee_bps: u64, protocol_share_bps: u64 }

    #[event]
    struct PauseChanged has drop, store { paused: bool }

    fun init_module(deployer: &signer) {
        let (_, signer_cap) = account::create_resource_account(deployer, VAULT_SEED);
        move_to(deployer, Vault { signer_cap });
        move_to(
            deployer,
            Config {
                admin: signer::address_of(deployer),
                pending_admin: option::none(),
                swap_fee_bps: 30,
                protocol_share_bps: 1_000,
                paused: false
            }
        );
    }

    /// Stops trading and deposits in every pool, or lets them go on. Liquidity can be removed at any time.
    public entry fun set_paused(admin: &signer, paused: bool) acquires Config {
        assert_admin(admin);
        Config[@exchange].paused = paused;
        event::emit(PauseChanged { paused });
    }

    /// Sets what pools created from now on charge.
    public entry fun set_default_fees(admin: &signer, swap_fee_bps: u64, protocol_share_bps: u64) acquires Config {
        assert_admin(admin);
        assert_fees(swap_fee_bps, protocol_share_bps);
        let config = &mut Config[@exchange];
        config.swap_fee_bps = swap_fee_bps;
        config.protocol_share_bps = protocol_share_bps;
        event::emit(DefaultFeesChanged { swap_fee_bps, protocol_share_bps });
    }

    /// Offers the administration to another account, which has to accept it.
    public entry fun propose_admin(admin: &signer, proposed: address) acquires Config {
        assert_admin(admin);
        Config[@exchange].pending_admin = option::some(proposed);
        event::emit(AdminProposed { admin: signer::address_of(admin), proposed });
    }

    /// Takes over the administration.
    public entry fun accept_admin(proposed: &signer) acquires Config {
        let new = signer::address_of(proposed);
        let config = &mut Config[@exchange];
        assert!(config.pending_admin == option::some(new), error::permission_denied(ENOT_PENDING_ADMIN));
        let old = config.admin;
        config.admin = new;
        config.pending_admin = option::none();
        event::emit(AdminChanged { old, new });
    }

    #[view]
    /// Returns the admin.
    public fun admin(): address acquires Config {
        Config[@exchange].admin
    }

    #[view]
    /// Tells whether the whole exchange is paused.
    public fun is_paused(): bool acquires Config {
        Config[@exchange].paused
    }

    #[view]
    /// Returns the swap fee of new pools and the protocol's share of it.
    public fun default_fees(): (u64, u64) acquires Config {
        let config = &Config[@exchange];
        (config.swap_fee_bps, config.protocol_share_bps)
    }

    #[view]
    /// Returns the address of the account that all pools are named by.
    public fun vault_address(): address {
        account::create_resource_address(&@exchange, VAULT_SEED)
    }

    /// Aborts unless `account` is the admin.
    public fun assert_admin(account: &signer) acquires Config {
        assert!(signer::address_of(account) == Config[@exchange].admin, error::permission_denied(ENOT_ADMIN));
    }

    /// Aborts if the exchange is paused.
    public fun assert_not_paused() acquires Config {
        assert!(!Config[@exchange].paused, error::unavailable(EPAUSED));
    }

    /// Aborts if a fee is above its limit.
    public fun assert_fees(swap_fee_bps: u64, protocol_share_bps: u64) {
        assert!(
            swap_fee_bps <= MAX_SWAP_FEE_BPS && protocol_share_bps <= MAX_PROTOCOL_SHARE_BPS,
            error::invalid_argument(EFEE_TOO_HIGH)
        );
    }

    /// Signs for the account that all pools are named by.
    public(friend) fun vault_signer(): signer acquires Vault {
        account::create_signer_with_capability(&Vault[@exchange].signer_cap)
    }

    #[test_only]
    public fun init_for_test(deployer: &signer) {
        init_module(deployer);
    }
}
