/// Arithmetic with explicit rounding. Intermediate results are 256 bits wide, so that only a result that does not fit aborts.
module lending::wad {
    use std::error;

    /// The divisor is zero.
    const EDIVISION_BY_ZERO: u64 = 1;

    /// One, as a fraction with 18 decimals.
    const WAD: u128 = 1_000_000_000_000_000_000;
    /// One hundred percent in basis points.
    const BPS: u64 = 10_000;

    public fun one(): u128 {
        WAD
    }

    public fun bps(): u64 {
        BPS
    }

    /// Turns basis points into a fraction with 18 decimals.
    public fun from_bps(value: u64): u128 {
        (value as u128) * (WAD / (BPS as u128))
    }

    /// `a * b / c`, rounded down.
    public fun mul_div_down(a: u256, b: u256, c: u256): u256 {
        assert!(c > 0, error::invalid_argument(EDIVISION_BY_ZERO));
        a * b / c
    }

    /// `a * b / c`, rounded up.
    public fun mul_div_up(a: u256, b: u256, c: u256): u256 {
        assert!(c > 0, error::invalid_argument(EDIVISION_BY_ZERO));
        let product = a * b;
        if (product == 0) 0 else (product - 1) / c + 1
    }
}
