/// Signed integers where they may stand.
module 0x42::accept_signed_signed {
    use std::option::{Self, Option};
    use aptos_std::table::Table;

    const LEAST: i8 = -128;
    const LEAST_BY_SUFFIX: i64 = -9223372036854775808i64;
    const SUM: i32 = -3 + 1;
    const NEGATED: i128 = -(5 * 2);
    const LIST: vector<i16> = vector[-1, 0, 1];

    struct Position has copy, drop, store { size: i64, entry_price: u64 }
    struct Ledger has key { balances: vector<i128>, net: i256 }
    struct Tally has key { levels: Table<i8, u64>, net: i64 }
    enum Move has copy, drop { By(i8), To { place: i64 } }

    fun literals(): (i8, i16, i32, i64, i128, i256) { (-1i8, -2i16, -3i32, -4i64, -5i128, -6i256) }
    fun literals_without_suffix(): (i8, i16, i32, i64, i128, i256) { (-1, 2, -3, 4, -5, 6) }
    fun a_hexadecimal_literal(): i16 { -0x7f }
    fun a_literal_of_no_known_type(): i64 { let x = -1; x }
    fun a_literal_that_a_later_use_makes_signed(y: i8): i8 { let x = 1; x + y }
    fun a_literal_that_negation_makes_signed(): i64 { let x = 1; -x }
    fun the_least_of_each(): (i8, i16, i32, i64) { (-128, -32768, -2147483648, -9223372036854775808) }
    fun ends_by_name(): (i8, i8, i256, i256) { (MIN_I8, MAX_I8, MIN_I256, MAX_I256) }
    fun negation(x: i64): i64 { -x }
    fun negation_twice(x: i64): i64 { - -x }
    fun negation_of_a_sum(x: i64, y: i64): i64 { -(x + y) }
    fun negation_of_a_field(p: &Position): i64 { -p.size }
    fun negation_behind_a_reference(x: &i64): i64 { -*x }
    fun negation_before_other_operators(x: i64, y: i64): i64 { -x * -y - -1 }
    fun negation_before_a_cast(x: i8): i64 { -x as i64 }
    fun a_difference_without_spaces(x: i64, y: i64): i64 { x-y-1 }
    fun arithmetic(x: i256, y: i256): i256 { x + y - x * y / x % y }
    fun order(x: i128, y: i128): bool { x < y || x <= y || x > y || x >= y }
    fun equality(x: i8): bool { x == -1 && x != 1 }
    fun casts(x: i8): (u8, i16, u256, i256) { ((x as u8), (x as i16), (x as u256), (x as i256)) }
    fun a_cast_of_a_negative_literal(): i8 { -1i64 as i8 }
    fun compound(x: i64, p: &mut Position): i64 {
        x += -1; x -= 1; x *= -2; x /= 3; x %= 7;
        p.size += x;
        x
    }
    fun a_range_from_below_zero(): i64 { let sum = 0; for (i in -3..4) sum += i; sum }
    fun patterns(x: i8): u8 { match (x) { -128 => 0, -1i8 => 1, 0 => 2, _ => 3 } }
    fun a_pattern_inside(x: Move): bool { match (x) { Move::By(-1) => true, Move::To { place: -1 } => true, _ => false } }
    fun a_constant_in_a_pattern(x: i8): bool { x == LEAST && LEAST_BY_SUFFIX < 0 && SUM == -2 && NEGATED == -10 }
    fun in_vectors(): vector<i64> { let list = vector[-1, 2]; list.push_back(-3); list }
    fun in_constants(): i16 { LIST[0] }
    fun in_type_arguments(): Option<i32> { option::some(-7) }
    fun as_an_index_by_a_cast(list: &vector<u8>, at: i8): u8 { list[at as u64] }
    fun in_function_values(x: i64): i64 { let f = |y| x - y; f(-1) }
    inline fun applied(x: i64, f: |i64| i64): i64 { f(-x) }
    fun in_inline_functions(): i64 { applied(-3, |x| -x) }
    fun in_storage(a: address): i256 { Ledger[a].balances[0] += -1; Ledger[a].net -= 1; Ledger[a].net }
    fun as_keys(x: i8)
        writes Tally(@0x1).levels[-x], Tally(@0x1).levels[-1], Tally(@0x1).levels[x - -1], Tally(@0x1).levels[-(x / 2)]
    {
        let levels = &mut Tally[@0x1].levels;
        levels.upsert(-x, 1);
        levels.upsert(-1, 2);
        levels.upsert(x - -1, 3);
        levels.upsert(-(x / 2), 4);
    }
    fun what_is_added(x: i64) adds Tally(@0x1).net { Tally[@0x1].net += x; Tally[@0x1].net -= x; }
    fun on_a_condition(x: i64) writes Tally(@0x1).net if x < -1 { if (x < -1) Tally[@0x1].net = x; }
    entry fun as_an_argument(_x: i64, _y: vector<i8>, _z: Option<i256>) {}
}
