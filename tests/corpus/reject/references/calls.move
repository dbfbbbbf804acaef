/// References that are not alone where they are given to functions, or do not live as long as their results.
module 0x42::m {
    use std::vector;
    use aptos_std::table::{Self, Table};

    struct Pair has copy, drop, store { a: u64, b: u64 }
    struct Book has key, store { orders: Table<u64, Pair>, head: u64 }

    fun set(x: &mut u64, value: u64) { *x = value }
    fun both(x: &mut u64, y: &mut u64) { *x = 1; *y = 2 }
    fun mixed(x: &mut u64, y: &u64) { *x = *y }
    fun whole(pair: &mut Pair, x: &u64) { pair.a = *x }
    fun a_mut(pair: &mut Pair): &mut u64 { &mut pair.a }
    fun either<T>(first: &mut T, second: &mut T, which: bool): &mut T {
        if (which) first else second
    }

    fun one_place_twice(): u64 {
        let x = 0;
        both(&mut x, &mut x); // error: E0508
        x
    }

    fun one_reference_twice(x: &mut u64) {
        both(x, x); // error: E0508
    }

    fun changed_and_read(): u64 {
        let x = 0;
        mixed(&mut x, &x); // error: E0507
        x
    }

    fun a_whole_and_its_part(pair: &mut Pair) {
        whole(pair, &pair.a); // error: E0507
    }

    fun passed_on_beside_a_copy(x: &mut u64) {
        let copied = x;
        set(x, 1); // error: E0508
        *copied = 2;
    }

    fun a_result_beside_its_origin(pair: &mut Pair) {
        let a = a_mut(pair);
        pair.b = 1; // error: E0507
        *a = 2;
    }

    fun a_result_of_either(): u64 {
        let (x, y) = (1, 2);
        let r = either(&mut x, &mut y, true);
        y = 3; // error: E0503
        *r = 4;
        x + y
    }

    fun a_variable_returned(): &u64 {
        let x = 1;
        &x // error: E0504
    }

    fun a_parameter_returned(x: u64): &u64 {
        &x // error: E0504
    }

    fun a_part_returned(pair: Pair): &u64 {
        &pair.a // error: E0504
    }

    fun returned_through_a_callee(x: &mut u64): &mut u64 {
        let y = 1;
        either(x, &mut y, true) // error: E0504
    }

    fun returned_on_one_way(x: &u64, which: bool): &u64 {
        let y = 1;
        let r = if (which) x else &y;
        r // error: E0504
    }

    fun two_elements(list: &mut vector<u64>) {
        let first = vector::borrow_mut(list, 0);
        let second = vector::borrow_mut(list, 1); // error: E0507
        *first = 1;
        *second = 2;
    }

    fun pushed_beside_an_element(list: &mut vector<u64>): u64 {
        let first = vector::borrow(list, 0);
        vector::push_back(list, 3); // error: E0503
        *first
    }

    fun two_items(book: &mut Book) {
        let first = table::borrow_mut(&mut book.orders, 1);
        let second = table::borrow_mut(&mut book.orders, 2); // error: E0508
        first.a = 1;
        second.a = 2;
    }

    fun removed_beside_an_item(book: &mut Book): u64 {
        let first = table::borrow(&book.orders, 1);
        table::remove(&mut book.orders, 1); // error: E0508
        first.a
    }
}
