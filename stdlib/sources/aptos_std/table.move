/// Maps kept item by item in global storage: two transactions meet only where they name the same key.
module aptos_std::table {
    /// A map from `K` to `V`; the items lie under `handle`, not in the value.
    struct Table<phantom K: copy + drop, phantom V> has store {
        /// Names the table; no two tables share one.
        handle: address,
    }

    /// Makes a table without items.
    native public fun new<K: copy + drop, V: store>(): Table<K, V>;

    /// Puts `value` under `key`; aborts if there already is an item.
    native public fun add<K: copy + drop, V: store>(self: &mut Table<K, V>, key: K, value: V)
        writes self[key];

    /// Borrows the item under `key`; aborts if there is none.
    native public fun borrow<K: copy + drop, V: store>(self: &Table<K, V>, key: K): &V
        reads self[key];

    /// Borrows the item under `key` to change it; aborts if there is none.
    native public fun borrow_mut<K: copy + drop, V: store>(self: &mut Table<K, V>, key: K): &mut V
        writes self[key];

    /// Tells whether there is an item under `key`.
    native public fun contains<K: copy + drop, V: store>(self: &Table<K, V>, key: K): bool
        reads self[key];

    /// Takes the item under `key`; aborts if there is none.
    native public fun remove<K: copy + drop, V: store>(self: &mut Table<K, V>, key: K): V
        writes self[key];

    /// Drops the table. Items that it still has stay behind for ever; hence the name.
    native public fun destroy_known_empty_unsafe<K: copy + drop, V: store>(self: Table<K, V>);

    /// Borrows the item under `key`, or `default` if there is none.
    public fun borrow_with_default<K: copy + drop, V: store>(self: &Table<K, V>, key: K, default: &V): &V
        reads self[key]
    {
        if (contains(self, key)) borrow(self, key) else default
    }

    /// Borrows the item under `key` to change it, and puts `default` there first if there is none.
    public fun borrow_mut_with_default<K: copy + drop, V: store + drop>(
        self: &mut Table<K, V>,
        key: K,
        default: V
    ): &mut V
        writes self[key]
    {
        if (!contains(self, key)) {
            add(self, key, default);
        };
        borrow_mut(self, key)
    }

    /// Puts `value` under `key`, in the place of any item that is there.
    public fun upsert<K: copy + drop, V: store + drop>(self: &mut Table<K, V>, key: K, value: V)
        writes self[key]
    {
        if (contains(self, key)) {
            *borrow_mut(self, key) = value;
        } else {
            add(self, key, value);
        };
    }
}
