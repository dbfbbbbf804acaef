/// What is known of comparisons of encodings.
#[test_only]
module aptos_std::comparator_tests {
    use aptos_std::comparator;

    #[test]
    fun equal() {
        assert!(comparator::is_equal(&comparator::compare(&b"a", &b"a")));
    }

    #[test]
    fun encodings_are_compared() {
        assert!(comparator::is_smaller_than(&comparator::compare(&256u64, &2u64)));
    }

    #[test]
    fun what_ends_first_is_smaller() {
        assert!(comparator::is_smaller_than(&comparator::compare_u8_vector(b"a", b"aa")));
        assert!(comparator::is_greater_than(&comparator::compare_u8_vector(b"b", b"aa")));
    }
}
