/// Enums in all their forms.
module 0x42::accept_enums_enums {
    enum Plain has copy, drop { A, B, C }
    enum Named has copy, drop { One { x: u64 }, Two { x: u64, y: bool }, }
    enum Positional { Left(u64), Right(u64, bool) }
    enum Mixed has copy, drop { Unit, Named { x: u8 } Positional(u8) }
    enum Single has drop { Only { x: u64 } }
    enum Generic<T, phantom U> has copy, drop { None, Some { item: T } }
    enum Outer has copy, drop { Inner(Plain), Both { a: Plain, b: Named } }
    enum Behind { V { x: u64 } } has drop;
    enum Resource has key { Off, On { since: u64 } }
    enum Recursive has drop { Leaf, Many { children: vector<u64> } }

    fun packed(): (Plain, Named, Positional) { (Plain::A, Named::Two { x: 1, y: true }, Positional::Left(1)) }
    fun packed_with_types(): Generic<u64, bool> { Generic::Some<u64, bool> { item: 1 } }
    fun packed_with_inferred_types(): Generic<u8, bool> { Generic::None }
    fun all_variants(p: Plain): u64 { match (p) { Plain::A => 1, Plain::B => 2, Plain::C => 3 } }
    fun without_the_enum(p: Plain): u64 { match (p) { A => 1, B => 2, C => 3 } }
    fun a_wildcard(p: Plain): bool { match (p) { Plain::A => true, _ => false } }
    fun a_variable(p: Plain): Plain { match (p) { Plain::A => Plain::B, other => other } }
    fun blocks_without_commas(p: Plain): u64 {
        match (p) {
            Plain::A => { 1 }
            Plain::B => { 2 }
            _ => 3,
        }
    }
    fun fields(n: Named): u64 { match (n) { Named::One { x } => x, Named::Two { x, y: _ } => x } }
    fun some_fields(n: Named): bool { match (n) { Named::One { .. } => true, Named::Two { y, .. } => y } }
    fun positions(p: Positional): u64 { match (p) { Positional::Left(x) => x, Positional::Right(x, _) => x } }
    fun behind_a_reference(n: &Named): u64 { match (n) { Named::One { x } => *x, Named::Two { x, .. } => *x } }
    fun behind_a_mutable_reference(n: &mut Named) {
        match (n) {
            Named::One { x } => *x = 1,
            Named::Two { x, y } => { *x = 2; *y = true },
        }
    }
    fun guards(n: Named): u64 {
        match (n) {
            Named::One { x } if (x < 5) => 1,
            Named::Two { x, y } if (y && x == 1) => 2,
            _ => 3,
        }
    }
    fun nested(o: Outer): u64 {
        match (o) {
            Outer::Inner(Plain::A) => 1,
            Outer::Inner(_) => 2,
            Outer::Both { a: Plain::A, b: Named::One { x } } => x,
            Outer::Both { b: Named::Two { .. }, .. } => 4,
            Outer::Both { .. } => 5,
        }
    }
    fun numbers(x: u8): bool { match (x) { 0 => true, 255 => false, _ => true } }
    fun bools(x: bool): u64 { match (x) { true => 1, false => 0 } }
    fun tuples(x: u64, y: Plain): u64 { match ((x, y)) { (0, Plain::A) => 1, (_, Plain::B) => 2, (_, _) => 3 } }
    fun tests(n: &Named): bool { n is Named::One }
    fun tests_of_several(m: &Mixed): bool { m is Mixed::Unit | Mixed::Named }
    fun tests_without_the_enum(p: Plain): bool { p is A | B }
    fun a_field_that_all_have(n: &Named): u64 { n.x }
    fun a_field_that_all_have_changed(n: &mut Named) { n.x = 3 }
    fun a_field_that_one_has(n: &Named): bool { n.y }
    fun the_only_variant(s: Single): u64 { let Single::Only { x } = s; x }
    fun a_field_of_the_only_variant(b: &Behind): u64 { b.x }
    fun generic<T: drop>(g: Generic<T, u8>, default: T): T { match (g) { Generic::Some { item } => item, Generic::None => default } }
    fun resources(at: address): bool acquires Resource { Resource[at] is On }
    fun match_as_an_operand(p: Plain): u64 { 1 + (match (p) { Plain::A => 1, _ => 2 }) }
    fun arms_that_abort(p: Plain): u64 { match (p) { Plain::A => 1, Plain::B => abort 1, Plain::C => return 3 } }
    fun arms_of_nothing(p: Plain) { match (p) { Plain::A => {}, _ => () } }
    fun compared(a: Named, b: Named): bool { a == b }
    fun recursive(r: &Recursive): u64 { match (r) { Recursive::Leaf => 0, Recursive::Many { children } => children.length() } }
}
