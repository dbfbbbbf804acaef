#[test_only]
module lending::rate_model_tests {
    use lending::rate_model;
    use lending::wad;

    const PERCENT: u128 = 10_000_000_000_000_000;

    #[test]
    fun the_rate_rises_gently_up_to_the_kink() {
        let model = rate_model::new(200, 800, 9_000, 8_000);
        assert!(model.borrow_rate(0) == 2 * PERCENT);
        assert!(model.borrow_rate(40 * PERCENT) == 6 * PERCENT);
        assert!(model.borrow_rate(80 * PERCENT) == 10 * PERCENT);
    }

    #[test]
    fun the_rate_rises_steeply_above_the_kink() {
        let model = rate_model::new(200, 800, 9_000, 8_000);
        assert!(model.borrow_rate(90 * PERCENT) == 55 * PERCENT);
        assert!(model.borrow_rate(100 * PERCENT) == 100 * PERCENT);
    }

    #[test]
    fun suppliers_share_what_the_protocol_leaves() {
        let model = rate_model::new(200, 800, 9_000, 8_000);
        assert!(model.supply_rate(50 * PERCENT, 1_000) == 315 * PERCENT / 100);
        assert!(model.supply_rate(0, 1_000) == 0);
    }

    #[test]
    fun utilisation_stays_between_zero_and_one() {
        assert!(rate_model::utilisation(0, 0) == 0);
        assert!(rate_model::utilisation(0, 100) == 0);
        assert!(rate_model::utilisation(25, 100) == 25 * PERCENT);
        assert!(rate_model::utilisation(100, 100) == wad::one());
        assert!(rate_model::utilisation(101, 100) == wad::one());
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = lending::rate_model)]
    fun a_kink_at_zero_is_none() {
        rate_model::new(200, 800, 9_000, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = lending::rate_model)]
    fun a_kink_at_one_is_none() {
        rate_model::new(200, 800, 9_000, 10_000);
    }

    #[test]
    #[expected_failure(abort_code = 0x10002, location = lending::rate_model)]
    fun rates_have_a_limit() {
        rate_model::new(200, 800, 99_001, 8_000);
    }

    #[test]
    fun products_round_as_asked() {
        assert!(wad::mul_div_down(7, 3, 2) == 10);
        assert!(wad::mul_div_up(7, 3, 2) == 11);
        assert!(wad::mul_div_up(8, 3, 2) == 12);
        assert!(wad::mul_div_up(0, 3, 2) == 0);
        assert!(wad::from_bps(10_000) == wad::one());
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = lending::wad)]
    fun nothing_is_divided_by_zero_downwards() {
        wad::mul_div_down(1, 1, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = lending::wad)]
    fun nothing_is_divided_by_zero_upwards() {
        wad::mul_div_up(1, 1, 0);
    }
}
