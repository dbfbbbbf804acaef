/// A stage of a sale: a window of time with a price, a supply and a limit per wallet.
module launchpad::stage {
    use std::error;
    use std::string::String;
    use aptos_framework::timestamp;

    friend launchpad::launchpad;

    /// A stage starts in the future and ends after it starts.
    const EBAD_WINDOW: u64 = 1;
    /// A stage sells at least one token, and a public one at least one to each wallet.
    const EBAD_LIMIT: u64 = 2;
    /// The stage has not started.
    const ENOT_STARTED: u64 = 3;
    /// The stage is over.
    const EENDED: u64 = 4;
    /// The stage has fewer tokens left.
    const ESTAGE_SOLD_OUT: u64 = 5;
    /// The stage has started, so buyers rely on its terms.
    const EALREADY_STARTED: u64 = 6;

    struct Stage has store {
        name: String,
        starts_at: u64,
        /// The first second that is too late.
        ends_at: u64,
        /// The price of one token, in octas.
        price: u64,
        /// How many tokens the stage sells at most.
        supply: u64,
        sold: u64,
        /// Whether only wallets on the allow-list buy, each up to its own quota.
        allow_list_only: bool,
        /// How many tokens a wallet buys in a stage that is open to all.
        wallet_limit: u64
    }

    public(friend) fun new(
        name: String,
        starts_at: u64,
        ends_at: u64,
        price: u64,
        supply: u64,
        allow_list_only: bool,
        wallet_limit: u64
    ): Stage {
        assert_window(starts_at, ends_at);
        assert!(supply > 0, error::invalid_argument(EBAD_LIMIT));
        assert!(allow_list_only || wallet_limit > 0, error::invalid_argument(EBAD_LIMIT));
        Stage { name, starts_at, ends_at, price, supply, sold: 0, allow_list_only, wallet_limit }
    }

    /// Moves a stage that has not started.
    public(friend) fun reschedule(self: &mut Stage, starts_at: u64, ends_at: u64) {
        assert!(timestamp::now_seconds() < self.starts_at, error::invalid_state(EALREADY_STARTED));
        assert_window(starts_at, ends_at);
        self.starts_at = starts_at;
        self.ends_at = ends_at;
    }

    /// Counts a sale and returns what it costs.
    public(friend) fun sell(self: &mut Stage, quantity: u64): u64 {
        let now = timestamp::now_seconds();
        assert!(now >= self.starts_at, error::invalid_state(ENOT_STARTED));
        assert!(now < self.ends_at, error::invalid_state(EENDED));
        assert!(quantity <= self.supply - self.sold, error::resource_exhausted(ESTAGE_SOLD_OUT));
        self.sold += quantity;
        self.price * quantity
    }

    fun assert_window(starts_at: u64, ends_at: u64) {
        assert!(
            timestamp::now_seconds() <= starts_at && starts_at < ends_at,
            error::invalid_argument(EBAD_WINDOW)
        );
    }

    public fun name(self: &Stage): String {
        self.name
    }

    public fun starts_at(self: &Stage): u64 {
        self.starts_at
    }

    public fun ends_at(self: &Stage): u64 {
        self.ends_at
    }

    public fun price(self: &Stage): u64 {
        self.price
    }

    public fun supply(self: &Stage): u64 {
        self.supply
    }

    public fun sold(self: &Stage): u64 {
        self.sold
    }

    public fun is_allow_list_only(self: &Stage): bool {
        self.allow_list_only
    }

    public fun wallet_limit(self: &Stage): u64 {
        self.wallet_limit
    }

    /// Tells whether the stage sells at this moment.
    public fun is_running(self: &Stage): bool {
        let now = timestamp::now_seconds();
        self.starts_at <= now && now < self.ends_at && self.sold < self.supply
    }
}
