/// Names that nothing has.
module 0x42::m {
    use std::vector;

    const LIMIT: u64 = 1;
    struct Point has drop { x: u64 }
    enum Shape has drop { Dot }

    fun helper() {}

    fun a_variable(): u64 { unknown } // error: E0201
    fun a_constant(): u64 { LIMITS } // error: E0201
    fun a_function() { unknown() } // error: E0201
    fun a_type(_x: Unknown) {} // error: E0201
    fun a_type_parameter<T>(_x: U) {} // error: E0201
    fun a_type_argument(_x: vector<Unknown>) {} // error: E0201
    fun a_struct() { let _ = Unknown { x: 1 }; } // error: E0201
    fun a_struct_in_a_pattern(p: Point) { let Unknown { x: _ } = p; } // error: E0201
    fun an_assigned_variable() { unknown = 1; } // error: E0201, E0110
    fun a_moved_variable(): u64 { move unknown } // error: E0201
    fun a_variable_behind_its_block(): u64 { { let y = 1; let _ = y; }; y } // error: E0201
    fun a_variable_before_its_declaration(): u64 { let x = y; let y = 1; x + y } // error: E0201
    fun a_counter_behind_its_loop(): u64 { for (i in 0..1) {}; i } // error: E0201
    fun a_variable_of_an_arm(n: u64): u64 { match (n) { z => z, }; z } // error: E0201
    fun a_module() { unknown::f() } // error: E0202
    fun a_module_at_an_address() { 0x42::unknown::f() } // error: E0202
    fun a_module_of_the_library() { std::unknown::f() } // error: E0202
    fun a_module_that_is_not_used_here() { option::none<u8>(); } // error: E0202
    fun a_function_of_a_module() { vector::unknown() } // error: E0203
    fun a_function_of_this_module() { Self::unknown() } // error: E0203
    fun a_type_of_a_module(_x: vector::Unknown) {} // error: E0203
    fun a_variant(): Shape { Shape::Unknown } // error: E0203
    fun a_receiver_function(p: Point) { p.unknown() } // error: E0203
    fun a_receiver_function_of_a_vector(v: vector<u8>) { v.unknown() } // error: E0203
    fun a_struct_as_a_function(): u64 { LIMIT() } // error: E0201
    fun a_module_as_a_value(): u64 { vector } // error: E0201
    fun an_acquired_resource() acquires Unknown {} // error: E0201
    fun a_named_address(): address { @unknown } // error: E0206
    fun a_macro() { unknown!(1) } // error: E0201
    fun a_type_as_a_value(): u64 { u64 } // error: E0201
}
