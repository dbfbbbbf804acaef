//! Calls of function values that are passed on or stored: what they do is their callers' business, or the state's.
module 0xb::library {
    //! footprint apply: calls f(x)
    public fun apply(f: |address|, x: address) calls f(x) { f(x) }

    //! footprint apply_both: calls f(x); calls f(y)
    public fun apply_both(f: |address| has copy + drop, x: address, y: address)
        calls f(x), f(y)
    {
        f(x);
        f(y);
    }
}

module 0xa::called_values {
    use 0xb::library;

    struct R has key { n: u64, next: address }
    struct S has key { n: u64 }
    struct Held has key {
        free: |address| has copy + drop + store,
        key: |address| address has copy + drop + store,
    }

    public fun write(at: address) { R[at].n = 1; }
    public fun write_next(at: address) { R[R[at].next].n = 1; }
    public fun write_both(a: address, b: address) { R[a].n = 1; S[b].n = 1; }
    public fun other(at: address) { S[at].n = 1; }
    public fun change(r: &mut R) { r.n = 2; }
    public fun turn(at: address, to: address) { R[at].next = to; }

    //! footprint run: calls f(at)
    fun run(f: |address|, at: address) { f(at) }

    //! footprint run_within: calls f(at)
    fun run_within(f: |address|, at: address) { run(f, at) }

    //! footprint run_around: calls f(at)
    fun run_around(f: |address| has copy + drop, at: address) { run(|x| f(x), at) }

    //! footprint run_if: calls f(at)
    fun run_if(f: |address| has drop, at: address, n: u64) { if (0 < n) f(at) }

    //! footprint run_all: calls f(all[*])
    fun run_all(f: |address| has copy + drop, all: vector<address>) {
        let i = 0;
        while (i < all.length()) {
            f(all[i]);
            i = i + 1;
        }
    }

    //! footprint run_so_often: calls f(at)
    fun run_so_often(f: |address| has copy + drop, at: address, n: u64) {
        if (0 < n) {
            f(at);
            run_so_often(f, at, n - 1);
        }
    }

    //! footprint passed: writes R(at).n
    fun passed(at: address) { run(write, at) }

    //! footprint passed_twice: writes R(at).n
    fun passed_twice(at: address) { run_within(write, at) }

    //! footprint passed_around: writes R(at).n
    fun passed_around(at: address) { run_around(write, at) }

    //! footprint passed_if: writes R(at).n
    fun passed_if(at: address, n: u64) { run_if(write, at, n) }

    //! footprint passed_so_often: writes R(at).n
    fun passed_so_often(at: address, n: u64) { run_so_often(write, at, n) }

    //! footprint passed_all: writes R(all[*]).n
    fun passed_all(all: vector<address>) { run_all(write, all) }

    //! footprint passed_elsewhere: writes R(at).n
    fun passed_elsewhere(at: address) { library::apply(write, at) }

    //! footprint passed_for_both: writes R(a).n; writes R(b).n
    fun passed_for_both(a: address, b: address) { library::apply_both(write, a, b) }

    //! footprint captured: writes R(a).n; writes S(b).n
    fun captured(a: address, b: address) { run(|x| write_both(a, x), b) }

    //! footprint captured_in_another_order: writes R(b).n; writes S(a).n
    fun captured_in_another_order(a: address, b: address) { run(|x| write_both(x, a), b) }

    //! footprint one_of_two: writes R(at).n; writes S(at).n
    fun one_of_two(which: bool, at: address) { run(if (which) write else other, at) }

    //! footprint given_or_known: writes R(at).n; calls f(at)
    fun given_or_known(f: |address| has drop, which: bool, at: address) {
        let g: |address| has drop = if (which) f else write;
        run(g, at)
    }

    // What state says when a value is called nobody knows: its keys from there are any, and whatever it writes has changed.

    //! footprint key_from_state: writes R.n; reads R(at).next
    fun key_from_state(at: address) { run(write_next, at) }

    //! footprint turn_and_run: writes R(at).next; calls f(at)
    fun turn_and_run(f: |address|, at: address, to: address) {
        turn(at, to);
        f(at);
    }

    //! footprint key_changed_before: writes R(at).next; writes R.n
    fun key_changed_before(at: address, to: address) { turn_and_run(write_next, at, to) }

    //! footprint key_changed_by_it: writes R(at).next; writes R.n
    fun key_changed_by_it(at: address, to: address) {
        run(|x| turn(x, to), at);
        write_next(at);
    }

    //! footprint key_changed_by_anyone: calls f(at); reads R(at).next; writes R.n
    fun key_changed_by_anyone(f: |address|, at: address) {
        f(at);
        write_next(at);
    }

    //! footprint key_changed_below: calls f(at); reads R(at).next; writes R.n
    fun key_changed_below(f: |address|, at: address) {
        run(f, at);
        write_next(at);
    }

    //! footprint key_by_anyone: calls f(at); writes R.n
    fun key_by_anyone(f: |address| address, at: address) { write(f(at)) }

    // References are behind what is passed.

    //! footprint through: calls f(r); writes r
    fun through(f: |&mut R|, r: &mut R) { f(r) }

    //! footprint look_through: calls f(r); reads r
    fun look_through(f: |&R| u64, r: &R): u64 { f(r) }

    //! footprint passed_through: writes r
    fun passed_through(r: &mut R) { through(change, r) }

    //! footprint of_a_local: pure
    fun of_a_local(): u64 {
        let r = R { n: 1, next: @0x1 };
        through(change, &mut r);
        let R { n, next: _ } = r;
        n
    }

    // A stored value is looked up before the transaction runs; what it finds then holds until it is called.

    //! footprint stored: calls (Held(at).free)(to); reads Held(at).free
    fun stored(at: address, to: address) { (Held[at].free)(to) }

    //! footprint stored_and_on: calls (Held(at).free)(to); reads Held(at).free; reads R(at).next; writes R(R(at).next).n
    fun stored_and_on(at: address, to: address) {
        (Held[at].free)(to);
        write_next(at);
    }

    //! footprint stored_below: calls (Held(at).free)(to); reads Held(at).free; reads R(at).next; writes R(R(at).next).n
    fun stored_below(at: address, to: address) {
        stored(at, to);
        write_next(at);
    }

    //! footprint stored_and_passed: calls (Held(at).free)(to); reads Held(at).free
    fun stored_and_passed(at: address, to: address) { run(Held[at].free, to) }

    //! footprint stored_and_passed_on: calls (Held(at).free)(at); reads Held(at).free; reads R(at).next; writes R.n
    fun stored_and_passed_on(at: address) { key_changed_by_anyone(Held[at].free, at) }

    //! footprint written_before: calls (Held(at).free)(to); reads Held(at).free; writes R(at).next; writes R.n
    fun written_before(at: address, to: address) {
        R[at].next = to;
        (Held[at].free)(to);
        write_next(at);
    }

    //! footprint written_before_below: calls (Held(at).free)(to); reads Held(at).free; writes R(at).next; writes R.n
    fun written_before_below(at: address, to: address) {
        R[at].next = to;
        stored(at, to);
        write_next(at);
    }

    //! footprint key_by_stored: calls (Held(at).key)(at); reads Held(at).key; writes R.n
    fun key_by_stored(at: address) { write((Held[at].key)(at)) }

    //! footprint replaced_here: writes Held(at).free; writes S(to).n
    fun replaced_here(at: address, to: address) {
        Held[at].free = other;
        (Held[at].free)(to);
    }

    //! footprint replaced_and_below: writes *; anything
    fun replaced_and_below(at: address, to: address) {
        Held[at].free = other;
        stored(at, to);
    }

    //! footprint maybe_replaced: writes *; anything
    fun maybe_replaced(at: address, another: address, to: address) {
        Held[another].free = other;
        stored(at, to);
    }

    //! footprint replaced_by_itself: writes *; anything
    fun replaced_by_itself(at: address, to: address) {
        stored(at, to);
        Held[at].free = other;
        stored(at, to);
    }

    //! footprint part_of: calls (held.free)(to); reads held.free
    fun part_of(held: &Held, to: address) { (held.free)(to) }

    //! footprint any_of_a_vector: calls (all[*])(at)
    fun any_of_a_vector(all: vector<|address| has copy + drop>, at: address) {
        let f = all.pop_back();
        f(at);
    }

    //! footprint in_a_vector: calls (all[i])(at)
    fun in_a_vector(all: vector<|address| has copy + drop>, i: u64, at: address) { (all[i])(at) }
}

//! What is declared about them.
module 0xa::called_values_declared {
    struct R has key { n: u64 }
    struct Held has key { f: |u64| u64 has copy + drop + store }

    public fun bump(at: address) { R[at].n += 1; }

    //! reports nothing_said: E0601
    public fun nothing_said(f: |u64| u64): u64 pure { f(1) }

    //! reports said:
    public fun said(f: |u64| u64): u64 calls f(1) { f(1) }

    //! reports said_of_any: E0604
    public fun said_of_any(f: |u64| u64): u64 calls f(*) { f(1) }

    //! reports said_of_another: E0601, E0605
    public fun said_of_another(f: |u64| u64): u64 calls f(2) { f(1) }

    //! reports said_of_another_value: E0601, E0605
    public fun said_of_another_value(f: |u64| u64, g: |u64| u64 has drop): u64 calls g(1) { let _ = g; f(1) }

    //! reports said_to_be_anything: E0604
    public fun said_to_be_anything(f: |u64| u64): u64 writes * { f(1) }

    //! reports said_in_vain: E0605
    public fun said_in_vain(f: |u64| u64 has drop) calls f(1) { let _ = f; }

    //! reports said_to_write_here: E0601, E0605
    public fun said_to_write_here(f: |u64| u64): u64 writes R { f(1) }

    //! reports excluded: E0601
    public fun excluded(f: |u64| u64): u64 !writes R { f(1) }

    //! reports stored:
    public fun stored(at: address): u64 calls (Held(at).f)(1) { (Held[at].f)(1) }

    //! reports stored_elsewhere: E0601, E0605
    public fun stored_elsewhere(at: address): u64 calls (Held(@0x1).f)(1) { (Held[at].f)(1) }

    //! reports part:
    public fun part(held: &Held): u64 calls (held.f)(1) { (held.f)(1) }

    //! reports made_for_it:
    public fun made_for_it(): (|f: (|u64| u64), x: u64| u64 { calls f(x) }) pure { |f: (|u64| u64), x: u64| f(x) + x }

    //! reports made_for_another_argument: E0603
    public fun made_for_another_argument(): (|f: (|u64| u64), x: u64| u64 { calls f(x) }) pure { |f: (|u64| u64), x: u64| f(0) + x }

    //! reports bumps:
    public fun bumps(at: address) calls said(*) { said(|x| { bump(at); x }); }
}
