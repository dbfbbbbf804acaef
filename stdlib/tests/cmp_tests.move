/// What is known of orders.
#[test_only]
module std::cmp_tests {
    use std::cmp;

    #[test]
    fun integers_are_numbers() {
        assert!(cmp::is_gt(&cmp::compare(&256u64, &2u64)));
        assert!(cmp::is_lt(&cmp::compare(&1u128, &2u128)));
        assert!(cmp::is_eq(&cmp::compare(&7u8, &7u8)));
    }

    #[test]
    fun signed_integers_are_numbers() {
        assert!(cmp::is_lt(&cmp::compare(&-1i64, &1)));
        assert!(cmp::is_gt(&cmp::compare(&-1i8, &-2)));
        assert!(cmp::is_lt(&cmp::compare(&MIN_I256, &-1)));
    }

    #[test]
    fun vectors_from_the_front() {
        assert!(cmp::is_lt(&cmp::compare(&vector[1, 2], &vector[1, 3])));
        assert!(cmp::is_lt(&cmp::compare(&vector[1], &vector[1, 0])));
        assert!(cmp::is_gt(&cmp::compare(&vector[2], &vector[1, 9])));
    }

    #[test]
    fun addresses_from_the_front() {
        assert!(cmp::is_lt(&cmp::compare(&@0x2, &@0x10)));
    }

    #[test]
    fun booleans() {
        assert!(cmp::is_lt(&cmp::compare(&false, &true)));
    }

    #[test]
    fun or_equal() {
        let o = cmp::compare(&1, &1);
        assert!(cmp::is_le(&o) && cmp::is_ge(&o) && !cmp::is_ne(&o));
        let o = cmp::compare(&1, &2);
        assert!(cmp::is_le(&o) && !cmp::is_ge(&o) && cmp::is_ne(&o));
    }

    #[test]
    fun strings() {
        assert!(cmp::is_lt(&cmp::compare(&std::string::utf8(b"ab"), &std::string::utf8(b"b"))));
    }
}
