/// Assets whose makers may take part in each move. Stores of any other asset are moved as `fungible_asset` moves them.
///
/// A function of the maker's is looked up where it lies beside the asset, before a transaction runs. Where there is none,
/// nothing but the stores is touched; where there is one, it may touch anything.
module aptos_framework::dispatchable_fungible_asset {
    use std::error;
    use std::option::Option;
    use aptos_framework::function_info::FunctionInfo;
    use aptos_framework::fungible_asset::{Self, FungibleAsset, FungibleStore, Metadata};
    use aptos_framework::object::{Self, ConstructorRef, Object};

    /// Less has come than was asked for.
    const EAMOUNT_MISMATCH: u64 = 2;

    /// Lets functions take part in withdrawals, deposits and questions for balances. Each is public and has one type
    /// parameter, for the store's type; aborts if one is not there or takes or gives something else, and the second time.
    public fun register_dispatch_functions(
        constructor_ref: &ConstructorRef,
        withdraw_function: Option<FunctionInfo>,
        deposit_function: Option<FunctionInfo>,
        derived_balance_function: Option<FunctionInfo>
    )
        reads exists<fungible_asset::Metadata>(constructor_ref.self)
        writes fungible_asset::BalanceHook(constructor_ref.self) if derived_balance_function.vec.length() != 0
        writes fungible_asset::DepositHook(constructor_ref.self) if deposit_function.vec.length() != 0
        writes fungible_asset::DispatchFunctionStore(constructor_ref.self)
        writes fungible_asset::WithdrawHook(constructor_ref.self) if withdraw_function.vec.length() != 0
    {
        fungible_asset::register_dispatch_functions(
            constructor_ref,
            withdraw_function,
            deposit_function,
            derived_balance_function
        );
    }

    /// Lets a function tell how much there is of the asset.
    public fun register_derive_supply_dispatch_function(
        constructor_ref: &ConstructorRef,
        dispatch_function: Option<FunctionInfo>
    )
        reads exists<fungible_asset::Metadata>(constructor_ref.self)
        reads exists<fungible_asset::SupplyHook>(constructor_ref.self)
        writes fungible_asset::SupplyHook(constructor_ref.self) if dispatch_function.vec.length() != 0
    {
        fungible_asset::register_derive_supply_dispatch_function(constructor_ref, dispatch_function);
    }

    /// Takes `amount` out of the store; aborts unless `owner` owns it, and if it is frozen.
    public fun withdraw<T: key>(owner: &signer, store: Object<T>, amount: u64): FungibleAsset
        writes fungible_asset::FungibleStore(store.inner).balance
        calls (fungible_asset::WithdrawHook(fungible_asset::FungibleStore(store.inner).metadata.inner).function)(object::Object<fungible_asset::FungibleStore> { inner: store.inner }, amount, fungible_asset::TransferRef { metadata: fungible_asset::FungibleStore(store.inner).metadata })
        calls fungible_asset::withdraw_sanity_check<T>(owner, store, false)
        calls fungible_asset::store_metadata<T>(store)
    {
        fungible_asset::withdraw_sanity_check(owner, store, false);
        let metadata = fungible_asset::store_metadata(store);
        fungible_asset::withdraw_through(metadata, object::cast<T, FungibleStore>(store), amount)
    }

    /// Puts an amount into the store; aborts if it is frozen, or of another asset.
    public fun deposit<T: key>(store: Object<T>, fa: FungibleAsset)
        reads fungible_asset::FungibleStore(store.inner).{frozen, metadata}
        adds fungible_asset::FungibleStore(store.inner).balance
        calls (fungible_asset::DepositHook(fa.metadata.inner).function)(object::Object<fungible_asset::FungibleStore> { inner: store.inner }, fa, fungible_asset::TransferRef { metadata: fa.metadata })
    {
        fungible_asset::deposit_sanity_check(store, false);
        fungible_asset::deposit_through(object::cast<T, FungibleStore>(store), fa);
    }

    /// Moves `amount` from one store to another.
    public entry fun transfer<T: key>(sender: &signer, from: Object<T>, to: Object<T>, amount: u64)
        reads fungible_asset::FungibleStore(to.inner).{frozen, metadata}
        adds fungible_asset::FungibleStore(to.inner).balance
        calls (fungible_asset::DepositHook(fungible_asset::FungibleStore(from.inner).metadata.inner).function)(object::Object<fungible_asset::FungibleStore> { inner: to.inner }, *, fungible_asset::TransferRef { metadata: fungible_asset::FungibleStore(from.inner).metadata })
        calls withdraw<T>(sender, from, amount)
    {
        deposit(to, withdraw(sender, from, amount));
    }

    /// Moves `amount` from one store to another; aborts if less than `expected` comes.
    public entry fun transfer_assert_minimum_deposit<T: key>(
        sender: &signer,
        from: Object<T>,
        to: Object<T>,
        amount: u64,
        expected: u64
    )
        writes fungible_asset::FungibleStore(to.inner).balance
        calls transfer<T>(sender, from, to, amount)
    {
        let start = fungible_asset::balance(to);
        transfer(sender, from, to, amount);
        let end = fungible_asset::balance(to);
        assert!(end - start >= expected, error::aborted(EAMOUNT_MISMATCH));
    }

    #[view]
    /// Returns how much is in the store, as the asset's maker has it.
    public fun derived_balance<T: key>(store: Object<T>): u64
        reads fungible_asset::FungibleStore(store.inner).balance
        calls (fungible_asset::BalanceHook(fungible_asset::FungibleStore(store.inner).metadata.inner).function)(object::Object<fungible_asset::FungibleStore> { inner: store.inner })
    {
        fungible_asset::balance_through(object::cast<T, FungibleStore>(store))
    }

    #[view]
    /// Tells whether there is as much in the store, as the asset's maker has it.
    public fun is_derived_balance_at_least<T: key>(store: Object<T>, amount: u64): bool
        calls derived_balance<T>(store)
    {
        amount <= derived_balance(store)
    }

    #[view]
    /// Returns how much there is of the asset, as its maker has it.
    public fun derived_supply<T: key>(metadata: Object<T>): Option<u128>
        reads fungible_asset::Supply(metadata.inner).current
        reads exists<object::ObjectCore>(metadata.inner)
        calls (fungible_asset::SupplyHook(metadata.inner).function)(object::Object<fungible_asset::Metadata> { inner: metadata.inner })
    {
        fungible_asset::supply_through(object::convert<T, Metadata>(metadata))
    }
}
