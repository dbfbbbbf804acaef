//! Items lie under a handle, and handles move with their tables.
module 0xa::tables {
    use std::signer;
    use aptos_std::table::{Self, Table};

    struct Account has store, drop { n: u64, owner: address }
    struct Q has key { n: u64 }
    struct Bank has key { x: Table<address, Account>, y: Table<address, Account>, small: Table<u64, Account> }
    struct Holder has key { t: Table<address, Account> }
    struct Key has copy, drop, store { owner: address, n: u64 }
    struct Ledger has key { entries: Table<Key, u64> }

    /// One item of one table.
    //! footprint item: reads exists<Bank>(a); writes Bank(a).x[k].n
    fun item(a: address, k: address) {
        table::borrow_mut(&mut Bank[a].x, k).n = 1;
    }

    /// Whether there is an item is a part of it.
    //! footprint is_there: reads exists<Bank>(a); reads Bank(a).x[k]
    fun is_there(a: address, k: address): bool {
        table::contains(&Bank[a].x, k)
    }

    //! footprint taken: reads exists<Bank>(a); writes Bank(a).x[k]
    fun taken(a: address, k: address): Account {
        table::remove(&mut Bank[a].x, k)
    }

    /// A function of the library, known by what it declares.
    //! footprint put: reads exists<Bank>(a); writes Bank(a).x[k]
    fun put(a: address, k: address, account: Account) {
        table::upsert(&mut Bank[a].x, k, account);
    }

    /// A reference to an item that a helper returns.
    //! footprint account_of: reads bank.y.handle; reads bank.y[k]
    fun account_of(bank: &mut Bank, k: address): &mut Account {
        table::borrow_mut(&mut bank.y, k)
    }

    //! footprint through_helper: reads exists<Bank>(a); writes Bank(a).y[k].n
    fun through_helper(a: address, k: address) {
        account_of(&mut Bank[a], k).n = 1;
    }

    /// The tables of a record change places: `x` is what was `y`.
    //! footprint exchanged: writes Bank(signer::address_of(s)); writes Bank(signer::address_of(s)).y[k].n
    fun exchanged(s: &signer, k: address) {
        let at = signer::address_of(s);
        let Bank { x, y, small } = move_from<Bank>(at);
        move_to(s, Bank { x: y, y: x, small });
        table::borrow_mut(&mut Bank[at].x, k).n = 1;
    }

    /// A table moves from one record to another, its items stay where they are.
    //! footprint moved: writes Holder(a); writes Holder(signer::address_of(s)); writes Holder(a).t[k].n
    fun moved(s: &signer, a: address, k: address) {
        let Holder { t } = move_from<Holder>(a);
        move_to(s, Holder { t });
        table::borrow_mut(&mut Holder[signer::address_of(s)].t, k).n = 1;
    }

    /// The table at `b` may be the one that has just been moved in.
    //! footprint moved_elsewhere: writes Holder(a); writes Holder(signer::address_of(s))
    //! footprint moved_elsewhere: reads exists<Holder>(b); writes table::Table<address, Account>[k].n
    fun moved_elsewhere(s: &signer, a: address, b: address, k: address) {
        let Holder { t } = move_from<Holder>(a);
        move_to(s, Holder { t });
        table::borrow_mut(&mut Holder[b].t, k).n = 1;
    }

    /// A table passed by value.
    //! footprint passed: writes t[k].n; writes Holder(signer::address_of(s))
    fun passed(s: &signer, t: Table<address, Account>, k: address) {
        table::borrow_mut(&mut t, k).n = 1;
        move_to(s, Holder { t });
    }

    /// What was passed by value is no state, also where an access of any such table says all that is done to its items.
    //! footprint passed_beside: writes Holder(a); writes Holder(signer::address_of(s))
    //! footprint passed_beside: reads exists<Holder>(b); writes table::Table<address, Account>[k].n
    fun passed_beside(s: &signer, t: Table<address, Account>, a: address, b: address, k: address): Table<address, Account> {
        table::borrow_mut(&mut t, k).n = 1;
        moved_elsewhere(s, a, b, k);
        t
    }

    /// The table that is passed is a record's.
    //! footprint passes: writes Holder(a); writes Holder(a).t[k].n; writes Holder(signer::address_of(s))
    fun passes(s: &signer, a: address, k: address) {
        let Holder { t } = move_from<Holder>(a);
        passed(s, t, k);
    }

    /// Items of a table made here need no clause, wherever it is put.
    //! footprint made_here: writes Holder(signer::address_of(s))
    fun made_here(s: &signer, k: address, account: Account) {
        let t = table::new();
        table::add(&mut t, k, account);
        move_to(s, Holder { t });
        table::borrow_mut(&mut Holder[signer::address_of(s)].t, k).n = 2;
    }

    /// Made here or found: the one found counts.
    //! footprint made_or_found: writes Holder(a).t[k]; writes Holder(signer::address_of(s)); writes Holder(a) if !is_new
    fun made_or_found(s: &signer, a: address, k: address, account: Account, is_new: bool) {
        let t = if (is_new) {
            table::new()
        } else {
            let Holder { t } = move_from<Holder>(a);
            t
        };
        table::add(&mut t, k, account);
        move_to(s, Holder { t });
    }

    /// A key read from an item.
    //! footprint key_in_item: reads exists<Bank>(a); reads Bank(a).x[k].owner; writes Q(Bank(a).x[k].owner).n
    fun key_in_item(a: address, k: address) {
        Q[table::borrow(&Bank[a].x, k).owner].n = 1;
    }

    /// The item has just been written.
    //! footprint key_written: reads exists<Bank>(a); writes Bank(a).x[k].owner; writes Q(b).n
    fun key_written(a: address, k: address, b: address) {
        table::borrow_mut(&mut Bank[a].x, k).owner = b;
        Q[table::borrow(&Bank[a].x, k).owner].n = 1;
    }

    /// Two keys may be one.
    //! footprint two_keys: reads exists<Bank>(a); writes Bank(a).x[k].owner; writes Bank(a).x[j].owner; writes Q.n
    fun two_keys(a: address, k: address, j: address, b: address) {
        table::borrow_mut(&mut Bank[a].x, k).owner = b;
        table::borrow_mut(&mut Bank[a].x, j).owner = @0x7;
        Q[table::borrow(&Bank[a].x, k).owner].n = 1;
    }

    /// Two handles may be one, as far as anybody here knows.
    //! footprint two_tables: reads exists<Bank>(a); writes Bank(a).x[k].owner; writes Bank(a).y[k].owner; writes Q.n
    fun two_tables(a: address, k: address, b: address) {
        table::borrow_mut(&mut Bank[a].x, k).owner = b;
        table::borrow_mut(&mut Bank[a].y, k).owner = @0x7;
        Q[table::borrow(&Bank[a].x, k).owner].n = 1;
    }

    /// Tables of different types are different tables.
    //! footprint two_types: reads exists<Bank>(a); writes Bank(a).x[k].owner; writes Bank(a).small[i].owner; writes Q(b).n
    fun two_types(a: address, k: address, i: u64, b: address) {
        table::borrow_mut(&mut Bank[a].x, k).owner = b;
        table::borrow_mut(&mut Bank[a].small, i).owner = @0x7;
        Q[table::borrow(&Bank[a].x, k).owner].n = 1;
    }

    /// A key that is a struct, its fields known.
    //! footprint struct_key: reads exists<Ledger>(a); writes Ledger(a).entries[Key { owner: b, n: 1 }]
    fun struct_key(a: address, b: address) {
        *table::borrow_mut(&mut Ledger[a].entries, Key { owner: b, n: 1 }) = 5;
    }

    /// One of its fields is written before it is used.
    //! footprint struct_key_changed: reads exists<Ledger>(a); writes Ledger(a).entries[Key { owner: b, n: i }]
    fun struct_key_changed(a: address, b: address, i: u64) {
        let key = Key { owner: b, n: 1 };
        key.n = i;
        *table::borrow_mut(&mut Ledger[a].entries, key) = 5;
    }

    /// The item under a key that is written as the key's own table is filled.
    //! footprint added_then_read: reads exists<Bank>(a); writes Bank(a).x[k]; writes Q.n
    fun added_then_read(a: address, k: address, account: Account) {
        table::add(&mut Bank[a].x, k, account);
        Q[table::borrow(&Bank[a].x, k).owner].n = 1;
    }
}

/// Tables that can be replaced: in vectors, in options, in other tables.
module 0xa::nested_tables {
    use std::option::{Self, Option};
    use std::vector;
    use aptos_std::table::{Self, Table};

    struct Account has store, drop { n: u64 }
    struct Outer has key { t: Table<address, Table<u64, Account>> }
    struct Shelf has key { tables: vector<Table<u64, Account>> }
    struct Slot has key { t: Option<Table<u64, Account>> }
    struct Inner has store { t: Table<u64, Account> }
    struct Wrapper has key { inner: Inner }

    /// The inner handle is read from an item. A table cannot be dropped, so none is written over another: while the item is
    /// there, it holds this one.
    //! footprint inner_item: reads exists<Outer>(a); reads Outer(a).t[k].handle; writes Outer(a).t[k][i].n
    fun inner_item(a: address, k: address, i: u64) {
        table::borrow_mut(table::borrow_mut(&mut Outer[a].t, k), i).n = 1;
    }

    /// An inner table is taken out of one outer table and put into another.
    //! footprint carried_over: reads exists<Outer>(a); reads exists<Outer>(b)
    //! footprint carried_over: writes Outer(a).t[k]; writes Outer(b).t[k]; writes Outer(a).t[k][i].n
    fun carried_over(a: address, b: address, k: address, i: u64) {
        let inner = table::remove(&mut Outer[a].t, k);
        table::borrow_mut(&mut inner, i).n = 1;
        table::add(&mut Outer[b].t, k, inner);
    }

    /// An inner table made here has no other user, until it has been put where others find it.
    //! footprint made_inside: reads exists<Outer>(a); writes Outer(a).t[k]
    fun made_inside(a: address, k: address, i: u64) {
        let inner = table::new();
        table::add(&mut inner, i, Account { n: 1 });
        table::add(&mut Outer[a].t, k, inner);
    }

    /// Looked up after another inner table was put in its place.
    //! footprint put_in_place: reads exists<Outer>(a); writes Outer(a).t[k]; writes Shelf(a).tables; writes table::Table<u64, Account>[i].n
    fun put_in_place(a: address, k: address, i: u64) {
        let old = table::remove(&mut Outer[a].t, k);
        vector::push_back(&mut Shelf[a].tables, old);
        let new = vector::pop_back(&mut Shelf[a].tables);
        table::add(&mut Outer[a].t, k, new);
        table::borrow_mut(table::borrow_mut(&mut Outer[a].t, k), i).n = 1;
    }

    /// Tables in a vector can change places.
    //! footprint on_a_shelf: writes Shelf(a).tables; writes Shelf(a).tables[i][k].n
    fun on_a_shelf(a: address, i: u64, k: u64) {
        table::borrow_mut(vector::borrow_mut(&mut Shelf[a].tables, i), k).n = 1;
    }

    //! footprint shelf_swapped: writes Shelf(a).tables; writes Shelf(a).tables[*][k].n
    fun shelf_swapped(a: address, k: u64) {
        let tables = &mut Shelf[a].tables;
        vector::swap(tables, 0, 1);
        table::borrow_mut(vector::borrow_mut(tables, 0), k).n = 1;
    }

    /// A table in an option can be replaced by another.
    //! footprint in_a_slot: writes Slot(a).t; writes table::Table<u64, Account>[k].n
    fun in_a_slot(a: address, k: u64) {
        table::borrow_mut(option::borrow_mut(&mut Slot[a].t), k).n = 1;
    }

    /// One table that can be named and one that cannot: where the first one's handle was read is still said.
    //! footprint either_kind: reads exists<Wrapper>(a); writes Shelf(a).tables; writes Shelf(a).tables[0][k].n; writes Wrapper(a).inner.t[k].n
    fun either_kind(a: address, k: u64) {
        table::borrow_mut(&mut Wrapper[a].inner.t, k).n = 1;
        table::borrow_mut(vector::borrow_mut(&mut Shelf[a].tables, 0), k).n = 1;
    }

    /// A table inside a struct that nothing replaces stays where it is.
    //! footprint in_a_struct: reads exists<Wrapper>(a); writes Wrapper(a).inner.t[k].n
    fun in_a_struct(a: address, k: u64) {
        table::borrow_mut(&mut Wrapper[a].inner.t, k).n = 1;
    }
}
