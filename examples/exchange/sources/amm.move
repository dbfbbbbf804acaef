/// Constant-product pools: in each, the product of the two reserves never falls.
///
/// A pool is a record of its own, at the address of the account that made it. Callers name the assets too (they are
/// checked), so that all that a call touches follows from its arguments: swaps meet only where they share a pool or a person.
module exchange::amm {
    use std::error;
    use std::signer;
    use aptos_std::math128;
    use aptos_std::math64;
    use aptos_framework::event;
    use exchange::wallet;

    /// There is no pool at the address.
    const ENO_POOL: u64 = 1;
    /// There is a pool at the address already.
    const EPOOL_EXISTS: u64 = 2;
    /// The pool trades other assets, or one asset against itself.
    const EWRONG_ASSETS: u64 = 3;
    /// The fee is a hundred percent or more.
    const EFEE_TOO_HIGH: u64 = 4;
    /// An amount is zero.
    const EZERO_AMOUNT: u64 = 5;
    /// The pool gives less than was asked for.
    const ETOO_LITTLE: u64 = 6;

    /// A hundred percent.
    const BASIS_POINTS: u64 = 10000;

    /// Two reserves that trade against each other.
    struct Pool has key {
        /// One asset.
        asset_x: address,
        /// The other asset.
        asset_y: address,
        /// What the pool keeps of each amount that comes in, in hundredths of a percent.
        fee: u64,
        /// How much of `asset_x` there is.
        reserve_x: u64,
        /// How much of `asset_y` there is.
        reserve_y: u64,
        /// How many shares its providers hold. They are an asset, named by the pool's address.
        shares: u64,
        /// All that ever came in, in units of either asset.
        volume: u128,
    }

    #[event]
    /// Somebody has swapped.
    struct Swapped has drop, store {
        /// Who.
        user: address,
        /// In which pool.
        pool: address,
        /// What was given.
        asset_in: address,
        /// How much of it.
        amount_in: u64,
        /// How much of the other asset came out.
        amount_out: u64,
    }

    /// Makes an empty pool of two assets at the address of `pool`.
    public entry fun create_pool(pool: &signer, asset_x: address, asset_y: address, fee: u64)
        writes Pool(signer::address_of(pool))
    {
        assert!(!exists<Pool>(signer::address_of(pool)), error::already_exists(EPOOL_EXISTS));
        assert!(asset_x != asset_y, error::invalid_argument(EWRONG_ASSETS));
        assert!(fee < BASIS_POINTS, error::invalid_argument(EFEE_TOO_HIGH));
        move_to(pool, Pool { asset_x, asset_y, fee, reserve_x: 0, reserve_y: 0, shares: 0, volume: 0 });
    }

    /// Puts both assets into `pool` and gives `provider` shares of it.
    public entry fun add_liquidity(
        provider: &signer,
        pool: address,
        asset_x: address,
        asset_y: address,
        amount_x: u64,
        amount_y: u64
    )
        reads Pool(pool).{asset_x, asset_y}
        writes Pool(pool).{reserve_x, reserve_y, shares}
        writes wallet::Wallet(signer::address_of(provider)).balances[asset_x],
            wallet::Wallet(signer::address_of(provider)).balances[asset_y],
            wallet::Wallet(signer::address_of(provider)).balances[pool]
    {
        let owner = signer::address_of(provider);
        wallet::withdraw(owner, asset_x, amount_x);
        wallet::withdraw(owner, asset_y, amount_y);

        assert!(exists<Pool>(pool), error::not_found(ENO_POOL));
        let state = &mut Pool[pool];
        assert!(state.asset_x == asset_x && state.asset_y == asset_y, error::invalid_argument(EWRONG_ASSETS));
        let minted = if (state.shares == 0) {
            (math128::sqrt((amount_x as u128) * (amount_y as u128)) as u64)
        } else {
            math64::min(
                math64::mul_div(amount_x, state.shares, state.reserve_x),
                math64::mul_div(amount_y, state.shares, state.reserve_y)
            )
        };
        assert!(minted > 0, error::invalid_argument(EZERO_AMOUNT));
        state.reserve_x += amount_x;
        state.reserve_y += amount_y;
        state.shares += minted;

        wallet::deposit(owner, pool, minted);
    }

    /// Gives `shares` of `pool` back and takes their part of both reserves.
    public entry fun remove_liquidity(
        provider: &signer,
        pool: address,
        asset_x: address,
        asset_y: address,
        shares: u64
    )
        reads Pool(pool).{asset_x, asset_y}
        writes Pool(pool).{reserve_x, reserve_y, shares}
        writes wallet::Wallet(signer::address_of(provider)).balances[asset_x],
            wallet::Wallet(signer::address_of(provider)).balances[asset_y],
            wallet::Wallet(signer::address_of(provider)).balances[pool]
    {
        let owner = signer::address_of(provider);
        wallet::withdraw(owner, pool, shares);

        assert!(exists<Pool>(pool), error::not_found(ENO_POOL));
        let state = &mut Pool[pool];
        assert!(state.asset_x == asset_x && state.asset_y == asset_y, error::invalid_argument(EWRONG_ASSETS));
        assert!(shares > 0, error::invalid_argument(EZERO_AMOUNT));
        let amount_x = math64::mul_div(state.reserve_x, shares, state.shares);
        let amount_y = math64::mul_div(state.reserve_y, shares, state.shares);
        state.reserve_x -= amount_x;
        state.reserve_y -= amount_y;
        state.shares -= shares;

        wallet::deposit(owner, asset_x, amount_x);
        wallet::deposit(owner, asset_y, amount_y);
    }

    /// Gives `amount_in` of `asset_in` to `pool` for at least `minimum_out` of `asset_out`.
    public entry fun swap(
        user: &signer,
        pool: address,
        asset_in: address,
        asset_out: address,
        amount_in: u64,
        minimum_out: u64
    )
        calls swap_exact(user, pool, asset_in, asset_out, amount_in, minimum_out)
    {
        swap_exact(user, pool, asset_in, asset_out, amount_in, minimum_out);
    }

    /// Does what `swap` does, and returns what came out.
    public fun swap_exact(
        user: &signer,
        pool: address,
        asset_in: address,
        asset_out: address,
        amount_in: u64,
        minimum_out: u64
    ): u64
        reads Pool(pool).{asset_x, asset_y, fee}
        writes Pool(pool).{reserve_x, reserve_y}
        adds Pool(pool).volume
        writes wallet::Wallet(signer::address_of(user)).balances[asset_in],
            wallet::Wallet(signer::address_of(user)).balances[asset_out]
    {
        let owner = signer::address_of(user);
        wallet::withdraw(owner, asset_in, amount_in);

        assert!(exists<Pool>(pool), error::not_found(ENO_POOL));
        let amount_out = trade(&mut Pool[pool], asset_in, asset_out, amount_in);
        assert!(amount_out >= minimum_out, error::invalid_state(ETOO_LITTLE));

        wallet::deposit(owner, asset_out, amount_out);
        event::emit(Swapped { user: owner, pool, asset_in, amount_in, amount_out });
        amount_out
    }

    /// Moves `amount_in` into the reserves of `state` and returns what leaves them.
    fun trade(state: &mut Pool, asset_in: address, asset_out: address, amount_in: u64): u64 {
        let amount_out = if (asset_in == state.asset_x && asset_out == state.asset_y) {
            let out = output_of(state.reserve_x, state.reserve_y, amount_in, state.fee);
            state.reserve_x += amount_in;
            state.reserve_y -= out;
            out
        } else {
            assert!(asset_in == state.asset_y && asset_out == state.asset_x, error::invalid_argument(EWRONG_ASSETS));
            let out = output_of(state.reserve_y, state.reserve_x, amount_in, state.fee);
            state.reserve_y += amount_in;
            state.reserve_x -= out;
            out
        };
        state.volume += (amount_in as u128);
        amount_out
    }

    /// Computes what `amount_in` fetches from reserves that trade at a fee, so that their product does not fall.
    public fun output_of(reserve_in: u64, reserve_out: u64, amount_in: u64, fee: u64): u64 pure {
        assert!(amount_in > 0, error::invalid_argument(EZERO_AMOUNT));
        let kept = (amount_in as u128) * ((BASIS_POINTS - fee) as u128);
        let dividend = kept * (reserve_out as u128);
        let divisor = (reserve_in as u128) * (BASIS_POINTS as u128) + kept;
        ((dividend / divisor) as u64)
    }

    #[view]
    /// Returns both reserves of `pool`.
    public fun reserves(pool: address): (u64, u64)
        reads Pool(pool).{reserve_x, reserve_y}
    {
        let state = &Pool[pool];
        (state.reserve_x, state.reserve_y)
    }

    #[view]
    /// Returns what `amount_in` of `asset_in` would fetch from `pool`.
    public fun quote(pool: address, asset_in: address, amount_in: u64): u64
        reads Pool(pool).{asset_x, fee, reserve_x, reserve_y}
    {
        let state = &Pool[pool];
        if (asset_in == state.asset_x) {
            output_of(state.reserve_x, state.reserve_y, amount_in, state.fee)
        } else {
            output_of(state.reserve_y, state.reserve_x, amount_in, state.fee)
        }
    }
}
