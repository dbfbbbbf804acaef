/// What is known of arithmetic.
#[test_only]
module aptos_std::math_tests {
    use aptos_std::math64;
    use aptos_std::math128;

    #[test]
    fun u64_max() {
        assert!(math64::max(1, 2) == 2);
    }

    #[test]
    fun u64_min() {
        assert!(math64::min(1, 2) == 1);
    }

    #[test]
    fun u64_average() {
        assert!(math64::average(18446744073709551615, 18446744073709551613) == 18446744073709551614);
    }

    #[test]
    fun u64_clamp_below() {
        assert!(math64::clamp(1, 5, 10) == 5);
    }

    #[test]
    fun u64_clamp_above() {
        assert!(math64::clamp(11, 5, 10) == 10);
    }

    #[test]
    fun u64_clamp_inside() {
        assert!(math64::clamp(7, 5, 10) == 7);
    }

    #[test]
    fun u64_mul_div() {
        assert!(math64::mul_div(10000000000, 10000000000, 10000000000) == 10000000000);
    }

    #[test]
    fun u64_pow() {
        assert!(math64::pow(3, 4) == 81);
    }

    #[test]
    fun u64_pow_of_zero() {
        assert!(math64::pow(0, 0) == 1);
    }

    #[test]
    fun u64_sqrt() {
        assert!(math64::sqrt(99) == 9);
    }

    #[test]
    fun u64_sqrt_of_max() {
        assert!(math64::sqrt(18446744073709551615) == 4294967295);
    }

    #[test]
    fun u64_gcd() {
        assert!(math64::gcd(54, 24) == 6);
    }

    #[test]
    fun u64_gcd_with_zero() {
        assert!(math64::gcd(0, 5) == 5);
    }

    #[test]
    fun u64_lcm() {
        assert!(math64::lcm(4, 6) == 12);
    }

    #[test]
    fun u64_ceil_div() {
        assert!(math64::ceil_div(7, 2) == 4);
    }

    #[test]
    fun u64_ceil_div_of_zero() {
        assert!(math64::ceil_div(0, 2) == 0);
    }

    #[test]
    fun u64_floor_log2() {
        assert!(math64::floor_log2(1023) == 9);
    }

    #[test]
    fun u64_floor_log2_of_one() {
        assert!(math64::floor_log2(1) == 0);
    }

    #[test]
    fun u128_max() {
        assert!(math128::max(1, 2) == 2);
    }

    #[test]
    fun u128_min() {
        assert!(math128::min(1, 2) == 1);
    }

    #[test]
    fun u128_average() {
        assert!(math128::average(1, 4) == 2);
    }

    #[test]
    fun u128_clamp() {
        assert!(math128::clamp(1, 5, 10) == 5);
    }

    #[test]
    fun u128_mul_div() {
        assert!(math128::mul_div(340282366920938463463374607431768211455, 5, 5) == 340282366920938463463374607431768211455);
    }

    #[test]
    fun u128_pow() {
        assert!(math128::pow(10, 38) == 100000000000000000000000000000000000000);
    }

    #[test]
    fun u128_sqrt() {
        assert!(math128::sqrt(10000000000000000000000000000000000) == 100000000000000000);
    }

    #[test]
    fun u128_gcd() {
        assert!(math128::gcd(12, 18) == 6);
    }

    #[test]
    fun u128_lcm() {
        assert!(math128::lcm(3, 5) == 15);
    }

    #[test]
    fun u128_ceil_div() {
        assert!(math128::ceil_div(9, 3) == 3);
    }

    #[test]
    fun u128_floor_log2() {
        assert!(math128::floor_log2(1 << 100) == 100);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = aptos_std::math64)]
    fun log_of_zero_aborts() {
        math64::floor_log2(0);
    }

    #[test]
    #[expected_failure(arithmetic_error, location = aptos_std::math64)]
    fun mul_div_by_zero_aborts() {
        math64::mul_div(1, 1, 0);
    }

    #[test]
    #[expected_failure(arithmetic_error, location = aptos_std::math64)]
    fun pow_too_large_aborts() {
        math64::pow(2, 64);
    }
}
