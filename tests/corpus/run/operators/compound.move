/// Assignments that compute.
module 0x42::run_operators_compound {
    struct Point has copy, drop { x: u64, y: u8 }

    // returns: 12, 8, 20, 5, 0
    fun arithmetic(): (u64, u64, u64, u64, u64) {
        let (a, b, c, d, e) = (10, 10, 10, 10, 10);
        a += 2;
        b -= 2;
        c *= 2;
        d /= 2;
        e %= 2;
        (a, b, c, d, e)
    }

    // returns: 8, 14, 6, 48, 3
    fun bits(): (u8, u8, u8, u8, u8) {
        let (a, b, c, d, e) = (12u8, 12u8, 12u8, 12u8, 12u8);
        a &= 10;
        b |= 10;
        c ^= 10;
        d <<= 2;
        e >>= 2;
        (a, b, c, d, e)
    }

    // returns: {11, 6}
    fun fields(): Point {
        let p = Point { x: 1, y: 2 };
        p.x += 10;
        p.y *= 3;
        p
    }

    // returns: 9
    fun behind_a_reference(): u64 {
        let x = 4;
        let r = &mut x;
        *r += 5;
        x
    }

    // returns: vector[1, 12, 3]
    fun an_element(): vector<u64> {
        let list = vector[1, 2, 3];
        list[1] += 10;
        list
    }

    // aborts: arithmetic overflow
    fun beyond_the_largest(): u8 {
        let x = 250u8;
        x += 6;
        x
    }

    // aborts: subtraction below zero
    fun below_zero(): u64 {
        let x = 1;
        x -= 2;
        x
    }

    // aborts: division by zero
    fun divided_by_zero(): u64 {
        let (x, zero) = (1, 0);
        x /= zero;
        x
    }

    // aborts: no such element
    fun an_element_that_is_not_there(): u64 {
        let list = vector[1];
        list[1] += 1;
        list[0]
    }
}
