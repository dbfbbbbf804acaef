/// Sells fungible assets for other fungible assets: an offer holds what is sold until it is bought, whole or in parts, or taken
/// back. The marketplace keeps a fee.
module marketplace::asset_marketplace {
    use std::error;
    use std::option::{Self, Option};
    use std::signer;
    use aptos_std::math64;
    use aptos_std::table_with_length::{Self, TableWithLength};
    use aptos_framework::event;
    use aptos_framework::fungible_asset::{Self, FungibleAsset, FungibleStore, Metadata};
    use aptos_framework::object::{Self, DeleteRef, ExtendRef, Object};
    use aptos_framework::primary_fungible_store;
    use aptos_framework::timestamp;

    /// Only the admin may do this.
    const ENOT_ADMIN: u64 = 1;
    /// Only the seller may do this.
    const ENOT_SELLER: u64 = 2;
    /// There is no such offer.
    const EOFFER_NOT_FOUND: u64 = 3;
    /// The offer has expired.
    const EOFFER_EXPIRED: u64 = 4;
    /// The offer is for somebody else.
    const EOFFER_PRIVATE: u64 = 5;
    /// The amount is zero, or more than is left.
    const EBAD_AMOUNT: u64 = 6;
    /// The buyer would pay more than it wants to.
    const EPRICE_TOO_HIGH: u64 = 7;
    /// The fee is too high.
    const EFEE_TOO_HIGH: u64 = 8;
    /// An asset is not sold for itself.
    const ESAME_ASSET: u64 = 9;

    const BPS: u64 = 10_000;
    const MAX_FEE_BPS: u64 = 1_000;
    const SEED: vector<u8> = b"asset_marketplace";

    #[resource_group_member(group = aptos_framework::object::ObjectGroup)]
    struct Marketplace has key {
        admin: address,
        fee_bps: u64,
        fee_recipient: address,
        next_id: u64,
        offers: TableWithLength<u64, Offer>,
        extend_ref: ExtendRef
    }

    struct Offer has store {
        seller: address,
        store: Object<FungibleStore>,
        delete_ref: DeleteRef,
        sold: Object<Metadata>,
        wanted: Object<Metadata>,
        /// How much of what is wanted one million units cost.
        price_per_million: u64,
        remaining: u64,
        expires_at: u64,
        reserved_for: Option<address>
    }

    #[event]
    struct OfferCreated has drop, store {
        id: u64,
        seller: address,
        sold: address,
        wanted: address,
        amount: u64,
        price_per_million: u64
    }

    #[event]
    struct OfferFilled has drop, store {
        id: u64,
        buyer: address,
        amount: u64,
        paid: u64,
        fee: u64
    }

    #[event]
    struct OfferClosed has drop, store {
        id: u64
    }

    fun init_module(deployer: &signer) {
        let constructor_ref = &object::create_named_object(deployer, SEED);
        move_to(
            &object::generate_signer(constructor_ref),
            Marketplace {
                admin: signer::address_of(deployer),
                fee_bps: 100,
                fee_recipient: signer::address_of(deployer),
                next_id: 1,
                offers: table_with_length::new(),
                extend_ref: object::generate_extend_ref(constructor_ref)
            }
        );
    }

    #[view]
    public fun marketplace_address(): address {
        object::create_object_address(&@marketplace, SEED)
    }

    public entry fun set_fee(admin: &signer, fee_bps: u64, fee_recipient: address) acquires Marketplace {
        let marketplace = borrow_global_mut<Marketplace>(marketplace_address());
        assert!(marketplace.admin == signer::address_of(admin), error::permission_denied(ENOT_ADMIN));
        assert!(fee_bps <= MAX_FEE_BPS, error::invalid_argument(EFEE_TOO_HIGH));
        marketplace.fee_bps = fee_bps;
        marketplace.fee_recipient = fee_recipient;
    }

    public entry fun offer(
        seller: &signer,
        sold: Object<Metadata>,
        wanted: Object<Metadata>,
        amount: u64,
        price_per_million: u64,
        lifetime: u64,
        reserved_for: Option<address>
    ) acquires Marketplace {
        assert!(sold != wanted, error::invalid_argument(ESAME_ASSET));
        assert!(amount > 0, error::invalid_argument(EBAD_AMOUNT));
        let seller_addr = signer::address_of(seller);
        let marketplace_addr = marketplace_address();
        let marketplace = borrow_global_mut<Marketplace>(marketplace_addr);

        let constructor_ref = &object::create_object(marketplace_addr);
        let store = fungible_asset::create_store(constructor_ref, sold);
        fungible_asset::deposit(store, primary_fungible_store::withdraw(seller, sold, amount));

        let id = marketplace.next_id;
        marketplace.next_id = id + 1;
        marketplace.offers.add(
            id,
            Offer {
                seller: seller_addr,
                store,
                delete_ref: object::generate_delete_ref(constructor_ref),
                sold,
                wanted,
                price_per_million,
                remaining: amount,
                expires_at: timestamp::now_seconds() + lifetime,
                reserved_for
            }
        );
        event::emit(
            OfferCreated {
                id,
                seller: seller_addr,
                sold: object::object_address(&sold),
                wanted: object::object_address(&wanted),
                amount,
                price_per_million
            }
        );
    }

    public entry fun buy(buyer: &signer, id: u64, amount: u64, max_price: u64) acquires Marketplace {
        let buyer_addr = signer::address_of(buyer);
        let marketplace = borrow_global_mut<Marketplace>(marketplace_address());
        assert!(marketplace.offers.contains(id), error::not_found(EOFFER_NOT_FOUND));
        let fee_bps = marketplace.fee_bps;
        let fee_recipient = marketplace.fee_recipient;
        let market_signer = object::generate_signer_for_extending(&marketplace.extend_ref);

        let offer = marketplace.offers.borrow_mut(id);
        assert!(timestamp::now_seconds() < offer.expires_at, error::invalid_state(EOFFER_EXPIRED));
        assert!(is_open_to(offer, buyer_addr), error::permission_denied(EOFFER_PRIVATE));
        assert!(amount > 0 && amount <= offer.remaining, error::invalid_argument(EBAD_AMOUNT));
        let price = price_of(offer, amount);
        assert!(price <= max_price, error::aborted(EPRICE_TOO_HIGH));

        let payment = primary_fungible_store::withdraw(buyer, offer.wanted, price);
        let fee = take_fee(&mut payment, fee_bps, fee_recipient);
        primary_fungible_store::deposit(offer.seller, payment);
        let bought = fungible_asset::withdraw(&market_signer, offer.store, amount);
        primary_fungible_store::deposit(buyer_addr, bought);
        offer.remaining = offer.remaining - amount;
        event::emit(OfferFilled { id, buyer: buyer_addr, amount, paid: price, fee });

        if (offer.remaining == 0) {
            close(marketplace.offers.remove(id), id);
        };
    }

    public entry fun cancel(seller: &signer, id: u64) acquires Marketplace {
        let marketplace = borrow_global_mut<Marketplace>(marketplace_address());
        assert!(marketplace.offers.contains(id), error::not_found(EOFFER_NOT_FOUND));
        let offer = marketplace.offers.remove(id);
        assert!(offer.seller == signer::address_of(seller), error::permission_denied(ENOT_SELLER));
        let market_signer = object::generate_signer_for_extending(&marketplace.extend_ref);
        let rest = fungible_asset::withdraw(&market_signer, offer.store, offer.remaining);
        primary_fungible_store::deposit(offer.seller, rest);
        close(offer, id);
    }

    fun close(offer: Offer, id: u64) {
        let Offer { delete_ref, .. } = offer;
        fungible_asset::remove_store(&delete_ref);
        object::delete(delete_ref);
        event::emit(OfferClosed { id });
    }

    fun take_fee(payment: &mut FungibleAsset, fee_bps: u64, recipient: address): u64 {
        let fee = math64::mul_div(fungible_asset::amount(payment), fee_bps, BPS);
        if (fee > 0) {
            primary_fungible_store::deposit(recipient, fungible_asset::extract(payment, fee));
        };
        fee
    }

    fun price_of(offer: &Offer, amount: u64): u64 {
        math64::ceil_div(amount * offer.price_per_million, 1_000_000)
    }

    fun is_open_to(offer: &Offer, buyer: address): bool {
        offer.reserved_for.is_none() || *offer.reserved_for.borrow() == buyer
    }

    #[view]
    public fun quote(id: u64, amount: u64): u64 acquires Marketplace {
        price_of(borrow_global<Marketplace>(marketplace_address()).offers.borrow(id), amount)
    }

    #[view]
    public fun remaining(id: u64): u64 acquires Marketplace {
        let offers = &borrow_global<Marketplace>(marketplace_address()).offers;
        if (offers.contains(id)) offers.borrow(id).remaining else 0
    }

    #[view]
    public fun offer_count(): u64 acquires Marketplace {
        borrow_global<Marketplace>(marketplace_address()).offers.length()
    }

    #[test_only]
    public fun init_module_for_test(deployer: &signer) {
        init_module(deployer);
    }
}
