/// Operators for types that they are not defined for.
module 0x42::m {
    struct Point has copy, drop { x: u64 }
    struct Linear { x: u64 }

    fun a_sum_of_bools(x: bool): bool { x + x } // error: E0305
    fun a_sum_of_addresses(x: address): address { x + x } // error: E0305
    fun a_sum_of_vectors(x: vector<u8>): vector<u8> { x + x } // error: E0305
    fun a_sum_of_structs(x: Point): Point { x + x } // error: E0305
    fun a_difference_of_references(x: &u64) { let _ = x - x; } // error: E0305
    fun two_widths(x: u8, y: u64): u64 { y + x } // error: E0301
    fun two_widths_compared(x: u8, y: u64): bool { x < y } // error: E0301
    fun a_suffix_of_another_width(x: u8): u8 { x + 1u16 } // error: E0301
    fun a_shift_by_another_width(x: u64, y: u64): u64 { x << y } // error: E0301
    fun a_shift_of_bools(x: bool): bool { x << 1 } // error: E0305
    fun an_order_of_two_types(x: bool, y: address): bool { x < y } // error: E0301
    fun an_order_of_a_value_and_a_reference(x: address, y: &address): bool { x < y } // error: E0301
    fun an_order_of_values_without_drop(x: Linear, y: Linear): bool { x < y } // error: E0402
    fun an_order_of_tuples(): bool { (1, 2) < (3, 4) } // error: E0301
    fun bits_of_bools(x: bool): bool { x & x } // error: E0305
    fun logic_of_numbers(x: u64): bool { x && x } // error: E0301, E0301
    fun negation_of_a_number(x: u64): bool { !x } // error: E0301
    fun equality_of_two_types(x: u64, y: bool): bool { x == y } // error: E0301
    fun equality_of_a_value_and_a_reference(x: u64, y: &u64): bool { x == y } // error: E0301
    fun equality_of_a_reference_and_a_value(x: &u64, y: u64): bool { x == y } // error: E0301
    fun a_cast_of_a_bool(x: bool): u64 { x as u64 } // error: E0316
    fun a_cast_of_an_address(x: address): u256 { x as u256 } // error: E0316
    fun a_cast_to_a_bool(x: u64): bool { x as bool } // error: E0316
    fun a_cast_to_an_address(x: u256): address { x as address } // error: E0316
    fun a_cast_of_a_reference(x: &u8): u64 { x as u64 } // error: E0316
    fun a_compound_sum_of_bools(x: bool): bool { x += true; x } // error: E0305
    fun a_compound_sum_of_two_widths(x: u8, y: u64): u8 { x += y; x } // error: E0301
    fun a_compound_sum_of_a_reference(x: &mut u64) { x += 1; } // error: E0305
    fun a_compound_shift_by_another_width(x: u64, y: u64): u64 { x <<= y; x } // error: E0301
    fun a_dereferenced_value(x: u64): u64 { *x } // error: E0305
    fun no_field_of_a_number(x: u64): u64 { x.y } // error: E0207
    fun no_field_of_a_vector(x: vector<u8>): u64 { x.length } // error: E0207
    fun an_index_of_a_number(x: u64): u64 { x[0] } // error: E0305
    fun an_index_of_a_struct(x: Point): u64 { x[0] } // error: E0305
}
