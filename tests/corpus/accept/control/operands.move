/// Blocks and branches as operands.
module 0x42::accept_control_operands {
    struct S has copy, drop { f: u64 }

    fun takes(_x: &u64) {}
    fun a_borrowed_block(a: u64): u64 { let r = &mut { let q = 1; a + q }; *r = *r + 4; *r }
    fun a_borrowed_branch(a: bool): u64 { *&if (a) 1 else 2 }
    fun a_borrowed_branch_as_an_argument(a: bool) { takes(&if (a) 0 else 1); takes(&{ 5 }); }
    fun a_negated_block(): bool { !{ true } }
    fun a_read_block(x: &u64): u64 { *{ x } }
    fun a_branch_behind_an_operator(a: bool): u64 { 1 + if (a) 0 else 1 }
    fun a_match_as_an_operand(a: bool): u64 { 1 + match (a) { true => 1, false => 2 } }
    fun a_field_of_a_branch(a: bool, s: S, t: S): u64 { (if (a) s else t).f }
    fun a_field_of_a_borrowed_branch(a: bool, s: &mut S, t: &mut S): &mut u64 { &mut (if (a) s else t).f }
    fun a_return_of_nothing() {
        return >> 0;
        return || false;
        return && false;
        return % 1;
        return == 0;
        return < 0;
        return > 0;
        return | 0;
        return ^ 0;
        1 + return + 0;
    }
    fun operands_that_are_never_reached() {
        (return) >> 0;
        (return) == (return);
        ((return) as u8);
    }
    fun a_return_of_a_prefixed_value(a: &u64): u64 { if (*a == 1) return * a; return *a }
    fun a_return_of_a_negative_number(): i64 { return - 1 + 2 }
    fun a_return_in_a_branch(a: bool): u64 { if (a) return { 1 } else return { 2 } }
    fun a_borrowed_return() { takes(&return); takes(&{ abort 0 }) }
    fun a_test_of_a_full_path(e: &E): bool { e is 0x42::accept_control_operands::E::A }
    fun tests_of_full_paths(e: E): bool { e is 0x42::accept_control_operands::E::A | B }
    enum E has drop { A, B, C }
}
