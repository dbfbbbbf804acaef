/// References that are not mutable, and where references may not be.
module 0x42::m {
    use std::vector;

    struct Point has copy, drop { x: u64, y: u64 }
    struct Box<T> has drop { item: T }
    struct R has key { x: u64 }

    fun identity<T>(x: T): T { x }
    fun two(x: &u64): (&u64, &u64) { (x, x) }

    fun a_write(x: &u64) { *x = 1 } // error: E0505
    fun a_write_to_a_field(p: &Point) { p.x = 1 } // error: E0505
    fun a_compound_write(p: &Point) { p.x += 1 } // error: E0505
    fun a_borrowed_field(p: &Point): &mut u64 { &mut p.x } // error: E0505
    fun an_element(list: &vector<u64>) { list[0] = 1 } // error: E0505
    fun a_borrowed_element(list: &vector<u64>): &mut u64 { &mut list[0] } // error: E0505
    fun of_an_immutable_borrow() { let x = 1; let r = &x; *r = 2; } // error: E0505
    fun of_a_frozen_reference(x: &mut u64) { let r = freeze(x); *r = 2; } // error: E0505
    fun a_receiver(list: &vector<u64>) { list.push_back(1) } // error: E0301
    fun an_argument(list: &vector<u64>) { vector::push_back(list, 1) } // error: E0301
    fun a_part_of_a_pattern(p: &Point) { let Point { x, y: _ } = p; *x = 1; } // error: E0505
    fun a_reference_to_a_reference(x: &u64) { let _ = &x; } // error: E0506
    fun a_type_of_a_reference_to_a_reference(_x: & &u64) {} // error: E0506
    fun a_type_of_a_mutable_reference_to_a_reference(_x: &mut &u64) {} // error: E0506
    fun a_vector_of_references(x: &u64) { let _ = vector[x]; } // error: E0506
    fun a_type_of_a_vector_of_references(_x: vector<&u64>) {} // error: E0506
    fun a_boxed_reference(x: &u64) { let _ = Box { item: x }; } // error: E0506
    fun a_type_argument(x: &u64) { identity<&u64>(x); } // error: E0506
    fun an_inferred_type_argument(x: &u64): &u64 { identity(x) } // error: E0506
    fun a_tuple_as_a_type_argument() { identity((1, 2)); } // error: E0506
    fun a_reference_to_a_tuple(x: &u64) { let _ = &two(x); } // error: E0301
    fun a_frozen_value(x: u64) { let _ = freeze(x); } // error: E0301
    fun a_dereferenced_struct(p: Point): Point { *p } // error: E0305
}
