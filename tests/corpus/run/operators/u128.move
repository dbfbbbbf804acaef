/// Arithmetic of `u128`.
module 0x42::run_operators_u128 {
    const A: u128 = 0xb73c3c3c3c3c3c3c3c3c3c3c3c3c3c3c;
    const B: u128 = 0x2d919191919191919191919191919191;
    const HALF: u128 = 18446744073709551616;
    const LARGE: u128 = 226854911280625642308916404954512140970;
    const LARGEST: u128 = 0xffffffffffffffffffffffffffffffff;

    /// What no compiler computes beforehand.
    fun same(x: u128): u128 { x }

    // returns: 243561482757059584946785823104310197308
    fun sum(): u128 { same(A - B) + B }

    // returns: 340282366920938463463374607431768211455
    fun sum_up_to_the_largest(): u128 { same(LARGEST - 1) + 1 }

    // aborts: arithmetic overflow
    fun sum_beyond_the_largest(): u128 { same(LARGEST) + 1 }

    // aborts: arithmetic overflow
    fun sum_far_beyond(): u128 { same(LARGE) + LARGE }

    // returns: 182990387419723418503090771965260769963
    fun difference(): u128 { same(A) - B }

    // returns: 0
    fun difference_down_to_zero(): u128 { same(A) - A }

    // aborts: subtraction below zero
    fun difference_below_zero(): u128 { same(0) - 1 }

    // returns: 340282366920938463463374607431768211455
    fun product(): u128 { same(HALF - 1) * (HALF + 1) }

    // aborts: arithmetic overflow
    fun product_beyond_the_largest(): u128 { same(HALF) * HALF }

    // returns: 0
    fun product_with_zero(): u128 { same(LARGEST) * 0 }

    // returns: 4
    fun quotient(): u128 { same(A) / B }

    // returns: 1
    fun quotient_of_the_largest(): u128 { same(LARGEST) / LARGEST }

    // aborts: division by zero
    fun quotient_by_zero(): u128 { 7u128 / same(0) }

    // returns: 1277101407714919172005618548112487928
    fun remainder(): u128 { same(A) % B }

    // aborts: division by zero
    fun remainder_by_zero(): u128 { 7u128 % same(0) }

    // returns: 49264838384953882018877962849841319952
    fun bits_of_both(): u128 { same(A) & B }

    // returns: 254867739709441869371602911393518304701
    fun bits_of_either(): u128 { same(A) | B }

    // returns: 205602901324487987352724948543676984749
    fun bits_of_one(): u128 { same(A) ^ B }

    // returns: 160132878551029865150554288639086428160
    fun shifted_left(): u128 { same(A) << 65 }

    // returns: 170141183460469231731687303715884105728
    fun shifted_left_almost_out(): u128 { same(3) << 127 }

    // aborts: shift by the width or more
    fun shifted_left_by_the_width(): u128 { same(1) << 128 }

    // returns: 6601747218474868254
    fun shifted_right(): u128 { same(A) >> 65 }

    // returns: 1
    fun shifted_right_almost_out(): u128 { same(LARGEST) >> 127 }

    // aborts: shift by the width or more
    fun shifted_right_by_the_width(): u128 { same(1) >> 128 }

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
