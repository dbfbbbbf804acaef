/// Fungible money, a type for each coin.
///
/// A balance is a record of its holder's: transfers between different people meet nowhere, and those who pay into one
/// account need no order. Only minting and burning touch the supply, and those commute, too.
module aptos_framework::coin {
    use std::error;
    use std::option::{Self, Option};
    use std::signer;
    use std::string::String;
    use aptos_std::type_info;
    use aptos_framework::create_signer;

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
    /// Tells whether `account_addr` holds the coin.
    public fun is_account_registered<CoinType>(account_addr: address): bool
        reads exists<CoinStore<CoinType>>(account_addr)
    {
        exists<CoinStore<CoinType>>(account_addr)
    }

    #[view]
    /// Returns what `owner` holds of the coin; aborts unless registered.
    public fun balance<CoinType>(owner: address): u64
        reads CoinStore<CoinType>(owner).coin.value
    {
        assert!(exists<CoinStore<CoinType>>(owner), error::not_found(ECOIN_STORE_NOT_PUBLISHED));
        CoinStore<CoinType>[owner].coin.value
    }

    #[view]
    /// Tells whether `owner` holds as much of the coin.
    public fun is_balance_at_least<CoinType>(owner: address, amount: u64): bool
        calls balance<CoinType>(owner)
    {
        is_account_registered<CoinType>(owner) && amount <= balance<CoinType>(owner)
    }

    #[view]
    /// Tells whether the balance of `owner` may not move.
    public fun is_coin_store_frozen<CoinType>(owner: address): bool
        reads CoinStore<CoinType>(owner).frozen
    {
        exists<CoinStore<CoinType>>(owner) && CoinStore<CoinType>[owner].frozen
    }

    /// Lets `account` hold the coin; does nothing if it already does.
    public fun register<CoinType>(account: &signer)
        writes CoinStore<CoinType>(signer::address_of(account))
    {
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
        writes CoinStore<CoinType>(account_addr).coin.value
        adds CoinInfo<CoinType>(@aptos_framework).supply
        reads CoinInfo<CoinType>(@aptos_framework).monitor_supply
    {
        assert!(exists<CoinStore<CoinType>>(account_addr), error::not_found(ECOIN_STORE_NOT_PUBLISHED));
        let taken = extract(&mut CoinStore<CoinType>[account_addr].coin, amount);
        burn(taken, burn_cap);
    }

    /// Takes `amount` from what `account` holds; aborts if there is less, or if it is frozen.
    public fun withdraw<CoinType>(account: &signer, amount: u64): Coin<CoinType>
        writes CoinStore<CoinType>(signer::address_of(account)).coin.value
        reads CoinStore<CoinType>(signer::address_of(account)).frozen
    {
        let owner = signer::address_of(account);
        assert!(exists<CoinStore<CoinType>>(owner), error::not_found(ECOIN_STORE_NOT_PUBLISHED));
        let store = &mut CoinStore<CoinType>[owner];
        assert!(!store.frozen, error::permission_denied(EFROZEN));
        extract(&mut store.coin, amount)
    }

    /// Adds `coin` to what `account_addr` holds; aborts unless registered, or if it is frozen.
    public fun deposit<CoinType>(account_addr: address, coin: Coin<CoinType>)
        adds CoinStore<CoinType>(account_addr).coin.value
        reads CoinStore<CoinType>(account_addr).frozen
    {
        assert!(exists<CoinStore<CoinType>>(account_addr), error::not_found(ECOIN_STORE_NOT_PUBLISHED));
        let store = &mut CoinStore<CoinType>[account_addr];
        assert!(!store.frozen, error::permission_denied(EFROZEN));
        merge(&mut store.coin, coin);
    }

    /// Moves `amount` from `from` to `to`. Two transfers meet only where they share a holder.
    public entry fun transfer<CoinType>(from: &signer, to: address, amount: u64)
        calls withdraw<CoinType>(from, amount), deposit<CoinType>(to, *)
    {
        let coin = withdraw<CoinType>(from, amount);
        deposit(to, coin);
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
