/// Places where what a vault holds can work: each pays by its own rate.
module vault::market {
    /// There is a market here already.
    const E_TAKEN: u64 = 1;

    const BASIS_POINTS: u64 = 10_000;

    struct Market has key {
        supplied: u64,
        paid: u64,
        rate: u64,
    }

    /// Opens a market of the sender's that pays `rate` basis points.
    public entry fun open(owner: &signer, rate: u64)
        writes Market(owner)
    {
        let at = std::signer::address_of(owner);
        assert!(!exists<Market>(at), E_TAKEN);
        move_to(owner, Market { supplied: 0, paid: 0, rate });
    }

    /// Puts `amount` to work; gives what it earns.
    public fun supply(at: address, amount: u64): u64
        adds Market(at).{supplied, paid}
        reads Market(at).rate
    {
        let earned = amount * Market[at].rate / BASIS_POINTS;
        Market[at].supplied += amount;
        Market[at].paid += earned;
        earned
    }
}
