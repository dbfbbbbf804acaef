/// The library's functions that take lambdas.
module 0x42::run_inline_library {
    use std::option;
    use std::vector;

    // returns: 6
    fun for_each(): u64 {
        let sum = 0;
        vector[1, 2, 3].for_each(|x| sum += x);
        sum
    }

    // returns: 6
    fun for_each_ref(): u64 {
        let sum = 0;
        vector::for_each_ref(&vector[1, 2, 3], |x| sum += *x);
        sum
    }

    // returns: vector[2, 4]
    fun for_each_mut(): vector<u64> {
        let list = vector[1, 2];
        list.for_each_mut(|x| *x = *x * 2);
        list
    }

    // returns: 3, 2, 1
    fun backwards(): (u64, u64, u64) {
        let seen = vector[];
        vector[1, 2, 3].for_each_reverse(|x| seen.push_back(x));
        (seen[0], seen[1], seen[2])
    }

    // returns: vector[0, 20]
    fun enumerated(): vector<u64> {
        let found = vector[];
        vector[10, 20].enumerate_ref(|i, x| found.push_back(i * *x));
        found
    }

    // returns: vector[11, 22]
    fun mapped(): vector<u64> { vector[1, 2].map(|x| x * 11) }

    // returns: vector[true, false]
    fun mapped_by_reference(): vector<bool> { vector[1, 2].map_ref(|x| *x == 1) }

    // returns: vector[2, 4]
    fun filtered(): vector<u64> { vector[1, 2, 3, 4].filter(|x| *x % 2 == 0) }

    // returns: 321
    fun folded(): u64 { vector[3, 2, 1].fold(0, |acc, x| acc * 10 + x) }

    // returns: 123
    fun folded_from_the_right(): u64 { vector[3, 2, 1].foldr(0, |x, acc| acc * 10 + x) }

    // returns: true, false, true
    fun asked(): (bool, bool, bool) {
        let list = vector[1, 2, 3];
        (list.any(|x| *x == 2), list.all(|x| *x < 3), list.all(|x| 0 < *x))
    }

    // returns: true, 1
    fun found(): (bool, u64) { vector[5, 7].find(|x| *x == 7) }

    // returns: vector[11, 22]
    fun zipped(): vector<u64> { vector[1, 2].zip_map(vector[10, 20], |a, b| a + b) }

    // aborts: 131074
    fun zipped_with_another_length(): vector<u64> { vector[1].zip_map(vector[], |a, b: u64| a + b) }

    // returns: 2, vector[2, 4, 1, 3]
    fun partitioned(): (u64, vector<u64>) {
        let list = vector[2, 1, 4, 3];
        let at = list.partition(|x| *x % 2 == 0);
        (at, list)
    }

    // returns: 6, 0
    fun options(): (u64, u64) {
        let (some, none) = (option::some(5), option::none<u64>());
        (some.map(|x| x + 1).destroy_some(), none.fold(0, |acc, x| acc + x))
    }

    // returns: true, false
    fun filtered_options(): (bool, bool) {
        (option::some(5).filter(|x| *x == 5).is_some(), option::some(5).any(|x| *x == 6))
    }
}
