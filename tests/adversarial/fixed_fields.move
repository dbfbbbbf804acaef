//! Fields that nothing replaces are fixed; one careless helper, and they are not.
module 0xa::fixed_fields {
    use std::vector;
    use aptos_std::table::{Self, Table};

    struct Q has key { n: u64 }
    //! fixed Plain: at
    struct Plain has key { at: address }
    //! fixed Assigned:
    struct Assigned has key { at: address }
    //! fixed Whole:
    struct Whole has key, drop { at: address }
    //! fixed Generic:
    struct Generic has key { at: address }
    //! fixed Lent:
    struct Lent has key { at: address }
    //! fixed LentHere:
    struct LentHere has key { at: address }
    //! fixed Local: at
    struct Local has key { at: address }
    //! fixed Deep:
    struct Deep has key { middle: Middle }
    //! fixed Middle:
    struct Middle has store, drop { at: address }
    //! fixed DeepFixed: middle
    struct DeepFixed has key { middle: FixedMiddle }
    //! fixed FixedMiddle: at
    struct FixedMiddle has store { at: address }
    struct Many has key { at: vector<address> }
    //! fixed Branch:
    struct Branch has key { at: address, other: address }
    //! fixed Given:
    struct Given has key { at: address }
    //! fixed Handed:
    struct Handed has key { at: address }
    //! fixed Counted: at
    struct Counted has key { next: u64, at: address }
    struct Book has key { owners: Table<u64, address>, cards: Table<u64, Card>, deeds: Table<u64, Deed> }
    struct Named has key { name: vector<u8> }
    struct Names has key { numbers: Table<vector<u8>, u64> }
    //! fixed Card: at
    struct Card has store, drop { at: address }
    //! fixed Deed: at
    struct Deed has store { at: address }

    /// Nothing assigns the number, and yet it changes.
    //! footprint counted: adds Counted(a).next
    fun counted(a: address) {
        Counted[a].next += 1;
    }

    /// Nothing replaces it.
    //! footprint plain: reads Plain(a).at; writes Q(Plain(a).at).n
    fun plain(a: address) {
        Q[Plain[a].at].n = 1;
    }

    /// Another function assigns it.
    //! footprint assigned: reads Assigned(a).at; writes Q(Assigned(a).at).n
    fun assigned(a: address) {
        Q[Assigned[a].at].n = 1;
    }

    fun assign(a: address, b: address) {
        Assigned[a].at = b;
    }

    /// Another function replaces the whole record in place.
    //! footprint whole: reads Whole(a).at; writes Q(Whole(a).at).n
    fun whole(a: address) {
        Q[Whole[a].at].n = 1;
    }

    fun replace(r: &mut Whole, b: address) {
        *r = Whole { at: b };
    }

    /// A function that knows nothing of the struct is given the field.
    //! footprint generic: reads Generic(a).at; writes Q(Generic(a).at).n
    fun generic(a: address) {
        Q[Generic[a].at].n = 1;
    }

    fun put<T: drop>(place: &mut T, x: T) {
        *place = x;
    }

    fun put_generic(a: address, b: address) {
        put(&mut Generic[a].at, b);
    }

    /// A public function lends it to whoever asks.
    //! footprint lent: reads Lent(a).at; writes Q(Lent(a).at).n
    fun lent(a: address) {
        Q[Lent[a].at].n = 1;
    }

    public fun lend(r: &mut Lent): &mut address {
        &mut r.at
    }

    /// A private function lends it, and its caller writes.
    //! footprint lent_here: reads LentHere(a).at; writes Q(LentHere(a).at).n
    fun lent_here(a: address) {
        Q[LentHere[a].at].n = 1;
    }

    fun lend_here(r: &mut LentHere): &mut address {
        &mut r.at
    }

    fun write_lent(a: address, b: address) {
        *lend_here(&mut LentHere[a]) = b;
    }

    /// Written only while it is a variable, before there is a record.
    //! footprint local: reads Local(a).at; writes Q(Local(a).at).n
    fun local(a: address) {
        Q[Local[a].at].n = 1;
    }

    fun build(s: &signer, a: address, b: address) {
        let r = Local { at: a };
        if (a != b) r.at = b;
        move_to(s, r);
    }

    /// The struct in the middle is replaced.
    //! footprint deep: reads Deep(a).middle.at; writes Q(Deep(a).middle.at).n
    fun deep(a: address) {
        Q[Deep[a].middle.at].n = 1;
    }

    fun replace_middle(a: address, b: address) {
        Deep[a].middle = Middle { at: b };
    }

    //! footprint deep_fixed: reads DeepFixed(a).middle.at; writes Q(DeepFixed(a).middle.at).n
    fun deep_fixed(a: address) {
        Q[DeepFixed[a].middle.at].n = 1;
    }

    /// A vector's elements can be replaced though its field is not.
    //! footprint many: reads Many(a).at; writes Q(Many(a).at[0]).n
    fun many(a: address) {
        Q[*vector::borrow(&Many[a].at, 0)].n = 1;
    }

    /// One letter of a name is written over; its field is not.
    //! footprint by_name: reads Named(a).name; reads exists<Names>(a); writes Names(a).numbers[Named(a).name]
    fun by_name(a: address) {
        *table::borrow_mut(&mut Names[a].numbers, Named[a].name) = 1;
    }

    fun rename(a: address) {
        *vector::borrow_mut(&mut Named[a].name, 0) = 65;
    }

    /// A reference that leads to this field or to another.
    //! footprint branch: reads Branch(a).at; writes Q(Branch(a).at).n
    fun branch(a: address) {
        Q[Branch[a].at].n = 1;
    }

    fun write_either(a: address, b: address, first: bool) {
        let r = &mut Branch[a];
        let place = if (first) &mut r.at else &mut r.other;
        *place = b;
    }

    /// A loop in which the reference is handed on before it is written through.
    //! footprint handed: reads Handed(a).at; writes Q(Handed(a).at).n
    fun handed(a: address) {
        Q[Handed[a].at].n = 1;
    }

    fun hand_on(r: &mut Handed, b: address, n: u64) {
        if (n > 0) hand_on(r, b, n - 1) else set_handed(&mut r.at, b)
    }

    fun set_handed(place: &mut address, b: address) {
        *place = b;
    }

    /// Given to a function of another package that may write it.
    //! footprint given: reads Given(a).at; writes Q(Given(a).at).n
    fun given(a: address) {
        Q[Given[a].at].n = 1;
    }

    fun give(a: address) {
        0xb::stranger::scribble(&mut Given[a].at);
    }

    /// An item that is a key itself can be written over.
    //! footprint item: reads exists<Book>(a); reads Book(a).owners[i]; writes Q(Book(a).owners[i]).n
    fun item(a: address, i: u64) {
        Q[*table::borrow(&Book[a].owners, i)].n = 1;
    }

    /// Nobody writes the field, yet the item can be written over as a whole, by any module that has such a table.
    //! footprint card: reads exists<Book>(a); reads Book(a).cards[i].at; writes Q(Book(a).cards[i].at).n
    fun card(a: address, i: u64) {
        Q[table::borrow(&Book[a].cards, i).at].n = 1;
    }

    public fun new_card(at: address): Card {
        Card { at }
    }

    /// What cannot be dropped cannot be written over.
    //! footprint deed: reads exists<Book>(a); reads Book(a).deeds[i].at; writes Q(Book(a).deeds[i].at).n
    fun deed(a: address, i: u64) {
        Q[table::borrow(&Book[a].deeds, i).at].n = 1;
    }
}

module 0xb::stranger {
    public fun scribble(place: &mut address) {
        *place = @0x7;
    }
}

/// Writes over items of a type whose fields it cannot see.
module 0xb::dealer {
    use 0xa::fixed_fields::{Self, Card};
    use aptos_std::table::{Self, Table};

    struct Deck has key { cards: Table<u64, Card> }

    //! footprint deal: reads exists<Deck>(a); writes Deck(a).cards[i]
    fun deal(a: address, i: u64, at: address) {
        *table::borrow_mut(&mut Deck[a].cards, i) = fixed_fields::new_card(at);
    }
}
