//! A reference that a function returns leads somewhere in the caller's hands.
module 0xa::returned_references {
    use std::option::{Self, Option};
    use std::vector;
    use aptos_std::table::{Self, Table};

    struct Q has key { n: u64 }
    struct P has key { n: u64 }
    struct S has copy, drop, store { k: address, l: address }
    struct R has key { s: S, t: S, n: u64 }
    struct W has copy, drop, store { v: vector<address>, i: u64 }
    struct Book has key { owners: Table<address, address>, spare: Option<address> }

    //! footprint same: pure
    fun same(s: &mut S): &mut S {
        s
    }

    /// The reference that comes back is the one that went in.
    //! footprint through_same: writes s.k; writes Q(a).n
    fun through_same(s: &mut S, a: address) {
        same(s).k = a;
        Q[s.k].n = 1;
    }

    /// To a record of the caller's choice.
    //! footprint in_record: writes R(a).s.k
    fun in_record(a: address, k: address) {
        same(&mut R[a].s).k = k;
    }

    //! footprint pick: pure
    fun pick(s: &mut S, first: bool): &mut address {
        if (first) &mut s.k else &mut s.l
    }

    /// Either field may have been written.
    //! footprint picked: writes s.k; writes s.l; writes Q(s.k).n; writes Q(a).n
    fun picked(s: &mut S, a: address, first: bool) {
        *pick(s, first) = a;
        Q[s.k].n = 1;
    }

    /// The key stands behind either.
    //! footprint picked_key: reads R(a).s.k; reads R(a).s.l; reads R(a).t.k; reads R(a).t.l; writes Q(R(a).s.k).n; writes Q(R(a).s.l).n
    fun picked_key(a: address, first: bool) {
        let k = *pick(&mut R[a].t, first);
        let _ = k;
        Q[*pick(&mut R[a].s, first)].n = 1;
    }

    //! footprint either: pure
    fun either(s: &mut S, t: &mut S, first: bool): &mut S {
        if (first) s else t
    }

    /// From two parameters: both records may be written.
    //! footprint either_record: writes s.k; writes t.k
    fun either_record(s: &mut S, t: &mut S, a: address, first: bool) {
        either(s, t, first).k = a;
    }

    /// Two variables go in, one is written.
    //! footprint either_local: writes Q(x.k).n; writes Q(a).n; writes P(y.k).n; writes P(a).n
    fun either_local(x: S, y: S, a: address, first: bool) {
        either(&mut x, &mut y, first).k = a;
        Q[x.k].n = 1;
        P[y.k].n = 1;
    }

    //! footprint element: writes w.v; reads w.i
    fun element(w: &mut W): &mut address {
        vector::borrow_mut(&mut w.v, w.i)
    }

    /// Where the reference leads depends on what the index was then.
    //! footprint element_then: writes w.v; writes w.i; writes Q(a).n; writes P.n
    fun element_then(w: &mut W, a: address, j: u64) {
        *element(w) = a;
        Q[*vector::borrow(&w.v, w.i)].n = 1;
        w.i = j;
        P[*vector::borrow(&w.v, w.i)].n = 1;
    }

    /// Of a library function: the item, or what was given for the case that there is none.
    //! footprint item_or_default: reads exists<Book>(a); reads Book(a).owners[k]; writes Q(Book(a).owners[k]).n; writes Q(b).n
    fun item_or_default(a: address, k: address, b: address) {
        Q[*table::borrow_with_default(&Book[a].owners, k, &b)].n = 1;
    }

    /// The default is a place in state.
    //! footprint stored_default: reads exists<Book>(a); reads Book(a).owners[k]; reads R(b).s.k
    fun stored_default(a: address, k: address, b: address): address {
        *table::borrow_with_default(&Book[a].owners, k, &R[b].s.k)
    }

    /// Into an option, three calls down.
    //! footprint spare: writes Book(a).spare
    fun spare(a: address, k: address) {
        *option::borrow_mut(&mut Book[a].spare) = k;
    }

    //! footprint number: pure
    fun number(r: &mut R): &mut u64 {
        &mut r.n
    }

    /// The write that a returned reference carries out of its function.
    //! footprint outside: writes R(a).n
    fun outside(a: address) {
        *number(&mut R[a]) = 1;
    }

    /// Only looked at.
    //! footprint frozen: reads R(a).n
    fun frozen(a: address): u64 {
        *number(&mut R[a])
    }
}
