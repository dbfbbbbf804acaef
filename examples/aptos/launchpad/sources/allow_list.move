/// Who may buy how much in which stage, and how much of that is used.
module launchpad::allow_list {
    use std::error;
    use aptos_std::table::{Self, Table};

    friend launchpad::launchpad;

    /// The wallet is not on the list.
    const ENOT_ALLOWED: u64 = 1;
    /// The wallet would buy more than it may.
    const ELIMIT_EXCEEDED: u64 = 2;
    /// There are more or fewer quotas than wallets.
    const ELENGTH_MISMATCH: u64 = 3;

    struct Slot has copy, drop, store {
        stage: u64,
        wallet: address
    }

    struct AllowList has store {
        quotas: Table<Slot, u64>,
        bought: Table<Slot, u64>
    }

    public(friend) fun new(): AllowList {
        AllowList { quotas: table::new(), bought: table::new() }
    }

    /// Lets a wallet buy up to `quota` tokens in all; a quota of zero takes it off the list.
    public(friend) fun set_quota(self: &mut AllowList, stage: u64, wallet: address, quota: u64) {
        self.quotas.upsert(Slot { stage, wallet }, quota);
    }

    public(friend) fun set_quotas(self: &mut AllowList, stage: u64, wallets: vector<address>, quotas: vector<u64>) {
        assert!(wallets.length() == quotas.length(), error::invalid_argument(ELENGTH_MISMATCH));
        for (i in 0..wallets.length()) {
            self.set_quota(stage, wallets[i], quotas[i]);
        };
    }

    /// Counts what a wallet on the list buys.
    public(friend) fun buy_within_quota(self: &mut AllowList, stage: u64, wallet: address, quantity: u64) {
        let quota = self.quota(stage, wallet);
        assert!(quota > 0, error::permission_denied(ENOT_ALLOWED));
        self.buy_within(stage, wallet, quantity, quota);
    }

    /// Counts what any wallet buys, up to `limit` in all.
    public(friend) fun buy_within(self: &mut AllowList, stage: u64, wallet: address, quantity: u64, limit: u64) {
        let bought = self.bought.borrow_mut_with_default(Slot { stage, wallet }, 0);
        // The quota may have been lowered below what was bought, so the sum is compared.
        assert!(*bought + quantity <= limit, error::out_of_range(ELIMIT_EXCEEDED));
        *bought += quantity;
    }

    public fun quota(self: &AllowList, stage: u64, wallet: address): u64 {
        *self.quotas.borrow_with_default(Slot { stage, wallet }, &0)
    }

    public fun bought(self: &AllowList, stage: u64, wallet: address): u64 {
        *self.bought.borrow_with_default(Slot { stage, wallet }, &0)
    }
}
