/// Friends that cannot be.
module 0x42::uses_its_friend {
    use 0x42::used;
    friend 0x42::used; // error: E0209
    public fun f() { used::g() }
}
module 0x42::used {
    public fun g() {}
}
module 0x42::each {
    friend 0x42::other; // error: E0209
}
module 0x42::other {
    friend 0x42::each; // error: E0209
}
module 0x42::far {
    friend 0x43::away; // error: E0205
}
module 0x43::away {}
module 0x42::both {
    package fun for_the_package() {}
    public(friend) fun for_friends() {} // error: E0109
}
module 0x42::both_by_declaration {
    friend 0x42::used; // error: E0109
    package fun for_the_package() {}
}
