/// What is known of maps in order.
#[test_only]
module aptos_std::ordered_map_tests {
    use std::option;
    use aptos_std::ordered_map;

    #[test]
    fun keys_are_in_order() {
        let m = ordered_map::new_from(vector[300, 1, 20], vector[3, 1, 2]);
        assert!(ordered_map::keys(&m) == vector[1, 20, 300] && ordered_map::values(&m) == vector[1, 2, 3]);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = aptos_std::ordered_map)]
    fun added_twice_aborts() {
        let m = ordered_map::new_from(vector[1], vector[1]);
        ordered_map::add(&mut m, 1, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x10002, location = aptos_std::ordered_map)]
    fun what_is_not_there_aborts() {
        let m = ordered_map::new<u64, u64>();
        ordered_map::borrow(&m, &1);
    }

    #[test]
    fun get_and_contains() {
        let m = ordered_map::new_from(vector[1, 2], vector[10, 20]);
        assert!(ordered_map::get(&m, &2) == option::some(20) && ordered_map::get(&m, &3) == option::none());
        assert!(ordered_map::contains(&m, &1));
    }

    #[test]
    fun ends() {
        let m = ordered_map::new_from(vector[2, 1], vector[20, 10]);
        let (k, v) = ordered_map::borrow_front(&m);
        assert!(*k == 1 && *v == 10);
        let (k, v) = ordered_map::pop_back(&mut m);
        assert!(k == 2 && v == 20);
        let (k, _) = ordered_map::pop_front(&mut m);
        assert!(k == 1 && ordered_map::is_empty(&m));
    }

    #[test]
    fun neighbours() {
        let m = ordered_map::new_from(vector[1, 5, 9], vector[0, 0, 0]);
        assert!(ordered_map::next_key(&m, &5) == option::some(9) && ordered_map::prev_key(&m, &5) == option::some(1));
        assert!(ordered_map::next_key(&m, &6) == option::some(9) && ordered_map::prev_key(&m, &6) == option::some(5));
        assert!(ordered_map::next_key(&m, &9) == option::none() && ordered_map::prev_key(&m, &1) == option::none());
    }

    #[test]
    fun upsert_and_remove() {
        let m = ordered_map::new<u64, u64>();
        assert!(ordered_map::upsert(&mut m, 1, 10) == option::none());
        assert!(ordered_map::upsert(&mut m, 1, 11) == option::some(10));
        assert!(ordered_map::remove(&mut m, &1) == 11);
        assert!(ordered_map::remove_or_none(&mut m, &1) == option::none());
    }

    #[test]
    fun append_replaces() {
        let m = ordered_map::new_from(vector[1, 2], vector[10, 20]);
        ordered_map::append(&mut m, ordered_map::new_from(vector[2, 3], vector[21, 30]));
        assert!(ordered_map::keys(&m) == vector[1, 2, 3] && ordered_map::values(&m) == vector[10, 21, 30]);
    }
}
