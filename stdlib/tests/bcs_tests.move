/// What is known of encodings.
#[test_only]
module std::bcs_tests {
    use std::bcs;

    #[test]
    fun integers_from_the_lowest_byte() {
        assert!(bcs::to_bytes(&0x0102u16) == x"0201");
        assert!(bcs::to_bytes(&1u64) == x"0100000000000000");
    }

    #[test]
    fun signed_integers_in_twos_complement() {
        assert!(bcs::to_bytes(&-1i8) == x"ff");
        assert!(bcs::to_bytes(&-2i16) == x"feff");
        assert!(bcs::to_bytes(&MIN_I64) == x"0000000000000080");
    }

    #[test]
    fun vectors_with_their_length() {
        assert!(bcs::to_bytes(&vector[1u8, 2u8]) == x"020102");
        assert!(bcs::to_bytes(&std::string::utf8(b"a")) == x"0161");
    }

    #[test]
    fun addresses_as_they_are() {
        assert!(bcs::to_bytes(&@0x1) == x"0000000000000000000000000000000000000000000000000000000000000001");
    }

    #[test]
    fun booleans() {
        assert!(bcs::to_bytes(&true) == x"01");
        assert!(bcs::to_bytes(&false) == x"00");
    }

    #[test]
    fun sizes() {
        assert!(bcs::serialized_size(&1u128) == 16);
        assert!(bcs::serialized_size(&vector[1u64, 2u64]) == 17);
    }

    #[test]
    fun options_as_vectors() {
        assert!(bcs::to_bytes(&std::option::some(5u8)) == x"0105");
        assert!(bcs::to_bytes(&std::option::none<u8>()) == x"00");
    }
}
