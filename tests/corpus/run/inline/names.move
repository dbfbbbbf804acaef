/// A call in an inline function means the function of a module before a parameter of its name.
module 0x42::run_inline_names_source {
    public fun far(x: u64): u64 { x + 1_000 }
}
module 0x42::run_inline_names {
    use 0x42::run_inline_names_source::far;

    fun near(x: u64): u64 { x + 100 }

    inline fun both(near: |u64| u64, far: |u64| u64, own: |u64| u64): u64 {
        near(0) + far(0) + own(0)
    }

    inline fun in_block(other: |u64| u64): u64 {
        use 0x42::run_inline_names_source::far as other;
        other(0)
    }

    // returns: 1101
    fun functions_of_modules_come_before_parameters(): u64 {
        both(|x| x + 7, |x| x + 8, |x| x + 1)
    }

    // returns: 1000
    fun so_do_those_of_a_use_in_the_block(): u64 {
        in_block(|x| x + 7)
    }
}
