/// What is known of signatures.
#[test_only]
module aptos_std::ed25519_tests {
    use std::option;
    use aptos_std::ed25519;

    #[test]
    fun a_signature_is_known() {
        let (sk, pk) = ed25519::generate_keys();
        let pk = ed25519::public_key_into_unvalidated(pk);
        let s = ed25519::sign_arbitrary_bytes(&sk, b"hello");
        assert!(ed25519::signature_verify_strict(&s, &pk, b"hello"));
        assert!(!ed25519::signature_verify_strict(&s, &pk, b"hullo"));
    }

    #[test]
    fun a_signature_of_another_key_is_not() {
        let (sk, _) = ed25519::generate_keys();
        let (_, pk) = ed25519::generate_keys();
        let s = ed25519::sign_arbitrary_bytes(&sk, b"hello");
        assert!(!ed25519::signature_verify_strict(&s, &ed25519::public_key_to_unvalidated(&pk), b"hello"));
    }

    #[test]
    fun a_struct_is_signed_with_its_type() {
        let (sk, pk) = ed25519::generate_keys();
        let pk = ed25519::public_key_into_unvalidated(pk);
        let s = ed25519::sign_struct(&sk, option::some(1u64));
        assert!(ed25519::signature_verify_strict_t(&s, &pk, option::some(1u64)));
        assert!(!ed25519::signature_verify_strict_t(&s, &pk, option::some(2u64)));
    }

    #[test]
    fun a_known_signature() {
        let pk = ed25519::new_unvalidated_public_key_from_bytes(x"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        let s = ed25519::new_signature_from_bytes(x"e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        assert!(ed25519::signature_verify_strict(&s, &pk, b""));
        assert!(option::is_some(&ed25519::public_key_validate(&pk)));
    }

    #[test]
    fun a_weak_key_is_no_key() {
        assert!(option::is_none(&ed25519::new_validated_public_key_from_bytes(x"0000000000000000000000000000000000000000000000000000000000000000")));
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = aptos_std::ed25519)]
    fun a_short_key_aborts() {
        ed25519::new_unvalidated_public_key_from_bytes(x"00");
    }

    #[test]
    #[expected_failure(abort_code = 0x10002, location = aptos_std::ed25519)]
    fun a_short_signature_aborts() {
        ed25519::new_signature_from_bytes(x"00");
    }

    #[test]
    fun an_authentication_key_has_32_bytes() {
        let (_, pk) = ed25519::generate_keys();
        assert!(std::vector::length(&ed25519::validated_public_key_to_authentication_key(&pk)) == 32);
    }
}
