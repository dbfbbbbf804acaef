/// What is known of coins.
#[test_only]
module aptos_framework::coin_tests {
    use std::option;
    use std::signer;
    use std::string;
    use aptos_framework::coin::{Self, FakeMoney};
    use aptos_framework::aptos_account;
    use aptos_framework::aptos_coin;
    use aptos_framework::fungible_asset;
    use aptos_framework::managed_coin;
    use aptos_framework::primary_fungible_store;

    #[test(fw = @0x1, other = @0xb)]
    fun money_is_made_and_moved(fw: &signer, other: &signer) {
        coin::create_fake_money(fw, other, 100);
        coin::transfer<FakeMoney>(fw, @0xb, 30);
        assert!(coin::balance<FakeMoney>(@0x1) == 70 && coin::balance<FakeMoney>(@0xb) == 30);
        assert!(coin::supply<FakeMoney>() == option::some(100));
    }

    #[test(fw = @0x1, other = @0xb)]
    #[expected_failure(abort_code = 0x10006, location = aptos_framework::coin)]
    fun more_than_there_is_does_not_move(fw: &signer, other: &signer) {
        coin::create_fake_money(fw, other, 100);
        coin::transfer<FakeMoney>(fw, @0xb, 101);
    }

    #[test(fw = @0x1, other = @0xb)]
    #[expected_failure(abort_code = 0x60005, location = aptos_framework::coin)]
    fun who_has_not_registered_holds_nothing(fw: &signer, other: &signer) {
        coin::create_fake_money(fw, other, 100);
        coin::transfer<FakeMoney>(fw, @0xc, 1);
    }

    #[test(fw = @0x1, other = @0xb)]
    fun who_holds_nothing_can_take_nothing(fw: &signer, other: &signer) {
        coin::create_fake_money(fw, fw, 100);
        coin::destroy_zero(coin::withdraw<FakeMoney>(other, 0));
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x10001, location = aptos_framework::coin)]
    fun a_coin_is_made_by_its_publisher(s: &signer) {
        let (_b, _f, _m) = coin::initialize_fake_money(s, 8, true);
        abort 99
    }

    #[test(fw = @0x1)]
    #[expected_failure(abort_code = 0x80002, location = aptos_framework::coin)]
    fun a_coin_is_made_once(fw: &signer) {
        let (b, f, m) = coin::initialize_fake_money(fw, 8, true);
        coin::destroy_burn_cap(b);
        coin::destroy_freeze_cap(f);
        coin::destroy_mint_cap(m);
        let (_b, _f, _m) = coin::initialize_fake_money(fw, 8, true);
        abort 99
    }

    #[test(fw = @0x1, other = @0xb)]
    fun what_is_known_of_a_coin(fw: &signer, other: &signer) {
        coin::create_fake_money(fw, other, 1);
        assert!(coin::is_coin_initialized<FakeMoney>() && coin::decimals<FakeMoney>() == 18);
        assert!(coin::name<FakeMoney>() == string::utf8(b"Fake money") && coin::symbol<FakeMoney>() == string::utf8(b"FMD"));
    }

    #[test(fw = @0x1)]
    #[expected_failure(abort_code = 0x5000a, location = aptos_framework::coin)]
    fun a_frozen_balance_does_not_move(fw: &signer) {
        let (b, f, m) = coin::initialize_and_register_fake_money(fw, 8, true);
        coin::freeze_coin_store(@0x1, &f);
        coin::deposit(@0x1, coin::mint<FakeMoney>(1, &m));
        coin::destroy_burn_cap(b);
        coin::destroy_freeze_cap(f);
        coin::destroy_mint_cap(m);
    }

    #[test(fw = @0x1)]
    fun a_thawed_balance_moves(fw: &signer) {
        let (b, f, m) = coin::initialize_and_register_fake_money(fw, 8, true);
        coin::freeze_coin_store(@0x1, &f);
        assert!(coin::is_coin_store_frozen<FakeMoney>(@0x1));
        coin::unfreeze_coin_store(@0x1, &f);
        coin::deposit(@0x1, coin::mint<FakeMoney>(5, &m));
        coin::burn_from(@0x1, 2, &b);
        assert!(coin::balance<FakeMoney>(@0x1) == 3 && coin::supply<FakeMoney>() == option::some(3));
        coin::destroy_burn_cap(b);
        coin::destroy_freeze_cap(f);
        coin::destroy_mint_cap(m);
    }

    #[test]
    fun amounts_are_merged_and_extracted() {
        let c = coin::mint_for_test<FakeMoney>(10);
        let part = coin::extract(&mut c, 4);
        assert!(coin::value(&c) == 6 && coin::value(&part) == 4);
        coin::merge(&mut c, part);
        let all = coin::extract_all(&mut c);
        assert!(coin::value(&all) == 10);
        coin::destroy_zero(c);
        coin::burn_for_test(all);
    }

    #[test]
    #[expected_failure(abort_code = 0x10007, location = aptos_framework::coin)]
    fun something_is_not_thrown_away() {
        coin::destroy_zero(coin::mint_for_test<FakeMoney>(1));
    }

    #[test]
    fun nothing_is_thrown_away() {
        coin::destroy_zero(coin::zero<FakeMoney>());
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x10003, location = aptos_framework::coin)]
    fun nobody_holds_what_is_no_coin(s: &signer) {
        coin::register<FakeMoney>(s);
    }

    #[test(fw = @0x1, s = @0xa)]
    fun registering_twice_does_nothing(fw: &signer, s: &signer) {
        coin::create_fake_money(fw, s, 0);
        coin::register<FakeMoney>(s);
        assert!(coin::is_account_registered<FakeMoney>(@0xa) && coin::balance<FakeMoney>(@0xa) == 0);
        assert!(!coin::is_balance_at_least<FakeMoney>(@0xa, 1) && coin::is_balance_at_least<FakeMoney>(@0xa, 0));
    }

    #[test(fw = @0x1, s = @0xa)]
    fun sending_makes_the_account(fw: &signer, s: &signer) {
        let (b, m) = aptos_coin::initialize_for_test(fw);
        aptos_account::create_account(@0xa);
        coin::deposit(@0xa, coin::mint(100, &m));
        aptos_account::transfer(s, @0xbb, 40);
        assert!(coin::balance<aptos_coin::AptosCoin>(@0xbb) == 40);
        aptos_account::batch_transfer(s, vector[@0xcc, @0xdd], vector[1, 2]);
        assert!(coin::balance<aptos_coin::AptosCoin>(@0xa) == 57);
        coin::destroy_burn_cap(b);
        coin::destroy_mint_cap(m);
    }

    #[test(fw = @0x1, s = @0xa)]
    #[expected_failure(abort_code = 0x50003, location = aptos_framework::aptos_account)]
    fun accounts_may_refuse_coins(fw: &signer, s: &signer) {
        coin::create_fake_money(fw, fw, 10);
        aptos_account::set_allow_direct_coin_transfers(s, false);
        aptos_account::transfer_coins<FakeMoney>(fw, @0xa, 1);
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x10005, location = aptos_framework::aptos_account)]
    fun more_amounts_than_accounts_abort(s: &signer) {
        aptos_account::batch_transfer(s, vector[@0xcc], vector[1, 2]);
    }

    #[test(fw = @0x1)]
    fun the_publisher_manages(fw: &signer) {
        managed_coin::initialize<FakeMoney>(fw, b"Fake", b"F", 6, true);
        managed_coin::register<FakeMoney>(fw);
        managed_coin::mint<FakeMoney>(fw, @0x1, 10);
        managed_coin::burn<FakeMoney>(fw, 4);
        assert!(coin::balance<FakeMoney>(@0x1) == 6);
        managed_coin::destroy_caps<FakeMoney>(fw);
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x60001, location = aptos_framework::managed_coin)]
    fun nobody_else_mints(s: &signer) {
        managed_coin::mint<FakeMoney>(s, @0xa, 10);
    }

    #[test(s = @0x1, other = @0xb)]
    fun who_holds_none_of_a_paired_coin_gets_the_asset(s: &signer, other: &signer) {
        coin::create_fake_money(s, s, 100);
        coin::create_pairing<FakeMoney>(s);
        let metadata = option::destroy_some(coin::paired_metadata<FakeMoney>());
        assert!(coin::is_account_registered<FakeMoney>(@0xb) && coin::balance<FakeMoney>(@0xb) == 0);
        coin::transfer<FakeMoney>(s, @0xb, 30);
        assert!(coin::balance<FakeMoney>(@0xb) == 30 && primary_fungible_store::balance(@0xb, metadata) == 30);
        assert!(coin::supply<FakeMoney>() == option::some(100) && fungible_asset::supply(metadata) == option::some(30));
        coin::transfer<FakeMoney>(other, @0x1, 10);
        assert!(coin::balance<FakeMoney>(@0x1) == 80 && primary_fungible_store::balance(@0xb, metadata) == 20);
    }

    #[test(s = @0x1)]
    fun what_is_missing_comes_from_the_asset(s: &signer) {
        coin::create_fake_money(s, s, 100);
        primary_fungible_store::deposit(@0x1, coin::coin_to_fungible_asset(coin::withdraw<FakeMoney>(s, 60)));
        let metadata = option::destroy_some(coin::paired_metadata<FakeMoney>());
        assert!(coin::paired_coin(metadata) == option::some(aptos_std::type_info::type_of<FakeMoney>()));
        assert!(coin::balance<FakeMoney>(@0x1) == 100 && primary_fungible_store::balance(@0x1, metadata) == 60);
        let taken = coin::withdraw<FakeMoney>(s, 70);
        assert!(coin::balance<FakeMoney>(@0x1) == 30 && primary_fungible_store::balance(@0x1, metadata) == 30);
        coin::deposit(@0x1, taken);
        assert!(coin::balance<FakeMoney>(@0x1) == 100 && primary_fungible_store::balance(@0x1, metadata) == 30);
        coin::migrate_to_fungible_store<FakeMoney>(s);
        assert!(primary_fungible_store::balance(@0x1, metadata) == 100);
    }

    #[test(s = @0x1)]
    #[expected_failure(abort_code = 0x10006, location = aptos_framework::coin)]
    fun the_asset_does_not_give_more_than_there_is(s: &signer) {
        coin::create_fake_money(s, s, 100);
        coin::migrate_to_fungible_store<FakeMoney>(s);
        coin::destroy_for_test(coin::withdraw<FakeMoney>(s, 101));
    }

    #[test(s = @0x1)]
    #[expected_failure(abort_code = 0x60005, location = aptos_framework::coin)]
    fun who_holds_none_of_a_coin_without_a_pair_gets_none(s: &signer) {
        coin::create_fake_money(s, s, 100);
        coin::transfer<FakeMoney>(s, @0xb, 30);
    }

    #[test(s = @0x1)]
    fun the_coin_of_fees_is_paired_where_tests_make_it(s: &signer) {
        let (burn_cap, mint_cap) = aptos_framework::aptos_coin::initialize_for_test(s);
        coin::deposit(@0xb, coin::mint(5, &mint_cap));
        let metadata = aptos_framework::object::address_to_object<fungible_asset::Metadata>(@0xa);
        assert!(primary_fungible_store::balance(@0xb, metadata) == 5);
        coin::burn_from(@0xb, 5, &burn_cap);
        assert!(coin::supply<aptos_framework::aptos_coin::AptosCoin>() == option::some(0));
        coin::destroy_burn_cap(burn_cap);
        coin::destroy_mint_cap(mint_cap);
    }

    #[test(s = @0x1, other = @0xb)]
    fun holders_pay_each_other(s: &signer, other: &signer) {
        coin::create_fake_money(s, other, 100);
        coin::create_pairing<FakeMoney>(s);
        coin::transfer_held<FakeMoney>(s, @0xb, 30);
        assert!(coin::balance<FakeMoney>(@0xb) == 30 && coin::balance<FakeMoney>(@0x1) == 70);
    }

    #[test(s = @0x1)]
    #[expected_failure(abort_code = 0x60005, location = aptos_framework::coin)]
    fun a_payment_between_holders_looks_at_no_asset(s: &signer) {
        coin::create_fake_money(s, s, 100);
        coin::create_pairing<FakeMoney>(s);
        coin::transfer_held<FakeMoney>(s, @0xb, 30);
    }

    #[test]
    fun tests_make_the_asset_of_fees() {
        primary_fungible_store::deposit(@0xb, aptos_coin::mint_apt_fa_for_test(7));
        aptos_coin::ensure_initialized_with_apt_fa_metadata_for_test();
        assert!(coin::balance<aptos_coin::AptosCoin>(@0xb) == 7);
        assert!(coin::supply<aptos_coin::AptosCoin>() == option::some(7));
    }
}
