/// Accounts without a key that a package is published under.
module aptos_framework::resource_account {
    use std::error;
    use std::signer;
    use aptos_std::simple_map::{Self, SimpleMap};
    use aptos_framework::account::{Self, SignerCapability};

    /// The account has made no resource account.
    const ECONTAINER_NOT_PUBLISHED: u64 = 1;
    /// The resource account was made by somebody else, or its right was taken.
    const EUNAUTHORIZED_NOT_OWNER: u64 = 2;

    /// Rights to act as the resource accounts that an account has made, until these take them.
    struct Container has key {
        /// The right, by the account it is about.
        store: SimpleMap<address, SignerCapability>,
    }

    /// Makes a resource account and keeps the right to act as it.
    public entry fun create_resource_account(
        origin: &signer,
        seed: vector<u8>,
        _optional_auth_key: vector<u8>
    )
        writes Container(signer::address_of(origin))
        calls account::create_resource_account(origin, seed)
    {
        let (resource, capability) = account::create_resource_account(origin, seed);
        let origin_address = signer::address_of(origin);
        if (!exists<Container>(origin_address)) {
            move_to(origin, Container { store: simple_map::create() });
        };
        simple_map::add(&mut Container[origin_address].store, signer::address_of(&resource), capability);
    }

    /// Gives the right to act as `resource` to itself; it then is its maker's no more.
    public fun retrieve_resource_account_cap(resource: &signer, source_addr: address): SignerCapability
        writes Container(source_addr)
    {
        assert!(exists<Container>(source_addr), error::not_found(ECONTAINER_NOT_PUBLISHED));
        let resource_address = signer::address_of(resource);
        let container = &mut Container[source_addr];
        assert!(
            simple_map::contains_key(&container.store, &resource_address),
            error::invalid_argument(EUNAUTHORIZED_NOT_OWNER)
        );
        let (_, capability) = simple_map::remove(&mut container.store, &resource_address);
        if (simple_map::length(&container.store) == 0) {
            let Container { store } = move_from<Container>(source_addr);
            simple_map::destroy_empty(store);
        };
        capability
    }
}
