/// The arithmetic of a constant-product pool. Every rounding is in the pool's favour, so that no sequence of operations takes
/// out more than was put in.
module exchange::math {
    use std::error;
    use aptos_std::math128;

    /// The amount is zero.
    const EZERO_AMOUNT: u64 = 1;
    /// The pool holds too little for this.
    const EINSUFFICIENT_LIQUIDITY: u64 = 2;
    /// The result does not fit an amount.
    const EOVERFLOW: u64 = 3;

    /// Fees and shares are counted in hundredths of a percent.
    const BPS: u64 = 10_000;
    const MAX_U64: u256 = 18_446_744_073_709_551_615;

    /// Returns `a * b / c`, rounded down.
    public fun mul_div_down(a: u64, b: u64, c: u64): u64 {
        assert!(c > 0, error::invalid_state(EINSUFFICIENT_LIQUIDITY));
        to_u64((a as u256) * (b as u256) / (c as u256))
    }

    /// Returns `a * b / c`, rounded up.
    public fun mul_div_up(a: u64, b: u64, c: u64): u64 {
        assert!(c > 0, error::invalid_state(EINSUFFICIENT_LIQUIDITY));
        let divisor = (c as u256);
        to_u64(((a as u256) * (b as u256) + divisor - 1) / divisor)
    }

    /// Returns the fee on `amount_in`, rounded up.
    public fun swap_fee(amount_in: u64, fee_bps: u64): u64 {
        mul_div_up(amount_in, fee_bps, BPS)
    }

    /// Returns the protocol's part of a swap fee; the rest stays with the liquidity providers.
    public fun protocol_fee(fee: u64, protocol_share_bps: u64): u64 {
        mul_div_down(fee, protocol_share_bps, BPS)
    }

    /// Returns how much comes out of a pool for `amount_in`.
    public fun amount_out(amount_in: u64, reserve_in: u64, reserve_out: u64, fee_bps: u64): u64 {
        assert!(amount_in > 0, error::invalid_argument(EZERO_AMOUNT));
        assert!(reserve_in > 0 && reserve_out > 0, error::invalid_state(EINSUFFICIENT_LIQUIDITY));
        let net = ((amount_in - swap_fee(amount_in, fee_bps)) as u256);
        to_u64(net * (reserve_out as u256) / ((reserve_in as u256) + net))
    }

    /// Returns the least that must go into a pool for `amount_out` to come out of it.
    public fun amount_in(amount_out: u64, reserve_in: u64, reserve_out: u64, fee_bps: u64): u64 {
        assert!(amount_out > 0, error::invalid_argument(EZERO_AMOUNT));
        assert!(reserve_in > 0 && amount_out < reserve_out, error::invalid_state(EINSUFFICIENT_LIQUIDITY));
        let net = mul_div_up(reserve_in, amount_out, reserve_out - amount_out);
        mul_div_up(net, BPS, BPS - fee_bps)
    }

    /// Returns the most of both desired amounts that is in the proportion of the reserves. Takes both for an empty pool.
    public fun optimal_amounts(desired_a: u64, desired_b: u64, reserve_a: u64, reserve_b: u64): (u64, u64) {
        assert!(desired_a > 0 && desired_b > 0, error::invalid_argument(EZERO_AMOUNT));
        if (reserve_a == 0 && reserve_b == 0) {
            return (desired_a, desired_b)
        };
        // Compared crosswise: a quotient may be too large where the reserves are lopsided.
        if ((desired_a as u128) * (reserve_b as u128) <= (desired_b as u128) * (reserve_a as u128)) {
            (desired_a, mul_div_up(desired_a, reserve_b, reserve_a))
        } else {
            (mul_div_up(desired_b, reserve_a, reserve_b), desired_b)
        }
    }

    /// Returns the liquidity of the first deposit: the geometric mean of both amounts.
    public fun initial_liquidity(amount_x: u64, amount_y: u64): u64 {
        (math128::sqrt((amount_x as u128) * (amount_y as u128)) as u64)
    }

    /// Returns the liquidity that a later deposit is worth: the lesser of what either side brings.
    public fun added_liquidity(amount_x: u64, amount_y: u64, reserve_x: u64, reserve_y: u64, supply: u64): u64 {
        let by_x = mul_div_down(amount_x, supply, reserve_x);
        let by_y = mul_div_down(amount_y, supply, reserve_y);
        if (by_x < by_y) by_x else by_y
    }

    /// Returns the product of two reserves.
    public fun product(reserve_x: u64, reserve_y: u64): u128 {
        (reserve_x as u128) * (reserve_y as u128)
    }

    /// Returns the price of one unit as a number with 64 binary places.
    public fun price(reserve_base: u64, reserve_quote: u64): u128 {
        assert!(reserve_base > 0, error::invalid_state(EINSUFFICIENT_LIQUIDITY));
        ((reserve_quote as u128) << 64) / (reserve_base as u128)
    }

    fun to_u64(value: u256): u64 {
        assert!(value <= MAX_U64, error::out_of_range(EOVERFLOW));
        (value as u64)
    }
}
