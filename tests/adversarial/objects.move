//! Resource accounts and new objects: addresses that are computed, kept, or made up.
module 0xa::objects {
    use std::signer;
    use aptos_framework::object::{Self, ExtendRef, LinearTransferRef};
    use aptos_framework::transaction_context;
    use aptos_std::table::{Self, Table};

    struct R has key { n: u64 }
    struct Q has key { n: u64 }
    struct Vault has key { right: ExtendRef }
    struct Slot has key { right: ExtendRef }
    struct Two has key { a: ExtendRef, b: ExtendRef }
    struct Index has key { at: Table<address, u64> }

    /// An object named by a seed: its address is a function of its maker's.
    //! footprint named: writes object::ObjectCore(object::create_object_address(signer::address_of(s), b"x"))
    //! footprint named: writes R(object::create_object_address(signer::address_of(s), b"x"))
    fun named(s: &signer) {
        let made = object::create_named_object(s, b"x");
        move_to(&object::generate_signer(&made), R { n: 0 });
    }

    /// The right to act for an account is kept in state: records are written elsewhere than at the sender.
    //! footprint keeper: writes R(Vault(a).right.self); reads Vault(a).right
    fun keeper(a: address) {
        move_to(&object::generate_signer_for_extending(&Vault[a].right), R { n: 0 });
    }

    /// The right is taken from one record into another: the account it speaks for goes with it.
    //! footprint handed_over: writes Vault(a); writes Slot(signer::address_of(s)); writes R(Vault(a).right.self)
    fun handed_over(s: &signer, a: address) {
        let Vault { right } = move_from<Vault>(a);
        move_to(s, Slot { right });
        let right = &Slot[signer::address_of(s)].right;
        move_to(&object::generate_signer_for_extending(right), R { n: 0 });
    }

    /// A made-up address is nobody else's.
    //! footprint made_up: reads exists<Index>(a); writes Index(a).at[fresh]
    fun made_up(a: address) {
        let key = transaction_context::generate_auid_address();
        table::add(&mut Index[a].at, key, 1);
    }

    /// Made up or given: what is given counts.
    //! footprint made_up_or_given: reads exists<Index>(a); writes Index(a).at[fresh]; writes Index(a).at[k]
    fun made_up_or_given(a: address, k: address, is_new: bool) {
        let key = if (is_new) transaction_context::generate_auid_address() else k;
        table::add(&mut Index[a].at, key, 1);
    }

    /// The owner is not the object.
    //! footprint owner: reads object::ObjectCore(o).owner; writes Q(object::ObjectCore(o).owner).n
    fun owner(o: address) {
        Q[object::owner_of(o)].n = 1;
    }

    /// An object is given away by a function that declares what it writes.
    //! footprint given: reads object::ObjectCore(o).owner; reads exists<object::Untransferable>(right.self); writes object::ObjectCore(right.self).owner; writes Q.n
    fun given(o: address, right: LinearTransferRef, b: address) {
        object::transfer_with_ref(right, b);
        Q[object::owner_of(o)].n = 1;
    }

    //! footprint act_as: writes s
    fun act_as(s: &mut signer, other: signer) {
        *s = other;
    }

    /// A callee puts another signer into the variable: whose account is written is not known any more.
    //! footprint other_signer: reads Two(a).a; reads Two(a).b; writes R
    fun other_signer(a: address) {
        let s = object::generate_signer_for_extending(&Two[a].a);
        act_as(&mut s, object::generate_signer_for_extending(&Two[a].b));
        move_to(&s, R { n: 0 });
    }

    /// Behind a parameter, here.
    //! footprint replaced_signer: writes s; writes R(signer::address_of(other))
    fun replaced_signer(s: &mut signer, other: signer) {
        *s = other;
        move_to(s, R { n: 0 });
    }

    /// One of two signers.
    //! footprint either_signer: writes R(signer::address_of(s)); writes R(signer::address_of(t))
    fun either_signer(s: &signer, t: &signer, first: bool) {
        move_to(if (first) s else t, R { n: 0 });
    }
}
