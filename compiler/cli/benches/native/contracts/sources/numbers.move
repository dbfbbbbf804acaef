/// A tight loop: the linear congruential generator, each step of which could overflow.
module compute::numbers {
    use compute::outcome;

    /// Takes `count` steps from `seed`.
    public entry fun steps(count: u64, seed: u64, factor: u64, summand: u64, mask: u64) {
        for (_i in 0..count) {
            seed = (seed * factor + summand) & mask;
        };
        outcome::tell((seed as u256));
    }
}
