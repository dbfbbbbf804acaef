/// Cryptographic hashes.
module std::hash {
    /// Returns the SHA2-256 of `data`, 32 bytes.
    native public fun sha2_256(data: vector<u8>): vector<u8> pure;

    /// Returns the SHA3-256 of `data`, 32 bytes.
    native public fun sha3_256(data: vector<u8>): vector<u8> pure;
}
