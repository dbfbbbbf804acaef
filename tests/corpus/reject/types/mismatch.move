/// Values of another type than the one that is needed.
module 0x42::m {
    use std::option::{Self, Option};

    struct Point has copy, drop { x: u64, y: u8 }
    struct Pair<A, B> has copy, drop { a: A, b: B }

    fun takes_u8(_x: u8) {}
    fun takes_two(_x: u64, _y: bool) {}
    fun takes_reference(_x: &u64) {}
    fun takes_mutable(_x: &mut u64) {}
    fun takes_generic<T: drop>(_x: T, _y: T) {}
    fun nothing() {}
    fun two(): (u64, bool) { (1, true) }

    fun a_result(): u64 { true } // error: E0301
    fun a_result_that_is_missing(): u64 {} // error: E0301
    fun a_result_that_is_not_wanted() { 1 } // error: E0301
    fun a_result_with_a_semicolon(): u64 { 1; } // error: E0301
    fun a_tuple_for_one(): u64 { (1, 2) } // error: E0301
    fun one_for_a_tuple(): (u64, u64) { 1 } // error: E0301
    fun a_tuple_of_another_length(): (u64, u64) { (1, 2, 3) } // error: E0301
    fun a_part_of_a_tuple(): (u64, bool) { (1, 2) } // error: E0301
    fun returned(): u64 { return true } // error: E0301
    fun returned_without_a_value(): u64 { return; 1 } // error: E0301
    fun an_argument() { takes_u8(true) } // error: E0301
    fun an_argument_of_another_width(x: u64) { takes_u8(x) } // error: E0301
    fun a_second_argument() { takes_two(1, 2) } // error: E0301
    fun a_value_for_a_reference(x: u64) { takes_reference(x) } // error: E0301
    fun a_reference_for_a_value(x: &u64): u64 { x } // error: E0301
    fun immutable_for_mutable(x: &u64) { takes_mutable(x) } // error: E0301
    fun a_tuple_as_an_argument() { takes_two(two(), true) } // error: E0301
    fun nothing_as_an_argument() { takes_u8(nothing()) } // error: E0301
    fun two_types_for_one_parameter() { takes_generic(1u8, true) } // error: E0301
    fun a_let() { let _x: u8 = true; } // error: E0301
    fun a_let_of_a_vector() { let _x: vector<u8> = vector[true]; } // error: E0301
    fun an_assignment(x: u64) { x = true; let _ = x; } // error: E0301
    fun an_assignment_behind_a_reference(x: &mut u64) { *x = b"" } // error: E0301
    fun an_assignment_of_a_field(p: &mut Point) { p.y = 1u64 } // error: E0301
    fun an_element(list: &mut vector<u8>) { list[0] = 1u64 } // error: E0301
    fun an_index(list: &vector<u8>): u8 { list[true] } // error: E0301
    fun a_field(): Point { Point { x: true, y: 1 } } // error: E0301
    fun a_generic_field(): Pair<u8, bool> { Pair { a: 1, b: 2u8 } } // error: E0301
    fun another_struct(p: Point): Option<u64> { p } // error: E0301
    fun another_type_argument(o: Option<u8>): Option<u16> { o } // error: E0301
    fun a_condition() { if (1) {} } // error: E0301
    fun a_condition_of_a_loop() { while (b"") {} } // error: E0301
    fun branches(x: bool): u64 { if (x) 1 else false } // error: E0301
    fun branches_of_two_types(x: bool) { let _ = if (x) 1u8 else 1u16; } // error: E0301
    fun a_branch_without_else(x: bool): u64 { if (x) 1 } // error: E0301
    fun a_code() { abort true } // error: E0301
    fun an_asserted_number() { assert!(1, 2) } // error: E0301
    fun a_code_of_an_assertion() { assert!(true, @0x1) } // error: E0301
    fun elements_of_two_types(): vector<u64> { vector[1, true] } // error: E0301
    fun bounds_of_a_range() { for (i in 0..true) { let _ = i; } } // error: E0301
    fun bounds_of_two_types(a: u8, b: u64) { for (i in a..b) { let _ = i; } } // error: E0301
    fun none_of_another_type(): Option<u8> { option::none<bool>() } // error: E0301
    fun an_address(): address { 0x1 } // error: E0301
    fun a_byte_string(): vector<u64> { b"x" } // error: E0301
}
