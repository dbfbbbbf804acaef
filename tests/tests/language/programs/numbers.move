/// Integers: widths, checks, casts, bits, constants.
module test::numbers {
    const A: u64 = 100;
    const B: u64 = C + 1;
    const C: u64 = A * 2 - 1;
    const NAMES: vector<vector<u8>> = vector[b"a", x"0102"];
    const LARGE: u256 = 0xffff_ffff_ffff_ffff_ffff;
    const SHIFTED: u8 = 255 << 4;
    const BYTE: vector<u8> = vector[1, 2];

    public entry fun constants() {
        assert!(B == 200 && C == 199, 1);
        assert!(NAMES[1] == x"0102" && BYTE == x"0102", 2);
        assert!(LARGE > 1 && SHIFTED == 240, 3);
    }

    public entry fun operators() {
        assert!((300u64 as u16) == 300 && (7 / 2) * 2 + 7 % 2 == 7, 1);
        assert!((1u8 << 7) >> 3 == 16 && (255u8 << 1) == 254, 2);
        assert!(5 ^ 3 == 6 && (5 & 3) == 1 && (5 | 3) == 7, 3);
        assert!((1u256 << 255) >> 255 == 1, 4);
        let x = 1u128;
        x <<= 100;
        x -= 1;
        x /= 3;
        x %= 1000;
        assert!(x == 125, 5);
    }

    public entry fun aborts_on_overflow() { let x = 255u8; x + 1; }
    public entry fun aborts_below_zero() { let x = 0u64; x -= 1; }
    public entry fun aborts_on_a_narrow_cast() { let x = 256u64; (x as u8); }
    public entry fun aborts_on_zero() { let x = 0u64; 1 / x; }
    public entry fun aborts_on_a_far_shift() { let x = 64u8; 1u64 << x; }

    public entry fun casts() {
        let a: u128 = 300;
        let b: u64 = 2;
        assert!((a * 2 / 3 as u8) == 200, 1);
        assert!((a >> 1 as u64) + b == 152, 2);
        assert!((a as u64) + b * (2u8 as u64) == 304, 3);
    }
}
