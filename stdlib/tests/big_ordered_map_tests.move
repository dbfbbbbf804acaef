/// Large maps in order, and addresses of the library.
#[test_only]
module aptos_std::big_ordered_map_tests {
    use std::option;
    use aptos_std::big_ordered_map;
    use aptos_std::ordered_map;
    use aptos_framework::system_addresses;

    #[test]
    fun entries_are_in_order() {
        let map = big_ordered_map::new_from(vector[3, 1, 2], vector[30, 10, 20]);
        assert!(map.keys() == vector[1, 2, 3] && map.compute_length() == 3);
        assert!(*map.borrow(&2) == 20 && map.get(&4) == option::none());
        assert!(map.next_key(&1) == option::some(2) && map.prev_key(&1) == option::none());
        let (first, value) = map.borrow_front();
        assert!(first == 1 && *value == 10);
        let (last, value) = map.borrow_back();
        assert!(last == 3 && *value == 30);
        assert!(ordered_map::length(&map.to_ordered_map()) == 3);
        map.destroy(|_value| {});
    }

    #[test]
    fun entries_come_and_go() {
        let map = big_ordered_map::new_with_config<u64, u64>(0, 0, false);
        map.add(1, 10);
        *map.borrow_mut(&1) = 11;
        assert!(map.upsert(1, 12) == option::some(11) && map.upsert(2, 20) == option::none());
        assert!(map.contains(&2) && map.remove(&2) == 20 && map.remove_or_none(&2) == option::none());
        map.add_all(vector[0, 5], vector[1, 2]);
        let (first, _) = map.pop_front();
        let (last, _) = map.pop_back();
        assert!(first == 0 && last == 5 && !map.is_empty());
        assert!(map.remove(&1) == 12);
        map.destroy_empty();
    }

    #[test]
    fun walking_a_map() {
        let map = big_ordered_map::new_with_type_size_hints<u64, u64>(8, 8, 8, 8);
        map.add_all(vector[1, 2], vector[10, 20]);
        map.for_each_mut(|key, value| *value = *value + *key);
        let sum = 0;
        map.for_each_ref(|_key, value| sum = sum + *value);
        assert!(sum == 33);
        map.for_each(|key, value| sum = sum + key * value);
        assert!(sum == 33 + 11 + 44);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = aptos_std::big_ordered_map)]
    fun a_key_is_there_once() {
        let map = big_ordered_map::new_from(vector[1, 1], vector[1, 1]);
        map.destroy(|_value| {});
    }

    #[test]
    #[expected_failure(abort_code = 0x10002, location = aptos_std::big_ordered_map)]
    fun what_is_not_there_is_not_borrowed() {
        let map = big_ordered_map::new_from(vector[1], vector[1]);
        map.borrow(&2);
        map.destroy(|_value| {});
    }

    #[test]
    #[expected_failure(abort_code = 0x10003, location = aptos_std::big_ordered_map)]
    fun nothing_comes_first_in_an_empty_map() {
        let map = big_ordered_map::new<u64, u64>();
        map.pop_front();
        map.destroy_empty();
    }

    #[test(library = @0x1, core = @0xa550c18)]
    fun the_library_has_its_addresses(library: &signer, core: &signer) {
        system_addresses::assert_aptos_framework(library);
        system_addresses::assert_framework_reserved_address(library);
        system_addresses::assert_core_resource(core);
        assert!(system_addresses::is_vm_address(@0x0) && !system_addresses::is_vm(library));
        assert!(system_addresses::is_framework_reserved_address(@0xa) && !system_addresses::is_framework_reserved_address(@0xb));
    }

    #[test(other = @0xb)]
    #[expected_failure(abort_code = 0x50003, location = aptos_framework::system_addresses)]
    fun somebody_else_is_not_the_library(other: &signer) {
        system_addresses::assert_aptos_framework(other);
    }
}
