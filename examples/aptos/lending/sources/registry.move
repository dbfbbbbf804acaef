/// Who runs the protocol, and the resource account that its reserves and pairs live under.
module lending::registry {
    use std::error;
    use std::option::{Self, Option};
    use std::signer;
    use aptos_framework::account::{Self, SignerCapability};
    use aptos_framework::event;

    friend lending::market;

    /// Only the admin may do this.
    const ENOT_ADMIN: u64 = 1;
    /// The account was not offered the role of admin.
    const ENOT_PENDING_ADMIN: u64 = 2;
    /// The protocol takes no new deposits and no new debt for now.
    const EPAUSED: u64 = 3;

    const VAULT_SEED: vector<u8> = b"lending::vault";

    struct Registry has key {
        admin: address,
        pending_admin: Option<address>,
        paused: bool,
        vault_cap: SignerCapability
    }

    #[event]
    struct AdminChanged has drop, store { from: address, to: address }

    #[event]
    struct PauseChanged has drop, store { paused: bool }

    fun init_module(deployer: &signer) {
        let (_, vault_cap) = account::create_resource_account(deployer, VAULT_SEED);
        move_to(
            deployer,
            Registry {
                admin: signer::address_of(deployer),
                pending_admin: option::none(),
                paused: false,
                vault_cap
            }
        );
    }

    #[view]
    /// The resource account that holds reserves and pairs.
    public fun vault_address(): address {
        account::create_resource_address(&@lending, VAULT_SEED)
    }

    #[view]
    public fun admin(): address acquires Registry {
        Registry[@lending].admin
    }

    #[view]
    public fun is_paused(): bool acquires Registry {
        Registry[@lending].paused
    }

    public fun assert_admin(account: &signer) acquires Registry {
        assert!(
            Registry[@lending].admin == signer::address_of(account),
            error::permission_denied(ENOT_ADMIN)
        );
    }

    public fun assert_not_paused() acquires Registry {
        assert!(!Registry[@lending].paused, error::unavailable(EPAUSED));
    }

    /// Offers the role of admin to `to`, who has to accept it.
    public entry fun offer_admin(admin: &signer, to: address) acquires Registry {
        assert_admin(admin);
        Registry[@lending].pending_admin = option::some(to);
    }

    public entry fun accept_admin(account: &signer) acquires Registry {
        let to = signer::address_of(account);
        let registry = &mut Registry[@lending];
        assert!(registry.pending_admin == option::some(to), error::permission_denied(ENOT_PENDING_ADMIN));
        let from = registry.admin;
        registry.admin = to;
        registry.pending_admin = option::none();
        event::emit(AdminChanged { from, to });
    }

    /// Stops deposits, pledges and loans. Repayments, withdrawals and liquidations go on.
    public entry fun set_paused(admin: &signer, paused: bool) acquires Registry {
        assert_admin(admin);
        Registry[@lending].paused = paused;
        event::emit(PauseChanged { paused });
    }

    public(friend) fun vault_signer(): signer acquires Registry {
        account::create_signer_with_capability(&Registry[@lending].vault_cap)
    }

    #[test_only]
    public fun init_module_for_test(deployer: &signer) {
        init_module(deployer);
    }
}
