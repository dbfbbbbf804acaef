/// What is known of strings.
#[test_only]
module std::string_tests {
    use std::string;
    use std::option;

    #[test]
    fun text_is_kept() {
        let s = string::utf8(b"abc");
        assert!(*string::bytes(&s) == b"abc");
        assert!(string::length(&s) == 3);
    }

    #[test]
    #[expected_failure(abort_code = 1, location = std::string)]
    fun what_is_no_text_is_refused() {
        string::utf8(x"ff");
    }

    #[test]
    fun try_utf8_tells() {
        assert!(option::is_none(&string::try_utf8(x"ff")));
        assert!(string::try_utf8(b"a") == option::some(string::utf8(b"a")));
    }

    #[test]
    fun append_puts_behind() {
        let s = string::utf8(b"ab");
        string::append(&mut s, string::utf8(b"cd"));
        string::append_utf8(&mut s, b"e");
        assert!(s == string::utf8(b"abcde"));
    }

    #[test]
    fun insert_in_the_middle() {
        let s = string::utf8(b"ad");
        string::insert(&mut s, 1, string::utf8(b"bc"));
        assert!(s == string::utf8(b"abcd"));
    }

    #[test]
    fun insert_at_both_ends() {
        let s = string::utf8(b"b");
        string::insert(&mut s, 0, string::utf8(b"a"));
        string::insert(&mut s, 2, string::utf8(b"c"));
        assert!(s == string::utf8(b"abc"));
    }

    #[test]
    #[expected_failure(abort_code = 2, location = std::string)]
    fun insert_inside_a_character_aborts() {
        let s = string::utf8(x"c3a4");
        string::insert(&mut s, 1, string::utf8(b"a"));
    }

    #[test]
    fun sub_string_copies() {
        let s = string::utf8(b"footprint");
        assert!(string::sub_string(&s, 4, 9) == string::utf8(b"print"));
        assert!(string::sub_string(&s, 3, 3) == string::utf8(b""));
    }

    #[test]
    #[expected_failure(abort_code = 2, location = std::string)]
    fun sub_string_outside_aborts() {
        string::sub_string(&string::utf8(b"a"), 0, 2);
    }

    #[test]
    #[expected_failure(abort_code = 2, location = std::string)]
    fun sub_string_backwards_aborts() {
        string::sub_string(&string::utf8(b"abc"), 2, 1);
    }

    #[test]
    #[expected_failure(abort_code = 2, location = std::string)]
    fun sub_string_inside_a_character_aborts() {
        string::sub_string(&string::utf8(x"c3a4"), 0, 1);
    }

    #[test]
    fun index_of_the_first() {
        let s = string::utf8(b"abcabc");
        assert!(string::index_of(&s, &string::utf8(b"bc")) == 1);
        assert!(string::index_of(&s, &string::utf8(b"x")) == 6);
        assert!(string::index_of(&s, &string::utf8(b"")) == 0);
    }

    #[test]
    fun empty_text() {
        assert!(string::is_empty(&string::utf8(b"")));
        assert!(!string::is_empty(&string::utf8(b"a")));
    }

    #[test]
    fun into_bytes_takes_apart() {
        assert!(string::into_bytes(string::utf8(b"a")) == b"a");
    }
}
