/// What is known of bits.
#[test_only]
module std::bit_vector_tests {
    use std::bit_vector;

    #[test]
    fun new_bits_are_clear() {
        let b = bit_vector::new(10);
        assert!(bit_vector::length(&b) == 10 && !bit_vector::is_index_set(&b, 9));
    }

    #[test]
    #[expected_failure(abort_code = 0x20001, location = std::bit_vector)]
    fun no_bits_abort() {
        bit_vector::new(0);
    }

    #[test]
    #[expected_failure(abort_code = 0x20001, location = std::bit_vector)]
    fun too_many_bits_abort() {
        bit_vector::new(1024);
    }

    #[test]
    fun set_and_unset() {
        let b = bit_vector::new(10);
        bit_vector::set(&mut b, 3);
        assert!(bit_vector::is_index_set(&b, 3));
        bit_vector::unset(&mut b, 3);
        assert!(!bit_vector::is_index_set(&b, 3));
    }

    #[test]
    #[expected_failure(abort_code = 0x20000, location = std::bit_vector)]
    fun set_outside_aborts() {
        bit_vector::set(&mut bit_vector::new(10), 10);
    }

    #[test]
    fun shift_left_by_two() {
        let b = bit_vector::new(10);
        bit_vector::set(&mut b, 5);
        bit_vector::shift_left(&mut b, 2);
        assert!(bit_vector::is_index_set(&b, 3) && !bit_vector::is_index_set(&b, 5));
    }

    #[test]
    fun shift_by_the_length_clears() {
        let b = bit_vector::new(4);
        bit_vector::set(&mut b, 3);
        bit_vector::shift_left(&mut b, 4);
        assert!(!bit_vector::is_index_set(&b, 3) && !bit_vector::is_index_set(&b, 0));
    }

    #[test]
    fun longest_sequence() {
        let b = bit_vector::new(10);
        bit_vector::set(&mut b, 2);
        bit_vector::set(&mut b, 3);
        assert!(bit_vector::longest_set_sequence_starting_at(&b, 2) == 2);
        assert!(bit_vector::longest_set_sequence_starting_at(&b, 0) == 0);
    }
}
