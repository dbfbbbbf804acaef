/// The one store of an asset that an account has without making it: its address is hashed from both.
module aptos_framework::primary_fungible_store {
    use std::option::Option;
    use std::signer;
    use std::string::String;
    use aptos_framework::fungible_asset::{Self, FungibleAsset, FungibleStore, Metadata, MintRef, BurnRef, TransferRef};
    use aptos_framework::object::{Self, ConstructorRef, DeriveRef, Object};

    /// The right to name stores after an asset; lies with the asset.
    struct DeriveRefPod has key {
        /// The right.
        metadata_derive_ref: DeriveRef,
    }

    /// Makes the object under construction an asset of which every account has a store.
    public fun create_primary_store_enabled_fungible_asset(
        constructor_ref: &ConstructorRef,
        maximum_supply: Option<u128>,
        name: String,
        symbol: String,
        decimals: u8,
        icon_uri: String,
        project_uri: String
    )
        writes DeriveRefPod(constructor_ref.self)
        calls fungible_asset::add_fungibility(constructor_ref, maximum_supply, name, symbol, decimals, icon_uri, project_uri)
    {
        fungible_asset::add_fungibility(
            constructor_ref,
            maximum_supply,
            name,
            symbol,
            decimals,
            icon_uri,
            project_uri
        );
        move_to(
            &object::generate_signer(constructor_ref),
            DeriveRefPod { metadata_derive_ref: object::generate_derive_ref(constructor_ref) }
        );
    }

    /// Returns the store of `owner`, and makes it first if it is not there.
    public fun ensure_primary_store_exists<T: key>(owner: address, metadata: Object<T>): Object<FungibleStore>
        reads exists<fungible_asset::FungibleStore>(object::create_user_derived_object_address(owner, metadata.inner))
        reads exists<object::ObjectCore>(object::create_user_derived_object_address(owner, metadata.inner))
        calls create_primary_store<T>(owner, metadata)
    {
        let at = primary_store_address(owner, metadata);
        if (fungible_asset::store_exists(at)) {
            object::address_to_object<FungibleStore>(at)
        } else {
            create_primary_store(owner, metadata)
        }
    }

    /// Makes the store of `owner`; aborts if it is there.
    public fun create_primary_store<T: key>(owner_addr: address, metadata: Object<T>): Object<FungibleStore>
        reads exists<fungible_asset::Untransferable>(metadata.inner)
        reads exists<object::ObjectCore>(metadata.inner)
        writes fungible_asset::FungibleStore(object::create_user_derived_object_address(owner_addr, DeriveRefPod(metadata.inner).metadata_derive_ref.self))
        writes object::ObjectCore(object::create_user_derived_object_address(owner_addr, DeriveRefPod(metadata.inner).metadata_derive_ref.self))
        writes object::Untransferable(object::create_user_derived_object_address(owner_addr, DeriveRefPod(metadata.inner).metadata_derive_ref.self))
        reads exists<fungible_asset::WithdrawHook>(metadata.inner)
        reads exists<fungible_asset::DepositHook>(metadata.inner)
    {
        let metadata_addr = object::object_address(&metadata);
        object::address_to_object<Metadata>(metadata_addr);
        let derive_ref = &DeriveRefPod[metadata_addr].metadata_derive_ref;
        let constructor_ref = object::create_user_derived_object(owner_addr, derive_ref);
        let transfer_ref = object::generate_transfer_ref(&constructor_ref);
        object::disable_ungated_transfer(&transfer_ref);
        fungible_asset::create_store(&constructor_ref, metadata)
    }

    #[view]
    /// Computes the address of the store of `owner`.
    public fun primary_store_address<T: key>(owner: address, metadata: Object<T>): address {
        object::create_user_derived_object_address(owner, object::object_address(&metadata))
    }

    #[view]
    /// Returns the store of `owner`; aborts if it is not there.
    public fun primary_store<T: key>(owner: address, metadata: Object<T>): Object<FungibleStore>
        reads exists<object::ObjectCore>(object::create_user_derived_object_address(owner, metadata.inner))
    {
        object::address_to_object<FungibleStore>(primary_store_address(owner, metadata))
    }

    #[view]
    /// Tells whether the store of `account` is there.
    public fun primary_store_exists<T: key>(account: address, metadata: Object<T>): bool
        reads exists<fungible_asset::FungibleStore>(object::create_user_derived_object_address(account, metadata.inner))
    {
        fungible_asset::store_exists(primary_store_address(account, metadata))
    }

    #[view]
    /// Returns how much is in the store of `account`; nothing if it is not there.
    public fun balance<T: key>(account: address, metadata: Object<T>): u64
        reads fungible_asset::FungibleStore(object::create_user_derived_object_address(account, metadata.inner)).balance
        calls primary_store<T>(account, metadata)
    {
        if (primary_store_exists(account, metadata)) {
            fungible_asset::balance(primary_store(account, metadata))
        } else {
            0
        }
    }

    /// What is in the store of `account`; nothing if it is not there.
    package fun primary_balance(account: address, metadata: Object<Metadata>): u64 {
        fungible_asset::balance_at(primary_store_address(account, metadata))
    }

    #[view]
    /// Tells whether there is as much in the store of `account`.
    public fun is_balance_at_least<T: key>(account: address, metadata: Object<T>, amount: u64): bool
        calls balance<T>(account, metadata)
    {
        amount <= balance(account, metadata)
    }

    #[view]
    /// Tells whether what is in the store of `account` may not move.
    public fun is_frozen<T: key>(account: address, metadata: Object<T>): bool
        reads fungible_asset::FungibleStore(object::create_user_derived_object_address(account, metadata.inner)).frozen
        calls primary_store<T>(account, metadata)
    {
        primary_store_exists(account, metadata) && fungible_asset::is_frozen(primary_store(account, metadata))
    }

    /// Takes `amount` out of the store of `owner`.
    public fun withdraw<T: key>(owner: &signer, metadata: Object<T>, amount: u64): FungibleAsset
        reads fungible_asset::FungibleStore(object::create_user_derived_object_address(signer::address_of(owner), metadata.inner)).{frozen, metadata, asks_to_withdraw}
        writes fungible_asset::FungibleStore(object::create_user_derived_object_address(signer::address_of(owner), metadata.inner)).balance
        calls primary_store<T>(owner, metadata)
        reads object::ObjectCore(object::create_user_derived_object_address(signer::address_of(owner), metadata.inner)).owner
        reads object::ObjectCore(object::ObjectCore(object::create_user_derived_object_address(signer::address_of(owner), metadata.inner)).owner).owner
        reads object::ObjectCore(object::ObjectCore(object::ObjectCore(object::create_user_derived_object_address(signer::address_of(owner), metadata.inner)).owner).owner).owner
        reads object::ObjectCore(object::ObjectCore(object::ObjectCore(object::ObjectCore(object::create_user_derived_object_address(signer::address_of(owner), metadata.inner)).owner).owner).owner).owner
    {
        fungible_asset::withdraw(owner, primary_store(signer::address_of(owner), metadata), amount)
    }

    /// Puts an amount into the store of `owner`, which is made first if it is not there.
    public fun deposit(owner: address, fa: FungibleAsset)
        reads fungible_asset::FungibleStore(object::create_user_derived_object_address(owner, fa.metadata.inner)).{frozen, metadata, asks_to_deposit}
        adds fungible_asset::FungibleStore(object::create_user_derived_object_address(owner, fa.metadata.inner)).balance
        calls ensure_primary_store_exists<fungible_asset::Metadata>(owner, fa.metadata)
    {
        let metadata = fungible_asset::asset_metadata(&fa);
        let store = ensure_primary_store_exists(owner, metadata);
        fungible_asset::deposit(store, fa);
    }

    /// Moves `amount` from the store of `sender` to that of `recipient`, which is made first if it is not there.
    public entry fun transfer<T: key>(sender: &signer, metadata: Object<T>, recipient: address, amount: u64)
        reads fungible_asset::FungibleStore(object::create_user_derived_object_address(signer::address_of(sender), metadata.inner)).{frozen, metadata, asks_to_withdraw}
        reads fungible_asset::FungibleStore(object::create_user_derived_object_address(recipient, metadata.inner)).{frozen, metadata, asks_to_deposit}
        reads object::ObjectCore.owner
        adds fungible_asset::FungibleStore(object::create_user_derived_object_address(recipient, metadata.inner)).balance
        writes fungible_asset::FungibleStore(object::create_user_derived_object_address(signer::address_of(sender), metadata.inner)).balance
        calls ensure_primary_store_exists<T>(sender, metadata)
        calls ensure_primary_store_exists<T>(recipient, metadata)
    {
        let sender_store = ensure_primary_store_exists(signer::address_of(sender), metadata);
        let recipient_store = ensure_primary_store_exists(recipient, metadata);
        fungible_asset::transfer(sender, sender_store, recipient_store, amount);
    }

    /// Makes `amount` of the asset in the store of `owner`.
    public fun mint(mint_ref: &MintRef, owner: address, amount: u64)
        reads fungible_asset::FungibleStore(object::create_user_derived_object_address(owner, mint_ref.metadata.inner)).{frozen, metadata}
        adds fungible_asset::FungibleStore(object::create_user_derived_object_address(owner, mint_ref.metadata.inner)).balance
        adds fungible_asset::Supply(mint_ref.metadata.inner).{current, room}
        calls ensure_primary_store_exists<fungible_asset::Metadata>(owner, mint_ref.metadata)
    {
        let store = ensure_primary_store_exists(owner, fungible_asset::mint_ref_metadata(mint_ref));
        fungible_asset::mint_to(mint_ref, store, amount);
    }

    /// Destroys `amount` of what is in the store of `owner`.
    public fun burn(burn_ref: &BurnRef, owner: address, amount: u64)
        reads fungible_asset::FungibleStore(object::create_user_derived_object_address(owner, burn_ref.metadata.inner)).metadata
        adds fungible_asset::Supply(burn_ref.metadata.inner).{current, room}
        writes fungible_asset::FungibleStore(object::create_user_derived_object_address(owner, burn_ref.metadata.inner)).balance
        calls primary_store<fungible_asset::Metadata>(owner, burn_ref.metadata)
    {
        let store = primary_store(owner, fungible_asset::burn_ref_metadata(burn_ref));
        fungible_asset::burn_from(burn_ref, store, amount);
    }

    /// Lets what is in the store of `owner` move no more, or again.
    public fun set_frozen_flag(transfer_ref: &TransferRef, owner: address, frozen: bool)
        reads fungible_asset::FungibleStore(object::create_user_derived_object_address(owner, transfer_ref.metadata.inner)).metadata
        writes fungible_asset::FungibleStore(object::create_user_derived_object_address(owner, transfer_ref.metadata.inner)).frozen
        calls ensure_primary_store_exists<fungible_asset::Metadata>(owner, transfer_ref.metadata)
    {
        let store = ensure_primary_store_exists(owner, fungible_asset::transfer_ref_metadata(transfer_ref));
        fungible_asset::set_frozen_flag(transfer_ref, store, frozen);
    }

    /// Takes `amount` out of the store of `owner`, frozen or not.
    public fun withdraw_with_ref(transfer_ref: &TransferRef, owner: address, amount: u64): FungibleAsset
        reads fungible_asset::FungibleStore(object::create_user_derived_object_address(owner, transfer_ref.metadata.inner)).metadata
        writes fungible_asset::FungibleStore(object::create_user_derived_object_address(owner, transfer_ref.metadata.inner)).balance
        calls primary_store<fungible_asset::Metadata>(owner, transfer_ref.metadata)
    {
        let from = primary_store(owner, fungible_asset::transfer_ref_metadata(transfer_ref));
        fungible_asset::withdraw_with_ref(transfer_ref, from, amount)
    }

    /// Puts an amount into the store of `owner`, frozen or not.
    public fun deposit_with_ref(transfer_ref: &TransferRef, owner: address, fa: FungibleAsset)
        reads fungible_asset::FungibleStore(object::create_user_derived_object_address(owner, transfer_ref.metadata.inner)).metadata
        adds fungible_asset::FungibleStore(object::create_user_derived_object_address(owner, transfer_ref.metadata.inner)).balance
        calls ensure_primary_store_exists<fungible_asset::Metadata>(owner, transfer_ref.metadata)
    {
        let store = ensure_primary_store_exists(owner, fungible_asset::transfer_ref_metadata(transfer_ref));
        fungible_asset::deposit_with_ref(transfer_ref, store, fa);
    }

    /// Moves `amount` between stores, frozen or not.
    public fun transfer_with_ref(transfer_ref: &TransferRef, from: address, to: address, amount: u64)
        calls withdraw_with_ref(transfer_ref, from, amount)
        calls deposit_with_ref(transfer_ref, to, *)
    {
        let fa = withdraw_with_ref(transfer_ref, from, amount);
        deposit_with_ref(transfer_ref, to, fa);
    }

    #[test_only]
    /// Makes an asset of the object, with all rights over it.
    public fun init_test_metadata_with_primary_store_enabled(
        constructor_ref: &ConstructorRef
    ): (MintRef, TransferRef, BurnRef) {
        create_primary_store_enabled_fungible_asset(
            constructor_ref,
            std::option::some(100),
            std::string::utf8(b"TEST COIN"),
            std::string::utf8(b"@T"),
            0,
            std::string::utf8(b"http://example.com/icon"),
            std::string::utf8(b"http://example.com")
        );
        (
            fungible_asset::generate_mint_ref(constructor_ref),
            fungible_asset::generate_transfer_ref(constructor_ref),
            fungible_asset::generate_burn_ref(constructor_ref)
        )
    }
}
