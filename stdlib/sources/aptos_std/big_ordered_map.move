/// Maps in order of their keys, under the names of one that may grow large. This one lies in one value: to name a key tells
/// nothing of where its entry is, so whoever changes the map changes all of it.
module aptos_std::big_ordered_map {
    use std::error;
    use std::option::{Self, Option};
    use std::vector;
    use aptos_std::ordered_map::{Self, OrderedMap};

    /// The key is there.
    const EKEY_ALREADY_EXISTS: u64 = 1;
    /// The key is not there.
    const EKEY_NOT_FOUND: u64 = 2;
    /// The map has no entries.
    const EITER_OUT_OF_BOUNDS: u64 = 3;
    /// The map has entries.
    const EMAP_NOT_EMPTY: u64 = 6;

    /// A map from `K` to `V`.
    struct BigOrderedMap<K: store, V: store> has store {
        /// Its entries.
        entries: OrderedMap<K, V>,
    }

    /// Makes an empty map.
    public fun new<K: store, V: store>(): BigOrderedMap<K, V> {
        BigOrderedMap { entries: ordered_map::new() }
    }

    /// Makes an empty map; there are no nodes to be told how large they are.
    public fun new_with_config<K: store, V: store>(
        _inner_max_degree: u16,
        _leaf_max_degree: u16,
        _reuse_slots: bool
    ): BigOrderedMap<K, V> {
        new()
    }

    /// Makes an empty map; there are no nodes to be told how large they are.
    public fun new_with_type_size_hints<K: store, V: store>(
        _avg_key_bytes: u64,
        _max_key_bytes: u64,
        _avg_value_bytes: u64,
        _max_value_bytes: u64
    ): BigOrderedMap<K, V> {
        new()
    }

    /// Makes a map of keys and as many values; aborts if a key comes twice.
    public fun new_from<K: drop + copy + store, V: store>(keys: vector<K>, values: vector<V>): BigOrderedMap<K, V> {
        let map = new();
        add_all(&mut map, keys, values);
        map
    }

    /// Drops an empty map; aborts if it has entries.
    public fun destroy_empty<K: store, V: store>(self: BigOrderedMap<K, V>) {
        let BigOrderedMap { entries } = self;
        assert!(ordered_map::is_empty(&entries), error::invalid_argument(EMAP_NOT_EMPTY));
        ordered_map::destroy_empty(entries);
    }

    /// Tells whether there are no entries.
    public fun is_empty<K: store, V: store>(self: &BigOrderedMap<K, V>): bool {
        ordered_map::is_empty(&self.entries)
    }

    /// Returns the number of entries.
    public fun compute_length<K: store, V: store>(self: &BigOrderedMap<K, V>): u64 {
        ordered_map::length(&self.entries)
    }

    /// Puts `value` under `key`; aborts if it is there.
    public fun add<K: drop + copy + store, V: store>(self: &mut BigOrderedMap<K, V>, key: K, value: V) {
        assert!(!ordered_map::contains(&self.entries, &key), error::invalid_argument(EKEY_ALREADY_EXISTS));
        ordered_map::add(&mut self.entries, key, value);
    }

    /// Puts as many values under keys; aborts if one is there.
    public fun add_all<K: drop + copy + store, V: store>(
        self: &mut BigOrderedMap<K, V>,
        keys: vector<K>,
        values: vector<V>
    ) {
        vector::zip(keys, values, |key, value| add(self, key, value));
    }

    /// Puts `value` under `key`, and returns the value that was there.
    public fun upsert<K: drop + copy + store, V: store>(self: &mut BigOrderedMap<K, V>, key: K, value: V): Option<V> {
        ordered_map::upsert(&mut self.entries, key, value)
    }

    /// Takes the value under `key`; aborts if there is none.
    public fun remove<K: drop + copy + store, V: store>(self: &mut BigOrderedMap<K, V>, key: &K): V {
        assert!(ordered_map::contains(&self.entries, key), error::invalid_argument(EKEY_NOT_FOUND));
        ordered_map::remove(&mut self.entries, key)
    }

    /// Takes the value under `key`, if there is one.
    public fun remove_or_none<K: drop + copy + store, V: store>(self: &mut BigOrderedMap<K, V>, key: &K): Option<V> {
        ordered_map::remove_or_none(&mut self.entries, key)
    }

    /// Tells whether `key` is there.
    public fun contains<K: drop + copy + store, V: store>(self: &BigOrderedMap<K, V>, key: &K): bool {
        ordered_map::contains(&self.entries, key)
    }

    /// Borrows the value under `key`; aborts if there is none.
    public fun borrow<K: drop + copy + store, V: store>(self: &BigOrderedMap<K, V>, key: &K): &V {
        assert!(ordered_map::contains(&self.entries, key), error::invalid_argument(EKEY_NOT_FOUND));
        ordered_map::borrow(&self.entries, key)
    }

    /// Borrows the value under `key` to change it; aborts if there is none.
    public fun borrow_mut<K: drop + copy + store, V: store>(self: &mut BigOrderedMap<K, V>, key: &K): &mut V {
        assert!(ordered_map::contains(&self.entries, key), error::invalid_argument(EKEY_NOT_FOUND));
        ordered_map::borrow_mut(&mut self.entries, key)
    }

    /// Copies the value under `key`, if there is one.
    public fun get<K: drop + copy + store, V: copy + store>(self: &BigOrderedMap<K, V>, key: &K): Option<V> {
        ordered_map::get(&self.entries, key)
    }

    /// Returns the first key, and borrows its value; aborts if there are none.
    public fun borrow_front<K: drop + copy + store, V: store>(self: &BigOrderedMap<K, V>): (K, &V) {
        assert!(!is_empty(self), error::invalid_argument(EITER_OUT_OF_BOUNDS));
        let (key, value) = ordered_map::borrow_front(&self.entries);
        (*key, value)
    }

    /// Returns the last key, and borrows its value; aborts if there are none.
    public fun borrow_back<K: drop + copy + store, V: store>(self: &BigOrderedMap<K, V>): (K, &V) {
        assert!(!is_empty(self), error::invalid_argument(EITER_OUT_OF_BOUNDS));
        let (key, value) = ordered_map::borrow_back(&self.entries);
        (*key, value)
    }

    /// Takes the first key and its value; aborts if there are none.
    public fun pop_front<K: drop + copy + store, V: store>(self: &mut BigOrderedMap<K, V>): (K, V) {
        assert!(!is_empty(self), error::invalid_argument(EITER_OUT_OF_BOUNDS));
        ordered_map::pop_front(&mut self.entries)
    }

    /// Takes the last key and its value; aborts if there are none.
    public fun pop_back<K: drop + copy + store, V: store>(self: &mut BigOrderedMap<K, V>): (K, V) {
        assert!(!is_empty(self), error::invalid_argument(EITER_OUT_OF_BOUNDS));
        ordered_map::pop_back(&mut self.entries)
    }

    /// Returns the greatest key below `key`, if there is one.
    public fun prev_key<K: drop + copy + store, V: store>(self: &BigOrderedMap<K, V>, key: &K): Option<K> {
        ordered_map::prev_key(&self.entries, key)
    }

    /// Returns the least key above `key`, if there is one.
    public fun next_key<K: drop + copy + store, V: store>(self: &BigOrderedMap<K, V>, key: &K): Option<K> {
        ordered_map::next_key(&self.entries, key)
    }

    /// Returns all keys in order.
    public fun keys<K: drop + copy + store, V: store>(self: &BigOrderedMap<K, V>): vector<K> {
        ordered_map::keys(&self.entries)
    }

    /// Copies the map into one of a few entries.
    public fun to_ordered_map<K: drop + copy + store, V: copy + store>(self: &BigOrderedMap<K, V>): OrderedMap<K, V> {
        self.entries
    }

    /// Takes the map apart for its keys and values.
    public fun to_vec_pair<K: store, V: store>(self: BigOrderedMap<K, V>): (vector<K>, vector<V>) {
        let BigOrderedMap { entries } = self;
        ordered_map::to_vec_pair(entries)
    }

    /// Calls `f` with each key and value, and drops the map.
    public inline fun for_each<K: drop + copy + store, V: store>(self: BigOrderedMap<K, V>, f: |K, V|) {
        let (keys, values) = to_vec_pair(self);
        vector::zip(keys, values, |key, value| f(key, value));
    }

    /// Calls `f` with a reference to each key and value.
    public inline fun for_each_ref<K: drop + copy + store, V: store>(self: &BigOrderedMap<K, V>, f: |&K, &V|) {
        let keys = keys(self);
        let i = 0;
        while (i < vector::length(&keys)) {
            let key = vector::borrow(&keys, i);
            f(key, borrow(self, key));
            i = i + 1;
        }
    }

    /// Calls `f` with a reference to each key and a mutable one to its value.
    public inline fun for_each_mut<K: drop + copy + store, V: store>(self: &mut BigOrderedMap<K, V>, f: |&K, &mut V|) {
        let keys = keys(self);
        let i = 0;
        while (i < vector::length(&keys)) {
            let key = vector::borrow(&keys, i);
            f(key, borrow_mut(self, key));
            i = i + 1;
        }
    }

    /// Calls `dv` with each value, and drops the map.
    public inline fun destroy<K: drop + copy + store, V: store>(self: BigOrderedMap<K, V>, dv: |V|) {
        for_each(self, |_key, value| dv(value));
    }
}
