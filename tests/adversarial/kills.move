//! A key is what it was computed from, when it was computed.
module 0xa::kills {
    use std::signer;

    struct Q has key { n: u64 }
    struct P has key { n: u64 }
    struct S has copy, drop, store { k: address, i: u64 }
    struct Registry has key { at: address }

    /// The key was read before its source changed.
    //! footprint read_before: writes s.k; writes Q(s.k).n
    fun read_before(s: &mut S, a: address) {
        let k = s.k;
        s.k = a;
        Q[k].n = 1;
    }

    /// The key is recomputed after its source changed.
    //! footprint read_after: writes s.k; writes Q(a).n
    fun read_after(s: &mut S, a: address) {
        s.k = a;
        Q[s.k].n = 1;
    }

    /// Both: two keys, one name.
    //! footprint read_around: writes s.k; writes Q(s.k).n; writes P(a).n
    fun read_around(s: &mut S, a: address) {
        Q[s.k].n = 1;
        s.k = a;
        P[s.k].n = 1;
    }

    //! footprint set: writes s.k
    fun set(s: &mut S, a: address) {
        s.k = a;
    }

    /// The callee writes what the key is read from.
    //! footprint killed_by_callee: writes s.k; writes Q.n
    fun killed_by_callee(s: &mut S, a: address) {
        set(s, a);
        Q[s.k].n = 1;
    }

    //! footprint touch: reads s.k; writes Q(s.k).n
    fun touch(s: &S) {
        Q[s.k].n = 1;
    }

    /// The callee's key is looked up in the caller's present state.
    //! footprint killed_before_call: writes s.k; writes Q(a).n
    fun killed_before_call(s: &mut S, a: address) {
        s.k = a;
        touch(s);
    }

    /// Two calls, a write between them.
    //! footprint killed_between_calls: writes s.k; writes Q(s.k).n; writes Q(a).n
    fun killed_between_calls(s: &mut S, a: address) {
        touch(s);
        s.k = a;
        touch(s);
    }

    //! footprint touch_then_set: writes s.k; writes P(s.k).n
    fun touch_then_set(s: &mut S, a: address) {
        P[s.k].n = 1;
        s.k = a;
    }

    /// A callee's writes come after its reads: its key is the caller's, what follows is not.
    //! footprint callee_reads_first: writes s.k; writes P(a).n; writes Q.n
    fun callee_reads_first(s: &mut S, a: address, b: address) {
        s.k = a;
        touch_then_set(s, b);
        Q[s.k].n = 1;
    }

    /// The record a key is read from is replaced by another one; the addresses may be the same.
    //! footprint record_replaced: writes Registry(a); writes Registry(signer::address_of(s)); writes Q.n
    fun record_replaced(s: &signer, a: address, b: address) {
        let Registry { at: _ } = move_from<Registry>(a);
        move_to(s, Registry { at: b });
        Q[Registry[a].at].n = 1;
    }

    /// The same, where the addresses are the same.
    //! footprint own_record_replaced: writes Registry(signer::address_of(s)); writes Q(b).n
    fun own_record_replaced(s: &signer, b: address) {
        let Registry { at: _ } = move_from<Registry>(signer::address_of(s));
        move_to(s, Registry { at: b });
        Q[Registry[signer::address_of(s)].at].n = 1;
    }

    struct Holder has key { s: S }

    /// The record that the parameter may lead into is taken away as a whole.
    //! footprint taken_around: reads s.k; writes Holder(a); writes Q.n
    fun taken_around(s: &S, a: address) {
        let Holder { s: _ } = move_from<Holder>(a);
        Q[s.k].n = 1;
    }

    /// The parameter is too large to lie in that record.
    //! footprint taken_elsewhere: reads h.s.k; writes Registry(a); writes Q(h.s.k).n
    fun taken_elsewhere(h: &Holder, a: address) {
        let Registry { at: _ } = move_from<Registry>(a);
        Q[h.s.k].n = 1;
    }

    /// A record that is taken out keeps its key.
    //! footprint taken_out: writes Registry(a); writes Q(Registry(a).at).n
    fun taken_out(a: address) {
        let Registry { at } = move_from<Registry>(a);
        Q[at].n = 1;
    }

    //! footprint replace: writes Registry(signer::address_of(s))
    fun replace(s: &signer, b: address) {
        let Registry { at: _ } = move_from<Registry>(signer::address_of(s));
        move_to(s, Registry { at: b });
    }

    /// A callee replaces the record, and may be given the same address.
    //! footprint replaced_by_callee: writes Registry(signer::address_of(s)); reads Registry(a).at; writes Q.n
    fun replaced_by_callee(s: &signer, a: address, b: address) {
        replace(s, b);
        Q[Registry[a].at].n = 1;
    }

    /// A key that a callee reads from state after its caller has replaced the record.
    //! footprint lookup: reads Registry(a).at; writes Q(Registry(a).at).n
    fun lookup(a: address) {
        Q[Registry[a].at].n = 1;
    }

    //! footprint replaced_before_lookup: writes Registry(signer::address_of(s)); reads Registry(a).at; writes Q.n
    fun replaced_before_lookup(s: &signer, a: address, b: address) {
        replace(s, b);
        lookup(a);
    }

    /// An addition is a write, too: the index after it is another one.
    //! footprint added_to: adds s.i; reads s.i; writes Q(v[s.i + 1]).n
    fun added_to(s: &mut S, v: vector<address>) {
        s.i = s.i + 1;
        Q[v[s.i]].n = 1;
    }

    /// A parameter is a variable.
    //! footprint parameter_assigned: writes Q(b).n
    fun parameter_assigned(a: address, b: address) {
        a = b;
        Q[a].n = 1;
    }
}
