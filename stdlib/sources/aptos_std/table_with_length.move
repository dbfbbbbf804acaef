/// Tables that know how many items they have. Those who add and remove under different keys need no order: the length is
/// added to, and read by those alone who ask for it.
module aptos_std::table_with_length {
    use std::error;
    use aptos_std::table::{Self, Table};

    /// There is an item under the key.
    const EALREADY_EXISTS: u64 = 100;
    /// There is no item under the key.
    const ENOT_FOUND: u64 = 101;
    /// The table has items.
    const ENOT_EMPTY: u64 = 102;

    /// A map from `K` to `V`.
    struct TableWithLength<phantom K: copy + drop, phantom V> has store {
        /// The items.
        inner: Table<K, V>,
        /// How many there are.
        length: u64,
    }

    /// Makes a table without items.
    public fun new<K: copy + drop, V: store>(): TableWithLength<K, V> {
        TableWithLength { inner: table::new<K, V>(), length: 0 }
    }

    /// Drops a table without items; aborts if it has any.
    public fun destroy_empty<K: copy + drop, V: store>(table: TableWithLength<K, V>) {
        assert!(table.length == 0, error::invalid_state(ENOT_EMPTY));
        let TableWithLength { inner, length: _ } = table;
        table::destroy_known_empty_unsafe(inner);
    }

    /// Puts `val` under `key`; aborts if there already is an item.
    public fun add<K: copy + drop, V: store>(self: &mut TableWithLength<K, V>, key: K, val: V)
        writes self.inner[key]
        adds self.length
    {
        assert!(!table::contains(&self.inner, key), error::invalid_argument(EALREADY_EXISTS));
        table::add(&mut self.inner, key, val);
        self.length += 1;
    }

    /// Borrows the item under `key`; aborts if there is none.
    public fun borrow<K: copy + drop, V: store>(self: &TableWithLength<K, V>, key: K): &V
        reads self.inner[key]
    {
        assert!(table::contains(&self.inner, key), error::invalid_argument(ENOT_FOUND));
        table::borrow(&self.inner, key)
    }

    /// Borrows the item under `key` to change it; aborts if there is none.
    public fun borrow_mut<K: copy + drop, V: store>(self: &mut TableWithLength<K, V>, key: K): &mut V
        writes self.inner[key]
    {
        assert!(table::contains(&self.inner, key), error::invalid_argument(ENOT_FOUND));
        table::borrow_mut(&mut self.inner, key)
    }

    /// Borrows the item under `key` to change it, and puts `default` there first if there is none.
    public fun borrow_mut_with_default<K: copy + drop, V: store + drop>(
        self: &mut TableWithLength<K, V>,
        key: K,
        default: V
    ): &mut V
        writes self.inner[key]
        adds self.length
    {
        if (!table::contains(&self.inner, key)) {
            table::add(&mut self.inner, key, default);
            self.length += 1;
        };
        table::borrow_mut(&mut self.inner, key)
    }

    /// Puts `value` under `key`, in the place of any item that is there.
    public fun upsert<K: copy + drop, V: store + drop>(self: &mut TableWithLength<K, V>, key: K, value: V)
        writes self.inner[key]
        adds self.length
    {
        if (table::contains(&self.inner, key)) {
            *table::borrow_mut(&mut self.inner, key) = value;
        } else {
            table::add(&mut self.inner, key, value);
            self.length += 1;
        };
    }

    /// Takes the item under `key`; aborts if there is none.
    public fun remove<K: copy + drop, V: store>(self: &mut TableWithLength<K, V>, key: K): V
        writes self.inner[key]
        adds self.length
    {
        assert!(table::contains(&self.inner, key), error::invalid_argument(ENOT_FOUND));
        self.length -= 1;
        table::remove(&mut self.inner, key)
    }

    /// Tells whether there is an item under `key`.
    public fun contains<K: copy + drop, V: store>(self: &TableWithLength<K, V>, key: K): bool
        calls table::contains<K, V>(self.inner, key)
    {
        table::contains(&self.inner, key)
    }

    /// Returns how many items there are.
    public fun length<K: copy + drop, V: store>(self: &TableWithLength<K, V>): u64
        reads self.length
    {
        self.length
    }

    /// Tells whether there are none.
    public fun empty<K: copy + drop, V: store>(self: &TableWithLength<K, V>): bool
        reads self.length
    {
        self.length == 0
    }
}
