/// What is known of abort codes.
#[test_only]
module std::error_tests {
    use std::error;

    #[test]
    fun categories_lie_above_reasons() {
        assert!(error::canonical(3, 5) == 0x30005);
    }

    #[test]
    fun invalid_argument_is_category_1() {
        assert!(error::invalid_argument(7) == 0x10007);
    }

    #[test]
    fun out_of_range_is_category_2() {
        assert!(error::out_of_range(7) == 0x20007);
    }

    #[test]
    fun invalid_state_is_category_3() {
        assert!(error::invalid_state(7) == 0x30007);
    }

    #[test]
    fun unauthenticated_is_category_4() {
        assert!(error::unauthenticated(7) == 0x40007);
    }

    #[test]
    fun permission_denied_is_category_5() {
        assert!(error::permission_denied(7) == 0x50007);
    }

    #[test]
    fun not_found_is_category_6() {
        assert!(error::not_found(7) == 0x60007);
    }

    #[test]
    fun aborted_is_category_7() {
        assert!(error::aborted(7) == 0x70007);
    }

    #[test]
    fun already_exists_is_category_8() {
        assert!(error::already_exists(7) == 0x80007);
    }

    #[test]
    fun resource_exhausted_is_category_9() {
        assert!(error::resource_exhausted(7) == 0x90007);
    }

    #[test]
    fun internal_is_category_11() {
        assert!(error::internal(7) == 0xb0007);
    }

    #[test]
    fun not_implemented_is_category_12() {
        assert!(error::not_implemented(7) == 0xc0007);
    }

    #[test]
    fun unavailable_is_category_13() {
        assert!(error::unavailable(7) == 0xd0007);
    }
}
