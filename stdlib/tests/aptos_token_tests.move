/// Collections and tokens that say what may change, and properties.
#[test_only]
module aptos_token_objects::aptos_token_tests {
    use std::bcs;
    use std::string::{Self, String};
    use aptos_framework::object::{Self, Object};
    use aptos_token_objects::aptos_token::{Self, AptosCollection, AptosToken};
    use aptos_token_objects::collection;
    use aptos_token_objects::property_map;
    use aptos_token_objects::royalty;
    use aptos_token_objects::token;

    fun text(bytes: vector<u8>): String {
        string::utf8(bytes)
    }

    /// A collection in which everything may change, or nothing.
    fun collection(s: &signer, free: bool): Object<AptosCollection> {
        aptos_token::create_collection_object(
            s, text(b"d"), 10, text(b"c"), text(b"u"), free, free, free, free, free, free, free, free, free, 1, 100
        )
    }

    fun minted(s: &signer): Object<AptosToken> {
        aptos_token::mint_token_object(
            s,
            text(b"c"),
            text(b"d"),
            text(b"t"),
            text(b"u"),
            vector[text(b"level"), text(b"kind")],
            vector[text(b"u64"), text(b"0x1::string::String")],
            vector[bcs::to_bytes(&7u64), bcs::to_bytes(&text(b"cat"))]
        )
    }

    #[test(s = @0xa)]
    fun a_token_has_its_properties(s: &signer) {
        collection(s, true);
        let t = minted(s);
        assert!(object::owner(t) == @0xa && token::name(t) == text(b"t"));
        assert!(property_map::length(&t) == 2 && property_map::contains_key(&t, &text(b"level")));
        assert!(property_map::read_u64(&t, &text(b"level")) == 7);
        assert!(property_map::read_string(&t, &text(b"kind")) == text(b"cat"));
        let (type, bytes) = property_map::read(&t, &text(b"level"));
        assert!(type == text(b"u64") && bytes == bcs::to_bytes(&7u64));
    }

    #[test(s = @0xa)]
    fun properties_come_change_and_go(s: &signer) {
        collection(s, true);
        let t = minted(s);
        aptos_token::add_property(s, t, text(b"on"), text(b"bool"), vector[1]);
        aptos_token::add_typed_property(s, t, text(b"home"), @0x7);
        assert!(property_map::read_bool(&t, &text(b"on")) && property_map::read_address(&t, &text(b"home")) == @0x7);
        aptos_token::update_property(s, t, text(b"level"), text(b"u8"), vector[9]);
        assert!(property_map::read_u8(&t, &text(b"level")) == 9);
        aptos_token::update_typed_property(s, t, text(b"level"), 10u128);
        assert!(property_map::read_u128(&t, &text(b"level")) == 10);
        aptos_token::remove_property(s, t, text(b"on"));
        assert!(!property_map::contains_key(&t, &text(b"on")) && property_map::length(&t) == 3);
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x10007, location = aptos_token_objects::property_map)]
    fun a_property_is_read_as_what_it_is(s: &signer) {
        collection(s, true);
        property_map::read_u8(&minted(s), &text(b"level"));
    }

    #[test]
    #[expected_failure(abort_code = 0x10008, location = aptos_token_objects::property_map)]
    fun a_type_without_a_name_is_none() {
        property_map::prepare_input(vector[text(b"k")], vector[text(b"u7")], vector[vector[]]);
    }

    #[test]
    #[expected_failure(abort_code = 0x80002, location = aptos_token_objects::property_map)]
    fun two_properties_have_two_names() {
        let (keys, types) = (vector[text(b"k"), text(b"k")], vector[text(b"u8"), text(b"u8")]);
        property_map::prepare_input(keys, types, vector[vector[1], vector[2]]);
    }

    #[test]
    #[expected_failure(abort_code = 0x10005, location = aptos_token_objects::property_map)]
    fun each_property_has_a_value() {
        property_map::prepare_input(vector[text(b"k")], vector[text(b"u8")], vector[]);
    }

    #[test(s = @0xa)]
    fun what_may_change_does(s: &signer) {
        let c = collection(s, true);
        let t = minted(s);
        aptos_token::set_name(s, t, text(b"new"));
        aptos_token::set_uri(s, t, text(b"v"));
        aptos_token::set_description(s, t, text(b"e"));
        assert!(token::name(t) == text(b"new") && token::uri(t) == text(b"v") && token::description(t) == text(b"e"));
        aptos_token::set_collection_uri(s, c, text(b"w"));
        aptos_token::set_collection_description(s, c, text(b"f"));
        assert!(collection::uri(c) == text(b"w") && collection::description(c) == text(b"f"));
        aptos_token::set_collection_royalties_call(s, c, 2, 100, @0xb);
        assert!(royalty::numerator(&std::option::destroy_some(royalty::get(c))) == 2);
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x50004, location = aptos_token_objects::aptos_token)]
    fun what_may_not_change_stays(s: &signer) {
        collection(s, false);
        aptos_token::set_name(s, minted(s), text(b"new"));
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x50006, location = aptos_token_objects::aptos_token)]
    fun properties_that_may_not_change_stay(s: &signer) {
        collection(s, false);
        aptos_token::remove_property(s, minted(s), text(b"level"));
    }

    #[test(s = @0xa, other = @0xb)]
    #[expected_failure(abort_code = 0x50003, location = aptos_token_objects::aptos_token)]
    fun a_token_is_changed_by_who_has_made_it(s: &signer, other: &signer) {
        collection(s, true);
        aptos_token::set_name(other, minted(s), text(b"new"));
    }

    #[test(s = @0xa)]
    fun a_token_that_is_burnt_is_gone(s: &signer) {
        let c = collection(s, true);
        let t = minted(s);
        let at = object::object_address(&t);
        assert!(aptos_token::is_burnable(t) && aptos_token::is_freezable_by_creator(t));
        aptos_token::burn(s, t);
        assert!(!object::is_object(at) && collection::count(c) == std::option::some(0));
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x50005, location = aptos_token_objects::aptos_token)]
    fun a_token_that_lasts_is_not_burnt(s: &signer) {
        collection(s, false);
        aptos_token::burn(s, minted(s));
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x50003, location = aptos_framework::object)]
    fun a_frozen_token_does_not_move(s: &signer) {
        collection(s, true);
        let t = minted(s);
        aptos_token::freeze_transfer(s, t);
        object::transfer(s, t, @0xb);
    }

    #[test(s = @0xa)]
    fun a_token_moves_again(s: &signer) {
        collection(s, true);
        let t = minted(s);
        aptos_token::freeze_transfer(s, t);
        aptos_token::unfreeze_transfer(s, t);
        object::transfer(s, t, @0xb);
        assert!(object::owner(t) == @0xb);
    }

    #[test(s = @0xa, owner = @0xb)]
    #[expected_failure(abort_code = 0x50003, location = aptos_framework::object)]
    fun a_soul_bound_token_stays(s: &signer, owner: &signer) {
        collection(s, true);
        let t = aptos_token::mint_soul_bound_token_object(
            s, text(b"c"), text(b"d"), text(b"t"), text(b"u"), vector[], vector[], vector[], @0xb
        );
        assert!(object::owner(t) == @0xb);
        object::transfer(owner, t, @0xc);
    }
}
