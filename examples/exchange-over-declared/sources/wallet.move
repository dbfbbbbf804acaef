/// What each person holds of each asset. An asset is named by an address.
///
/// Declared as a hurried author does it: every call may write any pool. The code is that of `exchange`.
module exchange::wallet {
    use std::error;
    use std::signer;
    use aptos_std::table::{Self, Table};

    friend exchange::amm;

    /// The account has no wallet.
    const ENO_WALLET: u64 = 1;
    /// The account has a wallet already.
    const EWALLET_EXISTS: u64 = 2;
    /// There is less of the asset than is to be taken.
    const EINSUFFICIENT_BALANCE: u64 = 3;

    /// The balances of the account it lies at.
    struct Wallet has key {
        /// From asset to amount. Two transactions on one wallet meet only where they touch the same asset.
        balances: Table<address, u64>,
    }

    /// Opens a wallet for `owner`.
    public entry fun open(owner: &signer)
        writes Wallet(signer::address_of(owner))
    {
        assert!(!exists<Wallet>(signer::address_of(owner)), error::already_exists(EWALLET_EXISTS));
        move_to(owner, Wallet { balances: table::new<address, u64>() });
    }

    /// Gives `owner` some play money: in this example anyone may help themselves.
    public entry fun fund(owner: &signer, asset: address, amount: u64)
        writes Wallet(signer::address_of(owner)).balances[*]
    {
        deposit(signer::address_of(owner), asset, amount);
    }

    #[view]
    /// Returns how much of `asset` is in the wallet of `owner`.
    public fun balance(owner: address, asset: address): u64
        reads Wallet(owner).balances[asset]
    {
        let balances = &Wallet[owner].balances;
        if (table::contains(balances, asset)) *table::borrow(balances, asset) else 0
    }

    /// Puts `amount` of `asset` into the wallet of `owner`.
    public(friend) fun deposit(owner: address, asset: address, amount: u64)
        writes Wallet(owner).balances[asset]
    {
        assert!(exists<Wallet>(owner), error::not_found(ENO_WALLET));
        let balance = table::borrow_mut_with_default(&mut Wallet[owner].balances, asset, 0);
        *balance += amount;
    }

    /// Takes `amount` of `asset` out of the wallet of `owner`; aborts if there is less.
    public(friend) fun withdraw(owner: address, asset: address, amount: u64)
        writes Wallet(owner).balances[asset]
    {
        assert!(exists<Wallet>(owner), error::not_found(ENO_WALLET));
        let balance = table::borrow_mut_with_default(&mut Wallet[owner].balances, asset, 0);
        assert!(*balance >= amount, error::invalid_state(EINSUFFICIENT_BALANCE));
        *balance -= amount;
    }
}
