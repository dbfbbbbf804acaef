/// Items that cannot be read.
module 0x42::m {
    struct A { x u64 } // error: E0101
    fun f(x u64) {} // error: E0101
    fun g() -> u64 { 1 } // error: E0101
    const B u64 = 1; // error: E0101
    use std:vector; // error: E0101
    struct C has fast {} // error: E0101
    fun h( { } // error: E0101
    public public fun i() {} // error: E0109
    entry entry fun j() {} // error: E0109
    struct D has copy, copy {} // error: E0109
    native fun k() {} // error: E0109
    fun l(); // error: E0101
    public(unknown) fun m() {} // error: E0101
    let x = 1; // error: E0101
    fn n() {} // error: E0101
    public struct { x: u64 } // error: E0101
    enum E { A B } // error: E0101
}
