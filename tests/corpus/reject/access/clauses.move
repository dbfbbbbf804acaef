/// Clauses that do not cover what is done, and clauses that cannot be.
module 0x42::m {
    use aptos_std::table::{Self, Table};

    struct Pool has key { x: u64, y: u64 }
    struct Book has key { items: Table<u64, u64> }
    struct Plain has drop { x: u64 }

    fun helper(at: address): u64 {
        Pool[at].x // error: E0601, E0601
    }

    struct Rule has key { check: |address| u64 has copy + drop + store, n: u64 }

    fun a_value_that_is_called(f: |address| u64, at: address): u64 pure {
        f(at) // error: E0601
    }
    fun a_value_called_with_something_else(f: |address| u64, at: address): u64 calls f(@0x1) { // warning: E0605
        f(at) // error: E0601
    }
    fun another_value(f: |address| u64, g: |address| u64 has drop, at: address): u64 calls g(at) { // warning: E0605
        let _ = g;
        f(at) // error: E0601
    }
    fun a_stored_value_elsewhere(at: address): u64 calls (Rule(@0x1).check)(at) { // warning: E0605
        (Rule[at].check)(at) // error: E0601
    }
    fun a_call_that_is_excluded(f: |address| u64, at: address): u64 !writes Pool {
        f(at) // error: E0601
    }

    fun a_read_of_nothing(at: address): u64 pure {
        Pool[at].x // error: E0601
    }
    fun a_write_where_reads_are_declared(at: address) reads Pool(at) {
        Pool[at].x = 1; // error: E0601
    }
    fun another_field(at: address): u64 reads Pool(at).x {
        Pool[at].y // error: E0601
    }
    fun another_address(a: address, b: address): u64 reads Pool(a) {
        Pool[b].x // error: E0601
    }
    fun another_resource(at: address): bool reads Pool(at) {
        exists<Book>(at) // error: E0601
    }
    fun a_callee(at: address): u64 pure {
        helper(at)
    }
    fun a_callee_at_another_address(a: address, b: address): u64 reads Pool(a) {
        helper(b)
    }
    fun another_item(at: address, k: u64): u64 reads Book(at), Book(at).items[k] {
        *table::borrow(&Book[at].items, k + 1) // error: E0601
    }
    fun at_another_holder(a: address, b: address): u64 reads *(a) {
        Pool[b].x // error: E0601
    }
    fun a_write_at_a_holder_that_is_read(at: address) reads *(at) {
        Pool[at].x = 1; // error: E0601
    }
    fun an_item_is_at_no_address(at: address, k: u64): u64 reads *(at) {
        *table::borrow(&Book[at].items, k) // error: E0601
    }
    fun a_callee_at_another_holder(a: address, b: address): u64 reads *(a) {
        helper(b)
    }
    fun an_excluded_holder(): u64 reads Pool, !reads *(@0x1) {
        Pool[@0x1].x // error: E0601
    }
    fun maybe_an_excluded_holder(at: address): u64 acquires *, !reads *(0x1) {
        Pool[at].x // error: E0601
    }
    fun acquired_at_another_address(a: address, b: address): u64 acquires Pool(a) {
        Pool[b].x // error: E0601
    }
    fun an_excluded_resource(at: address): u64 reads * !reads Pool {
        Pool[at].x // error: E0601
    }
    fun an_addition_that_is_read(at: address): u64 adds Pool(at).x {
        Pool[at].x += 1;
        Pool[at].x // error: E0601
    }
    fun beyond_the_range(list: vector<address>) writes Pool(list[i]) for i in 1..list.length() {
        for (i in 0..list.length()) {
            Pool[list[i]].x = 1; // error: E0601
        }
    }
    fun without_the_condition(at: address, which: bool) writes Pool(at) if which {
        Pool[at].x = 1; // error: E0601
        let _ = which;
    }
    fun wider_than_needed(at: address): u64 writes Pool(at) { // warning: E0604
        Pool[at].x
    }
    fun never_needed(at: address): u64 reads Pool(at), Book(at) { // warning: E0605
        Pool[at].x
    }
    fun for_any_address(at: address): u64 reads Pool { // warning: E0604
        Pool[at].x
    }
}
