/// Maps, tables and vectors of the library.
module 0x42::run_library_collections {
    use std::vector;
    use aptos_std::ordered_map;
    use aptos_std::simple_map;
    use aptos_std::smart_table;
    use aptos_std::smart_vector;
    use aptos_std::table::{Self, Table};
    use aptos_std::table_with_length;

    struct Holder has key { table: Table<address, vector<u8>> }

    // returns: 1, 20, false
    fun a_simple_map(): (u64, u64, bool) {
        let map = simple_map::new();
        map.add(b"a", 1);
        map.add(b"b", 2);
        *map.borrow_mut(&b"b") = 20;
        let (_, a) = map.remove(&b"a");
        (a, *map.borrow(&b"b"), map.contains_key(&b"a"))
    }

    // aborts: 65537
    fun a_key_of_a_simple_map_twice() {
        let map = simple_map::new();
        map.add(1, 1);
        map.add(1, 2);
    }

    // aborts: 65538
    fun a_key_that_a_simple_map_has_not(): u64 { *simple_map::new<u64, u64>().borrow(&1) }

    // returns: vector[1, 2, 3], 3, 20
    fun an_ordered_map(): (vector<u64>, u64, u64) {
        let map = ordered_map::new_from(vector[3, 1, 2], vector[30, 10, 20]);
        (map.keys(), map.length(), *map.borrow(&2))
    }

    // returns: 1, 3
    fun ends_of_an_ordered_map(): (u64, u64) {
        let map = ordered_map::new_from(vector[3, 1, 2], vector[b"", b"", b""]);
        let (first, _) = map.pop_front();
        let (last, _) = map.borrow_back();
        (first, *last)
    }

    // returns: {vector[3]}, {vector[]}
    fun neighbours_in_an_ordered_map(): (std::option::Option<u64>, std::option::Option<u64>) {
        let map = ordered_map::new_from(vector[3, 1], vector[0, 0]);
        (map.next_key(&2), map.prev_key(&1))
    }

    // returns: b"one", false
    fun a_table(account: &signer): (vector<u8>, bool) {
        let table = table::new();
        table.add(@0x1, b"one");
        let there = table.contains(@0x2);
        move_to(account, Holder { table });
        (*Holder[std::signer::address_of(account)].table.borrow(@0x1), there)
    }

    // aborts: already there
    fun an_item_of_a_table_twice(account: &signer) {
        let table = table::new();
        table.add(@0x1, b"one");
        table.add(@0x1, b"two");
        move_to(account, Holder { table });
    }

    // aborts: not there
    fun an_item_that_a_table_has_not(account: &signer) {
        let table = table::new<address, vector<u8>>();
        table.remove(@0x1);
        move_to(account, Holder { table });
    }

    // returns: b"new", b"old"
    fun items_with_defaults(account: &signer): (vector<u8>, vector<u8>) {
        let table = table::new();
        table.upsert(@0x1, b"old");
        let old = *table.borrow_mut_with_default(@0x1, b"default");
        table.upsert(@0x1, b"new");
        let new = *table.borrow_with_default(@0x1, &b"default");
        move_to(account, Holder { table });
        (new, old)
    }

    // returns: 2, 1, true
    fun a_table_with_length(): (u64, u64, bool) {
        let table = table_with_length::new<u64, u64>();
        table.add(1, 10);
        table.add(2, 20);
        let before = table.length();
        table.remove(1);
        let after = table.length();
        table.remove(2);
        let is_empty = table.empty();
        table_with_length::destroy_empty(table);
        (before, after, is_empty)
    }

    // aborts: 65636
    fun a_key_of_a_table_with_length_twice() {
        let table = table_with_length::new<u64, u64>();
        table.add(1, 10);
        table.add(1, 20);
        table_with_length::destroy_empty(table);
    }

    // returns: 100, 55, 99
    fun a_smart_table(): (u64, u64, u64) {
        let table = smart_table::new<u64, u64>();
        for (i in 0..100) table.add(i, i);
        *table.borrow_mut(7) = 55;
        let (length, changed) = (table.length(), *table.borrow(7));
        let last = table.remove(99);
        table.destroy();
        (length, changed, last)
    }

    // aborts: 65537
    fun a_key_that_a_smart_table_has_not(): u64 {
        let table = smart_table::new<u64, u64>();
        let value = *table.borrow(7);
        table.destroy();
        value
    }

    // returns: 50, 49, 10
    fun a_smart_vector(): (u64, u64, u64) {
        let list = smart_vector::empty<u64>();
        for (i in 0..50) list.push_back(i);
        let (length, last, tenth) = (list.length(), list.pop_back(), *list.borrow(10));
        list.destroy();
        (length, last, tenth)
    }

    // returns: vector[1, 9, 2, 3], 3
    fun inserted_and_removed(): (vector<u64>, u64) {
        let list = vector[1, 2, 7, 3];
        let removed = list.remove(2) - 4;
        list.insert(1, 9);
        (list, removed)
    }

    // returns: true, 1, false, 0
    fun looked_up(): (bool, u64, bool, u64) {
        let (found, at) = vector[5, 6].index_of(&6);
        let (missing, zero) = vector::index_of(&vector[5, 6], &7);
        (found, at, missing, zero)
    }

    // returns: vector[3, 2, 1], vector[1, 2, 3, 4]
    fun turned_and_joined(): (vector<u64>, vector<u64>) {
        let list = vector[1, 2, 3];
        list.reverse();
        let other = vector[1, 2];
        other.append(vector[3, 4]);
        (list, other)
    }

    // returns: vector[2, 3], vector[1], vector[0, 2, 4]
    fun parts(): (vector<u64>, vector<u64>, vector<u64>) {
        let list = vector[1, 2, 3];
        let slice = list.slice(1, 3);
        let cut = list.trim(1);
        assert!(cut == slice);
        (slice, list, vector::range_with_step(0, 6, 2))
    }

    // aborts: 131072
    fun removed_beyond(): u64 { vector[1].remove(1) }

    // returns: vector[3, 1, 2], 4
    fun rotated_and_swapped_out(): (vector<u64>, u64) {
        let list = vector[1, 2, 3];
        list.rotate(2);
        let other = vector[4, 5, 6];
        (list, other.swap_remove(0))
    }
}
