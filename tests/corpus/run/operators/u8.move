/// Arithmetic of `u8`.
module 0x42::run_operators_u8 {
    const A: u8 = 0xb7;
    const B: u8 = 0x2d;
    const HALF: u8 = 16;
    const LARGE: u8 = 170;
    const LARGEST: u8 = 0xff;

    /// What no compiler computes beforehand.
    fun same(x: u8): u8 { x }

    // returns: 183
    fun sum(): u8 { same(A - B) + B }

    // returns: 255
    fun sum_up_to_the_largest(): u8 { same(LARGEST - 1) + 1 }

    // aborts: arithmetic overflow
    fun sum_beyond_the_largest(): u8 { same(LARGEST) + 1 }

    // aborts: arithmetic overflow
    fun sum_far_beyond(): u8 { same(LARGE) + LARGE }

    // returns: 138
    fun difference(): u8 { same(A) - B }

    // returns: 0
    fun difference_down_to_zero(): u8 { same(A) - A }

    // aborts: subtraction below zero
    fun difference_below_zero(): u8 { same(0) - 1 }

    // returns: 255
    fun product(): u8 { same(HALF - 1) * (HALF + 1) }

    // aborts: arithmetic overflow
    fun product_beyond_the_largest(): u8 { same(HALF) * HALF }

    // returns: 0
    fun product_with_zero(): u8 { same(LARGEST) * 0 }

    // returns: 4
    fun quotient(): u8 { same(A) / B }

    // returns: 1
    fun quotient_of_the_largest(): u8 { same(LARGEST) / LARGEST }

    // aborts: division by zero
    fun quotient_by_zero(): u8 { 7u8 / same(0) }

    // returns: 3
    fun remainder(): u8 { same(A) % B }

    // aborts: division by zero
    fun remainder_by_zero(): u8 { 7u8 % same(0) }

    // returns: 37
    fun bits_of_both(): u8 { same(A) & B }

    // returns: 191
    fun bits_of_either(): u8 { same(A) | B }

    // returns: 154
    fun bits_of_one(): u8 { same(A) ^ B }

    // returns: 224
    fun shifted_left(): u8 { same(A) << 5 }

    // returns: 128
    fun shifted_left_almost_out(): u8 { same(3) << 7 }

    // aborts: shift by the width or more
    fun shifted_left_by_the_width(): u8 { same(1) << 8 }

    // returns: 5
    fun shifted_right(): u8 { same(A) >> 5 }

    // returns: 1
    fun shifted_right_almost_out(): u8 { same(LARGEST) >> 7 }

    // aborts: shift by the width or more
    fun shifted_right_by_the_width(): u8 { same(1) >> 8 }

    // returns: true, false, false
    fun less(): (bool, bool, bool) { (same(B) < A, same(A) < B, same(A) < A) }

    // returns: true, false, true
    fun at_most(): (bool, bool, bool) { (same(B) <= A, same(A) <= B, same(A) <= A) }

    // returns: false, true, false
    fun more(): (bool, bool, bool) { (same(B) > A, same(A) > B, same(A) > A) }

    // returns: false, true, true
    fun at_least(): (bool, bool, bool) { (same(B) >= A, same(A) >= B, same(A) >= A) }

    // returns: false, true, true
    fun equal(): (bool, bool, bool) { (same(B) == A, same(A) == A, same(A) != B) }
}
