/// Collections of tokens, each an object. Their counters are added to without being looked at: those who mint from one
/// collection need no order.
module aptos_token_objects::collection {
    use std::error;
    use std::option::{Self, Option};
    use std::signer;
    use std::string::{Self, String};
    use aptos_framework::event;
    use aptos_framework::object::{Self, ConstructorRef, ExtendRef, Object};
    use aptos_token_objects::royalty::{Self, Royalty};

    /// There is no collection.
    const ECOLLECTION_DOES_NOT_EXIST: u64 = 1;
    /// The name is too long.
    const ECOLLECTION_NAME_TOO_LONG: u64 = 3;
    /// The address is too long.
    const EURI_TOO_LONG: u64 = 4;
    /// The description is too long.
    const EDESCRIPTION_TOO_LONG: u64 = 5;
    /// A collection of at most no tokens.
    const EMAX_SUPPLY_CANNOT_BE_ZERO: u64 = 6;
    /// There are more tokens than are to be allowed.
    const EINVALID_MAX_SUPPLY: u64 = 9;
    /// There may be any number of tokens.
    const ENO_MAX_SUPPLY_IN_COLLECTION: u64 = 10;

    const MAX_COLLECTION_NAME_LENGTH: u64 = 128;
    const MAX_URI_LENGTH: u64 = 512;
    const MAX_DESCRIPTION_LENGTH: u64 = 2048;
    const MAX_U64: u64 = 18446744073709551615;

    /// A collection, for people.
    struct Collection has key {
        /// Who has made it.
        creator: address,
        /// What it is.
        description: String,
        /// Its name.
        name: String,
        /// Where its picture is.
        uri: String,
    }

    /// How many tokens there are.
    struct Supply has key {
        /// The number.
        current_supply: u64,
        /// How many may still be made.
        room: u64,
        /// How many were made.
        total_minted: u64,
    }

    /// The right to change what people see.
    struct MutatorRef has drop, store {
        /// The collection.
        self: address,
    }

    #[event]
    /// A token was made.
    struct Mint has drop, store {
        /// The collection.
        collection: address,
        /// The token.
        token: address,
    }

    #[event]
    /// A token was destroyed.
    struct Burn has drop, store {
        /// The collection.
        collection: address,
        /// The token.
        token: address,
    }

    /// Makes a collection of at most `max_supply` tokens.
    public fun create_fixed_collection(
        creator: &signer,
        description: String,
        max_supply: u64,
        name: String,
        royalty: Option<Royalty>,
        uri: String
    ): ConstructorRef
        writes Supply(object::create_object_address(signer::address_of(creator), create_collection_seed(name)))
        calls create_untracked_collection(creator, description, name, royalty, uri)
    {
        assert!(max_supply != 0, error::invalid_argument(EMAX_SUPPLY_CANNOT_BE_ZERO));
        let ref = create_untracked_collection(creator, description, name, royalty, uri);
        move_to(
            &object::generate_signer(&ref),
            Supply { current_supply: 0, room: max_supply, total_minted: 0 }
        );
        ref
    }

    /// Makes a collection of any number of tokens, which are counted.
    public fun create_unlimited_collection(
        creator: &signer,
        description: String,
        name: String,
        royalty: Option<Royalty>,
        uri: String
    ): ConstructorRef
        writes Supply(object::create_object_address(signer::address_of(creator), create_collection_seed(name)))
        calls create_untracked_collection(creator, description, name, royalty, uri)
    {
        let ref = create_untracked_collection(creator, description, name, royalty, uri);
        move_to(
            &object::generate_signer(&ref),
            Supply { current_supply: 0, room: MAX_U64, total_minted: 0 }
        );
        ref
    }

    /// Makes a collection whose tokens are not counted.
    public fun create_untracked_collection(
        creator: &signer,
        description: String,
        name: String,
        royalty: Option<Royalty>,
        uri: String
    ): ConstructorRef
        writes object::ObjectCore(object::create_object_address(signer::address_of(creator), create_collection_seed(name)))
        writes Collection(object::create_object_address(signer::address_of(creator), create_collection_seed(name)))
        writes royalty::Royalty(object::create_object_address(signer::address_of(creator), create_collection_seed(name))) if option::is_some<royalty::Royalty>(royalty)
    {
        assert!(
            string::length(&name) <= MAX_COLLECTION_NAME_LENGTH,
            error::out_of_range(ECOLLECTION_NAME_TOO_LONG)
        );
        assert!(string::length(&uri) <= MAX_URI_LENGTH, error::out_of_range(EURI_TOO_LONG));
        assert!(
            string::length(&description) <= MAX_DESCRIPTION_LENGTH,
            error::out_of_range(EDESCRIPTION_TOO_LONG)
        );
        let ref = object::create_named_object(creator, create_collection_seed(&name));
        move_to(
            &object::generate_signer(&ref),
            Collection { creator: signer::address_of(creator), description, name, uri }
        );
        if (option::is_some(&royalty)) {
            royalty::init(&ref, option::extract(&mut royalty));
        };
        ref
    }

    /// Computes the address of the collection that `creator` calls `name`.
    public fun create_collection_address(creator: &address, name: &String): address pure {
        object::create_object_address(creator, create_collection_seed(name))
    }

    /// Returns the seed of a collection's address.
    public fun create_collection_seed(name: &String): vector<u8> {
        assert!(
            string::length(name) <= MAX_COLLECTION_NAME_LENGTH,
            error::out_of_range(ECOLLECTION_NAME_TOO_LONG)
        );
        *string::bytes(name)
    }

    /// Counts a token that is made.
    package fun increment_supply(collection: address, token: address) {
        if (exists<Supply>(collection)) {
            let supply = &mut Supply[collection];
            supply.room -= 1;
            supply.current_supply += 1;
            supply.total_minted += 1;
        };
        event::emit(Mint { collection, token });
    }

    /// Counts a token that is made and is to know its number: the first is 1. Those who ask are ordered. Where nothing is counted,
    /// the number is 0.
    package fun increment_and_number(collection: address, token: address): u64 {
        increment_supply(collection, token);
        if (exists<Supply>(collection)) Supply[collection].total_minted else 0
    }

    /// Counts a token that is destroyed.
    package fun decrement_supply(collection: address, token: address) {
        if (exists<Supply>(collection)) {
            let supply = &mut Supply[collection];
            supply.current_supply -= 1;
            supply.room += 1;
        };
        event::emit(Burn { collection, token });
    }

    /// Makes the right to change what people see.
    public fun generate_mutator_ref(ref: &ConstructorRef): MutatorRef {
        MutatorRef { self: object::address_from_constructor_ref(ref) }
    }

    #[view]
    /// Returns how many tokens there are, if they are counted.
    public fun count<T: key>(collection: Object<T>): Option<u64>
        reads exists<Collection>(object::object_address<T>(collection))
        reads Supply(object::object_address<T>(collection)).current_supply
    {
        let at = object::object_address(&collection);
        assert!(exists<Collection>(at), error::not_found(ECOLLECTION_DOES_NOT_EXIST));
        if (exists<Supply>(at)) option::some(Supply[at].current_supply) else option::none()
    }

    #[view]
    /// Returns who has made the collection.
    public fun creator<T: key>(collection: Object<T>): address
        reads Collection(object::object_address<T>(collection)).creator
    {
        Collection[object::object_address(&collection)].creator
    }

    #[view]
    /// Returns what the collection is.
    public fun description<T: key>(collection: Object<T>): String
        reads Collection(object::object_address<T>(collection)).description
    {
        Collection[object::object_address(&collection)].description
    }

    #[view]
    /// Returns the collection's name.
    public fun name<T: key>(collection: Object<T>): String
        reads Collection(object::object_address<T>(collection)).name
    {
        Collection[object::object_address(&collection)].name
    }

    #[view]
    /// Returns where the collection's picture is.
    public fun uri<T: key>(collection: Object<T>): String
        reads Collection(object::object_address<T>(collection)).uri
    {
        Collection[object::object_address(&collection)].uri
    }

    /// Changes the collection's name. Its address, which comes from the first name, stays.
    public fun set_name(mutator_ref: &MutatorRef, name: String)
        writes Collection(mutator_ref.self).name
    {
        assert!(
            string::length(&name) <= MAX_COLLECTION_NAME_LENGTH,
            error::out_of_range(ECOLLECTION_NAME_TOO_LONG)
        );
        Collection[mutator_ref.self].name = name;
    }

    /// Changes how many tokens there may be; aborts if there are more, or if there may be any number.
    public fun set_max_supply(mutator_ref: &MutatorRef, max_supply: u64)
        writes Supply(mutator_ref.self).room
        reads Supply(mutator_ref.self).current_supply
    {
        assert!(
            exists<Supply>(mutator_ref.self),
            error::invalid_argument(ENO_MAX_SUPPLY_IN_COLLECTION)
        );
        let supply = &mut Supply[mutator_ref.self];
        assert!(
            supply.current_supply + supply.room != MAX_U64,
            error::invalid_argument(ENO_MAX_SUPPLY_IN_COLLECTION)
        );
        assert!(supply.current_supply <= max_supply, error::out_of_range(EINVALID_MAX_SUPPLY));
        supply.room = max_supply - supply.current_supply;
    }

    /// Changes what the collection is.
    public fun set_description(mutator_ref: &MutatorRef, description: String)
        writes Collection(mutator_ref.self).description
    {
        assert!(
            string::length(&description) <= MAX_DESCRIPTION_LENGTH,
            error::out_of_range(EDESCRIPTION_TOO_LONG)
        );
        Collection[mutator_ref.self].description = description;
    }

    /// Changes where the collection's picture is.
    public fun set_uri(mutator_ref: &MutatorRef, uri: String)
        writes Collection(mutator_ref.self).uri
    {
        assert!(string::length(&uri) <= MAX_URI_LENGTH, error::out_of_range(EURI_TOO_LONG));
        Collection[mutator_ref.self].uri = uri;
    }
}
