/// Maps of a few entries, kept in one vector.
module aptos_std::simple_map {
    use std::error;
    use std::option::{Self, Option};
    use std::vector;

    /// The key is there.
    const EKEY_ALREADY_EXISTS: u64 = 1;
    /// The key is not there.
    const EKEY_NOT_FOUND: u64 = 2;

    /// A map from `Key` to `Value`.
    struct SimpleMap<Key, Value> has copy, drop, store {
        /// In the order in which they came, unless some were removed.
        data: vector<Element<Key, Value>>,
    }

    /// A key with its value.
    struct Element<Key, Value> has copy, drop, store {
        /// The key.
        key: Key,
        /// The value.
        value: Value,
    }

    /// Returns the number of entries.
    public fun length<Key: store, Value: store>(self: &SimpleMap<Key, Value>): u64 {
        vector::length(&self.data)
    }

    /// Makes an empty map.
    public fun new<Key: store, Value: store>(): SimpleMap<Key, Value> {
        SimpleMap { data: vector::empty() }
    }

    /// Makes a map of keys and as many values.
    public fun new_from<Key: store, Value: store>(keys: vector<Key>, values: vector<Value>): SimpleMap<Key, Value> {
        let map = new();
        add_all(&mut map, keys, values);
        map
    }

    /// Makes an empty map.
    public fun create<Key: store, Value: store>(): SimpleMap<Key, Value> {
        new()
    }

    /// Borrows the value of `key`; aborts if there is none.
    public fun borrow<Key: store, Value: store>(self: &SimpleMap<Key, Value>, key: &Key): &Value {
        let (found, index) = find(self, key);
        assert!(found, error::invalid_argument(EKEY_NOT_FOUND));
        &vector::borrow(&self.data, index).value
    }

    /// Borrows the value of `key` to change it; aborts if there is none.
    public fun borrow_mut<Key: store, Value: store>(self: &mut SimpleMap<Key, Value>, key: &Key): &mut Value {
        let (found, index) = find(self, key);
        assert!(found, error::invalid_argument(EKEY_NOT_FOUND));
        &mut vector::borrow_mut(&mut self.data, index).value
    }

    /// Tells whether `key` is there.
    public fun contains_key<Key: store, Value: store>(self: &SimpleMap<Key, Value>, key: &Key): bool {
        let (found, _) = find(self, key);
        found
    }

    /// Drops an empty map; aborts if there are entries.
    public fun destroy_empty<Key: store, Value: store>(self: SimpleMap<Key, Value>) {
        let SimpleMap { data } = self;
        vector::destroy_empty(data);
    }

    /// Puts `value` under `key`; aborts if it is there.
    public fun add<Key: store, Value: store>(self: &mut SimpleMap<Key, Value>, key: Key, value: Value) {
        let (found, _) = find(self, &key);
        assert!(!found, error::invalid_argument(EKEY_ALREADY_EXISTS));
        vector::push_back(&mut self.data, Element { key, value });
    }

    /// Puts as many values under keys; aborts if one is there.
    public fun add_all<Key: store, Value: store>(
        self: &mut SimpleMap<Key, Value>,
        keys: vector<Key>,
        values: vector<Value>
    ) {
        assert!(vector::length(&keys) == vector::length(&values), 0x20002);
        vector::reverse(&mut keys);
        vector::reverse(&mut values);
        while (!vector::is_empty(&keys)) {
            add(self, vector::pop_back(&mut keys), vector::pop_back(&mut values));
        };
        vector::destroy_empty(keys);
        vector::destroy_empty(values);
    }

    /// Puts `value` under `key`, and returns the key and value that were there.
    public fun upsert<Key: store, Value: store>(
        self: &mut SimpleMap<Key, Value>,
        key: Key,
        value: Value
    ): (Option<Key>, Option<Value>) {
        let (found, index) = find(self, &key);
        vector::push_back(&mut self.data, Element { key, value });
        if (!found) {
            return (option::none(), option::none())
        };
        let Element { key, value } = vector::swap_remove(&mut self.data, index);
        (option::some(key), option::some(value))
    }

    /// Returns the keys.
    public fun keys<Key: copy, Value>(self: &SimpleMap<Key, Value>): vector<Key> {
        let keys = vector::empty();
        let i = 0;
        while (i < vector::length(&self.data)) {
            vector::push_back(&mut keys, vector::borrow(&self.data, i).key);
            i = i + 1;
        };
        keys
    }

    /// Returns the values.
    public fun values<Key, Value: copy>(self: &SimpleMap<Key, Value>): vector<Value> {
        let values = vector::empty();
        let i = 0;
        while (i < vector::length(&self.data)) {
            vector::push_back(&mut values, vector::borrow(&self.data, i).value);
            i = i + 1;
        };
        values
    }

    /// Takes the map apart for its keys and its values.
    public fun to_vec_pair<Key: store, Value: store>(self: SimpleMap<Key, Value>): (vector<Key>, vector<Value>) {
        let SimpleMap { data } = self;
        vector::reverse(&mut data);
        let keys = vector::empty();
        let values = vector::empty();
        while (!vector::is_empty(&data)) {
            let Element { key, value } = vector::pop_back(&mut data);
            vector::push_back(&mut keys, key);
            vector::push_back(&mut values, value);
        };
        vector::destroy_empty(data);
        (keys, values)
    }

    /// Takes the map apart, keys by `dk` and values by `dv`.
    public inline fun destroy<Key: store, Value: store>(self: SimpleMap<Key, Value>, dk: |Key|, dv: |Value|) {
        let (keys, values) = to_vec_pair(self);
        vector::destroy(keys, |key| dk(key));
        vector::destroy(values, |value| dv(value));
    }

    /// Takes `key` and its value out; aborts if it is not there.
    public fun remove<Key: store, Value: store>(self: &mut SimpleMap<Key, Value>, key: &Key): (Key, Value) {
        let (found, index) = find(self, key);
        assert!(found, error::invalid_argument(EKEY_NOT_FOUND));
        let Element { key, value } = vector::swap_remove(&mut self.data, index);
        (key, value)
    }

    /// Whether `key` is there, and where.
    fun find<Key, Value>(self: &SimpleMap<Key, Value>, key: &Key): (bool, u64) {
        let length = vector::length(&self.data);
        let i = 0;
        while (i < length) {
            if (&vector::borrow(&self.data, i).key == key) return (true, i);
            i = i + 1;
        };
        (false, 0)
    }
}
