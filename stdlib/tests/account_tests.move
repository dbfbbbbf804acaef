/// What is known of accounts and events.
#[test_only]
module aptos_framework::account_tests {
    use std::signer;
    use aptos_framework::account;
    use aptos_framework::event;
    use aptos_framework::resource_account;

    #[test]
    fun an_account_that_is_made_is_there() {
        let s = account::create_account_for_test(@0xa);
        assert!(signer::address_of(&s) == @0xa && account::exists_at(@0xa) && !account::exists_at(@0xb));
    }

    #[test]
    fun a_new_account_has_sent_nothing() {
        account::create_account_for_test(@0xa);
        assert!(account::get_sequence_number(@0xa) == 0);
        account::increment_sequence_number_for_test(@0xa);
        assert!(account::get_sequence_number(@0xa) == 1);
    }

    #[test(s = @0xa)]
    fun a_resource_account_lies_where_its_seed_says(s: &signer) {
        let (r, cap) = account::create_resource_account(s, b"seed");
        assert!(signer::address_of(&r) == account::create_resource_address(&@0xa, b"seed"));
        assert!(account::get_signer_capability_address(&cap) == signer::address_of(&r));
        assert!(signer::address_of(&account::create_signer_with_capability(&cap)) == signer::address_of(&r));
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x8000f, location = aptos_framework::account)]
    fun a_resource_account_is_made_once(s: &signer) {
        let (_r, _cap) = account::create_resource_account(s, b"seed");
        let (_r, _cap) = account::create_resource_account(s, b"seed");
    }

    #[test]
    fun names_of_an_account_differ() {
        let s = account::create_account_for_test(@0xa);
        let a = account::create_guid(&s);
        let b = account::create_guid(&s);
        assert!(!aptos_framework::guid::eq_id(&a, &aptos_framework::guid::id(&b)));
        assert!(aptos_framework::guid::creator_address(&a) == @0xa);
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x60002, location = aptos_framework::account)]
    fun a_name_needs_an_account(s: &signer) {
        account::create_guid(s);
    }

    #[test]
    fun streams_count_their_events() {
        let s = account::create_account_for_test(@0xa);
        let h = account::new_event_handle<u64>(&s);
        event::emit_event(&mut h, 5);
        event::emit_event(&mut h, 6);
        assert!(event::counter(&h) == 2 && event::was_event_emitted_by_handle(&h, &6));
        event::destroy_handle(h);
    }

    #[test]
    fun events_are_seen_by_their_type() {
        event::emit(1u64);
        event::emit(true);
        event::emit(2u64);
        assert!(event::emitted_events<u64>() == vector[1, 2]);
        assert!(event::was_event_emitted(&true) && !event::was_event_emitted(&false));
    }

    #[test(s = @0xa)]
    fun a_resource_account_takes_its_right(s: &signer) {
        resource_account::create_resource_account(s, b"seed", vector[]);
        let r = account::create_signer_for_test(account::create_resource_address(&@0xa, b"seed"));
        let cap = resource_account::retrieve_resource_account_cap(&r, @0xa);
        assert!(account::get_signer_capability_address(&cap) == signer::address_of(&r));
    }

    #[test(s = @0xa)]
    #[expected_failure(abort_code = 0x60001, location = aptos_framework::resource_account)]
    fun a_right_is_taken_once(s: &signer) {
        resource_account::create_resource_account(s, b"seed", vector[]);
        let r = account::create_signer_for_test(account::create_resource_address(&@0xa, b"seed"));
        resource_account::retrieve_resource_account_cap(&r, @0xa);
        resource_account::retrieve_resource_account_cap(&r, @0xa);
    }
}
