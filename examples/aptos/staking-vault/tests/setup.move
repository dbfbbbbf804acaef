#[test_only]
/// A vault with three tiers, two stakers and an admin.
module staking_vault::setup {
    use std::option;
    use std::string::utf8;
    use aptos_framework::account;
    use aptos_framework::fungible_asset::{Self, Metadata};
    use aptos_framework::object::{Self, Object};
    use aptos_framework::primary_fungible_store;
    use aptos_framework::timestamp;
    use staking_vault::admin;
    use staking_vault::vault::{Self, Vault};

    const DAY: u64 = 86_400;

    struct World has copy, drop {
        vault: Object<Vault>,
        stake: Object<Metadata>,
        reward: Object<Metadata>
    }

    public fun publisher(): signer {
        account::create_signer_for_test(@staking_vault)
    }

    public fun admin(): signer {
        account::create_signer_for_test(@0xad)
    }

    public fun alice(): signer {
        account::create_signer_for_test(@0xa)
    }

    public fun bob(): signer {
        account::create_signer_for_test(@0xb)
    }

    public fun vault(self: &World): Object<Vault> {
        self.vault
    }

    public fun stake(self: &World): Object<Metadata> {
        self.stake
    }

    public fun reward(self: &World): Object<Metadata> {
        self.reward
    }

    /// Makes an asset, and a million for each account.
    public fun asset(symbol: vector<u8>): Object<Metadata> {
        let constructor_ref = &object::create_named_object(&publisher(), symbol);
        primary_fungible_store::create_primary_store_enabled_fungible_asset(
            constructor_ref,
            option::none(),
            utf8(symbol),
            utf8(symbol),
            8,
            utf8(b""),
            utf8(b"")
        );
        let mint_ref = &fungible_asset::generate_mint_ref(constructor_ref);
        primary_fungible_store::mint(mint_ref, @0xa, 1_000_000);
        primary_fungible_store::mint(mint_ref, @0xb, 1_000_000);
        primary_fungible_store::mint(mint_ref, @0xad, 1_000_000);
        object::object_from_constructor_ref(constructor_ref)
    }

    public fun start() {
        timestamp::set_time_has_started_for_testing(&account::create_signer_for_test(@0x1));
        timestamp::update_global_time_for_test_secs(1_000);
        admin::init_for_test(&publisher());
        vault::init_for_test(&publisher());
    }

    /// Makes a vault of the admin, with a fee of 10 % and a cooldown of a week.
    public fun open_vault(name: vector<u8>, stake: Object<Metadata>, reward: Object<Metadata>): World {
        admin::create_vault(
            &admin(),
            utf8(name),
            stake,
            reward,
            vector[0, 30 * DAY, 180 * DAY],
            vector[10_000, 15_000, 30_000],
            vector[1_000, 2_000, 4_000],
            7 * DAY,
            1_000,
            @0xfee
        );
        let vault = object::address_to_object<Vault>(vault::vault_address(@0xad, utf8(name)));
        World { vault, stake, reward }
    }

    public fun world(): World {
        start();
        open_vault(b"main", asset(b"STK"), asset(b"RWD"))
    }

    /// Streams 100 a second for 10 000 seconds, 90 after the fee.
    public fun stream(self: &World) {
        admin::open_epoch(&admin(), self.vault, 1_000_000, 10_000);
    }

    public fun stakes_of(self: &World, owner: address): u64 {
        primary_fungible_store::balance(owner, self.stake)
    }

    public fun rewards_of(self: &World, owner: address): u64 {
        primary_fungible_store::balance(owner, self.reward)
    }

    /// Asserts that the stores hold exactly what is accounted for.
    public fun check_books(self: &World) {
        let (held, staked, queued, penalties, fees) = vault::principal_accounts(self.vault);
        assert!(held == staked + queued + penalties + fees);
        let (held, unreleased, owed, fees, undistributed) = vault::reward_accounts(self.vault);
        assert!(held == unreleased + owed + fees + undistributed);
    }
}
