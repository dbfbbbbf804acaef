//! References into structs in structs.
module 0xa::structs {
    struct Q has key { n: u64 }
    struct P has key { n: u64 }
    struct Inner has copy, drop, store { k: address, l: address }
    struct Outer has copy, drop, store { inner: Inner, other: Inner }
    struct R has key { outer: Outer, n: u64 }

    /// Through a reference to the middle.
    //! footprint middle: writes o.inner.k; writes Q(a).n; writes P(o.other.k).n; reads o.other.k
    fun middle(o: &mut Outer, a: address) {
        let inner = &mut o.inner;
        inner.k = a;
        Q[o.inner.k].n = 1;
        P[o.other.k].n = 1;
    }

    /// The middle is replaced.
    //! footprint middle_replaced: writes o.inner; writes Q(a).n; writes P(b).n
    fun middle_replaced(o: &mut Outer, a: address, b: address) {
        o.inner = Inner { k: a, l: b };
        Q[o.inner.k].n = 1;
        P[o.inner.l].n = 1;
    }

    /// A part of what was replaced is written again; of the other part nothing is known then.
    //! footprint part_of_replaced: writes o.inner; writes Q(b).n; writes P.n
    fun part_of_replaced(o: &mut Outer, a: address, b: address) {
        o.inner = Inner { k: a, l: a };
        o.inner.k = b;
        Q[o.inner.k].n = 1;
        P[o.inner.l].n = 1;
    }

    /// The whole is replaced after its part was written.
    //! footprint whole_replaced: writes o; writes Q(n.inner.k).n
    fun whole_replaced(o: &mut Outer, n: Outer, a: address) {
        o.inner.k = a;
        *o = n;
        Q[o.inner.k].n = 1;
    }

    /// One part is given the value of the other, which then changes.
    //! footprint part_copied: writes o.inner; reads o.other; writes o.other.k; writes Q(o.other.k).n; writes P(a).n
    fun part_copied(o: &mut Outer, a: address) {
        o.inner = o.other;
        o.other.k = a;
        Q[o.inner.k].n = 1;
        P[o.other.k].n = 1;
    }

    /// A value in a variable, written in the middle.
    //! footprint in_variable: writes Q(a).n; writes P(o.inner.l).n
    fun in_variable(o: Outer, a: address) {
        o.inner.k = a;
        Q[o.inner.k].n = 1;
        P[o.inner.l].n = 1;
    }

    //! footprint set_inner: writes inner.k
    fun set_inner(inner: &mut Inner, a: address) {
        inner.k = a;
    }

    /// A callee is given the middle and writes its end.
    //! footprint middle_passed: writes o.inner.k; writes Q.n; writes P(o.inner.l).n; reads o.inner.l
    fun middle_passed(o: &mut Outer, a: address) {
        set_inner(&mut o.inner, a);
        Q[o.inner.k].n = 1;
        P[o.inner.l].n = 1;
    }

    /// The same in a record: the component is the outermost field, the path is as long as the code says.
    //! footprint in_record: writes R(a).outer.inner.k
    fun in_record(a: address, k: address) {
        set_inner(&mut R[a].outer.inner, k);
    }

    /// A record's field is read out whole, and written in part.
    //! footprint read_whole: reads R(a).outer; writes R(a).outer.inner.k; writes Q(R(a).outer.inner.k).n
    fun read_whole(a: address, k: address) {
        let outer = R[a].outer;
        R[a].outer.inner.k = k;
        Q[outer.inner.k].n = 1;
    }
}
