#[test_only]
/// What the tests start from: three assets, two users with plenty of each, and a way to make pools.
module exchange::world {
    use std::option;
    use std::signer;
    use std::string;
    use aptos_framework::account;
    use aptos_framework::fungible_asset::{Self, Metadata};
    use aptos_framework::object::{Self, Object};
    use aptos_framework::primary_fungible_store;
    use aptos_framework::timestamp;
    use exchange::config;
    use exchange::pool::{Self, Pool};
    use exchange::router;

    const FUNDS: u64 = 1_000_000_000_000;
    const FOREVER: u64 = 18_446_744_073_709_551_615;

    struct World has drop {
        admin: signer,
        alice: signer,
        bob: signer,
        a: Object<Metadata>,
        b: Object<Metadata>,
        c: Object<Metadata>
    }

    public fun new(): World {
        let framework = account::create_signer_for_test(@0x1);
        timestamp::set_time_has_started_for_testing(&framework);
        let admin = account::create_account_for_test(@exchange);
        let alice = account::create_account_for_test(@0xa11ce);
        let bob = account::create_account_for_test(@0xb0b);
        config::init_for_test(&admin);
        let issuer = account::create_account_for_test(@0x155e);
        let a = new_asset(&issuer, b"AAA");
        let b = new_asset(&issuer, b"BBB");
        let c = new_asset(&issuer, b"CCC");
        World { admin, alice, bob, a, b, c }
    }

    /// Makes an asset of which alice and bob have plenty.
    public fun new_asset(issuer: &signer, symbol: vector<u8>): Object<Metadata> {
        let constructor_ref = &object::create_named_object(issuer, symbol);
        primary_fungible_store::create_primary_store_enabled_fungible_asset(
            constructor_ref,
            option::none(),
            string::utf8(symbol),
            string::utf8(symbol),
            6,
            string::utf8(b""),
            string::utf8(b"")
        );
        let mint_ref = &fungible_asset::generate_mint_ref(constructor_ref);
        primary_fungible_store::mint(mint_ref, @0xa11ce, FUNDS);
        primary_fungible_store::mint(mint_ref, @0xb0b, FUNDS);
        object::object_from_constructor_ref(constructor_ref)
    }

    /// Makes a pool with alice's liquidity in it.
    public fun new_pool(
        self: &World,
        first: Object<Metadata>,
        second: Object<Metadata>,
        amount_first: u64,
        amount_second: u64
    ): Object<Pool> {
        router::create_pool(&self.alice, first, second);
        self.add(first, second, amount_first, amount_second);
        pool::pool_of(first, second)
    }

    /// The pool most tests use: a price of 4 B for an A.
    public fun ab(self: &World): Object<Pool> {
        self.new_pool(self.a, self.b, 1_000_000, 4_000_000)
    }

    /// The pool of the second hop: a price of half a C for a B.
    public fun bc(self: &World): Object<Pool> {
        self.new_pool(self.b, self.c, 8_000_000, 4_000_000)
    }

    public fun add(self: &World, first: Object<Metadata>, second: Object<Metadata>, x: u64, y: u64) {
        router::add_liquidity(&self.alice, first, second, x, y, 0, 0, FOREVER);
    }

    public fun admin(self: &World): &signer {
        &self.admin
    }

    public fun alice(self: &World): &signer {
        &self.alice
    }

    public fun bob(self: &World): &signer {
        &self.bob
    }

    public fun a(self: &World): Object<Metadata> {
        self.a
    }

    public fun b(self: &World): Object<Metadata> {
        self.b
    }

    public fun c(self: &World): Object<Metadata> {
        self.c
    }

    /// How much a user has gained.
    public fun gain(user: &signer, asset: Object<Metadata>): u64 {
        primary_fungible_store::balance(signer::address_of(user), asset) - FUNDS
    }

    /// How much a user has spent.
    public fun spent(user: &signer, asset: Object<Metadata>): u64 {
        FUNDS - primary_fungible_store::balance(signer::address_of(user), asset)
    }

    public fun liquidity(user: &signer, pool: Object<Pool>): u64 {
        primary_fungible_store::balance(signer::address_of(user), pool)
    }

    public fun forever(): u64 {
        FOREVER
    }
}
