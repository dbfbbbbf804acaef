/// Type parameters and arguments.
module 0x42::accept_generics_generics {
    use std::option::{Self, Option};
    use std::vector;

    struct Box<T> has copy, drop, store, key { item: T }
    struct Pair<A, B> has copy, drop, store { a: A, b: B }
    struct Marker<phantom T> has copy, drop, store {}
    struct Phantoms<phantom A, phantom B> has copy, drop { m: Marker<A>, n: Marker<Marker<B>> }
    struct Coin {}
    struct Bounded<T: copy + drop + store> has copy, drop, store { item: T }

    fun identity<T>(x: T): T { x }
    fun two<A, B>(a: A, b: B): Pair<A, B> { Pair { a, b } }
    fun with_bounds<T: copy + drop>(x: &T): T { *x }
    fun all_bounds<T: copy + drop + store + key>(_x: T) {}
    fun unused<T>() {}
    fun given() { identity<u64>(1); two<u8, bool>(1, true); unused<Coin>(); }
    fun inferred(): Pair<u8, vector<bool>> { two(1, vector[true]) }
    fun partly_inferred(): Pair<u8, bool> { two<u8, _>(1, true) }
    fun inferred_from_the_result(): Option<u8> { option::none() }
    fun inferred_from_a_later_use(): u8 {
        let list = vector::empty();
        vector::push_back(&mut list, 1u8);
        list[0]
    }
    fun of_references_to_generics<T>(box: &Box<T>): &T { &box.item }
    fun of_mutable_references_to_generics<T>(box: &mut Box<T>): &mut T { &mut box.item }
    fun nested<T: copy + drop>(x: T): Box<Box<vector<T>>> { Box { item: Box { item: vector[x] } } }
    fun a_phantom_needs_nothing(_m: Marker<Coin>) {}
    fun a_phantom_of_signer(): Marker<signer> { Marker {} }
    fun phantoms(): Phantoms<Coin, Coin> { Phantoms { m: Marker {}, n: Marker {} } }
    fun abilities_by_condition(b: Box<u64>): (Box<u64>, Box<u64>) { (copy b, b) }
    fun a_bound_passed_on<T: copy + drop + store>(x: T): Bounded<T> { Bounded { item: x } }
    fun a_bound_from_a_struct(): Bounded<Box<u8>> { Bounded { item: Box { item: 1 } } }
    fun generic_resources<T: store>(at: address): bool { exists<Box<T>>(at) }
    fun calls_itself<T>(n: u64) { if (0 < n) calls_itself<T>(n - 1) }
    fun vectors_of_parameters<T>(x: T, y: T): vector<T> { vector[x, y] }
    fun explicit_vectors<T>(): vector<vector<T>> { vector<vector<T>>[] }
    fun a_name_shadows_a_type<Coin>(x: Coin): Coin { x }
    fun generic_less_than(a: u64, b: u64): bool { a < b && (a) > (b) }
    fun deep(): Box<Pair<Option<Marker<vector<u8>>>, Box<Box<u64>>>> {
        Box { item: Pair { a: option::none(), b: Box { item: Box { item: 1 } } } }
    }
}
