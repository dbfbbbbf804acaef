/// What people carry: gold and dollars.
module lending::purse {
    use std::error;
    use std::signer;

    friend lending::market;

    /// The account has no purse.
    const ENO_PURSE: u64 = 1;
    /// There is less in the purse than is to be taken.
    const EINSUFFICIENT_FUNDS: u64 = 2;

    /// The money of the account it lies at.
    struct Purse has key {
        /// Gold, which serves as collateral.
        gold: u64,
        /// Dollars, which are lent.
        dollars: u64,
    }

    /// Gives `owner` a purse with some play money in it: in this example anyone may help themselves.
    public entry fun open(owner: &signer, gold: u64, dollars: u64)
        writes Purse(signer::address_of(owner))
    {
        move_to(owner, Purse { gold, dollars });
    }

    #[view]
    /// Returns what is in the purse of `owner`: gold and dollars.
    public fun contents(owner: address): (u64, u64)
        reads Purse(owner).{gold, dollars}
    {
        let purse = &Purse[owner];
        (purse.gold, purse.dollars)
    }

    /// Puts gold into the purse of `owner`.
    public(friend) fun put_gold(owner: address, amount: u64)
        adds Purse(owner).gold
    {
        assert!(exists<Purse>(owner), error::not_found(ENO_PURSE));
        Purse[owner].gold += amount;
    }

    /// Takes gold out of the purse of `owner`; aborts if there is less.
    public(friend) fun take_gold(owner: address, amount: u64)
        writes Purse(owner).gold
    {
        assert!(exists<Purse>(owner), error::not_found(ENO_PURSE));
        let purse = &mut Purse[owner];
        assert!(purse.gold >= amount, error::invalid_state(EINSUFFICIENT_FUNDS));
        purse.gold -= amount;
    }

    /// Puts dollars into the purse of `owner`.
    public(friend) fun put_dollars(owner: address, amount: u64)
        adds Purse(owner).dollars
    {
        assert!(exists<Purse>(owner), error::not_found(ENO_PURSE));
        Purse[owner].dollars += amount;
    }

    /// Takes dollars out of the purse of `owner`; aborts if there is less.
    public(friend) fun take_dollars(owner: address, amount: u64)
        writes Purse(owner).dollars
    {
        assert!(exists<Purse>(owner), error::not_found(ENO_PURSE));
        let purse = &mut Purse[owner];
        assert!(purse.dollars >= amount, error::invalid_state(EINSUFFICIENT_FUNDS));
        purse.dollars -= amount;
    }
}
