/// Numbers that do not fit, and types that nothing tells.
module 0x42::m {
    use std::option;
    use std::vector;

    struct Marker<phantom T> has drop {}
    fun takes_u8(_x: u8) {}
    fun generic<T>() {}

    fun beyond_u8(): u8 { 256 } // error: E0308
    fun beyond_u16(): u16 { 0x10000 } // error: E0308
    fun beyond_u32(): u32 { 4294967296 } // error: E0308
    fun beyond_u64(): u64 { 18446744073709551616 } // error: E0308
    fun beyond_u128(): u128 { 340282366920938463463374607431768211456 } // error: E0308
    fun alone_beyond_u64() { let _ = 18446744073709551616; } // error: E0308
    fun beside_a_u8(x: u8): bool { x == 340282366920938463463374607431768211456 } // error: E0308
    fun beyond_a_suffix() { let _ = 256u8; } // error: E0308
    fun beyond_an_argument() { takes_u8(300) } // error: E0308
    fun beyond_an_operand(x: u8): bool { x < 256 } // error: E0308
    fun beyond_an_element(): vector<u8> { vector[1, 256] } // error: E0308
    fun in_a_pattern(x: u8): bool { match (x) { 256 => true, _ => false } } // error: E0308
    fun of_a_vector() { let _ = vector[]; } // error: E0302
    fun of_what_never_is() { loop { &break; } } // error: E0302
    fun of_a_return() { &{ return }; } // error: E0302
    fun of_an_option() { let _ = option::none(); } // error: E0302
    fun of_a_phantom() { let _ = Marker {}; } // error: E0302
    fun of_a_call() { generic() } // error: E0302
    fun of_an_empty_vector() { vector::destroy_empty(vector::empty()) } // error: E0302
}
