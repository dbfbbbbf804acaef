/// Arithmetic of `u64`.
module 0x42::run_operators_u64 {
    const A: u64 = 0xb73c3c3c3c3c3c3c;
    const B: u64 = 0x2d91919191919191;
    const HALF: u64 = 4294967296;
    const LARGE: u64 = 12297829382473034410;
    const LARGEST: u64 = 0xffffffffffffffff;

    /// What no compiler computes beforehand.
    fun same(x: u64): u64 { x }

    // returns: 13203494436949736508
    fun sum(): u64 { same(A - B) + B }

    // returns: 18446744073709551615
    fun sum_up_to_the_largest(): u64 { same(LARGEST - 1) + 1 }

    // aborts: arithmetic overflow
    fun sum_beyond_the_largest(): u64 { same(LARGEST) + 1 }

    // aborts: arithmetic overflow
    fun sum_far_beyond(): u64 { same(LARGE) + LARGE }

    // returns: 9919928779221412523
    fun difference(): u64 { same(A) - B }

    // returns: 0
    fun difference_down_to_zero(): u64 { same(A) - A }

    // aborts: subtraction below zero
    fun difference_below_zero(): u64 { same(0) - 1 }

    // returns: 18446744073709551615
    fun product(): u64 { same(HALF - 1) * (HALF + 1) }

    // aborts: arithmetic overflow
    fun product_beyond_the_largest(): u64 { same(HALF) * HALF }

    // returns: 0
    fun product_with_zero(): u64 { same(LARGEST) * 0 }

    // returns: 4
    fun quotient(): u64 { same(A) / B }

    // returns: 1
    fun quotient_of_the_largest(): u64 { same(LARGEST) / LARGEST }

    // aborts: division by zero
    fun quotient_by_zero(): u64 { 7u64 / same(0) }

    // returns: 69231806036440568
    fun remainder(): u64 { same(A) % B }

    // aborts: division by zero
    fun remainder_by_zero(): u64 { 7u64 % same(0) }

    // returns: 2670652240205713424
    fun bits_of_both(): u64 { same(A) & B }

    // returns: 13816407854472347069
    fun bits_of_either(): u64 { same(A) | B }

    // returns: 11145755614266633645
    fun bits_of_one(): u64 { same(A) ^ B }

    // returns: 8680820738548039680
    fun shifted_left(): u64 { same(A) << 33 }

    // returns: 9223372036854775808
    fun shifted_left_almost_out(): u64 { same(3) << 63 }

    // aborts: shift by the width or more
    fun shifted_left_by_the_width(): u64 { same(1) << 64 }

    // returns: 1537089054
    fun shifted_right(): u64 { same(A) >> 33 }

    // returns: 1
    fun shifted_right_almost_out(): u64 { same(LARGEST) >> 63 }

    // aborts: shift by the width or more
    fun shifted_right_by_the_width(): u64 { same(1) >> 64 }

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
