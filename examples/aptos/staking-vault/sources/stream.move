/// A reward that is released second by second over an epoch.
module staking_vault::stream {
    use std::error;
    use aptos_std::math64;

    friend staking_vault::vault;
    #[test_only]
    friend staking_vault::unit_tests;

    /// An epoch is still running.
    const EEPOCH_RUNNING: u64 = 1;
    /// No epoch is running.
    const ENO_EPOCH: u64 = 2;

    /// The epoch that runs, or the last one that ran.
    struct Stream has store {
        /// The number of the epoch; 0 before the first one.
        epoch: u64,
        /// When the release of `amount` began.
        starts_at: u64,
        /// When all of it is released.
        ends_at: u64,
        /// What is released from `starts_at` to `ends_at`.
        amount: u64,
        /// How much of it was released.
        released: u64
    }

    /// Makes a stream that no epoch was opened for.
    public(friend) fun new(): Stream {
        Stream { epoch: 0, starts_at: 0, ends_at: 0, amount: 0, released: 0 }
    }

    /// Opens an epoch of `duration` seconds, and returns its number. What the last one held must have been released.
    public(friend) fun open(self: &mut Stream, now: u64, duration: u64, amount: u64): u64 {
        assert!(now >= self.ends_at && self.released == self.amount, error::invalid_state(EEPOCH_RUNNING));
        self.epoch += 1;
        self.starts_at = now;
        self.ends_at = now + duration;
        self.amount = amount;
        self.released = 0;
        self.epoch
    }

    /// Adds `amount` to what the epoch has yet to release. What was due until `now` must have been released.
    public(friend) fun top_up(self: &mut Stream, now: u64, amount: u64) {
        assert!(self.is_running(now), error::invalid_state(ENO_EPOCH));
        self.amount = self.unreleased() + amount;
        self.released = 0;
        self.starts_at = now;
    }

    /// Ends the epoch, and returns what it did not release.
    public(friend) fun close(self: &mut Stream, now: u64): u64 {
        assert!(self.is_running(now), error::invalid_state(ENO_EPOCH));
        let rest = self.unreleased();
        self.amount = self.released;
        self.ends_at = now;
        rest
    }

    /// Releases what is due until `now`, and returns it.
    public(friend) fun release(self: &mut Stream, now: u64): u64 {
        let amount = self.releasable(now);
        self.released += amount;
        amount
    }

    /// Returns what `release` would release.
    public(friend) fun releasable(self: &Stream, now: u64): u64 {
        if (now >= self.ends_at) return self.unreleased();
        math64::mul_div(self.amount, now - self.starts_at, self.ends_at - self.starts_at) - self.released
    }

    /// Returns what is yet to be released.
    public(friend) fun unreleased(self: &Stream): u64 {
        self.amount - self.released
    }

    /// Whether the epoch is running.
    public(friend) fun is_running(self: &Stream, now: u64): bool {
        now < self.ends_at
    }

    /// Returns the number of the epoch.
    public(friend) fun epoch(self: &Stream): u64 {
        self.epoch
    }

    /// Returns when the epoch ends.
    public(friend) fun ends_at(self: &Stream): u64 {
        self.ends_at
    }
}
