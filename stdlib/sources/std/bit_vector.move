/// Vectors of bits with a fixed length.
module std::bit_vector {
    use std::vector;

    /// The index is not below the length.
    const EINDEX: u64 = 0x20000;
    /// The length is zero or too large.
    const ELENGTH: u64 = 0x20001;

    /// The greatest length.
    const MAX_SIZE: u64 = 1024;

    /// Bits.
    struct BitVector has copy, drop, store {
        /// How many.
        length: u64,
        /// The bits.
        bit_field: vector<bool>,
    }

    /// Makes `length` bits, none set; aborts if that is none or 1024 and more.
    public fun new(length: u64): BitVector {
        assert!(length > 0, ELENGTH);
        assert!(length < MAX_SIZE, ELENGTH);
        let bit_field = vector::empty();
        let i = 0;
        while (i < length) {
            vector::push_back(&mut bit_field, false);
            i = i + 1;
        };
        BitVector { length, bit_field }
    }

    /// Sets the bit at `bit_index`.
    public fun set(self: &mut BitVector, bit_index: u64) {
        assert!(bit_index < vector::length(&self.bit_field), EINDEX);
        *vector::borrow_mut(&mut self.bit_field, bit_index) = true;
    }

    /// Clears the bit at `bit_index`.
    public fun unset(self: &mut BitVector, bit_index: u64) {
        assert!(bit_index < vector::length(&self.bit_field), EINDEX);
        *vector::borrow_mut(&mut self.bit_field, bit_index) = false;
    }

    /// Moves every bit `amount` places towards the beginning; those in front fall out.
    public fun shift_left(self: &mut BitVector, amount: u64) {
        let length = self.length;
        let i = 0;
        while (i < length) {
            let bit = amount < length && i < length - amount && *vector::borrow(&self.bit_field, i + amount);
            *vector::borrow_mut(&mut self.bit_field, i) = bit;
            i = i + 1;
        };
    }

    /// Tells whether the bit at `bit_index` is set.
    public fun is_index_set(self: &BitVector, bit_index: u64): bool {
        assert!(bit_index < vector::length(&self.bit_field), EINDEX);
        *vector::borrow(&self.bit_field, bit_index)
    }

    /// Returns the number of bits.
    public fun length(self: &BitVector): u64 {
        vector::length(&self.bit_field)
    }

    /// Returns how many bits from `start_index` on are set before one that is not.
    public fun longest_set_sequence_starting_at(self: &BitVector, start_index: u64): u64 {
        assert!(start_index < self.length, EINDEX);
        let index = start_index;
        while (index < self.length && is_index_set(self, index)) {
            index = index + 1;
        };
        index - start_index
    }
}
