/// What a transaction may ask about itself and its block. None of it is global storage: no clause names it.
module aptos_framework::context {

    /// Index of the block's time, in microseconds.
    const TIME: u64 = 0;
    /// Index of the block's height.
    const HEIGHT: u64 = 1;
    /// Index of the chain's number.
    const CHAIN: u64 = 2;

    /// Returns the block's time, in microseconds.
    package fun time(): u64 {
        get(TIME)
    }

    /// Sets the time for the rest of the transaction, as tests need it.
    package fun set_time(microseconds: u64) {
        set(TIME, microseconds);
    }

    /// Returns the block's height.
    package fun height(): u64 {
        get(HEIGHT)
    }

    /// Sets the height for the rest of the transaction.
    package fun set_height(height: u64) {
        set(HEIGHT, height);
    }

    /// Returns the chain's number.
    package fun chain(): u64 {
        get(CHAIN)
    }

    /// Sets the chain's number for the rest of the transaction.
    package fun set_chain(chain: u64) {
        set(CHAIN, chain);
    }

    /// The number of the block at `index`.
    native fun get(index: u64): u64;

    /// Puts `value` at `index` for the rest of the transaction.
    native fun set(index: u64, value: u64);

    /// Returns the account of the first signer, or `@0x0`.
    native package fun sender(): address;

    /// Returns the transaction's hash, which no other one has.
    native package fun hash(): vector<u8>;

    /// Returns 32 bytes more with each call, none of them known before the batch.
    native package fun next_bytes(): vector<u8>;
}
