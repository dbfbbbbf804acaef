/// Coins whose rights lie with the account that has made them.
module aptos_framework::managed_coin {
    use std::error;
    use std::signer;
    use std::string;
    use aptos_framework::coin::{Self, BurnCapability, FreezeCapability, MintCapability};

    /// The account has no rights over the coin.
    const ENO_CAPABILITIES: u64 = 1;

    /// All rights over a coin.
    struct Capabilities<phantom CoinType> has key {
        /// To destroy it.
        burn_cap: BurnCapability<CoinType>,
        /// To freeze balances.
        freeze_cap: FreezeCapability<CoinType>,
        /// To make it.
        mint_cap: MintCapability<CoinType>,
    }

    /// Makes `CoinType` a coin; the account that has published it keeps the rights.
    public entry fun initialize<CoinType>(
        account: &signer,
        name: vector<u8>,
        symbol: vector<u8>,
        decimals: u8,
        monitor_supply: bool
    )
        writes coin::CoinInfo<CoinType>(@0x1)
        writes Capabilities<CoinType>(signer::address_of(account))
    {
        let (burn_cap, freeze_cap, mint_cap) =
            coin::initialize<CoinType>(account, string::utf8(name), string::utf8(symbol), decimals, monitor_supply);
        move_to(account, Capabilities<CoinType> { burn_cap, freeze_cap, mint_cap });
    }

    /// Makes `amount` of the coin for `dst_addr`.
    public entry fun mint<CoinType>(account: &signer, dst_addr: address, amount: u64)
        reads exists<Capabilities<CoinType>>(signer::address_of(account))
        calls coin::mint<CoinType>(amount, *)
        calls coin::deposit<CoinType>(dst_addr, *)
    {
        let account_addr = signer::address_of(account);
        assert!(exists<Capabilities<CoinType>>(account_addr), error::not_found(ENO_CAPABILITIES));
        let coins = coin::mint(amount, &Capabilities<CoinType>[account_addr].mint_cap);
        coin::deposit(dst_addr, coins);
    }

    /// Destroys `amount` of what the account holds.
    public entry fun burn<CoinType>(account: &signer, amount: u64)
        reads coin::CoinStore<CoinType>(signer::address_of(account)).frozen
        reads exists<Capabilities<CoinType>>(signer::address_of(account))
        writes coin::CoinStore<CoinType>(signer::address_of(account)).coin.value
        calls coin::burn<CoinType>(*, *)
        reads coin::PairedAsset<CoinType>(@0x1).metadata
        reads aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(signer::address_of(account), coin::PairedAsset<CoinType>(@0x1).metadata.inner)).{frozen, metadata}
        writes aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(signer::address_of(account), coin::PairedAsset<CoinType>(@0x1).metadata.inner)).balance
        adds aptos_framework::fungible_asset::Supply(coin::PairedAsset<CoinType>(@0x1).metadata.inner).{current, room}
    {
        let account_addr = signer::address_of(account);
        assert!(exists<Capabilities<CoinType>>(account_addr), error::not_found(ENO_CAPABILITIES));
        let coins = coin::withdraw<CoinType>(account, amount);
        coin::burn(coins, &Capabilities<CoinType>[account_addr].burn_cap);
    }

    /// Lets the account hold the coin.
    public entry fun register<CoinType>(account: &signer)
        calls coin::register<CoinType>(account)
    {
        coin::register<CoinType>(account);
    }

    /// Gives the rights away.
    public fun remove_caps<CoinType>(
        account: &signer
    ): (BurnCapability<CoinType>, FreezeCapability<CoinType>, MintCapability<CoinType>)
        writes Capabilities<CoinType>(signer::address_of(account))
    {
        let account_addr = signer::address_of(account);
        assert!(exists<Capabilities<CoinType>>(account_addr), error::not_found(ENO_CAPABILITIES));
        let Capabilities { burn_cap, freeze_cap, mint_cap } = move_from<Capabilities<CoinType>>(account_addr);
        (burn_cap, freeze_cap, mint_cap)
    }

    /// Throws the rights away.
    public entry fun destroy_caps<CoinType>(account: &signer)
        calls remove_caps<CoinType>(account)
    {
        let (burn_cap, freeze_cap, mint_cap) = remove_caps<CoinType>(account);
        coin::destroy_burn_cap(burn_cap);
        coin::destroy_freeze_cap(freeze_cap);
        coin::destroy_mint_cap(mint_cap);
    }
}
