/// Variables that one assignment gives two values.
module 0x42::m {
    struct R has drop { f: u64 }
    fun in_a_tuple(): u64 {
        let x;
        (x, x) = (0, 0); // error: E0204
        x
    }
    fun in_a_pattern(): u64 {
        let f;
        (f, R { f }) = (0, R { f: 0 }); // error: E0204
        f
    }
}
