/// Access clauses in every form.
module 0x42::accept_access_clauses {
    use std::option::{Self, Option};
    use std::signer;
    use aptos_std::table::{Self, Table};
    use aptos_framework::object;

    struct Pool has key { x: u64, y: u64, total: u128 }
    struct Fee has key { rate: u64, to: address }
    struct Router has key { best: address, pools: vector<address> }
    struct Book has key { orders: Table<u64, Order>, head: u64, name: vector<u8> }
    struct Order has copy, drop, store { price: u64, left: u64 }
    struct OrderKey has copy, drop, store { price: u64, id: u64 }
    struct Deep has key { keyed: Table<OrderKey, u64>, tables: Table<address, Table<u64, u64>> }
    struct Vault<phantom T> has key { amount: u64 }
    struct Token {}

    const SEED: vector<u8> = b"pool";
    const ADMIN: address = @0xad;

    fun nothing(): u64 pure { 1 }
    fun reads_at_a_parameter(at: address): u64 reads Pool(at) { Pool[at].x }
    fun writes_at_a_parameter(at: address) writes Pool(at) { Pool[at].x = 1 }
    fun one_field(at: address): u64 reads Pool(at).x { Pool[at].x }
    fun several_fields(at: address): u64 reads Pool(at).{x, y} { Pool[at].x + Pool[at].y }
    fun at_any_address(at: address): u64 reads Pool(*) { Pool[at].x }
    fun at_any_address_without_a_star(at: address): u64 reads Pool { Pool[at].x }
    fun existence(at: address): bool reads exists<Pool>(at) { exists<Pool>(at) }
    fun a_literal_address(): u64 reads Pool(@0x1).y { Pool[@0x1].y }
    fun a_named_address(): u64 reads Pool(@std) { Pool[@std].x }
    fun a_constant_address(): u64 reads Fee(ADMIN).rate { Fee[ADMIN].rate }
    fun several_places(a: address, b: address) writes Pool(a), Pool(b) {
        Pool[a].x = 1;
        Pool[b].x = 2;
    }
    fun several_modes(a: address, b: address) reads Pool(a) writes Fee(b) { Fee[b].rate = Pool[a].x }
    fun of_a_module(at: address): u64 reads 0x42::accept_access_clauses::* { Pool[at].x }
    fun of_an_address(at: address): u64 reads @0x42::* { Pool[at].x }
    fun of_all_its_modules(at: address): u64 reads 0x42::*::* { Pool[at].x }
    fun of_a_module_at_any_address(at: address): u64 reads 0x42::accept_access_clauses::*(*) { Pool[at].x }
    fun a_numbered_address(): u64 reads Pool(0x1).y { Pool[@0x1].y }
    fun at_a_holder(at: address): u64 reads *(at) { Pool[at].x + Fee[at].rate }
    fun at_a_numbered_holder(): u64 reads *(0x1) { Pool[@0x1].x }
    fun at_any_holder(at: address): u64 reads *(*) { Pool[at].x }
    fun by_a_callee_at_its_holder(at: address): u64 reads *(at) { at_a_holder(at) }
    fun of_a_signer_of_whatever_type(account: &signer) writes *(signer::address_of(account)) {
        Pool[signer::address_of(account)].x = 1;
    }
    fun all_but_a_holder(): u64 reads Pool, !reads *(@0x2) { Pool[@0x1].x }
    fun acquired_whatever(at: address) acquires * { Pool[at].x = 1 }
    fun acquired_with_an_exclusion(at: address) acquires *, !reads 0x43::*::* { Pool[at].x = 1 }
    fun acquired_at_an_address(at: address) acquires Pool(at), Fee { Pool[at].x = Fee[at].rate }
    fun acquired_at_any_address(at: address) acquires Pool(*) { Pool[at].x = 1 }
    fun a_comma_between_clauses(a: address, b: address) reads Pool(a), writes Fee(b) { Fee[b].rate = Pool[a].x }
    fun a_parameter_named_as_a_clause(reads: address, a: address): u64 reads Pool(a), Fee(reads) { Pool[a].x + Fee[reads].rate }
    fun of_everything(at: address): u64 reads * { Pool[at].x + Fee[at].rate }
    fun adds(at: address, n: u128) adds Pool(at).total { Pool[at].total += n }
    fun of_a_signer(account: &signer) writes Pool(signer::address_of(account)) {
        Pool[signer::address_of(account)].x = 1;
    }
    fun at_a_computed_address(): u64 reads Pool(object::create_object_address(&@0x42, SEED)) {
        Pool[object::create_object_address(&@0x42, SEED)].x
    }
    fun of_a_type_argument<T>(at: address): u64 reads Vault<T>(at) { Vault<T>[at].amount }
    fun of_one_type(at: address): u64 reads Vault<Token>(at).amount { Vault<Token>[at].amount }
    fun an_item(at: address, k: u64): u64 reads Book(at), Book(at).orders[k] { table::borrow(&Book[at].orders, k).price }
    fun any_item(at: address, k: u64): u64 reads Book(at), Book(at).orders[*] { table::borrow(&Book[at].orders, k).price }
    fun an_item_by_a_struct(at: address, price: u64, id: u64): u64
        reads Deep(at), Deep(at).keyed[OrderKey { price, id }]
    {
        *table::borrow(&Deep[at].keyed, OrderKey { price, id })
    }
    fun a_key_from_state(): u64 reads Fee(ADMIN).to, Pool(Fee(ADMIN).to).x { Pool[Fee[ADMIN].to].x }
    fun a_chain_of_keys(at: address): u64 reads Router(at).best, Pool(Router(at).best).x {
        let best = Router[at].best;
        Pool[best].x
    }
    fun the_head_of_a_book(at: address): u64 reads Book(at), Book(at).orders[Book(at).head] {
        let book = &Book[at];
        table::borrow(&book.orders, book.head).left
    }
    fun elements(route: vector<address>): u64 reads Pool(route[0]).x, Pool(route[1]).x { Pool[route[0]].x + Pool[route[1]].x }
    fun the_last_element(route: vector<address>): u64 reads Pool(route[route.length() - 1]).x {
        Pool[route[route.length() - 1]].x
    }
    fun every_element(route: vector<address>) writes Pool(route[*]) {
        for (i in 0..route.length()) { Pool[route[i]].x += 1; }
    }
    fun quantified(route: vector<address>) writes Pool(route[i]) for i in 0..route.length() {
        for (i in 0..route.length()) { Pool[route[i]].x = 1; }
    }
    fun conditional(at: address, amount: u64) writes Fee(at) if 0 < amount { if (0 < amount) Fee[at].rate = amount }
    fun conditions_joined(at: address, a: bool, b: u64) writes Fee(at) if a && b != 3 { if (a && b != 3) Fee[at].rate = b }
    fun a_condition_on_a_type_of_case(at: address, a: bool): u64 reads Fee(at) if a reads Pool(at) if !a {
        if (a) Fee[at].rate else Pool[at].x
    }
    fun excluded(at: address): u64 reads * !reads Fee { Pool[at].x }
    fun excluded_writes(at: address): u64 reads * !writes * { Pool[at].x }
    fun calls_another(at: address): u64 calls one_field(at) { one_field(at) }
    fun calls_generic(at: address): u64 calls of_a_type_argument<Token>(at) { of_a_type_argument<Token>(at) }
    fun calls_several(a: address, b: address): u64 calls one_field(a), existence(b) {
        if (existence(b)) one_field(a) else 0
    }
    fun behind_a_reference(pool: &mut Pool) writes pool.x { pool.x = 1 }
    fun read_behind_a_reference(pool: &Pool): u64 reads pool.x { pool.x }
    fun adds_behind_a_reference(pool: &mut Pool) adds pool.total { pool.total += 1 }
    fun self_in_a_clause(self: &mut Pool) writes self.y { self.y = 2 }
    fun an_item_behind_a_reference(orders: &mut Table<u64, Order>, k: u64) writes orders[k] {
        table::borrow_mut(orders, k).left = 1;
    }
    fun with_acquires(at: address): u64 acquires Pool reads Pool(at) { Pool[at].x }
    fun a_choice(a: address, b: address, which: bool): u64 reads Pool(a).x if which reads Pool(b).x if !which {
        if (which) Pool[a].x else Pool[b].x
    }
    fun wider_than_needed_is_a_warning(at: address): u64 writes Pool(at) { Pool[at].x }
    public fun public_and_declared(at: address): u64 reads Pool(at).x { Pool[at].x }
    public entry fun entry_and_declared(account: &signer) writes Vault<Token>(signer::address_of(account)) {
        move_to(account, Vault<Token> { amount: 1 });
    }
    fun taken_out(at: address): u64 writes Vault<Token>(at) {
        let Vault { amount } = move_from<Vault<Token>>(at);
        amount
    }
    fun native_words(reads: address, writes: u64, pure: bool): u64 reads Pool(reads).x { if (pure) Pool[reads].x else writes }
    fun options(at: Option<address>): u64 { if (option::is_some(&at)) Pool[*option::borrow(&at)].x else 0 }
}
