/// Generic functions and structs.
module 0x42::run_generics_generics {
    use std::vector;
    use aptos_std::type_info;

    struct Box<T> has copy, drop, store { item: T }
    struct Pair<A, B> has copy, drop { first: A, second: B }
    struct Tagged<phantom Tag> has copy, drop { amount: u64 }
    struct Red {}
    struct Blue {}
    struct Store<T: store> has key { item: T }

    fun same<T>(x: T): T { x }
    fun boxed<T>(item: T): Box<T> { Box { item } }
    fun unboxed<T>(box: Box<T>): T {
        let Box { item } = box;
        item
    }
    fun swapped<A, B>(pair: Pair<A, B>): Pair<B, A> {
        let Pair { first, second } = pair;
        Pair { first: second, second: first }
    }
    fun twice<T: copy>(x: T): (T, T) { (copy x, x) }
    fun two<T>(one: T, other: T): vector<T> {
        let list = vector::empty();
        vector::push_back(&mut list, one);
        vector::push_back(&mut list, other);
        list
    }
    fun added<T>(one: Tagged<T>, other: Tagged<T>): Tagged<T> {
        Tagged { amount: one.amount + other.amount }
    }
    fun depth<T>(n: u64): u64 { if (n == 0) 0 else 1 + depth<T>(n - 1) }
    fun put<T: store>(account: &signer, item: T) { move_to(account, Store<T> { item }) }

    // returns: 5, b"x"
    fun given(): (u64, vector<u8>) { (same<u64>(5), same<vector<u8>>(b"x")) }

    // returns: 5, @0x1
    fun inferred_from_arguments(): (u8, address) { (same(5u8), same(@0x1)) }

    // returns: 5
    fun inferred_from_the_result(): u16 { same(5) }

    // returns: {true, 1}
    fun two_parameters(): Pair<bool, u64> { swapped(Pair { first: 1, second: true }) }

    // returns: 3
    fun into_a_box_and_out(): u64 { unboxed(boxed(boxed(3)).item) }

    // returns: vector[1, 2], vector[1, 2]
    fun copied(): (vector<u64>, vector<u64>) { twice(vector[1, 2]) }

    // returns: vector[@0x1, @0x2]
    fun collected(): vector<address> { two(@0x1, @0x2) }

    // returns: {5}
    fun of_one_tag(): Tagged<Red> {
        added(Tagged { amount: 2 }, Tagged<Red> { amount: 3 })
    }

    // returns: 4
    fun calls_itself(): u64 { depth<Box<u64>>(4) }

    // returns: b"0x42::run_generics_generics::Box<0x1::string::String>"
    fun the_type_is_known_when_it_runs(): vector<u8> {
        *type_info::type_name<Box<std::string::String>>().bytes()
    }

    // returns: true, false
    fun resources_of_two_types(account: &signer): (bool, bool) {
        put(account, 1u8);
        let at = std::signer::address_of(account);
        (exists<Store<u8>>(at), exists<Store<u16>>(at))
    }

    // returns: 1, 2
    fun each_type_has_its_own_resource(account: &signer): (u8, u16) acquires Store {
        put(account, 1u8);
        put(account, 2u16);
        let at = std::signer::address_of(account);
        (Store<u8>[at].item, Store<u16>[at].item)
    }

    // returns: true
    fun phantoms_are_types_of_their_own(): bool {
        type_info::type_name<Tagged<Red>>() != type_info::type_name<Tagged<Blue>>()
    }

    // returns: vector[vector[], vector[7]]
    fun nested(): vector<vector<u64>> { two(vector[], vector[7]) }

    // returns: 2, 3
    fun placeholders(): (u64, u64) {
        let list: vector<_> = vector[1, 2, 3];
        let pair = Pair<_, u64> { first: 2, second: vector::length(&list) };
        (pair.first, pair.second)
    }
}
