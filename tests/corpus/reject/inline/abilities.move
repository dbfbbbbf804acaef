/// Inline functions that drop or copy what may not be, told where they are expanded.
module 0x42::m {
    struct Coin { value: u64 }

    inline fun left<T>(_x: T) {} // error: E0402
    inline fun copied<T>(x: &T): T { *x } // error: E0403
    inline fun never_expanded<T>(x: &T): T { *x }

    fun dropped(coin: Coin) {
        left(coin)
    }
    fun copied_here(coin: &Coin): Coin {
        copied(coin)
    }
}
