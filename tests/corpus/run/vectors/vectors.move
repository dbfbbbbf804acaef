/// Vectors.
module 0x42::run_vectors_vectors {
    use std::vector;

    struct Item { value: u64 }

    // returns: vector[1, 2, 3]
    fun pushed(): vector<u64> {
        let list = vector::empty<u64>();
        vector::push_back(&mut list, 1);
        list.push_back(2);
        list.push_back(3);
        list
    }

    // returns: 3, vector[1, 2]
    fun popped(): (u64, vector<u64>) {
        let list = vector[1, 2, 3];
        let last = vector::pop_back(&mut list);
        (last, list)
    }

    // aborts: no such element
    fun popped_from_an_empty_one(): u64 {
        let list = vector<u64>[];
        list.pop_back()
    }

    // returns: 2, 2
    fun read(): (u64, u64) {
        let list = vector[1, 2, 3];
        (list[1], *vector::borrow(&list, 1))
    }

    // aborts: no such element
    fun read_beyond(): u64 { vector[1, 2, 3][3] }

    // aborts: no such element
    fun changed_beyond(): vector<u64> {
        let list = vector[1];
        *vector::borrow_mut(&mut list, 1) = 2;
        list
    }

    // returns: vector[9, 2, 8]
    fun changed(): vector<u64> {
        let list = vector[1, 2, 3];
        list[0] = 9;
        *list.borrow_mut(2) = 8;
        list
    }

    // returns: vector[3, 2, 1]
    fun swapped(): vector<u64> {
        let list = vector[1, 2, 3];
        list.swap(0, 2);
        list
    }

    // aborts: no such element
    fun swapped_beyond() { vector[1, 2].swap(0, 2); }

    // returns: 0, 4
    fun lengths(): (u64, u64) { (vector<u8>[].length(), vector::length(&b"four")) }

    // returns: 3
    fun without_drop(): u64 {
        let list = vector[Item { value: 1 }, Item { value: 2 }];
        let Item { value: second } = list.pop_back();
        let Item { value: first } = list.pop_back();
        list.destroy_empty();
        first + second
    }

    // aborts: vector of another length
    fun destroyed_with_elements() {
        let list = vector[1];
        vector::destroy_empty(list);
    }

    // returns: vector[vector[1, 9], vector[3]]
    fun nested(): vector<vector<u64>> {
        let rows = vector[vector[1, 2], vector[3]];
        rows[0][1] = 9;
        rows
    }

    // returns: vector[0, 1, 4, 9]
    fun squares(): vector<u64> {
        let list = vector[];
        for (i in 0..4) list.push_back(i * i);
        list
    }

    // returns: vector[1, 2], vector[5, 2]
    fun a_copy_is_its_own(): (vector<u64>, vector<u64>) {
        let list = vector[1, 2];
        let other = list;
        other[0] = 5;
        (list, other)
    }

    // returns: 1, 2
    fun two_elements_read_at_once(): (u64, u64) {
        let list = vector[1, 2];
        let (first, second) = (&list[0], &list[1]);
        (*first, *second)
    }

    // returns: vector[vector[b"a"], vector[]]
    fun deep(): vector<vector<vector<u8>>> { vector[vector[b"a"], vector[]] }

    // returns: vector[true, false]
    fun of_bools(): vector<bool> { vector[true, false] }

    // returns: {7}
    fun of_structs(): Item {
        let list = vector[Item { value: 7 }];
        let item = list.pop_back();
        list.destroy_empty();
        item
    }
}
