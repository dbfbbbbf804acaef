/// Enums that cannot be, and matches that do not fit.
module 0x42::m {
    enum None {} // error: E0317
    enum Plain has copy, drop { A, B, C }
    enum Named has copy, drop { One { x: u64 }, Two { x: u64, y: bool } }
    enum Positional has drop { Left(u64), Right(u64, bool) }
    enum Itself { Inner(Itself) } // error: E0314
    struct Point has copy, drop { x: u64 }

    fun one_is_missing(p: Plain): u64 { match (p) { Plain::A => 1, Plain::B => 2 } } // error: E0311
    fun all_are_missing(p: Plain): u64 { match (p) {} } // error: E0311, E0301
    fun one_behind_a_reference_is_missing(p: &Plain): u64 { match (p) { Plain::A => 1, Plain::B => 2 } } // error: E0311
    fun a_guard_is_not_enough(p: Plain): u64 { match (p) { Plain::A => 1, Plain::B => 2, Plain::C if (true) => 3 } } // error: E0311
    fun numbers_are_not_all(x: u8): u64 { match (x) { 0 => 1, 1 => 2 } } // error: E0311
    fun one_truth_is_missing(x: bool): u64 { match (x) { true => 1 } } // error: E0311
    fun one_of_a_pair_is_missing(x: bool, y: bool): u64 { match ((x, y)) { (true, _) => 1, (false, true) => 2 } } // error: E0311
    fun an_unknown_variant(p: Plain): u64 { match (p) { Plain::D => 1, _ => 2 } } // error: E0203
    fun another_enum(p: Plain): u64 { match (p) { Named::One { x } => x, _ => 2 } } // error: E0301
    fun a_struct(p: Plain): u64 { match (p) { Point { x } => x, _ => 2 } } // error: E0301
    fun a_number(p: Plain): u64 { match (p) { 1 => 1, _ => 2 } } // error: E0301
    fun a_literal_of_another_type(x: u64): u64 { match (x) { true => 1, _ => 2 } } // error: E0301
    fun a_byte_string(x: vector<u8>): u64 { match (x) { b"a" => 1, _ => 2 } } // error: E0310
    fun arms_of_two_types(p: Plain): u64 { match (p) { Plain::A => 1, _ => true } } // error: E0301
    fun a_guard_that_is_a_number(p: Plain): u64 { match (p) { Plain::A if (1) => 1, _ => 2 } } // error: E0301
    fun a_field_is_missing(n: Named): u64 { match (n) { Named::One { x } => x, Named::Two { x } => x } } // error: E0309
    fun an_unknown_field(n: Named): u64 { match (n) { Named::One { z } => z, _ => 1 } } // error: E0207
    fun fields_are_missing(n: Named): u64 { match (n) { Named::One => 1, _ => 2 } } // error: E0309
    fun positions_for_names(n: Named): u64 { match (n) { Named::One(x) => x, _ => 1 } } // error: E0309
    fun a_position_is_missing(p: Positional): u64 { match (p) { Positional::Right(x) => x, _ => 1 } } // error: E0309
    fun packed_without_fields(): Named { Named::One } // error: E0309
    fun packed_without_a_field(): Named { Named::Two { x: 1 } } // error: E0309
    fun packed_with_an_unknown_field(): Named { Named::One { x: 1, z: 2 } } // error: E0207
    fun packed_without_a_variant(): Named { Named { x: 1 } } // error: E0307
    fun packed_with_fields_of_none(): Plain { Plain::A { x: 1 } } // error: E0207
    fun a_test_of_another_enum(p: Plain): bool { p is Named::One } // error: E0301
    fun a_test_of_an_unknown_variant(p: Plain): bool { p is Plain::D } // error: E0203
    fun a_test_of_a_struct(p: Point): bool { p is Point } // error: E0307
    fun a_field_of_no_variant(p: &Named): u64 { p.z } // error: E0207
    fun a_variable_of_another_arm(n: Named): u64 { match (n) { Named::One { x } => x, Named::Two { .. } => x } } // error: E0201
    fun one_name_twice(p: Positional): u64 { match (p) { Positional::Right(x, x) => 1, _ => 2 } } // error: E0204
}
