/// Multiplications and divisions of 256 bits, each of what the one before gave.
module compute::chain {
    use compute::outcome;

    /// Takes `value` up and down `count` times, by two factors that differ a little from one time to the next.
    public entry fun mul_div(count: u64, value: u256, up: u256, down: u256) {
        for (i in 0..count) {
            let step = (i as u256);
            value = value * (up + step) / down;
            value = value * down / (up - step);
        };
        outcome::tell(value);
    }
}
