/// Addresses that belong to the library.
module aptos_framework::system_addresses {
    use std::error;
    use std::signer;

    /// The address is not that of the core resources.
    const ENOT_CORE_RESOURCE_ADDRESS: u64 = 1;
    /// The address is not the library's.
    const ENOT_APTOS_FRAMEWORK_ADDRESS: u64 = 3;
    /// The address is not that of the virtual machine.
    const EVM: u64 = 2;
    /// The address belongs to no part of the library.
    const ENOT_FRAMEWORK_RESERVED_ADDRESS: u64 = 4;

    /// Aborts unless the account is that of the core resources.
    public fun assert_core_resource(account: &signer) {
        assert!(
            is_core_resource_address(signer::address_of(account)),
            error::permission_denied(ENOT_CORE_RESOURCE_ADDRESS)
        );
    }

    /// Tells whether the address is that of the core resources.
    public fun is_core_resource_address(addr: address): bool {
        addr == @core_resources
    }

    /// Aborts unless the account is the library's.
    public fun assert_aptos_framework(account: &signer) {
        assert!(
            is_aptos_framework_address(signer::address_of(account)),
            error::permission_denied(ENOT_APTOS_FRAMEWORK_ADDRESS)
        );
    }

    /// Tells whether the address is the library's.
    public fun is_aptos_framework_address(addr: address): bool {
        addr == @aptos_framework
    }

    /// Aborts unless the account belongs to a part of the library.
    public fun assert_framework_reserved_address(account: &signer) {
        assert_framework_reserved(signer::address_of(account));
    }

    /// Aborts unless the address belongs to a part of the library.
    public fun assert_framework_reserved(addr: address) {
        assert!(is_framework_reserved_address(addr), error::permission_denied(ENOT_FRAMEWORK_RESERVED_ADDRESS));
    }

    /// Tells whether the address belongs to a part of the library: `0x1` to `0xa`.
    public fun is_framework_reserved_address(addr: address): bool {
        addr == @0x1 || addr == @0x2 || addr == @0x3 || addr == @0x4 || addr == @0x5 || addr == @0x6 || addr == @0x7
            || addr == @0x8 || addr == @0x9 || addr == @0xa
    }

    /// Aborts unless the account is that of the virtual machine.
    public fun assert_vm(account: &signer) {
        assert!(is_vm(account), error::permission_denied(EVM));
    }

    /// Tells whether the account is that of the virtual machine.
    public fun is_vm(account: &signer): bool {
        is_vm_address(signer::address_of(account))
    }

    /// Tells whether the address is that of the virtual machine.
    public fun is_vm_address(addr: address): bool {
        addr == @vm_reserved
    }
}
