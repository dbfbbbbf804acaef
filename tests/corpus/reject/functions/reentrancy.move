/// What is borrowed is not touched through a function value, whoever calls it.
module 0x42::reject_functions_library {
    public fun call(f: |u64| u64, x: u64): u64 { f(x) }
    public fun call_bounded(f: |u64| u64 { pure }, x: u64): u64 { f(x) }
}
module 0x42::reject_functions_reentrancy {
    use 0x42::reject_functions_library as library;

    struct Counter has key { value: u64 }

    fun bump(at: address): u64 { Counter[at].value += 1; 0 }

    fun an_open_value(at: address, f: |u64| u64) {
        let counter = &mut Counter[at];
        counter.value = f(counter.value); // error: E0509
    }
    fun an_open_value_while_it_is_looked_at(at: address, f: |u64| u64): u64 {
        let counter = &Counter[at];
        f(1) + counter.value // error: E0509
    }
    fun a_value_whose_type_says_so(at: address, f: |u64| u64 { writes Counter }) {
        let counter = &mut Counter[at];
        counter.value = f(counter.value); // error: E0509
    }
    fun a_value_made_here(at: address) {
        let f = |x| x + bump(at);
        let counter = &mut Counter[at];
        counter.value = f(counter.value); // error: E0509
    }
    fun through_a_function_of_the_module(at: address, f: |u64| u64) {
        let counter = &mut Counter[at];
        counter.value = inner(f); // error: E0509
    }
    fun inner(f: |u64| u64): u64 { f(1) }
    fun through_another_module(at: address) {
        let counter = &mut Counter[at];
        counter.value = library::call(|x| x + bump(at), 1); // error: E0509
    }
    fun through_an_argument(at: address, f: |u64| u64) {
        change(&mut Counter[at], f); // error: E0509
    }
    fun change(counter: &mut Counter, f: |u64| u64) {
        counter.value = f(1);
    }
}
