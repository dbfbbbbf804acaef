/// Signatures on the curve Ed25519, checked strictly: a key of small order signs nothing.
module aptos_std::ed25519 {
    use std::bcs;
    use std::error;
    use std::hash;
    use std::option::{Self, Option};
    use std::vector;
    use aptos_std::type_info::{Self, TypeInfo};

    /// The public key has not 32 bytes, or is no good point.
    const E_WRONG_PUBKEY_SIZE: u64 = 1;
    /// The signature has not 64 bytes.
    const E_WRONG_SIGNATURE_SIZE: u64 = 2;

    /// Says that an account has one key of this kind.
    const SIGNATURE_SCHEME_ID: u8 = 0;
    const PUBLIC_KEY_NUM_BYTES: u64 = 32;
    const SIGNATURE_NUM_BYTES: u64 = 64;

    /// A message together with its type, so that no bytes can be taken for a message of another type.
    struct SignedMessage<MessageType> has drop {
        /// The type.
        type_info: TypeInfo,
        /// The message.
        inner: MessageType,
    }

    /// Bytes that may be a public key.
    struct UnvalidatedPublicKey has copy, drop, store {
        /// 32 of them.
        bytes: vector<u8>,
    }

    /// A public key.
    struct ValidatedPublicKey has copy, drop, store {
        /// 32 bytes.
        bytes: vector<u8>,
    }

    /// Bytes that may be a signature.
    struct Signature has copy, drop, store {
        /// 64 of them.
        bytes: vector<u8>,
    }

    /// Takes `bytes` for a public key; aborts unless there are 32.
    public fun new_unvalidated_public_key_from_bytes(bytes: vector<u8>): UnvalidatedPublicKey {
        assert!(vector::length(&bytes) == PUBLIC_KEY_NUM_BYTES, error::invalid_argument(E_WRONG_PUBKEY_SIZE));
        UnvalidatedPublicKey { bytes }
    }

    /// Makes a public key of `bytes`, if they are one.
    public fun new_validated_public_key_from_bytes(bytes: vector<u8>): Option<ValidatedPublicKey> {
        if (is_public_key(bytes)) option::some(ValidatedPublicKey { bytes }) else option::none()
    }

    /// Takes `bytes` for a signature; aborts unless there are 64.
    public fun new_signature_from_bytes(bytes: vector<u8>): Signature {
        assert!(vector::length(&bytes) == SIGNATURE_NUM_BYTES, error::invalid_argument(E_WRONG_SIGNATURE_SIZE));
        Signature { bytes }
    }

    /// Forgets that the key was checked.
    public fun public_key_to_unvalidated(pk: &ValidatedPublicKey): UnvalidatedPublicKey {
        UnvalidatedPublicKey { bytes: pk.bytes }
    }

    /// Forgets that the key was checked.
    public fun public_key_into_unvalidated(pk: ValidatedPublicKey): UnvalidatedPublicKey {
        UnvalidatedPublicKey { bytes: pk.bytes }
    }

    /// Returns the key's bytes.
    public fun unvalidated_public_key_to_bytes(pk: &UnvalidatedPublicKey): vector<u8> {
        pk.bytes
    }

    /// Returns the key's bytes.
    public fun validated_public_key_to_bytes(pk: &ValidatedPublicKey): vector<u8> {
        pk.bytes
    }

    /// Returns the signature's bytes.
    public fun signature_to_bytes(sig: &Signature): vector<u8> {
        sig.bytes
    }

    /// Checks the key.
    public fun public_key_validate(pk: &UnvalidatedPublicKey): Option<ValidatedPublicKey> {
        new_validated_public_key_from_bytes(pk.bytes)
    }

    /// Tells whether `signature` is that of `message` under `public_key`.
    public fun signature_verify_strict(
        signature: &Signature,
        public_key: &UnvalidatedPublicKey,
        message: vector<u8>
    ): bool {
        verify(signature.bytes, public_key.bytes, message)
    }

    /// Tells whether `signature` is that of `data`, signed with its type, under `public_key`.
    public fun signature_verify_strict_t<T: drop>(
        signature: &Signature,
        public_key: &UnvalidatedPublicKey,
        data: T
    ): bool {
        let encoded = SignedMessage { type_info: type_info::type_of<T>(), inner: data };
        verify(signature.bytes, public_key.bytes, bcs::to_bytes(&encoded))
    }

    /// Puts a message together with its type.
    public fun new_signed_message<T: drop>(data: T): SignedMessage<T> {
        SignedMessage { type_info: type_info::type_of<T>(), inner: data }
    }

    /// Returns the authentication key of an account with this key alone.
    public fun unvalidated_public_key_to_authentication_key(pk: &UnvalidatedPublicKey): vector<u8> {
        public_key_bytes_to_authentication_key(pk.bytes)
    }

    /// Returns the authentication key of an account with this key alone.
    public fun validated_public_key_to_authentication_key(pk: &ValidatedPublicKey): vector<u8> {
        public_key_bytes_to_authentication_key(pk.bytes)
    }

    fun public_key_bytes_to_authentication_key(pk_bytes: vector<u8>): vector<u8> {
        vector::push_back(&mut pk_bytes, SIGNATURE_SCHEME_ID);
        hash::sha3_256(pk_bytes)
    }

    #[test_only]
    /// The secret that a public key belongs to.
    struct SecretKey has drop {
        /// 32 bytes.
        bytes: vector<u8>,
    }

    #[test_only]
    /// Makes a secret and its public key, others with each call.
    public fun generate_keys(): (SecretKey, ValidatedPublicKey) {
        let bytes = aptos_framework::randomness::bytes(32);
        let public_key = ValidatedPublicKey { bytes: public_key_of(bytes) };
        (SecretKey { bytes }, public_key)
    }

    #[test_only]
    /// Signs `msg`.
    public fun sign_arbitrary_bytes(sk: &SecretKey, msg: vector<u8>): Signature {
        Signature { bytes: sign(sk.bytes, msg) }
    }

    #[test_only]
    /// Signs `data` with its type.
    public fun sign_struct<T: drop>(sk: &SecretKey, data: T): Signature {
        Signature { bytes: sign(sk.bytes, bcs::to_bytes(&new_signed_message(data))) }
    }

    /// Checks a signature strictly.
    native fun verify(signature: vector<u8>, public_key: vector<u8>, message: vector<u8>): bool;

    /// Whether the bytes are a point of the curve, of large order.
    native fun is_public_key(bytes: vector<u8>): bool;

    /// The public key that belongs to a secret; nothing unless that has 32 bytes.
    native fun public_key_of(secret: vector<u8>): vector<u8>;

    /// The signature of a message; nothing unless the secret has 32 bytes.
    native fun sign(secret: vector<u8>, message: vector<u8>): vector<u8>;
}
