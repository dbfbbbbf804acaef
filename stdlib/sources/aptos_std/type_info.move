/// Names of types.
module aptos_std::type_info {
    use std::bcs;
    use std::string::{Self, String};
    use std::vector;

    /// Where a struct is defined, and what it is called.
    struct TypeInfo has copy, drop, store {
        /// The address of its module.
        account_address: address,
        /// The name of its module.
        module_name: vector<u8>,
        /// Its own name with type arguments.
        struct_name: vector<u8>,
    }

    /// Returns the address of the struct's module.
    public fun account_address(self: &TypeInfo): address {
        self.account_address
    }

    /// Returns the name of the struct's module.
    public fun module_name(self: &TypeInfo): vector<u8> {
        self.module_name
    }

    /// Returns the struct's own name with type arguments.
    public fun struct_name(self: &TypeInfo): vector<u8> {
        self.struct_name
    }

    /// Tells where the struct `T` is defined; aborts for any other type.
    public fun type_of<T>(): TypeInfo {
        TypeInfo { account_address: address_of<T>(), module_name: module_of<T>(), struct_name: struct_of<T>() }
    }

    /// Returns the type as it is written.
    ///
    /// ```
    /// assert!(type_info::type_name<vector<u8>>() == string::utf8(b"vector<u8>"));
    /// ```
    public fun type_name<T>(): String {
        string::utf8(name_of<T>())
    }

    /// Returns the number of bytes that `val_ref` takes, encoded.
    public fun size_of_val<T>(val_ref: &T): u64 {
        vector::length(&bcs::to_bytes(val_ref))
    }

    /// The type as it is written.
    native fun name_of<T>(): vector<u8>;

    /// The address of the struct's module.
    native fun address_of<T>(): address;

    /// The name of the struct's module.
    native fun module_of<T>(): vector<u8>;

    /// The struct's own name with type arguments.
    native fun struct_of<T>(): vector<u8>;
}
