/// What users call: checks deadlines and bounds, moves assets between primary stores and pools.
module exchange::router {
    use std::error;
    use std::signer;
    use aptos_framework::fungible_asset::{Self, FungibleAsset, Metadata};
    use aptos_framework::object::{Self, Object};
    use aptos_framework::primary_fungible_store;
    use aptos_framework::timestamp;
    use exchange::math;
    use exchange::pool::{Self, Pool};

    /// The deadline has passed.
    const EEXPIRED: u64 = 1;
    /// Less comes out than the least that is accepted.
    const EINSUFFICIENT_OUTPUT: u64 = 2;
    /// More goes in than the most that is accepted.
    const EEXCESSIVE_INPUT: u64 = 3;
    /// The amount of the first asset is below the least that is accepted.
    const EINSUFFICIENT_A: u64 = 4;
    /// The amount of the second asset is below the least that is accepted.
    const EINSUFFICIENT_B: u64 = 5;
    /// The way leads back to where it began.
    const ECIRCULAR_ROUTE: u64 = 6;

    /// Creates the pool of two assets.
    public entry fun create_pool(creator: &signer, asset_a: Object<Metadata>, asset_b: Object<Metadata>) {
        pool::create(creator, asset_a, asset_b);
    }

    /// Puts in at most the desired amounts, in the proportion of the reserves, and at least the minimal ones.
    public entry fun add_liquidity(
        provider: &signer,
        asset_a: Object<Metadata>,
        asset_b: Object<Metadata>,
        desired_a: u64,
        desired_b: u64,
        min_a: u64,
        min_b: u64,
        deadline: u64
    ) {
        assert_in_time(deadline);
        let pool = pool::pool_of(asset_a, asset_b);
        let (reserve_a, reserve_b) = pool::reserves(pool, asset_a);
        let (amount_a, amount_b) = math::optimal_amounts(desired_a, desired_b, reserve_a, reserve_b);
        assert!(amount_a >= min_a, error::invalid_state(EINSUFFICIENT_A));
        assert!(amount_b >= min_b, error::invalid_state(EINSUFFICIENT_B));
        let lp_assets = pool::add_liquidity(
            pool,
            primary_fungible_store::withdraw(provider, asset_a, amount_a),
            primary_fungible_store::withdraw(provider, asset_b, amount_b)
        );
        deposit(provider, object::convert(pool), lp_assets);
    }

    /// Gives liquidity back for its part of the reserves, which must be at least the minimal amounts.
    public entry fun remove_liquidity(
        provider: &signer,
        asset_a: Object<Metadata>,
        asset_b: Object<Metadata>,
        liquidity: u64,
        min_a: u64,
        min_b: u64,
        deadline: u64
    ) {
        assert_in_time(deadline);
        let pool = pool::pool_of(asset_a, asset_b);
        let lp_assets = primary_fungible_store::withdraw(provider, pool, liquidity);
        let (assets_x, assets_y) = pool::remove_liquidity(pool, lp_assets);
        let a_is_x = fungible_asset::asset_metadata(&assets_x) == asset_a;
        let (assets_a, assets_b) = if (a_is_x) (assets_x, assets_y) else (assets_y, assets_x);
        assert!(fungible_asset::amount(&assets_a) >= min_a, error::invalid_state(EINSUFFICIENT_A));
        assert!(fungible_asset::amount(&assets_b) >= min_b, error::invalid_state(EINSUFFICIENT_B));
        deposit(provider, asset_a, assets_a);
        deposit(provider, asset_b, assets_b);
    }

    /// Sells exactly `amount_in`.
    public entry fun swap_exact_in(
        trader: &signer,
        asset_in: Object<Metadata>,
        asset_out: Object<Metadata>,
        amount_in: u64,
        min_out: u64,
        deadline: u64
    ) {
        assert_in_time(deadline);
        let assets_in = primary_fungible_store::withdraw(trader, asset_in, amount_in);
        let assets_out = swap_assets(pool::pool_of(asset_in, asset_out), assets_in);
        assert_output(&assets_out, min_out);
        deposit(trader, asset_out, assets_out);
    }

    /// Buys exactly `amount_out`.
    public entry fun swap_exact_out(
        trader: &signer,
        asset_in: Object<Metadata>,
        asset_out: Object<Metadata>,
        amount_out: u64,
        max_in: u64,
        deadline: u64
    ) {
        assert_in_time(deadline);
        let pool = pool::pool_of(asset_in, asset_out);
        let amount_in = pool::quote_exact_out(pool, asset_in, amount_out);
        assert!(amount_in <= max_in, error::invalid_state(EEXCESSIVE_INPUT));
        let assets_in = primary_fungible_store::withdraw(trader, asset_in, amount_in);
        let assets_out = pool::swap(pool, assets_in, amount_out);
        deposit(trader, asset_out, assets_out);
    }

    /// Sells exactly `amount_in` by way of a third asset.
    public entry fun swap_exact_in_two_hops(
        trader: &signer,
        asset_in: Object<Metadata>,
        asset_mid: Object<Metadata>,
        asset_out: Object<Metadata>,
        amount_in: u64,
        min_out: u64,
        deadline: u64
    ) {
        assert_in_time(deadline);
        assert!(asset_in != asset_out, error::invalid_argument(ECIRCULAR_ROUTE));
        let assets_in = primary_fungible_store::withdraw(trader, asset_in, amount_in);
        let assets_mid = swap_assets(pool::pool_of(asset_in, asset_mid), assets_in);
        let assets_out = swap_assets(pool::pool_of(asset_mid, asset_out), assets_mid);
        assert_output(&assets_out, min_out);
        deposit(trader, asset_out, assets_out);
    }

    /// Buys exactly `amount_out` by way of a third asset.
    public entry fun swap_exact_out_two_hops(
        trader: &signer,
        asset_in: Object<Metadata>,
        asset_mid: Object<Metadata>,
        asset_out: Object<Metadata>,
        amount_out: u64,
        max_in: u64,
        deadline: u64
    ) {
        assert_in_time(deadline);
        assert!(asset_in != asset_out, error::invalid_argument(ECIRCULAR_ROUTE));
        let first = pool::pool_of(asset_in, asset_mid);
        let second = pool::pool_of(asset_mid, asset_out);
        let amount_mid = pool::quote_exact_out(second, asset_mid, amount_out);
        let amount_in = pool::quote_exact_out(first, asset_in, amount_mid);
        assert!(amount_in <= max_in, error::invalid_state(EEXCESSIVE_INPUT));
        let assets_in = primary_fungible_store::withdraw(trader, asset_in, amount_in);
        let assets_mid = pool::swap(first, assets_in, amount_mid);
        let assets_out = pool::swap(second, assets_mid, amount_out);
        deposit(trader, asset_out, assets_out);
    }

    /// Sells all of `assets_in`: for other modules, which check the amount themselves.
    public fun swap_assets(pool: Object<Pool>, assets_in: FungibleAsset): FungibleAsset {
        let asset_in = fungible_asset::asset_metadata(&assets_in);
        let amount_out = pool::quote_exact_in(pool, asset_in, fungible_asset::amount(&assets_in));
        pool::swap(pool, assets_in, amount_out)
    }

    #[view]
    /// Returns what `swap_exact_in_two_hops` pays.
    public fun quote_two_hops(
        asset_in: Object<Metadata>,
        asset_mid: Object<Metadata>,
        asset_out: Object<Metadata>,
        amount_in: u64
    ): u64 {
        let amount_mid = pool::quote_exact_in(pool::pool_of(asset_in, asset_mid), asset_in, amount_in);
        pool::quote_exact_in(pool::pool_of(asset_mid, asset_out), asset_mid, amount_mid)
    }

    fun deposit(owner: &signer, asset: Object<Metadata>, assets: FungibleAsset) {
        let store = primary_fungible_store::ensure_primary_store_exists(signer::address_of(owner), asset);
        fungible_asset::deposit(store, assets);
    }

    fun assert_in_time(deadline: u64) {
        assert!(timestamp::now_seconds() <= deadline, error::invalid_state(EEXPIRED));
    }

    fun assert_output(assets_out: &FungibleAsset, min_out: u64) {
        assert!(fungible_asset::amount(assets_out) >= min_out, error::invalid_state(EINSUFFICIENT_OUTPUT));
    }
}
