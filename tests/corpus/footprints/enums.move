/// Enums in state: one component beside existence, however they are looked at; and code that is put in for inline functions.
module test::enums {
    use std::signer;
    use aptos_std::table::{Self, Table};

    enum State has key, drop { Empty, Counting { count: u64, next: address }, Done(u64) }
    enum Kind has copy, drop, store { Plain, Fancy { level: u64 } }
    struct Holder has key { kind: Kind, count: u64, next: address }
    enum Shelf has key { Full { items: Table<address, u64> }, Bare }

    public fun test(a: address): bool { State[a] is Counting }
    public fun look(a: address): u64 { match (&State[a]) { Counting { count, .. } => *count, Done(n) => *n, Empty => 0 } }
    public fun count(a: address) { match (&mut State[a]) { Counting { count, .. } => *count += 1, _ => abort 1 } }
    public fun replace(a: address) { *(&mut State[a]) = State::Done(1); }
    public fun take(a: address): u64 { match (move_from<State>(a)) { Done(n) => n, _ => 0 } }
    public fun put(s: &signer) { move_to(s, State::Empty) }

    // A field of a struct that is an enum is a component as any other.
    public fun kind(a: address): Kind { Holder[a].kind }
    public fun level(a: address): u64 { Holder[a].kind.level }
    public fun raise(a: address) { Holder[a].kind.level += 1; }
    public fun both(a: address) { if (Holder[a].kind is Fancy) Holder[a].count += 1; }

    // No term names what is in a variant: keys from there may be any.
    public fun follow(a: address) { let next = State[a].next; Holder[next].count = 1; }
    public fun follow_local(a: address, b: address) {
        let s = State::Counting { count: 1, next: b };
        s.next = a;
        let next = s.next;
        Holder[next].count = 1;
    }
    public fun follow_argument(s: State) { let next = s.next; Holder[next].count = 1; }

    fun bump(n: &mut u64) { *n = *n + 1; }
    public fun by_reference(a: address) { bump(&mut State[a].count) }
    public fun pick(s: &mut State): &mut u64 { &mut s.count }
    public fun through(a: address) { *pick(&mut State[a]) = 2; }
    public fun shelf(a: address, k: address) { *table::borrow_mut(&mut Shelf[a].items, k) = 1; }

    // Inline functions and lambdas are as if written by hand.
    inline fun change(a: address, f: |&mut Holder|) { f(&mut Holder[a]) }
    public fun changed(a: address, n: u64) { change(a, |h| h.count = n) }
    public fun each(v: vector<address>) { v.for_each_ref(|a| Holder[*a].count = 1) }
    public fun own(s: &signer, v: vector<u64>) { let a = signer::address_of(s); v.for_each_ref(|x| Holder[a].count += *x) }
}

/// The same loops, put in and written by hand.
module test::loops {
    struct Mark has key { count: u64 }

    public fun put_in(v: vector<address>) { v.for_each_ref(|a| Mark[*a].count = 1) }
    public fun by_hand(v: vector<address>) { let i = 0; let n = v.length(); while (i < n) { Mark[v[i]].count = 1; i = i + 1; } }
    public fun counted(v: vector<address>) { for (i in 0..v.length()) Mark[v[i]].count = 1; }
    public fun behind(v: &vector<address>) { v.for_each_ref(|a| Mark[*a].count = 1) }
    public fun with_index(v: vector<address>) { v.enumerate_ref(|i, a| Mark[*a].count = i) }
    public fun moved(v: vector<address>) { v.for_each(|a| Mark[a].count = 1) }
}
