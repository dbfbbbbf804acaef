/// Modules without the word that begins them.
0x42::without_a_word { // error: E0101
    struct S has drop { x: u64 }
    fun f(s: S): u64 { s.x }
}
modul 0x42::with_another_word { // error: E0101
    fun g(): u64 { 1 }
    fun h(): u64 { true }
}
module 0x42::closed_early {
    enum E has copy, drop A, B } // error: E0101, E0103
    enum F has drop { C, D }
    fun f(_: F): u64 { 1 }
}
/// Nothing stands there, but the address is none.
address 0x10000000000000000000000000000000000000000000000000000000000000000 {} // error: E0105
