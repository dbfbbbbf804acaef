/// Arithmetic of `u256`.
module 0x42::run_operators_u256 {
    const A: u256 = 0xb73c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c;
    const B: u256 = 0x2d91919191919191919191919191919191919191919191919191919191919191;
    const HALF: u256 = 340282366920938463463374607431768211456;
    const LARGE: u256 = 77194726158210796949047323339125271902179989777093709359638389338608753093290;
    const LARGEST: u256 = 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff;

    /// What no compiler computes beforehand.
    fun same(x: u256): u256 { x }

    // returns: 82879677843345576457817926999554878897733456395558445997911391126987453774908
    fun sum(): u256 { same(A - B) + B }

    // returns: 115792089237316195423570985008687907853269984665640564039457584007913129639935
    fun sum_up_to_the_largest(): u256 { same(LARGEST - 1) + 1 }

    // aborts: arithmetic overflow
    fun sum_beyond_the_largest(): u256 { same(LARGEST) + 1 }

    // aborts: arithmetic overflow
    fun sum_far_beyond(): u256 { same(LARGE) + LARGE }

    // returns: 62268402154963006132727626052849096280469405816288480401427060150088701225643
    fun difference(): u256 { same(A) - B }

    // returns: 0
    fun difference_down_to_zero(): u256 { same(A) - A }

    // aborts: subtraction below zero
    fun difference_below_zero(): u256 { same(0) - 1 }

    // returns: 115792089237316195423570985008687907853269984665640564039457584007913129639935
    fun product(): u256 { same(HALF - 1) * (HALF + 1) }

    // aborts: arithmetic overflow
    fun product_beyond_the_largest(): u256 { same(HALF) * HALF }

    // returns: 0
    fun product_with_zero(): u256 { same(LARGEST) * 0 }

    // returns: 4
    fun quotient(): u256 { same(A) / B }

    // returns: 1
    fun quotient_of_the_largest(): u256 { same(LARGEST) / LARGEST }

    // aborts: division by zero
    fun quotient_by_zero(): u256 { 7u256 / same(0) }

    // returns: 434575089815295157456723212731748428677254078478583611974067219392443577848
    fun remainder(): u256 { same(A) % B }

    // aborts: division by zero
    fun remainder_by_zero(): u256 { 7u256 % same(0) }

    // returns: 16763955811609610339279555442970426120117258349800382517415956287665241853968
    fun bits_of_both(): u256 { same(A) & B }

    // returns: 86726997720118536443628672503290235394880248625028029076979765816220964470205
    fun bits_of_either(): u256 { same(A) | B }

    // returns: 69963041908508926104349117060319809274762990275227646559563809528555722616237
    fun bits_of_one(): u256 { same(A) ^ B }

    // returns: 54490394935207621375798110592323721342555154022926882623997275011991228907520
    fun shifted_left(): u256 { same(A) << 129 }

    // returns: 57896044618658097711785492504343953926634992332820282019728792003956564819968
    fun shifted_left_almost_out(): u256 { same(3) << 255 }

    // returns: 121780741378529792473392911552155098654
    fun shifted_right(): u256 { same(A) >> 129 }

    // returns: 1
    fun shifted_right_almost_out(): u256 { same(LARGEST) >> 255 }

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
