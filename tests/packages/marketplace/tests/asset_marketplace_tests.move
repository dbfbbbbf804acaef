#[test_only]
module marketplace::asset_marketplace_tests {
    use std::option::{Self, Option};
    use std::signer;
    use std::string;
    use aptos_framework::fungible_asset::{Self, Metadata, MintRef};
    use aptos_framework::object::{Self, Object};
    use aptos_framework::primary_fungible_store as pfs;
    use aptos_framework::timestamp;
    use marketplace::asset_marketplace as market;

    fun asset(maker: &signer, symbol: vector<u8>): (Object<Metadata>, MintRef) {
        let constructor_ref = object::create_named_object(maker, symbol);
        pfs::create_primary_store_enabled_fungible_asset(
            &constructor_ref,
            option::none(),
            string::utf8(symbol),
            string::utf8(symbol),
            6,
            string::utf8(b""),
            string::utf8(b"")
        );
        (
            object::object_from_constructor_ref<Metadata>(&constructor_ref),
            fungible_asset::generate_mint_ref(&constructor_ref)
        )
    }

    /// Gold belongs to the seller, silver to the buyer.
    fun setup(
        framework: &signer, deployer: &signer, seller: &signer, buyer: &signer
    ): (Object<Metadata>, Object<Metadata>) {
        timestamp::set_time_has_started_for_testing(framework);
        market::init_module_for_test(deployer);
        let (gold, mint_gold) = asset(deployer, b"GOLD");
        let (silver, mint_silver) = asset(deployer, b"SILVER");
        pfs::mint(&mint_gold, signer::address_of(seller), 1_000);
        pfs::mint(&mint_silver, signer::address_of(buyer), 100_000);
        (gold, silver)
    }

    fun offered(seller: &signer, gold: Object<Metadata>, silver: Object<Metadata>, to: Option<address>) {
        // Ten silver for a gold.
        market::offer(seller, gold, silver, 500, 10_000_000, 3600, to);
    }

    #[test(framework = @0x1, deployer = @marketplace, seller = @0x5e, buyer = @0xb0)]
    fun an_offer_is_bought(
        framework: &signer, deployer: &signer, seller: &signer, buyer: &signer
    ) {
        let (gold, silver) = setup(framework, deployer, seller, buyer);
        offered(seller, gold, silver, option::none());
        assert!(pfs::balance(@0x5e, gold) == 500 && market::offer_count() == 1, 0);
        market::buy(buyer, 1, 500, 5_000);
        assert!(pfs::balance(@0xb0, gold) == 500, 1);
        assert!(pfs::balance(@0x5e, silver) == 4_950, 2);
        assert!(pfs::balance(@marketplace, silver) == 50, 3);
        assert!(market::offer_count() == 0, 4);
    }

    #[test(framework = @0x1, deployer = @marketplace, seller = @0x5e, buyer = @0xb0)]
    fun an_offer_is_bought_in_parts(
        framework: &signer, deployer: &signer, seller: &signer, buyer: &signer
    ) {
        let (gold, silver) = setup(framework, deployer, seller, buyer);
        offered(seller, gold, silver, option::none());
        market::buy(buyer, 1, 200, market::quote(1, 200));
        assert!(market::remaining(1) == 300, 0);
        market::buy(buyer, 1, 300, 3_000);
        assert!(market::remaining(1) == 0 && pfs::balance(@0xb0, gold) == 500, 1);
    }

    #[test(framework = @0x1, deployer = @marketplace, seller = @0x5e, buyer = @0xb0)]
    fun a_seller_takes_the_rest_back(
        framework: &signer, deployer: &signer, seller: &signer, buyer: &signer
    ) {
        let (gold, silver) = setup(framework, deployer, seller, buyer);
        offered(seller, gold, silver, option::none());
        market::buy(buyer, 1, 200, 2_000);
        market::cancel(seller, 1);
        assert!(pfs::balance(@0x5e, gold) == 800 && market::offer_count() == 0, 0);
    }

    #[test(framework = @0x1, deployer = @marketplace, seller = @0x5e, buyer = @0xb0)]
    #[expected_failure(abort_code = 0x50002, location = marketplace::asset_marketplace)]
    fun a_seller_alone_takes_back(
        framework: &signer, deployer: &signer, seller: &signer, buyer: &signer
    ) {
        let (gold, silver) = setup(framework, deployer, seller, buyer);
        offered(seller, gold, silver, option::none());
        market::cancel(buyer, 1);
    }

    #[test(framework = @0x1, deployer = @marketplace, seller = @0x5e, buyer = @0xb0)]
    #[expected_failure(abort_code = 0x30004, location = marketplace::asset_marketplace)]
    fun an_offer_expires(
        framework: &signer, deployer: &signer, seller: &signer, buyer: &signer
    ) {
        let (gold, silver) = setup(framework, deployer, seller, buyer);
        offered(seller, gold, silver, option::none());
        timestamp::fast_forward_seconds(3600);
        market::buy(buyer, 1, 1, 10);
    }

    #[test(framework = @0x1, deployer = @marketplace, seller = @0x5e, buyer = @0xb0)]
    #[expected_failure(abort_code = 0x50005, location = marketplace::asset_marketplace)]
    fun a_private_offer_is_for_one(
        framework: &signer, deployer: &signer, seller: &signer, buyer: &signer
    ) {
        let (gold, silver) = setup(framework, deployer, seller, buyer);
        offered(seller, gold, silver, option::some(@0xf0));
        market::buy(buyer, 1, 1, 10);
    }

    #[test(framework = @0x1, deployer = @marketplace, seller = @0x5e, buyer = @0xb0)]
    #[expected_failure(abort_code = 0x10006, location = marketplace::asset_marketplace)]
    fun no_more_is_bought_than_is_left(
        framework: &signer, deployer: &signer, seller: &signer, buyer: &signer
    ) {
        let (gold, silver) = setup(framework, deployer, seller, buyer);
        offered(seller, gold, silver, option::none());
        market::buy(buyer, 1, 501, 100_000);
    }

    #[test(framework = @0x1, deployer = @marketplace, seller = @0x5e, buyer = @0xb0)]
    #[expected_failure(abort_code = 0x70007, location = marketplace::asset_marketplace)]
    fun a_buyer_pays_no_more_than_it_wants(
        framework: &signer, deployer: &signer, seller: &signer, buyer: &signer
    ) {
        let (gold, silver) = setup(framework, deployer, seller, buyer);
        offered(seller, gold, silver, option::none());
        market::buy(buyer, 1, 2, 19);
    }

    #[test(framework = @0x1, deployer = @marketplace, seller = @0x5e, buyer = @0xb0)]
    fun a_new_fee_goes_to_whom_the_admin_says(
        framework: &signer, deployer: &signer, seller: &signer, buyer: &signer
    ) {
        let (gold, silver) = setup(framework, deployer, seller, buyer);
        market::set_fee(deployer, 1_000, @0xfee);
        offered(seller, gold, silver, option::none());
        market::buy(buyer, 1, 100, 1_000);
        assert!(pfs::balance(@0xfee, silver) == 100 && pfs::balance(@0x5e, silver) == 900, 0);
    }

    #[test(framework = @0x1, deployer = @marketplace, seller = @0x5e, buyer = @0xb0)]
    #[expected_failure(abort_code = 0x10008, location = marketplace::asset_marketplace)]
    fun a_fee_has_a_limit(
        framework: &signer, deployer: &signer, seller: &signer, buyer: &signer
    ) {
        setup(framework, deployer, seller, buyer);
        market::set_fee(deployer, 1_001, @0xfee);
    }
}
