#[test_only]
module auction::english_auction_tests {
    use std::option;
    use std::signer;
    use std::string;
    use aptos_framework::account;
    use aptos_framework::coin::{Self, FakeMoney};
    use aptos_framework::object::{Self, Object};
    use aptos_framework::timestamp;
    use aptos_token_objects::collection;
    use aptos_token_objects::royalty;
    use aptos_token_objects::token::{Self, Token};
    use auction::english_auction::{Self, Auction};

    const HOUR: u64 = 3600;

    fun setup(framework: &signer, seller: &signer, bidder: &signer, rival: &signer): Object<Token> {
        timestamp::set_time_has_started_for_testing(framework);
        timestamp::update_global_time_for_test_secs(1_000_000);
        account::create_account_for_test(@0x1);
        coin::create_fake_money(framework, seller, 100_000);
        coin::register<FakeMoney>(bidder);
        coin::register<FakeMoney>(rival);
        coin::transfer<FakeMoney>(framework, signer::address_of(bidder), 10_000);
        coin::transfer<FakeMoney>(framework, signer::address_of(rival), 10_000);
        collection::create_unlimited_collection(
            seller,
            string::utf8(b"Paintings"),
            string::utf8(b"Paintings"),
            option::none(),
            string::utf8(b"https://example.com")
        );
        let constructor_ref =
            token::create_named_token(
                seller,
                string::utf8(b"Paintings"),
                string::utf8(b"Oil on canvas"),
                string::utf8(b"Sunrise"),
                option::some(royalty::create(5, 100, @0xa47)),
                string::utf8(b"https://example.com/1")
            );
        object::object_from_constructor_ref<Token>(&constructor_ref)
    }

    fun started(seller: &signer, item: Object<Token>): Object<Auction<FakeMoney>> {
        english_auction::start_auction<Token, FakeMoney>(seller, item, 1_000, HOUR)
    }

    #[test(framework = @0x1, seller = @0x5e11, bidder = @0xb1d, rival = @0x41)]
    fun the_highest_bidder_wins(
        framework: &signer, seller: &signer, bidder: &signer, rival: &signer
    ) {
        let item = setup(framework, seller, bidder, rival);
        let auction = started(seller, item);
        english_auction::bid(bidder, auction, 1_000);
        english_auction::bid(rival, auction, 2_000);
        let (who, amount) = english_auction::highest_bid(auction);
        assert!(who == option::some(@0x41) && amount == 2_000, 0);
        assert!(coin::balance<FakeMoney>(@0xb1d) == 10_000, 1);
        timestamp::fast_forward_seconds(HOUR);
        english_auction::settle(bidder, auction);
        assert!(object::is_owner(item, @0x41), 2);
        assert!(coin::balance<FakeMoney>(@0x5e11) == 1_900, 3);
        assert!(coin::balance<FakeMoney>(@0xa47) == 100, 4);
    }

    #[test(framework = @0x1, seller = @0x5e11, bidder = @0xb1d, rival = @0x41)]
    fun without_bids_the_item_goes_back(
        framework: &signer, seller: &signer, bidder: &signer, rival: &signer
    ) {
        let item = setup(framework, seller, bidder, rival);
        let auction = started(seller, item);
        assert!(object::owner(item) == object::object_address(&auction), 0);
        timestamp::fast_forward_seconds(HOUR);
        english_auction::settle(rival, auction);
        assert!(object::is_owner(item, @0x5e11), 1);
        assert!(!object::is_object(object::object_address(&auction)), 2);
    }

    #[test(framework = @0x1, seller = @0x5e11, bidder = @0xb1d, rival = @0x41)]
    fun late_bids_extend(
        framework: &signer, seller: &signer, bidder: &signer, rival: &signer
    ) {
        let item = setup(framework, seller, bidder, rival);
        let auction = started(seller, item);
        timestamp::fast_forward_seconds(HOUR - 10);
        english_auction::bid(bidder, auction, 1_000);
        assert!(english_auction::ends_at(auction) == 1_000_000 + HOUR - 10 + 300, 0);
    }

    #[test(framework = @0x1, seller = @0x5e11, bidder = @0xb1d, rival = @0x41)]
    #[expected_failure(abort_code = 0x10004, location = auction::english_auction)]
    fun a_bid_meets_the_reserve(
        framework: &signer, seller: &signer, bidder: &signer, rival: &signer
    ) {
        let item = setup(framework, seller, bidder, rival);
        english_auction::bid(bidder, started(seller, item), 999);
    }

    #[test(framework = @0x1, seller = @0x5e11, bidder = @0xb1d, rival = @0x41)]
    #[expected_failure(abort_code = 0x10004, location = auction::english_auction)]
    fun a_bid_exceeds_the_one_before(
        framework: &signer, seller: &signer, bidder: &signer, rival: &signer
    ) {
        let item = setup(framework, seller, bidder, rival);
        let auction = started(seller, item);
        english_auction::bid(bidder, auction, 1_000);
        english_auction::bid(rival, auction, 1_049);
    }

    #[test(framework = @0x1, seller = @0x5e11, bidder = @0xb1d, rival = @0x41)]
    #[expected_failure(abort_code = 0x30002, location = auction::english_auction)]
    fun no_bid_after_the_end(
        framework: &signer, seller: &signer, bidder: &signer, rival: &signer
    ) {
        let item = setup(framework, seller, bidder, rival);
        let auction = started(seller, item);
        timestamp::fast_forward_seconds(HOUR);
        english_auction::bid(bidder, auction, 1_000);
    }

    #[test(framework = @0x1, seller = @0x5e11, bidder = @0xb1d, rival = @0x41)]
    #[expected_failure(abort_code = 0x30003, location = auction::english_auction)]
    fun no_settlement_before_the_end(
        framework: &signer, seller: &signer, bidder: &signer, rival: &signer
    ) {
        let item = setup(framework, seller, bidder, rival);
        english_auction::settle(bidder, started(seller, item));
    }

    #[test(framework = @0x1, seller = @0x5e11, bidder = @0xb1d, rival = @0x41)]
    fun a_seller_cancels_without_bids(
        framework: &signer, seller: &signer, bidder: &signer, rival: &signer
    ) {
        let item = setup(framework, seller, bidder, rival);
        english_auction::cancel(seller, started(seller, item));
        assert!(object::is_owner(item, @0x5e11), 0);
    }

    #[test(framework = @0x1, seller = @0x5e11, bidder = @0xb1d, rival = @0x41)]
    #[expected_failure(abort_code = 0x30006, location = auction::english_auction)]
    fun a_seller_does_not_cancel_with_bids(
        framework: &signer, seller: &signer, bidder: &signer, rival: &signer
    ) {
        let item = setup(framework, seller, bidder, rival);
        let auction = started(seller, item);
        english_auction::bid(bidder, auction, 1_000);
        english_auction::cancel(seller, auction);
    }

    #[test(framework = @0x1, seller = @0x5e11, bidder = @0xb1d, rival = @0x41)]
    #[expected_failure(abort_code = 0x50004, location = aptos_framework::object)]
    fun an_item_is_sold_by_its_owner(
        framework: &signer, seller: &signer, bidder: &signer, rival: &signer
    ) {
        let item = setup(framework, seller, bidder, rival);
        started(bidder, item);
    }
}
