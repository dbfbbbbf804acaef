//! Where ways meet, either may have been taken.
module 0xa::branches {
    struct Q has key { n: u64 }
    struct P has key { n: u64 }
    struct S has copy, drop, store { k: address }

    /// Written on one way only.
    //! footprint written_in_one: writes Q(s.k).n; writes Q(a).n; reads s.k; writes s.k if c
    fun written_in_one(s: &mut S, a: address, c: bool) {
        if (c) {
            s.k = a;
        };
        Q[s.k].n = 1;
    }

    /// Written on both.
    //! footprint written_in_both: writes s.k; writes Q(a).n; writes Q(b).n
    fun written_in_both(s: &mut S, a: address, b: address, c: bool) {
        if (c) s.k = a else s.k = b;
        Q[s.k].n = 1;
    }

    /// The branch that cannot return does not count afterwards, but for what it did itself.
    //! footprint aborting_branch: writes Q(s.k).n; reads s.k; writes P(a).n if c; writes s.k if c
    fun aborting_branch(s: &mut S, a: address, c: bool) {
        if (c) {
            s.k = a;
            P[a].n = 1;
            abort 1
        };
        Q[s.k].n = 1;
    }

    /// Two variables chosen by one condition are told apart no longer.
    //! footprint chosen_twice: writes Q(a).n; writes Q(b).n; writes P(a).n; writes P(b).n
    fun chosen_twice(a: address, b: address, c: bool) {
        let (x, y) = if (c) (a, b) else (b, a);
        Q[x].n = 1;
        P[y].n = 1;
    }

    /// An early return leaves before the write, and what was done before it stays done.
    //! footprint early_return: reads exists<P>(a); writes Q(a).n; writes P(b).n
    fun early_return(a: address, b: address) {
        if (exists<P>(a)) {
            Q[a].n = 1;
            return
        };
        P[b].n = 1;
    }

    /// The right side of `&&` runs sometimes.
    //! footprint short_circuit: reads Q(a).n; reads P(b).n
    fun short_circuit(a: address, b: address): bool {
        Q[a].n == 1 && P[b].n == 2
    }

    /// The right side of `||` decides a later key.
    //! footprint decided_late: reads exists<P>(a); reads exists<P>(b); writes Q(a).n; writes Q(b).n
    fun decided_late(a: address, b: address) {
        let k = if (exists<P>(a) || exists<P>(b)) a else b;
        Q[k].n = 1;
    }

    //! footprint touch: writes Q(at).n
    fun touch(at: address) {
        Q[at].n = 1;
    }

    /// A callee is given either.
    //! footprint given_either: writes Q(a).n; writes Q(b).n
    fun given_either(a: address, b: address, c: bool) {
        touch(if (c) a else b);
    }

    /// Eight keys can be told apart.
    //! footprint eight: writes Q(a).n; writes Q(b).n; writes Q(c).n; writes Q(d).n
    //! footprint eight: writes Q(e).n; writes Q(f).n; writes Q(g).n; writes Q(h).n
    fun eight(
        i: u64, a: address, b: address, c: address, d: address, e: address, f: address, g: address, h: address
    ) {
        let k = if (i == 0) a else if (i == 1) b else if (i == 2) c else if (i == 3) d
            else if (i == 4) e else if (i == 5) f else if (i == 6) g else h;
        Q[k].n = 1;
    }

    /// Nine are any.
    //! footprint nine: writes Q.n
    fun nine(
        i: u64, a: address, b: address, c: address, d: address, e: address, f: address, g: address, h: address
    ) {
        let k = if (i == 0) a else if (i == 1) b else if (i == 2) c else if (i == 3) d
            else if (i == 4) e else if (i == 5) f else if (i == 6) g else if (i == 7) h else @0x9;
        Q[k].n = 1;
    }

    /// One of nine: whichever, it is a `Q`.
    //! footprint one_of_nine: reads exists<Q>(@0x1) if n == 0; reads exists<Q>(@0x2) if n != 0 && n == 1; reads exists<Q>(@0x3) if n != 0 && n != 1 && n == 2; reads exists<Q>(@0x4) if n != 0 && n != 1 && n != 2 && n == 3; reads exists<Q>(@0x5) if n != 0 && n != 1 && n != 2 && n != 3; reads exists<Q>(@0x6) if n != 0 && n != 1 && n != 2 && n != 3; reads exists<Q>(@0x7) if n != 0 && n != 1 && n != 2 && n != 3; reads exists<Q>(@0x8) if n != 0 && n != 1 && n != 2 && n != 3; reads exists<Q>(@0x9) if n != 0 && n != 1 && n != 2 && n != 3; writes Q.n
    fun one_of_nine(n: u64) {
        let place =
            if (n == 0) &mut Q[@0x1].n
            else if (n == 1) &mut Q[@0x2].n
            else if (n == 2) &mut Q[@0x3].n
            else if (n == 3) &mut Q[@0x4].n
            else if (n == 4) &mut Q[@0x5].n
            else if (n == 5) &mut Q[@0x6].n
            else if (n == 6) &mut Q[@0x7].n
            else if (n == 7) &mut Q[@0x8].n
            else &mut Q[@0x9].n;
        *place = 1;
    }
}
