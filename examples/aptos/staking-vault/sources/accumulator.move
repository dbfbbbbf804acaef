/// Shares amounts among holders of shares without visiting them: an index grows by what one share earns, and each holder
/// remembers the index up to which it was credited. Nothing is lost to rounding: what does not divide evenly stays in the
/// accumulator, and fractions of a unit stay in the credit of the holder.
module staking_vault::accumulator {
    use std::error;

    friend staking_vault::vault;
    #[test_only]
    friend staking_vault::unit_tests;

    /// There are no shares to distribute to.
    const ENO_SHARES: u64 = 1;

    /// What one unit of an amount counts in indices and credits: more than there can be shares.
    const SCALE: u256 = 1_000_000_000_000_000_000_000_000_000_000;

    /// What was distributed so far.
    struct Accumulator has store {
        /// What one share has earned since the beginning, scaled.
        index: u256,
        /// What could not be divided evenly yet, scaled.
        remainder: u256
    }

    /// What one holder has earned.
    struct Credit has copy, drop, store {
        /// The index up to which the holder was credited.
        index: u256,
        /// What is due to the holder, scaled.
        due: u256
    }

    /// Makes an accumulator that has distributed nothing.
    public(friend) fun new(): Accumulator {
        Accumulator { index: 0, remainder: 0 }
    }

    /// Makes the credit of a holder who begins now.
    public(friend) fun open(self: &Accumulator): Credit {
        Credit { index: self.index, due: 0 }
    }

    /// Distributes `amount` among `shares`.
    public(friend) fun distribute(self: &mut Accumulator, amount: u64, shares: u128) {
        assert!(shares > 0, error::invalid_argument(ENO_SHARES));
        let scaled = (amount as u256) * SCALE + self.remainder;
        self.index += scaled / (shares as u256);
        self.remainder = scaled % (shares as u256);
    }

    /// Returns the index.
    public(friend) fun index(self: &Accumulator): u256 {
        self.index
    }

    /// Returns the index as it would be once `amount` was distributed among `shares`.
    public(friend) fun index_after(self: &Accumulator, amount: u64, shares: u128): u256 {
        if (shares == 0) return self.index;
        self.index + ((amount as u256) * SCALE + self.remainder) / (shares as u256)
    }

    /// Credits the holder of `shares` with what they earned up to `index`.
    public(friend) fun accrue(self: &mut Credit, index: u256, shares: u128) {
        self.due += (index - self.index) * (shares as u256);
        self.index = index;
    }

    /// Leaves out what was distributed up to `index`.
    public(friend) fun skip(self: &mut Credit, index: u256) {
        self.index = index;
    }

    /// Returns how many whole units are due.
    public(friend) fun due(self: &Credit): u64 {
        ((self.due / SCALE) as u64)
    }

    /// Takes all whole units that are due.
    public(friend) fun take(self: &mut Credit): u64 {
        let amount = self.due();
        self.due -= (amount as u256) * SCALE;
        amount
    }
}
