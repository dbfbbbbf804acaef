//! Conditions on arguments: an access is narrowed by what was known of the arguments, and of nothing else.
module 0xa::conditions {
    struct P has key { n: u64 }
    struct Q has key { n: u64 }
    struct S has copy, drop, store { on: bool, k: address }
    struct Switch has key { on: bool }

    //! footprint plain: writes P(a).n if n > 0
    fun plain(a: address, n: u64) { if (n > 0) P[a].n = n }

    /// Either way the same is done.
    //! footprint both_ways: writes P(a).n
    fun both_ways(a: address, n: u64) { if (n > 0) P[a].n = n else P[a].n = 1 }

    /// An assertion narrows nothing: nothing is left of what aborts.
    //! footprint asserted: writes P(a).n
    fun asserted(a: address, n: u64) { assert!(n > 0, 1); P[a].n = n }

    /// After an early return.
    //! footprint guarded: writes P(a).n if n != 0
    fun guarded(a: address, n: u64) {
        if (n == 0) return;
        P[a].n = n
    }

    /// The argument was overwritten before it was looked at.
    //! footprint overwritten: writes P(a).n if m > 0
    fun overwritten(a: address, n: u64, m: u64) {
        n = m;
        if (n > 0) P[a].n = n
    }

    /// It is overwritten afterwards: the branch was taken on what it was.
    //! footprint overwritten_later: writes P(a).n if n > 10
    fun overwritten_later(a: address, n: u64) {
        let is_big = n > 10;
        n = 0;
        if (is_big) P[a].n = n
    }

    /// Behind a reference, and written before.
    //! footprint switched_on: writes P(a).n; writes s.on
    fun switched_on(s: &mut S, a: address) {
        s.on = true;
        if (s.on) P[a].n = 1
    }

    /// Behind a reference, as it was.
    //! footprint as_it_was: writes P(a).n if s.on; writes s.on
    fun as_it_was(s: &mut S, a: address) {
        if (s.on) P[a].n = 1;
        s.on = false
    }

    /// The caller has written what the callee looks at.
    //! footprint written_by_caller: writes P(a).n if c; writes s.on
    fun written_by_caller(s: &mut S, a: address, c: bool) {
        s.on = c;
        as_it_was(s, a)
    }

    /// The callee looks at what may have been written under another name.
    //! footprint perhaps_written: writes P(a).n; writes s.on
    fun perhaps_written(s: &mut S, a: address, c: bool) {
        if (c) s.on = true;
        as_it_was(s, a)
    }

    /// State is no argument.
    //! footprint by_state: reads Switch(@0xa).on; writes P(a).n
    fun by_state(a: address) { if (Switch[@0xa].on) P[a].n = 1 }

    //! footprint by_existence: reads exists<Q>(a); writes P(a).n
    fun by_existence(a: address) { if (exists<Q>(a)) P[a].n = 1 }

    /// With a constant the condition is decided.
    //! footprint decided: pure
    fun decided(a: address) { plain(a, 0) }

    //! footprint decided_otherwise: writes P(a).n
    fun decided_otherwise(a: address) { plain(a, 3) }

    /// The condition is computed from a constant or an argument, whichever way was taken.
    //! footprint chosen: writes P(a).n if n > 5
    fun chosen(a: address, c: bool, n: u64) {
        let m = if (c) 3 else n;
        if (m > 5) P[a].n = 1
    }

    //! footprint connected: writes P(a).n if n > 0 && m > 0; writes Q(a).n
    fun connected(a: address, n: u64, m: u64) {
        if (n > 0 && m > 0) P[a].n = 1;
        if (n > 5 || m > 5) Q[a].n = 1
    }

    /// A way that aborts says nothing of the other.
    //! footprint either_computed: writes P(a).n
    fun either_computed(a: address, c: bool, n: u64) {
        let is_on = if (c) n - 1 > 0 else true;
        if (is_on) P[a].n = 1
    }

    /// The condition changes from round to round.
    //! footprint in_rounds: writes P(a).n; writes Q(a).n
    fun in_rounds(a: address, n: u64) {
        while (n > 0) {
            if (n == 3) P[a].n = 1;
            n = n - 1;
        };
        Q[a].n = 1
    }

    /// What held on the way into a loop holds in every round; what held in one does not hold in the next.
    //! footprint in_loops: writes P(path[i]).n for i in 0..path.length() if c && skip != i; writes Q(path[i]).n for i in 0..path.length() if c && skip == i
    fun in_loops(path: vector<address>, c: bool, skip: u64) {
        if (!c) return;
        let i = 0;
        while (i < path.length()) {
            if (i != skip) P[path[i]].n = 1 else Q[path[i]].n = 1;
            i = i + 1;
        }
    }

    /// Both ways meet: nothing is known any more.
    //! footprint afterwards: writes P(a).n if c; writes Q(a).n
    fun afterwards(a: address, c: bool) {
        if (c) P[a].n = 1;
        Q[a].n = 1
    }

    /// A condition on an element.
    //! footprint of_elements: writes P(path[i]).n for i in 0..path.length() if path[i] != @0x0
    fun of_elements(path: vector<address>) {
        let i = 0;
        while (i < path.length()) {
            if (path[i] != @0x0) P[path[i]].n = 1;
            i = i + 1;
        }
    }

    /// Recursion: conditions that grow are given up.
    //! footprint counting_down: writes P(a).n
    fun counting_down(a: address, b: address, n: u64) {
        if (n == 7) P[a].n = 1 else counting_down(a, b, n + 1)
    }

    /// Signers are compared as their addresses.
    //! footprint by_owner: writes P(a).n if aptos_framework::signer::address_of(s) == @0xa
    fun by_owner(s: &signer, a: address) {
        if (std::signer::address_of(s) == @0xa) P[a].n = 1
    }

    /// A condition on one of two places and one of two numbers, turned round by the branch not taken.
    //! footprint either_is_less: reads Q(@0x7).n; writes Q(@0x7).n if m <= m; writes Q(@0x8).n; writes Q(a).n
    fun either_is_less(a: address, m: u64, b: bool, c: bool) {
        let at = if (b) @0x7 else a;
        let least = 9 - (if (c) 3 else m) % 8;
        if (least < Q[at].n) return;
        if (m < m) Q[a].n = 1 else Q[at].n = 1;
        Q[@0x8].n = 2;
    }
}
