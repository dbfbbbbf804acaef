/// Fields that are missing, unknown or given twice.
module 0x42::m {
    struct Point has copy, drop { x: u64, y: u64 }
    struct Two(u64, u64) has copy, drop;
    struct Empty has copy, drop {}
    struct Twice { x: u64, x: u64 } // error: E0204

    fun one_is_missing(): Point { Point { x: 1 } } // error: E0309
    fun all_are_missing(): Point { Point {} } // error: E0309
    fun one_is_given_twice(): Point { Point { x: 1, y: 2, x: 3 } } // error: E0309
    fun one_is_unknown(): Point { Point { x: 1, y: 2, z: 3 } } // error: E0207
    fun one_of_an_empty_struct(): Empty { Empty { x: 1 } } // error: E0207
    fun one_is_missing_in_a_pattern(p: Point) { let Point { x: _ } = p; } // error: E0309
    fun one_is_unknown_in_a_pattern(p: Point) { let Point { x: _, y: _, z: _ } = p; } // error: E0207
    fun one_is_taken_twice(p: Point) { let Point { x: _, x: _, y: _ } = p; } // error: E0309
    fun read(p: &Point): u64 { p.z } // error: E0207
    fun changed(p: &mut Point) { p.z = 1 } // error: E0207
    fun borrowed(p: &Point): &u64 { &p.z } // error: E0207
    fun by_position(p: &Point): u64 { p.0 } // error: E0207
    fun by_name(t: &Two): u64 { t.x } // error: E0207
    fun a_position_beyond(t: &Two): u64 { t.2 } // error: E0207
    fun positions_for_names(): Point { Point(1, 2) } // error: E0309
    fun positions_for_names_in_a_pattern(p: Point) { let Point(_x, _y) = p; } // error: E0309
    fun a_value_without_fields(): Point { Point } // error: E0309
    fun the_rest_of_a_value(p: Point): Point { Point { x: p.x, .. } } // error: E0205
    fun a_field_of_a_field(p: &Point): u64 { p.x.y } // error: E0207
    fun a_field_of_a_generic_value<T>(t: &T): u64 { t.x } // error: E0207
}
