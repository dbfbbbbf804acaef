/// Pools in which holders have shares of coins that come and go together.
module aptos_std::pool_u64 {
    use std::error;
    use std::vector;
    use aptos_std::simple_map::{Self, SimpleMap};

    /// The holder has no shares.
    const ESHAREHOLDER_NOT_FOUND: u64 = 1;
    /// There are too many holders.
    const ETOO_MANY_SHAREHOLDERS: u64 = 2;
    /// The pool has coins.
    const EPOOL_IS_NOT_EMPTY: u64 = 3;
    /// The holder has fewer shares.
    const EINSUFFICIENT_SHARES: u64 = 4;
    /// The holder would have too many shares.
    const ESHAREHOLDER_SHARES_OVERFLOW: u64 = 5;
    /// The pool would have too many coins.
    const EPOOL_TOTAL_COINS_OVERFLOW: u64 = 6;
    /// The pool would have too many shares.
    const EPOOL_TOTAL_SHARES_OVERFLOW: u64 = 7;

    const MAX_U64: u64 = 18446744073709551615;

    /// A pool.
    struct Pool has store {
        /// How many holders there may be.
        shareholders_limit: u64,
        /// Coins.
        total_coins: u64,
        /// Shares.
        total_shares: u64,
        /// Shares of each holder.
        shares: SimpleMap<address, u64>,
        /// The holders.
        shareholders: vector<address>,
        /// Shares that the first coin buys.
        scaling_factor: u64,
    }

    /// Makes an empty pool of at most so many holders.
    public fun new(shareholders_limit: u64): Pool {
        create_with_scaling_factor(shareholders_limit, 1)
    }

    /// Makes an empty pool of at most so many holders.
    public fun create(shareholders_limit: u64): Pool {
        new(shareholders_limit)
    }

    /// Makes an empty pool in which the first coin buys `scaling_factor` shares.
    public fun create_with_scaling_factor(shareholders_limit: u64, scaling_factor: u64): Pool {
        Pool {
            shareholders_limit,
            total_coins: 0,
            total_shares: 0,
            shares: simple_map::new(),
            shareholders: vector[],
            scaling_factor
        }
    }

    /// Drops an empty pool; aborts if it has coins.
    public fun destroy_empty(self: Pool) {
        assert!(self.total_coins == 0, error::invalid_state(EPOOL_IS_NOT_EMPTY));
        let Pool {
            shareholders_limit: _,
            total_coins: _,
            total_shares: _,
            shares: _,
            shareholders: _,
            scaling_factor: _
        } = self;
    }

    /// Returns the coins.
    public fun total_coins(self: &Pool): u64 {
        self.total_coins
    }

    /// Returns the shares.
    public fun total_shares(self: &Pool): u64 {
        self.total_shares
    }

    /// Tells whether `shareholder` has shares.
    public fun contains(self: &Pool, shareholder: address): bool {
        simple_map::contains_key(&self.shares, &shareholder)
    }

    /// Returns the shares of `shareholder`.
    public fun shares(self: &Pool, shareholder: address): u64 {
        if (contains(self, shareholder)) *simple_map::borrow(&self.shares, &shareholder) else 0
    }

    /// Returns what the shares of `shareholder` are worth.
    public fun balance(self: &Pool, shareholder: address): u64 {
        shares_to_amount(self, shares(self, shareholder))
    }

    /// Returns the holders.
    public fun shareholders(self: &Pool): vector<address> {
        self.shareholders
    }

    /// Returns how many holders there are.
    public fun shareholders_count(self: &Pool): u64 {
        vector::length(&self.shareholders)
    }

    /// Says how many coins there are now: shares are worth more, or less.
    public fun update_total_coins(self: &mut Pool, new_total_coins: u64) {
        self.total_coins = new_total_coins;
    }

    /// Buys shares for coins, and returns how many.
    public fun buy_in(self: &mut Pool, shareholder: address, coins_amount: u64): u64 {
        if (coins_amount == 0) return 0;
        let new_shares = amount_to_shares(self, coins_amount);
        assert!(MAX_U64 - self.total_coins >= coins_amount, error::invalid_argument(EPOOL_TOTAL_COINS_OVERFLOW));
        assert!(MAX_U64 - self.total_shares >= new_shares, error::invalid_argument(EPOOL_TOTAL_SHARES_OVERFLOW));
        self.total_coins = self.total_coins + coins_amount;
        self.total_shares = self.total_shares + new_shares;
        add_shares(self, shareholder, new_shares);
        new_shares
    }

    /// Sells shares, and returns the coins.
    public fun redeem_shares(self: &mut Pool, shareholder: address, shares_to_redeem: u64): u64 {
        assert!(contains(self, shareholder), error::invalid_argument(ESHAREHOLDER_NOT_FOUND));
        assert!(shares(self, shareholder) >= shares_to_redeem, error::invalid_argument(EINSUFFICIENT_SHARES));
        if (shares_to_redeem == 0) return 0;
        let redeemed_coins = shares_to_amount(self, shares_to_redeem);
        self.total_coins = self.total_coins - redeemed_coins;
        self.total_shares = self.total_shares - shares_to_redeem;
        deduct_shares(self, shareholder, shares_to_redeem);
        redeemed_coins
    }

    /// Gives shares of one holder to another.
    public fun transfer_shares(
        self: &mut Pool,
        shareholder_1: address,
        shareholder_2: address,
        shares_to_transfer: u64
    ) {
        assert!(contains(self, shareholder_1), error::invalid_argument(ESHAREHOLDER_NOT_FOUND));
        assert!(shares(self, shareholder_1) >= shares_to_transfer, error::invalid_argument(EINSUFFICIENT_SHARES));
        if (shares_to_transfer == 0) return;
        deduct_shares(self, shareholder_1, shares_to_transfer);
        add_shares(self, shareholder_2, shares_to_transfer);
    }

    fun add_shares(self: &mut Pool, shareholder: address, new_shares: u64) {
        if (contains(self, shareholder)) {
            let existing = simple_map::borrow_mut(&mut self.shares, &shareholder);
            assert!(MAX_U64 - *existing >= new_shares, error::invalid_argument(ESHAREHOLDER_SHARES_OVERFLOW));
            *existing = *existing + new_shares;
        } else if (new_shares > 0) {
            assert!(
                vector::length(&self.shareholders) < self.shareholders_limit,
                error::invalid_state(ETOO_MANY_SHAREHOLDERS)
            );
            vector::push_back(&mut self.shareholders, shareholder);
            simple_map::add(&mut self.shares, shareholder, new_shares);
        };
    }

    fun deduct_shares(self: &mut Pool, shareholder: address, num_shares: u64) {
        let existing = simple_map::borrow_mut(&mut self.shares, &shareholder);
        *existing = *existing - num_shares;
        if (*existing == 0) {
            let (_, index) = vector::index_of(&self.shareholders, &shareholder);
            vector::remove(&mut self.shareholders, index);
            simple_map::remove(&mut self.shares, &shareholder);
        };
    }

    /// Returns how many shares so many coins buy.
    public fun amount_to_shares(self: &Pool, coins_amount: u64): u64 {
        amount_to_shares_with_total_coins(self, coins_amount, self.total_coins)
    }

    /// Returns how many shares so many coins buy if there are `total_coins`.
    public fun amount_to_shares_with_total_coins(self: &Pool, coins_amount: u64, total_coins: u64): u64 {
        if (self.total_coins == 0 || self.total_shares == 0) {
            coins_amount * self.scaling_factor
        } else {
            multiply_then_divide(self, coins_amount, self.total_shares, total_coins)
        }
    }

    /// Returns how many coins so many shares are worth.
    public fun shares_to_amount(self: &Pool, shares: u64): u64 {
        shares_to_amount_with_total_coins(self, shares, self.total_coins)
    }

    /// Returns how many coins so many shares are worth if there are `total_coins`.
    public fun shares_to_amount_with_total_coins(self: &Pool, shares: u64, total_coins: u64): u64 {
        if (self.total_coins == 0 || self.total_shares == 0) {
            0
        } else {
            multiply_then_divide(self, shares, total_coins, self.total_shares)
        }
    }

    /// Returns `x * y / z`, rounded down.
    public fun multiply_then_divide(_pool: &Pool, x: u64, y: u64, z: u64): u64 {
        (((x as u128) * (y as u128) / (z as u128)) as u64)
    }
}
