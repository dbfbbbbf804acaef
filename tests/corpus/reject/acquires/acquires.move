/// `acquires`, where it is written, names what the function acquires.
module 0x42::m {
    struct R has key, drop { value: u64 }
    struct S has key, drop { value: u64 }
    struct Plain has drop { value: u64 }

    fun read(at: address): u64 acquires R { R[at].value }

    fun one_is_missing(at: address): u64 acquires R {
        R[at].value + S[at].value // error: E0610
    }

    fun one_through_a_callee_is_missing(at: address): u64 acquires S {
        S[at].value + read(at) // error: E0610
    }

    fun one_is_too_many(at: address): u64 acquires R, S { // error: E0610
        R[at].value
    }

    fun none_is_acquired(at: address): bool acquires R { // error: E0610
        exists<R>(at)
    }

    fun named_twice(at: address): u64 acquires R, R { // warning: E0610
        R[at].value
    }

    fun not_a_resource() acquires Plain {} // error: E0610
}
