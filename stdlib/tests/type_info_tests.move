/// What is known of names of types.
#[test_only]
module aptos_std::type_info_tests {
    use std::string;
    use aptos_std::type_info;

    #[test]
    fun names_of_plain_types() {
        assert!(type_info::type_name<u64>() == string::utf8(b"u64"));
        assert!(type_info::type_name<i128>() == string::utf8(b"i128"));
        assert!(type_info::type_name<vector<bool>>() == string::utf8(b"vector<bool>"));
    }

    #[test]
    fun names_of_structs() {
        assert!(type_info::type_name<string::String>() == string::utf8(b"0x1::string::String"));
    }

    #[test]
    fun parts_of_structs() {
        let t = type_info::type_of<std::option::Option<u8>>();
        assert!(type_info::account_address(&t) == @0x1);
        assert!(type_info::module_name(&t) == b"option");
        assert!(type_info::struct_name(&t) == b"Option<u8>");
    }

    #[test]
    #[expected_failure(abort_code = 1, location = aptos_std::type_info)]
    fun parts_of_plain_types_abort() {
        type_info::type_of<u64>();
    }

    #[test]
    fun sizes() {
        assert!(type_info::size_of_val(&1u32) == 4);
    }
}
