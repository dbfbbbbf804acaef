/// Values without `drop` or `copy`, in every place that drops or copies.
module 0x42::m {
    use std::option::{Self, Option};
    use std::vector;

    struct Coin { value: u64 }
    struct Cup has drop { x: u64 }
    struct Wrapped<T> has copy, drop { item: T }
    enum Purse { Empty, Full(Coin) }

    fun mint(): Coin { Coin { value: 1 } }
    fun two(): (Coin, Coin) { (mint(), mint()) }
    fun spend(coin: Coin) { let Coin { value: _ } = coin; }

    fun a_statement() { Coin { value: 1 }; } // error: E0402
    fun a_call_as_a_statement() { mint(); } // error: E0402
    fun a_wildcard(coin: Coin) { let _ = coin; } // error: E0402
    fun a_wildcard_of_a_tuple() { let (coin, _) = two(); spend(coin); } // error: E0402
    fun a_rest(w: Wrapped<Coin>) { let Wrapped { .. } = w; } // error: E0402
    fun a_vector_as_a_statement() { vector[mint()]; } // error: E0402
    fun an_option_as_a_statement() { option::some(mint()); } // error: E0402
    fun a_wrapped_value_as_a_statement() { Wrapped { item: mint() }; } // error: E0402
    fun an_option(_x: Option<Coin>) {} // error: E0402
    fun a_named_wildcard(_coin: Coin) {} // error: E0402
    fun an_assigned_wildcard(coin: Coin) { _ = coin; } // error: E0402
    fun in_a_branch(which: bool) { let coin = mint(); if (which) spend(coin) else {}; } // error: E0402
    fun at_a_break() { let coin = mint(); loop { break }; } // error: E0402
    fun at_a_return(coin: Coin): u64 { return coin.value } // error: E0402
    fun behind_a_reference(x: &mut Coin, coin: Coin) { *x = coin } // error: E0402
    fun an_element(list: &mut vector<Coin>, coin: Coin) { list[0] = coin } // error: E0402
    fun compared(a: Coin, b: Coin): bool { a == b } // error: E0402
    fun a_variant(p: Purse): u64 { match (p) { Purse::Empty => 0, Purse::Full(_) => 1 } } // error: E0402
    fun copied(c: Cup): (Cup, Cup) { (copy c, c) } // error: E0403
    fun read(c: &Cup): Cup { *c } // error: E0403
    fun a_field_moved_out(w: Wrapped<Cup>): Cup { w.item } // error: E0403
    fun a_field_behind_a_reference(w: &Wrapped<Cup>): Cup { w.item } // error: E0403
    fun an_element_moved_out(list: vector<Cup>): Cup { list[0] } // error: E0403
    fun an_element_behind_a_reference(list: &vector<Cup>): Cup { *vector::borrow(list, 0) } // error: E0403
    fun a_generic_value<T: drop>(x: &T): T { *x } // error: E0403
    fun a_generic_value_by_name<T: drop>(x: T): (T, T) { (copy x, x) } // error: E0403
    fun a_signer(account: &signer): signer { *account } // error: E0403
    fun a_resource(at: address): Held acquires Held { *borrow_global<Held>(at) } // error: E0403
    fun an_indexed_resource(at: address): Held acquires Held { Held[at] } // error: E0403
    struct Held has key, drop { x: u64 }
}
