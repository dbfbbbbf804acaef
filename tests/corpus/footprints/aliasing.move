/// Keys whose source changes before they are used: what a term may still say, and what it may not.
module test::aliasing {
    use std::signer;
    use aptos_std::table::{Self, Table};

    struct Pool has key { x: u64, next: address, items: Table<address, u64> }
    struct Swapped has key { items: Table<address, u64> }
    struct Key has copy, drop, store { a: address, n: u64 }

    // A key read from a place that is written elsewhere in the module may have changed when the transaction runs.
    public fun follow(a: address) { let next = Pool[a].next; Pool[next].x = 1; }

    public fun set_next(a: address, b: address) { Pool[a].next = b; }

    // What was written is what is read, at the very same place.
    public fun written_then_read(a: address, b: address) { Pool[a].next = b; let next = Pool[a].next; Pool[next].x = 1; }

    // `b` may be `a`: what is at `b` may be `a`'s new value.
    public fun written_beside(a: address, b: address) { Pool[a].next = b; let next = Pool[b].next; Pool[next].x = 1; }

    public fun written_by_a_callee(a: address, b: address) { set_next(a, b); let next = Pool[a].next; Pool[next].x = 1; }

    // Local variables: an assignment, a field, a reference.
    public fun local_assigned(a: address, b: address) { let k = a; k = b; Pool[k].x = 1; }
    public fun local_field(a: address, b: address) { let k = Key { a, n: 1 }; k.a = b; Pool[k.a].x = k.n; }
    public fun local_reference(a: address, b: address) { let k = Key { a, n: 1 }; let r = &mut k; r.a = b; Pool[k.a].x = 1; }
    public fun one_of_two(a: address, b: address, c: bool) {
        let k = Key { a, n: 1 };
        let l = Key { a, n: 1 };
        let r = if (c) { &mut k } else { &mut l };
        r.a = b;
        Pool[k.a].x = 1;
    }

    fun change(k: &mut Key, b: address) { k.a = b; }
    public fun local_changed_by_a_callee(a: address, b: address) { let k = Key { a, n: 1 }; change(&mut k, b); Pool[k.a].x = k.n; }

    public fun reversed(path: vector<address>) { path.reverse(); Pool[path[0]].x = 1; }
    public fun pushed(path: vector<address>, a: address) { path.push_back(a); Pool[path[0]].x = 1; }
    public fun loop_over(path: vector<address>) { let i = 0; while (i < path.length()) { Pool[path[i]].x += 1; i += 1 } }
    public fun loop_along(a: address, n: u64) { while (n > 0) { Pool[a].x = 1; a = Pool[a].next; n -= 1 } }
    public fun recursion(a: address, n: u64) { if (n > 0) { Pool[a].x = 1; recursion(Pool[a].next, n - 1) } }

    fun either(pool: &mut Pool, c: bool, k: address): &mut u64 {
        if (c) { &mut pool.x } else { table::borrow_mut(&mut pool.items, k) }
    }
    public fun returned_reference(a: address, c: bool, k: address) { *either(&mut Pool[a], c, k) = 3; }

    // A table that stays in its record is named by it, one that may be moved out and in is not.
    public fun item(a: address, k: address) { *table::borrow_mut(&mut Pool[a].items, k) = 1; }
    public fun swapped_item(a: address, k: address) { *table::borrow_mut(&mut Swapped[a].items, k) = 1; }
    public fun swap(s: &signer, items: Table<address, u64>): Table<address, u64> {
        let Swapped { items: old } = move_from<Swapped>(signer::address_of(s));
        move_to(s, Swapped { items });
        old
    }

    // Of nine places a reference tells only what they have in common: one field of one resource.
    public fun one_of_nine(n: u64) {
        let place =
            if (n == 0) { &mut Pool[@0x1].x }
            else if (n == 1) { &mut Pool[@0x2].x }
            else if (n == 2) { &mut Pool[@0x3].x }
            else if (n == 3) { &mut Pool[@0x4].x }
            else if (n == 4) { &mut Pool[@0x5].x }
            else if (n == 5) { &mut Pool[@0x6].x }
            else if (n == 6) { &mut Pool[@0x7].x }
            else if (n == 7) { &mut Pool[@0x8].x } else { &mut Pool[@0x9].x };
        *place = 1;
    }
}
