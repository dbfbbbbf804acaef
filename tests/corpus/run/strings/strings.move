/// Byte strings and strings.
module 0x42::run_strings_strings {
    use std::string::{Self, String, utf8};

    // returns: {b"abc"}
    fun of_bytes(): String { utf8(b"abc") }

    // aborts: 1
    fun of_bytes_that_are_no_text(): String { utf8(x"ff") }

    // returns: true, false
    fun perhaps(): (bool, bool) {
        (string::try_utf8(b"ok").is_some(), string::try_utf8(x"c328").is_some())
    }

    // returns: {b"one two"}
    fun appended(): String {
        let s = utf8(b"one");
        s.append(utf8(b" "));
        s.append_utf8(b"two");
        s
    }

    // returns: 0, 3, true
    fun lengths(): (u64, u64, bool) {
        let empty = utf8(b"");
        (empty.length(), utf8(b"abc").length(), empty.is_empty())
    }

    // returns: {b"bcd"}
    fun a_part(): String { utf8(b"abcde").sub_string(1, 4) }

    // aborts: 2
    fun a_part_beyond(): String { utf8(b"abc").sub_string(1, 4) }

    // returns: {b"abXcd"}
    fun inserted(): String {
        let s = utf8(b"abcd");
        s.insert(2, utf8(b"X"));
        s
    }

    // returns: 2, 4
    fun found(): (u64, u64) {
        let s = utf8(b"abcb");
        (s.index_of(&utf8(b"cb")), s.index_of(&utf8(b"x")))
    }

    // returns: true, false
    fun compared(): (bool, bool) { (utf8(b"a") == utf8(b"a"), utf8(b"a") == utf8(b"b")) }

    // returns: b"abc"
    fun back_to_bytes(): vector<u8> { *utf8(b"abc").bytes() }

    // returns: x"c3a4"
    fun more_than_one_byte(): vector<u8> { utf8(x"c3a4").into_bytes() }
}
