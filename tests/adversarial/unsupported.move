//! Clauses that are read and not taken yet: each says so, and none is taken for less than it says.
module 0xa::unsupported {
    struct R has key { n: u64 }

    //! reports masked: E0608
    public fun masked(all: vector<address>, i: u64)
        writes R(all[i & 1]).n
    {
        R[all[i & 1]].n = 1;
    }
}
