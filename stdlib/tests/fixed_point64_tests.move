/// What is known of numbers with 64 bits behind the point.
#[test_only]
module aptos_std::fixed_point64_tests {
    use aptos_std::fixed_point64;
    use aptos_std::math_fixed64;

    #[test]
    fun half_of_ten() {
        let half = fixed_point64::create_from_rational(1, 2);
        assert!(fixed_point64::multiply_u128(10, half) == 5);
        assert!(fixed_point64::divide_u128(5, half) == 10);
    }

    #[test]
    fun sums_and_differences() {
        let (a, b) = (fixed_point64::create_from_u128(3), fixed_point64::create_from_u128(2));
        assert!(fixed_point64::equal(fixed_point64::add(a, b), fixed_point64::create_from_u128(5)));
        assert!(fixed_point64::equal(fixed_point64::sub(a, b), fixed_point64::create_from_u128(1)));
    }

    #[test]
    #[expected_failure(abort_code = 0x10006, location = aptos_std::fixed_point64)]
    fun a_negative_difference_aborts() {
        fixed_point64::sub(fixed_point64::create_from_u128(1), fixed_point64::create_from_u128(2));
    }

    #[test]
    #[expected_failure(abort_code = 0x20005, location = aptos_std::fixed_point64)]
    fun too_large_a_sum_aborts() {
        let m = fixed_point64::create_from_raw_value(340282366920938463463374607431768211455);
        fixed_point64::add(m, m);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = aptos_std::fixed_point64)]
    fun zero_denominator_aborts() {
        fixed_point64::create_from_rational(1, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x10004, location = aptos_std::fixed_point64)]
    fun division_by_zero_aborts() {
        fixed_point64::divide_u128(1, fixed_point64::create_from_raw_value(0));
    }

    #[test]
    fun rounding() {
        let x = fixed_point64::create_from_rational(7, 4);
        assert!(fixed_point64::floor(x) == 1 && fixed_point64::ceil(x) == 2 && fixed_point64::round(x) == 2);
    }

    #[test]
    fun order() {
        let (a, b) = (fixed_point64::create_from_u128(1), fixed_point64::create_from_u128(2));
        assert!(fixed_point64::less(a, b) && fixed_point64::less_or_equal(a, a) && fixed_point64::greater(b, a) && fixed_point64::greater_or_equal(b, b));
        assert!(fixed_point64::min(a, b) == a && fixed_point64::max(a, b) == b);
    }

    #[test]
    fun nearly_equal() {
        let (a, b) = (fixed_point64::create_from_raw_value(10), fixed_point64::create_from_raw_value(12));
        assert!(fixed_point64::almost_equal(a, b, fixed_point64::create_from_raw_value(2)));
        assert!(!fixed_point64::almost_equal(a, b, fixed_point64::create_from_raw_value(1)));
    }

    #[test]
    fun square_root_of_four() {
        assert!(math_fixed64::sqrt(fixed_point64::create_from_u128(4)) == fixed_point64::create_from_u128(2));
    }

    #[test]
    fun square_root_of_zero() {
        assert!(math_fixed64::sqrt(fixed_point64::create_from_u128(0)) == fixed_point64::create_from_u128(0));
    }

    #[test]
    fun powers() {
        assert!(math_fixed64::pow(fixed_point64::create_from_u128(3), 4) == fixed_point64::create_from_u128(81));
    }

    #[test]
    fun exp_of_zero_and_one() {
        assert!(math_fixed64::exp(fixed_point64::create_from_u128(0)) == fixed_point64::create_from_u128(1));
        let e = math_fixed64::exp(fixed_point64::create_from_u128(1));
        assert!(fixed_point64::almost_equal(e, fixed_point64::create_from_rational(2718281828459045235, 1000000000000000000), fixed_point64::create_from_raw_value(1000)));
    }

    #[test]
    fun mul_div() {
        let x = fixed_point64::create_from_u128(6);
        assert!(math_fixed64::mul_div(x, x, fixed_point64::create_from_u128(4)) == fixed_point64::create_from_u128(9));
    }
}
