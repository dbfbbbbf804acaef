/// Withdrawals that wait for the end of their cooldown, by number.
module staking_vault::queue {
    use std::error;
    use aptos_std::table::{Self, Table};

    friend staking_vault::vault;

    /// There is no such request.
    const EREQUEST_NOT_FOUND: u64 = 1;
    /// The request is somebody else's.
    const ENOT_REQUEST_OWNER: u64 = 2;
    /// The cooldown of the request is not over.
    const ECOOLING_DOWN: u64 = 3;

    /// The withdrawals of a vault.
    struct Queue has store {
        /// The number of the next request.
        next_id: u64,
        /// What all requests together will pay.
        total: u64,
        /// The requests that were not paid yet.
        requests: Table<u64, Request>
    }

    /// A withdrawal.
    struct Request has copy, drop, store {
        /// Who is paid.
        owner: address,
        /// The tier that the amount was staked in.
        tier: u64,
        /// What is paid.
        amount: u64,
        /// When it may be paid.
        ready_at: u64
    }

    /// Makes an empty queue. Numbers begin at 1.
    public(friend) fun new(): Queue {
        Queue { next_id: 1, total: 0, requests: table::new() }
    }

    /// Adds a request, and returns its number.
    public(friend) fun push(self: &mut Queue, owner: address, tier: u64, amount: u64, ready_at: u64): u64 {
        let id = self.next_id;
        self.next_id += 1;
        self.total += amount;
        self.requests.add(id, Request { owner, tier, amount, ready_at });
        id
    }

    /// Takes the request of `owner` out, ready or not.
    public(friend) fun remove(self: &mut Queue, id: u64, owner: address): Request {
        assert!(self.requests.contains(id), error::not_found(EREQUEST_NOT_FOUND));
        let request = self.requests.remove(id);
        assert!(request.owner == owner, error::permission_denied(ENOT_REQUEST_OWNER));
        self.total -= request.amount;
        request
    }

    /// Aborts unless the cooldown of the request is over.
    public(friend) fun assert_ready(self: &Request, now: u64) {
        assert!(now >= self.ready_at, error::invalid_state(ECOOLING_DOWN));
    }

    /// Returns what all requests together will pay.
    public(friend) fun total(self: &Queue): u64 {
        self.total
    }

    /// Whether the request is waiting.
    public(friend) fun contains(self: &Queue, id: u64): bool {
        self.requests.contains(id)
    }

    /// Returns the request.
    public(friend) fun get(self: &Queue, id: u64): Request {
        assert!(self.requests.contains(id), error::not_found(EREQUEST_NOT_FOUND));
        *self.requests.borrow(id)
    }

    /// Returns who is paid.
    public fun owner(self: &Request): address {
        self.owner
    }

    /// Returns the tier that the amount was staked in.
    public fun tier(self: &Request): u64 {
        self.tier
    }

    /// Returns what is paid.
    public fun amount(self: &Request): u64 {
        self.amount
    }

    /// Returns when the request may be paid.
    public fun ready_at(self: &Request): u64 {
        self.ready_at
    }
}
