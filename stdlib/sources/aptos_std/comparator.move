/// Orders of values of any type, by their encodings.
module aptos_std::comparator {
    use std::bcs;
    use std::vector;

    const EQUAL: u8 = 0;
    const SMALLER: u8 = 1;
    const GREATER: u8 = 2;

    /// How one value stands to another.
    struct Result has drop {
        /// One of the constants.
        inner: u8,
    }

    /// Tells whether both are equal.
    public fun is_equal(self: &Result): bool {
        self.inner == EQUAL
    }

    /// Tells whether the left one is smaller.
    public fun is_smaller_than(self: &Result): bool {
        self.inner == SMALLER
    }

    /// Tells whether the left one is greater.
    public fun is_greater_than(self: &Result): bool {
        self.inner == GREATER
    }

    /// Compares the encodings of `left` and `right`, byte by byte. (Not as numbers: an integer is encoded from its lowest
    /// byte on.)
    public fun compare<T>(left: &T, right: &T): Result {
        compare_u8_vector(bcs::to_bytes(left), bcs::to_bytes(right))
    }

    /// Compares byte by byte; what ends first is smaller.
    public fun compare_u8_vector(left: vector<u8>, right: vector<u8>): Result {
        let left_length = vector::length(&left);
        let right_length = vector::length(&right);
        let i = 0;
        while (i < left_length && i < right_length) {
            let a = *vector::borrow(&left, i);
            let b = *vector::borrow(&right, i);
            if (a < b) return Result { inner: SMALLER };
            if (a > b) return Result { inner: GREATER };
            i = i + 1;
        };
        if (left_length < right_length) {
            Result { inner: SMALLER }
        } else if (left_length > right_length) {
            Result { inner: GREATER }
        } else {
            Result { inner: EQUAL }
        }
    }
}
