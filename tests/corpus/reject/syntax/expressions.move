/// Expressions and statements that cannot be read.
module 0x42::m {
    fun a_missing_operand(): u64 { 1 + } // error: E0101
    fun two_operators(): u64 { 1 + / 2 } // error: E0101
    fun a_missing_semicolon() { let x = 1 let y = 2; } // error: E0104
    fun a_let_without_a_name() { let = 1; } // error: E0101
    fun an_if_without_parentheses(x: bool) { if x { } } // error: E0101
    fun a_while_without_parentheses(x: bool) { while x { } } // error: E0101
    fun an_assignment_as_a_condition(x: bool) { if (x = true) { } } // error: E0101
    fun an_else_without_if() { else { } } // error: E0101
    fun an_assigned_number() { 1 = 2; } // error: E0110
    fun an_assigned_sum(x: u64) { x + 1 = 2; } // error: E0110
    fun a_string() { let _ = "text"; } // error: E0106
    fun a_character() { let _ = 'x'; } // error: E0102
    fun an_unknown_escape() { let _ = b"\q"; } // error: E0106
    fun odd_digits() { let _ = x"abc"; } // error: E0106
    fun no_digits() { let _ = x"xyz"; } // error: E0106
    fun a_number_with_letters() { let _ = 12ab; } // error: E0105
    fun an_empty_hexadecimal_number() { let _ = 0x; } // error: E0105
    fun a_number_beyond_all() { let _ = 0x1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff; } // error: E0105
    fun an_unknown_suffix() { let _ = 1u7; } // error: E0105
    fun an_unknown_character() { let _ = 1 $ 2; } // error: E0102
    fun a_for_without_in() { for (i 0..1) {} } // error: E0101
    fun a_for_without_an_end() { for (i in 0) {} } // error: E0101
    fun a_match_without_an_arrow(x: u64) { match (x) { 1 2, _ => 3 } } // error: E0101
    fun an_unclosed_call() { f(1; } // error: E0101
    fun an_unclosed_index(x: vector<u8>) { x[1; } // error: E0101
    fun increments(x: u64) { x++; } // error: E0101
    fun a_ternary(x: bool): u64 { x ? 1 : 2 } // error: E0102
    fun f() {}
}
