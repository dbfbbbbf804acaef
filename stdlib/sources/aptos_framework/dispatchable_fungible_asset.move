/// Assets whose makers may take part in each move. No maker does so yet: a function that is known by its name alone is not called,
/// so to register one aborts, and the other functions are those of `fungible_asset`.
module aptos_framework::dispatchable_fungible_asset {
    use std::error;
    use std::option::{Self, Option};
    use aptos_framework::function_info::FunctionInfo;
    use aptos_framework::fungible_asset::{Self, FungibleAsset};
    use aptos_framework::object::{ConstructorRef, Object};

    /// Less has come than was asked for.
    const ENOT_ENOUGH: u64 = 1;
    /// No function takes part in moves.
    const ENOT_ACTIVATED: u64 = 3;

    /// Aborts, unless no function is named.
    public fun register_dispatch_functions(
        _constructor_ref: &ConstructorRef,
        withdraw_function: Option<FunctionInfo>,
        deposit_function: Option<FunctionInfo>,
        derived_balance_function: Option<FunctionInfo>
    ) {
        assert!(
            option::is_none(&withdraw_function) && option::is_none(&deposit_function)
                && option::is_none(&derived_balance_function),
            error::not_implemented(ENOT_ACTIVATED)
        );
    }

    /// Aborts, unless no function is named.
    public fun register_derive_supply_dispatch_function(
        _constructor_ref: &ConstructorRef,
        dispatch_function: Option<FunctionInfo>
    ) {
        assert!(option::is_none(&dispatch_function), error::not_implemented(ENOT_ACTIVATED));
    }

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
