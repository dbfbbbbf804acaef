/// Accounts that are made, and let hold a coin, where something is sent to them.
module aptos_framework::aptos_account {
    use std::error;
    use std::signer;
    use std::vector;
    use aptos_framework::account;
    use aptos_framework::aptos_coin::AptosCoin;
    use aptos_framework::coin::{Self, Coin};
    use aptos_framework::create_signer::create_signer;
    use aptos_framework::fungible_asset::{FungibleAsset, Metadata};
    use aptos_framework::object::Object;
    use aptos_framework::primary_fungible_store;

    /// There is no account.
    const EACCOUNT_NOT_FOUND: u64 = 1;
    /// The account does not hold the coin of fees.
    const EACCOUNT_NOT_REGISTERED_FOR_APT: u64 = 2;
    /// The account takes no coin that it does not hold.
    const EACCOUNT_DOES_NOT_ACCEPT_DIRECT_COIN_TRANSFERS: u64 = 3;
    /// There are more or fewer amounts than accounts.
    const EMISMATCHING_RECIPIENTS_AND_AMOUNTS_LENGTH: u64 = 5;

    /// Whether an account takes coins that it does not hold.
    struct DirectTransferConfig has key {
        /// Whether it does.
        allow_arbitrary_coin_transfers: bool,
    }

    /// Makes an account that holds the coin of fees.
    public entry fun create_account(auth_key: address)
        writes account::Account(auth_key)
        calls coin::register<aptos_framework::aptos_coin::AptosCoin>(auth_key)
    {
        let account = account::create_account(auth_key);
        coin::register<AptosCoin>(&account);
    }

    /// Sends the coin of fees to several accounts.
    public entry fun batch_transfer(source: &signer, recipients: vector<address>, amounts: vector<u64>)
        calls batch_transfer_coins<aptos_framework::aptos_coin::AptosCoin>(source, recipients, amounts)
    {
        batch_transfer_coins<AptosCoin>(source, recipients, amounts);
    }

    /// Sends the coin of fees; makes the account if it is not there.
    public entry fun transfer(source: &signer, to: address, amount: u64)
        reads coin::CoinStore<aptos_framework::aptos_coin::AptosCoin>(signer::address_of(source)).frozen
        writes account::Account(to)
        writes coin::CoinStore<aptos_framework::aptos_coin::AptosCoin>(signer::address_of(source)).coin.value
        calls coin::register<aptos_framework::aptos_coin::AptosCoin>(to)
        writes aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(to, coin::PairedAsset<aptos_framework::aptos_coin::AptosCoin>(@0x1).metadata.inner))
        writes aptos_framework::object::ObjectCore(aptos_framework::object::create_user_derived_object_address(to, coin::PairedAsset<aptos_framework::aptos_coin::AptosCoin>(@0x1).metadata.inner))
        adds aptos_framework::fungible_asset::Supply(coin::PairedAsset<aptos_framework::aptos_coin::AptosCoin>(@0x1).metadata.inner).{current, room}
        reads aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(signer::address_of(source), coin::PairedAsset<aptos_framework::aptos_coin::AptosCoin>(@0x1).metadata.inner)).{frozen, metadata}
        reads coin::PairedAsset<aptos_framework::aptos_coin::AptosCoin>(@0x1).metadata
        writes aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(signer::address_of(source), coin::PairedAsset<aptos_framework::aptos_coin::AptosCoin>(@0x1).metadata.inner)).balance
        reads exists<aptos_framework::fungible_asset::DepositHook>(coin::PairedAsset<aptos_framework::aptos_coin::AptosCoin>(@0x1).metadata.inner)
        reads exists<aptos_framework::fungible_asset::WithdrawHook>(coin::PairedAsset<aptos_framework::aptos_coin::AptosCoin>(@0x1).metadata.inner)
    {
        account::create_account_if_does_not_exist(to);
        coin::register<AptosCoin>(&create_signer(to));
        coin::deposit<AptosCoin>(to, coin::withdraw<AptosCoin>(source, amount));
    }

    /// Sends a coin to several accounts.
    public entry fun batch_transfer_coins<CoinType>(
        from: &signer,
        recipients: vector<address>,
        amounts: vector<u64>
    )
        calls transfer_coins<CoinType>(from, recipients[*], amounts[*])
    {
        let count = vector::length(&recipients);
        assert!(
            count == vector::length(&amounts),
            error::invalid_argument(EMISMATCHING_RECIPIENTS_AND_AMOUNTS_LENGTH)
        );
        let i = 0;
        while (i < count) {
            transfer_coins<CoinType>(from, *vector::borrow(&recipients, i), *vector::borrow(&amounts, i));
            i = i + 1;
        };
    }

    /// Sends a coin; makes the account if it is not there, and lets it hold the coin.
    public entry fun transfer_coins<CoinType>(from: &signer, to: address, amount: u64)
        reads coin::CoinStore<CoinType>(signer::address_of(from)).frozen
        writes coin::CoinStore<CoinType>(signer::address_of(from)).coin.value
        calls deposit_coins<CoinType>(to, *)
        reads aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(signer::address_of(from), coin::PairedAsset<CoinType>(@0x1).metadata.inner)).{frozen, metadata}
        writes aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(signer::address_of(from), coin::PairedAsset<CoinType>(@0x1).metadata.inner)).balance
    {
        deposit_coins(to, coin::withdraw<CoinType>(from, amount));
    }

    /// Gives a coin to an account, which is made if it is not there, and let hold the coin.
    public fun deposit_coins<CoinType>(to: address, coins: Coin<CoinType>)
        writes account::Account(to)
        calls can_receive_direct_coin_transfers(to)
        calls coin::register<CoinType>(to)
        reads coin::PairedAsset<CoinType>(@0x1).metadata
        adds aptos_framework::fungible_asset::Supply(coin::PairedAsset<CoinType>(@0x1).metadata.inner).{room, current}
        writes aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(to, coin::PairedAsset<CoinType>(@0x1).metadata.inner))
        writes aptos_framework::object::ObjectCore(aptos_framework::object::create_user_derived_object_address(to, coin::PairedAsset<CoinType>(@0x1).metadata.inner))
        reads exists<aptos_framework::fungible_asset::WithdrawHook>(coin::PairedAsset<CoinType>(@0x1).metadata.inner)
        reads exists<aptos_framework::fungible_asset::DepositHook>(coin::PairedAsset<CoinType>(@0x1).metadata.inner)
    {
        account::create_account_if_does_not_exist(to);
        if (!coin::is_account_registered<CoinType>(to)) {
            assert!(
                can_receive_direct_coin_transfers(to),
                error::permission_denied(EACCOUNT_DOES_NOT_ACCEPT_DIRECT_COIN_TRANSFERS)
            );
            coin::register<CoinType>(&create_signer(to));
        };
        coin::deposit<CoinType>(to, coins);
    }

    /// Sends an asset to an account.
    public entry fun transfer_fungible_assets(from: &signer, metadata: Object<Metadata>, to: address, amount: u64)
        reads aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(to, aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(signer::address_of(from), metadata.inner)).metadata.inner)).{frozen, metadata, asks_to_deposit}
        reads exists<aptos_framework::fungible_asset::Untransferable>(aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(signer::address_of(from), metadata.inner)).metadata.inner)
        reads exists<aptos_framework::object::ObjectCore>(aptos_framework::object::create_user_derived_object_address(to, aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(signer::address_of(from), metadata.inner)).metadata.inner))
        reads exists<aptos_framework::object::ObjectCore>(aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(signer::address_of(from), metadata.inner)).metadata.inner)
        adds aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(to, aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(signer::address_of(from), metadata.inner)).metadata.inner)).balance
        writes aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(to, primary_fungible_store::DeriveRefPod(aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(signer::address_of(from), metadata.inner)).metadata.inner).metadata_derive_ref.self))
        writes aptos_framework::object::ObjectCore(aptos_framework::object::create_user_derived_object_address(to, primary_fungible_store::DeriveRefPod(aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(signer::address_of(from), metadata.inner)).metadata.inner).metadata_derive_ref.self))
        writes aptos_framework::object::Untransferable(aptos_framework::object::create_user_derived_object_address(to, primary_fungible_store::DeriveRefPod(aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(signer::address_of(from), metadata.inner)).metadata.inner).metadata_derive_ref.self))
        calls primary_fungible_store::withdraw<aptos_framework::fungible_asset::Metadata>(from, metadata, amount)
        reads exists<aptos_framework::fungible_asset::WithdrawHook>(aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(signer::address_of(from), metadata.inner)).metadata.inner)
        reads exists<aptos_framework::fungible_asset::DepositHook>(aptos_framework::fungible_asset::FungibleStore(aptos_framework::object::create_user_derived_object_address(signer::address_of(from), metadata.inner)).metadata.inner)
    {
        deposit_fungible_assets(to, primary_fungible_store::withdraw(from, metadata, amount));
    }

    /// Gives an asset to an account.
    public fun deposit_fungible_assets(to: address, fa: FungibleAsset)
        calls primary_fungible_store::deposit(to, fa)
    {
        primary_fungible_store::deposit(to, fa);
    }

    /// Aborts unless there is an account.
    public fun assert_account_exists(addr: address)
        calls account::exists_at(addr)
    {
        assert!(account::exists_at(addr), error::not_found(EACCOUNT_NOT_FOUND));
    }

    /// Aborts unless the account holds the coin of fees.
    public fun assert_account_is_registered_for_apt(addr: address)
        reads exists<coin::CoinStore<aptos_framework::aptos_coin::AptosCoin>>(addr)
        calls assert_account_exists(addr)
        reads exists<coin::PairedAsset<aptos_framework::aptos_coin::AptosCoin>>(@0x1)
    {
        assert_account_exists(addr);
        assert!(
            coin::is_account_registered<AptosCoin>(addr),
            error::not_found(EACCOUNT_NOT_REGISTERED_FOR_APT)
        );
    }

    /// Says whether the account takes coins that it does not hold.
    public entry fun set_allow_direct_coin_transfers(account: &signer, allow: bool)
        writes DirectTransferConfig(signer::address_of(account))
    {
        let addr = signer::address_of(account);
        if (exists<DirectTransferConfig>(addr)) {
            DirectTransferConfig[addr].allow_arbitrary_coin_transfers = allow;
        } else {
            move_to(account, DirectTransferConfig { allow_arbitrary_coin_transfers: allow });
        };
    }

    #[view]
    /// Tells whether the account takes coins that it does not hold.
    public fun can_receive_direct_coin_transfers(account: address): bool
        reads DirectTransferConfig(account).allow_arbitrary_coin_transfers
    {
        !exists<DirectTransferConfig>(account) || DirectTransferConfig[account].allow_arbitrary_coin_transfers
    }

    #[test_only]
    /// Makes an account that holds a coin.
    public fun create_account_from_ed25519_public_key(pk_bytes: vector<u8>): signer {
        vector::push_back(&mut pk_bytes, 0);
        account::create_account(aptos_std::from_bcs::to_address(std::hash::sha3_256(pk_bytes)))
    }
}
