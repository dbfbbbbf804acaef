/// Central limit order books, one for each pair of coins.
///
/// Sizes count lots of `lot_size` units of the base coin, prices count ticks of `tick_size` units of the quote coin for one lot. What
/// an order is worth thus is a whole number of units. Each side pays its fee out of what it receives.
module clob::market {
    use std::error;
    use std::signer;
    use aptos_std::math64;
    use aptos_std::type_info;
    use aptos_framework::event;
    use clob::balances;
    use clob::book::{Self, Orders};

    /// There is a market of these coins already.
    const EMARKET_EXISTS: u64 = 1;
    /// There is no market of these coins.
    const EMARKET_NOT_FOUND: u64 = 2;
    /// A coin is not traded for itself.
    const ESAME_COIN: u64 = 3;
    /// The tick, the lot and the least size of an order are at least one.
    const EBAD_UNIT: u64 = 4;
    /// The fee is too high.
    const EFEE_TOO_HIGH: u64 = 5;
    /// The market takes no new orders.
    const EMARKET_CLOSED: u64 = 6;
    /// The price is zero.
    const EBAD_PRICE: u64 = 7;
    /// The size is less than the least one, or no less than the present one.
    const EBAD_SIZE: u64 = 8;
    /// There is no such restriction.
    const EBAD_RESTRICTION: u64 = 9;
    /// The order would trade at once.
    const EWOULD_CROSS: u64 = 10;
    /// What the order is worth exceeds what a coin can count.
    const EAMOUNT_TOO_LARGE: u64 = 11;
    /// Only the owner of the order may do this.
    const ENOT_OWNER: u64 = 12;
    /// The taker would pay more, or receive less, than it wants to.
    const ESLIPPAGE: u64 = 13;
    /// Less would be filled than the taker wants to.
    const ETOO_LITTLE_FILLED: u64 = 14;
    /// Another order goes before this one.
    const ENOT_FIRST: u64 = 15;
    /// Nobody trades with itself.
    const EOWN_ORDER: u64 = 16;

    /// What is not filled at once rests on the book.
    const GOOD_TILL_CANCEL: u8 = 0;
    /// What is not filled at once is dropped.
    const IMMEDIATE_OR_CANCEL: u8 = 1;
    /// The order rests on the book as a whole, or is refused.
    const POST_ONLY: u8 = 2;

    const MAX_FEE_BPS: u64 = 500;
    const MAX_U64: u128 = 18_446_744_073_709_551_615;

    struct Book<phantom Base, phantom Quote> has key {
        orders: Orders,
        lot_size: u64,
        tick_size: u64,
        /// The least size of an order, in lots.
        min_size: u64,
        maker_fee_bps: u64,
        taker_fee_bps: u64,
        open: bool
    }

    #[event]
    struct MarketCreated<phantom Base, phantom Quote> has drop, store {
        lot_size: u64,
        tick_size: u64,
        min_size: u64
    }

    #[event]
    struct FeesChanged<phantom Base, phantom Quote> has drop, store {
        maker_fee_bps: u64,
        taker_fee_bps: u64
    }

    #[event]
    /// An order came to rest.
    struct OrderPosted<phantom Base, phantom Quote> has drop, store {
        id: u64,
        owner: address,
        is_bid: bool,
        price: u64,
        size: u64
    }

    #[event]
    /// A resting order was filled, or a part of it.
    struct OrderFilled<phantom Base, phantom Quote> has drop, store {
        id: u64,
        maker: address,
        taker: address,
        price: u64,
        size: u64,
        maker_fee: u64
    }

    #[event]
    /// A taker was done.
    struct Taken<phantom Base, phantom Quote> has drop, store {
        taker: address,
        is_bid: bool,
        size: u64,
        base: u64,
        quote: u64,
        taker_fee: u64
    }

    #[event]
    struct OrderReduced<phantom Base, phantom Quote> has drop, store {
        id: u64,
        size: u64
    }

    #[event]
    struct OrderCancelled<phantom Base, phantom Quote> has drop, store {
        id: u64,
        size: u64
    }

    /// Opens a market of two coins.
    public entry fun create_market<Base, Quote>(
        admin: &signer,
        lot_size: u64,
        tick_size: u64,
        min_size: u64,
        maker_fee_bps: u64,
        taker_fee_bps: u64
    ) {
        balances::assert_admin(admin);
        assert!(type_info::type_of<Base>() != type_info::type_of<Quote>(), error::invalid_argument(ESAME_COIN));
        assert!(
            !exists<Book<Base, Quote>>(balances::market_address()),
            error::already_exists(EMARKET_EXISTS)
        );
        assert!(lot_size > 0 && tick_size > 0 && min_size > 0, error::invalid_argument(EBAD_UNIT));
        assert_fees(maker_fee_bps, taker_fee_bps);
        let market_signer = balances::market_signer();
        balances::support<Base>(&market_signer);
        balances::support<Quote>(&market_signer);
        move_to(
            &market_signer,
            Book<Base, Quote> {
                orders: book::new(),
                lot_size,
                tick_size,
                min_size,
                maker_fee_bps,
                taker_fee_bps,
                open: true
            }
        );
        event::emit(MarketCreated<Base, Quote> { lot_size, tick_size, min_size });
        event::emit(FeesChanged<Base, Quote> { maker_fee_bps, taker_fee_bps });
    }

    /// Changes the fees on trades from now on, also those of orders that rest already.
    public entry fun set_fees<Base, Quote>(
        admin: &signer, maker_fee_bps: u64, taker_fee_bps: u64
    ) acquires Book {
        balances::assert_admin(admin);
        assert_fees(maker_fee_bps, taker_fee_bps);
        let book = book_mut<Base, Quote>();
        book.maker_fee_bps = maker_fee_bps;
        book.taker_fee_bps = taker_fee_bps;
        event::emit(FeesChanged<Base, Quote> { maker_fee_bps, taker_fee_bps });
    }

    /// Opens or closes the market. Orders on a closed one can be cancelled and reduced, and balances withdrawn.
    public entry fun set_open<Base, Quote>(admin: &signer, open: bool) acquires Book {
        balances::assert_admin(admin);
        book_mut<Base, Quote>().open = open;
    }

    /// Places an order that meets at most `max_makers` resting orders. What is left after that many is dropped while it could trade
    /// on.
    public entry fun place_limit_order<Base, Quote>(
        user: &signer,
        is_bid: bool,
        price: u64,
        size: u64,
        restriction: u8,
        max_makers: u64
    ) acquires Book {
        limit_order<Base, Quote>(user, is_bid, price, size, restriction, max_makers);
    }

    /// As `place_limit_order`, but returns the order that rests, or zero if none does, and how many lots were filled.
    public fun limit_order<Base, Quote>(
        user: &signer,
        is_bid: bool,
        price: u64,
        size: u64,
        restriction: u8,
        max_makers: u64
    ): (u64, u64) acquires Book {
        assert!(restriction <= POST_ONLY, error::invalid_argument(EBAD_RESTRICTION));
        let user_addr = signer::address_of(user);
        let book = book_mut<Base, Quote>();
        assert_order(book, price, size);
        if (restriction == POST_ONLY) {
            let better = book.orders.find_better(is_bid, price);
            return (post(book, user_addr, is_bid, price, size, better), 0)
        };

        let (filled, _, _) = take(book, user_addr, is_bid, price, size, max_makers);
        let rest = size - filled;
        if (restriction == IMMEDIATE_OR_CANCEL || rest == 0 || would_cross(book, is_bid, price)) return (0, filled);
        let better = book.orders.find_better(is_bid, price);
        (post(book, user_addr, is_bid, price, rest, better), filled)
    }

    /// Places an order that only rests. Its maker says which level it comes after if it opens one: `better` is the price of that level,
    /// or zero if the order has the best price. Costs the same however many levels there are.
    public entry fun place_post_only_order<Base, Quote>(
        user: &signer,
        is_bid: bool,
        price: u64,
        size: u64,
        better: u64
    ) acquires Book {
        let book = book_mut<Base, Quote>();
        assert_order(book, price, size);
        post(book, signer::address_of(user), is_bid, price, size, better);
    }

    /// Trades at whatever price with at most `max_makers` resting orders, but no less than `min_size`. A buyer pays at most
    /// `quote_limit`, a seller receives at least that.
    public entry fun place_market_order<Base, Quote>(
        user: &signer,
        is_bid: bool,
        size: u64,
        min_size: u64,
        quote_limit: u64,
        max_makers: u64
    ) acquires Book {
        let book = book_mut<Base, Quote>();
        assert!(book.open, error::unavailable(EMARKET_CLOSED));
        assert!(size >= book.min_size, error::invalid_argument(EBAD_SIZE));
        let price = if (is_bid) (MAX_U64 as u64) else 0;
        let (filled, quote, fee) = take(book, signer::address_of(user), is_bid, price, size, max_makers);
        assert!(filled >= min_size, error::aborted(ETOO_LITTLE_FILLED));
        let kept = if (is_bid) quote <= quote_limit else quote - fee >= quote_limit;
        assert!(kept, error::aborted(ESLIPPAGE));
    }

    /// Trades up to `size` lots with one order, which must be the first in line on its side. Its price is what the taker agrees to.
    public entry fun take_order<Base, Quote>(user: &signer, id: u64, size: u64) acquires Book {
        let user_addr = signer::address_of(user);
        let book = book_mut<Base, Quote>();
        assert!(book.open, error::unavailable(EMARKET_CLOSED));
        assert!(size > 0, error::invalid_argument(EBAD_SIZE));
        let (maker, is_bid, price, on_offer) = book.orders.order(id);
        assert!(maker != user_addr, error::invalid_argument(EOWN_ORDER));
        assert!(book.orders.best_order(is_bid) == id, error::invalid_state(ENOT_FIRST));
        let lots = math64::min(on_offer, size);
        let quote = fill(book, id, maker, user_addr, !is_bid, price, on_offer, lots);
        settle(book, user_addr, !is_bid, lots, quote);
    }

    /// Takes an order off the book and makes what is behind it available.
    public entry fun cancel_order<Base, Quote>(user: &signer, id: u64) acquires Book {
        let book = book_mut<Base, Quote>();
        let user_addr = signer::address_of(user);
        let (owner, is_bid, price, size) = book.orders.order(id);
        assert!(owner == user_addr, error::permission_denied(ENOT_OWNER));
        book.orders.remove(id);
        unlock(book, user_addr, is_bid, price, size);
        event::emit(OrderCancelled<Base, Quote> { id, size });
    }

    /// Makes an order smaller. It keeps its place in the queue.
    public entry fun reduce_order<Base, Quote>(user: &signer, id: u64, new_size: u64) acquires Book {
        let book = book_mut<Base, Quote>();
        let user_addr = signer::address_of(user);
        let (owner, is_bid, price, size) = book.orders.order(id);
        assert!(owner == user_addr, error::permission_denied(ENOT_OWNER));
        assert!(new_size >= book.min_size && new_size < size, error::invalid_argument(EBAD_SIZE));
        book.orders.shrink(id, size - new_size);
        unlock(book, user_addr, is_bid, price, size - new_size);
        event::emit(OrderReduced<Base, Quote> { id, size: new_size });
    }

    /// Trades with resting orders, best price first, oldest first within a price, at their prices. A user's own orders are cancelled
    /// instead. Returns the lots filled, what they are worth, and the taker's fee.
    fun take<Base, Quote>(
        book: &mut Book<Base, Quote>,
        taker: address,
        is_bid: bool,
        limit: u64,
        size: u64,
        max_makers: u64
    ): (u64, u64, u64) {
        let filled = 0;
        let quote = 0;
        let makers = 0;
        while (filled < size && makers < max_makers) {
            let id = book.orders.best_order(!is_bid);
            if (id == 0) break;
            let (maker, _, price, on_offer) = book.orders.order(id);
            if (!book::crosses(is_bid, limit, price)) break;
            makers = makers + 1;
            if (maker == taker) {
                book.orders.remove(id);
                unlock(book, taker, !is_bid, price, on_offer);
                event::emit(OrderCancelled<Base, Quote> { id, size: on_offer });
                continue
            };

            let lots = math64::min(on_offer, size - filled);
            quote = quote + fill(book, id, maker, taker, is_bid, price, on_offer, lots);
            filled = filled + lots;
        };
        if (filled == 0) return (0, 0, 0);
        let taker_fee = settle(book, taker, is_bid, filled, quote);
        (filled, quote, taker_fee)
    }

    /// Fills lots of a resting order: the maker pays and receives. Returns what the lots are worth.
    fun fill<Base, Quote>(
        book: &mut Book<Base, Quote>,
        id: u64,
        maker: address,
        taker: address,
        is_bid: bool,
        price: u64,
        on_offer: u64,
        lots: u64
    ): u64 {
        if (lots == on_offer) {
            book.orders.remove(id);
        } else {
            book.orders.shrink(id, lots);
        };
        let base = base_amount(book, lots);
        let quote = quote_amount(book, price, lots);
        let maker_fee = if (is_bid) {
            balances::spend_locked<Base>(maker, base);
            balances::receive<Quote>(maker, quote, book.maker_fee_bps)
        } else {
            balances::spend_locked<Quote>(maker, quote);
            balances::receive<Base>(maker, base, book.maker_fee_bps)
        };
        event::emit(OrderFilled<Base, Quote> { id, maker, taker, price, size: lots, maker_fee });
        quote
    }

    /// The taker pays and receives for all lots it filled. Returns its fee.
    fun settle<Base, Quote>(
        book: &Book<Base, Quote>, taker: address, is_bid: bool, lots: u64, quote: u64
    ): u64 {
        let base = base_amount(book, lots);
        let taker_fee = if (is_bid) {
            balances::spend<Quote>(taker, quote);
            balances::receive<Base>(taker, base, book.taker_fee_bps)
        } else {
            balances::spend<Base>(taker, base);
            balances::receive<Quote>(taker, quote, book.taker_fee_bps)
        };
        event::emit(Taken<Base, Quote> { taker, is_bid, size: lots, base, quote, taker_fee });
        taker_fee
    }

    /// Lets an order rest.
    fun post<Base, Quote>(
        book: &mut Book<Base, Quote>,
        owner: address,
        is_bid: bool,
        price: u64,
        size: u64,
        better: u64
    ): u64 {
        assert!(!would_cross(book, is_bid, price), error::invalid_state(EWOULD_CROSS));
        if (is_bid) {
            balances::lock<Quote>(owner, quote_amount(book, price, size));
        } else {
            balances::lock<Base>(owner, base_amount(book, size));
        };
        let id = book.orders.next_id();
        book.orders.insert(id, owner, is_bid, price, size, better);
        event::emit(OrderPosted<Base, Quote> { id, owner, is_bid, price, size });
        id
    }

    /// Makes available what is behind lots of an order that are not filled.
    fun unlock<Base, Quote>(
        book: &Book<Base, Quote>, owner: address, is_bid: bool, price: u64, lots: u64
    ) {
        if (is_bid) {
            balances::unlock<Quote>(owner, quote_amount(book, price, lots));
        } else {
            balances::unlock<Base>(owner, base_amount(book, lots));
        };
    }

    fun would_cross<Base, Quote>(book: &Book<Base, Quote>, is_bid: bool, price: u64): bool {
        let best = book.orders.best_price(!is_bid);
        best != 0 && book::crosses(is_bid, price, best)
    }

    fun base_amount<Base, Quote>(book: &Book<Base, Quote>, size: u64): u64 {
        let amount = (size as u128) * (book.lot_size as u128);
        assert!(amount <= MAX_U64, error::out_of_range(EAMOUNT_TOO_LARGE));
        (amount as u64)
    }

    fun quote_amount<Base, Quote>(book: &Book<Base, Quote>, price: u64, size: u64): u64 {
        let amount = (size as u256) * (price as u256) * (book.tick_size as u256);
        assert!(amount <= (MAX_U64 as u256), error::out_of_range(EAMOUNT_TOO_LARGE));
        (amount as u64)
    }

    fun assert_fees(maker_fee_bps: u64, taker_fee_bps: u64) {
        assert!(
            maker_fee_bps <= MAX_FEE_BPS && taker_fee_bps <= MAX_FEE_BPS,
            error::invalid_argument(EFEE_TOO_HIGH)
        );
    }

    /// A new order has a price and a size that the market allows, and its worth can be counted on either side.
    fun assert_order<Base, Quote>(book: &Book<Base, Quote>, price: u64, size: u64) {
        assert!(book.open, error::unavailable(EMARKET_CLOSED));
        assert!(price > 0, error::invalid_argument(EBAD_PRICE));
        assert!(size >= book.min_size, error::invalid_argument(EBAD_SIZE));
        base_amount(book, size);
        quote_amount(book, price, size);
    }

    inline fun book_mut<Base, Quote>(): &mut Book<Base, Quote> {
        let market_addr = balances::market_address();
        assert!(exists<Book<Base, Quote>>(market_addr), error::not_found(EMARKET_NOT_FOUND));
        borrow_global_mut<Book<Base, Quote>>(market_addr)
    }

    inline fun book_ref<Base, Quote>(): &Book<Base, Quote> {
        let market_addr = balances::market_address();
        assert!(exists<Book<Base, Quote>>(market_addr), error::not_found(EMARKET_NOT_FOUND));
        borrow_global<Book<Base, Quote>>(market_addr)
    }

    #[view]
    /// The best price of a side, or zero if it is empty.
    public fun best_price<Base, Quote>(is_bid: bool): u64 acquires Book {
        book_ref<Base, Quote>().orders.best_price(is_bid)
    }

    #[view]
    /// Lots on offer at a price.
    public fun depth<Base, Quote>(is_bid: bool, price: u64): u64 acquires Book {
        book_ref<Base, Quote>().orders.depth(is_bid, price)
    }

    #[view]
    /// What to name as `better` when a post-only order of this price is placed.
    public fun better_level<Base, Quote>(is_bid: bool, price: u64): u64 acquires Book {
        book_ref<Base, Quote>().orders.find_better(is_bid, price)
    }

    #[view]
    /// Owner, whether it is a bid, price, and lots left.
    public fun order<Base, Quote>(id: u64): (address, bool, u64, u64) acquires Book {
        book_ref<Base, Quote>().orders.order(id)
    }

    #[view]
    public fun is_resting<Base, Quote>(id: u64): bool acquires Book {
        book_ref<Base, Quote>().orders.contains(id)
    }

    #[view]
    /// Fees of makers and takers, in hundredths of a percent.
    public fun fees<Base, Quote>(): (u64, u64) acquires Book {
        let book = book_ref<Base, Quote>();
        (book.maker_fee_bps, book.taker_fee_bps)
    }
}
