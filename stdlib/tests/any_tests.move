/// What is known of values of any type.
#[test_only]
module aptos_std::any_tests {
    use aptos_std::any;
    use aptos_std::copyable_any;

    #[test]
    fun what_is_packed_comes_back() {
        assert!(any::unpack<u64>(any::pack(5u64)) == 5);
        assert!(any::unpack<i64>(any::pack(-5i64)) == -5);
        assert!(copyable_any::unpack<vector<u8>>(copyable_any::pack(b"a")) == b"a");
    }

    #[test]
    fun the_type_is_known() {
        assert!(*any::type_name(&any::pack(true)) == std::string::utf8(b"bool"));
    }

    #[test]
    #[expected_failure(abort_code = 0x10000, location = aptos_std::any)]
    fun the_type_without_sign_aborts() {
        any::unpack<u64>(any::pack(5i64));
    }

    #[test]
    #[expected_failure(abort_code = 0x10000, location = aptos_std::any)]
    fun another_type_aborts() {
        any::unpack<u8>(any::pack(5u64));
    }
}
