/// Signed integers where they may not stand, and what they have no operators for.
module 0x42::m {
    use aptos_std::table::Table;

    const BEYOND: i8 = 128; // error: E0308
    const BELOW: i8 = -129; // error: E0308
    const NEGATED_LEAST: i8 = -(-128i8 - 0); // error: E0313
    const SUM: i8 = 127 + 1; // error: E0313
    const LEAST_BY_LESS_THAN_NOTHING: i8 = -128i8 / -1i8; // error: E0313
    const REST_OF_THE_LEAST: i8 = -128i8 % -1i8; // error: E0313
    const REST_BY_ZERO: i64 = -1i64 % 0; // error: E0313
    const OF_ANOTHER_TYPE: i64 = 1u64; // error: E0301
    const OF_ANOTHER_WIDTH: i64 = -1i128; // error: E0301
    const UNSIGNED: u64 = -1; // error: E0301

    struct Box has key { item: i64, levels: Table<i8, u64> }

    fun a_literal_beyond_its_suffix(): i64 { 9223372036854775808i64 } // error: E0308
    fun a_literal_below_its_suffix(): i64 { -9223372036854775809i64 } // error: E0308
    fun a_literal_beyond_its_type(): i16 { 32768 } // error: E0308
    fun a_negative_literal_of_no_known_type() { let _ = -9223372036854775809; } // error: E0308
    fun a_negative_literal_with_an_unsigned_suffix(): u8 { -1u8 } // error: E0305
    fun a_negative_literal_for_an_unsigned_type(): u64 { -1 } // error: E0301
    fun a_literal_in_parentheses_is_not_negative(): i8 { -(128) } // error: E0308
    fun negation_of_an_unsigned_integer(x: u64): u64 { -x } // error: E0305
    fun negation_of_a_bool(x: bool): bool { -x } // error: E0305
    fun negation_of_a_reference(x: &i64): i64 { -x } // error: E0305
    fun negation_of_a_vector(x: vector<i64>) { -x; } // error: E0305
    fun a_sum_with_an_unsigned_integer(x: i64, y: u64): i64 { x + y } // error: E0301
    fun a_sum_with_a_wider_one(x: i64, y: i128): i64 { x + y } // error: E0301
    fun a_difference_of_references(x: &i64) { let _ = x - x; } // error: E0305
    fun an_order_with_an_unsigned_integer(x: i8, y: u8): bool { x < y } // error: E0301
    fun equality_with_an_unsigned_integer(x: i8, y: u8): bool { x == y } // error: E0301
    fun bits_in_both(x: i64, y: i64): i64 { x & y } // error: E0305
    fun bits_in_either(x: i128, y: i128): i128 { x | y } // error: E0305
    fun bits_in_one(x: i256, y: i256): i256 { x ^ y } // error: E0305
    fun a_shift_to_the_left(x: i8): i8 { x << 1 } // error: E0305
    fun a_shift_to_the_right(x: i16): i16 { x >> 1 } // error: E0305
    fun a_shift_by_a_signed_integer(x: u64, y: i8): u64 { x << y } // error: E0301
    fun bits_of_a_literal() { let _ = -1 & 1; } // error: E0305
    fun compound_bits(x: i64): i64 { x &= 1; x } // error: E0305
    fun a_compound_shift(x: i64): i64 { x <<= 1; x } // error: E0305
    fun a_compound_sum_with_an_unsigned_integer(x: i64, y: u64): i64 { x += y; x } // error: E0301
    fun logic(x: i64): bool { x && true } // error: E0301
    fun not(x: i64): bool { !x } // error: E0301
    fun a_cast_of_a_bool(x: bool): i64 { x as i64 } // error: E0316
    fun a_cast_to_an_address(x: i256): address { x as address } // error: E0316
    fun an_index(list: &vector<u8>, at: i64): u8 { list[at] } // error: E0301
    fun an_abort_code() { abort -1 } // error: E0301
    fun an_argument(): i64 { an_index(&vector[], 1); taken(1u64) } // error: E0301
    fun taken(x: i64): i64 { x }
    fun a_pattern_beyond_the_type(x: i8): bool { match (x) { -129 => true, _ => false } } // error: E0308
    fun a_pattern_of_another_type(x: u8): bool { match (x) { -1 => true, _ => false } } // error: E0301
    fun patterns_that_leave_something_out(x: i8): bool { match (x) { -1 => true, 0 => false } } // error: E0311
    fun no_such_width(x: i24) {} // error: E0201
    fun no_least_of_unsigned_integers(): u64 { MIN_U64 } // error: E0201

    fun a_key_of_another_type(a: u64) writes Box(@0x1).levels[a] {} // error: E0301
    fun a_key_that_is_negated_and_not_signed(a: u64) writes Box(@0x1).levels[-a] {} // error: E0305
    fun a_negative_key_with_an_unsigned_suffix() writes Box(@0x1).levels[-1u8] {} // error: E0305
    fun a_key_beyond_its_type() writes Box(@0x1).levels[-129] {} // error: E0308
}
