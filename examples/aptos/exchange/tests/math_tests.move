#[test_only]
module exchange::math_tests {
    use exchange::math;

    const MAX: u64 = 18_446_744_073_709_551_615;

    #[test]
    fun rounding() {
        assert!(math::mul_div_down(7, 3, 2) == 10);
        assert!(math::mul_div_up(7, 3, 2) == 11);
        assert!(math::mul_div_up(8, 3, 2) == 12);
        assert!(math::mul_div_down(MAX, MAX, MAX) == MAX);
        assert!(math::mul_div_up(MAX, MAX, MAX) == MAX);
        assert!(math::mul_div_up(0, 5, 7) == 0);
    }

    #[test]
    fun fees_round_up_and_the_protocol_part_down() {
        assert!(math::swap_fee(1, 30) == 1);
        assert!(math::swap_fee(10_000, 30) == 30);
        assert!(math::swap_fee(10_001, 30) == 31);
        assert!(math::swap_fee(10_000, 0) == 0);
        assert!(math::protocol_fee(9, 1_000) == 0);
        assert!(math::protocol_fee(19, 1_000) == 1);
    }

    #[test]
    fun amounts_are_inverse() {
        assert!(math::amount_out(10_000, 1_000_000, 4_000_000, 30) == 39_486);
        assert!(math::amount_in(39_486, 1_000_000, 4_000_000, 30) == 10_000);
        let outs = vector[1, 2, 3, 99, 1_000, 54_321, 3_999_999];
        outs.for_each(|out| {
            let needed = math::amount_in(out, 1_000_000, 4_000_000, 30);
            assert!(math::amount_out(needed, 1_000_000, 4_000_000, 30) >= out);
            // One less does not do: the amount is the least one.
            if (needed > 1) {
                assert!(math::amount_out(needed - 1, 1_000_000, 4_000_000, 30) < out);
            };
        });
    }

    #[test]
    fun extreme_reserves() {
        assert!(math::amount_out(MAX, MAX, MAX, 0) == MAX / 2);
        assert!(math::amount_out(MAX, 1, MAX, 300) < MAX);
        assert!(math::initial_liquidity(MAX, MAX) == MAX);
        assert!(math::price(1, MAX) == (MAX as u128) << 64);
        assert!(math::added_liquidity(MAX / 2, MAX / 2, MAX / 2, MAX / 2, MAX / 2) == MAX / 2);
    }

    #[test]
    fun optimal_amounts_keep_the_proportion() {
        let (a, b) = math::optimal_amounts(100, 1_000, 1_000, 4_000);
        assert!(a == 100 && b == 400);
        let (a, b) = math::optimal_amounts(1_000, 100, 1_000, 4_000);
        assert!(a == 25 && b == 100);
        let (a, b) = math::optimal_amounts(5, 7, 0, 0);
        assert!(a == 5 && b == 7);
        // Rounded up, never above what is desired.
        let (a, b) = math::optimal_amounts(1, 1, 3, 7);
        assert!(a == 1 && b == 1);
        let (a, b) = math::optimal_amounts(MAX, 1, MAX, 1);
        assert!(a == MAX && b == 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = exchange::math)]
    fun nothing_in() {
        math::amount_out(0, 1, 1, 30);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = exchange::math)]
    fun nothing_out() {
        math::amount_in(0, 1, 1, 30);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = exchange::math)]
    fun nothing_desired() {
        math::optimal_amounts(1, 0, 1, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x30002, location = exchange::math)]
    fun a_reserve_never_runs_out() {
        math::amount_in(4_000_000, 1_000_000, 4_000_000, 30);
    }

    #[test]
    #[expected_failure(abort_code = 0x30002, location = exchange::math)]
    fun an_empty_pool_quotes_nothing() {
        math::amount_out(1, 0, 0, 30);
    }

    #[test]
    #[expected_failure(abort_code = 0x30002, location = exchange::math)]
    fun an_empty_pool_has_no_price() {
        math::price(0, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x20003, location = exchange::math)]
    fun too_much_to_ask_for() {
        math::amount_in(MAX - 1, MAX, MAX, 30);
    }
}
