/// What is known of options.
#[test_only]
module std::option_tests {
    use std::option;

    #[test]
    fun none_has_nothing() {
        let o = option::none<u64>();
        assert!(option::is_none(&o) && !option::is_some(&o));
    }

    #[test]
    fun some_has_its_value() {
        let o = option::some(5);
        assert!(option::is_some(&o) && *option::borrow(&o) == 5);
        assert!(option::contains(&o, &5) && !option::contains(&o, &6));
    }

    #[test]
    #[expected_failure(abort_code = 0x40001, location = std::option)]
    fun borrow_of_none_aborts() {
        option::borrow(&option::none<u64>());
    }

    #[test]
    fun fill_once() {
        let o = option::none<u64>();
        option::fill(&mut o, 5);
        assert!(o == option::some(5));
    }

    #[test]
    #[expected_failure(abort_code = 0x40000, location = std::option)]
    fun fill_twice_aborts() {
        option::fill(&mut option::some(5), 6);
    }

    #[test]
    fun extract_leaves_none() {
        let o = option::some(5);
        assert!(option::extract(&mut o) == 5);
        assert!(option::is_none(&o));
    }

    #[test]
    #[expected_failure(abort_code = 0x40001, location = std::option)]
    fun extract_of_none_aborts() {
        option::extract(&mut option::none<u64>());
    }

    #[test]
    fun swap_returns_the_old() {
        let o = option::some(5);
        assert!(option::swap(&mut o, 6) == 5);
        assert!(o == option::some(6));
    }

    #[test]
    fun swap_or_fill_does_either() {
        let o = option::none<u64>();
        assert!(option::swap_or_fill(&mut o, 1) == option::none());
        assert!(option::swap_or_fill(&mut o, 2) == option::some(1));
    }

    #[test]
    fun defaults() {
        assert!(option::get_with_default(&option::none(), 7) == 7);
        assert!(option::destroy_with_default(option::some(5), 7) == 5);
        assert!(*option::borrow_with_default(&option::none(), &7) == 7);
    }

    #[test]
    fun destroy_some_gives_the_value() {
        assert!(option::destroy_some(option::some(5)) == 5);
    }

    #[test]
    #[expected_failure(abort_code = 0x40001, location = std::option)]
    fun destroy_some_of_none_aborts() {
        option::destroy_some(option::none<u64>());
    }

    #[test]
    #[expected_failure(abort_code = 0x40000, location = std::option)]
    fun destroy_none_of_some_aborts() {
        option::destroy_none(option::some(1));
    }

    #[test]
    fun to_and_from_vectors() {
        assert!(option::to_vec(option::some(1)) == vector[1]);
        assert!(option::from_vec(vector[1]) == option::some(1));
        assert!(option::from_vec<u64>(vector[]) == option::none());
    }

    #[test]
    #[expected_failure(abort_code = 0x40002, location = std::option)]
    fun from_a_long_vector_aborts() {
        option::from_vec(vector[1, 2]);
    }

    #[test]
    fun map_and_filter() {
        assert!(option::map(option::some(1), |e| e + 1) == option::some(2));
        assert!(option::filter(option::some(1), |e| *e > 1) == option::none());
        assert!(option::any(&option::some(3), |e| *e == 3));
    }

    #[test]
    fun fold_of_some_and_none() {
        assert!(option::fold(option::some(1), 10, |a, e| a + e) == 11);
        assert!(option::fold(option::none<u64>(), 10, |a, e| a + e) == 10);
    }
}
