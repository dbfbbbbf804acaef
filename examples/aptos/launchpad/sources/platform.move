/// What holds for every drop: who runs the platform, what it takes of the proceeds, and whether it is open.
module launchpad::platform {
    use std::error;
    use std::option::{Self, Option};
    use std::signer;
    use aptos_framework::event;

    friend launchpad::launchpad;

    /// Only the admin may do this.
    const ENOT_ADMIN: u64 = 1;
    /// Nobody offered the role to the account.
    const ENOT_PENDING_ADMIN: u64 = 2;
    /// The fee is more than the platform may take.
    const EFEE_TOO_HIGH: u64 = 3;
    /// The platform is paused.
    const EPAUSED: u64 = 4;

    const BPS: u64 = 10_000;
    const MAX_FEE_BPS: u64 = 1_000;
    const DEFAULT_FEE_BPS: u64 = 250;

    struct Platform has key {
        admin: address,
        pending_admin: Option<address>,
        /// The share of the proceeds that the treasury gets, in hundredths of a percent.
        fee_bps: u64,
        treasury: address,
        paused: bool
    }

    #[event]
    struct FeeChanged has drop, store { fee_bps: u64, treasury: address }

    #[event]
    struct PauseChanged has drop, store { paused: bool }

    #[event]
    struct AdminChanged has drop, store { previous: address, current: address }

    fun init_module(deployer: &signer) {
        let deployer_addr = signer::address_of(deployer);
        move_to(
            deployer,
            Platform {
                admin: deployer_addr,
                pending_admin: option::none(),
                fee_bps: DEFAULT_FEE_BPS,
                treasury: deployer_addr,
                paused: false
            }
        );
    }

    /// Changes the fee of the drops to come. A drop keeps the fee it was created with.
    public entry fun set_fee(admin: &signer, fee_bps: u64, treasury: address) acquires Platform {
        assert_admin(admin);
        assert!(fee_bps <= MAX_FEE_BPS, error::invalid_argument(EFEE_TOO_HIGH));
        let platform = &mut Platform[@launchpad];
        platform.fee_bps = fee_bps;
        platform.treasury = treasury;
        event::emit(FeeChanged { fee_bps, treasury });
    }

    /// Stops new drops and sales, or lets them go on. Refunds and payouts are never stopped.
    public entry fun set_paused(admin: &signer, paused: bool) acquires Platform {
        assert_admin(admin);
        Platform[@launchpad].paused = paused;
        event::emit(PauseChanged { paused });
    }

    /// Offers the role of the admin to another account.
    public entry fun offer_admin(admin: &signer, to: address) acquires Platform {
        assert_admin(admin);
        Platform[@launchpad].pending_admin = option::some(to);
    }

    /// Takes the role of the admin once it has been offered.
    public entry fun accept_admin(account: &signer) acquires Platform {
        let current = signer::address_of(account);
        let platform = &mut Platform[@launchpad];
        assert!(platform.pending_admin == option::some(current), error::permission_denied(ENOT_PENDING_ADMIN));
        let previous = platform.admin;
        platform.admin = current;
        platform.pending_admin = option::none();
        event::emit(AdminChanged { previous, current });
    }

    fun assert_admin(account: &signer) acquires Platform {
        assert!(is_admin(signer::address_of(account)), error::permission_denied(ENOT_ADMIN));
    }

    public(friend) fun assert_not_paused() acquires Platform {
        assert!(!Platform[@launchpad].paused, error::unavailable(EPAUSED));
    }

    /// Returns the part of `amount` that is the platform's, rounded up.
    public(friend) fun fee_of(amount: u64, fee_bps: u64): u64 {
        let product = (amount as u128) * (fee_bps as u128);
        (((product + (BPS as u128) - 1) / (BPS as u128)) as u64)
    }

    #[view]
    public fun is_admin(account: address): bool acquires Platform {
        Platform[@launchpad].admin == account
    }

    #[view]
    public fun fee_bps(): u64 acquires Platform {
        Platform[@launchpad].fee_bps
    }

    #[view]
    public fun treasury(): address acquires Platform {
        Platform[@launchpad].treasury
    }

    #[view]
    public fun is_paused(): bool acquires Platform {
        Platform[@launchpad].paused
    }

    #[test_only]
    public fun init_module_for_test(deployer: &signer) {
        init_module(deployer);
    }
}
