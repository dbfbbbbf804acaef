/// What ends in a block is an operand, and so are its parts; a block at the end of something inside of it ends that.
module 0x42::run_operators_blocks {
    struct S has copy, drop { n: u64, v: vector<u64> }

    fun s(n: u64): S { S { n, v: vector[n, n + 1] } }
    fun n(self: &S): u64 { self.n }

    fun both(a: bool, b: bool): u64 {
        let x = 1;
        { x = x * 2; a } && { x = x * 3; true };
        { x = x * 5; b } || { x = x * 7; false };
        x
    }

    // returns: 70, 10, 210, 30
    fun statements_begin_with_blocks(): (u64, u64, u64, u64) {
        (both(false, false), both(false, true), both(true, false), both(true, true))
    }

    // returns: true
    fun or_is_an_operator_behind_a_block(): bool {
        let no = if (1 < 2) { false } else { true } || { true };
        no
    }

    // returns: 1, 2, 4, 3
    fun parts_of_what_ends_in_a_block(): (u64, u64, u64, u64) {
        let a = if (true) s(1) else { s(2) }.n;
        let b = if (false) { s(1) } else { s(2) }.n;
        let c = { s(3) }.v[1];
        let d = match (s(3)) { S { n, v: _ } => s(n) }.n();
        (a, b, c, d)
    }

    // returns: 7
    fun a_statement_begins_with_a_part(): u64 {
        let x = s(1);
        { &mut x }.n = 7;
        x.n
    }

    // returns: 12
    fun a_loop_is_an_operand(): u64 {
        1 + loop { return 12 } + 1
    }

    // returns: 1, 12
    fun what_follows_an_inner_branch_belongs_to_it(): (u64, u64) {
        let f = |a: bool, b: bool| if (a) 1 else if (b) 2 else { 2 } + 10;
        (f(true, true), f(false, true))
    }

    // returns: 11
    fun what_follows_the_last_block_belongs_to_the_whole(): u64 {
        if (true) 1 else { 2 } + 10
    }

    // returns: 1
    fun a_block_ends_what_is_returned(): u64 {
        return { 1 } && { abort 2 };
        3
    }

    // aborts: 5
    fun a_block_ends_what_is_aborted_with() {
        abort { 5 } && { abort 6 };
    }

    // returns: 4
    fun the_end_of_a_branch_is_returned(): u64 {
        return if (true) { 2 } else { 3 } * 2
    }

    // returns: 6
    fun the_end_of_a_match_is_returned(): u64 {
        return match (s(3)) { S { n, v: _ } => n } * 2
    }
}
