/// Generic functions that call themselves, with finitely many types.
module 0x42::accept_instantiation_loops {
    struct Box<T> has drop { item: T }

    fun same<T>(n: u64) { if (0 < n) same<T>(n - 1) }
    fun fixed<T>(n: u64) { if (0 < n) fixed<Box<u64>>(n - 1) }
    fun swapped<A, B>(n: u64) { if (0 < n) swapped<B, A>(n - 1) }
    fun boxed<T>() { unboxed<Box<T>>() }
    fun unboxed<T>() {}
}
