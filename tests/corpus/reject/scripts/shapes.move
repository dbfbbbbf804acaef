/// A script is one function that nothing but a transaction calls.
script {
    public fun visible() {} // error: E0109
}
script {
    package fun for_the_package() {} // error: E0109
}
script {
    fun with_a_result(): u64 { 1 } // error: E0317
}
script {
    fun first() {}
    fun second() {} // error: E0317
}
