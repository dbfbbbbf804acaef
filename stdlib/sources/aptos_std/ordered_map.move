/// Maps of a few entries in order of their keys, kept in one vector.
module aptos_std::ordered_map {
    use std::cmp;
    use std::error;
    use std::option::{Self, Option};
    use std::vector;

    /// The key is there.
    const EKEY_ALREADY_EXISTS: u64 = 1;
    /// The key is not there.
    const EKEY_NOT_FOUND: u64 = 2;
    /// The map has no entries.
    const EITER_OUT_OF_BOUNDS: u64 = 3;

    /// A key with its value.
    struct Entry<K, V> has copy, drop, store {
        /// The key.
        key: K,
        /// The value.
        value: V,
    }

    /// A map from `K` to `V`.
    struct OrderedMap<K, V> has copy, drop, store {
        /// In order of their keys.
        entries: vector<Entry<K, V>>,
    }

    /// Makes an empty map.
    public fun new<K, V>(): OrderedMap<K, V> {
        OrderedMap { entries: vector::empty() }
    }

    /// Makes a map of keys and as many values; aborts if a key comes twice.
    public fun new_from<K, V>(keys: vector<K>, values: vector<V>): OrderedMap<K, V> {
        let map = new();
        add_all(&mut map, keys, values);
        map
    }

    /// Returns the number of entries.
    public fun length<K, V>(self: &OrderedMap<K, V>): u64 {
        vector::length(&self.entries)
    }

    /// Tells whether there are none.
    public fun is_empty<K, V>(self: &OrderedMap<K, V>): bool {
        vector::is_empty(&self.entries)
    }

    /// Puts `value` under `key`; aborts if it is there.
    public fun add<K, V>(self: &mut OrderedMap<K, V>, key: K, value: V) {
        let (found, index) = find(self, &key);
        assert!(!found, error::invalid_argument(EKEY_ALREADY_EXISTS));
        vector::insert(&mut self.entries, index, Entry { key, value });
    }

    /// Puts `value` under `key`, and returns the value that was there.
    public fun upsert<K: drop, V>(self: &mut OrderedMap<K, V>, key: K, value: V): Option<V> {
        let (found, index) = find(self, &key);
        if (found) {
            let Entry { key: _, value: old } = vector::replace(&mut self.entries, index, Entry { key, value });
            option::some(old)
        } else {
            vector::insert(&mut self.entries, index, Entry { key, value });
            option::none()
        }
    }

    /// Takes the value under `key`; aborts if there is none.
    public fun remove<K: drop, V>(self: &mut OrderedMap<K, V>, key: &K): V {
        let (found, index) = find(self, key);
        assert!(found, error::invalid_argument(EKEY_NOT_FOUND));
        let Entry { key: _, value } = vector::remove(&mut self.entries, index);
        value
    }

    /// Takes the value under `key`, if there is one.
    public fun remove_or_none<K: drop, V>(self: &mut OrderedMap<K, V>, key: &K): Option<V> {
        let (found, index) = find(self, key);
        if (found) {
            let Entry { key: _, value } = vector::remove(&mut self.entries, index);
            option::some(value)
        } else {
            option::none()
        }
    }

    /// Tells whether `key` is there.
    public fun contains<K, V>(self: &OrderedMap<K, V>, key: &K): bool {
        let (found, _) = find(self, key);
        found
    }

    /// Borrows the value under `key`; aborts if there is none.
    public fun borrow<K, V>(self: &OrderedMap<K, V>, key: &K): &V {
        let (found, index) = find(self, key);
        assert!(found, error::invalid_argument(EKEY_NOT_FOUND));
        &vector::borrow(&self.entries, index).value
    }

    /// Borrows the value under `key` to change it; aborts if there is none.
    public fun borrow_mut<K, V>(self: &mut OrderedMap<K, V>, key: &K): &mut V {
        let (found, index) = find(self, key);
        assert!(found, error::invalid_argument(EKEY_NOT_FOUND));
        &mut vector::borrow_mut(&mut self.entries, index).value
    }

    /// Copies the value under `key`, if there is one.
    public fun get<K, V: copy>(self: &OrderedMap<K, V>, key: &K): Option<V> {
        let (found, index) = find(self, key);
        if (found) option::some(vector::borrow(&self.entries, index).value) else option::none()
    }

    /// Borrows the first key and its value; aborts if there are none.
    public fun borrow_front<K, V>(self: &OrderedMap<K, V>): (&K, &V) {
        assert!(!is_empty(self), error::invalid_argument(EITER_OUT_OF_BOUNDS));
        let entry = vector::borrow(&self.entries, 0);
        (&entry.key, &entry.value)
    }

    /// Borrows the last key and its value; aborts if there are none.
    public fun borrow_back<K, V>(self: &OrderedMap<K, V>): (&K, &V) {
        assert!(!is_empty(self), error::invalid_argument(EITER_OUT_OF_BOUNDS));
        let entry = vector::borrow(&self.entries, length(self) - 1);
        (&entry.key, &entry.value)
    }

    /// Takes the first key and its value; aborts if there are none.
    public fun pop_front<K, V>(self: &mut OrderedMap<K, V>): (K, V) {
        assert!(!is_empty(self), error::invalid_argument(EITER_OUT_OF_BOUNDS));
        let Entry { key, value } = vector::remove(&mut self.entries, 0);
        (key, value)
    }

    /// Takes the last key and its value; aborts if there are none.
    public fun pop_back<K, V>(self: &mut OrderedMap<K, V>): (K, V) {
        assert!(!is_empty(self), error::invalid_argument(EITER_OUT_OF_BOUNDS));
        let Entry { key, value } = vector::pop_back(&mut self.entries);
        (key, value)
    }

    /// Returns the last key before `key`, if there is one.
    public fun prev_key<K: copy, V>(self: &OrderedMap<K, V>, key: &K): Option<K> {
        let (_, index) = find(self, key);
        if (index == 0) option::none() else option::some(vector::borrow(&self.entries, index - 1).key)
    }

    /// Returns the first key after `key`, if there is one.
    public fun next_key<K: copy, V>(self: &OrderedMap<K, V>, key: &K): Option<K> {
        let (found, index) = find(self, key);
        let next = if (found) index + 1 else index;
        if (next < length(self)) option::some(vector::borrow(&self.entries, next).key) else option::none()
    }

    /// Puts as many values under keys; aborts if one is there.
    public fun add_all<K, V>(self: &mut OrderedMap<K, V>, keys: vector<K>, values: vector<V>) {
        assert!(vector::length(&keys) == vector::length(&values), 0x20002);
        while (!vector::is_empty(&keys)) {
            add(self, vector::pop_back(&mut keys), vector::pop_back(&mut values));
        };
        vector::destroy_empty(keys);
        vector::destroy_empty(values);
    }

    /// Moves the entries of `other` here; one that is there already is replaced.
    public fun append<K: drop, V: drop>(self: &mut OrderedMap<K, V>, other: OrderedMap<K, V>) {
        let OrderedMap { entries } = other;
        while (!vector::is_empty(&entries)) {
            let Entry { key, value } = vector::pop_back(&mut entries);
            upsert(self, key, value);
        };
    }

    /// Takes off the entries from index `at` on.
    public fun trim<K, V>(self: &mut OrderedMap<K, V>, at: u64): OrderedMap<K, V> {
        OrderedMap { entries: vector::trim(&mut self.entries, at) }
    }

    /// Drops an empty map; aborts if there are entries.
    public fun destroy_empty<K, V>(self: OrderedMap<K, V>) {
        let OrderedMap { entries } = self;
        vector::destroy_empty(entries);
    }

    /// Copies the keys.
    public fun keys<K: copy, V>(self: &OrderedMap<K, V>): vector<K> {
        let keys = vector::empty();
        let i = 0;
        while (i < vector::length(&self.entries)) {
            vector::push_back(&mut keys, vector::borrow(&self.entries, i).key);
            i = i + 1;
        };
        keys
    }

    /// Copies the values.
    public fun values<K, V: copy>(self: &OrderedMap<K, V>): vector<V> {
        let values = vector::empty();
        let i = 0;
        while (i < vector::length(&self.entries)) {
            vector::push_back(&mut values, vector::borrow(&self.entries, i).value);
            i = i + 1;
        };
        values
    }

    /// Takes the map apart for its keys and its values.
    public fun to_vec_pair<K, V>(self: OrderedMap<K, V>): (vector<K>, vector<V>) {
        let OrderedMap { entries } = self;
        vector::reverse(&mut entries);
        let keys = vector::empty();
        let values = vector::empty();
        while (!vector::is_empty(&entries)) {
            let Entry { key, value } = vector::pop_back(&mut entries);
            vector::push_back(&mut keys, key);
            vector::push_back(&mut values, value);
        };
        vector::destroy_empty(entries);
        (keys, values)
    }

    /// Calls `f` with each key and value, and drops the map.
    public inline fun for_each<K, V>(self: OrderedMap<K, V>, f: |K, V|) {
        let (keys, values) = to_vec_pair(self);
        vector::zip(keys, values, |key, value| f(key, value))
    }

    /// Calls `f` with a reference to each key and value.
    public inline fun for_each_ref<K: copy + drop, V>(self: &OrderedMap<K, V>, f: |&K, &V|) {
        let keys = keys(self);
        let i = 0;
        while (i < vector::length(&keys)) {
            let key = vector::borrow(&keys, i);
            f(key, borrow(self, key));
            i = i + 1;
        }
    }

    /// Calls `f` with a reference to each key and a mutable one to its value.
    public inline fun for_each_mut<K: copy + drop, V>(self: &mut OrderedMap<K, V>, f: |&K, &mut V|) {
        let keys = keys(self);
        let i = 0;
        while (i < vector::length(&keys)) {
            let key = vector::borrow(&keys, i);
            f(key, borrow_mut(self, key));
            i = i + 1;
        }
    }

    /// Whether `key` is there, and at which index; or else where it belongs.
    fun find<K, V>(self: &OrderedMap<K, V>, key: &K): (bool, u64) {
        let low = 0;
        let high = vector::length(&self.entries);
        while (low < high) {
            let middle = low + (high - low) / 2;
            let order = cmp::compare(&vector::borrow(&self.entries, middle).key, key);
            if (cmp::is_eq(&order)) return (true, middle);
            if (cmp::is_lt(&order)) {
                low = middle + 1;
            } else {
                high = middle;
            };
        };
        (false, low)
    }
}
