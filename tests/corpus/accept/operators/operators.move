/// Operators where they may stand.
module 0x42::accept_operators_operators {
    struct Point has copy, drop { x: u64, y: u64 }
    struct Coin { value: u64 }
    struct Box<T> has drop { item: T }

    fun arithmetic(a: u64, b: u64): u64 { a + b - a * b / a % b }
    fun bits(a: u8, b: u8): u8 { a & b | a ^ b }
    fun shifts(a: u256, b: u8): u256 { a << b >> 3 }
    fun a_shift_by_u8_of_any_width(a: u16): u16 { a << 3u8 }
    fun order(a: u128, b: u128): bool { a < b || a <= b || a > b || a >= b }
    fun equality_of_bools(a: bool, b: bool): bool { a == b && a != b }
    fun equality_of_structs(a: Point, b: Point): bool { a == b }
    fun equality_of_references(a: &Coin, b: &Coin): bool { a == b }
    fun equality_of_mutable_references(a: &mut u64, b: &mut u64): bool { a == b }
    fun equality_of_a_mutable_and_another(a: &mut u64, b: &u64): bool { a == b }
    fun equality_of_vectors(a: vector<address>, b: vector<address>): bool { a != b }
    fun equality_of_generic_values<T: drop>(a: T, b: T): bool { a == b }
    fun equality_behind_generic_references<T>(a: &T, b: &T): bool { a == b }
    fun equality_of_generic_structs<T: drop>(a: Box<T>, b: Box<T>): bool { a == b }
    fun order_of_any_type(a: Point, b: Point): bool { a < b || a >= b }
    fun order_of_generic_values<T: drop>(a: T, b: T): bool { a <= b }
    fun order_behind_references<T>(a: &T, b: &T): bool { a > b }
    fun order_of_what_cannot_be_dropped(a: &Coin, b: &mut Coin): bool { a < b }
    fun order_of_addresses(a: address, b: address): bool { a < b }
    fun negation(a: bool): bool { !a && !!a && !(a || a) }
    fun casts(a: u8): u256 { ((a as u16) as u256) + (a as u256) }
    fun a_cast_as_the_last_operand(a: u8): u64 { 1 + a as u64 }
    fun a_cast_to_its_own_type(a: u8): u8 { a as u8 }
    fun a_cast_of_a_literal(): u8 { 255 as u8 }
    fun without_spaces(a: u64, b: u64): bool { a+b*2-1 < b&&a > 1||a==b }
    fun less_than_something_in_parentheses(a: u64): bool { a < (a + 1) }
    fun dereferenced(a: &u64, b: &mut u64): u64 { *a + *b }
    fun compared_dereferenced(a: &vector<u8>, b: &vector<u8>): bool { *a == *b }
    fun compound(a: u64, b: u8): u64 {
        a += 1; a -= 1; a *= 2; a /= 2; a %= 7; a &= 3; a |= 4; a ^= 1; a <<= b; a >>= 1;
        a
    }
    fun compound_on_places(p: &mut Point, list: &mut vector<u64>, r: &mut u64) {
        p.x += p.y;
        list[0] *= 2;
        *r -= 1;
    }
    fun spent(coin: Coin) { let Coin { value: _ } = coin; }
}
