//! Functions in keys: they may abort, loop, or depend on more than their arguments.
module 0xa::term_functions {
    use std::vector;
    use aptos_framework::event;
    use aptos_framework::object;
    use aptos_std::table::{Self, Table};

    struct Q has key { n: u64 }
    struct Board has key { cells: Table<u64, u64> }
    struct Registry has key { at: address }
    struct Current has key { at: address }
    struct Note has store, drop { n: u64 }
    struct Corner has copy, drop, store { x: u64, y: u64 }

    //! footprint set_current: writes Current(a).at
    fun set_current(a: address, b: address) {
        Current[a].at = b;
    }

    fun checked(i: u64): u64 {
        assert!(i < 10, 1);
        i
    }

    /// The key is there only where the function does not abort, so it is not `i`.
    //! footprint aborting: reads exists<Board>(a); writes Board(a).cells[checked(i)]
    fun aborting(a: address, i: u64) {
        *table::borrow_mut(&mut Board[a].cells, checked(i)) = 1;
    }

    fun ratio(i: u64, j: u64): u64 {
        i / j
    }

    /// A straight function says the same as its body.
    //! footprint unfolded: reads exists<Board>(a); writes Board(a).cells[i / j]
    fun unfolded(a: address, i: u64, j: u64) {
        *table::borrow_mut(&mut Board[a].cells, ratio(i, j)) = 1;
    }

    fun divides(i: u64, j: u64): u64 {
        let _unused = i / j;
        i
    }

    /// Not where its body may abort beside its result.
    //! footprint aborts_beside: reads exists<Board>(a); writes Board(a).cells[divides(i, j)]
    fun aborts_beside(a: address, i: u64, j: u64) {
        *table::borrow_mut(&mut Board[a].cells, divides(i, j)) = 1;
    }

    fun sums_masked(i: u64, j: u64): u64 {
        let _unused = (i & j) + 1;
        i
    }

    /// Nor where it may abort on what no term says.
    //! footprint aborts_on_unsaid: reads exists<Board>(a); writes Board(a).cells[sums_masked(i, j)]
    fun aborts_on_unsaid(a: address, i: u64, j: u64) {
        *table::borrow_mut(&mut Board[a].cells, sums_masked(i, j)) = 1;
    }

    fun spin(i: u64): u64 {
        while (i > 10) {};
        i
    }

    /// A function that may not end is a name like any other.
    //! footprint spinning: reads exists<Board>(a); writes Board(a).cells[spin(i)]
    fun spinning(a: address, i: u64) {
        *table::borrow_mut(&mut Board[a].cells, spin(i)) = 1;
    }

    fun least(i: u64, j: u64): u64 {
        if (i < j) i else j
    }

    //! footprint branching: reads exists<Board>(a); writes Board(a).cells[least(i, j)]
    fun branching(a: address, i: u64, j: u64) {
        *table::borrow_mut(&mut Board[a].cells, least(i, j)) = 1;
    }

    fun sum(v: &vector<u64>): u64 {
        let total = 0;
        let i = 0;
        while (i < vector::length(v)) {
            total = total + *vector::borrow(v, i);
            i = i + 1;
        };
        total
    }

    /// What is behind the reference when the function is called.
    //! footprint by_reference: reads exists<Board>(a); writes Board(a).cells[sum(v)]
    fun by_reference(a: address, v: vector<u64>) {
        *table::borrow_mut(&mut Board[a].cells, sum(&v)) = 1;
    }

    /// After it has changed, the function is applied to something else.
    //! footprint by_reference_later: reads exists<Board>(a); writes Board(a).cells[*]
    fun by_reference_later(a: address, v: vector<u64>) {
        vector::push_back(&mut v, 5);
        *table::borrow_mut(&mut Board[a].cells, sum(&v)) = 1;
    }

    fun noisy(a: address): address {
        event::emit(Note { n: 1 });
        a
    }

    /// A function that tells the world something cannot be a key; its result can.
    //! footprint emitting: writes Q(a).n
    fun emitting(a: address) {
        Q[noisy(a)].n = 1;
    }

    //! footprint registered: reads Registry(a).at
    fun registered(a: address): address {
        Registry[a].at
    }

    /// Read from state by a function: a place that nothing replaces can be named.
    //! footprint from_state: reads Registry(a).at; writes Q(Registry(a).at).n
    fun from_state(a: address) {
        Q[registered(a)].n = 1;
    }

    //! footprint current: reads Current(a).at
    fun current(a: address): address {
        Current[a].at
    }

    /// A place that something replaces cannot.
    //! footprint from_changing_state: reads Current(a).at; writes Q(Current(a).at).n
    fun from_changing_state(a: address) {
        Q[current(a)].n = 1;
    }

    fun both(a: address, b: address): (address, address) {
        (b, a)
    }

    /// Two results, crossed.
    //! footprint crossed: writes Q(b).n
    fun crossed(a: address, b: address) {
        let (x, _) = both(a, b);
        Q[x].n = 1;
    }

    fun bump(i: &mut u64): u64 {
        *i = *i + 1;
        *i
    }

    /// A function that changes its argument: the result can be said, the argument no more.
    //! footprint bumped: reads exists<Board>(a); writes Board(a).cells[i + 1]
    fun bumped(a: address, i: u64) {
        *table::borrow_mut(&mut Board[a].cells, bump(&mut i)) = 1;
    }

    //! footprint bumped_after: reads exists<Board>(a); writes Board(a).cells[*]
    fun bumped_after(a: address, i: u64) {
        bump(&mut i);
        *table::borrow_mut(&mut Board[a].cells, i) = 1;
    }

    fun corner(x: u64, y: u64): Corner {
        Corner { x: y, y: x }
    }

    /// A struct made elsewhere, its fields crossed.
    //! footprint in_struct: reads exists<Board>(a); writes Board(a).cells[j]
    fun in_struct(a: address, i: u64, j: u64) {
        *table::borrow_mut(&mut Board[a].cells, corner(i, j).x) = 1;
    }

    /// A function of another package is named by its name.
    //! footprint of_library: writes Q(object::create_object_address(a, b"seed")).n
    fun of_library(a: address) {
        Q[object::create_object_address(&a, b"seed")].n = 1;
    }

    /// Operators that have no place in keys.
    //! footprint shifted: reads exists<Board>(a); writes Board(a).cells[*]
    fun shifted(a: address, i: u64) {
        *table::borrow_mut(&mut Board[a].cells, i << 1) = 1;
    }

    fun fails(): u64 {
        abort 5
    }

    /// Nothing follows a call that cannot return.
    //! footprint after_failure: pure
    fun after_failure(a: address) {
        let i = fails();
        *table::borrow_mut(&mut Board[a].cells, i) = 1;
    }
}
