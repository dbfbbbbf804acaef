/// Arithmetic on `u128` beyond the operators. Touches no state.
module aptos_std::math128 {
    /// Zero has no logarithm.
    const EINVALID_ARG_FLOOR_LOG2: u64 = 1;
    /// A division by zero.
    const EDIVISION_BY_ZERO: u64 = 0x10004;

    /// Returns the larger one.
    public fun max(a: u128, b: u128): u128 pure {
        if (a >= b) a else b
    }

    /// Returns the smaller one.
    public fun min(a: u128, b: u128): u128 pure {
        if (a < b) a else b
    }

    /// Returns the mean, rounded down; no sum overflows.
    public fun average(a: u128, b: u128): u128 pure {
        if (a < b) {
            a + (b - a) / 2
        } else {
            b + (a - b) / 2
        }
    }

    /// Returns `x`, or the nearer bound where it lies outside `lower..=upper`.
    public fun clamp(x: u128, lower: u128, upper: u128): u128 pure {
        min(upper, max(lower, x))
    }

    /// Returns `a * b / c`, rounded down, without overflow on the way; aborts if `c` is 0 or the result too large.
    public fun mul_div(a: u128, b: u128, c: u128): u128 pure {
        (((a as u256) * (b as u256) / (c as u256)) as u128)
    }

    /// Returns `n` to the power of `e`; aborts if it is too large.
    public fun pow(n: u128, e: u128): u128 pure {
        let power = 1;
        while (e > 0) {
            if (e % 2 == 1) {
                power = power * n;
            };
            e = e / 2;
            if (e > 0) {
                n = n * n;
            };
        };
        power
    }

    /// Returns the square root, rounded down.
    public fun sqrt(x: u128): u128 pure {
        if (x == 0) {
            return 0
        };
        // Newton's method from above: the guesses fall until they reach the root.
        let root = x / 2 + 1;
        let next = (root + x / root) / 2;
        while (next < root) {
            root = next;
            next = (root + x / root) / 2;
        };
        root
    }

    /// Returns the greatest number that divides both without remainder.
    public fun gcd(a: u128, b: u128): u128 pure {
        while (b != 0) {
            (a, b) = (b, a % b);
        };
        a
    }

    /// Returns the least number that both divide without remainder; aborts if it is too large or both are 0.
    public fun lcm(a: u128, b: u128): u128 pure {
        if (a == 0 || b == 0) {
            return 0
        };
        a / gcd(a, b) * b
    }

    /// Returns `x / y`, rounded up; aborts if `y` is 0.
    public fun ceil_div(x: u128, y: u128): u128 pure {
        if (x == 0) {
            assert!(y != 0, EDIVISION_BY_ZERO);
            0
        } else {
            (x - 1) / y + 1
        }
    }

    /// Returns the number of the highest bit that is set; aborts if there is none.
    public fun floor_log2(x: u128): u8 pure {
        assert!(x != 0, std::error::invalid_argument(EINVALID_ARG_FLOOR_LOG2));
        let log = 0;
        while (x > 1) {
            x = x >> 1;
            log = log + 1;
        };
        log
    }
}
