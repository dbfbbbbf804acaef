/// Functions by name.
module aptos_framework::function_info {
    use std::error;
    use std::signer;
    use std::string::{Self, String};
    use std::vector;

    /// This is no name.
    const EINVALID_IDENTIFIER: u64 = 1;

    /// A function by name; whether it is there turns out when it is called.
    struct FunctionInfo has copy, drop, store {
        /// Where its module is published.
        module_address: address,
        /// Its module.
        module_name: String,
        /// Its name.
        function_name: String,
    }

    /// Names a function of a module that the signer has published.
    public fun new_function_info(module_signer: &signer, module_name: String, function_name: String): FunctionInfo {
        new_function_info_from_address(signer::address_of(module_signer), module_name, function_name)
    }

    /// Names a function.
    package fun new_function_info_from_address(
        module_address: address,
        module_name: String,
        function_name: String
    ): FunctionInfo {
        assert!(is_identifier(string::bytes(&module_name)), EINVALID_IDENTIFIER);
        assert!(is_identifier(string::bytes(&function_name)), EINVALID_IDENTIFIER);
        FunctionInfo { module_address, module_name, function_name }
    }

    /// Whether this is a name: letters, digits and `_`, no digit first, and not `_` alone.
    fun is_identifier(bytes: &vector<u8>): bool {
        let length = vector::length(bytes);
        if (length == 0 || *bytes == b"_") return false;
        let i = 0;
        while (i < length) {
            let byte = *vector::borrow(bytes, i);
            let is_letter = byte >= 0x41 && byte <= 0x5a || byte >= 0x61 && byte <= 0x7a || byte == 0x5f;
            let is_digit = byte >= 0x30 && byte <= 0x39;
            if (!is_letter && !(is_digit && i > 0)) return false;
            i = i + 1;
        };
        true
    }
}
