/// Lists of addresses that may do something.
module std::acl {
    use std::error;
    use std::vector;

    /// The address is in the list.
    const ECONTAIN: u64 = 0;
    /// The address is not in the list.
    const ENOT_CONTAIN: u64 = 1;

    /// The addresses.
    struct ACL has copy, drop, store {
        /// In the order in which they came.
        list: vector<address>,
    }

    /// Makes an empty list.
    public fun empty(): ACL {
        ACL { list: vector::empty() }
    }

    /// Adds `addr`; aborts if it is there.
    public fun add(self: &mut ACL, addr: address) {
        assert!(!vector::contains(&self.list, &addr), error::invalid_argument(ECONTAIN));
        vector::push_back(&mut self.list, addr);
    }

    /// Takes `addr` off; aborts if it is not there.
    public fun remove(self: &mut ACL, addr: address) {
        let (found, index) = vector::index_of(&self.list, &addr);
        assert!(found, error::invalid_argument(ENOT_CONTAIN));
        vector::remove(&mut self.list, index);
    }

    /// Tells whether `addr` is there.
    public fun contains(self: &ACL, addr: address): bool {
        vector::contains(&self.list, &addr)
    }

    /// Aborts unless `addr` is there.
    public fun assert_contains(self: &ACL, addr: address) {
        assert!(contains(self, addr), error::invalid_argument(ENOT_CONTAIN));
    }
}
