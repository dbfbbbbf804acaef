//! Keys that are read from state mean what they held at entry; whatever may have changed them since takes their names away.
module 0xa::dependent_keys {
    use std::option::{Self, Option};
    use std::signer;
    use std::vector;
    use aptos_std::table::{Self, Table};

    struct Q has key { n: u64 }
    struct Router has key, drop { best: address, worst: address, spare: Option<address> }
    struct Book has key { orders: Table<u64, Order>, head: u64, tail: u64 }
    struct Order has store, drop { left: u64, next: u64, maker: address }
    struct Link has key, drop { next: address }

    //! footprint stored: reads Router(a).best; writes Q(Router(a).best).n
    fun stored(a: address) {
        Q[Router[a].best].n = 1;
    }

    /// Read before the place is written.
    //! footprint before: writes Router(a).best; writes Q(Router(a).best).n
    fun before(a: address, b: address) {
        let best = Router[a].best;
        Router[a].best = b;
        Q[best].n = 1;
    }

    /// Read after it.
    //! footprint after: writes Router(a).best; writes Q(b).n
    fun after(a: address, b: address) {
        Router[a].best = b;
        Q[Router[a].best].n = 1;
    }

    /// The other router may be the same one.
    //! footprint through_alias: reads Router(a).best; writes Router(b).best; writes Q.n
    fun through_alias(a: address, b: address) {
        let _ = Router[a].best;
        Router[b].best = a;
        Q[Router[a].best].n = 1;
    }

    /// Both: what was read before keeps its name, what is read after has none.
    //! footprint around_alias: writes Router(a).best; writes Router(b).best; writes Q(Router(a).best).n; writes Link.next
    fun around_alias(a: address, b: address) {
        let early = Router[a].best;
        Router[b].best = a;
        let late = Router[a].best;
        Q[early].n = 1;
        Link[late].next = a;
        Router[a].best = late;
    }

    /// Another field of a record that may be the same one.
    //! footprint other_field: reads Router(a).best; writes Router(b).worst; writes Q(Router(a).best).n
    fun other_field(a: address, b: address) {
        Router[b].worst = a;
        Q[Router[a].best].n = 1;
    }

    /// Two names change places.
    //! footprint swapped: writes Router(a).best; writes Router(a).worst; writes Q(Router(a).worst).n; writes Link(Router(a).best).next
    fun swapped(a: address) {
        let router = &mut Router[a];
        let best = router.best;
        router.best = router.worst;
        router.worst = best;
        Q[router.best].n = 1;
        Link[router.worst].next = a;
    }

    /// The whole record may have been replaced.
    fun replace(r: &mut Router, b: address) {
        *r = Router { best: b, worst: b, spare: option::none() };
    }

    //! footprint replaced: writes Router(a); writes Q.n
    fun replaced(a: address, b: address) {
        replace(&mut Router[a], b);
        Q[Router[a].best].n = 1;
    }

    //! footprint replaced_before: writes Router(a); writes Q(Router(a).best).n
    fun replaced_before(a: address, b: address) {
        let best = Router[a].best;
        replace(&mut Router[a], b);
        Q[best].n = 1;
    }

    /// What the callee calls the key is not what it is for the caller, who has moved it.
    //! footprint moved_for_callee: writes Router(a).best; writes Q(b).n
    fun moved_for_callee(a: address, b: address) {
        Router[a].best = b;
        stored(a);
    }

    //! footprint moved_by_another: writes Router(a).best; writes Router(b).best; writes Q.n
    fun moved_by_another(a: address, b: address) {
        Router[b].best = b;
        stored(a);
        before(a, b);
    }

    fun best_of(a: address): address {
        Router[a].best
    }

    /// The callee returns a key and the caller moves it afterwards.
    //! footprint returned: writes Router(a).best; writes Q(Router(a).best).n
    fun returned(a: address, b: address) {
        let best = best_of(a);
        Router[a].best = b;
        Q[best].n = 1;
    }

    /// The record is made in this call: there was no key at entry.
    //! footprint made_here: writes Router(signer::address_of(s)); writes Q(b).n
    fun made_here(s: &signer, b: address) {
        move_to(s, Router { best: b, worst: b, spare: option::none() });
        Q[Router[signer::address_of(s)].best].n = 1;
    }

    /// It is made unless it is there: the key is the new one or the old one.
    //! footprint made_if_absent: writes Router(signer::address_of(s)); writes Q(Router(signer::address_of(s)).best).n; writes Q(b).n
    fun made_if_absent(s: &signer, b: address) {
        let own = signer::address_of(s);
        if (!exists<Router>(own)) {
            move_to(s, Router { best: b, worst: b, spare: option::none() });
        };
        Q[Router[own].best].n = 1;
    }

    /// Perhaps made at the address that the key is read from.
    //! footprint made_nearby: writes Router(signer::address_of(s)); reads Router(a).best; writes Q.n
    fun made_nearby(s: &signer, a: address, b: address) {
        move_to(s, Router { best: b, worst: b, spare: option::none() });
        Q[Router[a].best].n = 1;
    }

    /// Taken away: what it held is still known.
    //! footprint taken: writes Router(a); writes Q(Router(a).worst).n
    fun taken(a: address) {
        let Router { best: _, worst, spare: _ } = move_from<Router>(a);
        Q[worst].n = 1;
    }

    //! footprint in_option: reads Router(a).spare; writes Q(Router(a).spare.vec[0]).n
    fun in_option(a: address) {
        if (option::is_some(&Router[a].spare)) {
            Q[*option::borrow(&Router[a].spare)].n = 1;
        }
    }

    //! footprint extracted: writes Router(a).spare; writes Q(Router(a).spare.vec[0]).n
    fun extracted(a: address) {
        Q[option::extract(&mut Router[a].spare)].n = 1;
    }

    /// A full option may have been filled by this very call.
    //! footprint filled: writes Router(a).spare; writes Q.n
    fun filled(a: address, b: address) {
        if (option::is_none(&Router[a].spare)) {
            option::fill(&mut Router[a].spare, b);
        };
        Q[*option::borrow(&Router[a].spare)].n = 1;
    }

    /// One of two stored keys, or an argument.
    //! footprint either: reads Router(a).best if n == 0; reads Router(a).worst if n != 0 && n == 1; writes Q(Router(a).best).n; writes Q(Router(a).worst).n; writes Q(a).n
    fun either(a: address, n: u64) {
        let key = if (n == 0) Router[a].best else if (n == 1) Router[a].worst else a;
        Q[key].n = 1;
    }

    //! footprint of_either: reads Router(a).best; reads Router(b).best; writes Q(Router(a).best).n; writes Q(Router(b).best).n
    fun of_either(a: address, b: address, first: bool) {
        let router = if (first) &Router[a] else &Router[b];
        Q[router.best].n = 1;
    }

    /// Through two tables' worth of keys: the head, its successor, and who made that.
    //! footprint second_maker: reads Book(a).head; reads Book(a).orders[Book(a).head].next; reads Book(a).orders[Book(a).orders[Book(a).head].next].maker; writes Q(Book(a).orders[Book(a).orders[Book(a).head].next].maker).n
    fun second_maker(a: address) {
        let book = &Book[a];
        let second = table::borrow(&book.orders, table::borrow(&book.orders, book.head).next);
        Q[second.maker].n = 1;
    }

    /// The head is moved before it is used.
    //! footprint moved_head: writes Book(a).head; writes Book(a).orders[k].left
    fun moved_head(a: address, k: u64) {
        let book = &mut Book[a];
        book.head = k;
        table::borrow_mut(&mut book.orders, book.head).left = 0;
    }

    /// A callee moves the head, and where to it does not tell.
    //! footprint take_two: writes Book(a).head; reads Book(a).orders[*].next; writes Book(a).orders[*].left
    fun take_two(a: address) {
        take_one(a);
        take_one(a);
    }

    /// Here it is known: the first order is filled and the head moved on, and the second order is named from entry.
    //! footprint take_two_here: writes Book(a).head; reads Book(a).orders[Book(a).head].next; writes Book(a).orders[Book(a).head].left; reads Book(a).orders[Book(a).orders[Book(a).head].next].next; writes Book(a).orders[Book(a).orders[Book(a).head].next].left
    fun take_two_here(a: address) {
        let book = &mut Book[a];
        let order = table::borrow_mut(&mut book.orders, book.head);
        order.left = 0;
        book.head = order.next;
        let order = table::borrow_mut(&mut book.orders, book.head);
        order.left = 0;
        book.head = order.next;
    }

    //! footprint take_one: writes Book(a).head; reads Book(a).orders[Book(a).head].next; writes Book(a).orders[Book(a).head].left
    fun take_one(a: address) {
        let book = &mut Book[a];
        let order = table::borrow_mut(&mut book.orders, book.head);
        order.left = 0;
        book.head = order.next;
    }

    /// Once an order has been removed, none is what it was: the second may be the first.
    //! footprint remove_two: writes Book(a).head; writes Book(a).orders[*]
    fun remove_two(a: address) {
        remove_one(a);
        remove_one(a);
    }

    //! footprint remove_one: writes Book(a).head; writes Book(a).orders[Book(a).head]
    fun remove_one(a: address) {
        let book = &mut Book[a];
        let order = table::remove(&mut book.orders, book.head);
        book.head = order.next;
    }

    /// A link of the chain is cut while it is followed.
    //! footprint relinked: reads Link(a).next; writes Link(Link(a).next).next; writes Q.n
    fun relinked(a: address, b: address) {
        let second = Link[a].next;
        Link[second].next = b;
        Q[Link[a].next].n = 1;
    }

    /// Four links are followed.
    //! footprint four: reads Link(a).next; reads Link(Link(a).next).next; reads Link(Link(Link(a).next).next).next; reads Link(Link(Link(Link(a).next).next).next).next; writes Q(Link(Link(Link(Link(a).next).next).next).next).n
    fun four(a: address) {
        let one = Link[a].next;
        let two = Link[one].next;
        let three = Link[two].next;
        Q[Link[three].next].n = 1;
    }

    /// Five are too many.
    //! footprint five: reads Link(a).next; reads Link(Link(a).next).next; reads Link(Link(Link(a).next).next).next; reads Link(Link(Link(Link(a).next).next).next).next; reads Link(Link(Link(Link(Link(a).next).next).next).next).next; writes Q.n
    fun five(a: address) {
        let one = Link[a].next;
        let two = Link[one].next;
        let three = Link[two].next;
        let four = Link[three].next;
        Q[Link[four].next].n = 1;
    }

    /// A loop follows any number.
    //! footprint all: reads Link.next; writes Q.n
    fun all(a: address, n: u64) {
        while (0 < n) {
            a = Link[a].next;
            n = n - 1;
        };
        Q[a].n = 1;
    }

    /// So does a recursion.
    //! footprint again: reads Link.next; writes Q.n
    fun again(a: address, n: u64) {
        if (n == 0) Q[a].n = 1 else again(Link[a].next, n - 1);
    }

    /// Links that nobody replaces do not count, those in values that may be overwritten do.
    //! footprint deeds: reads exists<Deeds>(a); reads Deeds(a).all[i].to; reads Deeds(a).all[Deeds(a).all[i].to].to; reads Deeds(a).all[Deeds(a).all[Deeds(a).all[i].to].to].to; reads Deeds(a).all[Deeds(a).all[Deeds(a).all[Deeds(a).all[i].to].to].to].to; reads Deeds(a).all[Deeds(a).all[Deeds(a).all[Deeds(a).all[Deeds(a).all[i].to].to].to].to].to; reads Deeds(a).all[Deeds(a).all[Deeds(a).all[Deeds(a).all[Deeds(a).all[i].to].to].to].to].at; writes Q(Deeds(a).all[Deeds(a).all[Deeds(a).all[Deeds(a).all[Deeds(a).all[i].to].to].to].to].at).n
    fun deeds(a: address, i: u64) {
        let deeds = &Deeds[a].all;
        let one = table::borrow(deeds, i).to;
        let two = table::borrow(deeds, one).to;
        let three = table::borrow(deeds, two).to;
        let four = table::borrow(deeds, three).to;
        let five = table::borrow(deeds, four);
        let _ = five.to;
        Q[five.at].n = 1;
    }

    //! footprint cards: reads exists<Cards>(a); reads Cards(a).all[i].to; reads Cards(a).all[Cards(a).all[i].to].to; reads Cards(a).all[Cards(a).all[Cards(a).all[i].to].to].to; reads Cards(a).all[Cards(a).all[Cards(a).all[Cards(a).all[i].to].to].to].to; reads Cards(a).all[Cards(a).all[Cards(a).all[Cards(a).all[Cards(a).all[i].to].to].to].to].to; reads Cards(a).all[Cards(a).all[Cards(a).all[Cards(a).all[Cards(a).all[i].to].to].to].to].at; writes Q.n
    fun cards(a: address, i: u64) {
        let cards = &Cards[a].all;
        let one = table::borrow(cards, i).to;
        let two = table::borrow(cards, one).to;
        let three = table::borrow(cards, two).to;
        let four = table::borrow(cards, three).to;
        let five = table::borrow(cards, four);
        let _ = five.to;
        Q[five.at].n = 1;
    }

    /// A vector that nobody replaces counts, too, where its elements may be.
    //! footprint plates: reads exists<Plates>(a); reads Plates(a).all[name].name; reads Plates(a).all[Plates(a).all[name].name].name; reads Plates(a).all[Plates(a).all[Plates(a).all[name].name].name].name; reads Plates(a).all[Plates(a).all[Plates(a).all[Plates(a).all[name].name].name].name].name; reads Plates(a).all[Plates(a).all[Plates(a).all[Plates(a).all[Plates(a).all[name].name].name].name].name].name; reads Plates(a).all[*].at; writes Q.n
    fun plates(a: address, name: vector<u8>) {
        let plates = &Plates[a].all;
        let one = table::borrow(plates, name).name;
        let two = table::borrow(plates, one).name;
        let three = table::borrow(plates, two).name;
        let four = table::borrow(plates, three).name;
        let five = table::borrow(plates, four).name;
        Q[table::borrow(plates, five).at].n = 1;
    }

    //! footprint relabel: reads exists<Plates>(a); writes Plates(a).all[name].name
    fun relabel(a: address, name: vector<u8>) {
        *vector::borrow_mut(&mut table::borrow_mut(&mut Plates[a].all, name).name, 0) = 1;
    }

    struct Deed has store { to: u64, at: address }
    struct Plate has store { name: vector<u8>, at: address }
    struct Plates has key { all: Table<vector<u8>, Plate> }
    struct Deeds has key { all: Table<u64, Deed> }
    struct Card has store, drop { to: u64, at: address }
    struct Cards has key { all: Table<u64, Card> }
    struct Shop has key { stock: Table<u64, u64> }
    struct Shelf has key { tables: vector<Table<u64, u64>> }

    /// The table moves to another record, and is the same table there.
    //! footprint rehoused: writes Shop(a); writes Shop(signer::address_of(s)); writes Shop(a).stock[k]
    fun rehoused(s: &signer, a: address, k: u64) {
        let Shop { stock } = move_from<Shop>(a);
        move_to(s, Shop { stock });
        *table::borrow_mut(&mut Shop[signer::address_of(s)].stock, k) = 1;
    }

    /// Two tables change places before one is looked for.
    //! footprint handles_swapped: writes Shelf(a).tables; writes Shelf(a).tables[*][k]
    fun handles_swapped(a: address, k: u64) {
        vector::swap(&mut Shelf[a].tables, 0, 1);
        *table::borrow_mut(vector::borrow_mut(&mut Shelf[a].tables, 0), k) = 1;
    }

    /// And after.
    //! footprint swapped_after: writes Shelf(a).tables; writes Shelf(a).tables[0][k]
    fun swapped_after(a: address, k: u64) {
        *table::borrow_mut(vector::borrow_mut(&mut Shelf[a].tables, 0), k) = 1;
        vector::swap(&mut Shelf[a].tables, 0, 1);
    }

    //! reports says_what_it_reads:
    public fun says_what_it_reads(a: address)
        reads Router(a).best
        writes Q(Router(a).best).n
    {
        stored(a);
    }

    /// The read of the key is implied.
    //! reports says_no_reads:
    public fun says_no_reads(a: address)
        writes Q(Router(a).best).n
    {
        stored(a);
    }

    /// The clause names the key at entry, the code uses it after it has moved.
    //! reports says_entry: E0601, E0605
    public fun says_entry(a: address, b: address)
        writes Router(a).best
        writes Q(Router(a).best).n
    {
        after(a, b);
    }

    //! reports says_too_much: E0604
    public fun says_too_much(a: address)
        reads Router(a).best
        writes Q
    {
        stored(a);
    }
}
