/// Constants that cannot be computed beforehand, or do not fit.
module 0x42::other {
    const PRIVATE: u64 = 1;
    public fun f(): u64 { PRIVATE }
}
module 0x42::m {
    use 0x42::other;

    struct Point has copy, drop { x: u64 }

    const CALL: u64 = f(); // error: E0313
    const CALL_OF_ANOTHER: u64 = other::f(); // error: E0313
    const STRUCT: Point = Point { x: 1 }; // error: E0313
    const REFERENCE: &u64 = &1; // error: E0313
    const SIGNER: signer = @0x1; // error: E0301
    const TYPE: u64 = true; // error: E0301
    const WIDTH: u8 = 256; // error: E0308
    const OVERFLOW: u8 = 255 + 1; // error: E0313
    const UNDERFLOW: u64 = 1 - 2; // error: E0313
    const DIVISION: u64 = 1 / 0; // error: E0313
    const REMAINDER: u64 = 1 % 0; // error: E0313
    const SHIFT: u64 = 1 << 64; // error: E0313
    const CAST: u8 = (256u16 as u8); // error: E0313
    const ITSELF: u64 = ITSELF + 1; // error: E0313
    const CIRCLE_A: u64 = CIRCLE_B; // error: E0313
    const CIRCLE_B: u64 = CIRCLE_A; // error: E0313
    const UNKNOWN: u64 = NOTHING; // error: E0201
    const OF_ANOTHER_MODULE: u64 = other::PRIVATE; // error: E0208
    const ELEMENTS: vector<u64> = vector[1, true]; // error: E0301
    const BORROWED: u64 = *&1; // error: E0313
    const ABORTED: u64 = abort 1; // error: E0313
    const BRANCH: u64 = if (true) 1 else 2; // error: E0313
    const LOOP: u64 = loop {}; // error: E0313
    const VARIABLE: u64 = { let x = 1; x }; // error: E0313
    const CALL_BEFORE: u64 = { f(); 1 }; // error: E0313
    const OVERFLOW_BEFORE: u64 = { 1u8 << 8; 1 }; // error: E0313
    const MIXED: u64 = 1u8 + 2; // error: E0301
    const LOGIC: bool = 1 && true; // error: E0301

    fun f(): u64 { 1 }
    fun assigned() { SHIFTED = 2; } // error: E0110
    const SHIFTED: u64 = 1;
    fun of_another_module(): u64 { other::PRIVATE } // error: E0208
}
