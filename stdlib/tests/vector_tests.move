/// What is known of vectors.
#[test_only]
module std::vector_tests {
    use std::vector;

    #[test]
    fun an_empty_vector_has_no_elements() {
        assert!(vector::is_empty(&vector::empty<u8>()));
        assert!(vector::length(&vector::empty<u8>()) == 0);
    }

    #[test]
    fun a_singleton_has_one() {
        assert!(vector::singleton(5) == vector[5]);
    }

    #[test]
    fun push_and_pop() {
        let v = vector[1];
        vector::push_back(&mut v, 2);
        assert!(vector::pop_back(&mut v) == 2);
        assert!(v == vector[1]);
    }

    #[test]
    #[expected_failure(vector_error, location = Self)]
    fun popping_nothing_aborts() {
        vector::pop_back(&mut vector::empty<u64>());
    }

    #[test]
    fun contains_what_is_there() {
        assert!(vector::contains(&vector[1, 2, 3], &2));
        assert!(!vector::contains(&vector[1, 2, 3], &4));
    }

    #[test]
    fun index_of_the_first() {
        let (found, i) = vector::index_of(&vector[7, 8, 8], &8);
        assert!(found && i == 1);
        let (found, i) = vector::index_of(&vector[7], &8);
        assert!(!found && i == 0);
    }

    #[test]
    fun reverse_of_odd_and_even() {
        let v = vector[1, 2, 3];
        vector::reverse(&mut v);
        assert!(v == vector[3, 2, 1]);
        let w = vector[1, 2];
        vector::reverse(&mut w);
        assert!(w == vector[2, 1]);
    }

    #[test]
    fun append_keeps_the_order() {
        let v = vector[1];
        vector::append(&mut v, vector[2, 3]);
        assert!(v == vector[1, 2, 3]);
    }

    #[test]
    fun reverse_append_turns_round() {
        let v = vector[1];
        vector::reverse_append(&mut v, vector[2, 3]);
        assert!(v == vector[1, 3, 2]);
    }

    #[test]
    fun insert_moves_the_others() {
        let v = vector[1, 3];
        vector::insert(&mut v, 1, 2);
        assert!(v == vector[1, 2, 3]);
        vector::insert(&mut v, 3, 4);
        assert!(v == vector[1, 2, 3, 4]);
    }

    #[test]
    #[expected_failure(abort_code = 0x20000, location = std::vector)]
    fun insert_behind_the_end_aborts() {
        vector::insert(&mut vector[1], 2, 2);
    }

    #[test]
    fun remove_moves_the_others() {
        let v = vector[1, 2, 3];
        assert!(vector::remove(&mut v, 0) == 1);
        assert!(v == vector[2, 3]);
    }

    #[test]
    #[expected_failure(abort_code = 0x20000, location = std::vector)]
    fun remove_behind_the_end_aborts() {
        vector::remove(&mut vector[1], 1);
    }

    #[test]
    fun swap_remove_takes_the_last() {
        let v = vector[1, 2, 3];
        assert!(vector::swap_remove(&mut v, 0) == 1);
        assert!(v == vector[3, 2]);
    }

    #[test]
    #[expected_failure(abort_code = 0x20000, location = std::vector)]
    fun swap_remove_of_nothing_aborts() {
        vector::swap_remove(&mut vector::empty<u8>(), 0);
    }

    #[test]
    fun reverse_slice_of_a_part() {
        let v = vector[1, 2, 3, 4];
        vector::reverse_slice(&mut v, 1, 3);
        assert!(v == vector[1, 3, 2, 4]);
    }

    #[test]
    #[expected_failure(abort_code = 0x20001, location = std::vector)]
    fun reverse_slice_backwards_aborts() {
        vector::reverse_slice(&mut vector[1, 2], 2, 1);
    }

    #[test]
    fun trim_returns_the_rest() {
        let v = vector[1, 2, 3];
        assert!(vector::trim(&mut v, 1) == vector[2, 3]);
        assert!(v == vector[1]);
    }

    #[test]
    fun trim_reverse_turns_the_rest_round() {
        let v = vector[1, 2, 3];
        assert!(vector::trim_reverse(&mut v, 1) == vector[3, 2]);
    }

    #[test]
    #[expected_failure(abort_code = 0x20000, location = std::vector)]
    fun trim_to_more_aborts() {
        vector::trim(&mut vector[1], 2);
    }

    #[test]
    fun remove_value_of_what_is_there() {
        let v = vector[1, 2];
        assert!(vector::remove_value(&mut v, &1) == vector[1]);
        assert!(v == vector[2]);
        assert!(vector::is_empty(&vector::remove_value(&mut v, &9)));
    }

    #[test]
    fun replace_returns_the_old() {
        let v = vector[1, 2];
        assert!(vector::replace(&mut v, 0, 9) == 1);
        assert!(v == vector[9, 2]);
    }

    #[test]
    fun rotate_brings_the_middle_to_front() {
        let v = vector[1, 2, 3, 4, 5];
        assert!(vector::rotate(&mut v, 2) == 3);
        assert!(v == vector[3, 4, 5, 1, 2]);
    }

    #[test]
    fun slice_copies() {
        assert!(vector::slice(&vector[1, 2, 3], 1, 3) == vector[2, 3]);
    }

    #[test]
    #[expected_failure(abort_code = 0x20004, location = std::vector)]
    fun slice_outside_aborts() {
        vector::slice(&vector[1], 0, 2);
    }

    #[test]
    fun range_of_numbers() {
        assert!(vector::range(2, 5) == vector[2, 3, 4]);
        assert!(vector::range(5, 2) == vector[]);
    }

    #[test]
    fun range_with_step_of_two() {
        assert!(vector::range_with_step(0, 5, 2) == vector[0, 2, 4]);
    }

    #[test]
    #[expected_failure(abort_code = 0x20003, location = std::vector)]
    fun range_without_step_aborts() {
        vector::range_with_step(0, 5, 0);
    }

    #[test]
    fun for_each_sees_all_in_order() {
        let sum = 0;
        vector::for_each(vector[1, 2, 3], |e| sum = sum * 10 + e);
        assert!(sum == 123);
    }

    #[test]
    fun for_each_reverse_sees_the_last_first() {
        let sum = 0;
        vector::for_each_reverse(vector[1, 2, 3], |e| sum = sum * 10 + e);
        assert!(sum == 321);
    }

    #[test]
    fun for_each_ref_and_mut() {
        let v = vector[1, 2];
        vector::for_each_mut(&mut v, |e| *e = *e + 10);
        let sum = 0;
        vector::for_each_ref(&v, |e| sum = sum + *e);
        assert!(sum == 23);
    }

    #[test]
    fun enumerate_ref_counts() {
        let sum = 0;
        vector::enumerate_ref(&vector[5, 6], |i, e| sum = sum + i * *e);
        assert!(sum == 6);
    }

    #[test]
    fun fold_from_either_side() {
        assert!(vector::fold(vector[1, 2, 3], 0, |a, e| a * 10 + e) == 123);
        assert!(vector::foldr(vector[1, 2, 3], 0, |e, a| a * 10 + e) == 321);
    }

    #[test]
    fun map_and_map_ref() {
        assert!(vector::map(vector[1, 2], |e| e + 1) == vector[2, 3]);
        assert!(vector::map_ref(&vector[1, 2], |e| *e * 2) == vector[2, 4]);
    }

    #[test]
    fun filter_keeps_what_holds() {
        assert!(vector::filter(vector[1, 2, 3, 4], |e| *e % 2 == 0) == vector[2, 4]);
    }

    #[test]
    fun zip_pairs() {
        let sum = 0;
        vector::zip(vector[1, 2], vector[10, 20], |a, b| sum = sum + a * b);
        assert!(sum == 50);
    }

    #[test]
    #[expected_failure(abort_code = 0x20002, location = std::vector_tests)]
    fun zip_of_different_lengths_aborts() {
        vector::zip(vector[1], vector[1, 2], |_a, _b| {});
    }

    #[test]
    fun zip_map_combines() {
        assert!(vector::zip_map(vector[1, 2], vector[3, 4], |a, b| a * b) == vector[3, 8]);
    }

    #[test]
    fun any_and_all() {
        let v = vector[1, 2, 3];
        assert!(vector::any(&v, |e| *e == 2));
        assert!(!vector::any(&v, |e| *e == 4));
        assert!(vector::all(&v, |e| *e < 4));
        assert!(!vector::all(&v, |e| *e < 3));
    }

    #[test]
    fun find_the_first() {
        let (found, i) = vector::find(&vector[1, 2, 3], |e| *e > 1);
        assert!(found && i == 1);
    }

    #[test]
    fun partition_puts_what_holds_first() {
        let v = vector[1, 2, 3, 4];
        assert!(vector::partition(&mut v, |e| *e % 2 == 0) == 2);
        assert!(v[0] % 2 == 0 && v[1] % 2 == 0);
    }
}
