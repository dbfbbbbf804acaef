/// What callees do, said with the arguments at hand.
module test::calls {
    use std::option::{Self, Option};
    use std::signer;
    use aptos_std::table::{Self, Table};
    use aptos_framework::object;

    struct Config has key { admin: address, pool: address, is_paused: bool }
    struct Pool has key { x: u64, items: Table<address, u64>, shelf: Table<u64, Level>, maybe: Option<address> }
    struct Level has store { orders: Table<u64, u64> }
    struct Key has copy, drop, store { a: address, n: u64 }
    struct Keyed has key { items: Table<Key, u64> }

    public fun init(s: &signer) { move_to(s, Config { admin: signer::address_of(s), pool: @0x7, is_paused: false }) }
    public fun pause(s: &signer) { assert!(signer::address_of(s) == Config[@0x7].admin, 1); Config[@0x7].is_paused = true; }
    public fun key_in_a_fixed_field() { let pool = Config[@0x7].pool; Pool[pool].x = 1; }

    // Names made of arguments.
    fun key_of(a: address, n: u64): Key { Key { a, n } }
    public fun packed_key(a: address, b: address, n: u64) { *table::borrow_mut(&mut Keyed[a].items, key_of(b, n)) = 1; }
    public fun upserted(a: address, b: address, n: u64) { table::upsert(&mut Keyed[a].items, Key { a: b, n }, 1); }
    fun home(): address { object::create_object_address(&@0x7, b"pool") }
    public fun at_home(k: address) { let pool = &mut Pool[home()]; *table::borrow_mut(&mut pool.items, k) += 1; }
    fun last(path: vector<address>): address { let n = path.length(); assert!(n > 0, 1); path[n - 1] }
    public fun term_function(path: vector<address>) { Pool[last(path)].x = 1; }
    public fun behind_a_reference(k: &Key) { Pool[k.a].x = k.n; }
    public fun reference_to_a_value(a: address, n: u64) { behind_a_reference(&Key { a, n }) }
    public fun choice(a: address, b: address, c: bool) { let k = if (c) a else b; Pool[k].x = 1; }

    // Objects and tables made on the way.
    public fun object_made(s: &signer, seed: vector<u8>) {
        let made = object::create_named_object(s, seed);
        let signer = object::generate_signer(&made);
        let items = table::new();
        table::add(&mut items, signer::address_of(s), 1);
        move_to(&signer, Pool { x: 0, items, shelf: table::new(), maybe: option::none() });
    }

    public fun table_in_a_table(a: address, price: u64, id: u64) {
        let level = table::borrow_mut(&mut Pool[a].shelf, price);
        *table::borrow_mut(&mut level.orders, id) = 1;
    }
    public fun with_default(a: address, k: address): u64 { *table::borrow_with_default(&Pool[a].items, k, &0) }
    public fun option_of_a_key(a: address) { let k = *option::borrow(&Pool[a].maybe); Pool[k].x = 1; }
}
