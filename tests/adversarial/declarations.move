//! Declarations against the code: what no clause allows is an error, what allows too much a warning.
module 0xa::declarations {
    use std::signer;
    use aptos_std::table::{Self, Table};

    struct R has key { n: u64, m: u64 }
    struct G<phantom T> has key { n: u64 }
    struct Bank has key { x: Table<address, u64>, y: Table<address, u64> }
    struct Sheet has key { cells: Table<u64, address> }
    struct S has copy, drop, store { k: address, l: address }

    //! reports exact:
    public fun exact(a: address)
        writes R(a).n
    {
        R[a].n = 1;
    }

    //! reports other_address: E0601, E0605
    public fun other_address(a: address, b: address)
        writes R(b).n
    {
        R[a].n = 1;
    }

    //! reports other_field: E0601, E0605
    public fun other_field(a: address)
        writes R(a).m
    {
        R[a].n = 1;
    }

    //! reports lower_mode: E0601, E0605
    public fun lower_mode(a: address)
        reads R(a).n
    {
        R[a].n = 1;
    }

    //! reports higher_mode: E0604
    public fun higher_mode(a: address): u64
        writes R(a).n
    {
        R[a].n
    }

    //! reports whole_for_field: E0604
    public fun whole_for_field(a: address)
        writes R(a)
    {
        R[a].n = 1;
    }

    //! reports any_for_one: E0604
    public fun any_for_one(a: address)
        writes R.n
    {
        R[a].n = 1;
    }

    //! reports nothing: E0601
    public fun nothing(a: address)
        pure
    {
        R[a].n = 1;
    }

    //! reports existence_alone: E0601, E0605
    public fun existence_alone(a: address): u64
        reads exists<R>(a)
    {
        R[a].n
    }

    //! reports other_instance: E0601, E0605
    public fun other_instance<T, U>(a: address)
        writes G<U>(a).n
    {
        G<T>[a].n = 1;
    }

    //! reports any_instance: E0604
    public fun any_instance<T>(a: address)
        writes G(a).n
    {
        G<T>[a].n = 1;
    }

    //! reports other_table: E0601, E0605
    public fun other_table(a: address, k: address)
        writes Bank(a).y[k]
    {
        *table::borrow_mut(&mut Bank[a].x, k) = 1;
    }

    //! reports other_item: E0601, E0605
    public fun other_item(a: address, k: address, j: address)
        writes Bank(a).x[j]
    {
        *table::borrow_mut(&mut Bank[a].x, k) = 1;
    }

    //! reports record_for_item: E0601, E0604
    public fun record_for_item(a: address, k: address)
        writes Bank(a)
    {
        *table::borrow_mut(&mut Bank[a].x, k) = 1;
    }

    //! reports other_element: E0601, E0605
    public fun other_element(v: vector<address>)
        writes R(v[0]).n
    {
        R[v[1]].n = 1;
    }

    //! reports all_elements: E0604
    public fun all_elements(v: vector<address>)
        writes R(v[*]).n
    {
        R[v[1]].n = 1;
    }

    //! reports one_element: E0601
    public fun one_element(v: vector<address>)
        writes R(v[0]).n
    {
        R[v[0]].n = 1;
        R[v[1]].n = 1;
    }

    fun checked(a: address): address {
        assert!(a != @0x0, 1);
        a
    }

    //! reports applied:
    public fun applied(a: address)
        writes R(checked(a)).n
    {
        R[checked(a)].n = 1;
    }

    //! reports not_applied: E0601, E0605
    public fun not_applied(a: address)
        writes R(a).n
    {
        R[checked(a)].n = 1;
    }

    fun first(s: S): address {
        s.k
    }

    //! reports unfolded:
    public fun unfolded(s: S)
        writes R(first(s)).n
    {
        R[s.k].n = 1;
    }

    //! reports composed:
    public fun composed(a: address, b: address)
        calls exact(a), exact(b)
    {
        exact(a);
        exact(b);
    }

    //! reports composed_badly: E0601, E0605
    public fun composed_badly(a: address, b: address)
        calls exact(b)
    {
        exact(a);
    }

    //! reports behind_parameter: E0601
    public fun behind_parameter(s: &mut S, a: address)
        writes s.k
    {
        s.k = a;
        s.l = a;
    }

    //! reports own_account:
    public fun own_account(s: &signer)
        writes R(signer::address_of(s))
    {
        move_to(s, R { n: 0, m: 0 });
    }

    fun beside(a: address, i: u64): address {
        below_ten(i);
        a
    }

    fun below_ten(i: u64): u64 {
        assert!(i < 10, 1);
        i
    }

    /// The function in the clause aborts in a callee, beside its result; where it does, the clause allows nothing.
    //! reports aborts_in_callee: E0601, E0605
    public fun aborts_in_callee(a: address, i: u64)
        writes R(beside(a, i)).n
    {
        R[a].n = 1;
    }

    fun divides_in_callee(a: address, i: u64): address {
        hundredth(i);
        a
    }

    fun hundredth(i: u64): u64 {
        100 / i
    }

    //! reports drops_result: E0601, E0605
    public fun drops_result(a: address, i: u64)
        writes R(divides_in_callee(a, i)).n
    {
        R[a].n = 1;
    }

    fun hundredth_of(i: u64): u64 {
        hundredth(i)
    }

    //! reports keeps_result:
    public fun keeps_result(a: address, i: u64, k: address)
        writes Sheet(a).cells[hundredth_of(i)]
    {
        *table::borrow_mut(&mut Sheet[a].cells, 100 / i) = k;
    }

    fun must_be_below_ten(i: u64) {
        assert!(i < 10, 1);
    }

    fun after_helper(a: address, i: u64): address {
        must_be_below_ten(i);
        a
    }

    /// The callee that aborts returns nothing, so no term stands for it.
    //! reports aborts_in_helper: E0601, E0605
    public fun aborts_in_helper(a: address, i: u64)
        writes R(after_helper(a, i)).n
    {
        R[a].n = 1;
    }
}
