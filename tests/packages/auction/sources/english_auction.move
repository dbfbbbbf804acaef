/// English auctions of objects: the item is held by an auction object until the time is over; then the highest bidder takes it
/// and the seller takes the money. Late bids extend the auction.
module auction::english_auction {
    use std::error;
    use std::option::{Self, Option};
    use std::signer;
    use aptos_framework::aptos_account;
    use aptos_framework::coin::{Self, Coin};
    use aptos_framework::event;
    use aptos_framework::object::{Self, DeleteRef, ExtendRef, Object, ObjectCore};
    use aptos_framework::timestamp;
    use aptos_token_objects::royalty;

    /// There is no auction at the address.
    const ENO_AUCTION: u64 = 1;
    /// The auction is over.
    const EAUCTION_ENDED: u64 = 2;
    /// The auction still runs.
    const EAUCTION_RUNNING: u64 = 3;
    /// The bid is too low.
    const EBID_TOO_LOW: u64 = 4;
    /// Only the seller may do this.
    const ENOT_SELLER: u64 = 5;
    /// There are bids.
    const EHAS_BIDS: u64 = 6;
    /// The auction would last too short.
    const ETOO_SHORT: u64 = 7;
    /// The seller cannot bid.
    const ESELLER_CANNOT_BID: u64 = 8;

    /// Bids within this many seconds of the end extend the auction by as many.
    const EXTENSION: u64 = 300;
    const MIN_DURATION: u64 = 60;
    const BPS: u64 = 10_000;
    /// A bid must exceed the one before by this many basis points.
    const INCREMENT_BPS: u64 = 500;

    #[resource_group_member(group = aptos_framework::object::ObjectGroup)]
    struct Auction<phantom CoinType> has key {
        item: Object<ObjectCore>,
        seller: address,
        reserve: u64,
        ends_at: u64,
        highest: Option<Bid<CoinType>>,
        extend_ref: ExtendRef,
        delete_ref: DeleteRef
    }

    struct Bid<phantom CoinType> has store {
        bidder: address,
        coins: Coin<CoinType>
    }

    #[event]
    struct AuctionStarted has drop, store {
        auction: address,
        item: address,
        seller: address,
        reserve: u64,
        ends_at: u64
    }

    #[event]
    struct BidPlaced has drop, store {
        auction: address,
        bidder: address,
        amount: u64
    }

    #[event]
    struct AuctionSettled has drop, store {
        auction: address,
        winner: Option<address>,
        price: u64
    }

    public entry fun start<T: key, CoinType>(
        seller: &signer, item: Object<T>, reserve: u64, duration: u64
    ) {
        start_auction<T, CoinType>(seller, item, reserve, duration);
    }

    public fun start_auction<T: key, CoinType>(
        seller: &signer, item: Object<T>, reserve: u64, duration: u64
    ): Object<Auction<CoinType>> {
        assert!(duration >= MIN_DURATION, error::invalid_argument(ETOO_SHORT));
        let seller_addr = signer::address_of(seller);
        let constructor_ref = object::create_object(seller_addr);
        let auction_signer = object::generate_signer(&constructor_ref);
        let auction_addr = signer::address_of(&auction_signer);
        let ends_at = timestamp::now_seconds() + duration;

        // Only what is owned by the seller can be moved here.
        object::transfer(seller, item, auction_addr);
        move_to(
            &auction_signer,
            Auction<CoinType> {
                item: object::convert(item),
                seller: seller_addr,
                reserve,
                ends_at,
                highest: option::none(),
                extend_ref: object::generate_extend_ref(&constructor_ref),
                delete_ref: object::generate_delete_ref(&constructor_ref)
            }
        );
        event::emit(
            AuctionStarted {
                auction: auction_addr,
                item: object::object_address(&item),
                seller: seller_addr,
                reserve,
                ends_at
            }
        );
        object::object_from_constructor_ref(&constructor_ref)
    }

    public entry fun bid<CoinType>(
        bidder: &signer, auction: Object<Auction<CoinType>>, amount: u64
    ) acquires Auction {
        let bidder_addr = signer::address_of(bidder);
        let auction_addr = object::object_address(&auction);
        assert!(exists<Auction<CoinType>>(auction_addr), error::not_found(ENO_AUCTION));
        let state = borrow_global_mut<Auction<CoinType>>(auction_addr);
        let now = timestamp::now_seconds();
        assert!(now < state.ends_at, error::invalid_state(EAUCTION_ENDED));
        assert!(bidder_addr != state.seller, error::permission_denied(ESELLER_CANNOT_BID));
        assert!(amount >= minimum_bid(state), error::invalid_argument(EBID_TOO_LOW));

        let coins = coin::withdraw<CoinType>(bidder, amount);
        if (option::is_some(&state.highest)) {
            let Bid { bidder: outbid, coins: refund } = option::extract(&mut state.highest);
            aptos_account::deposit_coins(outbid, refund);
        };
        option::fill(&mut state.highest, Bid { bidder: bidder_addr, coins });
        if (state.ends_at - now < EXTENSION) {
            state.ends_at = now + EXTENSION;
        };
        event::emit(BidPlaced { auction: auction_addr, bidder: bidder_addr, amount });
    }

    /// Ends the auction: the item goes to the highest bidder or back, the money to the seller and to whom royalties are due.
    public entry fun settle<CoinType>(
        _caller: &signer, auction: Object<Auction<CoinType>>
    ) acquires Auction {
        let auction_addr = object::object_address(&auction);
        assert!(exists<Auction<CoinType>>(auction_addr), error::not_found(ENO_AUCTION));
        assert!(
            timestamp::now_seconds() >= borrow_global<Auction<CoinType>>(auction_addr).ends_at,
            error::invalid_state(EAUCTION_RUNNING)
        );
        close<CoinType>(auction_addr);
    }

    public entry fun cancel<CoinType>(
        seller: &signer, auction: Object<Auction<CoinType>>
    ) acquires Auction {
        let auction_addr = object::object_address(&auction);
        assert!(exists<Auction<CoinType>>(auction_addr), error::not_found(ENO_AUCTION));
        let state = borrow_global<Auction<CoinType>>(auction_addr);
        assert!(state.seller == signer::address_of(seller), error::permission_denied(ENOT_SELLER));
        assert!(option::is_none(&state.highest), error::invalid_state(EHAS_BIDS));
        close<CoinType>(auction_addr);
    }

    fun close<CoinType>(auction_addr: address) acquires Auction {
        let Auction { item, seller, reserve: _, ends_at: _, highest, extend_ref, delete_ref } =
            move_from<Auction<CoinType>>(auction_addr);
        let auction_signer = object::generate_signer_for_extending(&extend_ref);
        let (winner, price) = if (option::is_some(&highest)) {
            let Bid { bidder, coins } = option::destroy_some(highest);
            let price = coin::value(&coins);
            pay_royalty(item, &mut coins);
            aptos_account::deposit_coins(seller, coins);
            object::transfer(&auction_signer, item, bidder);
            (option::some(bidder), price)
        } else {
            option::destroy_none(highest);
            object::transfer(&auction_signer, item, seller);
            (option::none(), 0)
        };
        object::delete(delete_ref);
        event::emit(AuctionSettled { auction: auction_addr, winner, price });
    }

    fun pay_royalty<CoinType>(item: Object<ObjectCore>, coins: &mut Coin<CoinType>) {
        let due = royalty::get(item);
        if (option::is_some(&due)) {
            let royalty = option::destroy_some(due);
            let amount =
                (
                    (coin::value(coins) as u128) * (royalty::numerator(&royalty) as u128)
                        / (royalty::denominator(&royalty) as u128) as u64
                );
            aptos_account::deposit_coins(royalty::payee_address(&royalty), coin::extract(coins, amount));
        };
    }

    fun minimum_bid<CoinType>(state: &Auction<CoinType>): u64 {
        if (option::is_some(&state.highest)) {
            let current = coin::value(&option::borrow(&state.highest).coins);
            current + current * INCREMENT_BPS / BPS
        } else {
            state.reserve
        }
    }

    #[view]
    public fun ends_at<CoinType>(auction: Object<Auction<CoinType>>): u64 acquires Auction {
        borrow_global<Auction<CoinType>>(object::object_address(&auction)).ends_at
    }

    #[view]
    public fun highest_bid<CoinType>(auction: Object<Auction<CoinType>>): (Option<address>, u64) acquires Auction {
        let state = borrow_global<Auction<CoinType>>(object::object_address(&auction));
        if (option::is_some(&state.highest)) {
            let bid = option::borrow(&state.highest);
            (option::some(bid.bidder), coin::value(&bid.coins))
        } else {
            (option::none(), 0)
        }
    }
}
