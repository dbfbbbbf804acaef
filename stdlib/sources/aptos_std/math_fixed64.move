/// Arithmetic on `FixedPoint64` beyond the operators. Touches no state.
module aptos_std::math_fixed64 {
    use aptos_std::fixed_point64::{Self, FixedPoint64};

    /// The exponent is too large.
    const EOVERFLOW_EXP: u64 = 1;

    /// Natural logarithm of 2, times 2^64.
    const LN2: u256 = 12786308645202655660;

    /// Returns the square root, rounded down.
    public fun sqrt(x: FixedPoint64): FixedPoint64 {
        let y = fixed_point64::get_raw_value(x);
        let wide = (y as u256) << 64;
        if (wide == 0) return x;
        let root = 1u256 << 97;
        let next = (root + wide / root) / 2;
        while (next < root) {
            root = next;
            next = (root + wide / root) / 2;
        };
        fixed_point64::create_from_raw_value((root as u128))
    }

    /// Returns `e` to the power of `x`; aborts if it is too large.
    public fun exp(x: FixedPoint64): FixedPoint64 {
        let raw = (fixed_point64::get_raw_value(x) as u256);
        let shift = raw / LN2;
        assert!(shift < 64, std::error::invalid_argument(EOVERFLOW_EXP));
        let rest = raw % LN2;
        // The series ends where its terms do.
        let sum = 1u256 << 64;
        let term = 1u256 << 64;
        let n = 1;
        while (term > 0) {
            term = ((term * rest) >> 64) / n;
            sum = sum + term;
            n = n + 1;
        };
        fixed_point64::create_from_raw_value(((sum << (shift as u8)) as u128))
    }

    /// Returns `x` to the power of `n`, rounded down at each step; aborts if it is too large.
    public fun pow(x: FixedPoint64, n: u64): FixedPoint64 {
        let power = 1u256 << 64;
        let square = (fixed_point64::get_raw_value(x) as u256);
        while (n > 0) {
            if (n % 2 == 1) {
                power = ((power * square) >> 64);
                power = ((power as u128) as u256);
            };
            n = n / 2;
            if (n > 0) {
                square = (square * square) >> 64;
                square = ((square as u128) as u256);
            };
        };
        fixed_point64::create_from_raw_value((power as u128))
    }

    /// Returns `x * y / z`, rounded down, without overflow on the way.
    public fun mul_div(x: FixedPoint64, y: FixedPoint64, z: FixedPoint64): FixedPoint64 {
        let product = (fixed_point64::get_raw_value(x) as u256) * (fixed_point64::get_raw_value(y) as u256);
        fixed_point64::create_from_raw_value(((product / (fixed_point64::get_raw_value(z) as u256)) as u128))
    }
}
