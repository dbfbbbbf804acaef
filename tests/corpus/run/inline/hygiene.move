/// What is inside an inline function, and what is outside, never meet.
module 0x42::run_inline_hygiene_owner {
    const SECRET: u64 = 40;
    struct Hidden has copy, drop { x: u64 }

    fun private(x: u64): u64 { x + SECRET }
    public fun hidden(x: u64): Hidden { Hidden { x } }
    public fun reveal(h: Hidden): u64 { h.x }
    public inline fun keep(x: u64, f: |u64| u64): u64 {
        let (a, b, tmp) = (x, x + 1, 0);
        tmp = tmp + f(a);
        tmp = tmp + f(b);
        tmp
    }
    public inline fun until(limit: u64, f: |u64| bool): u64 {
        let i = 0;
        loop {
            if (i == limit) return i;
            if (f(i)) break;
            i = i + 1;
        };
        i * 100
    }
    public inline fun twice(x: u64): u64 {
        if (x == 0) return 0;
        x * 2
    }
    public inline fun with_label(n: u64): u64 {
        let sum = 0;
        'outer: for (i in 0..n) {
            for (j in 0..n) {
                if (j == 2) continue 'outer;
                sum = sum + i;
            }
        };
        sum
    }
    public inline fun swap_names(a: u64, b: u64): u64 {
        let t = a;
        let a = b;
        let b = t;
        a * 10 + b
    }
    public fun known(x: u64): u64 { private(x) }
}
module 0x42::run_inline_hygiene {
    use 0x42::run_inline_hygiene_owner::{keep, known, swap_names, twice, until, with_label};
    use 0x42::run_inline_hygiene_owner as owner;

    inline fun outer(x: u64, f: |u64| u64): u64 {
        let y = x + 1;
        keep(y, |x| f(x) + y)
    }
    inline fun mutate(r: &mut u64, f: |&mut u64|) {
        let copy_of = *r;
        f(r);
        *r = *r + copy_of;
    }
    inline fun pick(which: bool, f: || u64, g: || u64): u64 { if (which) f() else g() }

    // returns: 23
    fun names_of_the_callee_are_not_the_caller_s(): u64 {
        let (a, b, tmp) = (10, 100, 1000);
        let _ = a + b + tmp;
        keep(1, |x| x + a)
    }

    // returns: 1203
    fun names_of_the_caller_are_seen_in_the_lambda(): u64 {
        let (a, tmp) = (100, 500);
        keep(1, |x| x + a + tmp)
    }

    // returns: 33
    fun one_in_another(): u64 {
        let y = 10;
        outer(2, |x| x + y)
    }

    // returns: 300, 5
    fun a_return_leaves_the_inline_function_alone(): (u64, u64) {
        let found = until(5, |i| i == 3);
        let missing = until(5, |i| i == 9);
        (found, missing)
    }

    // returns: 0, 14, 1
    fun code_behind_an_early_return_goes_on(): (u64, u64, u64) {
        let zero = twice(0);
        let seven = twice(7);
        (zero, seven, 1)
    }

    // returns: 12, 12
    fun labels_are_its_own(): (u64, u64) {
        let first = with_label(4);
        let second = 0;
        'outer: loop {
            second = second + with_label(4);
            break 'outer
        };
        (first, second)
    }

    // returns: 21
    fun parameters_that_are_shadowed(): u64 {
        let (a, b) = (1, 2);
        swap_names(a, b)
    }

    // returns: 12
    fun arguments_that_change_their_variables(): u64 {
        let a = 1;
        swap_names({ a = a + 1; a }, { a = a - 1; a })
    }

    // returns: 45
    fun private_functions_and_constants_stay_reachable(): u64 { known(5) }

    // returns: 9
    fun hidden_structs_pass_through(): u64 { owner::reveal(owner::hidden(9)) }

    // returns: 9
    fun references_pass_through(): u64 {
        let x = 3;
        mutate(&mut x, |r| *r = *r * 2);
        x
    }

    // returns: 1, 0
    fun only_the_lambda_that_is_called_runs(): (u64, u64) {
        let (f, g) = (0, 0);
        pick(true, || { f = f + 1; f }, || { g = g + 1; g });
        (f, g)
    }

    // returns: 6
    fun a_lambda_that_is_called_in_a_loop_keeps_its_count(): u64 {
        let count = 0;
        for (i in 0..3) {
            let _ = keep(i, |x| { count = count + 1; x });
        };
        count
    }

    // aborts: 3
    fun an_abort_inside_ends_all(): u64 { keep(3, |x| abort x) }
}
