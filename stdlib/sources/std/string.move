/// Text in UTF-8.
///
/// No function here touches global storage of its own accord: each reads or writes the string that it is given.
module std::string {
    use std::option::{Self, Option};
    use std::vector;

    /// The bytes are not UTF-8.
    const EINVALID_UTF8: u64 = 1;

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

    /// Tells whether `v` is UTF-8.
    native public fun internal_check_utf8(v: &vector<u8>): bool;
}
