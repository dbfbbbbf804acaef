/// Prices of coins, pushed by an authorised feeder. A price that is too old is no price.
module lending::oracle {
    use std::error;
    use std::signer;
    use aptos_std::table::{Self, Table};
    use aptos_std::type_info::{Self, TypeInfo};
    use aptos_framework::event;
    use aptos_framework::timestamp;
    use lending::registry;

    /// Only the feeder may do this.
    const ENOT_FEEDER: u64 = 1;
    /// The coin has no price.
    const ENO_PRICE: u64 = 2;
    /// The price is too old.
    const ESTALE_PRICE: u64 = 3;
    /// A price of zero is none.
    const EZERO_PRICE: u64 = 4;
    /// The greatest age of a price is zero, or more than a day.
    const EBAD_MAX_AGE: u64 = 5;

    const DEFAULT_MAX_AGE: u64 = 3_600;
    const DAY: u64 = 86_400;

    struct Oracle has key {
        feeder: address,
        /// In seconds.
        max_age: u64,
        prices: Table<TypeInfo, Price>
    }

    struct Price has copy, drop, store {
        /// Of one whole coin, in US dollars with 8 decimals.
        value: u64,
        updated_at: u64
    }

    #[event]
    struct PriceUpdated has drop, store { coin: TypeInfo, value: u64, updated_at: u64 }

    #[event]
    struct FeederChanged has drop, store { from: address, to: address }

    fun init_module(deployer: &signer) {
        move_to(
            deployer,
            Oracle { feeder: signer::address_of(deployer), max_age: DEFAULT_MAX_AGE, prices: table::new() }
        );
    }

    public entry fun set_feeder(admin: &signer, feeder: address) acquires Oracle {
        registry::assert_admin(admin);
        let oracle = &mut Oracle[@lending];
        event::emit(FeederChanged { from: oracle.feeder, to: feeder });
        oracle.feeder = feeder;
    }

    public entry fun set_max_age(admin: &signer, max_age: u64) acquires Oracle {
        registry::assert_admin(admin);
        assert!(max_age > 0 && max_age <= DAY, error::invalid_argument(EBAD_MAX_AGE));
        Oracle[@lending].max_age = max_age;
    }

    /// Sets the price of one whole coin, in US dollars with 8 decimals.
    public entry fun push_price<CoinType>(feeder: &signer, value: u64) acquires Oracle {
        let oracle = &mut Oracle[@lending];
        assert!(oracle.feeder == signer::address_of(feeder), error::permission_denied(ENOT_FEEDER));
        assert!(value > 0, error::invalid_argument(EZERO_PRICE));
        let coin = type_info::type_of<CoinType>();
        let updated_at = timestamp::now_seconds();
        oracle.prices.upsert(coin, Price { value, updated_at });
        event::emit(PriceUpdated { coin, value, updated_at });
    }

    #[view]
    /// The price of one whole coin, in US dollars with 8 decimals; aborts unless it is recent.
    public fun price<CoinType>(): u64 acquires Oracle {
        let oracle = &Oracle[@lending];
        let coin = type_info::type_of<CoinType>();
        assert!(oracle.prices.contains(coin), error::not_found(ENO_PRICE));
        let Price { value, updated_at } = *oracle.prices.borrow(coin);
        assert!(timestamp::now_seconds() - updated_at <= oracle.max_age, error::invalid_state(ESTALE_PRICE));
        value
    }

    #[view]
    public fun feeder(): address acquires Oracle {
        Oracle[@lending].feeder
    }

    #[test_only]
    public fun init_module_for_test(deployer: &signer) {
        init_module(deployer);
    }
}
