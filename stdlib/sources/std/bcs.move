/// Binary encoding of values.
module std::bcs {
    /// Encodes `v` in BCS.
    native public fun to_bytes<MoveValue>(v: &MoveValue): vector<u8> pure;
}
