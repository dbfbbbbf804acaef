/// Objects: addresses that nobody has a key for, each with an owner.
///
/// A named object's address is hashed from its maker's and a seed, so it is known before the object is there; any other
/// object's is made up, and no other transaction can know it.
module aptos_framework::object {
    use std::bcs;
    use std::error;
    use std::hash;
    use std::signer;
    use std::vector;
    use aptos_std::from_bcs;
    use aptos_framework::create_signer::create_signer;
    use aptos_framework::event::{Self, EventHandle};
    use aptos_framework::guid;
    use aptos_framework::transaction_context;

    /// There already is an object at the address.
    const EOBJECT_EXISTS: u64 = 1;
    /// There is no object at the address.
    const EOBJECT_DOES_NOT_EXIST: u64 = 2;
    /// The object is not given away by its owner alone.
    const ENO_UNGATED_TRANSFERS: u64 = 3;
    /// The signer does not own the object.
    const ENOT_OBJECT_OWNER: u64 = 4;
    /// The object cannot be deleted.
    const ECANNOT_DELETE: u64 = 5;
    /// The object is owned through too many others.
    const EMAXIMUM_NESTING: u64 = 6;
    /// The object is never given away.
    const EOBJECT_NOT_TRANSFERRABLE: u64 = 9;
    /// The object was not thrown away.
    const EOBJECT_NOT_BURNT: u64 = 8;

    /// Ends what is hashed to the address of an object that another one names.
    const DERIVE_OBJECT_ADDRESS_SCHEME: u8 = 0xFC;
    /// Ends what is hashed to an object's address, so that it is no address of another kind.
    const OBJECT_FROM_SEED_ADDRESS_SCHEME: u8 = 0xFE;
    /// Ends what is hashed to the address of an object made of a name.
    const OBJECT_FROM_GUID_ADDRESS_SCHEME: u8 = 0xFD;
    /// Names that an object has given when it begins.
    const INIT_GUID_CREATION_NUM: u64 = 0x4000000000000;
    /// Owns what was thrown away.
    const BURN_ADDRESS: address = @0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff;

    /// Makes its address an object.
    struct ObjectCore has key {
        /// The number of the next name that it gives.
        guid_creation_num: u64,
        /// Who owns it.
        owner: address,
        /// Whether its owner may give it away.
        allow_ungated_transfer: bool,
    }

    /// What is left of an object's owner once it is thrown away.
    struct TombStone has key {
        /// Who has thrown it away.
        original_owner: address,
    }

    /// Makes an object one that is never given away.
    struct Untransferable has key {}

    /// Other records of one object may lie in this group.
    struct ObjectGroup {}

    /// Leads to an object that holds a `T`.
    struct Object<phantom T> has copy, drop, store {
        /// Its address.
        inner: address,
    }

    /// The right to set an object up; lives as long as the call that makes the object.
    struct ConstructorRef has drop {
        /// The object's address.
        self: address,
        /// Whether the object can go again.
        can_delete: bool,
    }

    /// The right to delete an object.
    struct DeleteRef has drop, store {
        /// The object's address.
        self: address,
    }

    /// The right to act as an object, to be kept.
    struct ExtendRef has drop, store {
        /// The object's address.
        self: address,
    }

    /// The right to give an object away, and to say who may.
    struct TransferRef has drop, store {
        /// The object's address.
        self: address,
    }

    /// The right to give an object away once.
    struct LinearTransferRef has drop {
        /// The object's address.
        self: address,
        /// Who owns it as long as the right holds.
        owner: address,
    }

    /// The right to name objects after an object.
    struct DeriveRef has drop, store {
        /// The object's address.
        self: address,
    }

    #[event]
    /// An object was given away.
    struct Transfer has drop, store {
        /// The object.
        object: address,
        /// Who had it.
        from: address,
        /// Who has it.
        to: address,
    }

    /// Returns the object at `object`; aborts if there is none. (Whether it holds a `T` turns out when that is looked at.)
    public fun address_to_object<T: key>(object: address): Object<T>
        reads exists<ObjectCore>(object)
    {
        assert!(exists<ObjectCore>(object), error::not_found(EOBJECT_DOES_NOT_EXIST));
        Object<T> { inner: object }
    }

    #[view]
    /// Tells whether there is an object at `object`.
    public fun is_object(object: address): bool
        reads exists<ObjectCore>(object)
    {
        exists<ObjectCore>(object)
    }

    #[view]
    /// Tells whether there is an object at `object`.
    public fun object_exists<T: key>(object: address): bool
        reads exists<ObjectCore>(object)
    {
        exists<ObjectCore>(object)
    }

    /// Computes the address of the object that `source` names `seed`.
    ///
    /// ```
    /// let at = object::create_object_address(&@dex, b"registry");
    /// ```
    public fun create_object_address(source: &address, seed: vector<u8>): address pure {
        let bytes = bcs::to_bytes(source);
        vector::append(&mut bytes, seed);
        vector::push_back(&mut bytes, OBJECT_FROM_SEED_ADDRESS_SCHEME);
        from_bcs::to_address(hash::sha3_256(bytes))
    }

    /// Computes the address of the object that `source` names after the object at `derive_from`.
    public fun create_user_derived_object_address(source: address, derive_from: address): address pure {
        let bytes = bcs::to_bytes(&source);
        vector::append(&mut bytes, bcs::to_bytes(&derive_from));
        vector::push_back(&mut bytes, DERIVE_OBJECT_ADDRESS_SCHEME);
        from_bcs::to_address(hash::sha3_256(bytes))
    }

    /// Computes the address of the object made of the name `creation_num` of `source`.
    public fun create_guid_object_address(source: address, creation_num: u64): address pure {
        let bytes = bcs::to_bytes(&guid::create_id(source, creation_num));
        vector::push_back(&mut bytes, OBJECT_FROM_GUID_ADDRESS_SCHEME);
        from_bcs::to_address(hash::sha3_256(bytes))
    }

    /// Returns the object's address.
    public fun object_address<T>(self: &Object<T>): address {
        self.inner
    }

    /// Takes the object for one that holds a `Y`; aborts if it is gone.
    public fun convert<X: key, Y: key>(self: Object<X>): Object<Y>
        reads exists<ObjectCore>(self.inner)
    {
        address_to_object<Y>(self.inner)
    }

    /// Takes the object for one of another type, without a look at it.
    package fun cast<X: key, Y: key>(object: Object<X>): Object<Y> {
        Object<Y> { inner: object.inner }
    }

    /// Makes the object that `creator` names `seed`, owned by `creator`; aborts if it exists.
    public fun create_named_object(creator: &signer, seed: vector<u8>): ConstructorRef
        writes ObjectCore(create_object_address(signer::address_of(creator), seed))
    {
        let creator_address = signer::address_of(creator);
        let object = create_object_address(&creator_address, seed);
        create_object_internal(creator_address, object, false)
    }

    /// Makes the object that the right's object is named after for `creator_address`; aborts if it exists.
    public fun create_user_derived_object(creator_address: address, derive_ref: &DeriveRef): ConstructorRef
        writes ObjectCore(create_user_derived_object_address(creator_address, derive_ref.self))
    {
        let object = create_user_derived_object_address(creator_address, derive_ref.self);
        create_object_internal(creator_address, object, false)
    }

    /// Makes the object that the one at `derive_from` is named after for `owner`, who cannot give it away.
    package fun create_bound_object(owner: address, derive_from: address): ConstructorRef {
        let ref = create_object_internal(owner, create_user_derived_object_address(owner, derive_from), false);
        ObjectCore[ref.self].allow_ungated_transfer = false;
        ref
    }

    /// Makes an object at an address of the library's own.
    package fun create_sticky_object_at_address(owner_address: address, object_address: address): ConstructorRef {
        create_object_internal(owner_address, object_address, false)
    }

    /// Makes an object without a name that can be deleted.
    public fun create_object(owner_address: address): ConstructorRef
        writes ObjectCore(fresh)
    {
        create_object_internal(owner_address, transaction_context::generate_auid_address(), true)
    }

    /// Makes an object without a name that cannot be deleted.
    public fun create_sticky_object(owner_address: address): ConstructorRef
        writes ObjectCore(fresh)
    {
        create_object_internal(owner_address, transaction_context::generate_auid_address(), false)
    }

    /// Makes an object without a name that can be deleted.
    public fun create_object_from_account(creator: &signer): ConstructorRef
        writes ObjectCore(fresh)
    {
        create_object(signer::address_of(creator))
    }

    /// Makes an object without a name that can be deleted.
    public fun create_object_from_object(creator: &signer): ConstructorRef
        writes ObjectCore(fresh)
    {
        create_object(signer::address_of(creator))
    }

    fun create_object_internal(owner: address, object: address, can_delete: bool): ConstructorRef {
        assert!(!exists<ObjectCore>(object), error::already_exists(EOBJECT_EXISTS));
        move_to(
            &create_signer(object),
            ObjectCore { guid_creation_num: INIT_GUID_CREATION_NUM, owner, allow_ungated_transfer: true }
        );
        ConstructorRef { self: object, can_delete }
    }

    /// Makes the right to delete the object; aborts if it cannot be.
    public fun generate_delete_ref(ref: &ConstructorRef): DeleteRef {
        assert!(ref.can_delete, error::permission_denied(ECANNOT_DELETE));
        DeleteRef { self: ref.self }
    }

    /// Makes the right to act as the object later.
    public fun generate_extend_ref(ref: &ConstructorRef): ExtendRef {
        ExtendRef { self: ref.self }
    }

    /// Makes the right to give the object away; aborts if nobody ever may.
    public fun generate_transfer_ref(ref: &ConstructorRef): TransferRef
        reads exists<Untransferable>(ref.self)
    {
        assert!(!exists<Untransferable>(ref.self), error::permission_denied(EOBJECT_NOT_TRANSFERRABLE));
        TransferRef { self: ref.self }
    }

    /// Makes the right to name objects after the object.
    public fun generate_derive_ref(ref: &ConstructorRef): DeriveRef {
        DeriveRef { self: ref.self }
    }

    /// Makes a signer for the object under construction.
    public fun generate_signer(ref: &ConstructorRef): signer {
        create_signer(ref.self)
    }

    /// Returns the address of the object under construction.
    public fun address_from_constructor_ref(ref: &ConstructorRef): address {
        ref.self
    }

    /// Returns the object under construction.
    public fun object_from_constructor_ref<T: key>(ref: &ConstructorRef): Object<T>
        reads exists<ObjectCore>(ref.self)
    {
        address_to_object<T>(ref.self)
    }

    /// Tells whether the object can be deleted.
    public fun can_generate_delete_ref(ref: &ConstructorRef): bool {
        ref.can_delete
    }

    /// Makes a name that the object gives once.
    public fun create_guid(object: &signer): guid::GUID
        writes ObjectCore(signer::address_of(object)).guid_creation_num
    {
        let addr = signer::address_of(object);
        guid::create(addr, &mut ObjectCore[addr].guid_creation_num)
    }

    /// Makes a stream of events that belongs to the object.
    public fun new_event_handle<T: drop + store>(object: &signer): EventHandle<T>
        calls create_guid(object)
    {
        event::new_event_handle(create_guid(object))
    }

    /// Returns the address of the object.
    public fun address_from_delete_ref(ref: &DeleteRef): address {
        ref.self
    }

    /// Returns the object.
    public fun object_from_delete_ref<T: key>(ref: &DeleteRef): Object<T>
        reads exists<ObjectCore>(ref.self)
    {
        address_to_object<T>(ref.self)
    }

    /// Deletes the object; what else its address holds stays.
    public fun delete(ref: DeleteRef)
        writes ObjectCore(ref.self)
        writes Untransferable(ref.self)
    {
        if (exists<Untransferable>(ref.self)) {
            let Untransferable {} = move_from<Untransferable>(ref.self);
        };
        let ObjectCore { guid_creation_num: _, owner: _, allow_ungated_transfer: _ } =
            move_from<ObjectCore>(ref.self);
    }

    /// Makes a signer for the object.
    public fun generate_signer_for_extending(ref: &ExtendRef): signer {
        create_signer(ref.self)
    }

    /// Returns the address of the object.
    public fun address_from_extend_ref(ref: &ExtendRef): address {
        ref.self
    }

    /// Forbids the owner to give the object away.
    public fun disable_ungated_transfer(ref: &TransferRef)
        writes ObjectCore(ref.self).allow_ungated_transfer
    {
        ObjectCore[ref.self].allow_ungated_transfer = false;
    }

    /// Makes the object one that is never given away.
    public fun set_untransferable(ref: &ConstructorRef)
        writes ObjectCore(ref.self).allow_ungated_transfer
        writes Untransferable(ref.self)
    {
        ObjectCore[ref.self].allow_ungated_transfer = false;
        if (!exists<Untransferable>(ref.self)) {
            move_to(&create_signer(ref.self), Untransferable {});
        };
    }

    /// Lets the owner give the object away; aborts if nobody ever may.
    public fun enable_ungated_transfer(ref: &TransferRef)
        reads exists<Untransferable>(ref.self)
        writes ObjectCore(ref.self).allow_ungated_transfer
    {
        assert!(!exists<Untransferable>(ref.self), error::permission_denied(EOBJECT_NOT_TRANSFERRABLE));
        ObjectCore[ref.self].allow_ungated_transfer = true;
    }

    /// Makes the right to give the object away once, as long as its owner stays who it is.
    public fun generate_linear_transfer_ref(ref: &TransferRef): LinearTransferRef
        reads ObjectCore(ref.self).owner
        reads exists<Untransferable>(ref.self)
    {
        assert!(!exists<Untransferable>(ref.self), error::permission_denied(EOBJECT_NOT_TRANSFERRABLE));
        LinearTransferRef { self: ref.self, owner: ObjectCore[ref.self].owner }
    }

    /// Gives the object to `to`, whether or not its owner may.
    public fun transfer_with_ref(ref: LinearTransferRef, to: address)
        reads exists<Untransferable>(ref.self)
        writes ObjectCore(ref.self).owner
    {
        assert!(!exists<Untransferable>(ref.self), error::permission_denied(EOBJECT_NOT_TRANSFERRABLE));
        let core = &mut ObjectCore[ref.self];
        assert!(core.owner == ref.owner, error::permission_denied(ENOT_OBJECT_OWNER));
        core.owner = to;
        event::emit(Transfer { object: ref.self, from: ref.owner, to });
    }

    /// Gives the object at `object` to `to`; aborts unless `owner` owns it, itself or through other objects.
    public entry fun transfer_call(owner: &signer, object: address, to: address)
        calls transfer_raw(owner, object, to)
    {
        transfer_raw(owner, object, to);
    }

    /// Gives the object to `to`; aborts unless `owner` owns it, itself or through other objects.
    public entry fun transfer<T: key>(owner: &signer, object: Object<T>, to: address)
        calls transfer_raw(owner, object.inner, to)
    {
        transfer_raw(owner, object.inner, to);
    }

    /// Gives the object at `object` to `to`; aborts unless `owner` owns it, itself or through other objects.
    public fun transfer_raw(owner: &signer, object: address, to: address)
        reads ObjectCore(object).allow_ungated_transfer
        reads ObjectCore(ObjectCore(object).owner).allow_ungated_transfer
        reads ObjectCore(ObjectCore(ObjectCore(object).owner).owner).allow_ungated_transfer
        reads ObjectCore(ObjectCore(ObjectCore(ObjectCore(object).owner).owner).owner).{allow_ungated_transfer, owner}
        writes ObjectCore(object).owner
    {
        verify_ungated_and_descendant(signer::address_of(owner), object);
        let core = &mut ObjectCore[object];
        let from = core.owner;
        if (from != to) {
            core.owner = to;
            event::emit(Transfer { object, from, to });
        };
    }

    /// Gives the object to another object.
    public entry fun transfer_to_object<O: key, T: key>(owner: &signer, object: Object<O>, to: Object<T>)
        calls transfer_raw(owner, object.inner, to.inner)
    {
        transfer_raw(owner, object.inner, to.inner);
    }

    /// Throws the object away: nobody owns it, until its owner wants it back.
    public entry fun burn<T: key>(owner: &signer, object: Object<T>)
        writes ObjectCore(object.inner).owner
        writes TombStone(object.inner)
    {
        let original_owner = signer::address_of(owner);
        assert!(is_owner(object, original_owner), error::permission_denied(ENOT_OBJECT_OWNER));
        move_to(&create_signer(object.inner), TombStone { original_owner });
        ObjectCore[object.inner].owner = BURN_ADDRESS;
        event::emit(Transfer { object: object.inner, from: original_owner, to: BURN_ADDRESS });
    }

    /// Takes back what was thrown away.
    public entry fun unburn<T: key>(original_owner: &signer, object: Object<T>)
        writes ObjectCore(object.inner).owner
        writes TombStone(object.inner)
    {
        assert!(exists<TombStone>(object.inner), error::invalid_argument(EOBJECT_NOT_BURNT));
        let TombStone { original_owner: owner } = move_from<TombStone>(object.inner);
        assert!(owner == signer::address_of(original_owner), error::permission_denied(ENOT_OBJECT_OWNER));
        ObjectCore[object.inner].owner = owner;
        event::emit(Transfer { object: object.inner, from: BURN_ADDRESS, to: owner });
    }

    #[view]
    /// Tells whether the owner may give the object away.
    public fun ungated_transfer_allowed<T: key>(object: Object<T>): bool
        reads ObjectCore(object.inner).allow_ungated_transfer
    {
        assert!(exists<ObjectCore>(object.inner), error::not_found(EOBJECT_DOES_NOT_EXIST));
        ObjectCore[object.inner].allow_ungated_transfer
    }

    #[view]
    /// Tells whether the object is never given away.
    public fun is_untransferable<T: key>(object: Object<T>): bool
        reads exists<Untransferable>(object.inner)
    {
        exists<Untransferable>(object.inner)
    }

    #[view]
    /// Tells whether the object was thrown away.
    public fun is_burnt<T: key>(object: Object<T>): bool
        reads exists<TombStone>(object.inner)
    {
        exists<TombStone>(object.inner)
    }

    #[view]
    /// Returns the owner of the object; aborts if it is gone.
    public fun owner<T: key>(object: Object<T>): address
        calls owner_of(object.inner)
    {
        owner_of(object.inner)
    }

    #[view]
    /// Returns the owner of the object at `object`; aborts if there is none.
    public fun owner_of(object: address): address
        reads ObjectCore(object).owner
    {
        assert!(exists<ObjectCore>(object), error::not_found(EOBJECT_DOES_NOT_EXIST));
        ObjectCore[object].owner
    }

    #[view]
    /// Tells whether `owner` itself owns the object.
    public fun is_owner<T: key>(object: Object<T>, owner: address): bool
        calls owner_of(object.inner)
    {
        owner_of(object.inner) == owner
    }

    #[view]
    /// Tells whether `owner` owns the object, itself or through up to three other objects.
    public fun owns<T: key>(object: Object<T>, owner: address): bool
        reads ObjectCore(ObjectCore(ObjectCore(ObjectCore(object.inner).owner).owner).owner).owner
        calls owner_of(object.inner)
    {
        let first = owner_of(object.inner);
        if (first == owner) return true;
        if (!exists<ObjectCore>(first)) return object.inner == owner;
        let second = ObjectCore[first].owner;
        if (second == owner) return true;
        if (!exists<ObjectCore>(second)) return object.inner == owner;
        let third = ObjectCore[second].owner;
        if (third == owner) return true;
        if (exists<ObjectCore>(third) && ObjectCore[third].owner == owner) return true;
        object.inner == owner
    }

    #[view]
    /// Returns the last owner on the way up, which is no object; aborts behind three other objects.
    public fun root_owner<T: key>(object: Object<T>): address
        reads exists<ObjectCore>(ObjectCore(ObjectCore(ObjectCore(ObjectCore(object.inner).owner).owner).owner).owner)
        calls owner_of(object.inner)
    {
        let first = owner_of(object.inner);
        if (!exists<ObjectCore>(first)) return first;
        let second = ObjectCore[first].owner;
        if (!exists<ObjectCore>(second)) return second;
        let third = ObjectCore[second].owner;
        if (!exists<ObjectCore>(third)) return third;
        let fourth = ObjectCore[third].owner;
        assert!(!exists<ObjectCore>(fourth), error::out_of_range(EMAXIMUM_NESTING));
        fourth
    }

    /// Aborts unless `owner` owns the object at `destination`, itself or through one that may be given away, or two, or
    /// three. Written out, so that each object on the way is a key and not all objects are.
    fun verify_ungated_and_descendant(owner: address, destination: address) {
        assert!(exists<ObjectCore>(destination), error::not_found(EOBJECT_DOES_NOT_EXIST));
        assert_ungated(destination);
        let first = ObjectCore[destination].owner;
        if (first == owner) return;
        assert_ungated(first);
        let second = ObjectCore[first].owner;
        if (second == owner) return;
        assert_ungated(second);
        let third = ObjectCore[second].owner;
        if (third == owner) return;
        assert_ungated(third);
        assert!(ObjectCore[third].owner == owner, error::out_of_range(EMAXIMUM_NESTING));
    }

    /// Aborts unless there is an object at `object` whose owner may give it away.
    fun assert_ungated(object: address) {
        assert!(exists<ObjectCore>(object), error::permission_denied(ENOT_OBJECT_OWNER));
        assert!(ObjectCore[object].allow_ungated_transfer, error::permission_denied(ENO_UNGATED_TRANSFERS));
    }
}
