/// Values as text. Touches no state.
module aptos_std::string_utils {
    use std::string::{Self, String};
    use std::vector;

    /// There are more or fewer values than places for them.
    const EARGS_MISMATCH: u64 = 1;
    /// A brace in the format neither begins nor ends a place.
    const EINVALID_FORMAT: u64 = 2;

    /// Structs with module and type arguments.
    const TYPES: u8 = 1;
    /// Addresses with all their digits.
    const LONG_ADDRESSES: u8 = 2;
    /// Everything on one line.
    const SINGLE_LINE: u8 = 4;
    /// Integers with their types.
    const INTEGER_TYPES: u8 = 8;

    const OPEN: u8 = 0x7B;
    const CLOSE: u8 = 0x7D;

    /// Returns the value as text.
    ///
    /// ```
    /// assert!(string_utils::to_string(&vector[1, 2]) == string::utf8(b"[ 1, 2 ]"));
    /// ```
    public fun to_string<T>(s: &T): String {
        string::utf8(format_value(s, SINGLE_LINE))
    }

    /// Returns the value as text, addresses with all their digits.
    public fun to_string_with_canonical_addresses<T>(s: &T): String {
        string::utf8(format_value(s, SINGLE_LINE | LONG_ADDRESSES))
    }

    /// Returns the value as text, integers with their types.
    public fun to_string_with_integer_types<T>(s: &T): String {
        string::utf8(format_value(s, SINGLE_LINE | INTEGER_TYPES))
    }

    /// Returns the value as text with names of types, a field a line.
    public fun debug_string<T>(s: &T): String {
        string::utf8(format_value(s, TYPES))
    }

    /// Puts one value in the place `{}` of `fmt`; `{{` and `}}` are braces.
    ///
    /// ```
    /// assert!(string_utils::format1(&b"no. {}", 7) == string::utf8(b"no. 7"));
    /// ```
    public fun format1<T0: drop>(fmt: &vector<u8>, a: T0): String {
        fill(fmt, vector[format_value(&a, SINGLE_LINE)])
    }

    /// Puts two values in the places of `fmt`.
    public fun format2<T0: drop, T1: drop>(fmt: &vector<u8>, a: T0, b: T1): String {
        fill(fmt, vector[format_value(&a, SINGLE_LINE), format_value(&b, SINGLE_LINE)])
    }

    /// Puts three values in the places of `fmt`.
    public fun format3<T0: drop, T1: drop, T2: drop>(fmt: &vector<u8>, a: T0, b: T1, c: T2): String {
        fill(
            fmt,
            vector[format_value(&a, SINGLE_LINE), format_value(&b, SINGLE_LINE), format_value(&c, SINGLE_LINE)]
        )
    }

    /// Puts four values in the places of `fmt`.
    public fun format4<T0: drop, T1: drop, T2: drop, T3: drop>(
        fmt: &vector<u8>,
        a: T0,
        b: T1,
        c: T2,
        d: T3
    ): String {
        fill(
            fmt,
            vector[
                format_value(&a, SINGLE_LINE),
                format_value(&b, SINGLE_LINE),
                format_value(&c, SINGLE_LINE),
                format_value(&d, SINGLE_LINE)
            ]
        )
    }

    /// Puts texts in the places of `fmt`, one each.
    fun fill(fmt: &vector<u8>, texts: vector<vector<u8>>): String {
        let result = vector::empty<u8>();
        let length = vector::length(fmt);
        let next = 0;
        let i = 0;
        while (i < length) {
            let byte = *vector::borrow(fmt, i);
            let follows = if (i + 1 < length) *vector::borrow(fmt, i + 1) else 0;
            if (byte == OPEN && follows == CLOSE) {
                assert!(next < vector::length(&texts), EARGS_MISMATCH);
                vector::append(&mut result, *vector::borrow(&texts, next));
                next = next + 1;
                i = i + 2;
            } else if (byte == OPEN || byte == CLOSE) {
                assert!(byte == follows, EINVALID_FORMAT);
                vector::push_back(&mut result, byte);
                i = i + 2;
            } else {
                vector::push_back(&mut result, byte);
                i = i + 1;
            };
        };
        assert!(next == vector::length(&texts), EARGS_MISMATCH);
        string::utf8(result)
    }

    /// The value as text; bits of `how` choose how.
    native fun format_value<T>(s: &T, how: u8): vector<u8>;
}
