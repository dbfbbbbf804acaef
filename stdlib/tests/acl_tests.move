/// What is known of lists of addresses.
#[test_only]
module std::acl_tests {
    use std::acl;

    #[test]
    fun added_is_there() {
        let a = acl::empty();
        acl::add(&mut a, @0x5);
        assert!(acl::contains(&a, @0x5) && !acl::contains(&a, @0x6));
        acl::assert_contains(&a, @0x5);
    }

    #[test]
    #[expected_failure(abort_code = 0x10000, location = std::acl)]
    fun added_twice_aborts() {
        let a = acl::empty();
        acl::add(&mut a, @0x5);
        acl::add(&mut a, @0x5);
    }

    #[test]
    fun removed_is_gone() {
        let a = acl::empty();
        acl::add(&mut a, @0x5);
        acl::remove(&mut a, @0x5);
        assert!(!acl::contains(&a, @0x5));
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = std::acl)]
    fun removing_what_is_not_there_aborts() {
        acl::remove(&mut acl::empty(), @0x5);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = std::acl)]
    fun asserting_what_is_not_there_aborts() {
        acl::assert_contains(&acl::empty(), @0x5);
    }
}
