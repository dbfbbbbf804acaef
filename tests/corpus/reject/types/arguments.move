/// Too many or too few arguments, type arguments and parts of patterns.
module 0x42::m {
    use std::option::Option;
    use std::vector;

    struct Point has copy, drop { x: u64, y: u64 }
    struct Two(u64, u64) has copy, drop;
    struct Box<T> has copy, drop { item: T }

    fun two(_x: u64, _y: u64): (u64, u64) { (1, 2) }
    fun generic<T: drop>(_x: T) {}
    fun self_sum(self: &Point, _y: u64): u64 { self.x }

    fun one_argument() { two(1); } // error: E0303
    fun three_arguments() { two(1, 2, 3); } // error: E0303
    fun no_argument() { two(); } // error: E0303
    fun a_receiver_and_too_many(p: Point): u64 { p.self_sum(1, 2) } // error: E0303
    fun a_receiver_and_too_few(p: Point): u64 { p.self_sum() } // error: E0303
    fun of_the_library(): u64 { vector::length<u8>() } // error: E0303
    fun of_a_built_in(): bool { exists<R>() } // error: E0303
    fun of_another_built_in(s: &signer) { move_to<R>(s) } // error: E0303
    struct R has key {}
    fun of_assert() { assert!() } // error: E0303
    fun of_assert_with_too_many() { assert!(true, 1, b"x", 2) } // error: E0303
    fun type_arguments_of_a_call() { generic<u64, u8>(1) } // error: E0304
    fun type_arguments_where_there_are_none() { two<u64>(1, 2); } // error: E0304
    fun type_arguments_of_a_struct(_x: Box<u8, u8>) {} // error: E0304
    fun no_type_arguments_of_a_struct(_x: Box) {} // error: E0304
    fun no_type_arguments_of_an_option(_x: &Option) {} // error: E0304
    fun type_arguments_of_a_plain_struct(_x: Point<u8>) {} // error: E0304
    fun type_arguments_of_a_number(_x: u8<u8>) {} // error: E0304
    fun no_type_arguments_of_a_vector(_x: vector) {} // error: E0304
    fun two_for_a_vector(_x: vector<u8, u8>) {} // error: E0304
    fun a_pattern_of_two_for_three() { let (_a, _b) = (1, 2, 3); } // error: E0310
    fun a_pattern_of_three_for_two() { let (_a, _b, _c) = two(1, 2); } // error: E0310
    fun a_pattern_of_two_for_one() { let (_a, _b) = 1; } // error: E0310
    fun one_name_for_two() { let _x = two(1, 2); } // error: E0310
    fun one_name_for_nothing() { let _x = (); } // error: E0310
    fun one_part_too_few(t: Two) { let Two(_a) = t; } // error: E0309
    fun one_part_too_many(t: Two) { let Two(_a, _b, _c) = t; } // error: E0309
    fun one_position_too_few(): Two { Two(1) } // error: E0309
    fun one_position_too_many(): Two { Two(1, 2, 3) } // error: E0309
}
