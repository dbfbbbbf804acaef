/// What published packages do with the library.
module 0x42::accept_library_packages {
    use std::error;
    use std::option::{Self, Option};
    use std::signer;
    use std::string::{Self, String};
    use aptos_std::math64;
    use aptos_std::simple_map::{Self, SimpleMap};
    use aptos_std::smart_table::{Self, SmartTable};
    use aptos_std::table::{Self, Table};
    use aptos_std::type_info;
    use aptos_framework::account::{Self, SignerCapability};
    use aptos_framework::coin::{Self, BurnCapability, Coin, MintCapability};
    use aptos_framework::event::{Self, EventHandle};
    use aptos_framework::fungible_asset::{Self, FungibleAsset, Metadata, MintRef};
    use aptos_framework::object::{Self, ExtendRef, Object};
    use aptos_framework::primary_fungible_store;
    use aptos_framework::timestamp;

    const ENOT_OWNER: u64 = 1;

    struct Gold {}
    struct Capabilities has key { mint: MintCapability<Gold>, burn: BurnCapability<Gold> }
    struct Vault<phantom CoinType> has key { coins: Coin<CoinType>, deposits: Table<address, u64>, events: EventHandle<Deposited> }
    struct Deposited has drop, store { who: address, amount: u64 }
    #[event]
    struct Listed has drop, store { item: address, price: u64, note: String }
    struct Settings has key { signer_capability: SignerCapability, names: SimpleMap<String, u64>, scores: SmartTable<address, u64> }
    struct Token has key { mint: MintRef, extend: ExtendRef, uri: Option<String> }

    fun init_module(account: &signer) {
        let (resource, signer_capability) = account::create_resource_account(account, b"vault");
        coin::register<Gold>(&resource);
        move_to(account, Settings { signer_capability, names: simple_map::create(), scores: smart_table::new() });
    }
    public entry fun initialize(account: &signer) {
        let (burn, freeze_capability, mint) = coin::initialize<Gold>(account, string::utf8(b"Gold"), string::utf8(b"GLD"), 8, true);
        coin::destroy_freeze_cap(freeze_capability);
        move_to(account, Capabilities { mint, burn });
    }
    public entry fun open<CoinType>(account: &signer) {
        let events = account::new_event_handle<Deposited>(account);
        move_to(account, Vault<CoinType> { coins: coin::zero(), deposits: table::new(), events });
    }
    public entry fun deposit<CoinType>(account: &signer, vault: address, amount: u64) acquires Vault {
        let coins = coin::withdraw<CoinType>(account, amount);
        let vault = borrow_global_mut<Vault<CoinType>>(vault);
        coin::merge(&mut vault.coins, coins);
        let who = signer::address_of(account);
        if (!table::contains(&vault.deposits, who)) table::add(&mut vault.deposits, who, 0);
        let old = table::borrow_mut(&mut vault.deposits, who);
        *old = *old + amount;
        event::emit_event(&mut vault.events, Deposited { who, amount });
    }
    public entry fun withdraw<CoinType>(account: &signer, amount: u64) acquires Vault {
        let who = signer::address_of(account);
        assert!(exists<Vault<CoinType>>(who), error::not_found(ENOT_OWNER));
        let vault = borrow_global_mut<Vault<CoinType>>(who);
        coin::deposit(who, coin::extract(&mut vault.coins, amount));
    }
    public entry fun mint(to: address, amount: u64) acquires Capabilities {
        let capabilities = borrow_global<Capabilities>(@0x42);
        coin::deposit(to, coin::mint(amount, &capabilities.mint));
    }
    public fun burn(coins: Coin<Gold>) acquires Capabilities { coin::burn(coins, &Capabilities[@0x42].burn) }
    public entry fun list(account: &signer, item: Object<Token>, price: u64) {
        assert!(object::is_owner(item, signer::address_of(account)), error::permission_denied(ENOT_OWNER));
        event::emit(Listed { item: object::object_address(&item), price, note: string::utf8(b"") });
    }
    public fun make_token(creator: &signer): Object<Metadata> {
        let made = object::create_named_object(creator, b"token");
        primary_fungible_store::create_primary_store_enabled_fungible_asset(
            &made, option::some(1000), string::utf8(b"T"), string::utf8(b"T"), 6, string::utf8(b""), string::utf8(b""),
        );
        let inside = object::generate_signer(&made);
        let (mint, extend) = (fungible_asset::generate_mint_ref(&made), object::generate_extend_ref(&made));
        move_to(&inside, Token { mint, extend, uri: option::none() });
        object::object_from_constructor_ref<Metadata>(&made)
    }
    public fun mint_asset(token: address, amount: u64): FungibleAsset acquires Token { fungible_asset::mint(&Token[token].mint, amount) }
    #[view]
    public fun balance(who: address, metadata: Object<Metadata>): u64 { primary_fungible_store::balance(who, metadata) }
    public fun as_resource_account(): signer acquires Settings {
        account::create_signer_with_capability(&Settings[@0x42].signer_capability)
    }
    public fun named(name: String, value: u64) acquires Settings {
        let settings = &mut Settings[@0x42];
        simple_map::upsert(&mut settings.names, name, value);
        settings.scores.upsert(@0x1, math64::min(value, 5));
    }
    public fun is_late(deadline: u64): bool { deadline < timestamp::now_seconds() }
    public fun is_gold<T>(): bool { type_info::type_of<T>() == type_info::type_of<Gold>() }
}
