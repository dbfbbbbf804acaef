/// Constant-product pools, one for every pair of fungible assets. A pool is a named object; the same object is the asset that
/// stands for its liquidity. The reserves are counted here, so that what is sent to the stores of a pool by others moves no price.
module exchange::pool {
    use std::bcs;
    use std::cmp;
    use std::error;
    use std::option;
    use std::signer;
    use std::string::{Self, String};
    use aptos_framework::event;
    use aptos_framework::fungible_asset::{Self, BurnRef, FungibleAsset, FungibleStore, Metadata, MintRef};
    use aptos_framework::object::{Self, ExtendRef, Object};
    use aptos_framework::primary_fungible_store;
    use aptos_framework::timestamp;
    use exchange::config;
    use exchange::math;

    friend exchange::router;
    #[test_only]
    friend exchange::pool_tests;

    /// Both assets are the same.
    const ESAME_ASSET: u64 = 1;
    /// There is a pool of these assets already.
    const EPOOL_EXISTS: u64 = 2;
    /// There is no pool of these assets.
    const EPOOL_NOT_FOUND: u64 = 3;
    /// The pool is paused.
    const EPOOL_PAUSED: u64 = 4;
    /// The deposit is too small to be worth any liquidity.
    const EINSUFFICIENT_LIQUIDITY_MINTED: u64 = 5;
    /// The liquidity is too little to be worth any amount.
    const EINSUFFICIENT_LIQUIDITY_BURNED: u64 = 6;
    /// The swap would leave less in the pool than before.
    const EINVARIANT: u64 = 7;
    /// No fees are due to the protocol.
    const ENO_FEES: u64 = 8;
    /// The asset is not one of the pool's.
    const EWRONG_ASSET: u64 = 9;
    /// Nothing would come out.
    const EZERO_OUTPUT: u64 = 10;

    /// This much liquidity of the first deposit stays locked for good, lest a share's price can be driven up.
    const MINIMUM_LIQUIDITY: u64 = 1_000;
    const MAX_SYMBOL_LENGTH: u64 = 32;
    const LP_DECIMALS: u8 = 8;

    /// Lies with the object that is the liquidity asset. `x` is the asset with the lower address.
    struct Pool has key {
        asset_x: Object<Metadata>,
        asset_y: Object<Metadata>,
        store_x: Object<FungibleStore>,
        store_y: Object<FungibleStore>,
        reserve_x: u64,
        reserve_y: u64,
        /// What is due to the protocol; in the stores, but not in the reserves.
        fees_x: u64,
        fees_y: u64,
        swap_fee_bps: u64,
        protocol_share_bps: u64,
        paused: bool,
        /// Sums of price times seconds, with 64 binary places: of x in y and of y in x.
        price_x_cumulative: u256,
        price_y_cumulative: u256,
        updated_at: u64,
        extend_ref: ExtendRef,
        mint_ref: MintRef,
        burn_ref: BurnRef
    }

    #[event]
    struct PoolCreated has drop, store { pool: address, creator: address, asset_x: address, asset_y: address }

    #[event]
    struct LiquidityAdded has drop, store { pool: address, amount_x: u64, amount_y: u64, liquidity: u64 }

    #[event]
    struct LiquidityRemoved has drop, store { pool: address, amount_x: u64, amount_y: u64, liquidity: u64 }

    #[event]
    struct Swapped has drop, store {
        pool: address,
        asset_in: address,
        amount_in: u64,
        amount_out: u64,
        protocol_fee: u64
    }

    #[event]
    struct ProtocolFeesWithdrawn has drop, store { pool: address, recipient: address, amount_x: u64, amount_y: u64 }

    #[event]
    struct PoolPauseChanged has drop, store { pool: address, paused: bool }

    #[event]
    struct PoolFeesChanged has drop, store { pool: address, swap_fee_bps: u64, protocol_share_bps: u64 }

    // For the admin.

    /// Stops trading and deposits in one pool, or lets them go on.
    public entry fun set_paused(admin: &signer, pool: Object<Pool>, paused: bool) acquires Pool {
        config::assert_admin(admin);
        let pool_addr = object::object_address(&pool);
        Pool[pool_addr].paused = paused;
        event::emit(PoolPauseChanged { pool: pool_addr, paused });
    }

    /// Sets what one pool charges.
    public entry fun set_fees(
        admin: &signer,
        pool: Object<Pool>,
        swap_fee_bps: u64,
        protocol_share_bps: u64
    ) acquires Pool {
        config::assert_admin(admin);
        config::assert_fees(swap_fee_bps, protocol_share_bps);
        let pool_addr = object::object_address(&pool);
        let pool = &mut Pool[pool_addr];
        pool.swap_fee_bps = swap_fee_bps;
        pool.protocol_share_bps = protocol_share_bps;
        event::emit(PoolFeesChanged { pool: pool_addr, swap_fee_bps, protocol_share_bps });
    }

    /// Pays out what one pool owes to the protocol.
    public entry fun withdraw_protocol_fees(admin: &signer, pool: Object<Pool>, recipient: address) acquires Pool {
        config::assert_admin(admin);
        let pool_addr = object::object_address(&pool);
        let pool = &mut Pool[pool_addr];
        let amount_x = pool.fees_x;
        let amount_y = pool.fees_y;
        assert!(amount_x > 0 || amount_y > 0, error::invalid_state(ENO_FEES));
        pool.fees_x = 0;
        pool.fees_y = 0;

        let pool_signer = &object::generate_signer_for_extending(&pool.extend_ref);
        let assets_x = fungible_asset::withdraw(pool_signer, pool.store_x, amount_x);
        let assets_y = fungible_asset::withdraw(pool_signer, pool.store_y, amount_y);
        let to_x = primary_fungible_store::ensure_primary_store_exists(recipient, pool.asset_x);
        let to_y = primary_fungible_store::ensure_primary_store_exists(recipient, pool.asset_y);
        fungible_asset::deposit(to_x, assets_x);
        fungible_asset::deposit(to_y, assets_y);
        event::emit(ProtocolFeesWithdrawn { pool: pool_addr, recipient, amount_x, amount_y });
    }

    // For the router.

    /// Creates the pool of two assets. It charges the default fees and is empty.
    public(friend) fun create(
        creator: &signer,
        asset_a: Object<Metadata>,
        asset_b: Object<Metadata>
    ): Object<Pool> {
        config::assert_not_paused();
        assert!(asset_a != asset_b, error::invalid_argument(ESAME_ASSET));
        assert!(!pool_exists(asset_a, asset_b), error::already_exists(EPOOL_EXISTS));
        let (asset_x, asset_y) = sort(asset_a, asset_b);

        let constructor_ref = &object::create_named_object(&config::vault_signer(), pool_seed(asset_x, asset_y));
        let pool_addr = object::address_from_constructor_ref(constructor_ref);
        primary_fungible_store::create_primary_store_enabled_fungible_asset(
            constructor_ref,
            option::none(),
            string::utf8(b"Exchange liquidity"),
            lp_symbol(asset_x, asset_y),
            LP_DECIMALS,
            string::utf8(b""),
            string::utf8(b"")
        );

        let (swap_fee_bps, protocol_share_bps) = config::default_fees();
        move_to(
            &object::generate_signer(constructor_ref),
            Pool {
                asset_x,
                asset_y,
                store_x: fungible_asset::create_store(&object::create_object(pool_addr), asset_x),
                store_y: fungible_asset::create_store(&object::create_object(pool_addr), asset_y),
                reserve_x: 0,
                reserve_y: 0,
                fees_x: 0,
                fees_y: 0,
                swap_fee_bps,
                protocol_share_bps,
                paused: false,
                price_x_cumulative: 0,
                price_y_cumulative: 0,
                updated_at: timestamp::now_seconds(),
                extend_ref: object::generate_extend_ref(constructor_ref),
                mint_ref: fungible_asset::generate_mint_ref(constructor_ref),
                burn_ref: fungible_asset::generate_burn_ref(constructor_ref)
            }
        );
        event::emit(
            PoolCreated {
                pool: pool_addr,
                creator: signer::address_of(creator),
                asset_x: object::object_address(&asset_x),
                asset_y: object::object_address(&asset_y)
            }
        );
        object::object_from_constructor_ref(constructor_ref)
    }

    /// Puts both amounts, in any order, into the pool and returns the liquidity they are worth.
    public(friend) fun add_liquidity(
        pool: Object<Pool>,
        assets_a: FungibleAsset,
        assets_b: FungibleAsset
    ): FungibleAsset acquires Pool {
        let supply = total_liquidity(pool);
        let pool_addr = object::object_address(&pool);
        let pool = &mut Pool[pool_addr];
        assert_active(pool);
        update_prices(pool);

        let a_is_x = is_x(pool, fungible_asset::asset_metadata(&assets_a));
        let b_is_x = is_x(pool, fungible_asset::asset_metadata(&assets_b));
        assert!(a_is_x != b_is_x, error::invalid_argument(ESAME_ASSET));
        let (assets_x, assets_y) = if (a_is_x) (assets_a, assets_b) else (assets_b, assets_a);
        let amount_x = fungible_asset::amount(&assets_x);
        let amount_y = fungible_asset::amount(&assets_y);
        let liquidity =
            if (supply == 0) {
                let initial = math::initial_liquidity(amount_x, amount_y);
                assert!(initial > MINIMUM_LIQUIDITY, error::invalid_argument(EINSUFFICIENT_LIQUIDITY_MINTED));
                primary_fungible_store::mint(&pool.mint_ref, pool_addr, MINIMUM_LIQUIDITY);
                initial - MINIMUM_LIQUIDITY
            } else {
                math::added_liquidity(amount_x, amount_y, pool.reserve_x, pool.reserve_y, supply)
            };
        assert!(liquidity > 0, error::invalid_argument(EINSUFFICIENT_LIQUIDITY_MINTED));

        pool.reserve_x += amount_x;
        pool.reserve_y += amount_y;
        fungible_asset::deposit(pool.store_x, assets_x);
        fungible_asset::deposit(pool.store_y, assets_y);
        event::emit(LiquidityAdded { pool: pool_addr, amount_x, amount_y, liquidity });
        fungible_asset::mint(&pool.mint_ref, liquidity)
    }

    /// Takes liquidity back and returns its part of both reserves. Works while paused, too.
    public(friend) fun remove_liquidity(
        pool: Object<Pool>,
        lp_assets: FungibleAsset
    ): (FungibleAsset, FungibleAsset) acquires Pool {
        let supply = total_liquidity(pool);
        let pool_addr = object::object_address(&pool);
        let pool = &mut Pool[pool_addr];
        update_prices(pool);

        let liquidity = fungible_asset::amount(&lp_assets);
        let amount_x = math::mul_div_down(liquidity, pool.reserve_x, supply);
        let amount_y = math::mul_div_down(liquidity, pool.reserve_y, supply);
        assert!(amount_x > 0 && amount_y > 0, error::invalid_argument(EINSUFFICIENT_LIQUIDITY_BURNED));
        fungible_asset::burn(&pool.burn_ref, lp_assets);

        pool.reserve_x -= amount_x;
        pool.reserve_y -= amount_y;
        let pool_signer = &object::generate_signer_for_extending(&pool.extend_ref);
        let assets_x = fungible_asset::withdraw(pool_signer, pool.store_x, amount_x);
        let assets_y = fungible_asset::withdraw(pool_signer, pool.store_y, amount_y);
        event::emit(LiquidityRemoved { pool: pool_addr, amount_x, amount_y, liquidity });
        (assets_x, assets_y)
    }

    /// Takes `assets_in` and returns `amount_out` of the other asset; aborts if that is more than they buy.
    public(friend) fun swap(pool: Object<Pool>, assets_in: FungibleAsset, amount_out: u64): FungibleAsset acquires Pool {
        assert!(amount_out > 0, error::invalid_argument(EZERO_OUTPUT));
        let asset_in = fungible_asset::asset_metadata(&assets_in);
        let pool_addr = object::object_address(&pool);
        let pool = &mut Pool[pool_addr];
        assert_active(pool);
        update_prices(pool);

        let amount_in = fungible_asset::amount(&assets_in);
        let fee = math::swap_fee(amount_in, pool.swap_fee_bps);
        let protocol_fee = math::protocol_fee(fee, pool.protocol_share_bps);
        let product_before = math::product(pool.reserve_x, pool.reserve_y);
        let pool_signer = &object::generate_signer_for_extending(&pool.extend_ref);
        let (product_after, assets_out) =
            if (is_x(pool, asset_in)) {
                pool.reserve_x += amount_in - protocol_fee;
                pool.reserve_y -= amount_out;
                pool.fees_x += protocol_fee;
                fungible_asset::deposit(pool.store_x, assets_in);
                (
                    math::product(pool.reserve_x - (fee - protocol_fee), pool.reserve_y),
                    fungible_asset::withdraw(pool_signer, pool.store_y, amount_out)
                )
            } else {
                pool.reserve_y += amount_in - protocol_fee;
                pool.reserve_x -= amount_out;
                pool.fees_y += protocol_fee;
                fungible_asset::deposit(pool.store_y, assets_in);
                (
                    math::product(pool.reserve_x, pool.reserve_y - (fee - protocol_fee)),
                    fungible_asset::withdraw(pool_signer, pool.store_x, amount_out)
                )
            };
        // Without the fee the product must not fall, or else the providers' fees would go to the trader.
        assert!(product_after >= product_before, error::invalid_argument(EINVARIANT));
        event::emit(
            Swapped {
                pool: pool_addr,
                asset_in: object::object_address(&asset_in),
                amount_in,
                amount_out,
                protocol_fee
            }
        );
        assets_out
    }

    // For everyone.

    #[view]
    /// Returns the address of the pool of two assets in any order, whether it is there or not.
    public fun pool_address(asset_a: Object<Metadata>, asset_b: Object<Metadata>): address {
        let (asset_x, asset_y) = sort(asset_a, asset_b);
        object::create_object_address(&config::vault_address(), pool_seed(asset_x, asset_y))
    }

    #[view]
    /// Tells whether there is a pool of these assets.
    public fun pool_exists(asset_a: Object<Metadata>, asset_b: Object<Metadata>): bool {
        exists<Pool>(pool_address(asset_a, asset_b))
    }

    #[view]
    /// Returns the pool of two assets.
    public fun pool_of(asset_a: Object<Metadata>, asset_b: Object<Metadata>): Object<Pool> {
        assert!(pool_exists(asset_a, asset_b), error::not_found(EPOOL_NOT_FOUND));
        object::address_to_object(pool_address(asset_a, asset_b))
    }

    #[view]
    /// Returns the assets of a pool, that with the lower address first.
    public fun assets(pool: Object<Pool>): (Object<Metadata>, Object<Metadata>) acquires Pool {
        let pool = &Pool[object::object_address(&pool)];
        (pool.asset_x, pool.asset_y)
    }

    #[view]
    /// Returns the reserve of `asset` and that of the other one.
    public fun reserves(pool: Object<Pool>, asset: Object<Metadata>): (u64, u64) acquires Pool {
        let pool = &Pool[object::object_address(&pool)];
        if (is_x(pool, asset)) (pool.reserve_x, pool.reserve_y) else (pool.reserve_y, pool.reserve_x)
    }

    #[view]
    /// Returns what is due to the protocol in `asset` and in the other one.
    public fun protocol_fees(pool: Object<Pool>, asset: Object<Metadata>): (u64, u64) acquires Pool {
        let pool = &Pool[object::object_address(&pool)];
        if (is_x(pool, asset)) (pool.fees_x, pool.fees_y) else (pool.fees_y, pool.fees_x)
    }

    #[view]
    /// Returns the swap fee of a pool and the protocol's share of it.
    public fun fees(pool: Object<Pool>): (u64, u64) acquires Pool {
        let pool = &Pool[object::object_address(&pool)];
        (pool.swap_fee_bps, pool.protocol_share_bps)
    }

    #[view]
    /// Tells whether a pool is paused by itself.
    public fun is_paused(pool: Object<Pool>): bool acquires Pool {
        Pool[object::object_address(&pool)].paused
    }

    #[view]
    /// Returns how much liquidity there is. It never exceeds the geometric mean of the reserves, hence fits an amount.
    public fun total_liquidity(pool: Object<Pool>): u64 {
        (fungible_asset::supply(pool).destroy_some() as u64)
    }

    #[view]
    /// Returns the price of `base` in the other asset times seconds, summed up to now, with 64 binary places. The difference of
    /// two readings over the seconds between them is the mean price.
    public fun cumulative_price(pool: Object<Pool>, base: Object<Metadata>): u256 acquires Pool {
        let pool = &Pool[object::object_address(&pool)];
        let (price_x, price_y) = current_prices(pool);
        if (is_x(pool, base)) price_x else price_y
    }

    #[view]
    /// Returns how much comes out for `amount_in` of `asset_in`.
    public fun quote_exact_in(pool: Object<Pool>, asset_in: Object<Metadata>, amount_in: u64): u64 acquires Pool {
        let (reserve_in, reserve_out) = reserves(pool, asset_in);
        math::amount_out(amount_in, reserve_in, reserve_out, Pool[object::object_address(&pool)].swap_fee_bps)
    }

    #[view]
    /// Returns how much of `asset_in` must go in for `amount_out` to come out.
    public fun quote_exact_out(pool: Object<Pool>, asset_in: Object<Metadata>, amount_out: u64): u64 acquires Pool {
        let (reserve_in, reserve_out) = reserves(pool, asset_in);
        math::amount_in(amount_out, reserve_in, reserve_out, Pool[object::object_address(&pool)].swap_fee_bps)
    }

    fun is_x(pool: &Pool, asset: Object<Metadata>): bool {
        assert!(asset == pool.asset_x || asset == pool.asset_y, error::invalid_argument(EWRONG_ASSET));
        asset == pool.asset_x
    }

    fun sort(asset_a: Object<Metadata>, asset_b: Object<Metadata>): (Object<Metadata>, Object<Metadata>) {
        let a = object::object_address(&asset_a);
        let b = object::object_address(&asset_b);
        if (cmp::compare(&a, &b).is_lt()) (asset_a, asset_b) else (asset_b, asset_a)
    }

    fun pool_seed(asset_x: Object<Metadata>, asset_y: Object<Metadata>): vector<u8> {
        let seed = bcs::to_bytes(&object::object_address(&asset_x));
        seed.append(bcs::to_bytes(&object::object_address(&asset_y)));
        seed
    }

    fun lp_symbol(asset_x: Object<Metadata>, asset_y: Object<Metadata>): String {
        let symbol = fungible_asset::symbol(asset_x);
        symbol.append_utf8(b"-");
        symbol.append(fungible_asset::symbol(asset_y));
        if (symbol.length() <= MAX_SYMBOL_LENGTH) symbol else string::utf8(b"LP")
    }

    fun assert_active(pool: &Pool) {
        config::assert_not_paused();
        assert!(!pool.paused, error::unavailable(EPOOL_PAUSED));
    }

    fun current_prices(pool: &Pool): (u256, u256) {
        let elapsed = ((timestamp::now_seconds() - pool.updated_at) as u256);
        if (elapsed == 0 || pool.reserve_x == 0 || pool.reserve_y == 0) {
            return (pool.price_x_cumulative, pool.price_y_cumulative)
        };
        (
            pool.price_x_cumulative + (math::price(pool.reserve_x, pool.reserve_y) as u256) * elapsed,
            pool.price_y_cumulative + (math::price(pool.reserve_y, pool.reserve_x) as u256) * elapsed
        )
    }

    /// Must come before every change of the reserves.
    fun update_prices(pool: &mut Pool) {
        let (price_x, price_y) = current_prices(pool);
        pool.price_x_cumulative = price_x;
        pool.price_y_cumulative = price_y;
        pool.updated_at = timestamp::now_seconds();
    }
}
