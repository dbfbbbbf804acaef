/// Logic, equality and precedence.
module 0x42::run_operators_logic {
    struct Pair has copy, drop { a: u64, b: vector<u8> }
    struct Wrapped<T> has copy, drop { item: T }

    fun yes(): bool { true }
    fun no(): bool { false }
    fun never(): bool { abort 99 }

    // returns: true, false, false, false
    fun both(): (bool, bool, bool, bool) { (yes() && yes(), yes() && no(), no() && yes(), no() && no()) }

    // returns: true, true, true, false
    fun either(): (bool, bool, bool, bool) { (yes() || yes(), yes() || no(), no() || yes(), no() || no()) }

    // returns: false, true, true
    fun not(): (bool, bool, bool) { (!yes(), !no(), !!yes()) }

    // returns: false
    fun the_right_of_and_is_left_alone(): bool { no() && never() }

    // returns: true
    fun the_right_of_or_is_left_alone(): bool { yes() || never() }

    // aborts: 99
    fun the_right_of_and_is_needed(): bool { yes() && never() }

    // aborts: 99
    fun the_right_of_or_is_needed(): bool { no() || never() }

    // returns: true
    fun and_binds_tighter_than_or(): bool { yes() || never() && never() }

    // returns: 7
    fun times_before_plus(): u64 { 1 + 2 * 3 }

    // returns: 4
    fun minus_from_the_left(): u64 { 9 - 3 - 2 }

    // returns: 1
    fun divided_from_the_left(): u64 { 8 / 4 / 2 }

    // returns: 2
    fun remainder_as_times(): u64 { 7 * 2 % 3 }

    // returns: 24
    fun shift_after_plus(): u64 { 1 + 2 << 3 }

    // returns: 7
    fun bits_in_order(): u64 { 1 | 2 ^ 4 & 6 }

    // returns: true
    fun comparison_after_bits(): bool { 1 | 2 == 3 && 4 < 5 | 8 }

    // returns: 258
    fun a_cast_before_plus(): u64 { 255u8 as u64 + 3 }

    // returns: true, false
    fun equal_structs(): (bool, bool) {
        let one = Pair { a: 1, b: b"x" };
        let other = Pair { a: 1, b: b"y" };
        (one == copy one, one == other)
    }

    // returns: true, true, false
    fun equal_vectors(): (bool, bool, bool) {
        (vector[1, 2] == vector[1, 2], vector<u8>[] == b"", vector[1] == vector[1, 2])
    }

    // returns: true, false
    fun equal_generic_values(): (bool, bool) {
        let one = Wrapped { item: vector[true] };
        (&one == &Wrapped { item: vector[true] }, one != one)
    }

    // returns: true, true
    fun equal_behind_references(): (bool, bool) {
        let (x, y) = (5, 5);
        (&x == &y, &mut x == &mut y)
    }

    // returns: true, false
    fun equal_addresses(): (bool, bool) { (@0x1 == @std, @0x1 == @0x2) }

    // returns: true, true
    fun bools_are_compared(): (bool, bool) { (true != false, false == false) }

    // returns: 15, 15
    fun parentheses(): (u64, u64) { ((1 + 2) * (3 + 2), ((((15))))) }
}
