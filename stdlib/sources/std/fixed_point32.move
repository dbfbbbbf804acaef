/// Numbers with 32 bits before the point and 32 behind it. Touches no state.
module std::fixed_point32 {
    /// A number times 2^32.
    struct FixedPoint32 has copy, drop, store {
        /// The number times 2^32.
        value: u64,
    }

    const MAX_U64: u128 = 18446744073709551615;

    /// The denominator is zero.
    const EDENOMINATOR: u64 = 0x10001;
    /// A quotient is too large.
    const EDIVISION: u64 = 0x20002;
    /// A product is too large.
    const EMULTIPLICATION: u64 = 0x20003;
    /// A division by zero.
    const EDIVISION_BY_ZERO: u64 = 0x10004;
    /// A ratio that no number here is near to.
    const ERATIO_OUT_OF_RANGE: u64 = 0x20005;

    /// Returns `val * multiplier`, rounded down; aborts if it is too large.
    public fun multiply_u64(val: u64, multiplier: FixedPoint32): u64 {
        let product = ((val as u128) * (multiplier.value as u128)) >> 32;
        assert!(product <= MAX_U64, EMULTIPLICATION);
        (product as u64)
    }

    /// Returns `val / divisor`, rounded down; aborts if it is too large or the divisor zero.
    public fun divide_u64(val: u64, divisor: FixedPoint32): u64 {
        assert!(divisor.value != 0, EDIVISION_BY_ZERO);
        let quotient = ((val as u128) << 32) / (divisor.value as u128);
        assert!(quotient <= MAX_U64, EDIVISION);
        (quotient as u64)
    }

    /// Makes `numerator / denominator`; aborts if that is too large, or would become zero without being it.
    ///
    /// ```
    /// let half = fixed_point32::create_from_rational(1, 2);
    /// assert!(fixed_point32::multiply_u64(10, half) == 5);
    /// ```
    public fun create_from_rational(numerator: u64, denominator: u64): FixedPoint32 {
        let scaled_denominator = (denominator as u128) << 32;
        assert!(scaled_denominator != 0, EDENOMINATOR);
        let quotient = ((numerator as u128) << 64) / scaled_denominator;
        assert!(quotient != 0 || numerator == 0, ERATIO_OUT_OF_RANGE);
        assert!(quotient <= MAX_U64, ERATIO_OUT_OF_RANGE);
        FixedPoint32 { value: (quotient as u64) }
    }

    /// Makes the number `value / 2^32`.
    public fun create_from_raw_value(value: u64): FixedPoint32 {
        FixedPoint32 { value }
    }

    /// Returns the number times 2^32.
    public fun get_raw_value(self: FixedPoint32): u64 {
        self.value
    }

    /// Tells whether it is zero.
    public fun is_zero(self: FixedPoint32): bool {
        self.value == 0
    }

    /// Returns the smaller one.
    public fun min(num1: FixedPoint32, num2: FixedPoint32): FixedPoint32 {
        if (num1.value < num2.value) num1 else num2
    }

    /// Returns the larger one.
    public fun max(num1: FixedPoint32, num2: FixedPoint32): FixedPoint32 {
        if (num1.value > num2.value) num1 else num2
    }

    /// Makes the whole number `val`; aborts if it is too large.
    public fun create_from_u64(val: u64): FixedPoint32 {
        let value = (val as u128) << 32;
        assert!(value <= MAX_U64, ERATIO_OUT_OF_RANGE);
        FixedPoint32 { value: (value as u64) }
    }

    /// Returns the number, rounded down.
    public fun floor(self: FixedPoint32): u64 {
        self.value >> 32
    }

    /// Returns the number, rounded up.
    public fun ceil(self: FixedPoint32): u64 {
        let whole = self.value >> 32;
        if (whole << 32 == self.value) whole else whole + 1
    }

    /// Returns the nearest whole number; a half goes up.
    public fun round(self: FixedPoint32): u64 {
        let whole = self.value >> 32;
        if (self.value & 0xFFFFFFFF < 0x80000000) whole else whole + 1
    }
}
