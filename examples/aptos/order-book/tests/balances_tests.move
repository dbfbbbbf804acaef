#[test_only]
module clob::balances_tests {
    use aptos_framework::account;
    use aptos_framework::coin;
    use aptos_framework::event;
    use clob::balances;
    use clob::coins::{Self, Gold, Lead, Silver};
    use clob::market;

    const SELL: bool = false;
    const BUY: bool = true;

    #[test(deployer = @clob, ann = @0xa)]
    fun coins_come_and_go(deployer: &signer, ann: &signer) {
        coins::setup_market(deployer);
        coins::give<Gold>(ann, 700);
        balances::deposit<Gold>(ann, 500);
        coins::assert_gold(@0xa, 500, 0);
        balances::withdraw<Gold>(ann, 200);
        coins::assert_gold(@0xa, 300, 0);
        assert!(coin::balance<Gold>(@0xa) == 400 && balances::reserve<Gold>() == 300);
        assert!(event::emitted_events<balances::Deposited<Gold>>().length() == 1);
        assert!(event::emitted_events<balances::Withdrawn<Gold>>().length() == 1);
    }

    #[test(deployer = @clob, ann = @0xa)]
    fun coins_are_handed_over(deployer: &signer, ann: &signer) {
        coins::setup_market(deployer);
        balances::deposit_coin(@0xa, coin::mint_for_test<Silver>(40));
        let silver = balances::withdraw_coin<Silver>(ann, 15);
        assert!(coin::value(&silver) == 15);
        coins::assert_silver(@0xa, 25, 0);
        coin::burn_for_test(silver);
    }

    #[test(deployer = @clob, ann = @0xa)]
    fun a_withdrawal_registers_the_coin(deployer: &signer, ann: &signer) {
        coins::setup_market(deployer);
        balances::deposit_coin(@0xa, coin::mint_for_test<Silver>(40));
        assert!(!coin::is_account_registered<Silver>(@0xa));
        balances::withdraw<Silver>(ann, 40);
        assert!(coin::balance<Silver>(@0xa) == 40 && balances::reserve<Silver>() == 0);
    }

    #[test(deployer = @clob)]
    fun markets_lie_at_a_resource_account(deployer: &signer) {
        coins::setup(deployer);
        assert!(balances::market_address() == account::create_resource_address(&@clob, b"clob::markets"));
        assert!(balances::market_address() != @clob && balances::admin() == @clob);
        assert!(balances::available<Lead>(@0xa) == 0 && balances::locked<Lead>(@0xa) == 0);
    }

    #[test]
    fun fees_are_rounded_up() {
        assert!(balances::fee_for_test(0, 30) == 0);
        assert!(balances::fee_for_test(1, 30) == 1);
        assert!(balances::fee_for_test(10_000, 30) == 30);
        assert!(balances::fee_for_test(10_001, 30) == 31);
        assert!(balances::fee_for_test(10_001, 0) == 0);
        assert!(balances::fee_for_test(18_446_744_073_709_551_615, 500) == 922_337_203_685_477_581);
    }

    #[test(deployer = @clob, ann = @0xa)]
    #[expected_failure(abort_code = 0x10004, location = clob::balances)]
    fun nothing_is_not_deposited(deployer: &signer, ann: &signer) {
        coins::setup_market(deployer);
        coins::give<Gold>(ann, 700);
        balances::deposit<Gold>(ann, 0);
    }

    #[test(deployer = @clob, ann = @0xa)]
    #[expected_failure(abort_code = 0x10004, location = clob::balances)]
    fun nothing_is_not_withdrawn(deployer: &signer, ann: &signer) {
        coins::setup_market(deployer);
        coins::fund(ann);
        balances::withdraw<Gold>(ann, 0);
    }

    #[test(deployer = @clob, ann = @0xa)]
    #[expected_failure(abort_code = 0x60003, location = clob::balances)]
    fun a_coin_without_a_market_is_not_deposited(deployer: &signer, ann: &signer) {
        coins::setup_market(deployer);
        coins::give<Lead>(ann, 5);
        balances::deposit<Lead>(ann, 5);
    }

    #[test(deployer = @clob, ann = @0xa)]
    #[expected_failure(abort_code = 0x60003, location = clob::balances)]
    fun a_coin_without_a_market_is_not_withdrawn(deployer: &signer, ann: &signer) {
        coins::setup_market(deployer);
        balances::withdraw<Lead>(ann, 5);
    }

    #[test(deployer = @clob, ann = @0xa)]
    #[expected_failure(abort_code = 0x10002, location = clob::balances)]
    fun what_is_locked_is_not_withdrawn(deployer: &signer, ann: &signer) {
        coins::setup_market(deployer);
        coins::fund(ann);
        market::place_post_only_order<Gold, Silver>(ann, SELL, 20, 10, 0);
        balances::withdraw<Gold>(ann, 99_001);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb)]
    fun the_admin_takes_the_fees(deployer: &signer, ann: &signer, bob: &signer) {
        coins::setup_market(deployer);
        coins::fund(ann);
        coins::fund(bob);
        market::place_post_only_order<Gold, Silver>(ann, SELL, 20, 10, 0);
        market::place_market_order<Gold, Silver>(bob, BUY, 10, 10, 1_000, 5);
        assert!(balances::collected_fees<Gold>() == 3 && balances::collected_fees<Silver>() == 1);
        balances::withdraw_fees<Gold>(deployer, @0xa, 2);
        assert!(coin::balance<Gold>(@0xa) == 2 && balances::collected_fees<Gold>() == 1);
        coins::assert_conserved<Gold>(vector[@0xa, @0xb]);
    }

    #[test(deployer = @clob, ann = @0xa)]
    #[expected_failure(abort_code = 0x50001, location = clob::balances)]
    fun nobody_else_takes_the_fees(deployer: &signer, ann: &signer) {
        coins::setup_market(deployer);
        balances::withdraw_fees<Gold>(ann, @0xa, 1);
    }

    #[test(deployer = @clob, ann = @0xa)]
    #[expected_failure(abort_code = 0x10005, location = clob::balances)]
    fun what_users_own_is_no_fee(deployer: &signer, ann: &signer) {
        coins::setup_market(deployer);
        coins::fund(ann);
        balances::withdraw_fees<Gold>(deployer, @0xa, 1);
    }

    #[test(deployer = @clob)]
    #[expected_failure(abort_code = 0x60003, location = clob::balances)]
    fun a_coin_without_a_market_has_no_fees(deployer: &signer) {
        coins::setup_market(deployer);
        balances::withdraw_fees<Lead>(deployer, @0xa, 1);
    }

    #[test(deployer = @clob)]
    #[expected_failure(abort_code = 0x10004, location = clob::balances)]
    fun no_fees_are_not_withdrawn(deployer: &signer) {
        coins::setup_market(deployer);
        balances::withdraw_fees<Gold>(deployer, @0xa, 0);
    }

    #[test(deployer = @clob, ann = @0xa)]
    fun the_admin_hands_over(deployer: &signer, ann: &signer) {
        coins::setup_market(deployer);
        balances::offer_admin(deployer, @0xa);
        assert!(balances::admin() == @clob);
        balances::accept_admin(ann);
        assert!(balances::admin() == @0xa);
        market::set_fees<Gold, Silver>(ann, 0, 0);
    }

    #[test(deployer = @clob, bob = @0xb)]
    #[expected_failure(abort_code = 0x50006, location = clob::balances)]
    fun who_is_not_offered_it_is_no_admin(deployer: &signer, bob: &signer) {
        coins::setup_market(deployer);
        balances::offer_admin(deployer, @0xa);
        balances::accept_admin(bob);
    }

    #[test(deployer = @clob, ann = @0xa)]
    #[expected_failure(abort_code = 0x50001, location = clob::balances)]
    fun a_former_admin_is_none(deployer: &signer, ann: &signer) {
        coins::setup_market(deployer);
        balances::offer_admin(deployer, @0xa);
        balances::accept_admin(ann);
        balances::offer_admin(deployer, @clob);
    }
}
