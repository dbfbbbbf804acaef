/// Numbers with 64 bits before the point and 64 behind it. Touches no state.
module aptos_std::fixed_point64 {
    /// A number times 2^64.
    struct FixedPoint64 has copy, drop, store {
        /// The number times 2^64.
        value: u128,
    }

    const MAX_U128: u256 = 340282366920938463463374607431768211455;

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
    /// A difference is below zero.
    const ENEGATIVE_RESULT: u64 = 0x10006;

    /// Returns `self - y`; aborts below zero.
    public fun sub(self: FixedPoint64, y: FixedPoint64): FixedPoint64 {
        assert!(self.value >= y.value, ENEGATIVE_RESULT);
        FixedPoint64 { value: self.value - y.value }
    }

    /// Returns `self + y`; aborts if it is too large.
    public fun add(self: FixedPoint64, y: FixedPoint64): FixedPoint64 {
        let sum = (self.value as u256) + (y.value as u256);
        assert!(sum <= MAX_U128, ERATIO_OUT_OF_RANGE);
        FixedPoint64 { value: (sum as u128) }
    }

    /// Returns `val * multiplier`, rounded down; aborts if it is too large.
    public fun multiply_u128(val: u128, multiplier: FixedPoint64): u128 {
        let product = ((val as u256) * (multiplier.value as u256)) >> 64;
        assert!(product <= MAX_U128, EMULTIPLICATION);
        (product as u128)
    }

    /// Returns `val / divisor`, rounded down; aborts if it is too large or the divisor zero.
    public fun divide_u128(val: u128, divisor: FixedPoint64): u128 {
        assert!(divisor.value != 0, EDIVISION_BY_ZERO);
        let quotient = ((val as u256) << 64) / (divisor.value as u256);
        assert!(quotient <= MAX_U128, EDIVISION);
        (quotient as u128)
    }

    /// Makes `numerator / denominator`; aborts if that is too large, or would become zero without being it.
    ///
    /// ```
    /// let half = fixed_point64::create_from_rational(1, 2);
    /// assert!(fixed_point64::multiply_u128(10, half) == 5);
    /// ```
    public fun create_from_rational(numerator: u128, denominator: u128): FixedPoint64 {
        assert!(denominator != 0, EDENOMINATOR);
        let quotient = ((numerator as u256) << 64) / (denominator as u256);
        assert!(quotient != 0 || numerator == 0, ERATIO_OUT_OF_RANGE);
        assert!(quotient <= MAX_U128, ERATIO_OUT_OF_RANGE);
        FixedPoint64 { value: (quotient as u128) }
    }

    /// Makes the number `value / 2^64`.
    public fun create_from_raw_value(value: u128): FixedPoint64 {
        FixedPoint64 { value }
    }

    /// Returns the number times 2^64.
    public fun get_raw_value(self: FixedPoint64): u128 {
        self.value
    }

    /// Tells whether it is zero.
    public fun is_zero(self: FixedPoint64): bool {
        self.value == 0
    }

    /// Returns the smaller one.
    public fun min(num1: FixedPoint64, num2: FixedPoint64): FixedPoint64 {
        if (num1.value < num2.value) num1 else num2
    }

    /// Returns the larger one.
    public fun max(num1: FixedPoint64, num2: FixedPoint64): FixedPoint64 {
        if (num1.value > num2.value) num1 else num2
    }

    /// Tells whether `num1 <= num2`.
    public fun less_or_equal(num1: FixedPoint64, num2: FixedPoint64): bool {
        num1.value <= num2.value
    }

    /// Tells whether `num1 < num2`.
    public fun less(num1: FixedPoint64, num2: FixedPoint64): bool {
        num1.value < num2.value
    }

    /// Tells whether `num1 >= num2`.
    public fun greater_or_equal(num1: FixedPoint64, num2: FixedPoint64): bool {
        num1.value >= num2.value
    }

    /// Tells whether `num1 > num2`.
    public fun greater(num1: FixedPoint64, num2: FixedPoint64): bool {
        num1.value > num2.value
    }

    /// Tells whether both are equal.
    public fun equal(num1: FixedPoint64, num2: FixedPoint64): bool {
        num1.value == num2.value
    }

    /// Tells whether they differ by at most `precision`.
    public fun almost_equal(num1: FixedPoint64, num2: FixedPoint64, precision: FixedPoint64): bool {
        if (num1.value > num2.value) {
            num1.value - num2.value <= precision.value
        } else {
            num2.value - num1.value <= precision.value
        }
    }

    /// Makes the whole number `val`; aborts if it is too large.
    public fun create_from_u128(val: u128): FixedPoint64 {
        let value = (val as u256) << 64;
        assert!(value <= MAX_U128, ERATIO_OUT_OF_RANGE);
        FixedPoint64 { value: (value as u128) }
    }

    /// Returns the number, rounded down.
    public fun floor(self: FixedPoint64): u128 {
        self.value >> 64
    }

    /// Returns the number, rounded up.
    public fun ceil(self: FixedPoint64): u128 {
        let whole = self.value >> 64;
        if (whole << 64 == self.value) whole else whole + 1
    }

    /// Returns the nearest whole number; a half goes up.
    public fun round(self: FixedPoint64): u128 {
        let whole = self.value >> 64;
        if (self.value & 0xFFFFFFFFFFFFFFFF < 0x8000000000000000) whole else whole + 1
    }
}
