/// Casts between all widths.
module 0x42::run_operators_casts {
    fun same_u8(x: u8): u8 { x }
    fun same_u16(x: u16): u16 { x }
    fun same_u32(x: u32): u32 { x }
    fun same_u64(x: u64): u64 { x }
    fun same_u128(x: u128): u128 { x }
    fun same_u256(x: u256): u256 { x }

    // returns: 255, 255, 255, 255, 255, 255
    fun wider_than_u8(): (u8, u16, u32, u64, u128, u256) {
        ((same_u8(255) as u8), (same_u8(255) as u16), (same_u8(255) as u32), (same_u8(255) as u64), (same_u8(255) as u128), (same_u8(255) as u256))
    }

    // returns: 255
    fun the_largest_u8_of_u16(): u8 { same_u16(255) as u8 }

    // aborts: cast out of range
    fun beyond_u8_of_u16(): u8 { same_u16(256) as u8 }

    // returns: 65535, 65535, 65535, 65535, 65535
    fun wider_than_u16(): (u16, u32, u64, u128, u256) {
        ((same_u16(65535) as u16), (same_u16(65535) as u32), (same_u16(65535) as u64), (same_u16(65535) as u128), (same_u16(65535) as u256))
    }

    // returns: 255
    fun the_largest_u8_of_u32(): u8 { same_u32(255) as u8 }

    // aborts: cast out of range
    fun beyond_u8_of_u32(): u8 { same_u32(256) as u8 }

    // returns: 65535
    fun the_largest_u16_of_u32(): u16 { same_u32(65535) as u16 }

    // aborts: cast out of range
    fun beyond_u16_of_u32(): u16 { same_u32(65536) as u16 }

    // returns: 4294967295, 4294967295, 4294967295, 4294967295
    fun wider_than_u32(): (u32, u64, u128, u256) {
        ((same_u32(4294967295) as u32), (same_u32(4294967295) as u64), (same_u32(4294967295) as u128), (same_u32(4294967295) as u256))
    }

    // returns: 255
    fun the_largest_u8_of_u64(): u8 { same_u64(255) as u8 }

    // aborts: cast out of range
    fun beyond_u8_of_u64(): u8 { same_u64(256) as u8 }

    // returns: 65535
    fun the_largest_u16_of_u64(): u16 { same_u64(65535) as u16 }

    // aborts: cast out of range
    fun beyond_u16_of_u64(): u16 { same_u64(65536) as u16 }

    // returns: 4294967295
    fun the_largest_u32_of_u64(): u32 { same_u64(4294967295) as u32 }

    // aborts: cast out of range
    fun beyond_u32_of_u64(): u32 { same_u64(4294967296) as u32 }

    // returns: 18446744073709551615, 18446744073709551615, 18446744073709551615
    fun wider_than_u64(): (u64, u128, u256) {
        ((same_u64(18446744073709551615) as u64), (same_u64(18446744073709551615) as u128), (same_u64(18446744073709551615) as u256))
    }

    // returns: 255
    fun the_largest_u8_of_u128(): u8 { same_u128(255) as u8 }

    // aborts: cast out of range
    fun beyond_u8_of_u128(): u8 { same_u128(256) as u8 }

    // returns: 65535
    fun the_largest_u16_of_u128(): u16 { same_u128(65535) as u16 }

    // aborts: cast out of range
    fun beyond_u16_of_u128(): u16 { same_u128(65536) as u16 }

    // returns: 4294967295
    fun the_largest_u32_of_u128(): u32 { same_u128(4294967295) as u32 }

    // aborts: cast out of range
    fun beyond_u32_of_u128(): u32 { same_u128(4294967296) as u32 }

    // returns: 18446744073709551615
    fun the_largest_u64_of_u128(): u64 { same_u128(18446744073709551615) as u64 }

    // aborts: cast out of range
    fun beyond_u64_of_u128(): u64 { same_u128(18446744073709551616) as u64 }

    // returns: 340282366920938463463374607431768211455, 340282366920938463463374607431768211455
    fun wider_than_u128(): (u128, u256) {
        ((same_u128(340282366920938463463374607431768211455) as u128), (same_u128(340282366920938463463374607431768211455) as u256))
    }

    // returns: 255
    fun the_largest_u8_of_u256(): u8 { same_u256(255) as u8 }

    // aborts: cast out of range
    fun beyond_u8_of_u256(): u8 { same_u256(256) as u8 }

    // returns: 65535
    fun the_largest_u16_of_u256(): u16 { same_u256(65535) as u16 }

    // aborts: cast out of range
    fun beyond_u16_of_u256(): u16 { same_u256(65536) as u16 }

    // returns: 4294967295
    fun the_largest_u32_of_u256(): u32 { same_u256(4294967295) as u32 }

    // aborts: cast out of range
    fun beyond_u32_of_u256(): u32 { same_u256(4294967296) as u32 }

    // returns: 18446744073709551615
    fun the_largest_u64_of_u256(): u64 { same_u256(18446744073709551615) as u64 }

    // aborts: cast out of range
    fun beyond_u64_of_u256(): u64 { same_u256(18446744073709551616) as u64 }

    // returns: 340282366920938463463374607431768211455
    fun the_largest_u128_of_u256(): u128 { same_u256(340282366920938463463374607431768211455) as u128 }

    // aborts: cast out of range
    fun beyond_u128_of_u256(): u128 { same_u256(340282366920938463463374607431768211456) as u128 }

    // returns: 115792089237316195423570985008687907853269984665640564039457584007913129639935
    fun wider_than_u256(): u256 { same_u256(115792089237316195423570985008687907853269984665640564039457584007913129639935) as u256 }
}
