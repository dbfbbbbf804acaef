//! `adds` is for additions whose old value goes nowhere else; everything else writes.
module 0xa::additions {
    use aptos_std::table::{Self, Table};

    struct R has key { n: u64, m: u64 }
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
}
