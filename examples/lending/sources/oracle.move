/// Prices, each kept by whoever publishes it.
module lending::oracle {
    use std::error;
    use std::signer;

    /// There is no price at the address.
    const ENO_PRICE: u64 = 1;
    /// A price of zero.
    const EZERO_PRICE: u64 = 2;

    /// The price of gold, as published by the account it lies at.
    struct Price has key {
        /// How many dollars one gold costs.
        dollars: u64,
        /// How often it has changed.
        updates: u64,
    }

    /// Begins to publish a price.
    public entry fun create_feed(publisher: &signer, dollars: u64)
        writes Price(signer::address_of(publisher))
    {
        assert!(dollars > 0, error::invalid_argument(EZERO_PRICE));
        move_to(publisher, Price { dollars, updates: 0 });
    }

    /// Publishes a new price.
    public entry fun update_price(publisher: &signer, dollars: u64)
        writes Price(signer::address_of(publisher)).dollars
        adds Price(signer::address_of(publisher)).updates
    {
        assert!(dollars > 0, error::invalid_argument(EZERO_PRICE));
        assert!(exists<Price>(signer::address_of(publisher)), error::not_found(ENO_PRICE));
        let price = &mut Price[signer::address_of(publisher)];
        price.dollars = dollars;
        price.updates += 1;
    }

    #[view]
    /// Returns how many dollars one gold costs by the feed at `feed`.
    public fun dollars(feed: address): u64
        reads Price(feed).dollars
    {
        assert!(exists<Price>(feed), error::not_found(ENO_PRICE));
        Price[feed].dollars
    }
}
