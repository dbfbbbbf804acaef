/// Constants of every type, and expressions they may be made of.
module 0x42::accept_constants_constants {
    const A: u8 = 1;
    const B: u16 = 0xffff;
    const C: u32 = 1_000;
    const D: u64 = 1 + 2 * (3 - 1) / 2 % 5;
    const E: u128 = 1 << 100;
    const F: u256 = 1 << 255;
    const G: bool = true && !false || false;
    const H: address = @0x42;
    const I: vector<u8> = b"text";
    const J: vector<u8> = x"00ff";
    const K: vector<u64> = vector[1, 2, 3];
    const L: vector<vector<bool>> = vector[vector[true], vector[]];
    const M: vector<address> = vector[@0x1, @std];
    const N: u64 = D + 1;
    const O: bool = D == 3 && A < 2 && b"a" != b"b";
    const P: u8 = (256u64 / 2) as u8;
    const Q: u8 = 0xf0 & 0x3c | 1 ^ 2;
    const R: vector<u8> = vector[1, 2];
    const ECODE: u64 = 42;
    const SEQUENCE: u64 = { 0; true; 1 + 1 };
    #[test_only]
    const ONLY_IN_TESTS: u64 = 1;
    const UNUSED: u64 = 0;

    fun values(): (u8, u16, u32, u64, u128, u256) { (A, B, C, D, E, F) }
    fun others(): (bool, address, vector<u8>, vector<u8>) { (G, H, I, J) }
    fun lists(): (vector<u64>, vector<vector<bool>>, vector<address>) { (K, L, M) }
    fun computed(): (u64, bool, u8, u8, vector<u8>) { (N, O, P, Q, R) }
    fun as_a_code(x: bool) { assert!(x, ECODE); abort ECODE }
    fun as_an_operand(x: u64): u64 { x * D + K[0] }
    fun borrowed(): u64 { K.length() + std::vector::length(&I) }
    fun copied(): vector<u64> { let list = K; list.push_back(4); list }
    fun the_greatest(): (u8, u64, u256) { (MAX_U8, MAX_U64, MAX_U256) }
}
