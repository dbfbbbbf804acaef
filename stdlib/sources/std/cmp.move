/// Orders of values of any type.
module std::cmp {
    /// How one value stands to another.
    enum Ordering has copy, drop {
        Less,
        Equal,
        Greater,
    }

    /// Compares integers as numbers, addresses and vectors from the front, structs field by field.
    ///
    /// ```
    /// assert!(cmp::compare(&256, &2).is_gt());
    /// ```
    public fun compare<T>(first: &T, second: &T): Ordering {
        let order = compare_values(first, second);
        if (order == 0) {
            Ordering::Less
        } else if (order == 1) {
            Ordering::Equal
        } else {
            Ordering::Greater
        }
    }

    /// Compares: 0, 1 or 2 for less, equal or greater.
    native fun compare_values<T>(first: &T, second: &T): u8;

    /// Tells whether both are equal.
    public fun is_eq(self: &Ordering): bool {
        self is Ordering::Equal
    }

    /// Tells whether they differ.
    public fun is_ne(self: &Ordering): bool {
        !is_eq(self)
    }

    /// Tells whether the first is less.
    public fun is_lt(self: &Ordering): bool {
        self is Ordering::Less
    }

    /// Tells whether the first is less or both are equal.
    public fun is_le(self: &Ordering): bool {
        !is_gt(self)
    }

    /// Tells whether the first is greater.
    public fun is_gt(self: &Ordering): bool {
        self is Ordering::Greater
    }

    /// Tells whether the first is greater or both are equal.
    public fun is_ge(self: &Ordering): bool {
        !is_lt(self)
    }
}
