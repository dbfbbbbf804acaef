#[test_only]
module lending::market_tests {
    use std::signer;
    use std::string;
    use aptos_framework::account;
    use aptos_framework::coin;
    use aptos_framework::event;
    use aptos_framework::timestamp;
    use lending::market;
    use lending::oracle;
    use lending::registry;
    use lending::reserve;

    /// Eight decimals, ten dollars.
    struct Gold {}

    /// Six decimals, one dollar.
    struct Usd {}

    /// A coin without a reserve.
    struct Tin {}

    const ALL: u64 = 18_446_744_073_709_551_615;
    const ONE: u128 = 1_000_000_000_000_000_000;
    const YEAR: u64 = 31_536_000;

    /// A thousand of Gold, worth ten thousand dollars.
    const GOLD: u64 = 100_000_000_000;
    /// A thousand dollars.
    const KILO: u64 = 1_000_000_000;

    fun make_coin<CoinType>(lending: &signer, symbol: vector<u8>, decimals: u8) {
        let (burn_cap, freeze_cap, mint_cap) = coin::initialize<CoinType>(
            lending, string::utf8(symbol), string::utf8(symbol), decimals, true
        );
        coin::destroy_burn_cap(burn_cap);
        coin::destroy_freeze_cap(freeze_cap);
        coin::destroy_mint_cap(mint_cap);
    }

    fun give<CoinType>(account: &signer, amount: u64) {
        coin::register<CoinType>(account);
        coin::deposit(signer::address_of(account), coin::mint_for_test<CoinType>(amount));
    }

    fun push_prices(lending: &signer, gold: u64) {
        oracle::push_price<Gold>(lending, gold);
        oracle::push_price<Usd>(lending, 100_000_000);
    }

    /// Both coins are listed. Alice has a thousand of Gold, Bob and Carol ten thousand dollars each.
    fun setup(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        timestamp::set_time_has_started_for_testing(framework);
        timestamp::update_global_time_for_test_secs(1_000_000);
        account::create_account_for_test(@lending);
        registry::init_module_for_test(lending);
        oracle::init_module_for_test(lending);
        make_coin<Gold>(lending, b"GOLD", 8);
        make_coin<Usd>(lending, b"USD", 6);
        give<Gold>(alice, GOLD);
        give<Usd>(bob, 10 * KILO);
        give<Usd>(carol, 10 * KILO);
        push_prices(lending, 1_000_000_000);
        market::list_reserve<Gold>(lending, 200, 800, 9_000, 8_000, 1_000, 10 * GOLD, 10 * GOLD);
        market::list_reserve<Usd>(lending, 200, 800, 9_000, 8_000, 1_000, 100 * KILO, 100 * KILO);
        market::list_pair<Gold, Usd>(lending, 7_500, 8_000, 500, 5_000);
    }

    /// Alice has pledged all her Gold, Bob has supplied all his dollars.
    fun setup_funded(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::deposit<Gold>(alice, GOLD);
        market::pledge<Gold, Usd>(alice, ALL);
        market::deposit<Usd>(bob, 10 * KILO);
    }

    /// Alice has also borrowed five thousand dollars.
    fun setup_borrowed(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        market::borrow<Gold, Usd>(alice, 5 * KILO);
    }

    /// All dollars there are: what accounts hold, and what the reserve does.
    fun all_dollars(): u64 {
        coin::balance<Usd>(@0xa) + coin::balance<Usd>(@0xb) + coin::balance<Usd>(@0xc)
            + coin::balance<Usd>(@lending) + reserve::cash<Usd>()
    }

    // ===== Suppliers =====

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun a_deposit_comes_back(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::deposit<Gold>(alice, GOLD);
        assert!(coin::balance<Gold>(@0xa) == 0);
        assert!(market::deposited<Gold>(@0xa) == GOLD);
        assert!(reserve::cash<Gold>() == GOLD);
        market::withdraw<Gold>(alice, GOLD / 4);
        assert!(market::deposited<Gold>(@0xa) == GOLD / 4 * 3);
        market::withdraw<Gold>(alice, ALL);
        assert!(coin::balance<Gold>(@0xa) == GOLD);
        assert!(reserve::cash<Gold>() == 0 && reserve::total_assets<Gold>() == 0);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun a_deposit_of_one_unit_comes_back(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::deposit<Gold>(alice, 1);
        assert!(market::deposited<Gold>(@0xa) == 1);
        market::withdraw<Gold>(alice, ALL);
        assert!(coin::balance<Gold>(@0xa) == GOLD);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10004, location = lending::market)]
    fun nothing_is_no_deposit(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::deposit<Gold>(alice, 0);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10004, location = lending::market)]
    fun nothing_cannot_be_withdrawn(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::deposit<Gold>(alice, 10);
        market::withdraw<Gold>(alice, 0);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10005, location = lending::market)]
    fun nobody_withdraws_more_than_was_supplied(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::deposit<Gold>(alice, 10);
        market::withdraw<Gold>(alice, 11);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x60005, location = lending::market)]
    fun who_supplied_nothing_withdraws_nothing(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::withdraw<Usd>(alice, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10005, location = lending::market)]
    fun pledged_shares_are_not_withdrawn(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        market::withdraw<Gold>(alice, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x90003, location = lending::reserve)]
    fun lent_cash_is_not_withdrawn(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        market::withdraw<Usd>(bob, 5 * KILO + 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x20004, location = lending::reserve)]
    fun deposits_have_a_cap(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::set_caps<Usd>(lending, 10 * KILO, 0);
        market::deposit<Usd>(bob, 10 * KILO);
        market::deposit<Usd>(carol, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x60002, location = lending::reserve)]
    fun an_unlisted_coin_has_no_reserve(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        assert!(!reserve::is_listed<Tin>());
        market::withdraw<Tin>(alice, 1);
    }

    // ===== Borrowers =====

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun a_loan_is_paid_out_and_repaid(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        assert!(coin::balance<Usd>(@0xa) == 5 * KILO);
        assert!(market::owed<Gold, Usd>(@0xa) == 5 * KILO);
        assert!(reserve::total_debt<Usd>() == 5 * KILO && reserve::total_assets<Usd>() == ((10 * KILO) as u128));
        assert!(reserve::utilisation<Usd>() == ONE / 2);
        market::repay<Gold, Usd>(alice, @0xa, ALL);
        assert!(market::owed<Gold, Usd>(@0xa) == 0 && coin::balance<Usd>(@0xa) == 0);
        market::release<Gold, Usd>(alice, ALL);
        market::withdraw<Gold>(alice, ALL);
        assert!(coin::balance<Gold>(@0xa) == GOLD);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun a_loan_may_reach_the_limit(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        market::borrow<Gold, Usd>(alice, 7_500 * KILO / 1_000);
        assert!(market::health_factor<Gold, Usd>(@0xa) == 1_066_666_666_666_666_666);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x30007, location = lending::market)]
    fun a_loan_may_not_exceed_the_limit(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        market::borrow<Gold, Usd>(alice, 7_500_000_001);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x30007, location = lending::market)]
    fun a_second_loan_counts_the_first(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        market::borrow<Gold, Usd>(alice, 2_500_000_001);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x60006, location = lending::market)]
    fun no_loan_without_a_pledge(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        market::borrow<Gold, Usd>(carol, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10004, location = lending::market)]
    fun nothing_is_no_loan(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        market::borrow<Gold, Usd>(alice, 0);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x90003, location = lending::reserve)]
    fun no_loan_exceeds_the_cash(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        market::withdraw<Usd>(bob, 9 * KILO);
        market::borrow<Gold, Usd>(alice, KILO + 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x20005, location = lending::reserve)]
    fun loans_have_a_cap(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        market::set_caps<Usd>(lending, 100 * KILO, 5 * KILO);
        market::borrow<Gold, Usd>(alice, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x60003, location = lending::market)]
    fun a_pledge_for_one_pair_answers_for_no_other(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        market::borrow<Usd, Gold>(alice, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun collateral_is_released_as_far_as_the_debt_allows(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        market::repay<Gold, Usd>(alice, @0xa, 2 * KILO);
        assert!(market::owed<Gold, Usd>(@0xa) == 3 * KILO);
        market::release<Gold, Usd>(alice, GOLD / 10 * 6);
        assert!(market::deposited<Gold>(@0xa) == GOLD / 10 * 6);
        assert!(market::pledged<Gold, Usd>(@0xa) == GOLD / 10 * 4);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x30007, location = lending::market)]
    fun no_collateral_is_released_that_the_debt_needs(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        market::release<Gold, Usd>(alice, GOLD / 10 * 4);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10006, location = lending::market)]
    fun no_more_is_released_than_was_pledged(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        market::release<Gold, Usd>(alice, GOLD + 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x60006, location = lending::market)]
    fun who_pledged_nothing_releases_nothing(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        market::release<Gold, Usd>(bob, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10005, location = lending::market)]
    fun no_more_is_pledged_than_was_supplied(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::deposit<Gold>(alice, 10);
        market::pledge<Gold, Usd>(alice, 11);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x60005, location = lending::market)]
    fun who_supplied_nothing_pledges_nothing(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::pledge<Gold, Usd>(bob, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10004, location = lending::market)]
    fun nothing_is_no_pledge(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::deposit<Gold>(alice, 10);
        market::pledge<Gold, Usd>(alice, 0);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10004, location = lending::market)]
    fun nothing_cannot_be_released(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        market::release<Gold, Usd>(alice, 0);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun somebody_else_may_repay(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        market::repay<Gold, Usd>(carol, @0xa, KILO);
        assert!(market::owed<Gold, Usd>(@0xa) == 4 * KILO);
        assert!(coin::balance<Usd>(@0xc) == 9 * KILO && coin::balance<Usd>(@0xa) == 5 * KILO);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun nobody_repays_more_than_is_owed(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        market::repay<Gold, Usd>(carol, @0xa, 9 * KILO);
        assert!(coin::balance<Usd>(@0xc) == 5 * KILO);
        assert!(reserve::total_debt<Usd>() == 0 && reserve::cash<Usd>() == 10 * KILO);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x3000c, location = lending::market)]
    fun no_debt_no_repayment(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        market::repay<Gold, Usd>(carol, @0xa, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x6000c, location = lending::market)]
    fun no_position_no_repayment(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        market::repay<Gold, Usd>(carol, @0xb, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10004, location = lending::market)]
    fun nothing_repays_nothing(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        market::repay<Gold, Usd>(carol, @0xa, 0);
    }

    // ===== Interest =====

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun interest_is_shared_by_suppliers_and_protocol(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        assert!(reserve::borrow_rate<Usd>() == ONE / 100 * 7);
        assert!(reserve::supply_rate<Usd>() == ONE / 10_000 * 315);
        timestamp::fast_forward_seconds(YEAR);
        assert!(market::owed<Gold, Usd>(@0xa) == 5_350_000_000);
        assert!(reserve::total_debt<Usd>() == 5_350_000_000);
        assert!(reserve::fees<Usd>() == 35_000_000);
        assert!(market::deposited<Usd>(@0xb) == 10_315_000_000 - 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun everybody_leaves_with_what_is_theirs(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        let before = all_dollars();
        timestamp::fast_forward_seconds(YEAR);
        market::repay<Gold, Usd>(carol, @0xa, KILO);
        timestamp::fast_forward_seconds(YEAR / 3 + 1);
        market::repay<Gold, Usd>(carol, @0xa, ALL);
        market::withdraw<Usd>(bob, ALL);
        market::collect_fees<Usd>(lending, reserve::fees<Usd>());
        assert!(all_dollars() == before);
        // What is left are fractions of the last units.
        assert!(reserve::cash<Usd>() <= 2 && reserve::total_debt<Usd>() == 0 && reserve::fees<Usd>() == 0);
        market::release<Gold, Usd>(alice, ALL);
        market::withdraw<Gold>(alice, ALL);
        assert!(coin::balance<Gold>(@0xa) == GOLD);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun a_late_supplier_earns_nothing_of_the_past(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        timestamp::fast_forward_seconds(YEAR);
        market::deposit<Usd>(carol, 10 * KILO);
        assert!(market::deposited<Usd>(@0xc) <= 10 * KILO && market::deposited<Usd>(@0xc) >= 10 * KILO - 1);
        market::withdraw<Usd>(carol, ALL);
        assert!(coin::balance<Usd>(@0xc) <= 10 * KILO);
        assert!(market::deposited<Usd>(@0xb) >= 10_315_000_000 - 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun interest_compounds_with_every_touch(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        timestamp::fast_forward_seconds(YEAR / 2);
        market::set_reserve_factor<Usd>(lending, 1_000);
        timestamp::fast_forward_seconds(YEAR / 2);
        assert!(market::owed<Gold, Usd>(@0xa) > 5_350_000_000);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun a_new_model_counts_from_now(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        timestamp::fast_forward_seconds(YEAR);
        market::set_rate_model<Usd>(lending, 0, 0, 0, 8_000);
        market::set_reserve_factor<Usd>(lending, 0);
        timestamp::fast_forward_seconds(YEAR);
        assert!(market::owed<Gold, Usd>(@0xa) == 5_350_000_000);
        assert!(reserve::fees<Usd>() == 35_000_000);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun fees_are_paid_to_the_admin(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        timestamp::fast_forward_seconds(YEAR);
        market::collect_fees<Usd>(lending, 35_000_000);
        assert!(coin::balance<Usd>(@lending) == 35_000_000 && reserve::fees<Usd>() == 0);
        assert!(market::deposited<Usd>(@0xb) == 10_315_000_000 - 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10007, location = lending::reserve)]
    fun no_more_fees_than_were_earned(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        timestamp::fast_forward_seconds(YEAR);
        market::collect_fees<Usd>(lending, 35_000_001);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x90003, location = lending::reserve)]
    fun fees_are_paid_in_cash(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        timestamp::fast_forward_seconds(YEAR);
        market::withdraw<Usd>(bob, 5 * KILO);
        market::collect_fees<Usd>(lending, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun amounts_are_conserved_over_many_steps(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        let dollars = all_dollars();
        let seed = 42;
        for (step in 0..150) {
            seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
            timestamp::fast_forward_seconds(seed % 100_000);
            push_prices(lending, 1_000_000_000);
            let amount = seed % 9_999_991 + 1;
            let choice = seed / 65_536 % 5;
            if (choice == 0) {
                market::deposit<Usd>(carol, amount);
            } else if (choice == 1) {
                if (market::deposited<Usd>(@0xc) >= amount) market::withdraw<Usd>(carol, amount);
            } else if (choice == 2) {
                market::borrow<Gold, Usd>(alice, amount);
            } else if (choice == 3) {
                market::repay<Gold, Usd>(alice, @0xa, amount);
            } else {
                market::withdraw<Usd>(bob, amount);
            };
            assert!(all_dollars() == dollars, step);
            let suppliers = market::deposited<Usd>(@0xb) + market::deposited<Usd>(@0xc);
            assert!(market::owed<Gold, Usd>(@0xa) >= reserve::total_debt<Usd>(), step);
            assert!(
                suppliers + reserve::fees<Usd>() <= reserve::cash<Usd>() + reserve::total_debt<Usd>(),
                step
            );
        };
        market::repay<Gold, Usd>(carol, @0xa, ALL);
        market::withdraw<Usd>(bob, ALL);
        if (market::deposited<Usd>(@0xc) > 0) market::withdraw<Usd>(carol, ALL);
        market::collect_fees<Usd>(lending, reserve::fees<Usd>());
        assert!(all_dollars() == dollars && reserve::cash<Usd>() <= 3);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun a_supplier_after_great_growth_loses_no_more_than_a_unit(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        // A hundred units supplied and lent grow a hundredfold before anybody else comes.
        market::deposit<Usd>(bob, 100);
        market::deposit<Gold>(alice, GOLD);
        market::pledge<Gold, Usd>(alice, ALL);
        market::set_rate_model<Usd>(lending, 100_000, 0, 0, 8_000);
        market::borrow<Gold, Usd>(alice, 100);
        timestamp::fast_forward_seconds(10 * YEAR);
        assert!(market::owed<Gold, Usd>(@0xa) == 10_100);
        market::deposit<Usd>(carol, 1_234_567);
        assert!(market::deposited<Usd>(@0xc) >= 1_234_566 && market::deposited<Usd>(@0xc) <= 1_234_567);
        market::withdraw<Usd>(carol, ALL);
        assert!(coin::balance<Usd>(@0xc) >= 10 * KILO - 1 && coin::balance<Usd>(@0xc) <= 10 * KILO);
    }

    // ===== Liquidation =====

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun a_liquidator_earns_the_bonus(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        // The Gold is worth 6,200 dollars, 4,960 of which may be owed.
        push_prices(lending, 620_000_000);
        assert!(market::health_factor<Gold, Usd>(@0xa) == ONE / 1_000 * 992);
        market::liquidate<Gold, Usd>(carol, @0xa, 2_480_000_000, 42_000_000_000);
        assert!(coin::balance<Usd>(@0xc) == 7_520_000_000);
        assert!(market::owed<Gold, Usd>(@0xa) == 2_520_000_000);
        assert!(market::deposited<Gold>(@0xc) == 42_000_000_000);
        assert!(market::pledged<Gold, Usd>(@0xa) == GOLD - 42_000_000_000);
        assert!(market::health_factor<Gold, Usd>(@0xa) > ONE);
        market::withdraw<Gold>(carol, ALL);
        assert!(coin::balance<Gold>(@0xc) == 42_000_000_000);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x30008, location = lending::market)]
    fun a_healthy_position_is_left_alone(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        // At the threshold exactly.
        push_prices(lending, 625_000_000);
        assert!(market::health_factor<Gold, Usd>(@0xa) == ONE);
        market::liquidate<Gold, Usd>(carol, @0xa, 1_000, 0);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10009, location = lending::market)]
    fun half_of_the_debt_at_once(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        push_prices(lending, 620_000_000);
        market::liquidate<Gold, Usd>(carol, @0xa, 2_500_000_001, 0);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun a_very_unhealthy_position_goes_whole(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        push_prices(lending, 560_000_000);
        market::liquidate<Gold, Usd>(carol, @0xa, ALL, 0);
        assert!(market::owed<Gold, Usd>(@0xa) == 0);
        assert!(market::deposited<Gold>(@0xc) == 93_750_000_000);
        assert!(market::health_factor<Gold, Usd>(@0xa) == 340_282_366_920_938_463_463_374_607_431_768_211_455);
        market::release<Gold, Usd>(alice, ALL);
        assert!(market::deposited<Gold>(@0xa) == 6_250_000_000);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun a_liquidator_pays_only_for_what_there_is(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        let before = all_dollars();
        // The Gold is worth 4,200 dollars, for which 4,000 are paid: suppliers lose a thousand.
        push_prices(lending, 420_000_000);
        market::liquidate<Gold, Usd>(carol, @0xa, ALL, GOLD);
        assert!(coin::balance<Usd>(@0xc) == 6 * KILO);
        assert!(market::deposited<Gold>(@0xc) == GOLD);
        assert!(market::owed<Gold, Usd>(@0xa) == 0 && market::pledged<Gold, Usd>(@0xa) == 0);
        assert!(reserve::total_debt<Usd>() == 0 && reserve::cash<Usd>() == 9 * KILO);
        assert!(market::deposited<Usd>(@0xb) == 9 * KILO);
        assert!(all_dollars() == before);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun fees_cover_losses_first(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        timestamp::fast_forward_seconds(YEAR);
        push_prices(lending, 556_500_000);
        // 5,350 are owed and 5,300 are paid, so that the 35 of the protocol and 15 of the suppliers are lost.
        market::liquidate<Gold, Usd>(carol, @0xa, ALL, GOLD);
        assert!(coin::balance<Usd>(@0xc) == 4_700_000_000);
        assert!(reserve::fees<Usd>() == 0);
        assert!(reserve::total_assets<Usd>() == 10_300_000_000);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x7000a, location = lending::market)]
    fun a_liquidator_gets_what_it_wants_or_nothing(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        push_prices(lending, 620_000_000);
        market::liquidate<Gold, Usd>(carol, @0xa, 2_480_000_000, 42_000_000_001);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10004, location = lending::market)]
    fun nothing_is_no_liquidation(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        market::liquidate<Gold, Usd>(carol, @0xa, 0, 0);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x6000c, location = lending::market)]
    fun without_a_position_nothing_is_liquidated(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        market::liquidate<Gold, Usd>(carol, @0xb, 1, 0);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x3000c, location = lending::market)]
    fun without_a_debt_nothing_is_liquidated(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        market::liquidate<Gold, Usd>(carol, @0xa, 1, 0);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10004, location = lending::market)]
    fun a_liquidation_worth_less_than_a_unit_takes_nothing(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        // A unit of Gold is worth ten units of dollars.
        push_prices(lending, 100_000_000_000);
        market::release<Gold, Usd>(alice, GOLD - 1_000);
        market::borrow<Gold, Usd>(alice, 7_500);
        push_prices(lending, 90_000_000_000);
        market::liquidate<Gold, Usd>(carol, @0xa, 1, 0);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun interest_makes_a_position_unhealthy(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        market::borrow<Gold, Usd>(alice, 7_500_000_000);
        timestamp::fast_forward_seconds(YEAR);
        push_prices(lending, 1_000_000_000);
        assert!(market::health_factor<Gold, Usd>(@0xa) < ONE);
        market::liquidate<Gold, Usd>(carol, @0xa, KILO, 0);
        assert!(market::deposited<Gold>(@0xc) == 10_500_000_000);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun what_happens_is_told(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        push_prices(lending, 420_000_000);
        market::liquidate<Gold, Usd>(carol, @0xa, ALL, 0);
        market::withdraw<Gold>(carol, 1);
        assert!(event::emitted_events<market::Deposited>().length() == 2);
        assert!(event::emitted_events<market::Pledged>().length() == 1);
        assert!(event::emitted_events<market::Borrowed>().length() == 1);
        assert!(event::emitted_events<market::Liquidated>().length() == 1);
        assert!(event::emitted_events<market::Withdrawn>().length() == 1);
        assert!(event::emitted_events<reserve::DebtWrittenOff>().length() == 1);
        assert!(event::emitted_events<oracle::PriceUpdated>().length() == 4);
    }

    // ===== Prices =====

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun a_price_lasts_an_hour(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        timestamp::fast_forward_seconds(3_600);
        assert!(oracle::price<Gold>() == 1_000_000_000);
        market::borrow<Gold, Usd>(alice, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x30003, location = lending::oracle)]
    fun no_loan_at_an_old_price(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        timestamp::fast_forward_seconds(3_601);
        market::borrow<Gold, Usd>(alice, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun without_a_debt_no_price_is_needed(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        timestamp::fast_forward_seconds(YEAR);
        market::release<Gold, Usd>(alice, ALL);
        assert!(market::deposited<Gold>(@0xa) == GOLD);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x60002, location = lending::oracle)]
    fun no_coin_has_a_price_by_itself(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        oracle::price<Tin>();
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x50001, location = lending::oracle)]
    fun only_the_feeder_sets_prices(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        oracle::push_price<Gold>(alice, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10004, location = lending::oracle)]
    fun a_price_of_zero_is_none(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        oracle::push_price<Gold>(lending, 0);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x50001, location = lending::oracle)]
    fun a_new_feeder_sets_prices(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        oracle::set_feeder(lending, @0xc);
        assert!(oracle::feeder() == @0xc);
        oracle::push_price<Gold>(carol, 7);
        assert!(oracle::price<Gold>() == 7);
        oracle::push_price<Gold>(lending, 8);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x30003, location = lending::oracle)]
    fun a_shorter_age_counts_at_once(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        oracle::set_max_age(lending, 60);
        timestamp::fast_forward_seconds(61);
        oracle::price<Gold>();
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10005, location = lending::oracle)]
    fun prices_do_not_last_for_ever(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        oracle::set_max_age(lending, 86_401);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10005, location = lending::oracle)]
    fun prices_last_for_a_while(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        oracle::set_max_age(lending, 0);
    }

    // ===== Administration =====

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun the_role_of_admin_is_handed_over(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        registry::offer_admin(lending, @0xb);
        assert!(registry::admin() == @lending);
        registry::accept_admin(bob);
        assert!(registry::admin() == @0xb);
        market::set_pair_parameters<Gold, Usd>(bob, 5_000, 6_000, 400, 10_000);
        let (max_ltv_bps, threshold_bps, bonus_bps, close_factor_bps) = market::pair_parameters<Gold, Usd>();
        assert!(max_ltv_bps == 5_000 && threshold_bps == 6_000 && bonus_bps == 400 && close_factor_bps == 10_000);
        // The new admin lists reserves and pairs as well.
        make_coin<Tin>(lending, b"TIN", 0);
        market::list_reserve<Tin>(bob, 0, 0, 0, 1, 0, 1, 1);
        market::list_pair<Tin, Usd>(bob, 100, 200, 0, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x50002, location = lending::registry)]
    fun nobody_takes_the_role_of_admin(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        registry::offer_admin(lending, @0xb);
        registry::accept_admin(carol);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x50001, location = lending::registry)]
    fun only_the_admin_lists_reserves(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::list_reserve<Tin>(alice, 200, 800, 9_000, 8_000, 1_000, 1, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x50001, location = lending::registry)]
    fun only_the_admin_sets_parameters(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::set_pair_parameters<Gold, Usd>(alice, 1, 2, 0, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x50001, location = lending::registry)]
    fun only_the_admin_collects_fees(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::collect_fees<Usd>(alice, 0);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x50001, location = lending::registry)]
    fun only_the_admin_chooses_the_feeder(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        oracle::set_feeder(alice, @0xa);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0xd0003, location = lending::registry)]
    fun a_paused_market_takes_no_deposits(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        registry::set_paused(lending, true);
        market::deposit<Gold>(alice, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0xd0003, location = lending::registry)]
    fun a_paused_market_takes_no_pledges(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::deposit<Gold>(alice, 1);
        registry::set_paused(lending, true);
        market::pledge<Gold, Usd>(alice, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0xd0003, location = lending::registry)]
    fun a_paused_market_makes_no_loans(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_funded(framework, lending, alice, bob, carol);
        registry::set_paused(lending, true);
        market::borrow<Gold, Usd>(alice, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    fun a_paused_market_lets_everybody_out(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup_borrowed(framework, lending, alice, bob, carol);
        registry::set_paused(lending, true);
        assert!(registry::is_paused());
        market::repay<Gold, Usd>(alice, @0xa, ALL);
        market::release<Gold, Usd>(alice, ALL);
        market::withdraw<Gold>(alice, ALL);
        market::withdraw<Usd>(bob, ALL);
        assert!(coin::balance<Gold>(@0xa) == GOLD && coin::balance<Usd>(@0xb) == 10 * KILO);
        registry::set_paused(lending, false);
        market::deposit<Gold>(alice, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x80001, location = lending::reserve)]
    fun a_reserve_is_listed_once(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::list_reserve<Gold>(lending, 200, 800, 9_000, 8_000, 1_000, 1, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x80002, location = lending::market)]
    fun a_pair_is_listed_once(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::list_pair<Gold, Usd>(lending, 7_500, 8_000, 500, 5_000);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10001, location = lending::market)]
    fun a_pair_needs_two_coins(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::list_pair<Gold, Gold>(lending, 7_500, 8_000, 500, 5_000);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x60002, location = lending::reserve)]
    fun a_pair_needs_two_reserves(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::list_pair<Gold, Tin>(lending, 7_500, 8_000, 500, 5_000);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x1000b, location = lending::market)]
    fun the_threshold_lies_above_the_limit_of_loans(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::list_pair<Usd, Gold>(lending, 8_000, 8_000, 500, 5_000);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x1000b, location = lending::market)]
    fun collateral_pays_for_the_bonus(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::set_pair_parameters<Gold, Usd>(lending, 9_000, 9_600, 500, 5_000);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x1000b, location = lending::market)]
    fun a_liquidation_repays_something(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::set_pair_parameters<Gold, Usd>(lending, 7_500, 8_000, 500, 0);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10006, location = lending::reserve)]
    fun the_protocol_takes_no_more_than_half(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::set_reserve_factor<Usd>(lending, 5_001);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x10008, location = lending::reserve)]
    fun no_coin_has_too_many_decimals(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        make_coin<Tin>(lending, b"TIN", 16);
        market::list_reserve<Tin>(lending, 200, 800, 9_000, 8_000, 1_000, 1, 1);
    }

    #[test(framework = @0x1, lending = @lending, alice = @0xa, bob = @0xb, carol = @0xc)]
    #[expected_failure(abort_code = 0x60003, location = lending::market)]
    fun other_coins_have_no_pair(
        framework: &signer, lending: &signer, alice: &signer, bob: &signer, carol: &signer
    ) {
        setup(framework, lending, alice, bob, carol);
        market::health_factor<Usd, Gold>(@0xa);
    }
}
