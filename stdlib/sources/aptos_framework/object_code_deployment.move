/// Packages that lie at objects: each at one that its publisher owns.
module aptos_framework::object_code_deployment {
    use std::bcs;
    use std::error;
    use std::signer;
    use std::vector;
    use aptos_framework::account;
    use aptos_framework::code::{Self, PackageRegistry};
    use aptos_framework::event;
    use aptos_framework::object::{Self, ExtendRef, Object};

    /// The signer does not own the object.
    const ENOT_CODE_OBJECT_OWNER: u64 = 2;
    /// There is nothing to publish anew.
    const ECODE_OBJECT_DOES_NOT_EXIST: u64 = 3;

    const OBJECT_CODE_DEPLOYMENT_DOMAIN_SEPARATOR: vector<u8> = b"aptos_framework::object_code_deployment";

    /// The right to publish anew.
    struct ManagingRefs has key {
        /// The right to act as the object.
        extend_ref: ExtendRef,
    }

    #[event]
    /// Something was published at a new object.
    struct Publish has drop, store {
        /// The object.
        object_address: address,
    }

    #[event]
    /// Something was published anew.
    struct Upgrade has drop, store {
        /// The object.
        object_address: address,
    }

    #[event]
    /// Nothing more is published at the object.
    struct Freeze has drop, store {
        /// The object.
        object_address: address,
    }

    /// Keeps a package at a new object, which `publisher` owns.
    public entry fun publish(publisher: &signer, metadata_serialized: vector<u8>, code: vector<vector<u8>>)
        reads account::Account(signer::address_of(publisher)).sequence_number
        writes code::PackageRegistry
        writes object::ObjectCore
        writes ManagingRefs
    {
        let publisher_address = signer::address_of(publisher);
        let ref = object::create_named_object(publisher, seed_of(publisher_address));
        let code_signer = object::generate_signer(&ref);
        code::publish_package_txn(&code_signer, metadata_serialized, code);
        event::emit(Publish { object_address: signer::address_of(&code_signer) });
        move_to(&code_signer, ManagingRefs { extend_ref: object::generate_extend_ref(&ref) });
    }

    /// The seed of the next object of `publisher`: it follows the number of transactions.
    fun seed_of(publisher: address): vector<u8> {
        let seed = bcs::to_bytes(&OBJECT_CODE_DEPLOYMENT_DOMAIN_SEPARATOR);
        vector::append(&mut seed, bcs::to_bytes(&(account::get_sequence_number(publisher) + 1)));
        seed
    }

    /// Keeps a package at the object instead of the one that is there; aborts unless `publisher` owns it.
    public entry fun upgrade(
        publisher: &signer,
        metadata_serialized: vector<u8>,
        code: vector<vector<u8>>,
        code_object: Object<PackageRegistry>
    )
        reads object::ObjectCore(code_object.inner).owner
        writes code::PackageRegistry(ManagingRefs(code_object.inner).extend_ref.self)
    {
        let at = object::object_address(&code_object);
        assert!(
            object::is_owner(code_object, signer::address_of(publisher)),
            error::permission_denied(ENOT_CODE_OBJECT_OWNER)
        );
        assert!(exists<ManagingRefs>(at), error::not_found(ECODE_OBJECT_DOES_NOT_EXIST));
        let code_signer = object::generate_signer_for_extending(&ManagingRefs[at].extend_ref);
        code::publish_package_txn(&code_signer, metadata_serialized, code);
        event::emit(Upgrade { object_address: at });
    }

    /// Lets nothing more be published at the object; aborts unless `publisher` owns it.
    public entry fun freeze_code_object(publisher: &signer, code_object: Object<PackageRegistry>)
        calls code::freeze_code_object(publisher, code_object)
    {
        code::freeze_code_object(publisher, code_object);
        event::emit(Freeze { object_address: object::object_address(&code_object) });
    }
}
