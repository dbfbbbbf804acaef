/// Modifiers that do not go together, and patterns with two rests.
module 0x42::m {
    entry inline fun both() {} // error: E0109
    public(friend) entry inline fun all() {} // error: E0109
    struct S(bool, u8, address) has drop;
    fun two_rests(x: S) { let S(.., _y, ..) = x; } // error: E0101
    fun two_rests_of_a_tuple() { let (.., _y, ..) = (1, 2, 3); } // error: E0101
    public public struct Twice {} // error: E0109
    entry struct Called {} // error: E0109
    fun acquires_nothing() acquires {} // error: E0112
}
