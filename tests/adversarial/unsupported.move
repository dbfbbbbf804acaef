//! Clauses that are read and not taken yet: each says so, and none is taken for less than it says.
module 0xa::unsupported {
    struct R has key { n: u64 }
    struct Registry has key { at: address }

    //! reports behind_key: E0608
    public fun behind_key(a: address)
        writes R(Registry(a).at).n
    {
        R[Registry[a].at].n = 1;
    }
}
