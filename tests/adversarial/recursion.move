//! Calls that lead back: what a deeper call does, the outermost one does.
module 0xa::recursion {
    use aptos_std::table::{Self, Table};

    struct Q has key { n: u64 }
    struct P has key { n: u64 }
    struct G<phantom T> has key { n: u64 }
    struct S has copy, drop, store { k: address }
    struct Board has key { cells: Table<u64, u64> }

    /// Two parameters change places.
    //! footprint swapping: writes Q(a).n; writes Q(b).n if n > 0
    fun swapping(a: address, b: address, n: u64) {
        Q[a].n = 1;
        if (n > 0) swapping(b, a, n - 1);
    }

    /// Three go round: the third comes to the front two calls down.
    //! footprint rotating: writes Q(a).n; writes Q(b).n if n > 0; writes Q(c).n if n > 0 && n - 1 > 0
    fun rotating(a: address, b: address, c: address, n: u64) {
        Q[a].n = 1;
        if (n > 0) rotating(b, c, a, n - 1);
    }

    /// A literal goes in two calls down.
    //! footprint literal_later: writes Q(a).n; writes Q(@0x7).n if n > 0 && n - 1 > 0; writes Q(b).n if n > 0
    fun literal_later(a: address, b: address, n: u64) {
        Q[a].n = 1;
        if (n > 0) literal_later(b, @0x7, n - 1);
    }

    /// The key grows without end.
    //! footprint growing: writes Q.n
    fun growing(v: vector<address>, i: u64) {
        Q[v[i]].n = 1;
        if (i < 100) growing(v, i + 1);
    }

    /// Two functions that call each other do what both do.
    //! footprint even: writes Q(a).n; writes P(a).n if n > 0
    fun even(a: address, n: u64) {
        Q[a].n = 1;
        if (n > 0) odd(a, n - 1);
    }

    //! footprint odd: writes P(a).n; writes Q(a).n if n > 0
    fun odd(a: address, n: u64) {
        P[a].n = 1;
        if (n > 0) even(a, n - 1);
    }

    /// A circle of three: the key comes round changed.
    //! footprint first: writes Q(a).n; writes Q(b).n if n > 0
    fun first(a: address, b: address, n: u64) {
        Q[a].n = 1;
        if (n > 0) second(a, b, n);
    }

    //! footprint second: writes Q(b).n; writes Q(a).n if n - 1 > 0
    fun second(a: address, b: address, n: u64) {
        third(b, a, n);
    }

    //! footprint third: writes Q(a).n; writes Q(b).n if n - 1 > 0
    fun third(a: address, b: address, n: u64) {
        first(a, b, n - 1);
    }

    /// Type parameters change places.
    //! footprint swapping_types: writes G<T>(a).n; writes G<U>(a).n if n > 0
    fun swapping_types<T, U>(a: address, n: u64) {
        G<T>[a].n = 1;
        if (n > 0) swapping_types<U, T>(a, n - 1);
    }

    /// The key behind the reference is another one in the next call.
    //! footprint behind_reference: writes s.k; writes Q(s.k).n; writes Q(a).n if n > 0
    fun behind_reference(s: &mut S, a: address, n: u64) {
        Q[s.k].n = 1;
        s.k = a;
        if (n > 0) behind_reference(s, a, n - 1);
    }

    /// The recursive call writes what is read after it.
    //! footprint read_after_call: writes s.k; writes Q.n
    fun read_after_call(s: &mut S, a: address, n: u64) {
        if (n > 0) {
            read_after_call(s, a, n - 1);
        };
        Q[s.k].n = 1;
        s.k = a;
    }

    //! footprint last: pure
    fun last(v: vector<address>, i: u64): address {
        if (i == 0) v[0] else last(v, i - 1)
    }

    /// A recursive function of its arguments alone can be named.
    //! footprint named: writes Q(last(v, i)).n
    fun named(v: vector<address>, i: u64) {
        Q[last(v, i)].n = 1;
    }

    /// A recursive function that returns either of its arguments.
    //! footprint returned: writes Q(b).n; writes Q(a).n; reads exists<P>(a) if n != 0; reads exists<P>(b) if n != 0 && n - 1 != 0
    fun returned(a: address, b: address, n: u64) {
        let k = choose(a, b, n);
        Q[k].n = 1;
    }

    //! footprint choose: reads exists<P>(a) if n != 0; reads exists<P>(b) if n != 0 && n - 1 != 0
    fun choose(a: address, b: address, n: u64): address {
        if (n == 0 || exists<P>(a)) a else choose(b, a, n - 1)
    }

    /// A function without an end does what it does before.
    //! footprint forever: writes Q(a).n
    fun forever(a: address) {
        Q[a].n = 1;
        forever(a);
    }

    /// And nothing comes after it.
    //! footprint before_forever: writes P(b).n; writes Q(a).n
    fun before_forever(a: address, b: address, c: address) {
        P[b].n = 1;
        forever(a);
        P[c].n = 1;
    }

    /// The table stays, its keys grow.
    //! footprint growing_key: reads exists<Board>(a); writes Board(a).cells[*]
    fun growing_key(a: address, i: u64) {
        *table::borrow_mut(&mut Board[a].cells, i) = 1;
        if (i < 100) growing_key(a, i + 1);
    }
}
