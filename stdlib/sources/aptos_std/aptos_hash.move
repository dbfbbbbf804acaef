/// More hashes. Touches no state.
module aptos_std::aptos_hash {
    use std::bcs;

    /// Returns the SipHash of `bytes`; fast, and of no use against those who want two values with one hash.
    native public fun sip_hash(bytes: vector<u8>): u64;

    /// Returns the SipHash of the encoding of `v`.
    public fun sip_hash_from_value<MoveValue>(v: &MoveValue): u64 {
        sip_hash(bcs::to_bytes(v))
    }

    /// Returns the Keccak-256 of `bytes`, 32 bytes.
    native public fun keccak256(bytes: vector<u8>): vector<u8>;

    /// Returns the SHA2-512 of `bytes`, 64 bytes.
    native public fun sha2_512(bytes: vector<u8>): vector<u8>;

    /// Returns the SHA3-512 of `bytes`, 64 bytes.
    native public fun sha3_512(bytes: vector<u8>): vector<u8>;

    /// Returns the RIPEMD-160 of `bytes`, 20 bytes.
    native public fun ripemd160(bytes: vector<u8>): vector<u8>;

    /// Returns the BLAKE2b-256 of `bytes`, 32 bytes.
    native public fun blake2b_256(bytes: vector<u8>): vector<u8>;
}
