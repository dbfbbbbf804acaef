/// From left to right, and only what is needed.
module 0x42::run_order_order {
    use std::vector;

    struct Pair has copy, drop { a: u64, b: u64 }
    struct Two(u64, u64) has copy, drop;
    enum Choice has copy, drop { One { a: u64, b: u64 }, Other(u64, u64) }

    /// Writes down that it was here.
    fun at(log: &mut vector<u8>, mark: u8): u64 {
        vector::push_back(log, mark);
        mark as u64
    }
    fun bump(x: &mut u64): u64 {
        *x += 1;
        *x
    }
    fun digits(a: u64, b: u64, c: u64): u64 { a * 100 + b * 10 + c }
    fun list(log: &mut vector<u8>): vector<u64> {
        at(log, 97);
        vector[1, 2, 3]
    }
    fun fail(code: u64): u64 { abort code }

    // returns: 123
    fun arguments(): u64 {
        let x = 0;
        digits(bump(&mut x), bump(&mut x), bump(&mut x))
    }

    // returns: 123
    fun a_variable_before_its_change(): u64 {
        let x = 1;
        digits(x, bump(&mut x), bump(&mut x))
    }

    // returns: 233
    fun blocks_that_assign(): u64 {
        let x = 1;
        digits({ x = x + 1; x }, { x = x + 1; x }, x)
    }

    // returns: 12
    fun operands(): u64 {
        let x = 0;
        bump(&mut x) * 10 + bump(&mut x)
    }

    // returns: 13
    fun a_variable_left_of_its_change(): u64 {
        let x = 1;
        x * 10 + { x = 3; x }
    }

    // returns: {2, 1}
    fun fields_in_the_order_they_are_written(): Pair {
        let x = 0;
        Pair { b: bump(&mut x), a: bump(&mut x) }
    }

    // aborts: 2
    fun the_first_field_written_aborts_first(): Pair {
        Pair { b: fail(2), a: fail(1) }
    }

    // returns: {1, 2}
    fun positional_fields(): Two {
        let x = 0;
        Two(bump(&mut x), bump(&mut x))
    }

    // returns: 21
    fun fields_of_a_variant(): u64 {
        let x = 0;
        match (Choice::One { b: bump(&mut x), a: bump(&mut x) }) {
            Choice::One { a, b } => a * 10 + b,
            Choice::Other(a, b) => a + b,
        }
    }

    // returns: vector[1, 2, 3]
    fun elements(): vector<u64> {
        let x = 0;
        vector[bump(&mut x), bump(&mut x), bump(&mut x)]
    }

    // returns: 1, 2, 3
    fun a_tuple(): (u64, u64, u64) {
        let x = 0;
        (bump(&mut x), bump(&mut x), bump(&mut x))
    }

    // returns: b"abcd"
    fun nested_calls(): vector<u8> {
        let log = vector[];
        let _ = digits(at(&mut log, 97), at(&mut log, 98) + at(&mut log, 99), at(&mut log, 100));
        log
    }

    // returns: b"ab"
    fun the_index_after_what_is_indexed(): vector<u8> {
        let log = vector[];
        let _ = list(&mut log)[{ at(&mut log, 98); 1 }];
        log
    }

    // aborts: 1
    fun the_left_operand_aborts_first(): u64 { fail(1) + fail(2) }

    // aborts: 1
    fun the_first_argument_aborts_first(): u64 { digits(fail(1), fail(2), 1 / 0) }

    // aborts: division by zero
    fun an_operation_aborts_before_what_follows(): u64 {
        let nothing = 0;
        1 / nothing + fail(3)
    }
}
