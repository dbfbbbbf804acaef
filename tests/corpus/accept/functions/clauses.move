/// A value that does no more than its type says, and calls beside which something is borrowed.
module 0x42::accept_functions_library {
    public fun call(f: |u64| u64, x: u64): u64 { f(x) }
    public fun call_bounded(f: |u64| u64 { pure }, x: u64): u64 { f(x) }
    public fun call_elsewhere(f: |u64| u64 { !reads 0x42::accept_functions_clauses::* }): u64 { f(1) }
}
module 0x42::accept_functions_clauses {
    use 0x42::accept_functions_library as library;

    struct Counter has key { value: u64 }
    struct Other has key { value: u64 }
    struct Held has key { f: |at: address| u64 has store + copy + drop { reads Counter(at) } }

    const ADMIN: address = @0xad;

    public fun look(at: address): u64 { Counter[at].value }
    public fun look_at_admin(_at: address): u64 { Counter[ADMIN].value }
    public fun bump(at: address): u64 { Counter[at].value += 1; 0 }
    public fun other(at: address): u64 { Other[at].value }
    public fun of(at: address, key: address): u64 { Counter[key].value + Counter[at].value }
    fun pure_one(_at: address): u64 { 1 }

    fun read_one(f: |at: address| u64 { reads Counter(at) }, at: address): u64 { f(at) }
    fun read_any(f: |address| u64 { reads Counter }): u64 { f(@0x1) }
    fun read_admin(f: |address| u64 { reads Counter(ADMIN) }): u64 { f(@0x1) }
    fun write_any(f: |address| u64 { writes Counter reads Other }): u64 { f(@0x1) }
    fun not_here(f: |address| u64 { !reads Counter }): u64 { f(@0x1) }
    fun not_written(f: |address| u64 { !writes Counter }): u64 { f(@0x1) }
    fun whatever(f: |at: address| u64 { calls bump(at) }): u64 { f(@0x1) }

    fun the_same_key(): u64 { read_one(look, @0x1) }
    fun less_than_allowed(): u64 { read_one(pure_one, @0x1) + write_any(look) + write_any(bump) }
    fun what_is_captured_is_any(key: address): u64 { read_any(|at| of(at, key)) }
    fun a_constant_is_itself(): u64 { read_admin(|_at| of(ADMIN, ADMIN)) + read_admin(look_at_admin) }
    fun excluded(): u64 { not_here(other) + not_here(pure_one) + not_written(look) }
    fun what_a_call_does(): u64 { whatever(bump) + whatever(pure_one) }
    fun passed_on(f: |at: address| u64 { reads Counter(at) }): u64 { read_any(f) }
    fun passed_on_as_it_is(f: |address| u64 { !reads Counter }): u64 { not_here(f) }
    fun a_stronger_exclusion(f: |address| u64 { !reads Counter }): u64 { not_written(f) }
    fun known_though_its_type_says_nothing(): u64 {
        let f = |at| look(at);
        read_any(f)
    }
    fun stored(s: &signer) { move_to(s, Held { f: look }); }
    fun called(at: address): u64 { (Held[at].f)(at) }

    struct Free has key { f: |address| u64 has copy + drop + store }
    struct Both has copy, drop { f: |address| u64 has copy + drop, at: address }

    fun a_parameter(f: |address| u64, at: address): u64 calls f(at) { f(at) }
    fun a_parameter_of_any(f: |address| u64, at: address): u64 calls f(*) { f(at) }
    fun a_parameter_of_another_type(f: |&mut Counter|, counter: &mut Counter) calls f(counter) { f(counter) }
    fun a_stored_value(at: address): u64 calls (Free(at).f)(at) { (Free[at].f)(at) }
    fun a_part_of_a_parameter(both: Both): u64 calls (both.f)(both.at) { (both.f)(both.at) }
    fun an_element(all: vector<|address| u64 has copy + drop>, i: u64): u64 calls (all[i])(@0x1) { (all[i])(@0x1) }
    fun what_a_known_value_does(at: address): u64 reads Counter(at) { a_parameter(look, at) }
    fun what_a_captured_value_does(at: address): u64 reads Counter(at) { a_parameter(|_x| look(at), @0x1) }
    fun of_a_function_of_the_same_name(look: |address| u64, at: address): u64 calls look(at) { look(at) }

    fun a_bounded_value_beside_a_loan(at: address, f: |u64| u64 { pure }) {
        let counter = &mut Counter[at];
        counter.value = f(counter.value);
    }
    fun a_value_made_here_beside_a_loan(at: address, by: u64) {
        let f = |x| x + by;
        let counter = &mut Counter[at];
        counter.value = f(counter.value);
    }
    fun a_value_that_is_kept_out(at: address, f: |u64| u64 { !reads Self::* }) {
        let counter = &mut Counter[at];
        counter.value = f(counter.value);
    }
    fun a_bounded_value_in_another_module(at: address) {
        let counter = &mut Counter[at];
        counter.value = library::call_bounded(|x| x + 1, 1);
    }
    fun an_open_value_after_a_loan(at: address, f: |u64| u64 has copy) {
        let counter = &mut Counter[at];
        counter.value = 1;
        library::call(f, 1);
        f(2);
    }
}
