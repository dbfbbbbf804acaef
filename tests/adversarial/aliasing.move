//! Two names for one place: a write through either changes what the other says.
module 0xa::aliasing {
    use std::vector;

    struct R has key { k: address, n: u64 }
    struct Q has key { n: u64 }
    struct S has copy, drop, store { k: address, l: address }

    /// A reference parameter may lead into the very record that is written.
    //! footprint through_parameter: reads r.k; writes R(a).k; writes Q.n
    fun through_parameter(r: &R, a: address) {
        R[a].k = @0x5;
        Q[r.k].n = 1;
    }

    /// What is written behind a parameter may be the record that is read afterwards.
    //! footprint into_record: writes r.k; reads R(a).k; writes Q.n
    fun into_record(r: &mut R, a: address) {
        r.k = @0x5;
        Q[R[a].k].n = 1;
    }

    /// Two addresses may be one.
    //! footprint two_addresses: writes R(a).k; writes R(b).k; writes Q.n
    fun two_addresses(a: address, b: address, c: address) {
        R[a].k = c;
        R[b].k = @0x7;
        Q[R[a].k].n = 1;
    }

    /// The same address is certainly one: what was stored comes back.
    //! footprint one_address: writes R(a).k; writes Q(c).n
    fun one_address(a: address, c: address) {
        R[a].k = c;
        Q[R[a].k].n = 1;
    }

    /// Another field is another place, whatever the addresses.
    //! footprint other_field: writes R(a).k; writes R(b).n; writes Q(c).n
    fun other_field(a: address, b: address, c: address) {
        R[a].k = c;
        R[b].n = 3;
        Q[R[a].k].n = 1;
    }

    /// Two literal addresses differ.
    //! footprint literal_addresses: writes R(@0x1).k; writes R(@0x2).k; writes Q(c).n
    fun literal_addresses(c: address) {
        R[@0x1].k = c;
        R[@0x2].k = @0x7;
        Q[R[@0x1].k].n = 1;
    }

    /// After a swap through two references each key is the other's.
    //! footprint swapped_keys: writes r.k; writes s.k; writes Q(r.k).n; writes R(s.k).n
    fun swapped_keys(r: &mut S, s: &mut S) {
        let k = r.k;
        r.k = s.k;
        s.k = k;
        Q[s.k].n = 1;
        R[r.k].n = 2;
    }

    /// A copy keeps what the original loses.
    //! footprint copied_before: reads s; writes s.k; writes Q(s.k).n
    fun copied_before(s: &mut S, a: address) {
        let old = *s;
        s.k = a;
        Q[old.k].n = 1;
    }

    /// The whole struct is replaced, not the field that is read.
    //! footprint replaced_whole: writes s; writes Q(a).n; writes R(b).n
    fun replaced_whole(s: &mut S, a: address, b: address) {
        *s = S { k: a, l: b };
        Q[s.k].n = 1;
        R[s.l].n = 1;
    }

    /// Which field was written is not known.
    //! footprint either_field: writes s.k; writes s.l; writes Q(a).n; writes Q(s.k).n
    fun either_field(s: &mut S, a: address, c: bool) {
        let place = if (c) &mut s.k else &mut s.l;
        *place = a;
        Q[s.k].n = 1;
    }

    /// A variable is written through a reference to it.
    //! footprint through_local: writes Q(b).n
    fun through_local(a: address, b: address) {
        let x = a;
        let place = &mut x;
        *place = b;
        Q[x].n = 1;
    }

    /// Which variable was written is not known.
    //! footprint either_local: writes Q(a).n; writes Q(c).n; writes R(b).n; writes R(c).n
    fun either_local(a: address, b: address, c: address, first: bool) {
        let x = a;
        let y = b;
        let place = if (first) &mut x else &mut y;
        *place = c;
        Q[x].n = 1;
        R[y].n = 1;
    }

    /// Two indices may be one.
    //! footprint two_indices: writes v; writes Q.n
    fun two_indices(v: &mut vector<S>, i: u64, j: u64, a: address) {
        vector::borrow_mut(v, i).k = a;
        vector::borrow_mut(v, j).k = @0x7;
        Q[vector::borrow(v, i).k].n = 1;
    }

    /// The same index is certainly one, and two literal indices differ.
    //! footprint literal_indices: writes v; writes Q(a).n; writes R(v[1].k).n
    fun literal_indices(v: &mut vector<S>, a: address) {
        vector::borrow_mut(v, 0).k = a;
        Q[vector::borrow(v, 0).k].n = 1;
        R[vector::borrow(v, 1).k].n = 1;
    }

    /// To compare what references lead to is to read it.
    //! footprint compared: reads R(a).k; reads R(b).k
    fun compared(a: address, b: address): bool {
        &R[a].k == &R[b].k
    }
}
