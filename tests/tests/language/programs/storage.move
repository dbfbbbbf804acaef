/// Global storage in both notations.
module test::storage {
    use std::option::{Self, Option};
    use std::signer;

    struct P has copy, drop, store { x: u64 }
    struct R has key, store { n: u64, ps: vector<P>, o: Option<u64> }
    struct G<phantom T, U: store> has key { u: U }
    struct Tag {}

    public entry fun both_notations(s: &signer) {
        let me = signer::address_of(s);
        move_to(s, R { n: 1, ps: vector[P { x: 1 }], o: option::none() });
        R[me].n += 5;
        R[me].ps[0].x = 40;
        R[me].ps.push_back(P { x: 1 });
        R[me].o = option::some(4);
        borrow_global_mut<R>(me).n = borrow_global<R>(me).n * 2;
        let r = &R[me];
        assert!(r.n == 12 && r.ps.length() == 2 && r.ps[0].x == 40, 1);
        assert!(*option::borrow(&r.o) == 4, 2);
        let R { n, ps: _, o: _ } = move_from<R>(me);
        assert!(n == 12 && !exists<R>(me), 3);
    }

    public entry fun instances_are_different(s: &signer) {
        let me = signer::address_of(s);
        move_to(s, G<Tag, u64> { u: 3 });
        assert!(exists<G<Tag, u64>>(me) && !exists<G<u8, u64>>(me), 1);
        move_to(s, G<u8, u64> { u: 1 });
        G<Tag, u64>[me].u <<= 2;
        assert!(G<Tag, u64>[me].u == 12 && G<u8, u64>[me].u == 1, 2);
    }

    public entry fun aborts_where_nothing_is() { R[@0x5].n += 1; }

    public entry fun aborts_where_something_is(s: &signer) {
        move_to(s, G<bool, u64> { u: 1 });
        move_to(s, G<bool, u64> { u: 2 });
    }
}
