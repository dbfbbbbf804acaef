/// Compound interest: powers of numbers with 18 decimal places, in 128 bits.
module compute::growth {
    use compute::outcome;

    /// One, with 18 decimal places.
    const ONE: u128 = 1_000_000_000_000_000_000;
    const HALF: u128 = 500_000_000_000_000_000;

    /// Sums what one grows to in `periods` at each of `count` rates from `rate` on.
    public entry fun powers(count: u64, rate: u128, periods: u64) {
        let total = 0;
        for (i in 0..count) {
            total += power(ONE + rate + (i as u128), periods);
        };
        outcome::tell((total as u256));
    }

    fun power(base: u128, exponent: u64): u128 {
        let result = ONE;
        while (exponent > 0) {
            if (exponent % 2 == 1) {
                result = product(result, base);
            };
            exponent /= 2;
            if (exponent > 0) {
                base = product(base, base);
            };
        };
        result
    }

    fun product(a: u128, b: u128): u128 {
        (a * b + HALF) / ONE
    }
}
