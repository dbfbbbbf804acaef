/// Packages that are published, and functions by name.
#[test_only]
module aptos_framework::code_tests {
    use std::string::utf8;
    use aptos_framework::account;
    use aptos_framework::code::{Self, PackageRegistry};
    use aptos_framework::function_info;
    use aptos_framework::object;
    use aptos_framework::object_code_deployment;

    #[test(s = @0xa)]
    fun a_registry_keeps_what_is_published(s: &signer) {
        assert!(code::package_count(@0xa) == 0);
        code::publish_package_txn(s, b"first", vector[b"m"]);
        code::publish_package_txn(s, b"second", vector[b"m", b"n"]);
        code::publish_package_txn(s, b"first", vector[b"newer"]);
        assert!(code::package_count(@0xa) == 2);
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x10001, location = aptos_framework::code)]
    fun nothing_is_no_package(s: &signer) {
        code::publish_package_txn(s, b"", vector[]);
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x10002, location = aptos_framework::code)]
    fun what_is_frozen_does_not_change(s: &signer) {
        account::create_account_for_test(@0xa);
        object_code_deployment::publish(s, b"about", vector[b"m"]);
        let seed = std::bcs::to_bytes(&b"aptos_framework::object_code_deployment");
        std::vector::append(&mut seed, std::bcs::to_bytes(&1u64));
        let at = object::create_object_address(&@0xa, seed);
        let package = object::address_to_object<PackageRegistry>(at);
        object_code_deployment::upgrade(s, b"about", vector[b"n"], package);
        assert!(code::package_count(at) == 1);
        object_code_deployment::freeze_code_object(s, package);
        object_code_deployment::upgrade(s, b"about", vector[b"o"], package);
    }

    #[test(s = @0xa, other = @0xb)]
    #[expected_failure(abort_code = 0x50002, location = aptos_framework::object_code_deployment)]
    fun an_owner_alone_publishes_anew(s: &signer, other: &signer) {
        account::create_account_for_test(@0xa);
        object_code_deployment::publish(s, b"about", vector[b"m"]);
        let seed = std::bcs::to_bytes(&b"aptos_framework::object_code_deployment");
        std::vector::append(&mut seed, std::bcs::to_bytes(&1u64));
        let package = object::address_to_object<PackageRegistry>(object::create_object_address(&@0xa, seed));
        object_code_deployment::upgrade(other, b"about", vector[b"n"], package);
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 1, location = aptos_framework::function_info)]
    fun a_function_has_a_name(s: &signer) {
        function_info::new_function_info(s, utf8(b"m"), utf8(b"0f"));
    }
}
