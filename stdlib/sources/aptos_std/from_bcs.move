/// Values back from their binary encoding. Each aborts unless the bytes are the encoding of a value of its type.
module aptos_std::from_bcs {
    use std::string::{Self, String};


    /// The bytes are no such value.
    const EINVALID_UTF8: u64 = 0x1;

    /// Decodes a `bool`.
    public fun to_bool(v: vector<u8>): bool pure {
        from_bytes<bool>(v)
    }

    /// Decodes a `u8`.
    public fun to_u8(v: vector<u8>): u8 pure {
        from_bytes<u8>(v)
    }

    /// Decodes a `u16`.
    public fun to_u16(v: vector<u8>): u16 pure {
        from_bytes<u16>(v)
    }

    /// Decodes a `u32`.
    public fun to_u32(v: vector<u8>): u32 pure {
        from_bytes<u32>(v)
    }

    /// Decodes a `u64`.
    ///
    /// ```
    /// assert!(from_bcs::to_u64(bcs::to_bytes(&7u64)) == 7);
    /// ```
    public fun to_u64(v: vector<u8>): u64 pure {
        from_bytes<u64>(v)
    }

    /// Decodes a `u128`.
    public fun to_u128(v: vector<u8>): u128 pure {
        from_bytes<u128>(v)
    }

    /// Decodes a `u256`.
    public fun to_u256(v: vector<u8>): u256 pure {
        from_bytes<u256>(v)
    }

    /// Decodes an address from its 32 bytes; aborts on any other number of bytes.
    public fun to_address(v: vector<u8>): address pure {
        bytes_to_address(v)
    }

    /// Decodes a `vector<u8>`.
    public fun to_bytes(v: vector<u8>): vector<u8> pure {
        from_bytes<vector<u8>>(v)
    }

    /// Decodes a string.
    public fun to_string(v: vector<u8>): String pure {
        let text = from_bytes<String>(v);
        assert!(string::internal_check_utf8(string::bytes(&text)), EINVALID_UTF8);
        text
    }

    /// Decodes a value of any type; for modules that know what they have encoded.
    native package fun from_bytes<T>(bytes: vector<u8>): T;

    /// Decodes an address from its 32 bytes.
    native fun bytes_to_address(bytes: vector<u8>): address;
}
