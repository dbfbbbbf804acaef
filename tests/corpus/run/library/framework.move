/// Accounts, objects, events, coins and fungible assets.
module 0x42::run_library_framework {
    use std::option;
    use std::signer::address_of;
    use std::string::utf8;
    use aptos_framework::account;
    use aptos_framework::aggregator_v2;
    use aptos_framework::coin;
    use aptos_framework::event;
    use aptos_framework::fungible_asset;
    use aptos_framework::object;
    use aptos_framework::primary_fungible_store;

    struct Gem has key { value: u64 }
    #[event]
    struct Minted has drop, store { value: u64 }
    struct Points has key { total: aggregator_v2::Aggregator<u64> }

    // returns: true, 7
    fun an_object(owner: &signer): (bool, u64) {
        let made = object::create_named_object(owner, b"gem");
        let inside = object::generate_signer(&made);
        move_to(&inside, Gem { value: 7 });
        let gem = object::object_from_constructor_ref<Gem>(&made);
        (object::is_owner(gem, address_of(owner)), Gem[gem.object_address()].value)
    }

    // returns: @0x9
    fun an_object_is_given(owner: &signer): address {
        let made = object::create_named_object(owner, b"gem");
        move_to(&object::generate_signer(&made), Gem { value: 7 });
        let gem = object::object_from_constructor_ref<Gem>(&made);
        object::transfer(owner, gem, @0x9);
        object::owner(gem)
    }

    // returns: true
    fun the_address_of_a_named_object(owner: &signer): bool {
        let made = object::create_named_object(owner, b"gem");
        let at = object::create_object_address(&address_of(owner), b"gem");
        object::address_from_constructor_ref(&made) == at
    }

    // aborts: 393218
    fun no_such_object(): address { object::owner(object::address_to_object<Gem>(@0x9)) }

    // returns: true
    fun a_resource_account(owner: &signer): bool {
        let (inside, capability) = account::create_resource_account(owner, b"seed");
        let at = account::create_resource_address(&address_of(owner), b"seed");
        address_of(&inside) == at && account::get_signer_capability_address(&capability) == at
    }

    // returns: ()
    fun an_event() { event::emit(Minted { value: 3 }); }

    // returns: 12, true
    fun an_aggregator(owner: &signer): (u64, bool) {
        move_to(owner, Points { total: aggregator_v2::create_aggregator(20) });
        let points = &mut Points[address_of(owner)];
        points.total.add(15);
        points.total.sub(3);
        let fits = points.total.try_add(9);
        (points.total.read(), !fits)
    }

    // returns: 100, {vector[100]}, 100
    fun a_fungible_asset(owner: &signer): (u64, option::Option<u128>, u64) {
        let made = object::create_named_object(owner, b"token");
        primary_fungible_store::create_primary_store_enabled_fungible_asset(
            &made, option::none(), utf8(b"Token"), utf8(b"TOK"), 8, utf8(b""), utf8(b""),
        );
        let mint = fungible_asset::generate_mint_ref(&made);
        let asset = fungible_asset::mint(&mint, 100);
        let amount = fungible_asset::amount(&asset);
        let metadata = fungible_asset::mint_ref_metadata(&mint);
        primary_fungible_store::deposit(@0x9, asset);
        (amount, fungible_asset::supply(metadata), primary_fungible_store::balance(@0x9, metadata))
    }

    // aborts: 65540
    fun more_than_there_is(owner: &signer) {
        let made = object::create_named_object(owner, b"token");
        primary_fungible_store::create_primary_store_enabled_fungible_asset(
            &made, option::none(), utf8(b"Token"), utf8(b"TOK"), 8, utf8(b""), utf8(b""),
        );
        let mint = fungible_asset::generate_mint_ref(&made);
        let metadata = fungible_asset::mint_ref_metadata(&mint);
        primary_fungible_store::mint(&mint, address_of(owner), 5);
        primary_fungible_store::transfer(owner, metadata, @0x9, 6);
    }

    // returns: 0
    fun a_coin_of_nothing(): u64 {
        let coin = coin::zero<Gem>();
        let value = coin::value(&coin);
        coin::destroy_zero(coin);
        value
    }

    // aborts: 65537
    fun a_coin_of_another_account(owner: &signer) {
        let (burn, freeze_cap, mint) =
            coin::initialize<Gem>(owner, utf8(b"Gem"), utf8(b"GEM"), 8, true);
        coin::destroy_burn_cap(burn);
        coin::destroy_freeze_cap(freeze_cap);
        coin::destroy_mint_cap(mint);
    }
}
