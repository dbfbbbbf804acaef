/// Inline functions and the lambdas they are given.
module 0x42::run_inline_lambdas {
    use std::vector;

    struct Pair has copy, drop { a: u64, b: u64 }

    inline fun apply(f: |u64| u64, x: u64): u64 { f(x) }
    inline fun both(f: |u64| u64, g: |u64| u64, x: u64): u64 { g(f(x)) }
    inline fun twice(f: |u64|, x: u64) {
        f(x);
        f(x + 1);
    }
    inline fun with_mine(f: |u64| u64): u64 {
        let x = 100;
        f(x) + x
    }
    inline fun nested(f: |u64| u64, x: u64): u64 { apply(|y| f(y) + 1, x) }
    inline fun fold_up(n: u64, init: u64, f: |u64, u64| u64): u64 {
        let acc = init;
        for (i in 0..n) acc = f(acc, i);
        acc
    }
    inline fun on_pair(pair: &mut Pair, f: |&mut u64, &mut u64|) {
        f(&mut pair.a, &mut pair.b);
    }
    inline fun generic<T>(x: T, f: |T| T): T { f(x) }
    inline fun first_of(x: u64, _y: u64): u64 { x }
    inline fun early(x: u64): u64 {
        let r = if (x == 0) 7 else x * 2;
        r
    }
    inline fun tuple(f: |u64| (u64, bool)): (u64, bool) { f(4) }
    fun double(x: u64): u64 { x * 2 }

    // returns: 6
    fun given_a_lambda(): u64 { apply(|x| x + 1, 5) }

    // returns: 12
    fun given_two(): u64 { both(|x| x + 1, |x| x * 2, 5) }

    // returns: 15
    fun captures(): u64 {
        let y = 10;
        apply(|x| x + y, 5)
    }

    // returns: 11
    fun changes_what_it_captures(): u64 {
        let sum = 0;
        twice(|x| sum = sum + x, 5);
        sum
    }

    // returns: 103
    fun variables_of_the_callee_are_not_seen(): u64 {
        let x = 3;
        with_mine(|_y| x)
    }

    // returns: 303
    fun one_name_three_times(): u64 {
        let x = 3;
        with_mine(|y| x + y + { let x = 100; x })
    }

    // returns: 12
    fun one_inline_function_in_another(): u64 { nested(|x| x + 1, 10) }

    // returns: 1, 6
    fun a_parameter_hides_a_variable(): (u64, u64) {
        let x = 1;
        let y = apply(|x| x + 1, 5);
        (x, y)
    }

    // returns: 10
    fun a_loop_around_a_lambda(): u64 { fold_up(5, 0, |acc, i| acc + i) }

    // returns: {3, 4}
    fun references_to_change(): Pair {
        let pair = Pair { a: 1, b: 2 };
        on_pair(&mut pair, |a, b| { *a = *a + 2; *b = *b * 2; });
        pair
    }

    // returns: b"xy", 3
    fun generic_ones(): (vector<u8>, u64) {
        let s = generic(b"x", |s| { s.push_back(121); s });
        (s, generic(2, |x| x + 1))
    }

    // aborts: 9
    fun arguments_are_computed_before_the_body(): u64 { first_of(1, abort 9) }

    // returns: 7, 6
    fun branches_inside(): (u64, u64) { (early(0), early(3)) }

    // returns: 4, true
    fun several_results(): (u64, bool) { tuple(|x| (x, x == 4)) }

    // returns: 10
    fun calls_a_function(): u64 { apply(|x| double(x), 5) }

    // returns: 36
    fun lambdas_in_lambdas(): u64 {
        apply(|x| apply(|y| x * y, x), 6)
    }

    // returns: 5
    fun patterns_as_parameters(): u64 {
        let sum = 0;
        vector::for_each(vector[Pair { a: 1, b: 2 }, Pair { a: 0, b: 2 }], |Pair { a, b }| sum = sum + a + b);
        sum
    }

    // returns: 1, 4
    fun an_argument_is_computed_once(): (u64, u64) {
        let n = 0;
        let y = apply(|x| x + x, { n = n + 1; 2 });
        (n, y)
    }

    // returns: 6
    fun what_is_ignored(): u64 {
        let n = 0;
        twice(|_| n = n + 3, 9);
        n
    }

    // returns: 16
    fun types_are_written(): u64 { apply(|x: u64| { let y: u64 = x * 2; y }, 8) }

    // aborts: 5
    fun a_lambda_aborts(): u64 { apply(|x| abort x, 5) }
}
