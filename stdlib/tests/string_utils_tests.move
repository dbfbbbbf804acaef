/// What is known of values as text.
#[test_only]
module aptos_std::string_utils_tests {
    use std::string;
    use std::option;
    use aptos_std::string_utils;

    #[test]
    fun integers() {
        assert!(string_utils::to_string(&1u64) == string::utf8(b"1"));
        assert!(string_utils::to_string(&340282366920938463463374607431768211455u128) == string::utf8(b"340282366920938463463374607431768211455"));
    }

    #[test]
    fun signed_integers() {
        assert!(string_utils::to_string(&-1i8) == string::utf8(b"-1"));
        assert!(string_utils::to_string(&MIN_I128) == string::utf8(b"-170141183460469231731687303715884105728"));
        assert!(string_utils::to_string(&vector[-1, 0, 1]) == string::utf8(b"[ -1, 0, 1 ]"));
    }

    #[test]
    fun booleans() {
        assert!(string_utils::to_string(&false) == string::utf8(b"false"));
    }

    #[test]
    fun addresses() {
        assert!(string_utils::to_string(&@0xcafe) == string::utf8(b"@0xcafe"));
    }

    #[test]
    fun long_addresses() {
        assert!(string_utils::to_string_with_canonical_addresses(&@0xcafe) == string::utf8(b"@0x000000000000000000000000000000000000000000000000000000000000cafe"));
    }

    #[test]
    fun integer_types() {
        assert!(string_utils::to_string_with_integer_types(&1u8) == string::utf8(b"1u8"));
        assert!(string_utils::to_string_with_integer_types(&-1i256) == string::utf8(b"-1i256"));
    }

    #[test]
    fun vectors() {
        assert!(string_utils::to_string(&vector[1, 2, 3]) == string::utf8(b"[ 1, 2, 3 ]"));
        assert!(string_utils::to_string(&vector<u64>[]) == string::utf8(b"[]"));
    }

    #[test]
    fun bytes() {
        assert!(string_utils::to_string(&x"00ff") == string::utf8(b"0x00ff"));
    }

    #[test]
    fun strings() {
        assert!(string_utils::to_string(&string::utf8(b"My string")) == string::utf8(b"\"My string\""));
    }

    #[test]
    fun options() {
        assert!(string_utils::to_string(&option::none<u64>()) == string::utf8(b"None"));
        assert!(string_utils::to_string(&option::some(1)) == string::utf8(b"Some(1)"));
    }

    #[test]
    fun places_in_order() {
        assert!(string_utils::format3(&b"a = {} b = {} c = {}", 1, 2, 3) == string::utf8(b"a = 1 b = 2 c = 3"));
    }

    #[test]
    fun four_places() {
        assert!(string_utils::format4(&b"{}{}{}{}", 1, 2, 3, 4) == string::utf8(b"1234"));
        assert!(string_utils::format2(&b"{}-{}", 1, 2) == string::utf8(b"1-2"));
    }

    #[test]
    fun braces() {
        assert!(string_utils::format1(&b"{{{}}}", 1) == string::utf8(b"{1}"));
    }

    #[test]
    #[expected_failure(abort_code = 1, location = aptos_std::string_utils)]
    fun too_few_values_abort() {
        string_utils::format1(&b"{} {}", 1);
    }

    #[test]
    #[expected_failure(abort_code = 1, location = aptos_std::string_utils)]
    fun too_many_values_abort() {
        string_utils::format1(&b"", 1);
    }

    #[test]
    #[expected_failure(abort_code = 2, location = aptos_std::string_utils)]
    fun a_lonely_brace_aborts() {
        string_utils::format1(&b"{", 1);
    }
}
