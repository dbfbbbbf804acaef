//! Whether a record is there is a part of it.
module 0xa::absent_records {
    use std::signer;

    struct R has key, drop { k: address, n: u64 }
    struct Q has key { n: u64 }
    struct Registry has key { at: address }

    /// Asking is an access.
    //! footprint asked: reads exists<R>(a)
    fun asked(a: address): bool {
        exists<R>(a)
    }

    /// Borrowing is one, though nothing is read.
    //! footprint borrowed: reads exists<R>(a)
    fun borrowed(a: address) {
        let _r = &R[a];
    }

    /// Making a record writes all of it, and that it is there.
    //! footprint made: writes R(signer::address_of(s))
    fun made(s: &signer) {
        move_to(s, R { k: @0x1, n: 0 });
    }

    /// Only where it is there.
    //! footprint guarded: writes R(a).n
    fun guarded(a: address) {
        if (exists<R>(a)) R[a].n = 1;
    }

    /// The key comes from the record that was made just now.
    //! footprint just_made: writes R(signer::address_of(s)); writes Q(b).n
    fun just_made(s: &signer, b: address) {
        move_to(s, R { k: b, n: 0 });
        Q[R[signer::address_of(s)].k].n = 1;
    }

    /// Made where it is absent: its key is the old one or the new one.
    //! footprint made_if_absent: writes Registry(signer::address_of(s)); writes Q(b).n
    //! footprint made_if_absent: writes Q(Registry(signer::address_of(s)).at).n
    fun made_if_absent(s: &signer, b: address) {
        let a = signer::address_of(s);
        if (!exists<Registry>(a)) move_to(s, Registry { at: b });
        Q[Registry[a].at].n = 1;
    }

    /// Made at an address that may be the one looked at.
    //! footprint made_elsewhere: writes Registry(signer::address_of(s)); reads Registry(a).at; writes Q.n
    fun made_elsewhere(s: &signer, a: address, b: address) {
        if (!exists<Registry>(a)) move_to(s, Registry { at: b });
        Q[Registry[a].at].n = 1;
    }

    /// A record that is dropped at once is written all the same.
    //! footprint dropped: writes R(a)
    fun dropped(a: address) {
        move_from<R>(a);
    }

    /// A record that aborts when it is not there: what stands before the abort was done.
    //! footprint before_the_abort: writes Q(a).n; writes R(b)
    fun before_the_abort(a: address, b: address) {
        Q[a].n = 1;
        let R { k: _, n: _ } = move_from<R>(b);
        abort 3
    }

    /// A branch that always aborts still looks.
    //! footprint looks_and_aborts: reads R(a).n
    fun looks_and_aborts(a: address) {
        abort R[a].n
    }
}
