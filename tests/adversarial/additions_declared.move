//! `adds` allows updates alone; `reads` beside it allows looking, and both together are no `writes`.
module 0xa::additions_declared {
    struct R has key { n: u64, m: u64 }

    //! reports only_adds: E0601
    public fun only_adds(a: address): u64
        adds R(a).n
    {
        R[a].n += 1;
        R[a].n
    }

    //! reports only_reads: E0601, E0605
    public fun only_reads(a: address)
        reads R(a).n
    {
        R[a].n += 1;
    }

    //! reports overwritten: E0601, E0605
    public fun overwritten(a: address)
        reads R(a).n
        adds R(a).n
    {
        R[a].n = 1;
    }

    //! reports read_and_added:
    public fun read_and_added(a: address): u64
        reads R(a).n
        adds R(a).n
    {
        R[a].n += 1;
        R[a].n
    }

    //! reports all_in_one:
    public fun all_in_one(a: address): u64
        writes R(a).n
    {
        R[a].n += 1;
        R[a].n
    }

    //! reports too_wide: E0604
    public fun too_wide(a: address)
        writes R(a).n
    {
        R[a].n += 1;
    }

    //! reports never: E0605
    public fun never(a: address): u64
        adds R(a).m
        reads R(a).n
    {
        R[a].n
    }

    //! reports behind:
    public fun behind(n: &mut u64)
        adds n
    {
        *n += 1;
    }

    //! reports calling:
    public fun calling(a: address)
        calls behind(R(a).n)
    {
        behind(&mut R[a].n);
    }

    //! reports added_by_callee:
    public fun added_by_callee(a: address)
        adds R(a).n
    {
        calling(a);
    }
}
