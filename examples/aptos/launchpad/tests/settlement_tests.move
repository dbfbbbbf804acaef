/// What comes after the sale, and the platform.
#[test_only]
module launchpad::settlement_tests {
    use std::option;
    use aptos_std::string_utils;
    use aptos_framework::event;
    use aptos_framework::object;
    use aptos_token_objects::collection;
    use aptos_token_objects::property_map;
    use aptos_token_objects::token;
    use launchpad::launchpad::{Self, ProceedsPaid, Refunded};
    use launchpad::platform;
    use launchpad::test_setup::{at, balance, commitment, new_drop, reveal, set_up, set_up_platform, set_up_sold, text, who};

    const CREATOR: address = @0xc0;
    const BUYER: address = @0xb0;
    const OTHER: address = @0xb1;
    const PAYOUT: address = @0xca;
    const DEADLINE: u64 = 10_000;
    const SALT: vector<u8> = x"5a17000000000000000000000000000000000000000000000000000000005a17";
    const BASE_URI: vector<u8> = b"https://cats.example/";

    #[test]
    fun a_reveal_gives_tokens_their_pictures() {
        let (drop, tokens) = set_up_sold();
        reveal(drop);
        assert!(launchpad::is_revealed(drop), 0);
        let token = tokens[0];
        launchpad::reveal_token(token);
        let uri = text(BASE_URI);
        uri.append(string_utils::to_string(&launchpad::token_picture(token)));
        uri.append_utf8(b".json");
        assert!(token::uri(token) == uri, 1);
        assert!(property_map::read_bool(&token, &text(b"revealed")), 2);
        assert!(token::uri(tokens[1]) == text(b"https://cats.example/box.json"), 3);
    }

    #[test]
    fun every_token_gets_another_picture() {
        let drop = set_up();
        let tokens = launchpad::mint_reserve_tokens(&who(CREATOR), drop, CREATOR, 2);
        at(3_000);
        tokens.append(launchpad::mint_tokens(&who(BUYER), drop, 1, 6));
        tokens.append(launchpad::mint_tokens(&who(OTHER), drop, 1, 2));
        reveal(drop);
        let seen = vector[];
        tokens.for_each(|token| {
            let picture = launchpad::token_picture(token);
            assert!(picture < 10 && !seen.contains(&picture), 0);
            seen.push_back(picture);
        });
        assert!(seen.length() == 10, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x10009, location = launchpad::launchpad)]
    fun a_reveal_keeps_to_the_commitment() {
        let drop = set_up();
        launchpad::reveal(&who(CREATOR), drop, text(b"https://dogs.example/"), SALT);
    }

    #[test]
    #[expected_failure(abort_code = 0x10009, location = launchpad::launchpad)]
    fun a_reveal_keeps_to_the_salt() {
        let drop = set_up();
        launchpad::reveal(&who(CREATOR), drop, text(BASE_URI), b"another salt");
    }

    #[test]
    #[expected_failure(abort_code = 0x50001, location = launchpad::launchpad)]
    fun the_creator_alone_reveals() {
        let drop = set_up();
        launchpad::reveal(&who(BUYER), drop, text(BASE_URI), SALT);
    }

    #[test]
    fun the_deadline_is_the_last_moment_to_reveal() {
        let drop = set_up();
        at(DEADLINE);
        reveal(drop);
        assert!(launchpad::is_revealed(drop), 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x3000b, location = launchpad::launchpad)]
    fun a_reveal_comes_in_time() {
        let drop = set_up();
        at(DEADLINE + 1);
        reveal(drop);
    }

    #[test]
    #[expected_failure(abort_code = 0x30002, location = launchpad::launchpad)]
    fun a_drop_is_revealed_once() {
        let drop = set_up();
        reveal(drop);
        reveal(drop);
    }

    #[test]
    #[expected_failure(abort_code = 0x30002, location = launchpad::launchpad)]
    fun a_reveal_ends_the_sale() {
        let (drop, _) = set_up_sold();
        reveal(drop);
        launchpad::mint(&who(BUYER), drop, 1, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x30003, location = launchpad::launchpad)]
    fun a_token_waits_for_the_reveal() {
        let (_, tokens) = set_up_sold();
        launchpad::reveal_token(tokens[0]);
    }

    #[test]
    #[expected_failure(abort_code = 0x30010, location = launchpad::launchpad)]
    fun a_token_is_revealed_once() {
        let (drop, tokens) = set_up_sold();
        reveal(drop);
        launchpad::reveal_token(tokens[0]);
        launchpad::reveal_token(tokens[0]);
    }

    #[test]
    #[expected_failure(abort_code = 0x30003, location = launchpad::launchpad)]
    fun a_picture_is_unknown_before_the_reveal() {
        let (_, tokens) = set_up_sold();
        launchpad::token_picture(tokens[0]);
    }

    #[test]
    fun proceeds_are_split() {
        let (drop, _) = set_up_sold();
        reveal(drop);
        launchpad::withdraw_proceeds(drop);
        // 2.5 percent of 666 are 16.65, which is rounded up.
        assert!(balance(@launchpad) == 17 && balance(PAYOUT) == 649, 0);
        assert!(launchpad::escrowed(drop) == 0, 1);
        assert!(balance(BUYER) + balance(@launchpad) + balance(PAYOUT) == 10_000, 2);
        assert!(event::emitted_events<ProceedsPaid>().length() == 1, 3);
    }

    #[test]
    #[expected_failure(abort_code = 0x30003, location = launchpad::launchpad)]
    fun proceeds_wait_for_the_reveal() {
        let (drop, _) = set_up_sold();
        launchpad::withdraw_proceeds(drop);
    }

    #[test]
    #[expected_failure(abort_code = 0x30011, location = launchpad::launchpad)]
    fun proceeds_are_paid_once() {
        let (drop, _) = set_up_sold();
        reveal(drop);
        launchpad::withdraw_proceeds(drop);
        launchpad::withdraw_proceeds(drop);
    }

    #[test]
    fun proceeds_go_where_the_creator_says() {
        let (drop, _) = set_up_sold();
        launchpad::set_payout(&who(CREATOR), drop, @0xcb);
        reveal(drop);
        launchpad::withdraw_proceeds(drop);
        assert!(balance(@0xcb) == 649 && balance(PAYOUT) == 0, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x50001, location = launchpad::launchpad)]
    fun the_creator_alone_says_where_proceeds_go() {
        let (drop, _) = set_up_sold();
        launchpad::set_payout(&who(BUYER), drop, BUYER);
    }

    #[test]
    fun a_drop_keeps_its_fee() {
        let (drop, _) = set_up_sold();
        platform::set_fee(&who(@launchpad), 1_000, @0x7ee);
        reveal(drop);
        launchpad::withdraw_proceeds(drop);
        assert!(balance(@0x7ee) == 17 && balance(@launchpad) == 0, 0);
    }

    #[test]
    fun without_a_fee_the_creator_gets_all() {
        set_up_platform();
        platform::set_fee(&who(@launchpad), 0, @launchpad);
        let drop = new_drop(10, 0, 0, commitment(), DEADLINE);
        launchpad::add_stage(&who(CREATOR), drop, text(b"public"), 1_000, 5_000, 333, 8, false, 6);
        launchpad::mint(&who(BUYER), drop, 0, 1);
        reveal(drop);
        launchpad::withdraw_proceeds(drop);
        assert!(balance(PAYOUT) == 333 && balance(@launchpad) == 0, 0);
    }

    #[test]
    fun a_cancelled_drop_refunds_everybody() {
        let (drop, tokens) = set_up_sold();
        launchpad::mint_reserve(&who(CREATOR), drop, CREATOR, 1);
        tokens.append(launchpad::mint_tokens(&who(OTHER), drop, 1, 1));
        launchpad::cancel(&who(CREATOR), drop);
        assert!(launchpad::is_cancelled(drop), 0);
        launchpad::refund(&who(BUYER), tokens[0]);
        launchpad::refund(&who(BUYER), tokens[1]);
        assert!(balance(BUYER) == 10_000 && launchpad::escrowed(drop) == 333, 1);
        launchpad::refund(&who(OTHER), tokens[2]);
        assert!(balance(OTHER) == 10_000 && launchpad::escrowed(drop) == 0, 2);
        assert!(!object::is_object(object::object_address(&tokens[0])), 3);
        assert!(collection::count(launchpad::collection(drop)) == option::some(1), 4);
        assert!(event::emitted_events<Refunded>().length() == 3, 5);
    }

    #[test]
    fun a_refund_goes_to_whoever_holds_the_token() {
        let (drop, tokens) = set_up_sold();
        object::transfer(&who(BUYER), tokens[0], OTHER);
        launchpad::cancel(&who(CREATOR), drop);
        launchpad::refund(&who(OTHER), tokens[0]);
        assert!(balance(OTHER) == 10_333 && balance(BUYER) == 10_000 - 666, 0);
    }

    #[test]
    fun a_token_of_the_reserve_is_refunded_with_nothing() {
        let drop = set_up();
        let tokens = launchpad::mint_reserve_tokens(&who(CREATOR), drop, CREATOR, 1);
        launchpad::cancel(&who(CREATOR), drop);
        launchpad::refund(&who(CREATOR), tokens[0]);
        assert!(balance(CREATOR) == 0 && !object::is_object(object::object_address(&tokens[0])), 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x5000f, location = launchpad::launchpad)]
    fun the_holder_alone_is_refunded() {
        let (drop, tokens) = set_up_sold();
        launchpad::cancel(&who(CREATOR), drop);
        launchpad::refund(&who(OTHER), tokens[0]);
    }

    #[test]
    #[expected_failure(abort_code = 0x30004, location = launchpad::launchpad)]
    fun a_drop_that_goes_on_refunds_nothing() {
        let (_, tokens) = set_up_sold();
        launchpad::refund(&who(BUYER), tokens[0]);
    }

    #[test]
    #[expected_failure(abort_code = 0x60002, location = aptos_framework::object)]
    fun a_token_is_refunded_once() {
        let (drop, tokens) = set_up_sold();
        launchpad::cancel(&who(CREATOR), drop);
        launchpad::refund(&who(BUYER), tokens[0]);
        launchpad::refund(&who(BUYER), tokens[0]);
    }

    #[test]
    #[expected_failure(abort_code = 0x30002, location = launchpad::launchpad)]
    fun a_revealed_drop_is_not_cancelled() {
        let drop = set_up();
        reveal(drop);
        launchpad::cancel(&who(CREATOR), drop);
    }

    #[test]
    #[expected_failure(abort_code = 0x30002, location = launchpad::launchpad)]
    fun a_cancelled_drop_is_not_revealed() {
        let drop = set_up();
        launchpad::cancel(&who(CREATOR), drop);
        reveal(drop);
    }

    #[test]
    #[expected_failure(abort_code = 0x30003, location = launchpad::launchpad)]
    fun a_cancelled_drop_pays_no_proceeds() {
        let (drop, _) = set_up_sold();
        launchpad::cancel(&who(CREATOR), drop);
        launchpad::withdraw_proceeds(drop);
    }

    #[test]
    fun the_admin_cancels() {
        let drop = set_up();
        launchpad::cancel(&who(@launchpad), drop);
        assert!(launchpad::is_cancelled(drop), 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x50012, location = launchpad::launchpad)]
    fun a_buyer_does_not_cancel_before_the_deadline() {
        let drop = set_up();
        at(DEADLINE);
        launchpad::cancel(&who(BUYER), drop);
    }

    #[test]
    fun anybody_cancels_after_the_deadline() {
        let (drop, tokens) = set_up_sold();
        at(DEADLINE + 1);
        launchpad::cancel(&who(OTHER), drop);
        launchpad::refund(&who(BUYER), tokens[0]);
        launchpad::refund(&who(BUYER), tokens[1]);
        assert!(balance(BUYER) == 10_000, 0);
    }

    #[test]
    fun a_holder_burns_a_token() {
        let (drop, tokens) = set_up_sold();
        reveal(drop);
        launchpad::burn(&who(BUYER), tokens[0]);
        assert!(!object::is_object(object::object_address(&tokens[0])), 0);
        assert!(launchpad::minted(drop) == 2 && launchpad::escrowed(drop) == 666, 1);
        assert!(collection::count(launchpad::collection(drop)) == option::some(1), 2);
    }

    #[test]
    #[expected_failure(abort_code = 0x5000f, location = launchpad::launchpad)]
    fun the_holder_alone_burns() {
        let (drop, tokens) = set_up_sold();
        reveal(drop);
        launchpad::burn(&who(OTHER), tokens[0]);
    }

    #[test]
    #[expected_failure(abort_code = 0x30003, location = launchpad::launchpad)]
    fun a_token_is_not_burned_before_the_reveal() {
        let (_, tokens) = set_up_sold();
        launchpad::burn(&who(BUYER), tokens[0]);
    }

    #[test]
    fun the_drop_changes_hands() {
        let drop = set_up();
        object::transfer(&who(CREATOR), drop, OTHER);
        launchpad::mint_reserve(&who(OTHER), drop, OTHER, 1);
        assert!(launchpad::minted(drop) == 1, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x50001, location = launchpad::launchpad)]
    fun a_former_creator_has_no_say() {
        let drop = set_up();
        object::transfer(&who(CREATOR), drop, OTHER);
        launchpad::mint_reserve(&who(CREATOR), drop, CREATOR, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0xd0004, location = launchpad::platform)]
    fun a_paused_platform_sells_nothing() {
        let drop = set_up();
        at(3_000);
        platform::set_paused(&who(@launchpad), true);
        launchpad::mint(&who(BUYER), drop, 1, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0xd0004, location = launchpad::platform)]
    fun a_paused_platform_takes_no_drops() {
        set_up_platform();
        platform::set_paused(&who(@launchpad), true);
        new_drop(5, 0, 0, commitment(), DEADLINE);
    }

    #[test]
    fun a_paused_platform_still_refunds() {
        let (drop, tokens) = set_up_sold();
        platform::set_paused(&who(@launchpad), true);
        launchpad::cancel(&who(CREATOR), drop);
        launchpad::refund(&who(BUYER), tokens[0]);
        assert!(platform::is_paused() && balance(BUYER) == 10_000 - 333, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10003, location = launchpad::platform)]
    fun a_fee_has_a_limit() {
        set_up_platform();
        platform::set_fee(&who(@launchpad), 1_001, @launchpad);
    }

    #[test]
    #[expected_failure(abort_code = 0x50001, location = launchpad::platform)]
    fun the_admin_alone_sets_the_fee() {
        set_up_platform();
        platform::set_fee(&who(CREATOR), 0, CREATOR);
    }

    #[test]
    fun the_admin_hands_over() {
        set_up_platform();
        platform::offer_admin(&who(@launchpad), OTHER);
        assert!(platform::is_admin(@launchpad), 0);
        platform::accept_admin(&who(OTHER));
        assert!(platform::is_admin(OTHER) && !platform::is_admin(@launchpad), 1);
        platform::set_fee(&who(OTHER), 100, OTHER);
        assert!(platform::fee_bps() == 100 && platform::treasury() == OTHER, 2);
    }

    #[test]
    #[expected_failure(abort_code = 0x50002, location = launchpad::platform)]
    fun nobody_takes_the_role_unasked() {
        set_up_platform();
        platform::offer_admin(&who(@launchpad), OTHER);
        platform::accept_admin(&who(BUYER));
    }

    #[test]
    #[expected_failure(abort_code = 0x50002, location = launchpad::platform)]
    fun the_role_is_taken_once() {
        set_up_platform();
        platform::offer_admin(&who(@launchpad), OTHER);
        platform::accept_admin(&who(OTHER));
        platform::accept_admin(&who(OTHER));
    }
}
