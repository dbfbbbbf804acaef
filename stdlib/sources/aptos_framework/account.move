/// Accounts: numbers of transactions, streams of events, and accounts without a key that a module acts for.
module aptos_framework::account {
    use std::bcs;
    use std::error;
    use std::hash;
    use std::option::{Self, Option};
    use std::signer;
    use std::vector;
    use aptos_std::from_bcs;
    use aptos_framework::create_signer::create_signer;
    use aptos_framework::event::{Self, EventHandle};
    use aptos_framework::guid;


    /// There already is an account.
    const EACCOUNT_ALREADY_EXISTS: u64 = 1;
    /// There is no account.
    const EACCOUNT_DOES_NOT_EXIST: u64 = 2;
    /// The account cannot be made at an address that belongs to the library.
    const ECANNOT_RESERVED_ADDRESS: u64 = 5;
    /// The resource account was used already.
    const ERESOURCE_ACCCOUNT_EXISTS: u64 = 15;
    /// The account has more signatures than none.
    const EACCOUNT_ALREADY_USED: u64 = 16;

    /// Ends what is hashed to the address of a resource account.
    const DERIVE_RESOURCE_ACCOUNT_SCHEME: u8 = 255;
    /// The key that nobody has.
    const ZERO_AUTH_KEY: vector<u8> = x"0000000000000000000000000000000000000000000000000000000000000000";

    /// An account.
    struct Account has key, store {
        /// The hash of whose signature counts.
        authentication_key: vector<u8>,
        /// How many transactions it has sent.
        sequence_number: u64,
        /// The number of the next name that it gives.
        guid_creation_num: u64,
        /// For whom a resource account was made, until its maker has taken the right to act.
        signer_capability_offer: Option<address>,
    }

    /// The right to act as an account.
    struct SignerCapability has drop, store {
        /// The account.
        account: address,
    }

    /// Makes an account at `new_address`; aborts if there is one.
    package fun create_account(new_address: address): signer {
        assert!(!exists<Account>(new_address), error::already_exists(EACCOUNT_ALREADY_EXISTS));
        assert!(
            new_address != @0x0 && new_address != @aptos_framework && new_address != @0x3,
            error::invalid_argument(ECANNOT_RESERVED_ADDRESS)
        );
        create_account_unchecked(new_address)
    }

    fun create_account_unchecked(new_address: address): signer {
        let account = create_signer(new_address);
        move_to(
            &account,
            Account {
                authentication_key: bcs::to_bytes(&new_address),
                sequence_number: 0,
                guid_creation_num: 4,
                signer_capability_offer: option::none()
            }
        );
        account
    }

    /// Makes an account at `account_address` if there is none.
    public fun create_account_if_does_not_exist(account_address: address)
        writes Account(account_address)
    {
        if (!exists<Account>(account_address)) {
            create_account(account_address);
        };
    }

    #[view]
    /// Tells whether there is an account at `addr`.
    public fun exists_at(addr: address): bool
        reads exists<Account>(addr)
    {
        exists<Account>(addr)
    }

    #[view]
    /// Returns the number of the next name that the account gives.
    public fun get_guid_next_creation_num(addr: address): u64
        reads Account(addr).guid_creation_num
    {
        if (exists<Account>(addr)) Account[addr].guid_creation_num else 0
    }

    #[view]
    /// Returns how many transactions the account has sent.
    public fun get_sequence_number(addr: address): u64
        reads Account(addr).sequence_number
    {
        if (exists<Account>(addr)) Account[addr].sequence_number else 0
    }

    #[view]
    /// Returns the hash of the key whose signature counts.
    public fun get_authentication_key(addr: address): vector<u8>
        reads Account(addr).authentication_key
    {
        if (exists<Account>(addr)) Account[addr].authentication_key else bcs::to_bytes(&addr)
    }

    /// Makes a name that the account gives once.
    public fun create_guid(account_signer: &signer): guid::GUID
        writes Account(signer::address_of(account_signer)).guid_creation_num
    {
        let addr = signer::address_of(account_signer);
        assert!(exists<Account>(addr), error::not_found(EACCOUNT_DOES_NOT_EXIST));
        guid::create(addr, &mut Account[addr].guid_creation_num)
    }

    /// Makes a stream of events that belongs to the account.
    public fun new_event_handle<T: drop + store>(account: &signer): EventHandle<T>
        calls create_guid(account)
    {
        event::new_event_handle(create_guid(account))
    }

    /// Returns the address of the resource account that `source` makes of `seed`.
    public fun create_resource_address(source: &address, seed: vector<u8>): address {
        let bytes = bcs::to_bytes(source);
        vector::append(&mut bytes, seed);
        vector::push_back(&mut bytes, DERIVE_RESOURCE_ACCOUNT_SCHEME);
        from_bcs::to_address(hash::sha3_256(bytes))
    }

    /// Makes an account without a key, and the right to act as it; aborts if it was used before.
    ///
    /// ```
    /// let (vault, cap) = account::create_resource_account(&creator, b"vault");
    /// ```
    public fun create_resource_account(source: &signer, seed: vector<u8>): (signer, SignerCapability)
        writes Account(create_resource_address(signer::address_of(source), seed))
    {
        let source_address = signer::address_of(source);
        let account = create_resource_address(&source_address, seed);
        let resource = if (exists<Account>(account)) {
            let known = &Account[account];
            assert!(
                option::is_none(&known.signer_capability_offer),
                error::already_exists(ERESOURCE_ACCCOUNT_EXISTS)
            );
            assert!(known.sequence_number == 0, error::invalid_state(EACCOUNT_ALREADY_USED));
            create_signer(account)
        } else {
            create_account_unchecked(account)
        };
        let own = &mut Account[account];
        own.authentication_key = ZERO_AUTH_KEY;
        own.signer_capability_offer = option::some(account);
        (resource, SignerCapability { account })
    }

    /// Makes a signer of the right to act.
    public fun create_signer_with_capability(capability: &SignerCapability): signer {
        create_signer(capability.account)
    }

    /// Returns whom the right is about.
    public fun get_signer_capability_address(capability: &SignerCapability): address {
        capability.account
    }

    #[test_only]
    /// Makes an account at `new_address`, wherever that is.
    public fun create_account_for_test(new_address: address): signer {
        if (exists<Account>(new_address)) create_signer(new_address) else create_account_unchecked(new_address)
    }

    #[test_only]
    /// Makes a signer for `addr`.
    public fun create_signer_for_test(addr: address): signer {
        create_signer(addr)
    }

    #[test_only]
    /// Makes the right to act as `account`.
    public fun create_test_signer_cap(account: address): SignerCapability {
        SignerCapability { account }
    }

    #[test_only]
    /// Sends nothing, and is counted.
    public fun increment_sequence_number_for_test(addr: address) {
        Account[addr].sequence_number += 1;
    }
}
