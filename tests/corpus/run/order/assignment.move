/// When the left of an assignment is computed.
module 0x42::run_order_assignment {
    use std::vector;

    struct Box has copy, drop { item: u64 }

    fun bump(x: &mut u64): u64 {
        *x += 1;
        *x
    }
    fun fail(code: u64): u64 { abort code }
    fun failing(code: u64): &mut u64 { abort code }

    // returns: 13
    fun the_operand_before_the_old_value(): u64 {
        let x = 1;
        x += { x = 10; 3 };
        x
    }

    // returns: 6
    fun the_operand_of_a_sum_once(): u64 {
        let x = 1;
        x += { x += 2; x };
        x
    }

    // returns: {4}
    fun the_operand_changes_the_field(): Box {
        let b = Box { item: 1 };
        b.item += bump(&mut b.item);
        b
    }

    // returns: 4
    fun the_operand_changes_the_variable_through_a_reference(): u64 {
        let x = 1;
        let r = &mut x;
        x += bump(r);
        x
    }

    // aborts: 5
    fun the_operand_aborts_before_the_place(): vector<u64> {
        let list = vector[1];
        list[7] += fail(5);
        list
    }

    // returns: 1, 1
    fun assigned_the_same(): (u64, u64) {
        let (x, y) = (1, 2);
        (x, y) = (x, x);
        (x, y)
    }

    // returns: 2, 1
    fun a_tuple_is_computed_whole(): (u64, u64) {
        let (x, y) = (1, 2);
        (x, y) = (y, x);
        (x, y)
    }

    // returns: {5}
    fun a_field_takes_the_new_value(): Box {
        let b = Box { item: 1 };
        b.item = b.item + 4;
        b
    }

    // returns: vector[1, 9, 3]
    fun an_element_by_a_computed_index(): vector<u64> {
        let list = vector[1, 2, 3];
        let i = 0;
        list[bump(&mut i)] = 9;
        list
    }

    // returns: vector[6, 2]
    fun the_index_is_computed_once(): vector<u64> {
        let list = vector[1, 2];
        let i = 0;
        list[{ i = i + 1; i - 1 }] += 5;
        list
    }

    // returns: 7, 7
    fun through_a_reference(): (u64, u64) {
        let x = 1;
        let r = &mut x;
        *r = 7;
        let y = *r;
        (x, y)
    }

    // returns: 3
    fun let_in_order(): u64 {
        let x = 1;
        let x = x + 1;
        let x = x + 1;
        x
    }

    // returns: vector[1, 2, 3]
    fun pushed_in_order(): vector<u64> {
        let (list, x) = (vector[], 0);
        vector::push_back(&mut list, bump(&mut x));
        list.push_back(bump(&mut x));
        list.push_back({ x = x + 1; x });
        list
    }

    // aborts: 8
    fun the_value_aborts(): u64 {
        let x = 1;
        x = fail(8);
        x
    }

    // aborts: 9
    fun the_place_aborts() {
        *failing(9) = 1;
    }
}
