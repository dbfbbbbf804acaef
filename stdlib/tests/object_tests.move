/// What is known of objects.
#[test_only]
module aptos_framework::object_tests {
    use std::signer;
    use aptos_framework::object::{Self, Object, ObjectCore};

    fun made(s: &signer, name: vector<u8>): Object<ObjectCore> {
        object::object_from_constructor_ref<ObjectCore>(&object::create_named_object(s, name))
    }

    #[test(s = @0xa)]
    fun a_named_object_lies_where_its_name_says(s: &signer) {
        let c = object::create_named_object(s, b"n");
        assert!(object::address_from_constructor_ref(&c) == object::create_object_address(&@0xa, b"n"));
        assert!(object::is_object(object::create_object_address(&@0xa, b"n")));
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x80001, location = aptos_framework::object)]
    fun a_named_object_is_made_once(s: &signer) {
        object::create_named_object(s, b"n");
        object::create_named_object(s, b"n");
    }

    #[test]
    fun objects_without_names_differ() {
        let a = object::address_from_constructor_ref(&object::create_object(@0xa));
        let b = object::address_from_constructor_ref(&object::create_object(@0xa));
        assert!(a != b);
    }

    #[test(s = @0xa)]
    fun its_maker_owns_it(s: &signer) {
        let c = object::create_named_object(s, b"n");
        let o = object::object_from_constructor_ref<ObjectCore>(&c);
        assert!(object::owner(o) == @0xa && object::is_owner(o, @0xa) && object::owns(o, @0xa));
        assert!(!object::is_owner(o, @0xb));
    }

    #[test(s = @0xa)]
    fun an_owner_gives_it_away(s: &signer) {
        let o = made(s, b"n");
        object::transfer(s, o, @0xb);
        assert!(object::owner(o) == @0xb);
    }

    #[test(s = @0xa, other = @0xb)]
    #[expected_failure(abort_code = 0x50004, location = aptos_framework::object)]
    fun nobody_else_gives_it_away(s: &signer, other: &signer) {
        let o = made(s, b"n");
        object::transfer(other, o, @0xb);
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x60002, location = aptos_framework::object)]
    fun what_is_not_there_is_not_given_away(s: &signer) {
        object::transfer_raw(s, @0x1234, @0xb);
    }

    #[test]
    #[expected_failure(abort_code = 0x60002, location = aptos_framework::object)]
    fun an_address_without_object_leads_nowhere() {
        object::address_to_object<ObjectCore>(@0x1234);
    }

    #[test(s = @0xa)]
    fun who_owns_the_owner_gives_it_away(s: &signer) {
        let outer = made(s, b"outer");
        let inner = made(s, b"inner");
        object::transfer_to_object(s, inner, outer);
        assert!(object::owner(inner) == object::object_address(&outer));
        assert!(object::owns(inner, @0xa) && object::root_owner(inner) == @0xa);
        object::transfer(s, inner, @0xb);
        assert!(object::owner(inner) == @0xb);
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x50003, location = aptos_framework::object)]
    fun a_locked_object_is_not_given_away(s: &signer) {
        let c = object::create_named_object(s, b"n");
        object::disable_ungated_transfer(&object::generate_transfer_ref(&c));
        object::transfer(s, object::object_from_constructor_ref<ObjectCore>(&c), @0xb);
    }

    #[test(s = @0xa)]
    fun an_unlocked_object_is_given_away(s: &signer) {
        let c = object::create_named_object(s, b"n");
        let r = object::generate_transfer_ref(&c);
        object::disable_ungated_transfer(&r);
        object::enable_ungated_transfer(&r);
        let o = object::object_from_constructor_ref<ObjectCore>(&c);
        assert!(object::ungated_transfer_allowed(o));
        object::transfer(s, o, @0xb);
    }

    #[test(s = @0xa)]
    fun the_right_gives_a_locked_object_away_once(s: &signer) {
        let c = object::create_named_object(s, b"n");
        let r = object::generate_transfer_ref(&c);
        object::disable_ungated_transfer(&r);
        object::transfer_with_ref(object::generate_linear_transfer_ref(&r), @0xb);
        assert!(object::owner(object::object_from_constructor_ref<ObjectCore>(&c)) == @0xb);
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x50004, location = aptos_framework::object)]
    fun an_old_right_gives_nothing_away(s: &signer) {
        let c = object::create_named_object(s, b"n");
        let r = object::generate_transfer_ref(&c);
        let old = object::generate_linear_transfer_ref(&r);
        object::transfer_with_ref(object::generate_linear_transfer_ref(&r), @0xb);
        object::transfer_with_ref(old, @0xc);
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x50009, location = aptos_framework::object)]
    fun no_right_to_give_away_what_never_is(s: &signer) {
        let c = object::create_named_object(s, b"n");
        object::set_untransferable(&c);
        object::generate_transfer_ref(&c);
    }

    #[test]
    fun what_is_deleted_is_gone() {
        let c = object::create_object(@0xa);
        let r = object::generate_delete_ref(&c);
        let a = object::address_from_delete_ref(&r);
        object::delete(r);
        assert!(!object::is_object(a));
    }

    #[test]
    #[expected_failure(abort_code = 0x50005, location = aptos_framework::object)]
    fun a_sticky_object_cannot_be_deleted() {
        object::generate_delete_ref(&object::create_sticky_object(@0xa));
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x50005, location = aptos_framework::object)]
    fun a_named_object_cannot_be_deleted(s: &signer) {
        object::generate_delete_ref(&object::create_named_object(s, b"n"));
    }

    #[test(s = @0xa)]
    fun who_may_extend_acts_as_the_object(s: &signer) {
        let c = object::create_named_object(s, b"n");
        let r = object::generate_extend_ref(&c);
        assert!(signer::address_of(&object::generate_signer_for_extending(&r)) == object::address_from_extend_ref(&r));
        assert!(signer::address_of(&object::generate_signer(&c)) == object::address_from_constructor_ref(&c));
    }

    #[test(s = @0xa)]
    fun burnt_and_taken_back(s: &signer) {
        let o = made(s, b"n");
        object::burn(s, o);
        assert!(object::is_burnt(o) && !object::is_owner(o, @0xa));
        object::unburn(s, o);
        assert!(!object::is_burnt(o) && object::is_owner(o, @0xa));
    }

    #[test(s = @0xa, other = @0xb)]
    #[expected_failure(abort_code = 0x50004, location = aptos_framework::object)]
    fun nobody_else_burns(s: &signer, other: &signer) {
        object::burn(other, made(s, b"n"));
    }
}
