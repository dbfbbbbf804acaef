#[test_only]
module exchange::config_tests {
    use std::signer;
    use exchange::config;
    use exchange::pool;
    use exchange::router;
    use exchange::world;

    #[test]
    fun the_deployer_is_the_first_admin() {
        world::new();
        assert!(config::admin() == @exchange);
        assert!(!config::is_paused());
        let (swap_fee_bps, protocol_share_bps) = config::default_fees();
        assert!(swap_fee_bps == 30 && protocol_share_bps == 1_000);
    }

    #[test]
    fun the_administration_changes_hands() {
        let w = world::new();
        config::propose_admin(w.admin(), signer::address_of(w.alice()));
        assert!(config::admin() == @exchange);
        config::accept_admin(w.alice());
        assert!(config::admin() == signer::address_of(w.alice()));
        config::set_paused(w.alice(), true);
        assert!(config::is_paused());
    }

    #[test]
    #[expected_failure(abort_code = 0x50001, location = exchange::config)]
    fun a_former_admin_has_no_say() {
        let w = world::new();
        config::propose_admin(w.admin(), signer::address_of(w.alice()));
        config::accept_admin(w.alice());
        config::set_paused(w.admin(), true);
    }

    #[test]
    #[expected_failure(abort_code = 0x50003, location = exchange::config)]
    fun nobody_else_accepts() {
        let w = world::new();
        config::propose_admin(w.admin(), signer::address_of(w.alice()));
        config::accept_admin(w.bob());
    }

    #[test]
    #[expected_failure(abort_code = 0x50003, location = exchange::config)]
    fun an_offer_is_accepted_once() {
        let w = world::new();
        config::propose_admin(w.admin(), signer::address_of(w.alice()));
        config::accept_admin(w.alice());
        config::accept_admin(w.alice());
    }

    #[test]
    fun new_pools_take_the_default_fees() {
        let w = world::new();
        let old = w.ab();
        config::set_default_fees(w.admin(), 100, 5_000);
        let new = w.bc();
        let (fee, share) = pool::fees(old);
        assert!(fee == 30 && share == 1_000);
        let (fee, share) = pool::fees(new);
        assert!(fee == 100 && share == 5_000);
    }

    #[test]
    #[expected_failure(abort_code = 0x10004, location = exchange::config)]
    fun swap_fees_are_limited() {
        config::set_default_fees(world::new().admin(), 301, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10004, location = exchange::config)]
    fun the_protocol_share_is_limited() {
        config::set_default_fees(world::new().admin(), 300, 5_001);
    }

    #[test]
    #[expected_failure(abort_code = 0xd0002, location = exchange::config)]
    fun a_paused_exchange_makes_no_pools() {
        let w = world::new();
        config::set_paused(w.admin(), true);
        router::create_pool(w.alice(), w.a(), w.b());
    }

    #[test]
    #[expected_failure(abort_code = 0xd0002, location = exchange::config)]
    fun a_paused_exchange_makes_no_swaps() {
        let w = world::new();
        w.ab();
        config::set_paused(w.admin(), true);
        router::swap_exact_in(w.bob(), w.a(), w.b(), 10_000, 0, world::forever());
    }
}
