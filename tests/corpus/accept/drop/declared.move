/// A `let` without a value drops nothing.
module 0x42::accept_drop_declared {
    struct Kept { n: u64 }

    fun alone() {
        let _: Kept;
    }

    fun in_a_tuple() {
        let (_, n): (Kept, u64);
        n = 1;
        let _ = n;
    }
}
