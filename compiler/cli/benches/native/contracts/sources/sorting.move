/// Heapsort of numbers that follow from a seed.
module compute::sorting {
    use std::vector;
    use compute::outcome;

    /// The numbers are below this.
    const BOUND: u64 = 0x7fffffff;

    /// Sorts `count` times `length` numbers, and tells their sum, each number times its rank.
    public entry fun sorts(count: u64, length: u64, seed: u64) {
        let total = 0;
        for (i in 0..count) {
            let numbers = numbers(length, seed + i);
            sort(&mut numbers);
            total += weighted_sum(&numbers);
        };
        outcome::tell((total as u256));
    }

    fun numbers(length: u64, seed: u64): vector<u64> {
        let numbers = vector::empty();
        for (_i in 0..length) {
            seed = (seed * 1103515245 + 12345) % BOUND;
            numbers.push_back(seed);
        };
        numbers
    }

    fun sort(numbers: &mut vector<u64>) {
        let end = numbers.length();
        let start = end / 2;
        while (start > 0) {
            start -= 1;
            sink(numbers, start, end);
        };
        while (end > 1) {
            end -= 1;
            numbers.swap(0, end);
            sink(numbers, 0, end);
        };
    }

    /// Lets the number at `root` sink to its place in the heap that ends before `end`.
    fun sink(numbers: &mut vector<u64>, root: u64, end: u64) {
        let child = 2 * root + 1;
        while (child < end) {
            if (child + 1 < end && numbers[child] < numbers[child + 1]) {
                child += 1;
            };
            if (numbers[root] >= numbers[child]) return;
            numbers.swap(root, child);
            root = child;
            child = 2 * root + 1;
        };
    }

    fun weighted_sum(numbers: &vector<u64>): u64 {
        let sum = 0;
        for (i in 0..numbers.length()) {
            sum += numbers[i] * (i + 1);
        };
        sum
    }
}
