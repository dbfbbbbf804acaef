/// Functions by name.
module aptos_framework::function_info {
    use std::error;
    use std::signer;
    use std::string::{Self, String};
    use std::vector;

    /// This is no name.
    const EINVALID_IDENTIFIER: u64 = 1;
    /// There is no such function (the virtual machine says so).
    const EINVALID_FUNCTION: u64 = 2;

    /// A function by name; whether it is there turns out when it is looked for.
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

    /// The function at type argument `T`, as a value of the function type `F`: in a vector, which is empty unless the function
    /// is public, has one type parameter with `key` and takes and gives what `F` says. Aborts if there is no such function.
    package fun resolve<T: key, F: copy + drop + store>(info: &FunctionInfo): vector<F> {
        find<T, F>(info.module_address, *string::bytes(&info.module_name), *string::bytes(&info.function_name))
    }

    native fun find<T: key, F: copy + drop + store>(
        module_address: address,
        module_name: vector<u8>,
        function_name: vector<u8>
    ): vector<F>;

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
