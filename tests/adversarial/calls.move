//! Three modules deep: what the last one does, the first one does, in its own words.
module 0xa::last {
    friend 0xa::middle;
    struct Store has key { n: u64, next: address }
    struct Cell has copy, drop, store { at: address }

    //! footprint write: writes Store(at).n
    public(friend) fun write(at: address) {
        Store[at].n = 1;
    }

    //! footprint read: reads Store(at).n
    public(friend) fun read(at: address): u64 {
        Store[at].n
    }

    //! footprint cell: pure
    public(friend) fun cell(at: address): Cell {
        Cell { at }
    }

    //! footprint follow: reads cell.at; writes Store(cell.at).n
    public(friend) fun follow(cell: &Cell) {
        Store[cell.at].n = 2;
    }

    //! footprint turn: writes cell.at
    public(friend) fun turn(cell: &mut Cell, at: address) {
        cell.at = at;
    }

    //! footprint link: writes Store(at).next
    public(friend) fun link(at: address, to: address) {
        Store[at].next = to;
    }

    //! footprint next: reads Store(at).next
    public(friend) fun next(at: address): address {
        Store[at].next
    }
}

module 0xa::middle {
    friend 0xa::first;
    use 0xa::last::{Self, Cell};

    //! footprint crossed: writes last::Store(y).n; reads last::Store(x).n
    public(friend) fun crossed(x: address, y: address): u64 {
        last::write(y);
        last::read(x)
    }

    //! footprint turned: writes last::Store(y).n
    public(friend) fun turned(x: address, y: address) {
        let cell = last::cell(x);
        last::turn(&mut cell, y);
        last::follow(&last::cell(y));
    }

    //! footprint turned_and_followed: writes last::Store.n
    public(friend) fun turned_and_followed(x: address, y: address) {
        let cell = last::cell(x);
        last::turn(&mut cell, y);
        last::follow(&cell);
    }

    //! footprint pass: reads cell.at; writes last::Store(cell.at).n
    public(friend) fun pass(cell: &Cell) {
        last::follow(cell);
    }

    //! footprint pass_twice: writes cell.at; writes last::Store.n
    public(friend) fun pass_twice(cell: &mut Cell, y: address) {
        last::follow(cell);
        last::turn(cell, y);
        last::follow(cell);
    }

    //! footprint hop: reads last::Store(at).next; writes last::Store(last::Store(at).next).n
    public(friend) fun hop(at: address) {
        last::write(last::next(at));
    }
}

module 0xa::first {
    use 0xa::last;
    use 0xa::middle;

    struct Own has key { n: u64, cell: last::Cell }

    /// Arguments are put in where they belong, twice.
    //! footprint crossed: writes last::Store(a).n; reads last::Store(@0x7).n
    fun crossed(a: address): u64 {
        middle::crossed(@0x7, a)
    }

    /// A branch on the result is no access; the call was.
    //! footprint branched: reads last::Store(a).n; writes last::Store(b).n; writes Own(a).n
    fun branched(a: address, b: address) {
        if (middle::crossed(a, b) > 3) {
            Own[a].n = 1;
        }
    }

    /// The struct stands in a record here; whoever may `turn` it may do so before this is executed.
    //! footprint in_record: reads Own(a).cell.at; writes last::Store(Own(a).cell.at).n
    fun in_record(a: address) {
        middle::pass(&Own[a].cell);
    }

    /// A loop around the calls.
    //! footprint all: reads last::Store(a).n; writes last::Store(v[i]).n for i in 0..5
    fun all(v: vector<address>, a: address) {
        let i = 0;
        while (i < 5) {
            middle::crossed(a, v[i]);
            i = i + 1;
        }
    }

    /// What one call links, the next one follows.
    //! footprint hopping: reads last::Store(a).next; writes last::Store(last::Store(a).next).n
    fun hopping(a: address) {
        middle::hop(a);
    }
}

/// Another address, another package: what it declares counts.
module 0xb::shop {
    use aptos_std::table::{Self, Table};

    struct Till has key { n: u64 }
    struct Goods has copy, drop, store { at: address }
    struct Stock has store { items: Table<address, u64> }

    /// Declares more than it does.
    //! footprint wide: writes Till(at).n
    //! reports wide: E0604
    public fun wide(at: address)
        writes Till
    {
        Till[at].n = 1;
    }

    //! footprint exact: writes Till(at).n
    public fun exact(at: address)
        writes Till(at).n
    {
        Till[at].n = 1;
    }

    /// Nothing is said about what is done behind the reference.
    //! footprint look: reads goods.at; reads Till(goods.at).n
    public fun look(goods: &Goods): u64
        reads Till(goods.at).n
    {
        Till[goods.at].n
    }

    /// Declares a write that it does not make.
    //! footprint mark: pure
    public fun mark(goods: &mut Goods)
        pure
    {
        let _ = goods;
    }

    /// Without a clause that names it, everything behind the parameter may be written, items of its tables too.
    //! footprint sell: reads stock.items.handle; writes stock.items[k]
    public fun sell(stock: &mut Stock, k: address)
        pure
    {
        *table::borrow_mut(&mut stock.items, k) = 0;
    }

    /// With one, that alone.
    //! footprint sell_exactly: reads stock.items.handle; writes stock.items[k]
    public fun sell_exactly(stock: &mut Stock, k: address)
        writes stock.items[k]
    {
        *table::borrow_mut(&mut stock.items, k) = 0;
    }

    //! footprint goods: pure
    public fun goods(at: address): Goods
        pure
    {
        Goods { at }
    }
}

module 0xa::customer {
    use 0xb::shop::{Self, Goods, Stock};

    struct Store has key { stock: Stock }
    struct Counter has key { stock: Stock }

    //! footprint wide: writes shop::Till
    fun wide(a: address) {
        shop::wide(a);
    }

    //! footprint exact: writes shop::Till(a).n
    fun exact(a: address) {
        shop::exact(a);
    }

    /// A declaration that names nothing behind the parameter reads all of it.
    //! footprint look: reads goods; reads shop::Till(goods.at).n
    fun look(goods: &Goods): u64 {
        shop::look(goods)
    }

    /// A function that may write behind its parameter, by default, kills what the key was read from.
    //! footprint marked: reads shop::Till.n
    fun marked(a: address): u64 {
        let goods = shop::goods(a);
        shop::mark(&mut goods);
        shop::look(&goods)
    }

    /// What a declaration leaves open may happen, to the table itself as well.
    //! footprint sells: writes Store(a).stock; writes Store(a).stock.items[*]
    fun sells(a: address, k: address) {
        shop::sell(&mut Store[a].stock, k);
    }

    //! footprint sells_exactly: reads exists<Counter>(a); writes Counter(a).stock.items[k]
    fun sells_exactly(a: address, k: address) {
        shop::sell_exactly(&mut Counter[a].stock, k);
    }
}
