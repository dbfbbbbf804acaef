//! The library's functions that go over a vector: each is a loop that is put in, with a lambda that does the harm.
module 0xa::iterations {
    use std::vector;
    use aptos_std::table::{Self, Table};

    struct P has key { n: u64 }
    struct Q has key { n: u64 }
    struct Held has store, copy, drop { at: address, n: u64 }
    struct Key has store, copy, drop { path: vector<address> }
    struct Item has store, drop { n: u64 }
    struct Index has key {
        by_path: Table<vector<address>, Item>,
        by_key: Table<Key, Item>,
        all: vector<Table<u64, Item>>,
    }
    struct Position has key { assets: vector<address>, held: vector<Held> }

    fun pair(x: address, y: address): address { if (x == @0x1) y else x }

    //! footprint each: writes P(route[*]).n
    fun each(route: vector<address>) { route.for_each(|p| P[p].n = 1) }

    //! footprint each_ref: writes P(route[*]).n
    fun each_ref(route: vector<address>) { route.for_each_ref(|p| P[*p].n = 1) }

    //! footprint each_mut: writes P(route[*]).n
    fun each_mut(route: vector<address>) { route.for_each_mut(|p| P[*p].n = 1) }

    //! footprint reversed: writes P(route[*]).n
    fun reversed(route: vector<address>) { route.for_each_reverse(|p| P[p].n = 1) }

    //! footprint numbered: writes P(pair(route[i], to[i])).n for i in 0..route.length()
    fun numbered(route: vector<address>, to: vector<address>) {
        route.enumerate_ref(|i, p| P[pair(*p, to[i])].n = 1)
    }

    //! footprint pairs: writes P(pair(a[*], b[*])).n
    fun pairs(a: vector<address>, b: vector<address>) { a.zip(b, |x, y| P[pair(x, y)].n = 1) }

    //! footprint pairs_ref: writes P(pair(a[i], b[i])).n for i in 0..a.length()
    fun pairs_ref(a: vector<address>, b: vector<address>) {
        a.zip_ref(&b, |x, y| P[pair(*x, *y)].n = 1)
    }

    //! footprint sum: reads P(route[*]).n
    fun sum(route: vector<address>): u64 { route.fold(0, |sum, p| sum + P[p].n) }

    //! footprint mapped: reads P(route[*]).n
    fun mapped(route: vector<address>): vector<u64> { route.map(|p| P[p].n) }

    //! footprint mapped_keys: writes P(pair(route[*], a)).n
    fun mapped_keys(route: vector<address>, a: address) {
        route.map(|p| pair(p, a)).for_each(|p| P[p].n = 1)
    }

    //! footprint some: reads P(route[*]).n
    fun some(route: vector<address>): bool { route.any(|p| P[*p].n == 0) }

    //! footprint every: reads P(route[*]).n
    fun every(route: vector<address>): bool { route.all(|p| P[*p].n == 0) }

    //! footprint filtered: reads P(route[*]).n; writes Q(route[*]).n
    fun filtered(route: vector<address>) {
        route.filter(|p| P[*p].n == 0).for_each(|p| Q[p].n = 1)
    }

    //! footprint stored: writes Position(a).assets; writes P(Position(a).assets[*]).n
    fun stored(a: address) {
        let all = &mut Position[a].assets;
        while (!all.is_empty()) {
            let p = all.pop_back();
            P[p].n = 1;
        }
    }

    //! footprint stored_ref: reads Position(a).assets; reads P(Position(a).assets[*]).n
    fun stored_ref(a: address): u64 {
        let sum = 0;
        Position[a].assets.for_each_ref(|p| sum = sum + P[*p].n);
        sum
    }

    //! footprint stored_for: reads Position(a).assets; reads P(Position(a).assets[*]).n
    fun stored_for(a: address): u64 {
        let sum = 0;
        for (i in 0..Position[a].assets.length()) {
            sum = sum + P[Position[a].assets[i]].n;
        };
        sum
    }

    //! footprint held: writes Position(a).held; writes P(Position(a).held[*].at).n
    fun held(a: address) {
        Position[a].held.for_each_mut(|h| { P[h.at].n = 1; h.n = 0; });
    }

    /// The lambda changes the vector that another loop goes over.
    //! footprint fed: writes P(a[*]).n; writes P(b[*]).n
    fun fed(a: vector<address>, b: vector<address>) {
        a.for_each(|x| b.push_back(x));
        b.for_each(|x| P[x].n = 1);
    }

    /// What is put in comes from state, and is moved there meanwhile.
    //! footprint fed_from_state: writes P.n; writes Position(a).assets
    fun fed_from_state(a: address, b: address) {
        let all = vector[];
        let i = 0;
        while (i < 3) {
            all.push_back(Position[a].assets[i]);
            Position[a].assets[i] = b;
            i = i + 1;
        };
        all.for_each(|p| P[p].n = 1);
    }

    /// Each round replaces the elements of the next.
    //! footprint replaced_ahead: writes P(a).n; writes P(v[*]).n; writes Q(a).n; writes Q(v[*]).n
    fun replaced_ahead(v: vector<address>, a: address) {
        v.for_each_mut(|e| { P[*e].n = 1; *e = a; P[*e].n = 2; });
        v.for_each(|e| Q[e].n = 1);
    }

    /// A field of each element, after it was set.
    //! footprint fields_set: writes P(a).n; writes P(held[*].at).n
    fun fields_set(held: vector<Held>, a: address) {
        held.for_each_mut(|h| h.at = a);
        held.for_each(|h| P[h.at].n = h.n);
    }

    /// Another function takes elements out and puts others in.
    //! footprint handed_out: writes P.n
    fun handed_out(v: vector<address>, a: address) {
        exchange(&mut v, a);
        v.for_each(|e| P[e].n = 1);
    }

    //! footprint exchange: writes P(a).n; writes P(v[*]).n; writes v
    fun exchange(v: &mut vector<address>, a: address) {
        let last = v.pop_back();
        v.push_back(a);
        P[last].n = 1;
        P[v[0]].n = 1;
    }

    /// Two vectors change places in every round.
    //! footprint crossed: writes P(v[*]).n; writes P(w[*]).n
    fun crossed(v: vector<address>, w: vector<address>, n: u64) {
        while (0 < n) {
            n = n - 1;
            P[v.pop_back()].n = 1;
            let t = v;
            v = w;
            w = t;
        }
    }

    /// As many different elements as no choice has.
    //! footprint too_many: writes P.n
    fun too_many(a: address, b: address, c: address, i: u64) {
        let v = vector[a, b, c, @0x1, @0x2, @0x3, @0x4, @0x5, @0x6];
        P[v[i]].n = 1;
    }

    /// Nothing is in it, so nothing is touched; nobody need find that out.
    //! footprint nothing_in: writes P.n
    fun nothing_in(i: u64) {
        let v = vector<address>[];
        P[v[i]].n = 1;
    }

    /// A vector of vectors, turned inside.
    //! footprint nested: writes P(v[*][*]).n
    fun nested(v: vector<vector<address>>) {
        v.for_each(|inner| inner.for_each(|e| P[e].n = 1));
    }

    /// A vector whose elements are known is no key itself.
    //! footprint as_key: reads exists<Index>(t); writes Index(t).by_path[*].n
    fun as_key(t: address, a: address, b: address, i: u64) {
        let v = vector[a];
        v.push_back(b);
        Index[t].by_path.borrow_mut(v).n = i;
    }

    //! footprint as_key_inside: reads exists<Index>(t); writes Index(t).by_key[*].n
    fun as_key_inside(t: address, a: address, b: address, i: u64) {
        let v = vector[a];
        v.push_back(b);
        Index[t].by_key.borrow_mut(Key { path: v }).n = i;
    }

    /// Nor an argument of a function whose result is one.
    //! footprint as_argument: writes P(a).n; writes P(b).n
    fun as_argument(a: address, b: address) {
        let v = vector[a];
        v.push_back(b);
        P[first(v)].n = 1;
    }

    fun first(v: vector<address>): address { v[0] }

    /// Returned by a function: its elements are known, in which order is not.
    //! footprint as_result: writes P(put_first(v, a)[0]).n
    fun as_result(v: vector<address>, a: address) {
        let turned = put_first(v, a);
        P[turned[0]].n = 1;
    }

    fun put_first(v: vector<address>, a: address): vector<address> {
        v.push_back(a);
        v.swap(0, 1);
        v
    }

    /// Tables in a vector that is turned: whichever of them it was.
    //! footprint tables_turned: writes Index(t).all; writes Index(t).all[*][k].n
    fun tables_turned(t: address, k: u64) {
        let all = &mut Index[t].all;
        all.swap(0, 1);
        all[0].borrow_mut(k).n = 1;
    }

    /// A table that is made here, beside one that was there.
    //! footprint made_beside: writes Index(t).all; writes Index(t).all[*][k].n
    fun made_beside(t: address, k: u64) {
        let all = &mut Index[t].all;
        all.push_back(table::new());
        all[0].borrow_mut(k).n = 1;
    }
}
