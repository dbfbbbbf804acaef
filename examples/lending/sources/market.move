/// Dollars lent against gold.
///
/// A market lies at the address of the account that made it, a position at its owner's. Callers name the market and its price
/// feed (both are checked), so that all that a call touches follows from its arguments.
module lending::market {
    use std::error;
    use std::signer;
    use aptos_std::math64;
    use aptos_framework::event;
    use lending::oracle;
    use lending::purse;

    /// There is no market at the address.
    const ENO_MARKET: u64 = 1;
    /// The account has no position.
    const ENO_POSITION: u64 = 2;
    /// The account has a position already.
    const EPOSITION_EXISTS: u64 = 3;
    /// The position belongs to another market.
    const EWRONG_MARKET: u64 = 4;
    /// The market goes by another price feed.
    const EWRONG_FEED: u64 = 5;
    /// The debt would be more than the collateral allows.
    const EUNDERCOLLATERALIZED: u64 = 6;
    /// The market has not that many dollars to lend.
    const EOUT_OF_CASH: u64 = 7;
    /// The position is healthy: nobody may liquidate it.
    const EHEALTHY: u64 = 8;
    /// A percentage is out of range.
    const EBAD_PERCENTAGE: u64 = 9;
    /// There is less collateral than is to be taken.
    const EINSUFFICIENT_COLLATERAL: u64 = 10;

    /// A market's terms and totals.
    struct Market has key {
        /// Where its price feed lies.
        feed: address,
        /// How much may be borrowed, in percent of the collateral's worth.
        loan_to_value: u64,
        /// What a liquidator earns, in percent.
        bonus: u64,
        /// Dollars that can be borrowed.
        cash: u64,
        /// Gold that the positions hold.
        total_collateral: u64,
        /// Dollars that the positions owe.
        total_debt: u64,
    }

    /// What the account it lies at has put in and owes.
    struct Position has key {
        /// The market it belongs to.
        market: address,
        /// Gold put in.
        collateral: u64,
        /// Dollars owed.
        debt: u64,
    }

    #[event]
    /// Somebody has repaid somebody else's debt for a part of the collateral.
    struct Liquidated has drop, store {
        /// Whose debt.
        borrower: address,
        /// Who repaid.
        liquidator: address,
        /// Dollars repaid.
        repaid: u64,
        /// Gold seized.
        seized: u64,
    }

    /// Makes a market at the address of `market`.
    public entry fun create_market(market: &signer, feed: address, loan_to_value: u64, bonus: u64)
        writes Market(signer::address_of(market))
    {
        assert!(loan_to_value <= 90 && bonus <= 10, error::invalid_argument(EBAD_PERCENTAGE));
        move_to(
            market,
            Market { feed, loan_to_value, bonus, cash: 0, total_collateral: 0, total_debt: 0 }
        );
    }

    /// Gives dollars to `market` for it to lend.
    public entry fun endow(donor: &signer, market: address, dollars: u64)
        adds Market(market).cash
        writes purse::Purse(signer::address_of(donor)).dollars
    {
        assert!(exists<Market>(market), error::not_found(ENO_MARKET));
        purse::take_dollars(signer::address_of(donor), dollars);
        Market[market].cash += dollars;
    }

    /// Opens a position in `market` for `owner`.
    public entry fun open_position(owner: &signer, market: address)
        writes Position(signer::address_of(owner))
        reads exists<Market>(market)
    {
        assert!(exists<Market>(market), error::not_found(ENO_MARKET));
        assert!(!exists<Position>(signer::address_of(owner)), error::already_exists(EPOSITION_EXISTS));
        move_to(owner, Position { market, collateral: 0, debt: 0 });
    }

    /// Puts gold into the position of `owner`.
    public entry fun deposit(owner: &signer, market: address, gold: u64)
        reads Position(signer::address_of(owner)).market
        adds Position(signer::address_of(owner)).collateral, Market(market).total_collateral
        writes purse::Purse(signer::address_of(owner)).gold
    {
        let address_of_owner = signer::address_of(owner);
        assert_position(address_of_owner, market);
        purse::take_gold(address_of_owner, gold);
        Position[address_of_owner].collateral += gold;
        Market[market].total_collateral += gold;
    }

    /// Takes gold out of the position of `owner`, as long as the rest covers the debt.
    public entry fun withdraw(owner: &signer, market: address, feed: address, gold: u64)
        reads Position(signer::address_of(owner)).{market, debt},
            Market(market).{feed, loan_to_value},
            oracle::Price(feed).dollars
        writes Position(signer::address_of(owner)).collateral
        adds Market(market).total_collateral, purse::Purse(signer::address_of(owner)).gold
    {
        let address_of_owner = signer::address_of(owner);
        assert_position(address_of_owner, market);
        let position = &mut Position[address_of_owner];
        assert!(position.collateral >= gold, error::invalid_argument(EINSUFFICIENT_COLLATERAL));
        position.collateral -= gold;
        assert!(is_healthy(address_of_owner, market, feed), error::invalid_state(EUNDERCOLLATERALIZED));
        Market[market].total_collateral -= gold;
        purse::put_gold(address_of_owner, gold);
    }

    /// Borrows dollars against the collateral of `owner`.
    public entry fun borrow(owner: &signer, market: address, feed: address, dollars: u64)
        reads Position(signer::address_of(owner)).{market, collateral},
            Market(market).{feed, loan_to_value},
            oracle::Price(feed).dollars
        writes Position(signer::address_of(owner)).debt, Market(market).cash
        adds Market(market).total_debt, purse::Purse(signer::address_of(owner)).dollars
    {
        let address_of_owner = signer::address_of(owner);
        assert_position(address_of_owner, market);
        Position[address_of_owner].debt += dollars;
        assert!(is_healthy(address_of_owner, market, feed), error::invalid_state(EUNDERCOLLATERALIZED));
        lend(&mut Market[market], dollars);
        purse::put_dollars(address_of_owner, dollars);
    }

    /// Pays up to `dollars` of the debt of `owner` back.
    public entry fun repay(owner: &signer, market: address, dollars: u64)
        reads Position(signer::address_of(owner)).market
        adds Market(market).{cash, total_debt}
        writes Position(signer::address_of(owner)).debt, purse::Purse(signer::address_of(owner)).dollars
    {
        let address_of_owner = signer::address_of(owner);
        assert_position(address_of_owner, market);
        let position = &mut Position[address_of_owner];
        let repaid = math64::min(dollars, position.debt);
        position.debt -= repaid;
        take_back(&mut Market[market], repaid);
        purse::take_dollars(address_of_owner, repaid);
    }

    /// Pays up to `dollars` of the unhealthy debt of `borrower`, for collateral of the same worth and the bonus.
    public entry fun liquidate(liquidator: &signer, borrower: address, market: address, feed: address, dollars: u64)
        reads Position(borrower).market, Market(market).{feed, loan_to_value, bonus}, oracle::Price(feed).dollars
        writes Position(borrower).{collateral, debt}, purse::Purse(signer::address_of(liquidator)).dollars
        adds Market(market).{cash, total_collateral, total_debt}, purse::Purse(signer::address_of(liquidator)).gold
    {
        assert_position(borrower, market);
        assert!(!is_healthy(borrower, market, feed), error::invalid_state(EHEALTHY));
        let state = &mut Market[market];
        let position = &mut Position[borrower];
        let repaid = math64::min(dollars, position.debt);
        let worth = math64::mul_div(repaid, 100 + state.bonus, 100);
        let seized = math64::min(worth / oracle::dollars(feed), position.collateral);
        position.debt -= repaid;
        position.collateral -= seized;
        state.total_collateral -= seized;
        take_back(state, repaid);

        let address_of_liquidator = signer::address_of(liquidator);
        purse::take_dollars(address_of_liquidator, repaid);
        purse::put_gold(address_of_liquidator, seized);
        event::emit(Liquidated { borrower, liquidator: address_of_liquidator, repaid, seized });
    }

    #[view]
    /// Tells whether the collateral of `owner` covers the debt by the terms of `market` and the price of `feed`.
    public fun is_healthy(owner: address, market: address, feed: address): bool
        reads Position(owner).{collateral, debt}, Market(market).{feed, loan_to_value}, oracle::Price(feed).dollars
    {
        let state = &Market[market];
        assert!(state.feed == feed, error::invalid_argument(EWRONG_FEED));
        let position = &Position[owner];
        let worth = (position.collateral as u128) * (oracle::dollars(feed) as u128);
        (position.debt as u128) * 100 <= worth * (state.loan_to_value as u128)
    }

    /// Aborts unless `owner` has a position in `market`.
    fun assert_position(owner: address, market: address) {
        assert!(exists<Position>(owner), error::not_found(ENO_POSITION));
        assert!(Position[owner].market == market, error::invalid_argument(EWRONG_MARKET));
    }

    /// Books dollars that leave the market as debt.
    fun lend(market: &mut Market, dollars: u64) {
        assert!(market.cash >= dollars, error::invalid_state(EOUT_OF_CASH));
        market.cash -= dollars;
        market.total_debt += dollars;
    }

    /// Books dollars that come back.
    fun take_back(market: &mut Market, dollars: u64) {
        market.cash += dollars;
        market.total_debt -= dollars;
    }
}
