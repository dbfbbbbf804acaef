/// Arithmetic of `u16`.
module 0x42::run_operators_u16 {
    const A: u16 = 0xb73c;
    const B: u16 = 0x2d91;
    const HALF: u16 = 256;
    const LARGE: u16 = 43690;
    const LARGEST: u16 = 0xffff;

    /// What no compiler computes beforehand.
    fun same(x: u16): u16 { x }

    // returns: 46908
    fun sum(): u16 { same(A - B) + B }

    // returns: 65535
    fun sum_up_to_the_largest(): u16 { same(LARGEST - 1) + 1 }

    // aborts: arithmetic overflow
    fun sum_beyond_the_largest(): u16 { same(LARGEST) + 1 }

    // aborts: arithmetic overflow
    fun sum_far_beyond(): u16 { same(LARGE) + LARGE }

    // returns: 35243
    fun difference(): u16 { same(A) - B }

    // returns: 0
    fun difference_down_to_zero(): u16 { same(A) - A }

    // aborts: subtraction below zero
    fun difference_below_zero(): u16 { same(0) - 1 }

    // returns: 65535
    fun product(): u16 { same(HALF - 1) * (HALF + 1) }

    // aborts: arithmetic overflow
    fun product_beyond_the_largest(): u16 { same(HALF) * HALF }

    // returns: 0
    fun product_with_zero(): u16 { same(LARGEST) * 0 }

    // returns: 4
    fun quotient(): u16 { same(A) / B }

    // returns: 1
    fun quotient_of_the_largest(): u16 { same(LARGEST) / LARGEST }

    // aborts: division by zero
    fun quotient_by_zero(): u16 { 7u16 / same(0) }

    // returns: 248
    fun remainder(): u16 { same(A) % B }

    // aborts: division by zero
    fun remainder_by_zero(): u16 { 7u16 % same(0) }

    // returns: 9488
    fun bits_of_both(): u16 { same(A) & B }

    // returns: 49085
    fun bits_of_either(): u16 { same(A) | B }

    // returns: 39597
    fun bits_of_one(): u16 { same(A) ^ B }

    // returns: 30720
    fun shifted_left(): u16 { same(A) << 9 }

    // returns: 32768
    fun shifted_left_almost_out(): u16 { same(3) << 15 }

    // aborts: shift by the width or more
    fun shifted_left_by_the_width(): u16 { same(1) << 16 }

    // returns: 91
    fun shifted_right(): u16 { same(A) >> 9 }

    // returns: 1
    fun shifted_right_almost_out(): u16 { same(LARGEST) >> 15 }

    // aborts: shift by the width or more
    fun shifted_right_by_the_width(): u16 { same(1) >> 16 }

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
