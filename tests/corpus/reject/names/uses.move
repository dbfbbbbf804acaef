/// Uses of what is not there, and names that come in twice.
module 0x42::other {
    struct S has drop {}
    public fun f() {}
}
module 0x42::m {
    use 0x42::unknown; // error: E0202
    use 0x43::other; // error: E0202
    use std::unknown as also; // error: E0202
    use 0x42::other::unknown; // error: E0203
    use 0x42::other::{S, missing}; // error: E0203
    use nowhere::other as again; // error: E0206
    use std::vector;
    use std::option as vector; // error: E0204
    use 0x42::other::f as g;
    use std::vector::length as g; // error: E0204
}
