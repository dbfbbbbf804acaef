/// What is known of numbers with 32 bits behind the point.
#[test_only]
module std::fixed_point32_tests {
    use std::fixed_point32;

    #[test]
    fun half_of_ten() {
        let half = fixed_point32::create_from_rational(1, 2);
        assert!(fixed_point32::multiply_u64(10, half) == 5);
        assert!(fixed_point32::divide_u64(5, half) == 10);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = std::fixed_point32)]
    fun zero_denominator_aborts() {
        fixed_point32::create_from_rational(1, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x20005, location = std::fixed_point32)]
    fun too_small_a_ratio_aborts() {
        fixed_point32::create_from_rational(1, 18446744073709551615);
    }

    #[test]
    #[expected_failure(abort_code = 0x20005, location = std::fixed_point32)]
    fun too_large_a_ratio_aborts() {
        fixed_point32::create_from_rational(18446744073709551615, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x10004, location = std::fixed_point32)]
    fun division_by_zero_aborts() {
        fixed_point32::divide_u64(1, fixed_point32::create_from_raw_value(0));
    }

    #[test]
    #[expected_failure(abort_code = 0x20003, location = std::fixed_point32)]
    fun too_large_a_product_aborts() {
        fixed_point32::multiply_u64(18446744073709551615, fixed_point32::create_from_u64(2));
    }

    #[test]
    fun rounding() {
        let x = fixed_point32::create_from_rational(7, 4);
        assert!(fixed_point32::floor(x) == 1 && fixed_point32::ceil(x) == 2 && fixed_point32::round(x) == 2);
        let y = fixed_point32::create_from_rational(5, 4);
        assert!(fixed_point32::round(y) == 1);
    }

    #[test]
    fun whole_numbers_round_to_themselves() {
        let x = fixed_point32::create_from_u64(3);
        assert!(fixed_point32::floor(x) == 3 && fixed_point32::ceil(x) == 3 && fixed_point32::round(x) == 3);
    }

    #[test]
    fun order() {
        let (a, b) = (fixed_point32::create_from_u64(1), fixed_point32::create_from_u64(2));
        assert!(fixed_point32::min(a, b) == a && fixed_point32::max(a, b) == b);
    }

    #[test]
    fun zero_is_zero() {
        assert!(fixed_point32::is_zero(fixed_point32::create_from_rational(0, 5)));
    }
}
