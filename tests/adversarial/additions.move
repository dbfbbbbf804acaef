//! `adds` is for additions whose old value goes nowhere else; everything else writes.
module 0xa::additions {
    use aptos_std::table::{Self, Table};
    use aptos_framework::event;

    struct R has key { n: u64, m: u64 }
    #[event]
    struct Told has drop, store { n: u64 }
    struct List has key { v: vector<u64> }
    struct Q has key { n: u64 }
    struct Board has key { cells: Table<u64, u64> }
    struct Note has copy, drop, store { n: u64 }

    //! footprint plain: adds R(a).n
    fun plain(a: address, x: u64) {
        R[a].n = R[a].n + x;
    }

    //! footprint taken: adds R(a).n
    fun taken(a: address, x: u64) {
        R[a].n = R[a].n - x;
    }

    /// The old value is what is taken away.
    //! footprint taken_from: writes R(a).n
    fun taken_from(a: address, x: u64) {
        R[a].n = x - R[a].n;
    }

    /// The old value comes back to the caller.
    //! footprint returned: writes R(a).n
    fun returned(a: address, x: u64): u64 {
        let old = R[a].n;
        R[a].n = old + x;
        old
    }

    /// The new value decides a branch.
    //! footprint decided: adds R(a).n; reads R(a).n
    fun decided(a: address, x: u64) {
        R[a].n = R[a].n + x;
        assert!(R[a].n < 100, 1);
    }

    /// Twice itself: what is added was there.
    //! footprint doubled: writes R(a).n
    fun doubled(a: address) {
        R[a].n = R[a].n + R[a].n;
    }

    /// The amount comes from another field.
    //! footprint from_other_field: writes R(a).n; reads R(a).m
    fun from_other_field(a: address) {
        R[a].n = R[a].n + R[a].m;
    }

    /// The sum goes elsewhere.
    //! footprint elsewhere: reads R(a).n; writes R(b).n
    fun elsewhere(a: address, b: address, x: u64) {
        R[b].n = R[a].n + x;
    }

    /// Multiplied, not added.
    //! footprint multiplied: writes R(a).n
    fun multiplied(a: address, x: u64) {
        R[a].n = R[a].n * x;
    }

    /// Something is written in between, at what may be the same address.
    //! footprint in_between: writes R(a).n; writes R(b).n
    fun in_between(a: address, b: address, x: u64) {
        let old = R[a].n;
        R[b].n = 5;
        R[a].n = old + x;
    }

    //! footprint add_to: adds n
    fun add_to(n: &mut u64, x: u64) {
        *n = *n + x;
    }

    /// Through a helper.
    //! footprint through_helper: adds R(a).n
    fun through_helper(a: address) {
        add_to(&mut R[a].n, 1);
    }

    /// The helper's addition kills the key.
    //! footprint key_added_to: adds note.n; reads note.n; reads exists<Board>(a); writes Board(a).cells[*]
    fun key_added_to(a: address, note: &mut Note) {
        add_to(&mut note.n, 1);
        *table::borrow_mut(&mut Board[a].cells, note.n) = 5;
    }

    /// An item that is a number: whether it is there is read, and the number is all there is of it.
    //! footprint item: reads exists<Board>(a); adds Board(a).cells[i]
    fun item(a: address, i: u64, x: u64) {
        let cell = table::borrow_mut(&mut Board[a].cells, i);
        *cell = *cell + x;
    }

    /// The old value is emitted.
    //! footprint emitted: writes R(a).n
    fun emitted(a: address, x: u64) {
        let old = R[a].n;
        R[a].n = old + x;
        event::emit(Told { n: old });
    }

    /// The new value is emitted: it is read after the addition.
    //! footprint emitted_after: adds R(a).n; reads R(a).n
    fun emitted_after(a: address, x: u64) {
        R[a].n += x;
        event::emit(Told { n: R[a].n });
    }

    /// The old value decides whether to add.
    //! footprint guarded: adds R(a).n; reads R(a).n
    fun guarded(a: address, x: u64) {
        if (R[a].n < 100) R[a].n += x;
    }

    /// A second reference reads what the first one adds to.
    //! footprint second_reference: adds R(a).n; reads R(a).n
    fun second_reference(a: address, x: u64): u64 {
        let n = &mut R[a].n;
        *n += x;
        let again = &R[a].n;
        *again
    }

    fun look(n: &u64): u64 { *n }

    /// A callee looks at it.
    //! footprint shown: adds R(a).n; reads R(a).n
    fun shown(a: address, x: u64): u64 {
        R[a].n += x;
        look(&R[a].n)
    }

    /// The amount is what was there.
    //! footprint by_itself: adds R(a).n; reads R(a).n
    fun by_itself(a: address) {
        let x = R[a].n;
        R[a].n += x;
    }

    /// Two addresses that may be one: the read of the other orders this one where they are.
    //! footprint beside: adds R(a).n; reads R(b).n
    fun beside(a: address, b: address): u64 {
        R[a].n += 1;
        R[b].n
    }

    /// The key is computed anew before the addition.
    //! footprint recomputed: adds R(a).n; adds R(b).n
    fun recomputed(a: address, b: address) {
        let at = a;
        at = if (at == b) at else b;
        R[at].n += 1;
    }

    /// The key is read from what was added to.
    //! footprint key_after_addition: adds note.n; reads note.n; reads exists<Board>(a); adds Board(a).cells[note.n + 1]
    fun key_after_addition(a: address, note: &mut Note) {
        note.n += 1;
        let cell = table::borrow_mut(&mut Board[a].cells, note.n);
        *cell += 5;
    }

    /// One of two places.
    //! footprint one_of_two: adds R(a).n; adds R(a).m
    fun one_of_two(a: address, first: bool) {
        let r = &mut R[a];
        let n = if (first) &mut r.n else &mut r.m;
        *n += 1;
    }

    /// As often as you like.
    //! footprint repeated: adds R(a).n
    fun repeated(a: address, times: u64) {
        while (times > 0) {
            R[a].n += 1;
            times -= 1;
        }
    }

    /// The whole record is replaced, too.
    //! footprint replaced: writes R(a); writes R(aptos_framework::signer::address_of(s))
    fun replaced(s: &signer, a: address) {
        R[a].n += 1;
        let R { n, m } = move_from<R>(a);
        move_to(s, R { n, m });
    }

    /// A local number is no state.
    //! footprint local: pure
    fun local(x: u64): u64 {
        let note = Note { n: x };
        note.n += 1;
        add_to(&mut note.n, 2);
        note.n
    }

    /// Taken away from the other way round, through a variable that holds the old value.
    //! footprint kept: writes R(a).n
    fun kept(a: address, x: u64) {
        let n = &mut R[a].n;
        let old = *n;
        *n = old - x;
    }

    /// An element of a vector: the vector is looked at to find it, and changes in place.
    //! footprint element: writes List(a).v
    fun element(a: address, i: u64) {
        List[a].v[i] += 1;
    }
}
