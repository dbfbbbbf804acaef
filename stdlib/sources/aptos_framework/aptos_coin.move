/// The coin that fees are paid in.
module aptos_framework::aptos_coin {
    use std::error;
    use std::signer;
    use std::string;
    use aptos_framework::coin::{Self, BurnCapability, MintCapability};
    #[test_only]
    use aptos_framework::fungible_asset::FungibleAsset;

    /// The account may not make the coin.
    const ENO_CAPABILITIES: u64 = 1;

    /// The coin.
    struct AptosCoin has key {}

    /// The right to make the coin.
    struct MintCapStore has key {
        /// The right.
        mint_cap: MintCapability<AptosCoin>,
    }

    /// Makes the coin one, and gives the rights to the library.
    package fun initialize(
        aptos_framework: &signer
    ): (BurnCapability<AptosCoin>, MintCapability<AptosCoin>) {
        let (burn_cap, freeze_cap, mint_cap) =
            coin::initialize<AptosCoin>(
                aptos_framework,
                string::utf8(b"Aptos Coin"),
                string::utf8(b"APT"),
                8,
                true
            );
        move_to(aptos_framework, MintCapStore { mint_cap });
        coin::destroy_freeze_cap(freeze_cap);
        (burn_cap, mint_cap)
    }

    /// Tells whether the account may make the coin.
    public fun has_mint_capability(account: &signer): bool
        reads exists<MintCapStore>(signer::address_of(account))
    {
        exists<MintCapStore>(signer::address_of(account))
    }

    /// Makes `amount` of the coin for `dst_addr`.
    public entry fun mint(account: &signer, dst_addr: address, amount: u64)
        reads exists<MintCapStore>(signer::address_of(account))
        calls coin::mint<AptosCoin>(amount, *)
        calls coin::deposit<AptosCoin>(dst_addr, *)
    {
        let account_addr = signer::address_of(account);
        assert!(exists<MintCapStore>(account_addr), error::not_found(ENO_CAPABILITIES));
        let coins = coin::mint<AptosCoin>(amount, &MintCapStore[account_addr].mint_cap);
        coin::deposit(dst_addr, coins);
    }

    #[test_only]
    /// Makes the coin one for the rest of the test; aborts if it is one.
    public fun initialize_for_test(
        aptos_framework: &signer
    ): (BurnCapability<AptosCoin>, MintCapability<AptosCoin>) {
        let (burn_cap, mint_cap) = initialize(aptos_framework);
        coin::create_pairing<AptosCoin>(aptos_framework);
        (burn_cap, mint_cap)
    }

    #[test_only]
    /// Makes the coin one for the rest of the test; aborts if it is one.
    public fun initialize_for_test_without_aggregator_factory(
        aptos_framework: &signer
    ): (BurnCapability<AptosCoin>, MintCapability<AptosCoin>) {
        let (burn_cap, mint_cap) = initialize(aptos_framework);
        coin::create_pairing<AptosCoin>(aptos_framework);
        (burn_cap, mint_cap)
    }

    #[test_only]
    /// Makes the coin one unless it is, and `amount` of it.
    public fun mint_for_test(amount: u64): coin::Coin<AptosCoin> {
        coin::mint_for_test<AptosCoin>(amount)
    }

    #[test_only]
    /// Makes the coin one with an asset, unless it is.
    public fun ensure_initialized_with_apt_fa_metadata_for_test() {
        let aptos_framework = aptos_framework::create_signer::create_signer(@aptos_framework);
        if (!coin::is_coin_initialized<AptosCoin>()) {
            let (burn_cap, mint_cap) = initialize(&aptos_framework);
            coin::destroy_burn_cap(burn_cap);
            coin::destroy_mint_cap(mint_cap);
        };
        coin::create_pairing<AptosCoin>(&aptos_framework);
    }

    #[test_only]
    /// Makes `amount` of the asset that the coin is paired with.
    public fun mint_apt_fa_for_test(amount: u64): FungibleAsset {
        ensure_initialized_with_apt_fa_metadata_for_test();
        coin::coin_to_fungible_asset(coin::mint(amount, &MintCapStore[@aptos_framework].mint_cap))
    }
}
