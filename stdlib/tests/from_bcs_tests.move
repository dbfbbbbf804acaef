/// What is known of values from their encodings.
#[test_only]
module aptos_std::from_bcs_tests {
    use std::bcs;
    use aptos_std::from_bcs;

    #[test]
    fun u8_comes_back() {
        assert!(from_bcs::to_u8(bcs::to_bytes(&7u8)) == 7u8);
    }

    #[test]
    fun u16_comes_back() {
        assert!(from_bcs::to_u16(bcs::to_bytes(&7u16)) == 7u16);
    }

    #[test]
    fun u32_comes_back() {
        assert!(from_bcs::to_u32(bcs::to_bytes(&7u32)) == 7u32);
    }

    #[test]
    fun u64_comes_back() {
        assert!(from_bcs::to_u64(bcs::to_bytes(&7u64)) == 7u64);
    }

    #[test]
    fun u128_comes_back() {
        assert!(from_bcs::to_u128(bcs::to_bytes(&7u128)) == 7u128);
    }

    #[test]
    fun u256_comes_back() {
        assert!(from_bcs::to_u256(bcs::to_bytes(&7u256)) == 7u256);
    }

    #[test]
    fun bool_comes_back() {
        assert!(from_bcs::to_bool(x"01") && !from_bcs::to_bool(x"00"));
    }

    #[test]
    fun address_comes_back() {
        assert!(from_bcs::to_address(bcs::to_bytes(&@0xcafe)) == @0xcafe);
    }

    #[test]
    fun bytes_come_back() {
        assert!(from_bcs::to_bytes(x"020102") == x"0102");
    }

    #[test]
    fun string_comes_back() {
        assert!(from_bcs::to_string(x"0161") == std::string::utf8(b"a"));
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = aptos_std::from_bcs)]
    fun too_few_bytes_abort() {
        from_bcs::to_u64(x"01");
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = aptos_std::from_bcs)]
    fun too_many_bytes_abort() {
        from_bcs::to_u8(x"0101");
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = aptos_std::from_bcs)]
    fun a_bool_of_two_aborts() {
        from_bcs::to_bool(x"02");
    }

    #[test]
    #[expected_failure(abort_code = 1, location = aptos_std::from_bcs)]
    fun a_string_that_is_no_text_aborts() {
        from_bcs::to_string(x"01ff");
    }
}
