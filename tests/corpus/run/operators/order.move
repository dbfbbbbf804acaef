/// The order of values of any type.
module 0x42::run_operators_order {
    struct Version has copy, drop { major: u64, minor: u64 }
    struct Box<T> has copy, drop { item: T }
    enum Level has copy, drop { Low, Middle { x: u64 }, High }

    fun bump(x: &mut u64): u64 {
        *x += 1;
        *x
    }
    fun least<T: copy + drop>(a: T, b: T): T { if (a < b) a else b }

    // returns: true, false, true, false
    fun bools(): (bool, bool, bool, bool) { (false < true, true < false, true <= true, false > true) }

    // returns: true, false, true
    fun addresses(): (bool, bool, bool) { (@0x1 < @0x2, @0x100 < @0x2, @0x5 >= @0x5) }

    // returns: true, true, false
    fun vectors(): (bool, bool, bool) {
        (vector[1, 2] < vector[1, 3], vector[1] < vector[1, 0], vector[2] < vector[1, 9])
    }

    // returns: true, false, true
    fun byte_strings(): (bool, bool, bool) { (b"abc" < b"abd", b"b" < b"abc", b"" < b"a") }

    // returns: true, false, true
    fun structs(): (bool, bool, bool) {
        let (one, other) = (Version { major: 1, minor: 9 }, Version { major: 2, minor: 0 });
        (one < other, one > other, copy one <= one)
    }

    // returns: true, false
    fun large_numbers_inside(): (bool, bool) {
        (Box { item: 255u256 } < Box { item: 256 }, Box { item: 65536u128 } < Box { item: 255 })
    }

    // returns: true, true, false
    fun enums(): (bool, bool, bool) {
        (Level::Low < Level::Middle { x: 0 }, Level::Middle { x: 1 } < Level::Middle { x: 2 }, Level::High < Level::Low)
    }

    // returns: true, false
    fun behind_references(): (bool, bool) {
        let (x, y) = (Box { item: @0x1 }, Box { item: @0x2 });
        (&x < &y, &mut x > &y)
    }

    // returns: @0x1, b"a", 3
    fun of_a_type_parameter(): (address, vector<u8>, u64) { (least(@0x2, @0x1), least(b"b", b"a"), least(3, 4)) }

    // returns: true
    fun operands_from_left_to_right(): bool {
        let x = 0;
        vector[bump(&mut x)] < vector[bump(&mut x)]
    }
}
