/// Drops, stages, and what is sold in them.
#[test_only]
module launchpad::sale_tests {
    use std::option;
    use aptos_framework::aptos_account;
    use aptos_framework::event;
    use aptos_framework::object;
    use aptos_token_objects::collection;
    use aptos_token_objects::property_map;
    use aptos_token_objects::royalty;
    use aptos_token_objects::token;
    use launchpad::launchpad::{Self, Drop, Minted};
    use launchpad::test_setup::{at, balance, commitment, new_drop, set_up, set_up_platform, set_up_sold, text, who};

    const CREATOR: address = @0xc0;
    const BUYER: address = @0xb0;
    const OTHER: address = @0xb1;
    const PAYOUT: address = @0xca;
    const DEADLINE: u64 = 10_000;

    #[test]
    fun a_drop_has_a_collection() {
        let drop = set_up();
        assert!(object::object_address(&drop) == launchpad::drop_address(CREATOR, text(b"Cats")), 0);
        assert!(object::is_owner(drop, CREATOR) && launchpad::is_open(drop), 1);
        let cats = launchpad::collection(drop);
        assert!(collection::name(cats) == text(b"Cats"), 2);
        assert!(collection::creator(cats) == object::object_address(&drop), 3);
        assert!(collection::count(cats) == option::some(0), 4);
        let royalty = royalty::get(cats).destroy_some();
        assert!(royalty.numerator() == 500 && royalty.denominator() == 10_000 && royalty.payee_address() == PAYOUT, 5);
        assert!(launchpad::remaining(drop) == 8 && launchpad::remaining_reserve(drop) == 2, 6);
        assert!(launchpad::stage_count(drop) == 2, 7);
    }

    #[test]
    fun the_entry_function_creates_the_same() {
        set_up_platform();
        launchpad::create(
            &who(CREATOR),
            text(b"Dogs"),
            text(b""),
            text(b""),
            text(b""),
            1,
            1,
            0,
            PAYOUT,
            commitment(),
            DEADLINE
        );
        let drop = object::address_to_object<Drop>(launchpad::drop_address(CREATOR, text(b"Dogs")));
        assert!(launchpad::remaining(drop) == 0 && launchpad::remaining_reserve(drop) == 1, 0);
    }

    #[test]
    fun a_buyer_mints_in_the_public_stage() {
        let (drop, tokens) = set_up_sold();
        assert!(tokens.length() == 2 && launchpad::minted(drop) == 2 && launchpad::remaining(drop) == 6, 0);
        assert!(balance(BUYER) == 10_000 - 666 && launchpad::escrowed(drop) == 666, 1);
        let second = tokens[1];
        assert!(object::is_owner(second, BUYER), 2);
        assert!(launchpad::token_number(second) == 2 && launchpad::token_paid(second) == 333, 3);
        assert!(token::name(second) == text(b"Cats #2"), 4);
        assert!(token::uri(second) == text(b"https://cats.example/box.json"), 5);
        assert!(property_map::read_string(&second, &text(b"stage")) == text(b"public"), 6);
        assert!(!property_map::read_bool(&second, &text(b"revealed")), 7);
        assert!(collection::count(launchpad::collection(drop)) == option::some(2), 8);
        assert!(event::emitted_events<Minted>().length() == 2, 9);
    }

    #[test]
    fun a_wallet_on_the_list_mints_up_to_its_quota() {
        let drop = set_up();
        at(2_000);
        launchpad::mint(&who(BUYER), drop, 0, 1);
        assert!(launchpad::allowance(drop, 0, BUYER) == 2, 0);
        launchpad::mint(&who(BUYER), drop, 0, 2);
        assert!(launchpad::allowance(drop, 0, BUYER) == 0 && launchpad::allowance(drop, 0, OTHER) == 0, 1);
        assert!(balance(BUYER) == 9_700 && launchpad::escrowed(drop) == 300, 2);
        let (_, _, _, supply, sold) = launchpad::stage_terms(drop, 0);
        assert!(supply == 5 && sold == 3, 3);
    }

    #[test]
    #[expected_failure(abort_code = 0x20002, location = launchpad::allow_list)]
    fun a_quota_is_not_exceeded() {
        let drop = set_up();
        at(2_000);
        launchpad::mint(&who(BUYER), drop, 0, 2);
        launchpad::mint(&who(BUYER), drop, 0, 2);
    }

    #[test]
    #[expected_failure(abort_code = 0x50001, location = launchpad::allow_list)]
    fun a_wallet_off_the_list_does_not_mint() {
        let drop = set_up();
        at(2_000);
        launchpad::mint(&who(OTHER), drop, 0, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x50001, location = launchpad::allow_list)]
    fun a_wallet_is_taken_off_the_list() {
        let drop = set_up();
        launchpad::allow(&who(CREATOR), drop, 0, BUYER, 0);
        at(2_000);
        launchpad::mint(&who(BUYER), drop, 0, 1);
    }

    #[test]
    fun many_wallets_are_allowed_at_once() {
        let drop = set_up();
        launchpad::allow_many(&who(CREATOR), drop, 0, vector[BUYER, OTHER], vector[1, 4]);
        assert!(launchpad::allowance(drop, 0, BUYER) == 1 && launchpad::allowance(drop, 0, OTHER) == 4, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10003, location = launchpad::allow_list)]
    fun every_wallet_needs_a_quota() {
        let drop = set_up();
        launchpad::allow_many(&who(CREATOR), drop, 0, vector[BUYER, OTHER], vector[1]);
    }

    #[test]
    fun a_quota_lowered_below_what_was_bought_leaves_nothing() {
        let drop = set_up();
        at(2_000);
        launchpad::mint(&who(BUYER), drop, 0, 2);
        launchpad::allow(&who(CREATOR), drop, 0, BUYER, 1);
        assert!(launchpad::allowance(drop, 0, BUYER) == 0, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10013, location = launchpad::launchpad)]
    fun a_public_stage_has_no_list() {
        let drop = set_up();
        launchpad::allow(&who(CREATOR), drop, 1, BUYER, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x50001, location = launchpad::launchpad)]
    fun the_creator_alone_allows() {
        let drop = set_up();
        launchpad::allow(&who(BUYER), drop, 0, BUYER, 5);
    }

    #[test]
    #[expected_failure(abort_code = 0x20002, location = launchpad::allow_list)]
    fun a_wallet_limit_holds_in_public() {
        let drop = set_up();
        at(3_000);
        launchpad::mint(&who(BUYER), drop, 1, 6);
        launchpad::mint(&who(BUYER), drop, 1, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x30003, location = launchpad::stage)]
    fun a_stage_does_not_sell_before_it_starts() {
        let drop = set_up();
        at(2_999);
        launchpad::mint(&who(BUYER), drop, 1, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x30004, location = launchpad::stage)]
    fun a_stage_does_not_sell_once_it_ends() {
        let drop = set_up();
        at(5_000);
        launchpad::mint(&who(BUYER), drop, 1, 1);
    }

    #[test]
    fun a_stage_runs_between_its_times() {
        let drop = set_up();
        assert!(!launchpad::is_stage_running(drop, 0), 0);
        at(2_999);
        assert!(launchpad::is_stage_running(drop, 0) && !launchpad::is_stage_running(drop, 1), 1);
        at(3_000);
        assert!(!launchpad::is_stage_running(drop, 0) && launchpad::is_stage_running(drop, 1), 2);
        launchpad::mint(&who(BUYER), drop, 1, 6);
        launchpad::mint(&who(OTHER), drop, 1, 2);
        assert!(!launchpad::is_stage_running(drop, 1) && !launchpad::is_stage_running(drop, 7), 3);
    }

    #[test]
    #[expected_failure(abort_code = 0x90005, location = launchpad::stage)]
    fun a_stage_sells_no_more_than_its_supply() {
        let drop = set_up();
        launchpad::allow(&who(CREATOR), drop, 0, OTHER, 9);
        at(2_000);
        launchpad::mint(&who(BUYER), drop, 0, 3);
        launchpad::mint(&who(OTHER), drop, 0, 3);
    }

    #[test]
    #[expected_failure(abort_code = 0x9000c, location = launchpad::launchpad)]
    fun the_reserve_is_not_for_sale() {
        let drop = set_up();
        at(2_000);
        launchpad::mint(&who(BUYER), drop, 0, 3);
        at(3_000);
        launchpad::mint(&who(BUYER), drop, 1, 5);
        launchpad::mint(&who(OTHER), drop, 1, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x60005, location = launchpad::launchpad)]
    fun a_stage_must_be_there() {
        let drop = set_up();
        launchpad::mint(&who(BUYER), drop, 2, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x60005, location = launchpad::launchpad)]
    fun terms_are_of_a_stage_that_is_there() {
        launchpad::stage_terms(set_up(), 2);
    }

    #[test]
    #[expected_failure(abort_code = 0x1000e, location = launchpad::launchpad)]
    fun nothing_is_not_minted() {
        let drop = set_up();
        at(3_000);
        launchpad::mint(&who(BUYER), drop, 1, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x1000e, location = launchpad::launchpad)]
    fun a_transaction_mints_so_many() {
        let drop = set_up();
        at(3_000);
        launchpad::mint(&who(BUYER), drop, 1, 21);
    }

    #[test]
    #[expected_failure(abort_code = 0x10006, location = aptos_framework::coin)]
    fun a_buyer_pays() {
        let drop = set_up();
        at(3_000);
        aptos_account::transfer(&who(BUYER), OTHER, 9_900);
        launchpad::mint(&who(BUYER), drop, 1, 1);
    }

    #[test]
    fun a_free_stage_needs_no_money() {
        let drop = set_up();
        launchpad::add_stage(&who(CREATOR), drop, text(b"free"), 3_000, 4_000, 0, 1, false, 1);
        at(3_000);
        let tokens = launchpad::mint_tokens(&who(@0xfee), drop, 2, 1);
        assert!(object::is_owner(tokens[0], @0xfee) && launchpad::token_paid(tokens[0]) == 0, 0);
        assert!(launchpad::escrowed(drop) == 0, 1);
    }

    #[test]
    fun the_team_mints_its_reserve() {
        let drop = set_up();
        let tokens = launchpad::mint_reserve_tokens(&who(CREATOR), drop, @0x7ea, 2);
        assert!(object::is_owner(tokens[0], @0x7ea) && launchpad::token_paid(tokens[0]) == 0, 0);
        assert!(launchpad::remaining_reserve(drop) == 0 && launchpad::remaining(drop) == 8, 1);
        at(3_000);
        let bought = launchpad::mint_tokens(&who(BUYER), drop, 1, 1);
        assert!(launchpad::token_number(bought[0]) == 3, 2);
    }

    #[test]
    #[expected_failure(abort_code = 0x9000d, location = launchpad::launchpad)]
    fun the_reserve_ends() {
        let drop = set_up();
        launchpad::mint_reserve(&who(CREATOR), drop, CREATOR, 1);
        launchpad::mint_reserve(&who(CREATOR), drop, CREATOR, 2);
    }

    #[test]
    #[expected_failure(abort_code = 0x50001, location = launchpad::launchpad)]
    fun the_creator_alone_mints_the_reserve() {
        let drop = set_up();
        launchpad::mint_reserve(&who(BUYER), drop, BUYER, 1);
    }

    #[test]
    fun a_drop_sells_out() {
        let drop = set_up();
        launchpad::mint_reserve(&who(CREATOR), drop, CREATOR, 2);
        at(2_000);
        launchpad::mint(&who(BUYER), drop, 0, 3);
        at(3_000);
        launchpad::mint(&who(OTHER), drop, 1, 5);
        assert!(launchpad::minted(drop) == 10 && launchpad::remaining(drop) == 0, 0);
        assert!(launchpad::escrowed(drop) == 300 + 5 * 333, 1);
        assert!(balance(BUYER) + balance(OTHER) + launchpad::escrowed(drop) == 20_000, 2);
    }

    #[test]
    fun a_stage_is_moved_before_it_starts() {
        let drop = set_up();
        launchpad::reschedule_stage(&who(CREATOR), drop, 0, 1_500, 1_600);
        let (starts_at, ends_at, price, _, _) = launchpad::stage_terms(drop, 0);
        assert!(starts_at == 1_500 && ends_at == 1_600 && price == 100, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x30006, location = launchpad::stage)]
    fun a_stage_stays_once_it_has_started() {
        let drop = set_up();
        at(2_000);
        launchpad::reschedule_stage(&who(CREATOR), drop, 0, 2_500, 2_600);
    }

    #[test]
    #[expected_failure(abort_code = 0x1000a, location = launchpad::launchpad)]
    fun a_stage_is_not_moved_past_the_deadline() {
        let drop = set_up();
        launchpad::reschedule_stage(&who(CREATOR), drop, 0, 2_500, DEADLINE + 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x60005, location = launchpad::launchpad)]
    fun a_stage_that_is_moved_is_there() {
        let drop = set_up();
        launchpad::reschedule_stage(&who(CREATOR), drop, 2, 2_500, 2_600);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = launchpad::stage)]
    fun a_stage_ends_after_it_starts() {
        let drop = set_up();
        launchpad::add_stage(&who(CREATOR), drop, text(b""), 2_000, 2_000, 1, 1, true, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = launchpad::stage)]
    fun a_stage_does_not_start_in_the_past() {
        let drop = set_up();
        launchpad::add_stage(&who(CREATOR), drop, text(b""), 999, 2_000, 1, 1, true, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10002, location = launchpad::stage)]
    fun a_public_stage_has_a_wallet_limit() {
        let drop = set_up();
        launchpad::add_stage(&who(CREATOR), drop, text(b""), 2_000, 3_000, 1, 1, false, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10002, location = launchpad::stage)]
    fun a_stage_sells_something() {
        let drop = set_up();
        launchpad::add_stage(&who(CREATOR), drop, text(b""), 2_000, 3_000, 1, 0, true, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x1000a, location = launchpad::launchpad)]
    fun a_stage_ends_before_the_deadline() {
        let drop = set_up();
        launchpad::add_stage(&who(CREATOR), drop, text(b""), 2_000, DEADLINE + 1, 1, 1, true, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x50001, location = launchpad::launchpad)]
    fun the_creator_alone_adds_stages() {
        let drop = set_up();
        launchpad::add_stage(&who(BUYER), drop, text(b""), 2_000, 3_000, 1, 1, true, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10006, location = launchpad::launchpad)]
    fun a_drop_has_a_supply() {
        set_up_platform();
        new_drop(0, 0, 0, commitment(), DEADLINE);
    }

    #[test]
    #[expected_failure(abort_code = 0x10006, location = launchpad::launchpad)]
    fun a_reserve_is_within_the_supply() {
        set_up_platform();
        new_drop(5, 6, 0, commitment(), DEADLINE);
    }

    #[test]
    #[expected_failure(abort_code = 0x10006, location = launchpad::launchpad)]
    fun a_supply_has_a_limit() {
        set_up_platform();
        new_drop(1_000_001, 0, 0, commitment(), DEADLINE);
    }

    #[test]
    #[expected_failure(abort_code = 0x10007, location = launchpad::launchpad)]
    fun a_royalty_has_a_limit() {
        set_up_platform();
        new_drop(5, 0, 1_001, commitment(), DEADLINE);
    }

    #[test]
    #[expected_failure(abort_code = 0x10008, location = launchpad::launchpad)]
    fun a_commitment_is_a_hash() {
        set_up_platform();
        new_drop(5, 0, 0, b"short", DEADLINE);
    }

    #[test]
    #[expected_failure(abort_code = 0x1000a, location = launchpad::launchpad)]
    fun a_deadline_is_in_the_future() {
        set_up_platform();
        new_drop(5, 0, 0, commitment(), 1_000);
    }

    #[test]
    #[expected_failure(abort_code = 0x1000a, location = launchpad::launchpad)]
    fun a_deadline_is_not_too_far_off() {
        set_up_platform();
        new_drop(5, 0, 0, commitment(), 1_000 + 15_552_001);
    }

    #[test]
    #[expected_failure(abort_code = 0x80001, location = aptos_framework::object)]
    fun a_name_is_used_once() {
        set_up();
        new_drop(5, 0, 0, commitment(), DEADLINE);
    }
}
