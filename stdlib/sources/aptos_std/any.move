/// Values of any type in one type: what is packed is known again by the name of its type.
module aptos_std::any {
    use std::bcs::to_bytes;
    use std::error;
    use std::string::String;
    use aptos_std::from_bcs::from_bytes;
    use aptos_std::type_info;

    /// The value is of another type.
    const ETYPE_MISMATCH: u64 = 0;

    /// A value with its type.
    struct Any has drop, store {
        /// The name of the type.
        type_name: String,
        /// The value, encoded.
        data: vector<u8>,
    }

    /// Packs `x`.
    public fun pack<T: drop + store>(x: T): Any {
        Any { type_name: type_info::type_name<T>(), data: to_bytes(&x) }
    }

    /// Unpacks a `T`; aborts if it is something else.
    public fun unpack<T>(self: Any): T {
        assert!(type_info::type_name<T>() == self.type_name, error::invalid_argument(ETYPE_MISMATCH));
        from_bytes<T>(self.data)
    }

    /// Returns the name of the type.
    public fun type_name(self: &Any): &String {
        &self.type_name
    }
}
