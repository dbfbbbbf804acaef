/// Inline functions and lambdas.
module test::inline_library {
    use std::vector;
    const STEP: u64 = 10;
    struct Box has copy, drop { value: u64 }

    public inline fun each<T>(v: &vector<T>, f: |&T|) {
        let i = 0;
        let n = vector::length(v);
        while (i < n) { f(vector::borrow(v, i)); i = i + 1; }
    }
    public inline fun twice(f: |u64| u64, x: u64): u64 { f(f(x)) }
    public inline fun stepped(x: u64): u64 { x + STEP }
    public inline fun first_above(v: &vector<u64>, limit: u64): u64 {
        let i = 0;
        while (i < v.length()) { if (v[i] > limit) return v[i]; i += 1; };
        0
    }
    public inline fun pair(a: u64, b: u64): (u64, u64) { (b, a) }
    public inline fun fold_all<A, T>(v: vector<T>, start: A, f: |A, T| A): A {
        let a = start;
        v.reverse();
        while (!v.is_empty()) { a = f(a, v.pop_back()); };
        v.destroy_empty();
        a
    }
    inline fun hidden(x: u64): u64 { x * 3 }
    public inline fun shown(x: u64): u64 { hidden(x) }
    inline fun change(self: &mut Box, f: |&mut u64|) { f(&mut self.value) }
    public fun boxed(x: u64): u64 { let b = Box { value: x }; b.change(|v| *v = *v + 1); b.value }
}

module test::inline {
    use test::inline_library::{Self as lib, each, twice};
    use std::vector;

    struct Item has drop { x: u64 }
    struct Hot { x: u64 }
    const STEP: u64 = 1;

    fun next(counter: &mut u64): u64 { *counter = *counter + 1; *counter }
    fun double(x: u64): u64 { x * 2 }
    inline fun choose(c: bool, a: || u64, b: || u64): u64 { if (c) a() else b() }
    inline fun add(a: u64, b: u64): u64 { a * 100 + b }
    inline fun with_hot(f: |Hot| u64): u64 { f(Hot { x: 9 }) }
    inline fun passes(v: &vector<u64>, f: |u64| bool): u64 {
        let count = 0;
        each(v, |x| if (f(*x)) { count = count + 1; });
        count
    }

    public entry fun lambdas_see_their_surroundings() {
        let v = vector[1, 2, 3];
        let sum = 0;
        let i = 100;
        each(&v, |x| { sum = sum + *x + i; });
        assert!(sum == 306 && i == 100, 1);
        assert!(twice(|x| x + i, 1) == 201, 2);
        assert!(twice(double, 3) == 12, 3);
        let n = 5;
        assert!(twice(|i| i + n + STEP, 0) == 12, 4);
    }

    public entry fun arguments_are_evaluated_once_and_in_order() {
        let counter = 0;
        assert!(add(next(&mut counter), next(&mut counter)) == 102, 1);
        assert!(counter == 2, 2);
        let (a, b) = lib::pair(next(&mut counter), next(&mut counter));
        assert!(a == 4 && b == 3, 3);
        assert!(choose(true, || 1, || abort 9) == 1, 4);
    }

    public entry fun names_are_those_of_where_they_are_written() {
        assert!(lib::stepped(1) == 11 && STEP == 1, 1);
        assert!(lib::shown(2) == 6 && lib::boxed(4) == 5, 2);
        let count = 7;
        assert!(passes(&vector[1, 2, 3, 4], |x| x % 2 == 0 && count == 7) == 2, 3);
        assert!(twice(|x| twice(|y| x + y, x), 1) == 9, 4);
    }

    public entry fun returns_end_the_body_that_is_put_in() {
        let v = vector[1, 5, 9];
        assert!(lib::first_above(&v, 3) + lib::first_above(&v, 100) == 5, 1);
        let sum = 0;
        for (i in 0..4) { if (lib::first_above(&v, i) == 1) continue; sum += i; };
        assert!(sum == 6, 2);
    }

    public entry fun values_are_moved_through() {
        let items = vector[Item { x: 1 }, Item { x: 2 }, Item { x: 3 }];
        let sum = lib::fold_all(items, 0u8, |a, Item { x }| a * 10 + (x as u8));
        assert!(sum == 123, 1);
        assert!(with_hot(|hot| { let Hot { x } = hot; x }) == 9, 2);
        let hot = Hot { x: 4 };
        let taken = with_hot(|other| { let Hot { x } = other; x + 1 });
        let Hot { x } = hot;
        assert!(taken + x == 14, 3);
    }

    public entry fun the_library_is_inline_too() {
        let v = vector[3, 1, 2];
        let sum = 0;
        v.for_each_ref(|x| sum += *x);
        v.for_each(|x| sum += x);
        assert!(sum == 12, 1);
        assert!(v.map(|x| x * 2) == vector[6, 2, 4], 2);
        assert!(v.map_ref(|x| *x > 1) == vector[true, false, true], 3);
        assert!(v.filter(|x| *x != 1) == vector[3, 2], 4);
        assert!(v.fold(10, |a, x| a - x) == 4, 5);
        assert!(v.any(|x| *x == 2) && !v.all(|x| *x > 1), 6);
        v.for_each_mut(|x| *x = *x + 1);
        assert!(v == vector[4, 2, 3], 7);
        v.enumerate_ref(|i, x| sum += i * *x);
        assert!(sum == 20, 8);
        let (found, at) = v.find(|x| *x == 3);
        assert!(found && at == 2, 9);
        v.reverse();
        assert!(vector::foldr(v, 0, |x, a| x + a * 2) == 23, v.length());
    }

    public entry fun options_take_lambdas() {
        let o = std::option::some(4);
        assert!(o.map(|x| x + 1) == std::option::some(5), 1);
        let sum = 0;
        o.for_each(|x| sum += x);
        o.for_each_ref(|x| sum += *x);
        assert!(sum == 8 && o.any(|x| *x == 4), 2);
        assert!(std::option::none<u64>().filter(|x| *x == 4).is_none(), 3);
    }

    public entry fun aborts_in_a_lambda() { each(&vector[1], |x| assert!(*x == 2, 7)) }
}
