/// Shares of a price that are due to those who have made something.
module aptos_token_objects::royalty {
    use std::error;
    use std::option::{Self, Option};
    use aptos_framework::object::{Self, ConstructorRef, ExtendRef, Object};

    /// There is no royalty.
    const EROYALTY_DOES_NOT_EXIST: u64 = 1;
    /// More than everything would be due.
    const EROYALTY_EXCEEDS_MAXIMUM: u64 = 2;
    /// The denominator is zero.
    const EROYALTY_DENOMINATOR_IS_ZERO: u64 = 3;

    /// A share of a price.
    struct Royalty has copy, drop, key {
        /// Upper part of the share.
        numerator: u64,
        /// Lower part of the share.
        denominator: u64,
        /// Whom it is due to.
        payee_address: address,
    }

    /// The right to change the royalty.
    struct MutatorRef has drop, store {
        /// The right to act as the object.
        inner: ExtendRef,
    }

    /// Makes the royalty that of the object under construction.
    public fun init(ref: &ConstructorRef, royalty: Royalty)
        writes Royalty(ref.self)
    {
        move_to(&object::generate_signer(ref), royalty);
    }

    /// Makes the royalty that of the object, instead of the one it has.
    public fun update(mutator_ref: &MutatorRef, royalty: Royalty)
        writes Royalty(mutator_ref.inner.self)
        writes Royalty(object::address_from_extend_ref(mutator_ref.inner))
    {
        let addr = object::address_from_extend_ref(&mutator_ref.inner);
        if (exists<Royalty>(addr)) {
            move_from<Royalty>(addr);
        };
        move_to(&object::generate_signer_for_extending(&mutator_ref.inner), royalty);
    }

    /// Makes a share; aborts if it is more than everything.
    public fun create(numerator: u64, denominator: u64, payee_address: address): Royalty {
        assert!(denominator != 0, error::out_of_range(EROYALTY_DENOMINATOR_IS_ZERO));
        assert!(numerator <= denominator, error::out_of_range(EROYALTY_EXCEEDS_MAXIMUM));
        Royalty { numerator, denominator, payee_address }
    }

    /// Makes the right to change the royalty.
    public fun generate_mutator_ref(ref: ExtendRef): MutatorRef {
        MutatorRef { inner: ref }
    }

    /// Tells whether the object at `addr` has a royalty of its own.
    public fun exists_at(addr: address): bool
        reads exists<Royalty>(addr)
    {
        exists<Royalty>(addr)
    }

    /// Takes the royalty off the object at `addr`; aborts if there is none.
    package fun delete(addr: address) {
        assert!(exists<Royalty>(addr), error::not_found(EROYALTY_DOES_NOT_EXIST));
        move_from<Royalty>(addr);
    }

    /// Returns the object's own royalty, if it has one.
    public fun get<T: key>(maybe_royalty: Object<T>): Option<Royalty>
        reads Royalty(object::object_address<T>(maybe_royalty))
    {
        let addr = object::object_address(&maybe_royalty);
        if (exists<Royalty>(addr)) option::some(Royalty[addr]) else option::none()
    }

    /// Returns the lower part of the share.
    public fun denominator(self: &Royalty): u64 {
        self.denominator
    }

    /// Returns the upper part of the share.
    public fun numerator(self: &Royalty): u64 {
        self.numerator
    }

    /// Returns whom it is due to.
    public fun payee_address(self: &Royalty): address {
        self.payee_address
    }
}
