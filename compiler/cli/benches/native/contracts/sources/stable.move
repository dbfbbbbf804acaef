/// Swaps between two coins of equal worth along Curve's invariant, which Newton's method solves in whole numbers of 256 bits.
///
/// Follows `StableSwap3Pool.vy` (Curve, 2020), for two coins of 18 decimal places.
module compute::stable {
    use compute::outcome;

    /// The invariant, or a balance, is not found.
    const ENOT_CONVERGED: u64 = 1;

    /// The number of coins.
    const COINS: u256 = 2;
    /// What the pool keeps, of a fee's denominator.
    const FEE: u256 = 4_000_000;
    const FEE_DENOMINATOR: u256 = 10_000_000_000;
    /// Most steps of Newton's method.
    const STEPS_MAX: u64 = 255;

    /// Swaps `amount` for the other coin and what comes out back again, so many times; tells all that came out.
    public entry fun swaps(count: u64, amplification: u256, x: u256, y: u256, amount: u256) {
        let total = 0;
        for (i in 0..count) {
            let given = amount + (i as u256);
            let taken = swap(amplification, x, y, given);
            x += given;
            y -= taken;
            let back = swap(amplification, y, x, taken);
            y += taken;
            x -= back;
            total += taken + back;
        };
        outcome::tell(total);
    }

    fun swap(amplification: u256, reserve_in: u256, reserve_out: u256, amount: u256): u256 {
        let d = invariant(amplification, reserve_in, reserve_out);
        let after = other_balance(amplification, reserve_in + amount, d);
        let out = reserve_out - after - 1;
        out - out * FEE / FEE_DENOMINATOR
    }

    fun invariant(amplification: u256, x: u256, y: u256): u256 {
        let sum = x + y;
        if (sum == 0) return 0;
        let d = sum;
        let ann = amplification * COINS;
        for (_step in 0..STEPS_MAX) {
            let product = d * d / (x * COINS);
            product = product * d / (y * COINS);
            let before = d;
            d = (ann * sum + product * COINS) * d / ((ann - 1) * d + (COINS + 1) * product);
            if (is_near(d, before)) return d;
        };
        abort ENOT_CONVERGED
    }

    /// Computes the balance that goes with the balance `x` of the other coin.
    fun other_balance(amplification: u256, x: u256, d: u256): u256 {
        let ann = amplification * COINS;
        let c = d * d / (x * COINS);
        c = c * d / (ann * COINS);
        let b = x + d / ann;
        let y = d;
        for (_step in 0..STEPS_MAX) {
            let before = y;
            y = (y * y + c) / (2 * y + b - d);
            if (is_near(y, before)) return y;
        };
        abort ENOT_CONVERGED
    }

    fun is_near(a: u256, b: u256): bool {
        if (a > b) a - b <= 1 else b - a <= 1
    }
}
