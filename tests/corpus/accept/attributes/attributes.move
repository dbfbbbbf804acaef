/// Attributes on everything that may have them.
#[attribute_of_a_module]
module 0x42::accept_attributes_attributes {
    #[test_only]
    use std::vector;

    #[resource_group(scope = global)]
    struct Group {}

    #[resource_group_member(group = 0x42::accept_attributes_attributes::Group)]
    struct Member has key { x: u64 }

    #[event]
    struct Happened has drop, store { x: u64 }

    #[deprecated]
    struct Old {}

    #[test_only]
    struct Only { x: u64 }

    #[view]
    public fun view(at: address): bool { exists<Member>(at) }

    #[a, b(c, d = 1, e = b"x"), f = @0x1]
    #[g]
    fun many() {}

    #[lint::skip(unused)]
    fun of_a_path() {}

    #[deprecated]
    const OLD: u64 = 1;

    #[test_only]
    fun only_in_tests(): Only { let _ = vector::empty<u8>(); Only { x: 1 } }

    #[test]
    fun a_test() { let Only { x: _ } = only_in_tests(); }

    #[test(account = @0x1, other = @std)]
    fun a_test_with_signers(account: &signer, other: signer) { let _ = account; let _ = other; }

    #[test]
    #[expected_failure]
    fun a_failing_test() { abort 1 }

    #[test]
    #[expected_failure(abort_code = 1)]
    fun a_test_that_fails_with_a_code() { abort 1 }

    #[test]
    #[expected_failure(abort_code = OLD, location = Self)]
    fun a_test_that_fails_with_a_code_somewhere() { abort OLD }

    #[test, expected_failure(arithmetic_error, location = Self)]
    fun a_test_that_fails_in_arithmetic() { let x = 0; let _ = 1 / x; }

    fun init_module(_account: &signer) {}
}
