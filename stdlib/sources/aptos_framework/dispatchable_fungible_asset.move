/// Assets whose makers may take part in each move. No maker does so yet: these functions are those of `fungible_asset`.
module aptos_framework::dispatchable_fungible_asset {
    use std::error;
    use std::option::Option;
    use aptos_framework::fungible_asset::{Self, FungibleAsset};
    use aptos_framework::object::Object;

    /// Less has come than was asked for.
    const ENOT_ENOUGH: u64 = 1;

    /// Takes `amount` out of the store.
    public fun withdraw<T: key>(owner: &signer, store: Object<T>, amount: u64): FungibleAsset
        calls fungible_asset::withdraw<T>(owner, store, amount)
    {
        fungible_asset::withdraw(owner, store, amount)
    }

    /// Puts an amount into the store.
    public fun deposit<T: key>(store: Object<T>, fa: FungibleAsset)
        calls fungible_asset::deposit<T>(store, fa)
    {
        fungible_asset::deposit(store, fa);
    }

    /// Moves `amount` from one store to another.
    public entry fun transfer<T: key>(sender: &signer, from: Object<T>, to: Object<T>, amount: u64)
        calls fungible_asset::transfer<T>(sender, from, to, amount)
    {
        fungible_asset::transfer(sender, from, to, amount);
    }

    /// Moves `amount` from one store to another; aborts if less than `expected` comes.
    public entry fun transfer_assert_minimum_deposit<T: key>(
        sender: &signer,
        from: Object<T>,
        to: Object<T>,
        amount: u64,
        expected: u64
    )
        calls fungible_asset::transfer<T>(sender, from, to, amount)
    {
        assert!(expected <= amount, error::aborted(ENOT_ENOUGH));
        fungible_asset::transfer(sender, from, to, amount);
    }

    #[view]
    /// Returns how much is in the store.
    public fun derived_balance<T: key>(store: Object<T>): u64
        calls fungible_asset::balance<T>(store)
    {
        fungible_asset::balance(store)
    }

    #[view]
    /// Returns how much there is of the asset.
    public fun derived_supply<T: key>(metadata: Object<T>): Option<u128>
        calls fungible_asset::supply<T>(metadata)
    {
        fungible_asset::supply(metadata)
    }
}
