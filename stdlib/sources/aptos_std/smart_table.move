/// Maps that may grow large: entries lie in 256 buckets by the hash of their key, each a record of its own, so two
/// transactions meet only where they name keys of one bucket. The number of entries is added to without order.
///
/// The names are those of a hash table that splits its buckets; there is nothing to split here.
module aptos_std::smart_table {
    use std::error;
    use std::option::{Self, Option};
    use std::vector;
    use aptos_std::aptos_hash;
    use aptos_std::simple_map::{Self, SimpleMap};
    use aptos_std::table::{Self, Table};

    /// There is no entry under the key.
    const ENOT_FOUND: u64 = 1;
    /// The map has entries.
    const ENOT_EMPTY: u64 = 3;
    /// There is an entry under the key.
    const EALREADY_EXIST: u64 = 4;

    /// There is no such bucket.
    const EINVALID_BUCKET_INDEX: u64 = 7;
    /// There is no such place in the bucket.
    const EINVALID_VECTOR_INDEX: u64 = 8;

    /// How many buckets there are at most.
    const BUCKETS: u64 = 256;

    /// A key with its value.
    struct Entry<K, V> has copy, drop, store {
        /// The key.
        key: K,
        /// The value.
        value: V,
    }

    /// A map from `K` to `V`.
    struct SmartTable<K, V> has store {
        /// The entries, by the hash of their key; no bucket is empty.
        buckets: Table<u64, vector<Entry<K, V>>>,
        /// How many entries there are.
        length: u64,
    }

    /// Makes an empty map.
    public fun new<K: copy + drop + store, V: store>(): SmartTable<K, V> {
        SmartTable { buckets: table::new(), length: 0 }
    }

    /// Makes an empty map; there are no buckets to be told how large they are.
    public fun new_with_config<K: copy + drop + store, V: store>(
        _num_initial_buckets: u64,
        _split_load_threshold: u8,
        _target_bucket_size: u64
    ): SmartTable<K, V> {
        new()
    }

    /// Drops an empty map; aborts if it has entries.
    public fun destroy_empty<K: copy + drop + store, V: store>(self: SmartTable<K, V>) {
        assert!(self.length == 0, error::invalid_argument(ENOT_EMPTY));
        let SmartTable { buckets, length: _ } = self;
        table::destroy_known_empty_unsafe(buckets);
    }

    /// Drops a map with its entries.
    public fun destroy<K: copy + drop + store, V: drop + store>(self: SmartTable<K, V>)
        writes self.buckets[i] for i in 0..256
    {
        clear(&mut self);
        destroy_empty(self);
    }

    /// Drops all entries.
    public fun clear<K: copy + drop + store, V: drop + store>(self: &mut SmartTable<K, V>) {
        let bucket = 0;
        while (bucket < BUCKETS) {
            if (table::contains(&self.buckets, bucket)) {
                table::remove(&mut self.buckets, bucket);
            };
            bucket = bucket + 1;
        };
        self.length = 0;
    }

    /// Puts `value` under `key`; aborts if there is an entry.
    public fun add<K: copy + drop + store, V: store>(self: &mut SmartTable<K, V>, key: K, value: V)
        writes self.buckets[bucket_of<K>(&key)]
        adds self.length
    {
        let bucket = bucket_of(&key);
        if (table::contains(&self.buckets, bucket)) {
            let entries = table::borrow_mut(&mut self.buckets, bucket);
            let (found, _) = find(entries, &key);
            assert!(!found, error::invalid_argument(EALREADY_EXIST));
            vector::push_back(entries, Entry { key, value });
        } else {
            table::add(&mut self.buckets, bucket, vector[Entry { key, value }]);
        };
        self.length += 1;
    }

    /// Puts as many values under keys; aborts if there is an entry.
    public fun add_all<K: copy + drop + store, V: store>(self: &mut SmartTable<K, V>, keys: vector<K>, values: vector<V>) {
        assert!(vector::length(&keys) == vector::length(&values), 0x20002);
        vector::reverse(&mut keys);
        vector::reverse(&mut values);
        while (!vector::is_empty(&keys)) {
            add(self, vector::pop_back(&mut keys), vector::pop_back(&mut values));
        };
        vector::destroy_empty(values);
    }

    /// Borrows the value under `key`; aborts if there is none.
    public fun borrow<K: copy + drop + store, V: store>(self: &SmartTable<K, V>, key: K): &V
        reads self.buckets[bucket_of<K>(&key)]
    {
        let bucket = bucket_of(&key);
        assert!(table::contains(&self.buckets, bucket), error::invalid_argument(ENOT_FOUND));
        let entries = table::borrow(&self.buckets, bucket);
        let (found, index) = find(entries, &key);
        assert!(found, error::invalid_argument(ENOT_FOUND));
        &vector::borrow(entries, index).value
    }

    /// Borrows the value under `key`, or `default` if there is none.
    public fun borrow_with_default<K: copy + drop + store, V: store>(self: &SmartTable<K, V>, key: K, default: &V): &V
        reads self.buckets[bucket_of<K>(&key)]
    {
        if (contains(self, copy key)) borrow(self, key) else default
    }

    /// Borrows the value under `key` to change it; aborts if there is none.
    public fun borrow_mut<K: copy + drop + store, V: store>(self: &mut SmartTable<K, V>, key: K): &mut V
        writes self.buckets[bucket_of<K>(&key)]
    {
        let bucket = bucket_of(&key);
        assert!(table::contains(&self.buckets, bucket), error::invalid_argument(ENOT_FOUND));
        let entries = table::borrow_mut(&mut self.buckets, bucket);
        let (found, index) = find(entries, &key);
        assert!(found, error::invalid_argument(ENOT_FOUND));
        &mut vector::borrow_mut(entries, index).value
    }

    /// Borrows the value under `key` to change it, and puts `default` there first if there is none.
    public fun borrow_mut_with_default<K: copy + drop + store, V: drop + store>(
        self: &mut SmartTable<K, V>,
        key: K,
        default: V
    ): &mut V
        writes self.buckets[bucket_of<K>(&key)]
        adds self.length
    {
        if (!contains(self, copy key)) {
            add(self, copy key, default);
        };
        borrow_mut(self, key)
    }

    /// Tells whether there is an entry under `key`.
    public fun contains<K: copy + drop + store, V: store>(self: &SmartTable<K, V>, key: K): bool
        reads self.buckets[bucket_of<K>(&key)]
    {
        let bucket = bucket_of(&key);
        if (!table::contains(&self.buckets, bucket)) return false;
        let (found, _) = find(table::borrow(&self.buckets, bucket), &key);
        found
    }

    /// Takes the value under `key`; aborts if there is none.
    public fun remove<K: copy + drop + store, V: store>(self: &mut SmartTable<K, V>, key: K): V
        writes self.buckets[bucket_of<K>(&key)]
        adds self.length
    {
        let bucket = bucket_of(&key);
        assert!(table::contains(&self.buckets, bucket), error::invalid_argument(ENOT_FOUND));
        let entries = table::borrow_mut(&mut self.buckets, bucket);
        let (found, index) = find(entries, &key);
        assert!(found, error::invalid_argument(ENOT_FOUND));
        let Entry { key: _, value } = vector::swap_remove(entries, index);
        if (vector::is_empty(entries)) {
            vector::destroy_empty(table::remove(&mut self.buckets, bucket));
        };
        self.length -= 1;
        value
    }

    /// Puts `value` under `key`, in the place of any value that is there.
    public fun upsert<K: copy + drop + store, V: drop + store>(self: &mut SmartTable<K, V>, key: K, value: V)
        writes self.buckets[bucket_of<K>(&key)]
        adds self.length
    {
        if (contains(self, copy key)) {
            *borrow_mut(self, key) = value;
        } else {
            add(self, key, value);
        };
    }

    /// Returns how many entries there are.
    public fun length<K: copy + drop + store, V: store>(self: &SmartTable<K, V>): u64
        reads self.length
    {
        self.length
    }

    /// Returns all keys.
    public fun keys<K: copy + drop + store, V: store>(self: &SmartTable<K, V>): vector<K> {
        let keys = vector::empty();
        let bucket = 0;
        while (bucket < BUCKETS) {
            if (table::contains(&self.buckets, bucket)) {
                let entries = table::borrow(&self.buckets, bucket);
                let i = 0;
                while (i < vector::length(entries)) {
                    vector::push_back(&mut keys, vector::borrow(entries, i).key);
                    i = i + 1;
                };
            };
            bucket = bucket + 1;
        };
        keys
    }

    /// Returns `num_keys_to_get` keys, or as many as there are, from a place on: the number of a bucket and a place in it. Also
    /// returns the place that the next ones start at, if there are any.
    public fun keys_paginated<K: copy + drop + store, V: store>(
        self: &SmartTable<K, V>,
        starting_bucket_index: u64,
        starting_vector_index: u64,
        num_keys_to_get: u64
    ): (vector<K>, Option<u64>, Option<u64>) {
        assert!(starting_bucket_index < BUCKETS, error::invalid_argument(EINVALID_BUCKET_INDEX));
        assert!(
            starting_vector_index == 0 || starting_vector_index < entries_in(self, starting_bucket_index),
            error::invalid_argument(EINVALID_VECTOR_INDEX)
        );
        let keys = vector::empty();
        let (bucket, i) = (starting_bucket_index, starting_vector_index);
        while (bucket < BUCKETS) {
            let count = entries_in(self, bucket);
            while (i < count) {
                if (vector::length(&keys) == num_keys_to_get) {
                    return (keys, option::some(bucket), option::some(i))
                };
                vector::push_back(&mut keys, vector::borrow(table::borrow(&self.buckets, bucket), i).key);
                i = i + 1;
            };
            bucket = bucket + 1;
            i = 0;
        };
        (keys, option::none(), option::none())
    }

    /// How many entries lie in a bucket.
    fun entries_in<K: copy + drop + store, V: store>(self: &SmartTable<K, V>, bucket: u64): u64 {
        if (table::contains(&self.buckets, bucket)) vector::length(table::borrow(&self.buckets, bucket)) else 0
    }

    /// Returns how many buckets there are.
    public fun num_buckets<K: copy + drop + store, V: store>(_self: &SmartTable<K, V>): u64 {
        BUCKETS
    }

    /// Copies the map into a small one.
    public fun to_simple_map<K: copy + drop + store, V: copy + store>(self: &SmartTable<K, V>): SimpleMap<K, V> {
        let map = simple_map::new();
        let bucket = 0;
        while (bucket < BUCKETS) {
            if (table::contains(&self.buckets, bucket)) {
                let entries = table::borrow(&self.buckets, bucket);
                let i = 0;
                while (i < vector::length(entries)) {
                    let entry = vector::borrow(entries, i);
                    simple_map::add(&mut map, entry.key, entry.value);
                    i = i + 1;
                };
            };
            bucket = bucket + 1;
        };
        map
    }

    /// Calls `f` with a reference to each key and value.
    public inline fun for_each_ref<K: copy + drop + store, V: store>(self: &SmartTable<K, V>, f: |&K, &V|) {
        let keys = keys(self);
        let i = 0;
        while (i < vector::length(&keys)) {
            let key = vector::borrow(&keys, i);
            f(key, borrow(self, *key));
            i = i + 1;
        }
    }

    /// Calls `f` with a reference to each key and a mutable one to its value.
    public inline fun for_each_mut<K: copy + drop + store, V: store>(self: &mut SmartTable<K, V>, f: |&K, &mut V|) {
        let keys = keys(self);
        let i = 0;
        while (i < vector::length(&keys)) {
            let key = vector::borrow(&keys, i);
            f(key, borrow_mut(self, *key));
            i = i + 1;
        }
    }

    /// Returns a map of what `f` makes of a reference to each value.
    public inline fun map_ref<K: copy + drop + store, V1: store, V2: store>(
        self: &SmartTable<K, V1>,
        f: |&V1| V2
    ): SmartTable<K, V2> {
        let map = new<K, V2>();
        for_each_ref(self, |key, value| add(&mut map, *key, f(value)));
        map
    }

    /// Tells whether there is a key and value of which `p` is true.
    public inline fun any<K: copy + drop + store, V: store>(self: &SmartTable<K, V>, p: |&K, &V| bool): bool {
        let keys = keys(self);
        let found = false;
        let i = 0;
        while (!found && i < vector::length(&keys)) {
            let key = vector::borrow(&keys, i);
            found = p(key, borrow(self, *key));
            i = i + 1;
        };
        found
    }

    /// The bucket that `key` belongs to.
    fun bucket_of<K>(key: &K): u64 {
        aptos_hash::sip_hash_from_value(key) % BUCKETS
    }

    /// Whether `key` is among the entries, and where.
    fun find<K, V>(entries: &vector<Entry<K, V>>, key: &K): (bool, u64) {
        let length = vector::length(entries);
        let i = 0;
        while (i < length) {
            if (&vector::borrow(entries, i).key == key) return (true, i);
            i = i + 1;
        };
        (false, 0)
    }
}
