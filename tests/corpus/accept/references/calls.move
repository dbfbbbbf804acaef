/// References given to functions and back.
module 0x42::accept_references_calls {
    use std::vector;
    use aptos_std::table::{Self, Table};

    struct Pair has copy, drop, store { a: u64, b: u64 }
    struct Book has key { orders: Table<u64, Pair>, head: u64 }

    fun set(x: &mut u64, value: u64) { *x = value }
    fun both(x: &mut u64, y: &mut u64) { *x = 1; *y = 2 }
    fun mixed(x: &mut u64, y: &u64) { *x = *y }
    fun seen(x: &u64, y: &u64): u64 { *x + *y }
    fun a(pair: &Pair): &u64 { &pair.a }
    fun a_mut(pair: &mut Pair): &mut u64 { &mut pair.a }
    fun either<T>(first: &mut T, second: &mut T, which: bool): &mut T {
        if (which) first else second
    }
    fun of_the_first(first: &u64, _second: &u64): &u64 { first }

    fun one_after_the_other(x: &mut u64) {
        set(x, 1);
        set(x, 2);
    }

    fun different_places() {
        let (x, y) = (0, 0);
        both(&mut x, &mut y);
    }

    fun different_fields(pair: &mut Pair) {
        both(&mut pair.a, &mut pair.b);
        mixed(&mut pair.a, &pair.b);
    }

    fun one_place_twice_to_read(): u64 {
        let x = 1;
        seen(&x, &x)
    }

    fun a_value_and_then_a_reference(): u64 {
        let x = 1;
        let copied = x;
        set(&mut x, copied);
        x
    }

    fun a_result_and_then_its_origin(pair: &mut Pair): u64 {
        let a = a_mut(pair);
        *a = 1;
        pair.b = 2;
        pair.a
    }

    fun results_to_read(pair: &Pair): u64 {
        let first = a(pair);
        let second = a(pair);
        *first + *second + pair.b
    }

    fun chosen(): u64 {
        let (x, y) = (1, 2);
        let r = either(&mut x, &mut y, true);
        *r = 3;
        x + y
    }

    fun given_back(x: &u64): &u64 {
        let local = 1;
        let _ = of_the_first(&local, &local);
        of_the_first(x, x)
    }

    fun elements(list: &mut vector<u64>) {
        let first = vector::borrow_mut(list, 0);
        *first = 1;
        let second = vector::borrow_mut(list, 1);
        *second = 2;
        vector::push_back(list, 3);
    }

    fun elements_to_read(list: &vector<u64>): u64 {
        let first = vector::borrow(list, 0);
        let second = vector::borrow(list, 1);
        *first + *second + vector::length(list)
    }

    fun items(at: address) acquires Book {
        let book = borrow_global_mut<Book>(at);
        let order = table::borrow_mut(&mut book.orders, book.head);
        order.a = 1;
        book.head = 2;
        let order = table::borrow_mut(&mut book.orders, book.head);
        order.a = 1;
    }

    fun head(book: &mut Book): &mut Pair {
        table::borrow_mut(&mut book.orders, book.head)
    }
}
