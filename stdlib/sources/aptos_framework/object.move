/// Addresses with an owner, at which modules put resources.
module aptos_framework::object {
    use std::bcs;
    use std::error;
    use std::hash;
    use std::signer;
    use std::vector;
    use aptos_std::from_bcs;
    use aptos_framework::create_signer;

    /// There already is an object at the address.
    const EOBJECT_EXISTS: u64 = 1;
    /// There is no object at the address.
    const EOBJECT_DOES_NOT_EXIST: u64 = 2;
    /// The signer does not own the object.
    const ENOT_OBJECT_OWNER: u64 = 4;

    /// Ends what is hashed to an object's address, so that it is no address of another kind.
    const OBJECT_FROM_SEED_ADDRESS_SCHEME: u8 = 0xFE;

    /// Makes its address an object.
    struct ObjectCore has key {
        /// Who owns it.
        owner: address,
    }

    /// The right to set an object up; lives as long as the call that makes the object.
    struct ConstructorRef has drop {
        /// The object's address.
        object: address,
    }

    /// The right to act as an object, to be kept.
    struct ExtendRef has drop, store {
        /// The object's address.
        object: address,
    }

    /// Computes the address of the object that `source` names `seed`.
    public fun create_object_address(source: &address, seed: vector<u8>): address pure {
        let bytes = bcs::to_bytes(source);
        vector::append(&mut bytes, seed);
        vector::push_back(&mut bytes, OBJECT_FROM_SEED_ADDRESS_SCHEME);
        from_bcs::to_address(hash::sha3_256(bytes))
    }

    /// Makes the object that `creator` names `seed`, owned by `creator`; aborts if it exists.
    public fun create_named_object(creator: &signer, seed: vector<u8>): ConstructorRef
        writes ObjectCore(create_object_address(&signer::address_of(creator), seed))
    {
        let owner = signer::address_of(creator);
        let object = create_object_address(&owner, seed);
        assert!(!exists<ObjectCore>(object), error::already_exists(EOBJECT_EXISTS));
        move_to(&create_signer::create_signer(object), ObjectCore { owner });
        ConstructorRef { object }
    }

    /// Makes a signer for the object under construction.
    public fun generate_signer(ref: &ConstructorRef): signer pure {
        create_signer::create_signer(ref.object)
    }

    /// Returns the address of the object under construction.
    public fun address_from_constructor_ref(ref: &ConstructorRef): address pure {
        ref.object
    }

    /// Makes the right to act as the object later.
    public fun generate_extend_ref(ref: &ConstructorRef): ExtendRef pure {
        ExtendRef { object: ref.object }
    }

    /// Makes a signer for the object.
    public fun generate_signer_for_extending(ref: &ExtendRef): signer pure {
        create_signer::create_signer(ref.object)
    }

    /// Returns the address of the object.
    public fun address_from_extend_ref(ref: &ExtendRef): address pure {
        ref.object
    }

    #[view]
    /// Tells whether there is an object at `object`.
    public fun is_object(object: address): bool
        reads exists<ObjectCore>(object)
    {
        exists<ObjectCore>(object)
    }

    #[view]
    /// Returns the owner of the object at `object`; aborts if there is none.
    public fun owner_of(object: address): address
        reads ObjectCore(object).owner
    {
        assert!(exists<ObjectCore>(object), error::not_found(EOBJECT_DOES_NOT_EXIST));
        ObjectCore[object].owner
    }

    /// Gives the object at `object` to `to`; aborts unless `owner` owns it.
    public entry fun transfer_call(owner: &signer, object: address, to: address)
        writes ObjectCore(object).owner
    {
        assert!(exists<ObjectCore>(object), error::not_found(EOBJECT_DOES_NOT_EXIST));
        let core = &mut ObjectCore[object];
        assert!(core.owner == signer::address_of(owner), error::permission_denied(ENOT_OBJECT_OWNER));
        core.owner = to;
    }
}
