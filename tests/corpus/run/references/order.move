/// What is seen through references.
module 0x42::run_references_order {
    struct Pair has copy, drop { a: u64, b: u64 }

    fun bump(x: &mut u64): u64 {
        *x = *x + 1;
        *x
    }
    fun either<T>(first: &mut T, second: &mut T, which: bool): &mut T {
        if (which) first else second
    }

    // returns: 7
    fun a_write_is_seen(): u64 {
        let x = 1;
        let r = &mut x;
        *r = 7;
        x
    }

    // returns: 1, 7
    fun a_copy_is_its_own(): (u64, u64) {
        let p = Pair { a: 1, b: 2 };
        let q = p;
        let r = &mut q.a;
        *r = 7;
        (p.a, q.a)
    }

    // returns: 3, 4
    fun two_fields(): (u64, u64) {
        let p = Pair { a: 1, b: 2 };
        let r = &mut p;
        let a = &mut r.a;
        let b = &mut r.b;
        *b = 4;
        *a = 3;
        (p.a, p.b)
    }

    // returns: 1, 9
    fun the_chosen_one(): (u64, u64) {
        let (x, y) = (1, 2);
        *either(&mut x, &mut y, false) = 9;
        (x, y)
    }

    // returns: 5
    fun from_left_to_right(): u64 {
        let x = 1;
        bump(&mut x) + bump(&mut x)
    }

    // returns: {2, 3}
    fun fields_as_they_are_written(): Pair {
        let x = 1;
        Pair { a: bump(&mut x), b: bump(&mut x) }
    }

    // returns: vector[1, 9, 3]
    fun an_element(): vector<u64> {
        let list = vector[1, 2, 3];
        *std::vector::borrow_mut(&mut list, 1) = 9;
        list
    }

    // aborts: no such element
    fun an_element_that_is_not_there(): u64 {
        let list = vector[1, 2, 3];
        *std::vector::borrow(&list, 3)
    }

    // aborts: 42
    fun an_abort_behind_a_write(): u64 {
        let x = 1;
        *(&mut x) = 41;
        abort x + 1
    }
}
