//! Two type parameters may be one type.
module 0xa::generics {
    use aptos_std::table::{Self, Table};

    struct G<phantom T> has key { k: address, n: u64 }
    struct Pool<phantom X, phantom Y> has key { x: u64, y: u64, next: address }
    struct Q has key { n: u64 }
    struct Bag<T: store> has key { items: Table<address, T> }
    struct Marked<phantom T> has store, drop { owner: address }

    /// The second write may be of the first record.
    //! footprint two_parameters: writes G<T>(a).k; writes G<U>(a).k; writes Q.n
    fun two_parameters<T, U>(a: address, b: address) {
        G<T>[a].k = b;
        G<U>[a].k = @0x7;
        Q[G<T>[a].k].n = 1;
    }

    /// A parameter may be the type that is written out.
    //! footprint parameter_and_type: writes G<T>(a).k; writes G<u64>(a).k; writes Q.n
    fun parameter_and_type<T>(a: address, b: address) {
        G<T>[a].k = b;
        G<u64>[a].k = @0x7;
        Q[G<T>[a].k].n = 1;
    }

    /// Two types that are written out are what they are.
    //! footprint two_types: writes G<u8>(a).k; writes G<u64>(a).k; writes Q(b).n
    fun two_types(a: address, b: address) {
        G<u8>[a].k = b;
        G<u64>[a].k = @0x7;
        Q[G<u8>[a].k].n = 1;
    }

    /// A vector of anything is no number, but may be another parameter.
    //! footprint inside_types: writes G<vector<T>>(a).k; writes G<u64>(a).k; writes Q(b).n
    fun inside_types<T>(a: address, b: address) {
        G<vector<T>>[a].k = b;
        G<u64>[a].k = @0x7;
        Q[G<vector<T>>[a].k].n = 1;
    }

    //! footprint inside_and_parameter: writes G<vector<T>>(a).k; writes G<U>(a).k; writes Q.n
    fun inside_and_parameter<T, U>(a: address, b: address) {
        G<vector<T>>[a].k = b;
        G<U>[a].k = @0x7;
        Q[G<vector<T>>[a].k].n = 1;
    }

    /// A pair and its reverse: alike when both types are.
    //! footprint reverse_pair: writes Pool<X, Y>(a).next; writes Pool<Y, X>(a).next; writes Q.n
    fun reverse_pair<X, Y>(a: address, b: address) {
        Pool<X, Y>[a].next = b;
        Pool<Y, X>[a].next = @0x7;
        Q[Pool<X, Y>[a].next].n = 1;
    }

    //! footprint touch: writes G<T>(a).n; reads Pool<T, U>(a).x
    fun touch<T, U>(a: address) {
        G<T>[a].n = 1;
        assert!(Pool<T, U>[a].x > 0, 1);
    }

    /// Type arguments are put in, in their order.
    //! footprint instantiated: writes G<U>(a).n; reads Pool<U, vector<T>>(a).x; writes G<u8>(a).n; reads Pool<u8, T>(a).x
    fun instantiated<T, U>(a: address) {
        touch<U, vector<T>>(a);
        touch<u8, T>(a);
    }

    /// Alike by instantiation: the callee's kill is the caller's.
    //! footprint alike: writes G<u64>(a).k; writes Q.n
    fun alike(a: address, b: address) {
        two_parameters<u64, u64>(a, b);
        G<u64>[a].k = b;
    }

    /// The type argument decides which record the callee kills.
    //! footprint set: writes G<T>(a).k
    fun set<T>(a: address, b: address) {
        G<T>[a].k = b;
    }

    //! footprint killed_by_instance: writes G<u8>(a).k; writes G<u64>(a).k; writes Q(b).n
    fun killed_by_instance(a: address, b: address) {
        G<u8>[a].k = b;
        set<u64>(a, @0x7);
        Q[G<u8>[a].k].n = 1;
    }

    //! footprint killed_by_same: writes G<u8>(a).k; writes Q.n
    fun killed_by_same(a: address, b: address) {
        G<u8>[a].k = b;
        set<u8>(a, @0x7);
        Q[G<u8>[a].k].n = 1;
    }

    /// Tables of a type that is a parameter.
    //! footprint in_a_bag: reads exists<Bag<T>>(a); writes Bag<T>(a).items[k]
    fun in_a_bag<T: store>(a: address, k: address, item: T) {
        table::add(&mut Bag<T>[a].items, k, item);
    }

    /// Items of types that may be alike.
    //! footprint two_bags: reads exists<Bag<Marked<T>>>(a); reads exists<Bag<Marked<U>>>(a); writes Q.n
    //! footprint two_bags: writes Bag<Marked<T>>(a).items[k].owner; writes Bag<Marked<U>>(a).items[k].owner
    fun two_bags<T, U>(a: address, k: address, b: address) {
        table::borrow_mut(&mut Bag<Marked<T>>[a].items, k).owner = b;
        table::borrow_mut(&mut Bag<Marked<U>>[a].items, k).owner = @0x7;
        Q[table::borrow(&Bag<Marked<T>>[a].items, k).owner].n = 1;
    }

    /// A value of an unknown type goes through unchanged.
    //! footprint same: pure
    fun same<T>(x: T): T {
        x
    }

    //! footprint through_same: writes Q(a).n
    fun through_same(a: address) {
        Q[same(a)].n = 1;
    }

    /// A reference to an unknown type can be written through.
    //! footprint put: writes place
    fun put<T: drop>(place: &mut T, x: T) {
        *place = x;
    }

    //! footprint through_put: writes Q.n
    fun through_put(a: address, b: address) {
        let k = a;
        put(&mut k, b);
        Q[k].n = 1;
    }
}
