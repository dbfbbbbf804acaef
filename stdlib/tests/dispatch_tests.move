/// What is known of assets whose makers take part in their moves.
#[test_only]
module aptos_framework::dispatch_tests {
    use std::option::{Self, Option};
    use std::signer;
    use std::string::utf8;
    use aptos_framework::dispatchable_fungible_asset as dispatchable;
    use aptos_framework::function_info::{Self, FunctionInfo};
    use aptos_framework::fungible_asset::{Self, FungibleAsset, Metadata, MintRef, TransferRef};
    use aptos_framework::object::{Self, ConstructorRef, Object};
    use aptos_framework::primary_fungible_store as primary;

    /// What hooks have seen of an asset.
    struct Seen has key {
        withdrawals: u64,
        deposits: u64,
    }

    /// Gives a tenth to nobody.
    public fun take<T: key>(store: Object<T>, amount: u64, ref: &TransferRef): FungibleAsset {
        Seen[object::object_address(&fungible_asset::store_metadata(store))].withdrawals += 1;
        fungible_asset::withdraw_with_ref(ref, store, amount)
    }

    public fun put<T: key>(store: Object<T>, fa: FungibleAsset, ref: &TransferRef) {
        Seen[object::object_address(&fungible_asset::store_metadata(store))].deposits += 1;
        fungible_asset::deposit_with_ref(ref, store, fa);
    }

    /// Keeps a tenth in the store.
    public fun take_less<T: key>(store: Object<T>, amount: u64, ref: &TransferRef): FungibleAsset {
        fungible_asset::withdraw_with_ref(ref, store, amount - amount / 10)
    }

    public fun take_again<T: key>(store: Object<T>, amount: u64, _ref: &TransferRef): FungibleAsset {
        dispatchable::withdraw(&aptos_framework::create_signer::create_signer(object::owner(store)), store, amount)
    }

    public fun tenfold<T: key>(store: Object<T>): u64 {
        10 * fungible_asset::balance(store)
    }

    public fun a_hundred<T: key>(_metadata: Object<T>): Option<u128> {
        option::some(100)
    }

    fun private<T: key>(store: Object<T>, amount: u64, ref: &TransferRef): FungibleAsset {
        take(store, amount, ref)
    }

    public fun of_one_type(store: Object<fungible_asset::FungibleStore>, amount: u64, ref: &TransferRef): FungibleAsset {
        take(store, amount, ref)
    }

    fun named(s: &signer, name: vector<u8>): Option<FunctionInfo> {
        option::some(function_info::new_function_info(s, utf8(b"dispatch_tests"), utf8(name)))
    }

    fun asset(s: &signer): (ConstructorRef, MintRef, Object<Metadata>) {
        let c = object::create_named_object(s, b"asset");
        let (m, _t, _b) = primary::init_test_metadata_with_primary_store_enabled(&c);
        move_to(&object::generate_signer(&c), Seen { withdrawals: 0, deposits: 0 });
        let metadata = object::object_from_constructor_ref<Metadata>(&c);
        (c, m, metadata)
    }

    #[test(s = @0x1, a = @0xa)]
    fun hooks_see_each_move(s: &signer, a: &signer) {
        let (c, m, metadata) = asset(s);
        assert!(!fungible_asset::is_asset_type_dispatchable(metadata));
        dispatchable::register_dispatch_functions(&c, named(s, b"take"), named(s, b"put"), option::none());
        assert!(fungible_asset::is_asset_type_dispatchable(metadata));
        // Who makes some asks nobody.
        primary::mint(&m, @0xa, 100);
        let from = primary::primary_store(@0xa, metadata);
        let (other, to) = (primary::ensure_primary_store_exists(@0xb, metadata), primary::ensure_primary_store_exists(@0xc, metadata));
        dispatchable::transfer(a, from, other, 60);
        dispatchable::deposit(to, dispatchable::withdraw(a, from, 10));
        assert!(fungible_asset::is_store_dispatchable(from));
        dispatchable::transfer(a, from, to, 5);
        dispatchable::transfer_assert_minimum_deposit(a, from, to, 5, 5);
        assert!(primary::balance(@0xa, metadata) == 20 && primary::balance(@0xb, metadata) == 60);
        assert!(primary::balance(@0xc, metadata) == 20);
        let seen = &Seen[object::object_address(&metadata)];
        assert!(seen.withdrawals == 4 && seen.deposits == 4);
    }

    #[test(s = @0x1, a = @0xa)]
    fun an_asset_without_hooks_moves_by_either_name(s: &signer, a: &signer) {
        let (_c, m, metadata) = asset(s);
        primary::mint(&m, @0xa, 100);
        let store = primary::primary_store(@0xa, metadata);
        let other = primary::ensure_primary_store_exists(@0xb, metadata);
        dispatchable::transfer_assert_minimum_deposit(a, store, other, 40, 40);
        assert!(dispatchable::derived_balance(store) == 60 && dispatchable::is_derived_balance_at_least(other, 40));
        assert!(dispatchable::derived_supply(metadata) == option::some(100));
    }

    #[test(s = @0x1, a = @0xa)]
    #[expected_failure(abort_code = 0x70002, location = aptos_framework::dispatchable_fungible_asset)]
    fun less_than_expected_does_not_do(s: &signer, a: &signer) {
        let (c, m, metadata) = asset(s);
        dispatchable::register_dispatch_functions(&c, named(s, b"take_less"), option::none(), option::none());
        primary::mint(&m, @0xa, 100);
        let store = primary::primary_store(@0xa, metadata);
        let other = primary::ensure_primary_store_exists(@0xb, metadata);
        dispatchable::transfer_assert_minimum_deposit(a, store, other, 40, 37);
    }

    #[test(s = @0x1)]
    fun balances_and_supplies_are_as_the_maker_has_it(s: &signer) {
        let (c, m, metadata) = asset(s);
        dispatchable::register_dispatch_functions(&c, option::none(), option::none(), named(s, b"tenfold"));
        dispatchable::register_derive_supply_dispatch_function(&c, named(s, b"a_hundred"));
        primary::mint(&m, @0xa, 7);
        let store = primary::primary_store(@0xa, metadata);
        assert!(dispatchable::derived_balance(store) == 70 && dispatchable::is_derived_balance_at_least(store, 70));
        assert!(dispatchable::derived_supply(metadata) == option::some(100));
        assert!(fungible_asset::supply(metadata) == option::some(7));
    }

    #[test(s = @0x1, a = @0xa)]
    #[expected_failure(abort_code = 0x1001c, location = aptos_framework::fungible_asset)]
    fun plain_withdrawals_do_not_get_round_a_hook(s: &signer, a: &signer) {
        let (c, m, metadata) = asset(s);
        dispatchable::register_dispatch_functions(&c, named(s, b"take"), option::none(), option::none());
        primary::mint(&m, @0xa, 100);
        fungible_asset::destroy_zero(fungible_asset::withdraw(a, primary::primary_store(@0xa, metadata), 1));
    }

    #[test(s = @0x1, a = @0xa)]
    #[expected_failure(abort_code = 0x1001c, location = aptos_framework::fungible_asset)]
    fun plain_deposits_do_not_get_round_a_hook(s: &signer, a: &signer) {
        let (c, m, metadata) = asset(s);
        dispatchable::register_dispatch_functions(&c, option::none(), named(s, b"put"), option::none());
        primary::mint(&m, @0xa, 100);
        let store = primary::primary_store(@0xa, metadata);
        fungible_asset::deposit(store, fungible_asset::withdraw(a, store, 1));
    }

    #[test(s = @0x1, a = @0xa)]
    #[expected_failure]
    fun a_hook_that_comes_back_to_itself_ends(s: &signer, a: &signer) {
        let (c, m, metadata) = asset(s);
        dispatchable::register_dispatch_functions(&c, named(s, b"take_again"), option::none(), option::none());
        primary::mint(&m, @0xa, 100);
        let store = primary::primary_store(@0xa, metadata);
        dispatchable::transfer(a, store, primary::ensure_primary_store_exists(@0xb, metadata), 60);
    }

    #[test(s = @0x1, a = @0xa)]
    #[expected_failure(abort_code = 0x1001c, location = aptos_framework::fungible_asset)]
    fun moves_between_primary_stores_do_not_get_round_a_hook(s: &signer, a: &signer) {
        let (c, m, metadata) = asset(s);
        dispatchable::register_dispatch_functions(&c, named(s, b"take"), option::none(), option::none());
        primary::mint(&m, @0xa, 100);
        primary::transfer(a, metadata, @0xb, 60);
    }

    #[test(s = @0x1)]
    #[expected_failure(abort_code = 0x10019, location = aptos_framework::fungible_asset)]
    fun a_hook_takes_and_gives_what_moves_do(s: &signer) {
        let (c, _m, _metadata) = asset(s);
        dispatchable::register_dispatch_functions(&c, named(s, b"put"), option::none(), option::none());
    }

    #[test(s = @0x1)]
    #[expected_failure(abort_code = 0x10019, location = aptos_framework::fungible_asset)]
    fun a_hook_is_public(s: &signer) {
        let (c, _m, _metadata) = asset(s);
        dispatchable::register_dispatch_functions(&c, named(s, b"private"), option::none(), option::none());
    }

    #[test(s = @0x1)]
    #[expected_failure(abort_code = 0x10019, location = aptos_framework::fungible_asset)]
    fun a_hook_is_for_stores_of_any_type(s: &signer) {
        let (c, _m, _metadata) = asset(s);
        dispatchable::register_dispatch_functions(&c, named(s, b"of_one_type"), option::none(), option::none());
    }

    #[test(s = @0x1)]
    #[expected_failure(abort_code = 2, location = aptos_framework::function_info)]
    fun a_hook_is_there(s: &signer) {
        let (c, _m, _metadata) = asset(s);
        dispatchable::register_dispatch_functions(&c, named(s, b"nothing"), option::none(), option::none());
    }

    #[test(s = @0x1)]
    #[expected_failure(abort_code = 0x8001d, location = aptos_framework::fungible_asset)]
    fun hooks_are_named_once(s: &signer) {
        let (c, _m, _metadata) = asset(s);
        dispatchable::register_dispatch_functions(&c, option::none(), option::none(), option::none());
        dispatchable::register_dispatch_functions(&c, named(s, b"take"), option::none(), option::none());
    }

    #[test(s = @0x1)]
    #[expected_failure(abort_code = 0x6001e, location = aptos_framework::fungible_asset)]
    fun hooks_are_of_an_asset(s: &signer) {
        let c = object::create_named_object(s, b"none");
        assert!(signer::address_of(s) == @0x1);
        dispatchable::register_dispatch_functions(&c, named(s, b"take"), option::none(), option::none());
    }
}
