//! Instances of one generic resource: alike unless their types cannot be.
module 0xa::generic_instances {
    use std::vector;
    use aptos_std::table::{Self, Table};

    struct G<phantom T> has key { k: address, n: u64 }
    struct Pair<phantom X, phantom Y> has key { k: address, n: u64 }
    struct Box<T: store> has key { value: T }
    struct Holder<phantom T> has store, copy, drop { at: address }
    struct Shelf<phantom T> has key { holder: Holder<T>, items: Table<address, Holder<T>> }
    struct Q has key { n: u64 }

    //! footprint touch: writes G<T>(a).n
    fun touch<T>(a: address) {
        G<T>[a].n = 1;
    }

    /// Two instances through one function.
    //! footprint two: writes G<u64>(a).n; writes G<bool>(a).n
    fun two(a: address) {
        touch<u64>(a);
        touch<bool>(a);
    }

    /// The caller's own parameter, in other places.
    //! footprint turned_round: writes Pair<Y, X>(a).n; reads Pair<X, Y>(a).n
    fun turned_round<X, Y>(a: address) {
        Pair<Y, X>[a].n = Pair<X, Y>[a].n;
    }

    //! footprint turned_twice: writes Pair<X, Y>(a).n; reads Pair<Y, X>(a).n
    fun turned_twice<X, Y>(a: address) {
        turned_round<Y, X>(a);
    }

    //! footprint same_twice: writes Pair<X, X>(a).n
    fun same_twice<X>(a: address) {
        turned_round<X, X>(a);
    }

    /// Grows with every call: no list of instances is long enough.
    //! footprint growing: writes G.n
    fun growing<T>(a: address, n: u64) {
        G<T>[a].n = 1;
        if (n > 0) growing<Holder<T>>(a, n - 1);
    }

    /// Changes sides with every call.
    //! footprint alternating: writes Pair<X, Y>(a).n; writes Pair<Y, X>(a).n if n > 0
    fun alternating<X, Y>(a: address, n: u64) {
        Pair<X, Y>[a].n = 1;
        if (n > 0) alternating<Y, X>(a, n - 1);
    }

    /// The type of a reference leads nowhere else.
    //! footprint set: writes holder.at
    fun set<T>(holder: &mut Holder<T>, a: address) {
        holder.at = a;
    }

    /// A holder of one type is no holder of another, unless both are the same.
    //! footprint other_holder: writes holder.at; writes Shelf<u64>(a).holder.at; writes Q(b).n
    fun other_holder(holder: &mut Holder<bool>, a: address, b: address) {
        holder.at = b;
        set(&mut Shelf<u64>[a].holder, a);
        Q[holder.at].n = 1;
    }

    //! footprint maybe_same_holder: writes holder.at; writes Shelf<U>(a).holder.at; writes Q.n
    fun maybe_same_holder<T, U>(holder: &mut Holder<T>, a: address, b: address) {
        holder.at = b;
        set(&mut Shelf<U>[a].holder, a);
        Q[holder.at].n = 1;
    }

    //! footprint maybe_u64_holder: writes holder.at; writes Shelf<u64>(a).holder.at; writes Q.n
    fun maybe_u64_holder<T>(holder: &mut Holder<T>, a: address, b: address) {
        holder.at = b;
        Shelf<u64>[a].holder.at = a;
        Q[holder.at].n = 1;
    }

    /// Items of tables with one type of key and values that may be alike.
    //! footprint maybe_same_item: reads exists<Shelf<T>>(a); reads exists<Shelf<U>>(a); writes Shelf<T>(a).items[k].at; writes Shelf<U>(a).items[k].at; writes Q.n
    fun maybe_same_item<T, U>(a: address, k: address) {
        table::borrow_mut(&mut Shelf<T>[a].items, k).at = k;
        table::borrow_mut(&mut Shelf<U>[a].items, k).at = a;
        Q[table::borrow(&Shelf<T>[a].items, k).at].n = 1;
    }

    //! footprint other_item: reads exists<Shelf<u8>>(a); reads exists<Shelf<u64>>(a); writes Shelf<u8>(a).items[k].at; writes Shelf<u64>(a).items[k].at; writes Q(k).n
    fun other_item(a: address, k: address) {
        table::borrow_mut(&mut Shelf<u8>[a].items, k).at = k;
        table::borrow_mut(&mut Shelf<u64>[a].items, k).at = a;
        Q[table::borrow(&Shelf<u8>[a].items, k).at].n = 1;
    }

    /// A value of any type may hold what a reference points to.
    //! footprint boxed: writes holder.at; writes Box<T>(a).value; writes Q.n
    fun boxed<T: store + drop>(holder: &mut Holder<u64>, value: T, a: address, b: address) {
        holder.at = b;
        Box<T>[a].value = value;
        Q[holder.at].n = 1;
    }

    /// A value of a plain type does not.
    //! footprint boxed_number: writes holder.at; writes Box<u64>(a).value; writes Q(b).n
    fun boxed_number(holder: &mut Holder<u64>, a: address, b: address) {
        holder.at = b;
        Box<u64>[a].value = 1;
        Q[holder.at].n = 1;
    }

    /// A vector of holders does.
    //! footprint boxed_vector: reads holder; writes holder.at; writes Box<vector<Holder<u64>>>(a).value; writes Q.n
    fun boxed_vector(holder: &mut Holder<u64>, a: address, b: address) {
        holder.at = b;
        vector::push_back(&mut Box<vector<Holder<u64>>>[a].value, *holder);
        vector::borrow_mut(&mut Box<vector<Holder<u64>>>[a].value, 0).at = a;
        Q[holder.at].n = 1;
    }

    /// Every instance, as far as callers are told.
    //! reports any_instance: E0604
    public fun any_instance<T>(a: address)
        writes G<_>(a).n
    {
        G<T>[a].n = 1;
    }

    //! reports one_instance_of_two: E0601
    public fun one_instance_of_two<T>(a: address)
        writes G<T>(a).n
    {
        G<T>[a].n = 1;
        G<u64>[a].n = 1;
    }

    //! reports turned_instance: E0601, E0605
    public fun turned_instance<X, Y>(a: address)
        writes Pair<X, Y>(a).n
    {
        Pair<Y, X>[a].n = 1;
    }

    //! reports of_argument: E0601, E0605
    public fun of_argument<T>(a: address)
        writes G<u64>(a).n
    {
        touch<T>(a);
    }
}
