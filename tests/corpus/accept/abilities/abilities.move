/// What has which ability, and what needs one.
module 0x42::accept_abilities_abilities {
    struct None {}
    struct Droppable has drop {}
    struct Copyable has copy {}
    struct Storable has store { x: u64 }
    struct Resource has key { s: Storable }
    struct All has copy, drop, store, key { x: u64, v: vector<u8>, a: address }
    struct Wrapped<T> has copy, drop, store { item: T }
    struct Tagged<phantom T> has copy, drop, store {}

    fun needs_copy<T: copy>(_x: &T) {}
    fun needs_drop<T: drop>(_x: T) {}
    fun needs_store<T: store>(_x: &T) {}
    fun needs_key<T: key>(_x: &T) {}
    fun destroyed(x: None) { let None {} = x; }

    fun primitives() {
        needs_copy(&1u8);
        needs_drop(true);
        needs_store(&@0x1);
        needs_copy(&b"x");
        needs_drop(vector[vector[1]]);
    }
    fun references_are_copied_and_dropped(x: &None): (&None, &None) { (x, x) }
    fun a_signer_is_dropped(_account: signer) {}
    fun generics_by_their_arguments(w: Wrapped<u8>) { needs_copy(&w); needs_store(&w); needs_drop(w); }
    fun a_phantom_does_not_count(t: Tagged<None>) { needs_copy(&t); needs_drop(t); }
    fun a_wrapped_value_without_abilities(w: Wrapped<None>) { let Wrapped { item } = w; destroyed(item); }
    fun vectors_of_droppables(_list: vector<Droppable>) {}
    fun with_key(r: &Resource, a: &All) { needs_key(r); needs_key(a); }
    fun with_store(s: &Storable) { needs_store(s); needs_store(&Wrapped { item: 1 }); }
    fun copied_not_dropped(c: Copyable): (Copyable, Copyable) { (copy c, c) }
    fun dropped_not_copied(d: Droppable) { let _x = d; }
    fun dropped_by_a_wildcard(d: Droppable) { let _ = d; }
    fun dropped_by_a_statement() { Droppable {}; }
    fun dropped_by_an_assignment(d: Droppable): Droppable { d = Droppable {}; d }
    fun put(account: &signer, x: u64) { move_to(account, Resource { s: Storable { x } }) }
    fun moved_twice(n: None): None { let m = n; let k = m; k }
    fun moved_into_a_vector(n: None): vector<None> { vector[n] }
    fun moved_in_branches(n: None, which: bool): None { if (which) n else { destroyed(n); None {} } }
    fun borrowed_and_moved(n: None): None { let r = &n; looked_at(r); n }
    fun looked_at(_n: &None) {}
    fun not_dropped_at_an_abort(n: None) { looked_at(&n); abort 1 }
    fun a_parameter_that_must_be_used<T>(x: T): vector<T> { vector[x] }
    fun generic_with_drop<T: drop>(x: T, y: T): T { x = y; x }
    fun a_tuple_passed_on(): (None, None) { (None {}, None {}) }
    fun a_tuple_taken_apart() { let (a, b) = a_tuple_passed_on(); destroyed(a); destroyed(b); }
}
