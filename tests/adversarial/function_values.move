//! Function values: what one does is what its function does, as far as it is known, or what its type allows.
module 0xa::library {
    struct Log has key { n: u64 }

    public fun log(at: address) { Log[at].n = 1; }

    //! footprint run: calls f(at)
    public fun run(f: |address|, at: address) { f(at) }

    //! footprint run_bounded: writes Log(at)
    public fun run_bounded(f: |p: address| { writes Log(p) }, at: address) { f(at) }

    //! footprint logger: pure
    public fun logger(): |address| has copy + drop + store { log }

    //! footprint logger_at: pure
    public fun logger_at(at: address): || has copy + drop + store { || log(at) }
}

module 0xb::elsewhere {
    struct Log has key { n: u64 }

    public fun log(at: address) writes Log(at).n { Log[at].n = 1; }

    //! footprint logger_at: pure
    public fun logger_at(at: address): (|| has copy + drop + store) pure { || log(at) }
}

module 0xa::function_values {
    use 0xa::library;
    use 0xb::elsewhere;

    struct R has key { n: u64, next: address }
    struct S has key { n: u64 }
    struct Held has key {
        free: |address| has copy + drop + store,
        bound: |p: address| has copy + drop + store { writes R(p).n },
        none: |u64| u64 has copy + drop + store { pure },
    }
    struct Pair has copy, drop { f: |address| has copy + drop, at: address }

    public fun write(at: address) { R[at].n = 1; }
    public fun write_next(at: address) { R[R[at].next].n = 1; }
    public fun write_both(a: address, b: address) { R[a].n = 1; S[b].n = 1; }
    public fun other(at: address) { S[at].n = 1; }
    public fun look(r: &R): u64 { r.n }
    public fun change(r: &mut R) { r.n = 2; }
    public fun turn(at: address, to: address) { R[at].next = to; }
    fun pure_one(x: u64): u64 { x + 1 }

    //! footprint known: writes R(at).n
    fun known(at: address) {
        let f = write;
        f(at);
    }

    //! footprint never_called: pure
    fun never_called(at: address) {
        let _f = |_x: u64| write(at);
    }

    //! footprint captured: writes R(at).n
    fun captured(at: address) {
        let f = || write(at);
        f();
    }

    //! footprint captured_before_it_changed: writes R(a).n
    fun captured_before_it_changed(a: address, b: address) {
        let at = a;
        let f = || write(at);
        at = b;
        f();
        let _ = at;
    }

    //! footprint captured_and_given: writes R(a).n; writes S(b).n
    fun captured_and_given(a: address, b: address) {
        let f = |x| write_both(a, x);
        f(b);
    }

    //! footprint given_in_another_order: writes R(b).n; writes S(a).n
    fun given_in_another_order(a: address, b: address) {
        let f = |x| write_both(x, a);
        f(b);
    }

    //! footprint one_of_two: writes R(at).n; writes S(at).n
    fun one_of_two(which: bool, at: address) {
        let f = if (which) write else other;
        f(at);
    }

    //! footprint replaced: writes S(at).n
    fun replaced(at: address) {
        let f: |address| has copy + drop = write;
        f = other;
        f(at);
    }

    //! footprint replaced_in_a_loop: writes R(at).n; writes S(at).n
    fun replaced_in_a_loop(at: address, n: u64) {
        let f: |address| has copy + drop = write;
        while (0 < n) {
            f(at);
            f = other;
            n = n - 1;
        }
    }

    //! footprint in_a_struct: writes R(at).n
    fun in_a_struct(at: address) {
        let pair = Pair { f: write, at };
        (pair.f)(pair.at);
    }

    //! footprint of_a_function: writes library::Log(a).n; writes library::Log(b).n
    fun of_a_function(a: address, b: address) {
        let f = library::logger();
        f(a);
        let g = library::logger_at(b);
        g();
    }

    //! footprint of_another_package: writes elsewhere::Log(at).n
    fun of_another_package(at: address) {
        let f = elsewhere::logger_at(at);
        f();
    }

    //! footprint inside_another: writes R(at).n
    fun inside_another(at: address) {
        let f = || write(at);
        let g = || f();
        g();
    }

    //! footprint lambda_of_a_lambda: writes R(a).n; writes S(b).n
    fun lambda_of_a_lambda(a: address, b: address) {
        let f = |x: address| |y: address| write_both(x, y);
        let g = f(a);
        g(b);
    }

    //! footprint in_a_round: writes R(all[*]).n
    fun in_a_round(all: vector<address>) {
        let i = 0;
        while (i < all.length()) {
            let at = all[i];
            let f = || write(at);
            f();
            i = i + 1;
        }
    }

    //! footprint key_from_state: reads R(at).next; writes R(R(at).next).n
    fun key_from_state(at: address) {
        let f = write_next;
        f(at);
    }

    //! footprint key_changed_before: writes R(at).next; writes R.n
    fun key_changed_before(at: address, to: address) {
        let f = write_next;
        turn(at, to);
        f(at);
    }

    //! footprint key_changed_by_it: writes R(at).next; writes R.n
    fun key_changed_by_it(at: address, to: address) {
        let f = |x| turn(x, to);
        f(at);
        write_next(at);
    }

    //! footprint captured_from_state: writes R(at).next; writes R(R(at).next).n
    fun captured_from_state(at: address, to: address) {
        let next = R[at].next;
        let f = || write(next);
        turn(at, to);
        f();
    }

    //! footprint unknown: calls f(at)
    fun unknown(f: |address|, at: address) { f(at) }

    //! footprint unknown_kills: calls f(at); reads R(at).next; writes R.n
    fun unknown_kills(f: |address|, at: address) {
        f(at);
        write_next(at);
    }

    //! footprint by_type: writes R(at).n
    fun by_type(f: |p: address| { writes R(p).n }, at: address) { f(at) }

    //! footprint by_type_any: writes R.n
    fun by_type_any(f: |address| { writes R.n }, at: address) { f(at) }

    //! footprint by_type_nothing: pure
    fun by_type_nothing(f: |u64| u64 { pure }): u64 { f(1) }

    //! footprint by_type_constant: writes R(@0x1).n
    fun by_type_constant(f: || { writes R(@0x1).n }) { f() }

    // What a function of the same module does is not known before it is looked into, unless it declares it.

    //! footprint by_type_call: writes S(at).n
    fun by_type_call(f: |p: address| { calls declared(p) }, at: address) { f(at) }
    public fun declared(at: address) writes S(at).n { S[at].n = 1; }

    //! footprint by_type_call_unknown: writes *; anything
    fun by_type_call_unknown(f: |p: address| { calls write(p) }, at: address) { f(at) }

    //! footprint by_type_call_elsewhere: writes library::Log(at).n
    fun by_type_call_elsewhere(f: |p: address| { calls library::log(p) }, at: address) { f(at) }

    //! footprint by_type_kills: writes R(other).next; writes R.n; reads R(at).next
    fun by_type_kills(f: |p: address| { writes R(p).next }, at: address, other: address) {
        f(other);
        write_next(at);
    }

    //! footprint by_type_reference: writes r
    fun by_type_reference(f: |&mut R| { pure }, r: &mut R) { f(r) }

    //! footprint by_type_field: writes r.n
    fun by_type_field(f: |r: &mut R| { writes r.n }, r: &mut R) { f(r) }

    //! footprint behind_a_reference: writes r.n
    fun behind_a_reference(r: &mut R) {
        let f = change;
        f(r);
    }

    //! footprint in_state: writes R(at).n
    fun in_state(at: address) {
        let f = change;
        f(&mut R[at]);
    }

    //! footprint result_by_type: reads Held(at).none; writes R(to[*]).n
    fun result_by_type(at: address, to: vector<address>) {
        let index = (Held[at].none)(1);
        R[to[index]].n = 1;
    }

    //! footprint stored_free: calls (Held(at).free)(at); reads Held(at).free
    fun stored_free(at: address) { (Held[at].free)(at) }

    //! footprint stored_bound: reads Held(at).bound; writes R(to).n
    fun stored_bound(at: address, to: address) { (Held[at].bound)(to) }

    //! footprint stored_here: writes Held(at).free; writes S(to).n
    fun stored_here(at: address, to: address) {
        Held[at].free = other;
        (Held[at].free)(to)
    }

    //! footprint passed_to_the_library: writes R(at).n
    fun passed_to_the_library(at: address) { library::run(write, at) }

    //! footprint passed_bounded: writes library::Log(at)
    fun passed_bounded(at: address) { library::run_bounded(library::log, at) }

    //! footprint passed_here: writes R(at).n
    fun passed_here(at: address) { unknown(write, at) }

    //! footprint recursive: writes R(at).n
    fun recursive(at: address, n: u64) {
        write(at);
        let f = recursive;
        if (0 < n) f(at, n - 1);
    }

    //! footprint mutual: writes R(at).n; writes S(at).n if n > 0
    fun mutual(at: address, n: u64) {
        let f = |x| mutual_too(x, n);
        write(at);
        if (0 < n) f(at);
    }
    fun mutual_too(at: address, n: u64) {
        other(at);
        mutual(at, n - 1);
    }

    //! footprint in_a_vector: writes R(at).n; writes S(at).n
    fun in_a_vector(at: address) {
        let all: vector<|address| has copy + drop> = vector[write, other];
        let i = 0;
        while (i < all.length()) {
            (all[i])(at);
            i = i + 1;
        }
    }

    //! footprint compared: pure
    fun compared(): bool {
        let f: |u64| u64 has copy + drop = pure_one;
        let g: |u64| u64 has copy + drop = pure_one;
        f == g
    }

    // A key that a function value computes is not known by its type alone; by its function it is.

    fun same(a: address): address { a }

    //! footprint key_by_function: writes R(at).n
    fun key_by_function(at: address) {
        let f = same;
        write(f(at));
    }

    //! footprint key_by_type: writes R.n
    fun key_by_type(f: |address| address { pure }, at: address) {
        write(f(at));
    }
}

//! What is declared holds of values too.
module 0xa::function_values_declared {
    struct R has key { n: u64 }

    public fun write(at: address) { R[at].n = 1; }
    public fun look(at: address): u64 { R[at].n }

    //! reports called: E0601, E0605
    public fun called(at: address)
        reads R(at).n
    {
        let f = write;
        f(at);
    }

    //! reports called_open: E0601
    public fun called_open(f: |u64| u64): u64 pure { f(1) }

    //! reports called_open_and_said: E0604
    public fun called_open_and_said(f: |u64| u64): u64 writes * { f(1) }

    //! reports called_pure:
    public fun called_pure(f: |u64| u64 { pure }): u64 pure { f(1) }

    //! reports excluded: E0601
    public fun excluded(f: |u64| u64): u64 !writes R { f(1) }

    //! reports made_for_less: E0603
    public fun made_for_less(): (|address| u64 { pure }) pure { look }

    //! reports made_for_enough:
    public fun made_for_enough(): (|at: address| u64 { reads R(at).n }) pure { look }

    //! reports captured_for_less: E0603
    public fun captured_for_less(at: address): (|| u64 { reads R(@0x1) }) pure { || look(at) }
}
