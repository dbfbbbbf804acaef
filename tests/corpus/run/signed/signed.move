/// What signed integers compute, and where they abort.
module 0x42::run_signed_signed {
    use std::bcs;
    use std::cmp;
    use std::type_info;

    const LEAST: i64 = -9223372036854775808;

    /// What no compiler computes beforehand.
    fun same<T>(x: T): T { x }

    // returns: -128, -32768, -2147483648, -9223372036854775808
    fun least(): (i8, i16, i32, i64) { (-128, MIN_I16, -2147483648i32, LEAST) }

    // returns: -170141183460469231731687303715884105728, -57896044618658097711785492504343953926634992332820282019728792003956564819968
    fun least_of_the_wide(): (i128, i256) { (MIN_I128, MIN_I256) }

    // returns: 127, 32767, 2147483647, 9223372036854775807
    fun greatest(): (i8, i16, i32, i64) { (MAX_I8, 32767, MAX_I32, MAX_I64) }

    // returns: 57896044618658097711785492504343953926634992332820282019728792003956564819967
    fun greatest_of_all(): i256 { MAX_I256 }

    // returns: -5, 5, 0
    fun negation(): (i64, i64, i64) { (-same(5), -same(-5), -same(0)) }

    // aborts: arithmetic overflow
    fun negation_of_the_least(): i8 { -same(MIN_I8) }

    // aborts: arithmetic overflow
    fun negation_of_the_least_i256(): i256 { -same(MIN_I256) }

    // returns: -1, 1, -256
    fun sums(): (i8, i64, i256) { (same(-128) + 127, same(-1) + 2, same(-128) + -128) }

    // aborts: arithmetic overflow
    fun a_sum_beyond_the_greatest(): i8 { same(127) + 1 }

    // aborts: arithmetic overflow
    fun a_sum_below_the_least(): i8 { same(-128) + -1 }

    // aborts: arithmetic overflow
    fun a_sum_below_the_least_i256(): i256 { same(MIN_I256) + MIN_I256 }

    // returns: -1, -128, 3
    fun differences(): (i8, i8, i128) { (same(1) - 2, same(-127) - 1, same(1) - -2) }

    // aborts: arithmetic overflow
    fun a_difference_below_the_least(): i64 { same(LEAST) - 1 }

    // aborts: arithmetic overflow
    fun a_difference_beyond_the_greatest(): i16 { same(0) - MIN_I16 }

    // returns: -6, 6, -128
    fun products(): (i32, i256, i8) { (same(-2) * 3, same(-2) * -3, same(64) * -2) }

    // aborts: arithmetic overflow
    fun a_product_beyond_the_greatest(): i8 { same(-64) * -2 }

    // aborts: arithmetic overflow
    fun a_product_beyond_the_greatest_i256(): i256 { same(MIN_I256) * -1 }

    // returns: -3, -3, 3, 3
    fun quotients_are_rounded_towards_zero(): (i64, i64, i64, i256) {
        (same(-7) / 2, same(7) / -2, same(-7) / -2, same(-7) / -2)
    }

    // returns: -1, 1, -1, -1
    fun rests_have_the_sign_of_what_is_divided(): (i64, i64, i64, i256) {
        (same(-7) % 2, same(7) % -2, same(-7) % -2, same(-7) % 2)
    }

    // aborts: division by zero
    fun a_quotient_by_zero(): i64 { same(-7) / same(0) }

    // aborts: division by zero
    fun a_rest_by_zero(): i256 { same(-7) % same(0) }

    // aborts: arithmetic overflow
    fun the_least_by_minus_one(): i64 { same(LEAST) / -1 }

    // aborts: arithmetic overflow
    fun the_rest_of_the_least_by_minus_one(): i64 { same(LEAST) % -1 }

    // aborts: arithmetic overflow
    fun the_rest_of_the_least_i256_by_minus_one(): i256 { same(MIN_I256) % -1 }

    // returns: true, true, false, true
    fun order(): (bool, bool, bool, bool) {
        (same(-1i8) < 0, same(-2i256) <= -1, same(-1i64) > 1, same(MIN_I128) < MAX_I128)
    }

    // returns: true, true
    fun equality(): (bool, bool) { (same(-1i16) == -1, same(-1i16) != 1) }

    // returns: -1, 127, -128, 255
    fun casts_that_fit(): (i256, i8, i8, u8) {
        (same(-1i8) as i256, same(127u64) as i8, same(-128i256) as i8, same(255i16) as u8)
    }

    // returns: 9223372036854775807, 18446744073709551615
    fun casts_between_the_wide(): (i64, u64) {
        (same(9223372036854775807u64) as i64, same(18446744073709551615i128) as u64)
    }

    // aborts: cast out of range
    fun a_cast_of_a_negative_number_to_an_unsigned_type(): u256 { same(-1i8) as u256 }

    // aborts: cast out of range
    fun a_cast_beyond_the_greatest(): i8 { same(128u8) as i8 }

    // aborts: cast out of range
    fun a_cast_below_the_least(): i8 { same(-129i16) as i8 }

    // aborts: cast out of range
    fun a_cast_beyond_the_greatest_i256(): i256 { same(MAX_U256) as i256 }

    // returns: -4
    fun compound(): i64 {
        let x = same(5);
        x -= 8;
        x *= 4;
        x /= 5;
        x %= 3;
        x += -2;
        x -= 0;
        x
    }

    // returns: -6
    fun a_loop_from_below_zero(): i64 {
        let sum = 0;
        for (i in -3..1) sum += i;
        sum
    }

    // returns: 1, 2, 3
    fun patterns(): (u8, u8, u8) { (class(-128), class(-1), class(5)) }

    fun class(x: i8): u8 { match (x) { -128 => 1, -1 => 2, _ => 3 } }

    // returns: x"ff", x"fffe", x"80ffffff"
    fun encodings(): (vector<u8>, vector<u8>, vector<u8>) {
        (bcs::to_bytes(&same(-1i8)), bcs::to_bytes(&same(-257i16)), bcs::to_bytes(&same(-128i32)))
    }

    // returns: 32
    fun a_wide_encoding(): u64 { bcs::to_bytes(&same(-1i256)).length() }

    // returns: true, true, true
    fun order_by_the_library(): (bool, bool, bool) {
        (
            cmp::compare(&-1i64, &1).is_lt(),
            cmp::compare(&vector[-1i8], &vector[-2]).is_gt(),
            cmp::compare(&MIN_I256, &MIN_I256).is_eq()
        )
    }

    // returns: true
    fun a_name(): bool { type_info::type_name<vector<i128>>() == std::string::utf8(b"vector<i128>") }

    // returns: vector[-1, 2, -3]
    fun a_vector(): vector<i64> {
        let list = vector[-1, 2];
        list.push_back(-3);
        list
    }

    // returns: 7
    fun a_function_value(): i64 {
        let f = |x: i64| -x;
        f(-7)
    }
}
