//! What a wider access swallows is still said: the record behind a table's handle must exist, whoever widens the item.
module 0xa::swallowed {
    use std::vector;
    use aptos_std::table::{Self, Table};

    struct Vault has key { items: Table<address, u64> }
    struct Wallet has key { items: Table<address, u64>, owner: address }

    //! footprint give: writes Wallet(b).owner
    fun give(b: address, owner: address) {
        Wallet[b].owner = owner;
    }

    /// Nobody knows which wallet it is, so its item is that of any such table, and that swallows the item of the vault.
    /// The vault's table is looked at all the same.
    //! footprint inner: reads Wallet(b).owner; reads exists<Wallet>(*); reads Vault(@0xa0).items.handle; reads table::Table<address, u64>[k]
    fun inner(b: address, k: address): u64 {
        let first = *table::borrow(&Vault[@0xa0].items, k);
        let owners = vector[Wallet[b].owner];
        vector::reverse(&mut owners);
        let second = *table::borrow(&Wallet[*vector::borrow(&owners, 0)].items, k);
        first + second
    }

    /// A caller has nothing of the vault but that look at the handle.
    //! footprint middle: reads Wallet(b).owner; reads exists<Wallet>(*); reads exists<Vault>(@0xa0); reads table::Table<address, u64>[k]
    fun middle(b: address, k: address): u64 {
        inner(b, k)
    }

    //! footprint outer: reads Wallet(b).owner; reads exists<Wallet>(*); reads exists<Vault>(@0xa0); reads table::Table<address, u64>[k]
    public fun outer(b: address, k: address): u64 {
        middle(b, k)
    }
}
