/// What is known of small maps.
#[test_only]
module aptos_std::simple_map_tests {
    use std::option;
    use aptos_std::simple_map;

    #[test]
    fun added_is_found() {
        let m = simple_map::create<u64, u64>();
        simple_map::add(&mut m, 1, 10);
        assert!(simple_map::contains_key(&m, &1) && *simple_map::borrow(&m, &1) == 10);
        assert!(simple_map::length(&m) == 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = aptos_std::simple_map)]
    fun added_twice_aborts() {
        let m = simple_map::create<u64, u64>();
        simple_map::add(&mut m, 1, 10);
        simple_map::add(&mut m, 1, 10);
    }

    #[test]
    #[expected_failure(abort_code = 0x10002, location = aptos_std::simple_map)]
    fun what_is_not_there_aborts() {
        let m = simple_map::create<u64, u64>();
        simple_map::borrow(&m, &1);
    }

    #[test]
    fun borrow_mut_changes() {
        let m = simple_map::new_from<u64, u64>(vector[1], vector[10]);
        *simple_map::borrow_mut(&mut m, &1) = 11;
        assert!(*simple_map::borrow(&m, &1) == 11);
    }

    #[test]
    fun remove_returns_both() {
        let m = simple_map::new_from<u64, u64>(vector[1, 2], vector[10, 20]);
        let (k, v) = simple_map::remove(&mut m, &1);
        assert!(k == 1 && v == 10 && simple_map::length(&m) == 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x10002, location = aptos_std::simple_map)]
    fun removing_what_is_not_there_aborts() {
        let m = simple_map::create<u64, u64>();
        simple_map::remove(&mut m, &1);
    }

    #[test]
    fun upsert_does_either() {
        let m = simple_map::create<u64, u64>();
        let (k, v) = simple_map::upsert(&mut m, 1, 10);
        assert!(option::is_none(&k) && option::is_none(&v));
        let (k, v) = simple_map::upsert(&mut m, 1, 11);
        assert!(k == option::some(1) && v == option::some(10));
        assert!(*simple_map::borrow(&m, &1) == 11);
    }

    #[test]
    fun keys_and_values() {
        let m = simple_map::new_from<u64, u64>(vector[1, 2], vector[10, 20]);
        assert!(simple_map::keys(&m) == vector[1, 2] && simple_map::values(&m) == vector[10, 20]);
        let (k, v) = simple_map::to_vec_pair(m);
        assert!(k == vector[1, 2] && v == vector[10, 20]);
    }

    #[test]
    fun an_empty_map_goes() {
        simple_map::destroy_empty(simple_map::create<u64, u64>());
    }
}
