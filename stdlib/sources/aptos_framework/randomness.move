/// Random numbers. They are hashed from the whole batch and the transaction, so the same batch gives the same numbers, and
/// nobody knows them before the batch is there.
module aptos_framework::randomness {
    use std::vector;
    use aptos_framework::context;

    /// The range has no number in it.
    const EINVALID_RANGE: u64 = 1;

    /// A number below 2^256.
    fun next(): u256 {
        let bytes = context::next_bytes();
        let number = 0u256;
        let i = 0;
        while (i < 32) {
            number = number << 8 | (*vector::borrow(&bytes, i) as u256);
            i = i + 1;
        };
        number
    }

    /// Returns `n` bytes.
    public fun bytes(n: u64): vector<u8> {
        let result = vector::empty<u8>();
        while (vector::length(&result) < n) {
            vector::append(&mut result, context::next_bytes());
        };
        vector::trim(&mut result, n);
        result
    }

    /// Returns a number of 8 bits.
    public fun u8_integer(): u8 {
        ((next() % 256) as u8)
    }

    /// Returns a number of 16 bits.
    public fun u16_integer(): u16 {
        ((next() % 65536) as u16)
    }

    /// Returns a number of 32 bits.
    public fun u32_integer(): u32 {
        ((next() % (1u256 << 32)) as u32)
    }

    /// Returns a number of 64 bits.
    public fun u64_integer(): u64 {
        ((next() % (1u256 << 64)) as u64)
    }

    /// Returns a number of 128 bits.
    public fun u128_integer(): u128 {
        ((next() % (1u256 << 128)) as u128)
    }

    /// Returns a number of 256 bits.
    public fun u256_integer(): u256 {
        next()
    }

    /// Returns a number from `min_incl` up to, but not, `max_excl`; aborts if there is none.
    public fun u8_range(min_incl: u8, max_excl: u8): u8 {
        (below((max_excl - min_incl as u256)) as u8) + min_incl
    }

    /// Returns a number from `min_incl` up to, but not, `max_excl`; aborts if there is none.
    public fun u16_range(min_incl: u16, max_excl: u16): u16 {
        (below((max_excl - min_incl as u256)) as u16) + min_incl
    }

    /// Returns a number from `min_incl` up to, but not, `max_excl`; aborts if there is none.
    public fun u32_range(min_incl: u32, max_excl: u32): u32 {
        (below((max_excl - min_incl as u256)) as u32) + min_incl
    }

    /// Returns a number from `min_incl` up to, but not, `max_excl`; aborts if there is none.
    public fun u64_range(min_incl: u64, max_excl: u64): u64 {
        (below((max_excl - min_incl as u256)) as u64) + min_incl
    }

    /// Returns a number from `min_incl` up to, but not, `max_excl`; aborts if there is none.
    public fun u128_range(min_incl: u128, max_excl: u128): u128 {
        (below((max_excl - min_incl as u256)) as u128) + min_incl
    }

    /// Returns the numbers below `n`, each once, in a random order.
    public fun permutation(n: u64): vector<u64> {
        let values = vector::empty<u64>();
        let i = 0;
        while (i < n) {
            vector::push_back(&mut values, i);
            i = i + 1;
        };
        while (i > 1) {
            let other = u64_range(0, i);
            i = i - 1;
            vector::swap(&mut values, i, other);
        };
        values
    }

    /// A number below `size`, hardly biased.
    fun below(size: u256): u256 {
        assert!(size > 0, std::error::invalid_argument(EINVALID_RANGE));
        next() % size
    }

    #[test_only]
    /// Makes everything ready.
    public fun initialize_for_testing(_framework: &signer) {}

    #[test_only]
    /// Does nothing: the numbers of a test are the same each time.
    public fun set_seed(_seed: vector<u8>) {}
}
