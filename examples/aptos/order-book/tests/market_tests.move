#[test_only]
module clob::market_tests {
    use aptos_framework::event;
    use clob::balances;
    use clob::coins::{Self, Gold, Lead, Silver};
    use clob::market;

    const SELL: bool = false;
    const BUY: bool = true;

    const GTC: u8 = 0;
    const IOC: u8 = 1;
    const POST_ONLY: u8 = 2;

    const TRADERS: vector<address> = vector[@0xa, @0xb, @0xc];

    fun setup(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        coins::setup_market(deployer);
        coins::fund(ann);
        coins::fund(bob);
        coins::fund(cat);
    }

    fun check_conserved() {
        coins::assert_conserved<Gold>(TRADERS);
        coins::assert_conserved<Silver>(TRADERS);
    }

    /// Posts an order wherever it belongs.
    fun post(user: &signer, is_bid: bool, price: u64, size: u64): u64 {
        let (id, filled) = market::limit_order<Gold, Silver>(user, is_bid, price, size, POST_ONLY, 0);
        assert!(filled == 0);
        id
    }

    fun best(is_bid: bool): u64 {
        market::best_price<Gold, Silver>(is_bid)
    }

    fun depth(is_bid: bool, price: u64): u64 {
        market::depth<Gold, Silver>(is_bid, price)
    }

    fun is_resting(id: u64): bool {
        market::is_resting<Gold, Silver>(id)
    }

    fun left(id: u64): u64 {
        let (_, _, _, size) = market::order<Gold, Silver>(id);
        size
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun an_order_rests(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let ask = post(ann, SELL, 20, 10);
        let bid = post(bob, BUY, 19, 4);
        assert!(best(SELL) == 20 && best(BUY) == 19 && depth(SELL, 20) == 10 && depth(BUY, 19) == 4);
        let (owner, is_bid, price, size) = market::order<Gold, Silver>(bid);
        assert!(owner == @0xb && is_bid && price == 19 && size == 4 && is_resting(ask));
        coins::assert_gold(@0xa, 99_000, 1_000);
        coins::assert_silver(@0xb, 100_000 - 380, 380);
        assert!(event::emitted_events<market::OrderPosted<Gold, Silver>>().length() == 2);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun a_buyer_takes(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let ask = post(ann, SELL, 20, 10);
        let (rest, filled) = market::limit_order<Gold, Silver>(bob, BUY, 25, 10, GTC, 9);
        assert!(rest == 0 && filled == 10 && !is_resting(ask) && best(SELL) == 0 && best(BUY) == 0);
        // At the maker's price, each pays out of what it receives.
        coins::assert_gold(@0xa, 99_000, 0);
        coins::assert_silver(@0xa, 100_999, 0);
        coins::assert_gold(@0xb, 100_997, 0);
        coins::assert_silver(@0xb, 99_000, 0);
        assert!(event::emitted_events<market::OrderFilled<Gold, Silver>>().length() == 1);
        assert!(event::emitted_events<market::Taken<Gold, Silver>>().length() == 1);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun a_seller_takes(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let bid = post(ann, BUY, 20, 10);
        let (rest, filled) = market::limit_order<Gold, Silver>(bob, SELL, 10, 4, GTC, 9);
        assert!(rest == 0 && filled == 4 && left(bid) == 6 && depth(BUY, 20) == 6);
        // 400 gold for 400 silver; fees are 0.4 gold and 1.2 silver.
        coins::assert_gold(@0xa, 100_399, 0);
        coins::assert_silver(@0xa, 99_000, 600);
        coins::assert_gold(@0xb, 99_600, 0);
        coins::assert_silver(@0xb, 100_398, 0);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun what_is_left_rests(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        post(ann, SELL, 20, 4);
        let (rest, filled) = market::limit_order<Gold, Silver>(bob, BUY, 21, 10, GTC, 9);
        assert!(filled == 4 && left(rest) == 6 && best(BUY) == 21 && best(SELL) == 0);
        coins::assert_silver(@0xb, 100_000 - 400 - 630, 630);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun what_is_left_of_an_immediate_order_is_dropped(
        deployer: &signer, ann: &signer, bob: &signer, cat: &signer
    ) {
        setup(deployer, ann, bob, cat);
        post(ann, SELL, 20, 4);
        market::place_limit_order<Gold, Silver>(bob, BUY, 21, 10, IOC, 9);
        assert!(best(BUY) == 0 && best(SELL) == 0);
        coins::assert_silver(@0xb, 99_600, 0);
        // Nothing crosses: nothing happens.
        let (rest, filled) = market::limit_order<Gold, Silver>(bob, BUY, 21, 10, IOC, 9);
        assert!(rest == 0 && filled == 0);
        assert!(event::emitted_events<market::Taken<Gold, Silver>>().length() == 1);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun the_best_price_goes_first(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let dear = post(ann, SELL, 30, 2);
        let cheap = post(cat, SELL, 20, 2);
        let middle = post(ann, SELL, 25, 2);
        let (_, filled) = market::limit_order<Gold, Silver>(bob, BUY, 28, 10, IOC, 9);
        assert!(filled == 4 && !is_resting(cheap) && !is_resting(middle) && is_resting(dear));
        assert!(best(SELL) == 30);
        coins::assert_silver(@0xb, 100_000 - 200 - 250, 0);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun the_oldest_order_goes_first(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let first = post(ann, BUY, 20, 5);
        let second = post(cat, BUY, 20, 5);
        let third = post(ann, BUY, 20, 5);
        assert!(depth(BUY, 20) == 15);
        market::place_market_order<Gold, Silver>(bob, SELL, 7, 7, 0, 9);
        assert!(!is_resting(first) && left(second) == 3 && left(third) == 5 && depth(BUY, 20) == 8);
        market::place_market_order<Gold, Silver>(bob, SELL, 3, 3, 0, 9);
        assert!(!is_resting(second) && left(third) == 5);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun orders_leave_from_anywhere_in_the_queue(
        deployer: &signer, ann: &signer, bob: &signer, cat: &signer
    ) {
        setup(deployer, ann, bob, cat);
        let a = post(ann, SELL, 20, 2);
        let b = post(ann, SELL, 20, 3);
        let c = post(ann, SELL, 20, 4);
        let d = post(ann, SELL, 20, 5);
        market::cancel_order<Gold, Silver>(ann, b);
        market::cancel_order<Gold, Silver>(ann, a);
        market::cancel_order<Gold, Silver>(ann, d);
        assert!(depth(SELL, 20) == 4 && left(c) == 4);
        let e = post(ann, SELL, 20, 6);
        market::place_market_order<Gold, Silver>(bob, BUY, 5, 5, 500, 9);
        assert!(!is_resting(c) && left(e) == 5 && depth(SELL, 20) == 5);
        market::cancel_order<Gold, Silver>(ann, e);
        assert!(best(SELL) == 0 && depth(SELL, 20) == 0);
        coins::assert_gold(@0xa, 99_500, 0);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun levels_leave_from_anywhere(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let orders = vector[];
        vector[12, 10, 14, 11, 13].for_each(|price| {
            orders.push_back(post(ann, BUY, price, 2));
        });
        assert!(best(BUY) == 14 && market::better_level<Gold, Silver>(BUY, 10) == 11);
        market::cancel_order<Gold, Silver>(ann, orders[0]);
        assert!(market::better_level<Gold, Silver>(BUY, 11) == 13);
        market::cancel_order<Gold, Silver>(ann, orders[2]);
        assert!(best(BUY) == 13 && market::better_level<Gold, Silver>(BUY, 13) == 0);
        market::cancel_order<Gold, Silver>(ann, orders[1]);
        assert!(market::better_level<Gold, Silver>(BUY, 9) == 11);
        market::cancel_order<Gold, Silver>(ann, orders[3]);
        market::cancel_order<Gold, Silver>(ann, orders[4]);
        assert!(best(BUY) == 0);
        coins::assert_silver(@0xa, 100_000, 0);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun a_maker_names_the_neighbour(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        market::place_post_only_order<Gold, Silver>(ann, SELL, 20, 2, 0);
        market::place_post_only_order<Gold, Silver>(ann, SELL, 30, 2, 20);
        market::place_post_only_order<Gold, Silver>(ann, SELL, 25, 2, 20);
        market::place_post_only_order<Gold, Silver>(ann, SELL, 18, 2, 0);
        // The level is there: the neighbour does not matter.
        market::place_post_only_order<Gold, Silver>(ann, SELL, 25, 2, 99);
        assert!(best(SELL) == 18 && depth(SELL, 25) == 4);
        assert!(market::better_level<Gold, Silver>(SELL, 20) == 18);
        assert!(market::better_level<Gold, Silver>(SELL, 25) == 20);
        assert!(market::better_level<Gold, Silver>(SELL, 30) == 25);
        assert!(market::better_level<Gold, Silver>(SELL, 31) == 30);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x10002, location = clob::book)]
    fun a_neighbour_exists(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        post(ann, SELL, 20, 2);
        market::place_post_only_order<Gold, Silver>(ann, SELL, 25, 2, 21);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x10002, location = clob::book)]
    fun a_neighbour_is_better(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        post(ann, SELL, 20, 2);
        market::place_post_only_order<Gold, Silver>(ann, SELL, 19, 2, 20);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x10002, location = clob::book)]
    fun nothing_is_between_neighbours(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        post(ann, BUY, 20, 2);
        post(ann, BUY, 19, 2);
        market::place_post_only_order<Gold, Silver>(ann, BUY, 18, 2, 20);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x10002, location = clob::book)]
    fun only_the_best_level_has_no_better(
        deployer: &signer, ann: &signer, bob: &signer, cat: &signer
    ) {
        setup(deployer, ann, bob, cat);
        post(ann, BUY, 20, 2);
        market::place_post_only_order<Gold, Silver>(ann, BUY, 18, 2, 0);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x3000a, location = clob::market)]
    fun a_post_only_order_does_not_take(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        post(ann, SELL, 20, 2);
        post(bob, BUY, 20, 2);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x3000a, location = clob::market)]
    fun nor_does_one_with_a_neighbour(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        post(ann, BUY, 20, 2);
        market::place_post_only_order<Gold, Silver>(bob, SELL, 19, 2, 0);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun a_market_order_meets_a_bounded_number_of_makers(
        deployer: &signer, ann: &signer, bob: &signer, cat: &signer
    ) {
        setup(deployer, ann, bob, cat);
        post(ann, SELL, 20, 2);
        post(cat, SELL, 20, 2);
        let third = post(ann, SELL, 21, 2);
        market::place_market_order<Gold, Silver>(bob, BUY, 6, 0, 1_000, 2);
        assert!(best(SELL) == 21 && left(third) == 2);
        coins::assert_silver(@0xb, 99_600, 0);
        market::place_market_order<Gold, Silver>(bob, BUY, 6, 0, 1_000, 0);
        coins::assert_silver(@0xb, 99_600, 0);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun what_could_trade_on_does_not_rest(
        deployer: &signer, ann: &signer, bob: &signer, cat: &signer
    ) {
        setup(deployer, ann, bob, cat);
        post(ann, SELL, 20, 2);
        post(cat, SELL, 20, 2);
        let (rest, filled) = market::limit_order<Gold, Silver>(bob, BUY, 20, 6, GTC, 1);
        assert!(rest == 0 && filled == 2 && best(BUY) == 0 && depth(SELL, 20) == 2);
        // With no more makers to meet, the rest may rest.
        let (rest, filled) = market::limit_order<Gold, Silver>(bob, BUY, 20, 6, GTC, 1);
        assert!(left(rest) == 4 && filled == 2 && best(SELL) == 0);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x7000d, location = clob::market)]
    fun a_buyer_pays_no_more_than_it_wants(
        deployer: &signer, ann: &signer, bob: &signer, cat: &signer
    ) {
        setup(deployer, ann, bob, cat);
        post(ann, SELL, 20, 10);
        market::place_market_order<Gold, Silver>(bob, BUY, 10, 0, 999, 9);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x7000d, location = clob::market)]
    fun a_seller_receives_no_less_than_it_wants(
        deployer: &signer, ann: &signer, bob: &signer, cat: &signer
    ) {
        setup(deployer, ann, bob, cat);
        post(ann, BUY, 20, 10);
        // It would receive 997.
        market::place_market_order<Gold, Silver>(bob, SELL, 10, 0, 998, 9);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x7000e, location = clob::market)]
    fun no_less_is_filled_than_wanted(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        post(ann, BUY, 20, 5);
        market::place_market_order<Gold, Silver>(bob, SELL, 10, 6, 0, 9);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun nobody_trades_with_itself(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let own = post(ann, SELL, 20, 5);
        let other = post(bob, SELL, 21, 5);
        let (rest, filled) = market::limit_order<Gold, Silver>(ann, BUY, 22, 4, GTC, 9);
        assert!(rest == 0 && filled == 4 && !is_resting(own) && left(other) == 1);
        coins::assert_gold(@0xa, 100_398, 0);
        assert!(event::emitted_events<market::OrderCancelled<Gold, Silver>>().length() == 1);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun the_first_in_line_is_taken(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let ask = post(ann, SELL, 20, 10);
        let bid = post(cat, BUY, 19, 10);
        market::take_order<Gold, Silver>(bob, ask, 4);
        assert!(left(ask) == 6 && depth(SELL, 20) == 6);
        coins::assert_gold(@0xb, 100_398, 0);
        coins::assert_silver(@0xb, 99_600, 0);
        // No more than there is.
        market::take_order<Gold, Silver>(bob, bid, 12);
        assert!(!is_resting(bid) && best(BUY) == 0);
        coins::assert_gold(@0xb, 99_398, 0);
        coins::assert_silver(@0xb, 99_600 + 950 - 3, 0);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x3000f, location = clob::market)]
    fun nobody_jumps_the_queue(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        post(ann, SELL, 20, 10);
        let second = post(cat, SELL, 20, 10);
        market::take_order<Gold, Silver>(bob, second, 4);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x10010, location = clob::market)]
    fun nobody_takes_its_own_order(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let ask = post(ann, SELL, 20, 10);
        market::take_order<Gold, Silver>(ann, ask, 4);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x10008, location = clob::market)]
    fun nothing_is_not_taken(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let ask = post(ann, SELL, 20, 10);
        market::take_order<Gold, Silver>(bob, ask, 0);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x60001, location = clob::book)]
    fun what_is_taken_rests(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        post(ann, SELL, 20, 10);
        market::take_order<Gold, Silver>(bob, 2, 4);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0xd0006, location = clob::market)]
    fun nothing_is_taken_off_a_closed_market(
        deployer: &signer, ann: &signer, bob: &signer, cat: &signer
    ) {
        setup(deployer, ann, bob, cat);
        let ask = post(ann, SELL, 20, 10);
        market::set_open<Gold, Silver>(deployer, false);
        market::take_order<Gold, Silver>(bob, ask, 4);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun a_cancelled_order_frees_what_is_behind_it(
        deployer: &signer, ann: &signer, bob: &signer, cat: &signer
    ) {
        setup(deployer, ann, bob, cat);
        let bid = post(ann, BUY, 20, 10);
        market::place_market_order<Gold, Silver>(bob, SELL, 3, 3, 0, 9);
        coins::assert_silver(@0xa, 99_000, 700);
        market::cancel_order<Gold, Silver>(ann, bid);
        coins::assert_silver(@0xa, 99_700, 0);
        assert!(!is_resting(bid) && best(BUY) == 0);
        balances::withdraw<Silver>(ann, 99_700);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x5000c, location = clob::market)]
    fun the_owner_alone_cancels(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let bid = post(ann, BUY, 20, 10);
        market::cancel_order<Gold, Silver>(bob, bid);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x60001, location = clob::book)]
    fun an_order_is_cancelled_once(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let bid = post(ann, BUY, 20, 10);
        market::cancel_order<Gold, Silver>(ann, bid);
        market::cancel_order<Gold, Silver>(ann, bid);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun a_reduced_order_keeps_its_place(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let first = post(ann, SELL, 20, 10);
        let second = post(cat, SELL, 20, 10);
        market::reduce_order<Gold, Silver>(ann, first, 4);
        assert!(left(first) == 4 && depth(SELL, 20) == 14);
        coins::assert_gold(@0xa, 99_600, 400);
        market::place_market_order<Gold, Silver>(bob, BUY, 5, 5, 500, 9);
        assert!(!is_resting(first) && left(second) == 9);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x10008, location = clob::market)]
    fun an_order_does_not_grow(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let bid = post(ann, BUY, 20, 10);
        market::reduce_order<Gold, Silver>(ann, bid, 10);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x10008, location = clob::market)]
    fun an_order_does_not_shrink_below_the_least(
        deployer: &signer, ann: &signer, bob: &signer, cat: &signer
    ) {
        setup(deployer, ann, bob, cat);
        let bid = post(ann, BUY, 20, 10);
        market::reduce_order<Gold, Silver>(ann, bid, 1);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x5000c, location = clob::market)]
    fun the_owner_alone_reduces(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let bid = post(ann, BUY, 20, 10);
        market::reduce_order<Gold, Silver>(bob, bid, 5);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x10002, location = clob::balances)]
    fun a_maker_owns_what_it_offers(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        post(ann, SELL, 20, 1_001);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x10002, location = clob::balances)]
    fun a_taker_owns_what_it_pays(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        post(ann, SELL, 201, 100);
        market::place_market_order<Gold, Silver>(bob, BUY, 100, 0, 1_000_000, 9);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x10007, location = clob::market)]
    fun no_price_is_zero(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        post(ann, SELL, 0, 10);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x10008, location = clob::market)]
    fun an_order_has_the_least_size(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        post(ann, SELL, 20, 1);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x10008, location = clob::market)]
    fun so_has_a_market_order(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        market::place_market_order<Gold, Silver>(ann, SELL, 1, 0, 0, 9);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x10009, location = clob::market)]
    fun restrictions_are_known(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        market::place_limit_order<Gold, Silver>(ann, SELL, 20, 10, 3, 9);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x2000b, location = clob::market)]
    fun the_worth_of_an_order_can_be_counted(
        deployer: &signer, ann: &signer, bob: &signer, cat: &signer
    ) {
        setup(deployer, ann, bob, cat);
        post(ann, SELL, 18_446_744_073_709_551_615, 2);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0x2000b, location = clob::market)]
    fun the_units_of_an_order_can_be_counted(
        deployer: &signer, ann: &signer, bob: &signer, cat: &signer
    ) {
        setup(deployer, ann, bob, cat);
        post(ann, BUY, 1, 1_000_000_000_000_000_000);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun a_closed_market_lets_out(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let bid = post(ann, BUY, 20, 10);
        market::set_open<Gold, Silver>(deployer, false);
        market::reduce_order<Gold, Silver>(ann, bid, 5);
        market::cancel_order<Gold, Silver>(ann, bid);
        balances::withdraw<Silver>(ann, 100_000);
        market::set_open<Gold, Silver>(deployer, true);
        post(ann, SELL, 20, 10);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0xd0006, location = clob::market)]
    fun a_closed_market_takes_no_orders(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        market::set_open<Gold, Silver>(deployer, false);
        post(ann, BUY, 20, 10);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    #[expected_failure(abort_code = 0xd0006, location = clob::market)]
    fun nor_market_orders(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        post(ann, BUY, 20, 10);
        market::set_open<Gold, Silver>(deployer, false);
        market::place_market_order<Gold, Silver>(bob, SELL, 10, 0, 0, 9);
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun fees_change(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        post(ann, SELL, 20, 10);
        market::set_fees<Gold, Silver>(deployer, 0, 500);
        let (maker_fee_bps, taker_fee_bps) = market::fees<Gold, Silver>();
        assert!(maker_fee_bps == 0 && taker_fee_bps == 500);
        market::place_market_order<Gold, Silver>(bob, BUY, 10, 10, 1_000, 1);
        coins::assert_silver(@0xa, 101_000, 0);
        coins::assert_gold(@0xb, 100_950, 0);
        assert!(event::emitted_events<market::FeesChanged<Gold, Silver>>().length() == 2);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun nothing_is_lost_in_many_trades(deployer: &signer, ann: &signer, bob: &signer, cat: &signer) {
        setup(deployer, ann, bob, cat);
        let seed = 7;
        for (i in 0..60) {
            seed = (seed * 1_103 + 12_345) % 65_521;
            let user = if (seed % 3 == 0) ann else if (seed % 3 == 1) bob else cat;
            let is_bid = (seed / 3) % 2 == 0;
            let price = 15 + (seed / 7) % 11;
            let size = 2 + (seed / 11) % 9;
            market::place_limit_order<Gold, Silver>(user, is_bid, price, size, ((i % 2) as u8), 4);
            check_conserved();
            assert!(best(SELL) == 0 || best(BUY) < best(SELL));
        };
        // Once all orders are gone, nothing is locked.
        for (id in 1..61) {
            if (is_resting(id)) {
                let (owner, _, _, _) = market::order<Gold, Silver>(id);
                let user = if (owner == @0xa) ann else if (owner == @0xb) bob else cat;
                market::cancel_order<Gold, Silver>(user, id);
            };
        };
        assert!(best(SELL) == 0 && best(BUY) == 0);
        TRADERS.for_each(|user| {
            assert!(balances::locked<Gold>(user) == 0 && balances::locked<Silver>(user) == 0);
        });
        assert!(balances::collected_fees<Gold>() > 0 && balances::collected_fees<Silver>() > 0);
        check_conserved();
    }

    #[test(deployer = @clob, ann = @0xa, bob = @0xb, cat = @0xc)]
    fun markets_of_the_same_coins_share_balances(
        deployer: &signer, ann: &signer, bob: &signer, cat: &signer
    ) {
        setup(deployer, ann, bob, cat);
        market::create_market<Gold, Lead>(deployer, 100, 5, 2, 0, 0);
        market::create_market<Silver, Gold>(deployer, 1, 1, 1, 0, 0);
        market::place_post_only_order<Gold, Lead>(ann, SELL, 20, 600, 0);
        market::place_post_only_order<Silver, Gold>(ann, BUY, 4, 10_000, 0);
        coins::assert_gold(@0xa, 0, 100_000);
        assert!(best(SELL) == 0);
        check_conserved();
    }

    #[test(deployer = @clob)]
    #[expected_failure(abort_code = 0x80001, location = clob::market)]
    fun a_market_is_created_once(deployer: &signer) {
        coins::setup_market(deployer);
        market::create_market<Gold, Silver>(deployer, 1, 1, 1, 0, 0);
    }

    #[test(deployer = @clob, ann = @0xa)]
    #[expected_failure(abort_code = 0x50001, location = clob::balances)]
    fun the_admin_alone_creates_markets(deployer: &signer, ann: &signer) {
        coins::setup(deployer);
        market::create_market<Gold, Silver>(ann, 1, 1, 1, 0, 0);
    }

    #[test(deployer = @clob)]
    #[expected_failure(abort_code = 0x10003, location = clob::market)]
    fun a_coin_is_not_traded_for_itself(deployer: &signer) {
        coins::setup(deployer);
        market::create_market<Gold, Gold>(deployer, 1, 1, 1, 0, 0);
    }

    #[test(deployer = @clob)]
    #[expected_failure(abort_code = 0x10004, location = clob::market)]
    fun no_tick_is_zero(deployer: &signer) {
        coins::setup(deployer);
        market::create_market<Gold, Silver>(deployer, 1, 0, 1, 0, 0);
    }

    #[test(deployer = @clob)]
    #[expected_failure(abort_code = 0x10005, location = clob::market)]
    fun fees_are_bounded(deployer: &signer) {
        coins::setup(deployer);
        market::create_market<Gold, Silver>(deployer, 1, 1, 1, 501, 0);
    }

    #[test(deployer = @clob)]
    #[expected_failure(abort_code = 0x10005, location = clob::market)]
    fun so_are_changed_fees(deployer: &signer) {
        coins::setup_market(deployer);
        market::set_fees<Gold, Silver>(deployer, 0, 501);
    }

    #[test(deployer = @clob, ann = @0xa)]
    #[expected_failure(abort_code = 0x50001, location = clob::balances)]
    fun the_admin_alone_closes_markets(deployer: &signer, ann: &signer) {
        coins::setup_market(deployer);
        market::set_open<Gold, Silver>(ann, false);
    }

    #[test(deployer = @clob, ann = @0xa)]
    #[expected_failure(abort_code = 0x60002, location = clob::market)]
    fun there_is_no_other_market(deployer: &signer, ann: &signer) {
        coins::setup_market(deployer);
        market::place_limit_order<Silver, Gold>(ann, BUY, 20, 10, GTC, 9);
    }

    #[test(deployer = @clob)]
    #[expected_failure(abort_code = 0x60002, location = clob::market)]
    fun what_is_not_there_has_no_price(deployer: &signer) {
        coins::setup_market(deployer);
        market::best_price<Silver, Gold>(BUY);
    }
}
