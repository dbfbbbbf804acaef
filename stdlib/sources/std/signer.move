/// Authority to act for an account.
module std::signer {
    /// Borrows the address of the account that `s` acts for.
    native public fun borrow_address(s: &signer): &address pure;

    /// Returns the address of the account that `s` acts for.
    public fun address_of(s: &signer): address pure {
        *borrow_address(s)
    }
}
