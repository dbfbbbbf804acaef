/// Arithmetic of `u32`.
module 0x42::run_operators_u32 {
    const A: u32 = 0xb73c3c3c;
    const B: u32 = 0x2d919191;
    const HALF: u32 = 65536;
    const LARGE: u32 = 2863311530;
    const LARGEST: u32 = 0xffffffff;

    /// What no compiler computes beforehand.
    fun same(x: u32): u32 { x }

    // returns: 3074178108
    fun sum(): u32 { same(A - B) + B }

    // returns: 4294967295
    fun sum_up_to_the_largest(): u32 { same(LARGEST - 1) + 1 }

    // aborts: arithmetic overflow
    fun sum_beyond_the_largest(): u32 { same(LARGEST) + 1 }

    // aborts: arithmetic overflow
    fun sum_far_beyond(): u32 { same(LARGE) + LARGE }

    // returns: 2309663403
    fun difference(): u32 { same(A) - B }

    // returns: 0
    fun difference_down_to_zero(): u32 { same(A) - A }

    // aborts: subtraction below zero
    fun difference_below_zero(): u32 { same(0) - 1 }

    // returns: 4294967295
    fun product(): u32 { same(HALF - 1) * (HALF + 1) }

    // aborts: arithmetic overflow
    fun product_beyond_the_largest(): u32 { same(HALF) * HALF }

    // returns: 0
    fun product_with_zero(): u32 { same(LARGEST) * 0 }

    // returns: 4
    fun quotient(): u32 { same(A) / B }

    // returns: 1
    fun quotient_of_the_largest(): u32 { same(LARGEST) / LARGEST }

    // aborts: division by zero
    fun quotient_by_zero(): u32 { 7u32 / same(0) }

    // returns: 16119288
    fun remainder(): u32 { same(A) % B }

    // aborts: division by zero
    fun remainder_by_zero(): u32 { 7u32 % same(0) }

    // returns: 621809680
    fun bits_of_both(): u32 { same(A) & B }

    // returns: 3216883133
    fun bits_of_either(): u32 { same(A) | B }

    // returns: 2595073453
    fun bits_of_one(): u32 { same(A) ^ B }

    // returns: 2021130240
    fun shifted_left(): u32 { same(A) << 17 }

    // returns: 2147483648
    fun shifted_left_almost_out(): u32 { same(3) << 31 }

    // aborts: shift by the width or more
    fun shifted_left_by_the_width(): u32 { same(1) << 32 }

    // returns: 23454
    fun shifted_right(): u32 { same(A) >> 17 }

    // returns: 1
    fun shifted_right_almost_out(): u32 { same(LARGEST) >> 31 }

    // aborts: shift by the width or more
    fun shifted_right_by_the_width(): u32 { same(1) >> 32 }

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
