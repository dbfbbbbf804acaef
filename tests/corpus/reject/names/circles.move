/// Modules that use each other.
module 0x42::a { // error: E0209
    public fun f() { 0x42::b::g() }
}
module 0x42::b {
    public fun g() { 0x42::c::h() }
}
module 0x42::c {
    public fun h() { 0x42::a::f() }
}
