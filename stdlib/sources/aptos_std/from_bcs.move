/// Values back from their binary encoding.
module aptos_std::from_bcs {
    /// Decodes an address from its 32 bytes; aborts on any other number of bytes.
    public fun to_address(v: vector<u8>): address pure {
        bytes_to_address(v)
    }

    /// Decodes an address from its 32 bytes.
    native fun bytes_to_address(bytes: vector<u8>): address;
}
