/// Variables that are used before they have a value.
module 0x42::m {
    struct Pair has drop { a: u64, b: u64 }

    fun sink(_x: u64) {}

    fun never_assigned(): u64 {
        let x: u64;
        x // error: E0502
    }

    fun assigned_on_one_way(which: bool): u64 {
        let x: u64;
        if (which) x = 1;
        x // error: E0502
    }

    fun assigned_on_one_way_of_two(which: bool): u64 {
        let x: u64;
        if (which) { x = 1 } else { sink(2) };
        x // error: E0502
    }

    fun assigned_in_a_loop(n: u64): u64 {
        let x: u64;
        while (0 < n) {
            x = n;
            n = n - 1;
        };
        x // error: E0502
    }

    fun borrowed_without_a_value(): u64 {
        let x: u64;
        let r = &x; // error: E0502
        *r
    }

    fun mutably_borrowed_without_a_value() {
        let x: u64;
        let r = &mut x; // error: E0502
        *r = 1;
    }

    fun a_field_without_the_whole(): u64 {
        let p: Pair;
        p.a = 1; // error: E0502
        1
    }

    fun added_to_without_a_value(): u64 {
        let x: u64;
        x += 1; // error: E0502
        1
    }

    fun assigned_after_a_break(): u64 {
        let x: u64;
        loop {
            if (true) break;
            x = 1;
            break
        };
        x // error: E0502
    }

    fun one_of_a_tuple(which: bool): u64 {
        let (x, y): (u64, u64);
        if (which) (x, y) = (1, 2) else y = 3;
        x + // error: E0502
        y
    }
}
