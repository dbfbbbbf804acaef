/// Structs in all their forms.
module 0x42::accept_structs_structs {
    use std::option::Option;

    struct Empty {}
    struct Unit;
    struct UnitWithAbilities has copy, drop;
    struct One { x: u64 }
    struct TrailingComma { x: u64, y: u64, }
    struct Abilities has copy, drop, store, key { x: u64 }
    struct AbilitiesBehind { x: u64 } has copy, drop;
    struct Positional(u64, bool);
    struct PositionalWithAbilities(u64) has copy, drop;
    struct Generic<T, phantom U, V: copy + drop> { t: T, v: V }
    struct Bounded<T: store> has store { inner: vector<Option<T>> }
    struct Nested has copy, drop { a: PositionalWithAbilities, b: AbilitiesBehind }
    struct Later { later: Laterer }
    struct Laterer { x: u64 }
    struct Addresses { a: address, list: vector<address> }
    struct Maybe<T> has drop { item: Option<T> }

    fun packed(): (Empty, One, TrailingComma) { (Empty {}, One { x: 1 }, TrailingComma { y: 1, x: 2, }) }
    fun packed_by_names(x: u64, y: u64): TrailingComma { TrailingComma { x, y } }
    fun positional(): Positional { Positional(1, true) }
    fun units(): (Unit, UnitWithAbilities) { (Unit, UnitWithAbilities {}) }
    fun generic(): Generic<u8, address, bool> { Generic { t: 1, v: true } }
    fun generic_with_types(): Generic<u8, bool, u64> { Generic<u8, bool, u64> { t: 1, v: 2 } }
    fun taken_apart(one: One): u64 { let One { x } = one; x }
    fun taken_apart_by_another_name(one: One): u64 { let One { x: y } = one; y }
    fun nothing_inside(empty: Empty) { let Empty {} = empty; }
    fun a_unit(unit: Unit) { let Unit = unit; }
    fun positional_taken_apart(p: Positional): bool { let Positional(_, b) = p; b }
    fun some_fields(t: &TrailingComma): u64 { let TrailingComma { y, .. } = t; *y }
    fun some_positions(p: &Positional): u64 { let Positional(x, ..) = p; *x }
    fun nested(n: Nested): u64 {
        let Nested { a: PositionalWithAbilities(x), b: AbilitiesBehind { x: y } } = n;
        x + y
    }
    fun nested_fields(n: &Nested): u64 { n.a.0 + n.b.x }
    fun nested_fields_changed(n: &mut Nested) { n.a.0 = 1; n.b.x = n.a.0; }
    fun borrowed_fields(n: &mut Nested): &mut u64 { &mut n.b.x }
    fun a_field_of_a_parameter(t: Abilities): u64 { t.x }
    fun a_field_of_a_reference_to_a_reference_parameter(t: &mut Abilities): &u64 { &t.x }
    fun changed_in_a_variable(): u64 {
        let a = Abilities { x: 1 };
        a.x = 2;
        a.x
    }
    fun replaced_behind_a_reference(a: &mut Abilities) { *a = Abilities { x: 3 } }
    fun moved_out_of_a_variable(l: Later): u64 {
        let Later { later } = l;
        let Laterer { x } = later;
        x
    }
    fun ignored_fields(a: AbilitiesBehind) { let AbilitiesBehind { x: _ } = a; }
    fun mutable_parts(a: &mut TrailingComma) {
        let TrailingComma { x, y } = a;
        *x = 1;
        *y = 2;
    }
    fun an_assigned_pattern(t: TrailingComma): u64 {
        let x;
        TrailingComma { x, y: _ } = t;
        x
    }
    fun with_abilities_from_its_argument(m: Maybe<u64>) { let _ = m; }
}
