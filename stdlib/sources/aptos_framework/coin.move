/// Fungible money, a type for each coin.
///
/// A balance is a record of its holder's: transfers between different people meet nowhere, and those who pay into one
/// account need no order. Only minting and burning touch the supply, and those commute, too.
///
/// A coin may be paired with an asset. Then who holds no coin of it yet can be given some: it becomes the asset, in the primary
/// store; and what is asked for as a coin comes from there, too. A coin without a pair touches nothing of that; `transfer_held` never does.
module aptos_framework::coin {
    use std::error;
    use std::option::{Self, Option};
    use std::signer;
    use std::string::{Self, String};
    use aptos_std::type_info::{Self, TypeInfo};
    use aptos_framework::create_signer;
    use aptos_framework::fungible_asset::{Self, FungibleAsset, Metadata};
    use aptos_framework::object::{Self, Object};
    use aptos_framework::primary_fungible_store;

    /// The account has not published the module of the coin.
    const ECOIN_INFO_ADDRESS_MISMATCH: u64 = 1;
    /// The coin has been initialized before.
    const ECOIN_INFO_ALREADY_PUBLISHED: u64 = 2;
    /// The coin has not been initialized.
    const ECOIN_INFO_NOT_PUBLISHED: u64 = 3;
    /// The account does not hold this coin: it has not registered.
    const ECOIN_STORE_NOT_PUBLISHED: u64 = 5;
    /// There is less than is to be taken.
    const EINSUFFICIENT_BALANCE: u64 = 6;
    /// Only a coin of value zero can be thrown away.
    const EDESTRUCTION_OF_NONZERO_TOKEN: u64 = 7;
    /// The account's balance is frozen.
    const EFROZEN: u64 = 10;

    /// The coin is paired with no asset.
    const EPAIRED_FUNGIBLE_ASSET: u64 = 16;

    /// An amount of money, in the coin's smallest unit.
    struct Coin<phantom CoinType> has store {
        /// How much.
        value: u64,
    }

    /// What an account holds of a coin.
    struct CoinStore<phantom CoinType> has key {
        /// The balance.
        coin: Coin<CoinType>,
        /// Whether the balance may not move.
        frozen: bool,
    }

    /// What is known about a coin; one for each coin, at `@aptos_framework`.
    struct CoinInfo<phantom CoinType> has key {
        /// Its name.
        name: String,
        /// Its short name.
        symbol: String,
        /// How many decimal places people see.
        decimals: u8,
        /// Whether `supply` is kept.
        monitor_supply: bool,
        /// How much there is.
        supply: u128,
    }

    /// The asset that a coin is paired with; one for each coin that is, at `@aptos_framework`.
    struct PairedAsset<phantom CoinType> has key {
        /// The asset.
        metadata: Object<Metadata>,
    }

    /// The coin that an asset is paired with; lies with the asset.
    struct PairedCoin has key {
        /// The coin.
        type: TypeInfo,
    }

    /// The right to make money.
    struct MintCapability<phantom CoinType> has copy, store {}

    /// The right to freeze balances.
    struct FreezeCapability<phantom CoinType> has copy, store {}

    /// The right to destroy money.
    struct BurnCapability<phantom CoinType> has copy, store {}

    /// Makes `CoinType` a coin and returns all rights over it; aborts if it is one. The module of `CoinType` calls this
    /// when it is published, before anybody else can.
    public fun initialize<CoinType>(
        account: &signer,
        name: String,
        symbol: String,
        decimals: u8,
        monitor_supply: bool
    ): (BurnCapability<CoinType>, FreezeCapability<CoinType>, MintCapability<CoinType>)
        writes CoinInfo<CoinType>(@aptos_framework)
    {
        assert!(
            coin_address<CoinType>() == signer::address_of(account),
            error::invalid_argument(ECOIN_INFO_ADDRESS_MISMATCH)
        );
        assert!(
            !exists<CoinInfo<CoinType>>(@aptos_framework),
            error::already_exists(ECOIN_INFO_ALREADY_PUBLISHED)
        );
        move_to(
            &create_signer::create_signer(@aptos_framework),
            CoinInfo<CoinType> { name, symbol, decimals, monitor_supply, supply: 0 }
        );
        (BurnCapability<CoinType> {}, FreezeCapability<CoinType> {}, MintCapability<CoinType> {})
    }

    /// Makes `CoinType` a coin. Supplies are added to without order anyway.
    public fun initialize_with_parallelizable_supply<CoinType>(
        account: &signer,
        name: String,
        symbol: String,
        decimals: u8,
        monitor_supply: bool
    ): (BurnCapability<CoinType>, FreezeCapability<CoinType>, MintCapability<CoinType>)
        writes CoinInfo<CoinType>(@0x1)
    {
        initialize<CoinType>(account, name, symbol, decimals, monitor_supply)
    }

    /// The address of the module of `CoinType`.
    fun coin_address<CoinType>(): address {
        type_info::account_address(&type_info::type_of<CoinType>())
    }

    #[view]
    /// Tells whether `CoinType` is a coin.
    public fun is_coin_initialized<CoinType>(): bool
        reads exists<CoinInfo<CoinType>>(@aptos_framework)
    {
        exists<CoinInfo<CoinType>>(@aptos_framework)
    }

    #[view]
    /// Returns the coin's name.
    public fun name<CoinType>(): String
        reads CoinInfo<CoinType>(@aptos_framework).name
    {
        CoinInfo<CoinType>[@aptos_framework].name
    }

    #[view]
    /// Returns the coin's short name.
    public fun symbol<CoinType>(): String
        reads CoinInfo<CoinType>(@aptos_framework).symbol
    {
        CoinInfo<CoinType>[@aptos_framework].symbol
    }

    #[view]
    /// Returns how many decimal places people see.
    public fun decimals<CoinType>(): u8
        reads CoinInfo<CoinType>(@aptos_framework).decimals
    {
        CoinInfo<CoinType>[@aptos_framework].decimals
    }

    #[view]
    /// Returns how much of the coin there is, if that is kept.
    public fun supply<CoinType>(): Option<u128>
        reads CoinInfo<CoinType>(@aptos_framework).{monitor_supply, supply}
    {
        let info = &CoinInfo<CoinType>[@aptos_framework];
        if (info.monitor_supply) option::some(info.supply) else option::none()
    }

    #[view]
    /// Tells whether `account_addr` can be given the coin: it holds some, or the coin is paired with an asset.
    public fun is_account_registered<CoinType>(account_addr: address): bool
        reads exists<CoinStore<CoinType>>(account_addr)
        reads exists<PairedAsset<CoinType>>(@0x1)
    {
        exists<CoinStore<CoinType>>(account_addr) || exists<PairedAsset<CoinType>>(@aptos_framework)
    }

    #[view]
    /// Returns what `owner` holds of the coin, and of the asset that it is paired with.
    public fun balance<CoinType>(owner: address): u64
        reads CoinStore<CoinType>(owner).coin.value
        reads PairedAsset<CoinType>(@0x1).metadata
        reads fungible_asset::FungibleStore(object::create_user_derived_object_address(owner, PairedAsset<CoinType>(@0x1).metadata.inner)).balance
    {
        coin_balance<CoinType>(owner) + asset_balance<CoinType>(owner)
    }

    /// What `owner` holds of the coin itself.
    fun coin_balance<CoinType>(owner: address): u64 {
        if (exists<CoinStore<CoinType>>(owner)) CoinStore<CoinType>[owner].coin.value else 0
    }

    /// What `owner` holds of the asset that the coin is paired with.
    fun asset_balance<CoinType>(owner: address): u64 {
        if (exists<PairedAsset<CoinType>>(@aptos_framework)) {
            primary_fungible_store::primary_balance(owner, PairedAsset<CoinType>[@aptos_framework].metadata)
        } else {
            0
        }
    }

    #[view]
    /// Tells whether `owner` holds as much of the coin.
    public fun is_balance_at_least<CoinType>(owner: address, amount: u64): bool
        calls balance<CoinType>(owner)
    {
        amount <= balance<CoinType>(owner)
    }

    #[view]
    /// Tells whether the balance of `owner` may not move.
    public fun is_coin_store_frozen<CoinType>(owner: address): bool
        reads CoinStore<CoinType>(owner).frozen
    {
        exists<CoinStore<CoinType>>(owner) && CoinStore<CoinType>[owner].frozen
    }

    /// Lets `account` hold the coin; does nothing if it already does. Aborts if this is no coin.
    public fun register<CoinType>(account: &signer)
        reads exists<CoinInfo<CoinType>>(@aptos_framework)
        writes CoinStore<CoinType>(signer::address_of(account))
    {
        assert!(exists<CoinInfo<CoinType>>(@aptos_framework), error::invalid_argument(ECOIN_INFO_NOT_PUBLISHED));
        if (!exists<CoinStore<CoinType>>(signer::address_of(account))) {
            move_to(account, CoinStore<CoinType> { coin: Coin { value: 0 }, frozen: false });
        };
    }

    /// Returns the amount.
    public fun value<CoinType>(coin: &Coin<CoinType>): u64
        reads coin.value
    {
        coin.value
    }

    /// Makes a coin of value zero.
    public fun zero<CoinType>(): Coin<CoinType> {
        Coin { value: 0 }
    }

    /// Throws a coin of value zero away; aborts on any other.
    public fun destroy_zero<CoinType>(zero_coin: Coin<CoinType>) {
        let Coin { value } = zero_coin;
        assert!(value == 0, error::invalid_argument(EDESTRUCTION_OF_NONZERO_TOKEN));
    }

    /// Adds `source_coin` to `dst_coin`.
    public fun merge<CoinType>(dst_coin: &mut Coin<CoinType>, source_coin: Coin<CoinType>)
        adds dst_coin.value
    {
        let Coin { value } = source_coin;
        dst_coin.value += value;
    }

    /// Takes `amount` out of `coin`; aborts if there is less.
    public fun extract<CoinType>(coin: &mut Coin<CoinType>, amount: u64): Coin<CoinType>
        writes coin.value
    {
        assert!(coin.value >= amount, error::invalid_argument(EINSUFFICIENT_BALANCE));
        coin.value -= amount;
        Coin { value: amount }
    }

    /// Takes everything out of `coin`.
    public fun extract_all<CoinType>(coin: &mut Coin<CoinType>): Coin<CoinType>
        writes coin.value
    {
        let amount = coin.value;
        coin.value = 0;
        Coin { value: amount }
    }

    /// Makes `amount` of money.
    public fun mint<CoinType>(amount: u64, _cap: &MintCapability<CoinType>): Coin<CoinType>
        adds CoinInfo<CoinType>(@aptos_framework).supply
        reads CoinInfo<CoinType>(@aptos_framework).monitor_supply
    {
        assert!(exists<CoinInfo<CoinType>>(@aptos_framework), error::not_found(ECOIN_INFO_NOT_PUBLISHED));
        let info = &mut CoinInfo<CoinType>[@aptos_framework];
        if (info.monitor_supply) {
            info.supply += (amount as u128);
        };
        Coin { value: amount }
    }

    /// Destroys `coin`.
    public fun burn<CoinType>(coin: Coin<CoinType>, _cap: &BurnCapability<CoinType>)
        adds CoinInfo<CoinType>(@aptos_framework).supply
        reads CoinInfo<CoinType>(@aptos_framework).monitor_supply
    {
        let Coin { value: amount } = coin;
        assert!(exists<CoinInfo<CoinType>>(@aptos_framework), error::not_found(ECOIN_INFO_NOT_PUBLISHED));
        let info = &mut CoinInfo<CoinType>[@aptos_framework];
        if (info.monitor_supply) {
            info.supply -= (amount as u128);
        };
    }

    /// Destroys `amount` of what `account_addr` holds.
    public fun burn_from<CoinType>(account_addr: address, amount: u64, burn_cap: &BurnCapability<CoinType>)
        reads PairedAsset<CoinType>(@0x1).metadata
        reads fungible_asset::FungibleStore(object::create_user_derived_object_address(account_addr, PairedAsset<CoinType>(@0x1).metadata.inner)).{frozen, metadata}
        adds fungible_asset::Supply(PairedAsset<CoinType>(@0x1).metadata.inner).{current, room}
        writes CoinStore<CoinType>(account_addr).coin.value
        writes fungible_asset::FungibleStore(object::create_user_derived_object_address(account_addr, PairedAsset<CoinType>(@0x1).metadata.inner)).balance
        calls burn<CoinType>(*, burn_cap)
    {
        burn(take<CoinType>(account_addr, amount, true), burn_cap);
    }

    /// Takes `amount` from what `account` holds; aborts if there is less, or if it is frozen.
    public fun withdraw<CoinType>(account: &signer, amount: u64): Coin<CoinType>
        reads CoinStore<CoinType>(signer::address_of(account)).frozen
        reads PairedAsset<CoinType>(@0x1).metadata
        reads fungible_asset::FungibleStore(object::create_user_derived_object_address(signer::address_of(account), PairedAsset<CoinType>(@0x1).metadata.inner)).{frozen, metadata}
        adds fungible_asset::Supply(PairedAsset<CoinType>(@0x1).metadata.inner).{current, room}
        writes CoinStore<CoinType>(signer::address_of(account)).coin.value
        writes fungible_asset::FungibleStore(object::create_user_derived_object_address(signer::address_of(account), PairedAsset<CoinType>(@0x1).metadata.inner)).balance
    {
        take<CoinType>(signer::address_of(account), amount, false)
    }

    /// Takes `amount` from what `owner` holds of the coin, and what is missing there from the asset that it is paired with.
    fun take<CoinType>(owner: address, amount: u64, is_forced: bool): Coin<CoinType> {
        let held = coin_balance<CoinType>(owner);
        if (held < amount && exists<PairedAsset<CoinType>>(@aptos_framework)) {
            let metadata = PairedAsset<CoinType>[@aptos_framework].metadata;
            let missing = amount - held;
            assert!(
                missing <= primary_fungible_store::primary_balance(owner, metadata),
                error::invalid_argument(EINSUFFICIENT_BALANCE)
            );
            fungible_asset::redeem_from_primary(metadata, owner, missing);
            if (held > 0) {
                destroy(take_coin<CoinType>(owner, held, is_forced));
            };
            return Coin { value: amount }
        };
        take_coin<CoinType>(owner, amount, is_forced)
    }

    /// Takes `amount` from what `owner` holds of the coin itself.
    fun take_coin<CoinType>(owner: address, amount: u64, is_forced: bool): Coin<CoinType> {
        if (amount == 0) return zero();
        assert!(exists<CoinStore<CoinType>>(owner), error::not_found(ECOIN_STORE_NOT_PUBLISHED));
        let store = &mut CoinStore<CoinType>[owner];
        assert!(is_forced || !store.frozen, error::permission_denied(EFROZEN));
        extract(&mut store.coin, amount)
    }

    /// Adds `coin` to what `account_addr` holds; aborts unless it can be given the coin, or if it is frozen.
    public fun deposit<CoinType>(account_addr: address, coin: Coin<CoinType>)
        reads CoinStore<CoinType>(account_addr).frozen
        reads PairedAsset<CoinType>(@0x1).metadata
        adds CoinStore<CoinType>(account_addr).coin.value
        adds fungible_asset::Supply(PairedAsset<CoinType>(@0x1).metadata.inner).{current, room}
        writes fungible_asset::FungibleStore(object::create_user_derived_object_address(account_addr, PairedAsset<CoinType>(@0x1).metadata.inner))
        writes object::ObjectCore(object::create_user_derived_object_address(account_addr, PairedAsset<CoinType>(@0x1).metadata.inner))
        reads exists<fungible_asset::WithdrawHook>(PairedAsset<CoinType>(@0x1).metadata.inner)
        reads exists<fungible_asset::DepositHook>(PairedAsset<CoinType>(@0x1).metadata.inner)
    {
        if (!exists<CoinStore<CoinType>>(account_addr) && exists<PairedAsset<CoinType>>(@aptos_framework)) {
            let metadata = PairedAsset<CoinType>[@aptos_framework].metadata;
            fungible_asset::issue_to_primary(metadata, account_addr, destroy(coin));
            return
        };
        put_coin(account_addr, coin);
    }

    /// Adds `coin` to what `owner` holds of the coin itself.
    fun put_coin<CoinType>(owner: address, coin: Coin<CoinType>) {
        assert!(exists<CoinStore<CoinType>>(owner), error::not_found(ECOIN_STORE_NOT_PUBLISHED));
        let store = &mut CoinStore<CoinType>[owner];
        assert!(!store.frozen, error::permission_denied(EFROZEN));
        merge(&mut store.coin, coin);
    }

    /// Takes a coin apart for its value; the supply counts on, as what the asset has is a part of it.
    fun destroy<CoinType>(coin: Coin<CoinType>): u64 {
        let Coin { value } = coin;
        value
    }

    /// Moves `amount` from `from` to `to`. Two transfers meet only where they share a holder.
    public entry fun transfer<CoinType>(from: &signer, to: address, amount: u64)
        calls withdraw<CoinType>(from, amount), deposit<CoinType>(to, *)
    {
        let coin = withdraw<CoinType>(from, amount);
        deposit(to, coin);
    }

    /// Moves `amount` from `from` to `to`, who both hold the coin itself: looks at no asset, and aborts where `transfer` would take to one.
    public entry fun transfer_held<CoinType>(from: &signer, to: address, amount: u64)
        reads CoinStore<CoinType>(signer::address_of(from)).frozen, CoinStore<CoinType>(to).frozen
        writes CoinStore<CoinType>(signer::address_of(from)).coin.value
        adds CoinStore<CoinType>(to).coin.value
    {
        put_coin(to, withdraw_held<CoinType>(from, amount));
    }

    /// Takes `amount` from what `account` holds of the coin itself: looks at no asset, and aborts where `withdraw` would take from one.
    public fun withdraw_held<CoinType>(account: &signer, amount: u64): Coin<CoinType>
        reads CoinStore<CoinType>(signer::address_of(account)).frozen
        writes CoinStore<CoinType>(signer::address_of(account)).coin.value
    {
        take_coin<CoinType>(signer::address_of(account), amount, false)
    }

    #[view]
    /// Returns the asset that the coin is paired with, if it is.
    public fun paired_metadata<CoinType>(): Option<Object<Metadata>>
        reads PairedAsset<CoinType>(@0x1).metadata
    {
        if (exists<PairedAsset<CoinType>>(@aptos_framework)) {
            option::some(PairedAsset<CoinType>[@aptos_framework].metadata)
        } else {
            option::none()
        }
    }

    #[view]
    /// Returns the coin that the asset is paired with, if it is.
    public fun paired_coin(metadata: Object<Metadata>): Option<TypeInfo>
        reads PairedCoin(metadata.inner).type
    {
        let at = object::object_address(&metadata);
        if (exists<PairedCoin>(at)) option::some(PairedCoin[at].type) else option::none()
    }

    /// Pairs the coin with an asset of the same name, unless it is paired.
    public entry fun create_pairing<CoinType>(_framework: &signer)
        reads CoinInfo<CoinType>(@0x1).{decimals, name, symbol}
        reads exists<object::ObjectCore>(@0xa)
        reads exists<object::ObjectCore>(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
        writes PairedAsset<CoinType>(@0x1)
        writes PairedCoin(@0xa)
        writes PairedCoin(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
        writes fungible_asset::Metadata(@0xa)
        writes fungible_asset::Metadata(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
        writes fungible_asset::Supply(@0xa)
        writes fungible_asset::Supply(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
        writes object::ObjectCore(@0xa) if string::utf8(b"0x1::aptos_coin::AptosCoin") == type_info::type_name<CoinType>()
        writes object::ObjectCore(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes)) if string::utf8(b"0x1::aptos_coin::AptosCoin") != type_info::type_name<CoinType>()
        writes primary_fungible_store::DeriveRefPod(@0xa)
        writes primary_fungible_store::DeriveRefPod(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
    {
        ensure_paired_metadata<CoinType>();
    }

    /// Returns the asset that the coin is paired with; makes one first if there is none.
    package fun ensure_paired_metadata<CoinType>(): Object<Metadata> {
        if (!exists<PairedAsset<CoinType>>(@aptos_framework)) {
            assert!(exists<CoinInfo<CoinType>>(@aptos_framework), error::invalid_argument(ECOIN_INFO_NOT_PUBLISHED));
            let info = &CoinInfo<CoinType>[@aptos_framework];
            let type = type_info::type_name<CoinType>();
            let ref = if (type == string::utf8(b"0x1::aptos_coin::AptosCoin")) {
                object::create_sticky_object_at_address(@aptos_framework, @aptos_fungible_asset)
            } else {
                let maker = create_signer::create_signer(@aptos_fungible_asset);
                object::create_named_object(&maker, *string::bytes(&type))
            };
            let (none, nowhere) = (option::none(), string::utf8(b""));
            primary_fungible_store::create_primary_store_enabled_fungible_asset(
                &ref, none, info.name, info.symbol, info.decimals, nowhere, nowhere
            );
            move_to(&object::generate_signer(&ref), PairedCoin { type: type_info::type_of<CoinType>() });
            let metadata = object::object_from_constructor_ref<Metadata>(&ref);
            move_to(&create_signer::create_signer(@aptos_framework), PairedAsset<CoinType> { metadata });
        };
        PairedAsset<CoinType>[@aptos_framework].metadata
    }

    /// Turns a coin into the asset that it is paired with, which is made first if there is none.
    public fun coin_to_fungible_asset<CoinType>(coin: Coin<CoinType>): FungibleAsset
        reads CoinInfo<CoinType>(@0x1).{decimals, name, symbol}
        reads exists<object::ObjectCore>(@0xa)
        reads exists<object::ObjectCore>(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
        adds fungible_asset::Supply(PairedAsset<CoinType>(@0x1).metadata.inner).{current, room}
        writes PairedAsset<CoinType>(@0x1)
        writes PairedCoin(@0xa)
        writes PairedCoin(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
        writes fungible_asset::Metadata(@0xa)
        writes fungible_asset::Metadata(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
        writes fungible_asset::Supply(@0xa)
        writes fungible_asset::Supply(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
        writes object::ObjectCore(@0xa) if string::utf8(b"0x1::aptos_coin::AptosCoin") == type_info::type_name<CoinType>()
        writes object::ObjectCore(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes)) if string::utf8(b"0x1::aptos_coin::AptosCoin") != type_info::type_name<CoinType>()
        writes primary_fungible_store::DeriveRefPod(@0xa)
        writes primary_fungible_store::DeriveRefPod(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
    {
        let metadata = ensure_paired_metadata<CoinType>();
        fungible_asset::issue(metadata, destroy(coin))
    }

    /// Turns the asset back into the coin that it is paired with; aborts if it is another asset.
    package fun fungible_asset_to_coin<CoinType>(fungible_asset: FungibleAsset): Coin<CoinType> {
        assert!(
            exists<PairedAsset<CoinType>>(@aptos_framework),
            error::not_found(EPAIRED_FUNGIBLE_ASSET)
        );
        Coin { value: fungible_asset::redeem(PairedAsset<CoinType>[@aptos_framework].metadata, fungible_asset) }
    }

    /// Turns all that `account` holds of the coin into the asset that it is paired with.
    public entry fun migrate_to_fungible_store<CoinType>(account: &signer)
        reads CoinInfo<CoinType>(@0x1).{decimals, name, symbol}
        reads exists<object::ObjectCore>(@0xa)
        reads exists<object::ObjectCore>(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
        adds fungible_asset::Supply(PairedAsset<CoinType>(@0x1).metadata.inner).{current, room}
        writes CoinStore<CoinType>(signer::address_of(account))
        writes PairedAsset<CoinType>(@0x1)
        writes PairedCoin(@0xa)
        writes PairedCoin(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
        writes fungible_asset::FungibleStore(object::create_user_derived_object_address(signer::address_of(account), @0xa))
        writes fungible_asset::FungibleStore(object::create_user_derived_object_address(signer::address_of(account), object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes)))
        writes fungible_asset::FungibleStore(object::create_user_derived_object_address(signer::address_of(account), PairedAsset<CoinType>(@0x1).metadata.inner))
        writes fungible_asset::Metadata(@0xa)
        writes fungible_asset::Metadata(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
        writes fungible_asset::Supply(@0xa)
        writes fungible_asset::Supply(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
        writes object::ObjectCore(@0xa) if string::utf8(b"0x1::aptos_coin::AptosCoin") == type_info::type_name<CoinType>()
        writes object::ObjectCore(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes)) if string::utf8(b"0x1::aptos_coin::AptosCoin") != type_info::type_name<CoinType>()
        writes object::ObjectCore(object::create_user_derived_object_address(signer::address_of(account), @0xa))
        writes object::ObjectCore(object::create_user_derived_object_address(signer::address_of(account), object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes)))
        writes object::ObjectCore(object::create_user_derived_object_address(signer::address_of(account), PairedAsset<CoinType>(@0x1).metadata.inner))
        writes primary_fungible_store::DeriveRefPod(@0xa)
        writes primary_fungible_store::DeriveRefPod(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
        reads exists<fungible_asset::WithdrawHook>(@0xa)
        reads exists<fungible_asset::WithdrawHook>(PairedAsset<CoinType>(@0x1).metadata.inner)
        reads exists<fungible_asset::WithdrawHook>(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
        reads exists<fungible_asset::DepositHook>(@0xa)
        reads exists<fungible_asset::DepositHook>(PairedAsset<CoinType>(@0x1).metadata.inner)
        reads exists<fungible_asset::DepositHook>(object::create_object_address(@0xa, type_info::type_name<CoinType>().bytes))
    {
        let owner = signer::address_of(account);
        let metadata = ensure_paired_metadata<CoinType>();
        if (exists<CoinStore<CoinType>>(owner)) {
            let CoinStore { coin, frozen } = move_from<CoinStore<CoinType>>(owner);
            assert!(!frozen, error::permission_denied(EFROZEN));
            fungible_asset::issue_to_primary(metadata, owner, destroy(coin));
        };
    }

    /// Stops the balance of `account_addr` from moving.
    public fun freeze_coin_store<CoinType>(account_addr: address, _freeze_cap: &FreezeCapability<CoinType>)
        writes CoinStore<CoinType>(account_addr).frozen
    {
        CoinStore<CoinType>[account_addr].frozen = true;
    }

    /// Lets the balance of `account_addr` move again.
    public fun unfreeze_coin_store<CoinType>(account_addr: address, _freeze_cap: &FreezeCapability<CoinType>)
        writes CoinStore<CoinType>(account_addr).frozen
    {
        CoinStore<CoinType>[account_addr].frozen = false;
    }

    /// Throws the right to make money away.
    public fun destroy_mint_cap<CoinType>(mint_cap: MintCapability<CoinType>) {
        let MintCapability {} = mint_cap;
    }

    /// Throws the right to freeze balances away.
    public fun destroy_freeze_cap<CoinType>(freeze_cap: FreezeCapability<CoinType>) {
        let FreezeCapability {} = freeze_cap;
    }

    /// Throws the right to destroy money away.
    public fun destroy_burn_cap<CoinType>(burn_cap: BurnCapability<CoinType>) {
        let BurnCapability {} = burn_cap;
    }

    #[test_only]
    /// A coin for tests.
    struct FakeMoney {}

    #[test_only]
    /// Makes `amount` of `CoinType`, whether or not it is a coin.
    public fun mint_for_test<CoinType>(amount: u64): Coin<CoinType> {
        Coin { value: amount }
    }

    #[test_only]
    /// Destroys a coin.
    public fun burn_for_test<CoinType>(coin: Coin<CoinType>) {
        let Coin { value: _ } = coin;
    }

    #[test_only]
    /// Destroys a coin.
    public fun destroy_for_test<CoinType>(coin: Coin<CoinType>) {
        let Coin { value: _ } = coin;
    }

    #[test_only]
    /// Makes the coin of tests one, and returns all rights over it.
    public fun initialize_fake_money(
        account: &signer,
        decimals: u8,
        monitor_supply: bool
    ): (BurnCapability<FakeMoney>, FreezeCapability<FakeMoney>, MintCapability<FakeMoney>) {
        initialize<FakeMoney>(
            account,
            std::string::utf8(b"Fake money"),
            std::string::utf8(b"FMD"),
            decimals,
            monitor_supply
        )
    }

    #[test_only]
    /// Makes the coin of tests one, returns all rights over it, and lets `account` hold it.
    public fun initialize_and_register_fake_money(
        account: &signer,
        decimals: u8,
        monitor_supply: bool
    ): (BurnCapability<FakeMoney>, FreezeCapability<FakeMoney>, MintCapability<FakeMoney>) {
        let (burn_cap, freeze_cap, mint_cap) = initialize_fake_money(account, decimals, monitor_supply);
        register<FakeMoney>(account);
        (burn_cap, freeze_cap, mint_cap)
    }

    #[test_only]
    /// Makes the coin of tests one, and `amount` of it for `source`; `destination` may hold it.
    public fun create_fake_money(source: &signer, destination: &signer, amount: u64) {
        let (burn_cap, freeze_cap, mint_cap) = initialize_and_register_fake_money(source, 18, true);
        register<FakeMoney>(destination);
        deposit(signer::address_of(source), mint<FakeMoney>(amount, &mint_cap));
        destroy_burn_cap(burn_cap);
        destroy_freeze_cap(freeze_cap);
        destroy_mint_cap(mint_cap);
    }
}
