/// What is known of fungible assets.
#[test_only]
module aptos_framework::fungible_asset_tests {
    use std::option;
    use std::string;
    use aptos_framework::fungible_asset::{Self, Metadata, TestToken};
    use aptos_framework::object::{Self, Object};
    use aptos_framework::primary_fungible_store as primary;

    #[test(s = @0xa)]
    fun assets_are_made_moved_and_destroyed(s: &signer) {
        let (c, token) = fungible_asset::create_test_token(s);
        let (m, t, b, _u) = fungible_asset::init_test_metadata(&c);
        let one = fungible_asset::create_test_store(s, token);
        let two = fungible_asset::create_test_store(s, token);
        fungible_asset::mint_to(&m, one, 100);
        assert!(fungible_asset::supply(token) == option::some(100) && fungible_asset::maximum(token) == option::some(100));
        fungible_asset::transfer(s, one, two, 60);
        assert!(fungible_asset::balance(one) == 40 && fungible_asset::balance(two) == 60);
        fungible_asset::burn_from(&b, two, 10);
        assert!(fungible_asset::supply(token) == option::some(90));
        fungible_asset::set_frozen_flag(&t, one, true);
        assert!(fungible_asset::is_frozen(one));
        fungible_asset::transfer_with_ref(&t, one, two, 40);
        assert!(fungible_asset::is_balance_at_least(two, 90));
    }

    #[test(s = @0xa)]
    #[expected_failure(arithmetic_error, location = aptos_framework::fungible_asset)]
    fun no_more_than_the_maximum(s: &signer) {
        let (c, token) = fungible_asset::create_test_token(s);
        let (m, _t, _b, _u) = fungible_asset::init_test_metadata(&c);
        fungible_asset::mint_to(&m, fungible_asset::create_test_store(s, token), 101);
    }

    #[test(s = @0xa, other = @0xb)]
    #[expected_failure(abort_code = 0x50008, location = aptos_framework::fungible_asset)]
    fun nobody_else_withdraws(s: &signer, other: &signer) {
        let (c, token) = fungible_asset::create_test_token(s);
        let (m, _t, _b, _u) = fungible_asset::init_test_metadata(&c);
        let store = fungible_asset::create_test_store(s, token);
        fungible_asset::mint_to(&m, store, 10);
        fungible_asset::destroy_zero(fungible_asset::withdraw(other, store, 10));
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x50003, location = aptos_framework::fungible_asset)]
    fun a_frozen_store_gives_nothing(s: &signer) {
        let (c, token) = fungible_asset::create_test_token(s);
        let (m, t, _b, _u) = fungible_asset::init_test_metadata(&c);
        let store = fungible_asset::create_test_store(s, token);
        fungible_asset::mint_to(&m, store, 10);
        fungible_asset::set_frozen_flag(&t, store, true);
        fungible_asset::deposit(store, fungible_asset::withdraw(s, store, 1));
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x10004, location = aptos_framework::fungible_asset)]
    fun more_than_there_is_does_not_move(s: &signer) {
        let (c, token) = fungible_asset::create_test_token(s);
        let (_m, _t, _b, _u) = fungible_asset::init_test_metadata(&c);
        let store = fungible_asset::create_test_store(s, token);
        fungible_asset::deposit(store, fungible_asset::withdraw(s, store, 1));
    }

    #[test(s = @0xa)]
    fun amounts_are_extracted_and_merged(s: &signer) {
        let (c, token) = fungible_asset::create_test_token(s);
        let (m, _t, b, _u) = fungible_asset::init_test_metadata(&c);
        let fa = fungible_asset::mint(&m, 10);
        let part = fungible_asset::extract(&mut fa, 3);
        assert!(fungible_asset::amount(&fa) == 7 && fungible_asset::amount(&part) == 3);
        fungible_asset::merge(&mut fa, part);
        fungible_asset::burn(&b, fa);
        assert!(fungible_asset::supply(token) == option::some(0));
    }

    #[test(s = @0xa)]
    fun people_see_what_is_changed(s: &signer) {
        let (c, token) = fungible_asset::create_test_token(s);
        let (_m, _t, _b, u) = fungible_asset::init_test_metadata(&c);
        fungible_asset::mutate_metadata(&u, option::some(string::utf8(b"new")), option::none(), option::some(9), option::none(), option::none());
        assert!(fungible_asset::name(token) == string::utf8(b"new") && fungible_asset::decimals(token) == 9);
        assert!(fungible_asset::symbol(token) == string::utf8(b"@@"));
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x2000f, location = aptos_framework::fungible_asset)]
    fun a_long_name_aborts(s: &signer) {
        let c = object::create_named_object(s, b"n");
        fungible_asset::add_fungibility(&c, option::none(), string::utf8(b"012345678901234567890123456789012"), string::utf8(b""), 0, string::utf8(b""), string::utf8(b""));
    }

    #[test]
    #[expected_failure(abort_code = 0x10012, location = aptos_framework::fungible_asset)]
    fun what_can_be_deleted_is_no_asset() {
        let c = object::create_object(@0xa);
        fungible_asset::add_fungibility(&c, option::none(), string::utf8(b""), string::utf8(b""), 0, string::utf8(b""), string::utf8(b""));
    }

    #[test(s = @0xa)]
    fun primary_stores_are_made_where_something_comes(s: &signer) {
        let (c, token) = fungible_asset::create_test_token(s);
        let (m, _t, b) = primary::init_test_metadata_with_primary_store_enabled(&c);
        assert!(!primary::primary_store_exists(@0xb, token) && primary::balance(@0xb, token) == 0);
        primary::mint(&m, @0xa, 100);
        primary::transfer(s, token, @0xb, 30);
        assert!(primary::balance(@0xa, token) == 70 && primary::balance(@0xb, token) == 30);
        primary::burn(&b, @0xb, 10);
        assert!(fungible_asset::supply(token) == option::some(90));
    }

    #[test(s = @0xa)]
    fun a_primary_store_lies_where_both_say(s: &signer) {
        let (c, token) = fungible_asset::create_test_token(s);
        let (_m, _t, _b) = primary::init_test_metadata_with_primary_store_enabled(&c);
        let store = primary::ensure_primary_store_exists(@0xa, token);
        assert!(object::object_address(&store) == primary::primary_store_address(@0xa, token));
        assert!(object::owner(store) == @0xa && primary::primary_store(@0xa, token) == store);
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x50003, location = aptos_framework::object)]
    fun a_primary_store_is_not_given_away(s: &signer) {
        let (c, token) = fungible_asset::create_test_token(s);
        let (_m, _t, _b) = primary::init_test_metadata_with_primary_store_enabled(&c);
        object::transfer(s, primary::ensure_primary_store_exists(@0xa, token), @0xb);
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x50003, location = aptos_framework::fungible_asset)]
    fun a_frozen_primary_store_gives_nothing(s: &signer) {
        let (c, token) = fungible_asset::create_test_token(s);
        let (m, t, _b) = primary::init_test_metadata_with_primary_store_enabled(&c);
        primary::mint(&m, @0xa, 10);
        primary::set_frozen_flag(&t, @0xa, true);
        assert!(primary::is_frozen(@0xa, token));
        primary::transfer(s, token, @0xb, 1);
    }

    #[test(s = @0xa)]
    fun the_right_moves_what_is_frozen(s: &signer) {
        let (c, token) = fungible_asset::create_test_token(s);
        let (m, t, _b) = primary::init_test_metadata_with_primary_store_enabled(&c);
        primary::mint(&m, @0xa, 10);
        primary::set_frozen_flag(&t, @0xa, true);
        primary::transfer_with_ref(&t, @0xa, @0xb, 4);
        assert!(primary::balance(@0xb, token) == 4 && primary::is_balance_at_least(@0xa, token, 6));
    }
}
