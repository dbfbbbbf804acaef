//! `!reads` and `!writes` hold whatever the arguments and the state are: what may be done there, by whatever name, is told.
module 0xa::negations {
    use std::signer;
    use aptos_std::table::{Self, Table};

    struct R has key { n: u64, next: address }
    struct S has key { n: u64, t: Table<address, u64> }
    struct G<phantom T> has key { n: u64 }
    struct A {}
    struct B {}

    //! reports kept:
    public fun kept(a: address): u64
        reads R(a).n
        !writes R
    {
        R[a].n
    }

    //! reports written: E0601
    public fun written(a: address)
        writes R(a).n
        !writes R
    {
        R[a].n = 1;
    }

    //! reports added: E0601
    public fun added(a: address)
        adds R(a).n
        !writes R
    {
        R[a].n += 1;
    }

    //! reports looked_at: E0601
    public fun looked_at(a: address): u64
        reads R(a).n
        !reads R
    {
        R[a].n
    }

    //! reports existence: E0601
    public fun existence(a: address): bool
        reads exists<R>(a)
        !reads R
    {
        exists<R>(a)
    }

    //! reports key_only: E0601
    public fun key_only(a: address)
        writes S(R(a).next).n
        reads R(a).next
        !reads R
    {
        S[R[a].next].n = 1;
    }

    //! reports other_literal:
    public fun other_literal()
        writes R(@0x1).n
        !writes R(@0x2)
    {
        R[@0x1].n = 1;
    }

    //! reports same_literal: E0601
    public fun same_literal()
        writes R(@0x2).n
        !writes R(@0x2)
    {
        R[@0x2].n = 1;
    }

    //! reports may_be_literal: E0601
    public fun may_be_literal(a: address)
        writes R(a).n
        !writes R(@0x2)
    {
        R[a].n = 1;
    }

    //! reports from_state: E0601
    public fun from_state(a: address)
        writes R(R(a).next).n
        !writes R(@0x2)
    {
        R[R[a].next].n = 1;
    }

    //! reports one_of_two: E0601
    public fun one_of_two(c: bool)
        writes R(@0x1).n if c
        writes R(@0x2).n if !c
        !writes R(@0x2)
    {
        if (c) R[@0x1].n = 1 else R[@0x2].n = 1;
    }

    //! reports other_type:
    public fun other_type(a: address)
        writes R(a).n
        !writes S
        !reads S
    {
        R[a].n = 1;
    }

    //! reports whole_module: E0601
    public fun whole_module(a: address)
        writes R(a).n
        !writes 0xa::negations::*
    {
        R[a].n = 1;
    }

    //! reports other_instance:
    public fun other_instance(a: address)
        writes G<A>(a).n
        !writes G<B>
    {
        G<A>[a].n = 1;
    }

    //! reports any_instance: E0601
    public fun any_instance<T>(a: address)
        writes G<T>(a).n
        !writes G<B>
    {
        G<T>[a].n = 1;
    }

    //! reports taken_away: E0601
    public fun taken_away(a: address)
        writes R(a)
        !writes R
    {
        let R { n: _, next: _ } = move_from<R>(a);
    }

    //! reports made: E0601
    public fun made(s: &signer)
        writes R(s)
        !writes R
    {
        move_to(s, R { n: 0, next: signer::address_of(s) });
    }

    fun helper(a: address) {
        R[a].n = 2;
    }

    //! reports by_a_callee: E0601
    public fun by_a_callee(a: address)
        writes R(a).n
        !writes R
    {
        helper(a);
    }

    //! reports in_a_loop: E0601
    public fun in_a_loop(v: vector<address>)
        writes R(v[*]).n
        !writes R
    {
        let i = 0;
        while (i < v.length()) {
            R[v[i]].n = 1;
            i = i + 1;
        }
    }

    //! reports items_are_elsewhere:
    public fun items_are_elsewhere(a: address, k: address)
        writes S(a).t[k]
        !writes S
    {
        *table::borrow_mut(&mut S[a].t, k) = 1;
    }

    //! reports handle_is_read: E0601
    public fun handle_is_read(a: address, k: address)
        writes S(a).t[k]
        !reads S
    {
        *table::borrow_mut(&mut S[a].t, k) = 1;
    }

    //! reports behind_a_reference:
    public fun behind_a_reference(r: &mut R)
        writes r.n
        !writes R
    {
        r.n = 1;
    }

    //! reports only_if: E0601
    public fun only_if(a: address, c: bool)
        writes R(a).n if c
        !writes R
    {
        if (c) R[a].n = 1;
    }

    //! reports recursive: E0601
    public fun recursive(a: address, n: u64)
        writes R(a).n
        !writes R
    {
        if (n == 0) R[a].n = 1 else recursive(a, n - 1);
    }

    //! reports alone:
    public fun alone(a: address): u64
        !writes R
    {
        R[a].n
    }

    //! reports alone_but_false: E0601
    public fun alone_but_false(a: address)
        !writes R
    {
        R[a].n = 1;
    }

    //! reports everything_but: E0601, E0604
    public fun everything_but(f: address)
        writes *
        !writes S
    {
        S[f].n = 1;
    }
}
