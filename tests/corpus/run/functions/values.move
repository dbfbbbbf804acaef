/// Functions as values: by name, as lambdas with captures, called, passed, given back, stored.
module 0x42::run_functions_values {
    use std::bcs;
    use std::option;
    use std::signer;
    use std::vector;

    struct Pair has copy, drop { first: u64, second: u64 }
    struct Ticket { number: u64 }
    struct Box<T> has copy, drop, store { item: T }
    struct Rule has key, drop { price: |u64| u64 has copy + drop + store, uses: u64 }
    struct Chain has copy, drop { head: |u64| u64 has copy + drop, factor: u64 }
    enum Step has copy, drop {
        Scale { by: |u64| u64 has copy + drop },
        Stop,
    }

    const TEN: u64 = 10;

    public fun double(x: u64): u64 { x * 2 }
    public fun add(x: u64, y: u64): u64 { x + y }
    public fun scaled(by: u64, pair: Pair, x: u64): u64 { by * (pair.first + pair.second) + x }
    fun private(x: u64): u64 { x + 100 }
    #[persistent]
    fun kept(x: u64): u64 { x + 1000 }
    fun both(x: u64): (u64, u64) { (x, x + 1) }
    fun same<T>(x: T): T { x }
    fun bump(x: &mut u64) { *x = *x + 1; }
    fun first_of(pair: &Pair): &u64 { &pair.first }
    fun apply(f: |u64| u64, x: u64): u64 { f(x) }
    fun twice(f: |u64| u64 has copy, x: u64): u64 { f(f(x)) }
    fun apply_to<T, R>(f: |T| R, x: T): R { f(x) }
    fun compose(f: |u64| u64, g: |u64| u64): |u64| u64 { |x| g(f(x)) }
    fun adder(n: u64): |u64| u64 has copy + drop { |x| x + n }
    fun choose(which: bool): |u64| u64 has copy + drop { if (which) double else private }

    // returns: 6
    fun by_name(): u64 {
        let f = double;
        f(3)
    }

    // returns: 103
    fun by_path(): u64 {
        let f = Self::private;
        f(3)
    }

    // returns: true
    fun of_another_module(): bool {
        let f = option::is_none<u64>;
        f(&option::none())
    }

    // returns: 7, true
    fun generic(): (u64, bool) {
        let f = same<u64>;
        (f(7), apply_to(same, true))
    }

    // returns: 13
    fun lambda(): u64 {
        let f = |x: u64| x + TEN;
        f(3)
    }

    // returns: 12
    fun lambda_where_its_type_is_known(): u64 {
        apply(|x| x * 4, 3)
    }

    // returns: 5
    fun no_arguments(): u64 {
        let f = || 5;
        f()
    }

    // returns: 4, 5
    fun several_results(): (u64, u64) {
        let f = both;
        f(4)
    }

    // returns: 9
    fun no_result(): u64 {
        let x = 8;
        let f = bump;
        f(&mut x);
        x
    }

    // returns: 3
    fun a_reference_comes_back(): u64 {
        let f = first_of;
        let pair = Pair { first: 3, second: 4 };
        *f(&pair)
    }

    // returns: 6
    fun a_pattern_takes_an_argument_apart(): u64 {
        let f = |Pair { first, second }| first * second;
        f(Pair { first: 2, second: 3 })
    }

    // returns: 15, 16
    fun captures_a_number(): (u64, u64) {
        let n = 5;
        let f = |x| x + n;
        (f(10), f(11))
    }

    // returns: 15, 100
    fun a_capture_is_a_copy(): (u64, u64) {
        let n = 5;
        let f = |x| x + n;
        n = 100;
        (f(10), n)
    }

    // returns: 27
    fun captures_structs_and_vectors(): u64 {
        let pair = Pair { first: 1, second: 2 };
        let items = vector[10, 20, 30];
        let f = |index| items[index] + pair.first + pair.second * 3;
        f(1)
    }

    // returns: 41
    fun captures_what_has_no_copy(): u64 {
        let ticket = Ticket { number: 40 };
        let f = |x| {
            let Ticket { number } = ticket;
            number + x
        };
        f(1)
    }

    // returns: 24
    fun captures_functions(): u64 {
        let f = double;
        let g = |x| f(f(x));
        let h = |x| g(x) * 2;
        h(3)
    }

    // returns: 33
    fun a_lambda_gives_a_lambda(): u64 {
        let f = |a| |b| a * 10 + b;
        let g = f(3);
        g(3)
    }

    // returns: 17
    fun currying(): u64 {
        let pair = Pair { first: 1, second: 2 };
        let f = |x| scaled(5, pair, x);
        f(2)
    }

    // returns: 5
    fun currying_a_later_argument(): u64 {
        let n = 3;
        let f = |x| add(x, n);
        f(2)
    }

    // returns: 12
    fun passed_twice(): u64 {
        twice(double, 3)
    }

    // returns: 16
    fun composed(): u64 {
        let f = compose(|x| x + 3, double);
        f(5)
    }

    // returns: 12, 110
    fun given_back(): (u64, u64) {
        let f = adder(2);
        let g = choose(false);
        (f(10), g(10))
    }

    // returns: 8
    fun chosen_where_ways_meet(): u64 {
        let f = if (TEN == 10) |x| x * 2 else |x| x * 3;
        f(4)
    }

    // returns: 3, 20
    fun returns_early(): (u64, u64) {
        let f = |x| {
            if (x < TEN) return 3;
            x * 2
        };
        (f(1), f(10))
    }

    // returns: 10
    fun loops_inside(): u64 {
        let f = |n| {
            let sum = 0;
            for (i in 0..n) sum += i;
            sum
        };
        f(5)
    }

    // returns: 60
    fun inline_functions_inside(): u64 {
        let by = 10;
        let f = |items: vector<u64>| {
            let sum = 0;
            items.for_each(|item| sum += item * by);
            sum
        };
        f(vector[1, 2, 3])
    }

    // returns: 12
    fun a_value_for_an_inline_function(): u64 {
        let f = adder(2);
        let sum = 0;
        vector[1, 2, 3].for_each(|x| sum += f(x));
        sum
    }

    // returns: 4
    fun a_variable_for_an_inline_function(): u64 {
        let f = |x: &u64| *x > 1;
        let found = vector::filter(vector[1, 3, 1], f);
        found.length() + found[0]
    }

    // returns: 6, 12
    fun in_a_struct(): (u64, u64) {
        let chain = Chain { head: double, factor: 3 };
        ((chain.head)(3), (chain.head)(chain.factor) * 2)
    }

    // returns: 8
    fun in_a_generic_struct(): u64 {
        let held: Box<|u64| u64 has copy + drop + store> = Box { item: double };
        (held.item)(4)
    }

    // returns: 110, 20
    fun in_a_vector(): (u64, u64) {
        let all: vector<|u64| u64 has copy + drop> = vector[private, |x| x * 2];
        (all[0](10), all[1](10))
    }

    // returns: 14, 0
    fun in_an_enum(): (u64, u64) {
        (run(Step::Scale { by: double }, 7), run(Step::Stop, 7))
    }
    fun run(step: Step, x: u64): u64 {
        match (step) {
            Step::Scale { by } => by(x),
            Step::Stop => 0,
        }
    }

    // returns: 42, 1, 1007
    fun in_storage(s: &signer): (u64, u64, u64) {
        let at = signer::address_of(s);
        let fee = 2;
        move_to(s, Rule { price: |x| add(x, fee), uses: 0 });
        let price = (Rule[at].price)(40);
        Rule[at].uses += 1;
        let uses = Rule[at].uses;
        Rule[at].price = kept;
        (price, uses, (Rule[at].price)(7))
    }

    // returns: true, false, false, true
    fun equality(): (bool, bool, bool, bool) {
        let f: |u64| u64 has copy + drop = double;
        let g: |u64| u64 has copy + drop = double;
        let h: |u64| u64 has copy + drop = private;
        (f == g, f == h, same_adders(1, 2), same_adders(2, 2))
    }
    fun same_adders(a: u64, b: u64): bool { adder(a) == adder(b) }

    // returns: true
    fun equal_values_encode_equally(): bool {
        let f: |u64| u64 has copy + drop + store = double;
        let g: |u64| u64 has copy + drop + store = double;
        bcs::to_bytes(&f) == bcs::to_bytes(&g)
    }

    // returns: 120
    fun recursion_through_a_name(): u64 {
        let f = factorial;
        f(5)
    }
    fun factorial(n: u64): u64 {
        let next = factorial;
        if (n == 0) 1 else n * next(n - 1)
    }

    // aborts: 77
    fun an_abort_in_a_value(): u64 {
        let f = |x| if (x < TEN) abort 77 else x;
        f(1)
    }
}
