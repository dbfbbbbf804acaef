/// Text in UTF-8.
///
/// No function here touches global storage of its own accord: each reads or writes the string that it is given.
module std::string {
    use std::option::{Self, Option};
    use std::vector;

    /// The bytes are not UTF-8.
    const EINVALID_UTF8: u64 = 1;
    /// No character begins at the index.
    const EINVALID_INDEX: u64 = 2;

    /// Bytes that are UTF-8.
    struct String has copy, drop, store {
        /// The text, encoded.
        bytes: vector<u8>,
    }

    /// Makes a string of `bytes`; aborts unless they are UTF-8.
    public fun utf8(bytes: vector<u8>): String {
        assert!(internal_check_utf8(&bytes), EINVALID_UTF8);
        String { bytes }
    }

    /// Makes a string of `bytes` if they are UTF-8.
    public fun try_utf8(bytes: vector<u8>): Option<String> {
        if (internal_check_utf8(&bytes)) {
            option::some(String { bytes })
        } else {
            option::none()
        }
    }

    /// Borrows the bytes.
    public fun bytes(self: &String): &vector<u8> {
        &self.bytes
    }

    /// Takes the string apart for its bytes.
    public fun into_bytes(self: String): vector<u8> {
        let String { bytes } = self;
        bytes
    }

    /// Tells whether there are no bytes.
    public fun is_empty(self: &String): bool {
        vector::is_empty(&self.bytes)
    }

    /// Returns the number of bytes.
    public fun length(self: &String): u64 {
        vector::length(&self.bytes)
    }

    /// Adds the text `r` at the end.
    public fun append(self: &mut String, r: String) {
        let String { bytes } = r;
        vector::append(&mut self.bytes, bytes);
    }

    /// Adds `bytes` at the end; aborts unless they are UTF-8.
    public fun append_utf8(self: &mut String, bytes: vector<u8>) {
        append(self, utf8(bytes));
    }

    /// Puts the text `o` in before the byte `at`; aborts unless a character begins there.
    public fun insert(self: &mut String, at: u64, o: String) {
        let bytes = &self.bytes;
        assert!(at <= vector::length(bytes) && internal_is_char_boundary(bytes, at), EINVALID_INDEX);
        let end = vector::trim(&mut self.bytes, at);
        append(self, o);
        vector::append(&mut self.bytes, end);
    }

    /// Copies the bytes from `i` up to `j`, which is not among them; aborts unless characters begin at both.
    ///
    /// ```
    /// assert!(string::utf8(b"footprint").sub_string(0, 4) == string::utf8(b"foot"));
    /// ```
    public fun sub_string(self: &String, i: u64, j: u64): String {
        let bytes = &self.bytes;
        let length = vector::length(bytes);
        assert!(
            j <= length && i <= j && internal_is_char_boundary(bytes, i) && internal_is_char_boundary(bytes, j),
            EINVALID_INDEX
        );
        String { bytes: vector::slice(bytes, i, j) }
    }

    /// Returns the index of the first byte where `r` stands in the text, or the text's length if it does not.
    public fun index_of(self: &String, r: &String): u64 {
        let text = &self.bytes;
        let sought = &r.bytes;
        let length = vector::length(text);
        let sought_length = vector::length(sought);
        let at = 0;
        while (at + sought_length <= length) {
            let matched = 0;
            while (matched < sought_length && *vector::borrow(text, at + matched) == *vector::borrow(sought, matched)) {
                matched = matched + 1;
            };
            if (matched == sought_length) return at;
            at = at + 1;
        };
        length
    }

    /// Tells whether a character of the UTF-8 in `v` begins at byte `i`, or the text ends there.
    fun internal_is_char_boundary(v: &vector<u8>, i: u64): bool {
        i == vector::length(v) || i < vector::length(v) && *vector::borrow(v, i) & 0xC0 != 0x80
    }

    /// Tells whether `v` is UTF-8.
    native public fun internal_check_utf8(v: &vector<u8>): bool;
}
