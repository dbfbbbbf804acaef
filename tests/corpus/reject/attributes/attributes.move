/// Attributes that are given twice.
module 0x42::m {
    #[a, a(x = 0)] // error: E0111
    fun in_one_list() {}
    #[test_only]
    #[test_only] // error: E0111
    fun in_two_lists() {}
    #[b(c, c = 0)] // error: E0111
    fun inside() {}
    #[event]
    #[event] // error: E0111
    struct Event has drop, store {}
}
