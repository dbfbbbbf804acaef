//! Values change places; names stay behind.
module 0xa::swaps {
    struct Q has key { n: u64 }
    struct P has key { n: u64 }
    struct Pair has copy, drop, store { x: address, y: address }

    /// Variables.
    //! footprint variables: writes Q(b).n; writes P(a).n
    fun variables(a: address, b: address) {
        (a, b) = (b, a);
        Q[a].n = 1;
        P[b].n = 1;
    }

    /// Through a third.
    //! footprint through_third: writes Q(b).n; writes P(a).n
    fun through_third(a: address, b: address) {
        let c = a;
        a = b;
        b = c;
        Q[a].n = 1;
        P[b].n = 1;
    }

    /// Fields of a value.
    //! footprint fields: writes Q(p.y).n; writes P(p.x).n
    fun fields(p: Pair) {
        let Pair { x, y } = p;
        let q = Pair { x: y, y: x };
        Q[q.x].n = 1;
        P[q.y].n = 1;
    }

    //! footprint exchange: writes p.x; writes p.y
    fun exchange(p: &mut Pair) {
        let x = p.x;
        p.x = p.y;
        p.y = x;
    }

    /// In a callee: nothing is left of the names.
    //! footprint in_callee: writes Q.n
    fun in_callee(p: Pair) {
        exchange(&mut p);
        Q[p.x].n = 1;
    }

    //! footprint exchange_values: writes x; writes y
    fun exchange_values<T: copy + drop>(x: &mut T, y: &mut T) {
        let old = *x;
        *x = *y;
        *y = old;
    }

    /// In a generic callee, of one field with a variable.
    //! footprint field_with_variable: writes Q.n; writes P.n
    fun field_with_variable(p: Pair, a: address) {
        exchange_values(&mut p.x, &mut a);
        Q[p.x].n = 1;
        P[a].n = 1;
    }

    /// The field that was not swapped keeps its name.
    //! footprint other_field: writes Q(p.y).n
    fun other_field(p: Pair, a: address) {
        exchange_values(&mut p.x, &mut a);
        Q[p.y].n = 1;
    }

    /// References change places, values do not.
    //! footprint references: writes p.x; writes q.x; writes Q(p.x).n; writes Q(q.x).n; writes Q(a).n
    fun references(p: &mut Pair, q: &mut Pair, a: address, first: bool) {
        let (r, s) = if (first) (p, q) else (q, p);
        r.x = a;
        Q[s.x].n = 1;
        s.x = a;
    }
}
