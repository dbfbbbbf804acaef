/// What is known of tables and what is built on them.
#[test_only]
module aptos_std::table_tests {
    use aptos_std::table;
    use aptos_std::table_with_length;
    use aptos_std::smart_table;
    use aptos_std::smart_vector;

    #[test]
    fun a_table_has_what_was_added() {
        let t = table::new<u64, u64>();
        table::add(&mut t, 1, 10);
        assert!(table::contains(&t, 1) && !table::contains(&t, 2) && *table::borrow(&t, 1) == 10);
        *table::borrow_mut(&mut t, 1) = 11;
        table::upsert(&mut t, 2, 20);
        table::upsert(&mut t, 2, 21);
        assert!(*table::borrow_with_default(&t, 3, &7) == 7 && *table::borrow_mut_with_default(&mut t, 4, 8) == 8);
        assert!(table::remove(&mut t, 1) == 11 && table::remove(&mut t, 2) == 21 && table::remove(&mut t, 4) == 8);
        table::destroy_known_empty_unsafe(t);
    }

    #[test]
    fun a_table_knows_its_length() {
        let t = table_with_length::new<u64, u64>();
        table_with_length::add(&mut t, 1, 10);
        table_with_length::upsert(&mut t, 1, 11);
        assert!(table_with_length::length(&t) == 1 && !table_with_length::empty(&t));
        assert!(table_with_length::remove(&mut t, 1) == 11);
        table_with_length::destroy_empty(t);
    }

    #[test]
    fun a_smart_table_has_what_was_added() {
        let t = smart_table::new<u64, u64>();
        let i = 0;
        while (i < 50) {
            smart_table::add(&mut t, i, i * 2);
            i = i + 1;
        };
        assert!(smart_table::length(&t) == 50 && *smart_table::borrow(&t, 7) == 14 && !smart_table::contains(&t, 50));
        assert!(std::vector::length(&smart_table::keys(&t)) == 50);
        smart_table::destroy(t);
    }

    #[test]
    fun a_smart_table_forgets_what_is_removed() {
        let t = smart_table::new<u64, u64>();
        smart_table::upsert(&mut t, 1, 10);
        smart_table::upsert(&mut t, 1, 11);
        *smart_table::borrow_mut_with_default(&mut t, 2, 20) = 21;
        assert!(smart_table::remove(&mut t, 1) == 11 && smart_table::remove(&mut t, 2) == 21);
        smart_table::destroy_empty(t);
    }

    #[test]
    #[expected_failure(abort_code = 0x10004, location = aptos_std::smart_table)]
    fun a_smart_table_has_a_key_once() {
        let t = smart_table::new<u64, u64>();
        smart_table::add(&mut t, 1, 10);
        smart_table::add(&mut t, 1, 10);
        smart_table::destroy(t);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = aptos_std::smart_table)]
    fun what_is_not_in_a_smart_table_aborts() {
        let t = smart_table::new<u64, u64>();
        smart_table::remove(&mut t, 1);
        smart_table::destroy(t);
    }

    #[test]
    #[expected_failure(abort_code = 0x10003, location = aptos_std::smart_table)]
    fun a_full_smart_table_does_not_go() {
        let t = smart_table::new<u64, u64>();
        smart_table::add(&mut t, 1, 1);
        smart_table::destroy_empty(t);
    }

    #[test]
    fun walking_a_smart_table() {
        let t = smart_table::new<u64, u64>();
        smart_table::add_all(&mut t, vector[1, 2], vector[10, 20]);
        smart_table::for_each_mut(&mut t, |_k, v| *v = *v + 1);
        let sum = 0;
        smart_table::for_each_ref(&t, |k, v| sum = sum + *k * *v);
        assert!(sum == 53 && smart_table::any(&t, |_k, v| *v == 21));
        assert!(aptos_std::simple_map::length(&smart_table::to_simple_map(&t)) == 2);
        smart_table::destroy(t);
    }

    #[test]
    fun a_smart_vector_grows_and_shrinks() {
        let v = smart_vector::empty_with_config<u64>(2, 3);
        let i = 0;
        while (i < 10) {
            smart_vector::push_back(&mut v, i);
            i = i + 1;
        };
        assert!(smart_vector::length(&v) == 10 && *smart_vector::borrow(&v, 1) == 1 && *smart_vector::borrow(&v, 9) == 9);
        assert!(smart_vector::to_vector(&v) == vector[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        while (i > 0) {
            i = i - 1;
            assert!(smart_vector::pop_back(&mut v) == i);
        };
        smart_vector::destroy_empty(v);
    }

    #[test]
    fun a_smart_vector_swaps_anywhere() {
        let v = smart_vector::empty_with_config<u64>(2, 2);
        smart_vector::add_all(&mut v, vector[0, 1, 2, 3, 4, 5, 6]);
        smart_vector::swap(&mut v, 0, 1);
        smart_vector::swap(&mut v, 1, 4);
        smart_vector::swap(&mut v, 6, 3);
        smart_vector::swap(&mut v, 2, 3);
        assert!(smart_vector::to_vector(&v) == vector[1, 4, 6, 2, 0, 5, 3]);
        smart_vector::destroy(v);
    }

    #[test]
    fun a_smart_vector_removes_anywhere() {
        let v = smart_vector::empty_with_config<u64>(1, 2);
        smart_vector::add_all(&mut v, vector[0, 1, 2, 3, 4]);
        assert!(smart_vector::remove(&mut v, 1) == 1 && smart_vector::swap_remove(&mut v, 0) == 0);
        assert!(smart_vector::to_vector(&v) == vector[4, 2, 3]);
        smart_vector::reverse(&mut v);
        assert!(smart_vector::to_vector(&v) == vector[3, 2, 4] && smart_vector::contains(&v, &4));
        let (found, i) = smart_vector::index_of(&v, &2);
        assert!(found && i == 1);
        smart_vector::clear(&mut v);
        smart_vector::destroy_empty(v);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = aptos_std::smart_vector)]
    fun what_is_not_in_a_smart_vector_aborts() {
        let v = smart_vector::new<u64>();
        smart_vector::borrow(&v, 0);
        smart_vector::destroy(v);
    }

    #[test]
    #[expected_failure(abort_code = 0x30003, location = aptos_std::smart_vector)]
    fun an_empty_smart_vector_gives_nothing() {
        let v = smart_vector::new<u64>();
        smart_vector::pop_back(&mut v);
        smart_vector::destroy(v);
    }

    #[test]
    #[expected_failure(abort_code = 0x10002, location = aptos_std::smart_vector)]
    fun a_full_smart_vector_does_not_go() {
        smart_vector::destroy_empty(smart_vector::singleton(1u64));
    }

    #[test]
    fun walking_a_smart_vector() {
        let v = smart_vector::empty_with_config<u64>(1, 2);
        smart_vector::add_all(&mut v, vector[1, 2, 3]);
        smart_vector::for_each_mut(&mut v, |e| *e = *e * 2);
        let sum = 0;
        smart_vector::enumerate_ref(&v, |i, e| sum = sum + i * *e);
        assert!(sum == 16);
        smart_vector::for_each(v, |e| sum = sum + e);
        assert!(sum == 28);
    }

    #[test]
    fun keys_of_a_smart_table_come_page_by_page() {
        let t = smart_table::new<u64, u64>();
        let i = 0;
        while (i < 50) {
            smart_table::add(&mut t, i, i);
            i = i + 1;
        };
        let seen = vector[];
        let (bucket, place) = (0, 0);
        loop {
            let (keys, next_bucket, next_place) = smart_table::keys_paginated(&t, bucket, place, 7);
            assert!(std::vector::length(&keys) <= 7);
            std::vector::append(&mut seen, keys);
            if (std::option::is_none(&next_bucket)) break;
            bucket = std::option::destroy_some(next_bucket);
            place = std::option::destroy_some(next_place);
        };
        assert!(seen == smart_table::keys(&t));
        smart_table::destroy(t);
    }

    #[test]
    #[expected_failure(abort_code = 0x10007, location = aptos_std::smart_table)]
    fun a_page_starts_in_a_bucket() {
        let t = smart_table::new<u64, u64>();
        smart_table::keys_paginated(&t, smart_table::num_buckets(&t), 0, 1);
        smart_table::destroy(t);
    }

    #[test]
    fun mapping_a_smart_table() {
        let t = smart_table::new<u64, u64>();
        smart_table::add_all(&mut t, vector[1, 2], vector[10, 20]);
        let doubled = smart_table::map_ref(&t, |v| *v * 2);
        assert!(*smart_table::borrow(&doubled, 2) == 40 && smart_table::length(&doubled) == 2);
        smart_table::destroy(t);
        smart_table::destroy(doubled);
    }

    #[test]
    fun a_smart_vector_takes_all_of_another() {
        let (v, w) = (smart_vector::empty_with_config<u64>(2, 3), smart_vector::empty_with_config<u64>(1, 2));
        smart_vector::add_all(&mut v, vector[0, 1, 2, 3]);
        smart_vector::add_all(&mut w, vector[4, 5, 6]);
        smart_vector::append(&mut v, w);
        assert!(smart_vector::to_vector(&v) == vector[0, 1, 2, 3, 4, 5, 6]);
        smart_vector::destroy(v);
    }

    #[test]
    fun walking_a_smart_vector_with_functions() {
        let v = smart_vector::empty_with_config<u64>(2, 3);
        smart_vector::add_all(&mut v, vector[0, 1, 2, 3, 4]);
        smart_vector::enumerate_mut(&mut v, |i, e| *e = *e + i);
        assert!(smart_vector::any(&v, |e| *e == 8) && smart_vector::all(&v, |e| *e % 2 == 0));
        let w = smart_vector::map_ref(&v, |e| *e + 1);
        assert!(smart_vector::to_vector(&w) == vector[1, 3, 5, 7, 9]);
        let x = smart_vector::filter(smart_vector::map(w, |e| e * 10), |e| *e > 30);
        assert!(smart_vector::fold(x, 0, |sum, e| sum + e) == 210);
        smart_vector::destroy(v);
    }
}
