/// What literals stand for.
module 0x42::run_literals_literals {
    use std::vector;

    // returns: 1000000
    fun underscores(): u64 { 1_000_000 }

    // returns: 255, 65535, 3735928559
    fun hexadecimal(): (u8, u16, u32) { (0xff, 0xFFFF, 0xdead_beef) }

    // returns: 7, 7, 7, 7, 7, 7
    fun suffixes(): (u8, u16, u32, u64, u128, u256) { (7u8, 7u16, 7u32, 7u64, 7u128, 7u256) }

    // returns: 18446744073709551616
    fun the_type_comes_from_around(): u128 { 18446744073709551616 }

    // returns: 8
    fun the_type_comes_from_an_operand(x: &signer): u8 { let _ = x; 3u8 + 5 }

    // returns: 300
    fun alone_a_number_is_u64(): u64 {
        let x = 300;
        x
    }

    // returns: 4
    fun alone_a_number_that_needs_256_bits_is_u256(): u64 {
        let x = 340282366920938463463374607431768211456;
        ((x >> 126) as u64)
    }

    // returns: true, false
    fun truths(): (bool, bool) { (true, false) }

    // returns: @0x2a, @0x2a, @0xbeef
    fun addresses(): (address, address, address) { (@42, @0x2A, @0x00beef) }

    // returns: @0x1, @0x1
    fun named_addresses(): (address, address) { (@std, @aptos_framework) }

    // returns: b"", b"hi there"
    fun byte_strings(): (vector<u8>, vector<u8>) { (b"", b"hi there") }

    // returns: x"0a0d095c002241"
    fun escapes(): vector<u8> { b"\n\r\t\\\0\"\x41" }

    // returns: b"", x"00ff10"
    fun hexadecimal_strings(): (vector<u8>, vector<u8>) { (x"", x"00Ff10") }

    // returns: 3
    fun a_byte_string_counts_bytes(): u64 { vector::length(&b"abc") }

    // returns: vector[], vector[1, 2, 3], vector[vector[], vector[4]]
    fun vectors(): (vector<u64>, vector<u64>, vector<vector<u64>>) {
        (vector[], vector[1, 2, 3], vector[vector[], vector[4]])
    }

    // returns: vector[1, 2]
    fun a_vector_that_says_its_type(): vector<u16> { vector<u16>[1, 2] }

    // returns: x"0102"
    fun a_vector_of_bytes_is_a_byte_string(): vector<u8> { vector[1, 2] }

    // returns: 115792089237316195423570985008687907853269984665640564039457584007913129639935
    fun the_largest_of_all(): u256 {
        0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
    }

    // returns: true
    fun comments_are_nothing(): bool {
        /* before /* and inside */ 1 == 2 */ true // and after
    }
}
