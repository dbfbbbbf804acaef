/// What an owner can have a vault do. Anybody can publish others.
module vault::strategies {
    use vault::market;

    /// Lets everything lie.
    public fun hold(_market: address, _amount: u64): u64 { 0 }

    /// Puts everything to work.
    public fun lend(market: address, amount: u64): u64
        calls market::supply(market, amount)
    {
        market::supply(market, amount)
    }

    /// Puts a part to work, `share` of a hundred. Whoever makes a strategy of it decides how much.
    public fun lend_part(share: u64, market: address, amount: u64): u64
        calls market::supply(market, amount * share / 100)
    {
        market::supply(market, amount * share / 100)
    }
}
