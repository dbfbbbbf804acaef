/// The binary encoding of values.
module std::bcs {
    /// Returns the encoding of `v`.
    native public fun to_bytes<MoveValue>(v: &MoveValue): vector<u8>;

    /// Returns the number of bytes of the encoding of `v`.
    public fun serialized_size<MoveValue>(v: &MoveValue): u64 {
        to_bytes(v).length()
    }
}
