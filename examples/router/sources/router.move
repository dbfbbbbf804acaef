/// Swaps through several pools of `exchange` in one transaction.
///
/// The caller names pools and assets on the way, so a route's footprint is that of its hops: no more than the pools it uses and
/// the caller's own balances.
module router::router {
    use std::bcs;
    use std::error;
    use std::signer;
    use std::vector;
    use aptos_std::table::{Self, Table};
    use aptos_framework::object;
    use exchange::amm;
    use exchange::wallet;

    /// A route has no pool, or not one asset more than pools.
    const EBAD_ROUTE: u64 = 1;

    /// Two assets, in the order of a swap.
    struct Pair has copy, drop, store {
        asset_in: address,
        asset_out: address,
    }

    /// The pool to take for each pair, at the address of this module.
    struct Routes has key {
        best: Table<Pair, address>,
    }

    /// Swaps `asset_in` to `asset_via` in `pool_a`, and that to `asset_out` in `pool_b`.
    public entry fun swap_two(
        user: &signer,
        asset_in: address,
        pool_a: address,
        asset_via: address,
        pool_b: address,
        asset_out: address,
        amount_in: u64,
        minimum_out: u64
    )
        calls amm::swap_exact(user, pool_a, asset_in, asset_via, amount_in, 0),
            amm::swap_exact(user, pool_b, asset_via, asset_out, *, minimum_out)
    {
        let amount_via = amm::swap_exact(user, pool_a, asset_in, asset_via, amount_in, 0);
        amm::swap_exact(user, pool_b, asset_via, asset_out, amount_via, minimum_out);
    }

    /// Swaps through three pools: `asset_in`, `asset_1`, `asset_2`, `asset_out`. Its footprint is spelled out, where that of
    /// `swap_two` is put together from its calls; the two ways mean the same.
    public entry fun swap_three(
        user: &signer,
        asset_in: address,
        pool_a: address,
        asset_1: address,
        pool_b: address,
        asset_2: address,
        pool_c: address,
        asset_out: address,
        amount_in: u64,
        minimum_out: u64
    )
        reads amm::Pool(pool_a).{asset_x, asset_y, fee},
            amm::Pool(pool_b).{asset_x, asset_y, fee},
            amm::Pool(pool_c).{asset_x, asset_y, fee}
        writes amm::Pool(pool_a).{reserve_x, reserve_y},
            amm::Pool(pool_b).{reserve_x, reserve_y},
            amm::Pool(pool_c).{reserve_x, reserve_y}
        adds amm::Pool(pool_a).volume, amm::Pool(pool_b).volume, amm::Pool(pool_c).volume
        writes wallet::Wallet(signer::address_of(user)).balances[asset_in],
            wallet::Wallet(signer::address_of(user)).balances[asset_1],
            wallet::Wallet(signer::address_of(user)).balances[asset_2],
            wallet::Wallet(signer::address_of(user)).balances[asset_out]
    {
        let amount_1 = amm::swap_exact(user, pool_a, asset_in, asset_1, amount_in, 0);
        let amount_2 = amm::swap_exact(user, pool_b, asset_1, asset_2, amount_1, 0);
        amm::swap_exact(user, pool_c, asset_2, asset_out, amount_2, minimum_out);
    }

    /// Swaps along `pools`: pool `i` turns asset `i` into asset `i + 1`.
    public entry fun swap_route(
        user: &signer,
        pools: vector<address>,
        assets: vector<address>,
        amount_in: u64,
        minimum_out: u64
    )
        calls amm::swap_exact(user, pools[*], assets[*], assets[*], *, *)
    {
        let hops = vector::length(&pools);
        assert!(hops > 0 && vector::length(&assets) == hops + 1, error::invalid_argument(EBAD_ROUTE));
        let amount = amount_in;
        let i = 0;
        while (i < hops) {
            let minimum = if (i + 1 == hops) minimum_out else 0;
            amount = amm::swap_exact(user, pools[i], assets[i], assets[i + 1], amount, minimum);
            i += 1;
        };
    }

    /// Swaps along `path` in the pools named for each two assets that follow each other.
    public entry fun swap_path(user: &signer, path: vector<address>, amount_in: u64, minimum_out: u64)
        reads amm::Pool(pool_of(path[i], path[i + 1])).{asset_x, asset_y, fee} for i in 0..path.length() - 1
        writes amm::Pool(pool_of(path[i], path[i + 1])).{reserve_x, reserve_y} for i in 0..path.length() - 1
        adds amm::Pool(pool_of(path[i], path[i + 1])).volume for i in 0..path.length() - 1
        writes wallet::Wallet(signer::address_of(user)).balances[path[*]]
    {
        let hops = vector::length(&path) - 1;
        let amount = amount_in;
        let i = 0;
        while (i < hops) {
            let pool = pool_of(path[i], path[i + 1]);
            let minimum = if (i + 1 == hops) minimum_out else 0;
            amount = amm::swap_exact(user, pool, path[i], path[i + 1], amount, minimum);
            i += 1;
        };
    }

    /// Where the pool named for two assets is: its address follows from them, so no one has to look it up.
    public fun pool_of(asset_in: address, asset_out: address): address pure {
        let seed = bcs::to_bytes(&asset_in);
        vector::append(&mut seed, bcs::to_bytes(&asset_out));
        object::create_object_address(&@router, seed)
    }

    fun init_module(router: &signer) {
        move_to(router, Routes { best: table::new<Pair, address>() });
    }

    /// Makes `pool` the one to take: in this example anyone may.
    public entry fun set_best(asset_in: address, asset_out: address, pool: address)
        writes Routes(@router).best[Pair { asset_in, asset_out }]
    {
        table::upsert(&mut Routes[@router].best, Pair { asset_in, asset_out }, pool);
    }

    /// Swaps in the pool that is to be taken. Which one that is stands in state; as a key it is known
    /// before the batch unless an earlier transaction may set it.
    public entry fun swap_best(
        user: &signer,
        asset_in: address,
        asset_out: address,
        amount_in: u64,
        minimum_out: u64
    )
        calls amm::swap_exact(
            user,
            Routes(@router).best[Pair { asset_in, asset_out }],
            asset_in,
            asset_out,
            amount_in,
            minimum_out
        )
    {
        let pool = *table::borrow(&Routes[@router].best, Pair { asset_in, asset_out });
        amm::swap_exact(user, pool, asset_in, asset_out, amount_in, minimum_out);
    }
}
