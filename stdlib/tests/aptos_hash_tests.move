/// What is known of further hashes.
#[test_only]
module aptos_std::aptos_hash_tests {
    use aptos_std::aptos_hash;

    #[test]
    fun keccak_of_nothing() {
        assert!(aptos_hash::keccak256(b"") == x"c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    }

    #[test]
    fun sha2_512_of_text() {
        assert!(aptos_hash::sha2_512(b"abc") == x"ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    }

    #[test]
    fun sha3_512_of_nothing() {
        assert!(aptos_hash::sha3_512(b"") == x"a69f73cca23a9ac5c8b567dc185a756e97c982164fe25859e0d1dcc1475c80a615b2123af1f5f94c11e3e9402c3ac558f500199d95b6d3e301758586281dcd26");
    }

    #[test]
    fun ripemd_of_nothing() {
        assert!(aptos_hash::ripemd160(b"") == x"9c1185a5c5e9fc54612808977ee8f548b2258d31");
    }

    #[test]
    fun blake2b_of_nothing() {
        assert!(aptos_hash::blake2b_256(b"") == x"0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    }

    #[test]
    fun sip_hash_is_the_same_each_time() {
        assert!(aptos_hash::sip_hash(b"a") == aptos_hash::sip_hash(b"a"));
        assert!(aptos_hash::sip_hash(b"a") != aptos_hash::sip_hash(b"b"));
    }

    #[test]
    fun sip_hash_of_a_value_is_that_of_its_encoding() {
        assert!(aptos_hash::sip_hash_from_value(&1u8) == aptos_hash::sip_hash(x"01"));
    }
}
