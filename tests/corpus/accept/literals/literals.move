/// Literals that fit, and what stands beside them.
module 0x42::accept_literals_literals {
    use std::vector;

    fun smallest_and_largest(): (u8, u16, u32, u64) { (0, 65535, 4294967295, 18446744073709551615) }
    fun the_largest_of_128_bits(): u128 { 340282366920938463463374607431768211455 }
    fun as_many_hexadecimal_digits_as_fit(): u16 { 0x000000000000ffff }
    fun underscores(): u64 { 1_0_0 + 0x1_f }
    fun suffixes(): u128 { 1u128 + (2u8 as u128) }
    fun from_the_parameter() { takes_u8(255) }
    fun takes_u8(_x: u8) {}
    fun from_the_other_operand(x: u16): bool { 5 < x && x == 7 }
    fun from_the_annotation(): u32 {
        let x: u32 = 5;
        x
    }
    fun from_a_later_use(): u8 {
        let x = 5;
        takes_u8(x);
        x
    }
    fun in_a_vector(): vector<u8> { vector[1, 2, 255] }
    fun from_an_element(): vector<u16> {
        let list = vector[];
        vector::push_back(&mut list, 5u16);
        list
    }
    fun addresses(): vector<address> { vector[@0x1, @0xCAFE, @1, @std] }
    fun byte_strings(): vector<vector<u8>> { vector[b"", b"a b", x"", x"0aF1", b"\x00\\"] }
    fun nothing() { () }
    fun nothing_at_all() {}
    fun in_parentheses(): u64 { (((1))) }
    fun with_a_type(): u8 { (1: u8) }
}
