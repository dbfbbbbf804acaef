/// What is known of tokens.
#[test_only]
module aptos_token_objects::token_tests {
    use std::option;
    use std::string::{Self, String};
    use aptos_framework::object;
    use aptos_token_objects::collection::{Self, Collection};
    use aptos_token_objects::royalty;
    use aptos_token_objects::token::{Self, Token};

    fun text(bytes: vector<u8>): String {
        string::utf8(bytes)
    }

    fun made(s: &signer): object::ConstructorRef {
        collection::create_unlimited_collection(s, text(b"d"), text(b"c"), option::none(), text(b"u"))
    }

    #[test(s = @0xa)]
    fun tokens_are_counted(s: &signer) {
        let c = object::object_from_constructor_ref<Collection>(&made(s));
        assert!(collection::count(c) == option::some(0) && collection::creator(c) == @0xa && collection::name(c) == text(b"c"));
        let r = token::create_named_token(s, text(b"c"), text(b"d"), text(b"t"), option::none(), text(b"u"));
        let t = object::object_from_constructor_ref<Token>(&r);
        assert!(collection::count(c) == option::some(1) && token::name(t) == text(b"t") && token::collection_name(t) == text(b"c"));
        assert!(token::creator(t) == @0xa && token::uri(t) == text(b"u") && token::description(t) == text(b"d"));
        assert!(object::object_address(&t) == token::create_token_address(&@0xa, &text(b"c"), &text(b"t")));
    }

    #[test(s = @0xa)]
    fun a_token_that_is_destroyed_is_gone(s: &signer) {
        let c = object::object_from_constructor_ref<Collection>(&made(s));
        let r = token::create(s, text(b"c"), text(b""), text(b"t"), option::some(royalty::create(1, 10, @0xb)), text(b""));
        let at = object::address_from_constructor_ref(&r);
        token::burn(token::generate_burn_ref(&r));
        assert!(!object::is_object(at) && collection::count(c) == option::some(0));
    }

    #[test(s = @0xa)]
    fun a_named_token_that_is_destroyed_leaves_its_object(s: &signer) {
        made(s);
        let r = token::create_named_token(s, text(b"c"), text(b""), text(b"t"), option::none(), text(b""));
        let at = object::address_from_constructor_ref(&r);
        token::burn(token::generate_burn_ref(&r));
        assert!(object::is_object(at));
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x60002, location = aptos_framework::object)]
    fun a_token_needs_a_collection(s: &signer) {
        token::create(s, text(b"c"), text(b""), text(b"t"), option::none(), text(b""));
    }

    #[test(s = @0xa)]
    #[expected_failure(arithmetic_error, location = aptos_token_objects::collection)]
    fun a_fixed_collection_ends(s: &signer) {
        collection::create_fixed_collection(s, text(b""), 1, text(b"c"), option::none(), text(b""));
        token::create(s, text(b"c"), text(b""), text(b"t"), option::none(), text(b""));
        token::create(s, text(b"c"), text(b""), text(b"t"), option::none(), text(b""));
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x10006, location = aptos_token_objects::collection)]
    fun a_collection_of_none_aborts(s: &signer) {
        collection::create_fixed_collection(s, text(b""), 0, text(b"c"), option::none(), text(b""));
    }

    #[test(s = @0xa)]
    fun royalties_come_from_the_token_or_its_collection(s: &signer) {
        collection::create_untracked_collection(s, text(b""), text(b"c"), option::some(royalty::create(1, 10, @0xb)), text(b""));
        let r = token::create(s, text(b"c"), text(b""), text(b"t"), option::none(), text(b""));
        let t = object::object_from_constructor_ref<Token>(&r);
        let found = option::destroy_some(token::royalty(t));
        assert!(royalty::numerator(&found) == 1 && royalty::denominator(&found) == 10 && royalty::payee_address(&found) == @0xb);
        let m = royalty::generate_mutator_ref(object::generate_extend_ref(&r));
        royalty::update(&m, royalty::create(2, 10, @0xc));
        assert!(royalty::numerator(&option::destroy_some(token::royalty(t))) == 2);
    }

    #[test]
    #[expected_failure(abort_code = 0x20002, location = aptos_token_objects::royalty)]
    fun more_than_everything_is_no_royalty() {
        royalty::create(11, 10, @0xb);
    }

    #[test]
    #[expected_failure(abort_code = 0x20003, location = aptos_token_objects::royalty)]
    fun nothing_below_is_no_royalty() {
        royalty::create(0, 0, @0xb);
    }

    #[test(s = @0xa)]
    fun people_see_what_is_changed(s: &signer) {
        let c = made(s);
        collection::set_uri(&collection::generate_mutator_ref(&c), text(b"new"));
        assert!(collection::uri(object::object_from_constructor_ref<Collection>(&c)) == text(b"new"));
        let r = token::create(s, text(b"c"), text(b""), text(b"t"), option::none(), text(b""));
        let m = token::generate_mutator_ref(&r);
        token::set_name(&m, text(b"n"));
        token::set_description(&m, text(b"d"));
        let t = object::object_from_constructor_ref<Token>(&r);
        assert!(token::name(t) == text(b"n") && token::description(t) == text(b"d"));
    }

    #[test(s = @0xa)]
    fun a_collection_is_called_and_limited_otherwise(s: &signer) {
        let c = collection::create_fixed_collection(s, text(b""), 1, text(b"f"), option::none(), text(b""));
        let m = collection::generate_mutator_ref(&c);
        token::create(s, text(b"f"), text(b""), text(b"t"), option::none(), text(b""));
        collection::set_max_supply(&m, 2);
        token::create(s, text(b"f"), text(b""), text(b"u"), option::none(), text(b""));
        collection::set_name(&m, text(b"g"));
        assert!(collection::name(object::object_from_constructor_ref<Collection>(&c)) == text(b"g"));
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x20009, location = aptos_token_objects::collection)]
    fun a_limit_is_no_less_than_what_there_is(s: &signer) {
        let c = collection::create_fixed_collection(s, text(b""), 2, text(b"f"), option::none(), text(b""));
        token::create(s, text(b"f"), text(b""), text(b"t"), option::none(), text(b""));
        collection::set_max_supply(&collection::generate_mutator_ref(&c), 0);
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x1000a, location = aptos_token_objects::collection)]
    fun what_has_no_limit_gets_none(s: &signer) {
        collection::set_max_supply(&collection::generate_mutator_ref(&made(s)), 9);
    }

    #[test(s = @0xa)]
    fun numbered_tokens_are_called_by_their_numbers(s: &signer) {
        let c = object::object_from_constructor_ref<Collection>(&made(s));
        token::create(s, text(b"c"), text(b""), text(b"t"), option::none(), text(b""));
        let r = token::create_numbered_token(s, text(b"c"), text(b""), text(b"cat "), text(b"!"), option::none(), text(b""));
        let t = object::object_from_constructor_ref<Token>(&r);
        assert!(token::name(t) == text(b"cat 2!") && token::index(t) == 2);
        let r = token::create_numbered_token_object(s, c, text(b""), text(b""), text(b""), option::none(), text(b""));
        assert!(token::name(object::object_from_constructor_ref<Token>(&r)) == text(b"3"));
    }

    #[test(s = @0xa)]
    fun a_token_that_nobody_counts_has_no_number(s: &signer) {
        collection::create_untracked_collection(s, text(b""), text(b"c"), option::none(), text(b""));
        let r = token::create_numbered_token(s, text(b"c"), text(b""), text(b"t"), text(b""), option::none(), text(b""));
        let t = object::object_from_constructor_ref<Token>(&r);
        assert!(token::name(t) == text(b"t0") && token::index(t) == 0);
    }
}
