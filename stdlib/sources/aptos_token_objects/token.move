/// Tokens of which no two are the same, each an object that belongs to a collection.
module aptos_token_objects::token {
    use std::error;
    use std::option::{Self, Option};
    use std::signer;
    use std::string::{Self, String};
    use std::vector;
    use aptos_std::string_utils;
    use aptos_framework::object::{Self, ConstructorRef, DeleteRef, Object};
    use aptos_token_objects::collection::{Self, Collection};
    use aptos_token_objects::royalty::{Self, Royalty};

    /// There is no token.
    const ETOKEN_DOES_NOT_EXIST: u64 = 1;
    /// The name is too long.
    const ETOKEN_NAME_TOO_LONG: u64 = 4;
    /// The address is too long.
    const EURI_TOO_LONG: u64 = 5;
    /// The description is too long.
    const EDESCRIPTION_TOO_LONG: u64 = 6;
    /// The seed is too long.
    const ESEED_TOO_LONG: u64 = 7;

    const MAX_TOKEN_NAME_LENGTH: u64 = 128;
    const MAX_TOKEN_SEED_LENGTH: u64 = 128;
    const MAX_URI_LENGTH: u64 = 512;
    const MAX_DESCRIPTION_LENGTH: u64 = 2048;

    /// A token, for people.
    struct Token has key {
        /// Its collection.
        collection: Object<Collection>,
        /// What it is.
        description: String,
        /// Its name.
        name: String,
        /// Where its picture is.
        uri: String,
        /// Its number, if it was made with one.
        index: u64,
    }

    /// The right to destroy a token.
    struct BurnRef has drop, store {
        /// The right to delete its object, if that can be.
        inner: Option<DeleteRef>,
        /// The token.
        self: address,
    }

    /// The right to change what people see.
    struct MutatorRef has drop, store {
        /// The token.
        self: address,
    }

    /// Makes a token of the creator's collection, at an address that is made up.
    public fun create(
        creator: &signer,
        collection_name: String,
        description: String,
        name: String,
        royalty: Option<Royalty>,
        uri: String
    ): ConstructorRef
        reads exists<object::ObjectCore>(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection_name)))
        adds collection::Supply(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection_name))).{current_supply, room, total_minted}
        writes object::ObjectCore(fresh)
        writes royalty::Royalty(fresh) if option::is_some<royalty::Royalty>(royalty)
        writes Token(fresh)
    {
        let ref = object::create_object(signer::address_of(creator));
        let at = collection_of(creator, &collection_name);
        collection::increment_supply(at, object::address_from_constructor_ref(&ref));
        set_up(&ref, at, description, name, royalty, uri, 0);
        ref
    }

    /// Makes a token of the creator's collection, at an address that is made up.
    public fun create_from_account(
        creator: &signer,
        collection_name: String,
        description: String,
        name: String,
        royalty: Option<Royalty>,
        uri: String
    ): ConstructorRef
        calls create(creator, collection_name, description, name, royalty, uri)
    {
        create(creator, collection_name, description, name, royalty, uri)
    }

    /// Makes a token of the creator's collection, at an address that is made up.
    public fun create_token(
        creator: &signer,
        collection: Object<Collection>,
        description: String,
        name: String,
        royalty: Option<Royalty>,
        uri: String
    ): ConstructorRef
        reads exists<object::ObjectCore>(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection::Collection(object::object_address<collection::Collection>(collection)).name)))
        adds collection::Supply(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection::Collection(object::object_address<collection::Collection>(collection)).name))).{current_supply, room, total_minted}
        writes object::ObjectCore(fresh)
        writes royalty::Royalty(fresh) if option::is_some<royalty::Royalty>(royalty)
        writes Token(fresh)
        calls collection::name<collection::Collection>(collection)
    {
        create(creator, collection::name(collection), description, name, royalty, uri)
    }

    /// Makes a token of the creator's collection, at the address that the names say.
    public fun create_named_token(
        creator: &signer,
        collection_name: String,
        description: String,
        name: String,
        royalty: Option<Royalty>,
        uri: String
    ): ConstructorRef
        reads exists<object::ObjectCore>(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection_name)))
        adds collection::Supply(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection_name))).{current_supply, room, total_minted}
        writes object::ObjectCore(object::create_object_address(signer::address_of(creator), create_token_seed(collection_name, name)))
        writes royalty::Royalty(object::create_object_address(signer::address_of(creator), create_token_seed(collection_name, name))) if option::is_some<royalty::Royalty>(royalty)
        writes Token(object::create_object_address(signer::address_of(creator), create_token_seed(collection_name, name)))
    {
        let ref = object::create_named_object(creator, create_token_seed(&collection_name, &name));
        let at = collection_of(creator, &collection_name);
        collection::increment_supply(at, object::address_from_constructor_ref(&ref));
        set_up(&ref, at, description, name, royalty, uri, 0);
        ref
    }

    /// Makes a token of the creator's collection, at the address that the collection's name and `seed` say.
    public fun create_named_token_from_seed(
        creator: &signer,
        collection: Object<Collection>,
        description: String,
        name: String,
        seed: String,
        royalty: Option<Royalty>,
        uri: String
    ): ConstructorRef
        reads exists<object::ObjectCore>(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection::Collection(object::object_address<collection::Collection>(collection)).name)))
        adds collection::Supply(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection::Collection(object::object_address<collection::Collection>(collection)).name))).{current_supply, room, total_minted}
        writes object::ObjectCore(object::create_object_address(signer::address_of(creator), create_token_name_with_seed(collection::Collection(object::object_address<collection::Collection>(collection)).name, name, seed)))
        writes royalty::Royalty(object::create_object_address(signer::address_of(creator), create_token_name_with_seed(collection::Collection(object::object_address<collection::Collection>(collection)).name, name, seed))) if option::is_some<royalty::Royalty>(royalty)
        writes Token(object::create_object_address(signer::address_of(creator), create_token_name_with_seed(collection::Collection(object::object_address<collection::Collection>(collection)).name, name, seed)))
        calls collection::name<collection::Collection>(collection)
    {
        let collection_name = collection::name(collection);
        let ref = object::create_named_object(creator, create_token_name_with_seed(&collection_name, &name, &seed));
        let at = collection_of(creator, &collection_name);
        collection::increment_supply(at, object::address_from_constructor_ref(&ref));
        set_up(&ref, at, description, name, royalty, uri, 0);
        ref
    }

    /// Makes a token of the creator's collection, at an address that is made up. Its number stands in its name, between a prefix and
    /// a suffix: such tokens of one collection are made one after the other.
    public fun create_numbered_token(
        creator: &signer,
        collection_name: String,
        description: String,
        name_with_index_prefix: String,
        name_with_index_suffix: String,
        royalty: Option<Royalty>,
        uri: String
    ): ConstructorRef
        reads exists<object::ObjectCore>(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection_name)))
        adds collection::Supply(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection_name))).{current_supply, room}
        writes object::ObjectCore(fresh)
        writes collection::Supply(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection_name))).total_minted
        writes royalty::Royalty(fresh) if option::is_some<royalty::Royalty>(royalty)
        writes Token(fresh)
    {
        let ref = object::create_object(signer::address_of(creator));
        let at = collection_of(creator, &collection_name);
        let index = collection::increment_and_number(at, object::address_from_constructor_ref(&ref));
        let name = name_with_index_prefix;
        string::append(&mut name, string_utils::to_string(&index));
        string::append(&mut name, name_with_index_suffix);
        set_up(&ref, at, description, name, royalty, uri, index);
        ref
    }

    /// Makes a token of the creator's collection, at an address that is made up. Its number stands in its name, between a prefix and
    /// a suffix: such tokens of one collection are made one after the other.
    public fun create_numbered_token_object(
        creator: &signer,
        collection: Object<Collection>,
        description: String,
        name_with_index_prefix: String,
        name_with_index_suffix: String,
        royalty: Option<Royalty>,
        uri: String
    ): ConstructorRef
        reads exists<object::ObjectCore>(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection::Collection(object::object_address<collection::Collection>(collection)).name)))
        adds collection::Supply(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection::Collection(object::object_address<collection::Collection>(collection)).name))).{current_supply, room}
        writes object::ObjectCore(fresh)
        writes collection::Supply(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection::Collection(object::object_address<collection::Collection>(collection)).name))).total_minted
        writes royalty::Royalty(fresh) if option::is_some<royalty::Royalty>(royalty)
        writes Token(fresh)
        calls collection::name<collection::Collection>(collection)
    {
        create_numbered_token(
            creator,
            collection::name(collection),
            description,
            name_with_index_prefix,
            name_with_index_suffix,
            royalty,
            uri
        )
    }

    /// The address of the creator's collection.
    fun collection_of(creator: &signer, name: &String): address {
        collection::create_collection_address(&signer::address_of(creator), name)
    }

    fun set_up(
        ref: &ConstructorRef,
        collection: address,
        description: String,
        name: String,
        royalty: Option<Royalty>,
        uri: String,
        index: u64
    ) {
        assert!(string::length(&name) <= MAX_TOKEN_NAME_LENGTH, error::out_of_range(ETOKEN_NAME_TOO_LONG));
        assert!(
            string::length(&description) <= MAX_DESCRIPTION_LENGTH,
            error::out_of_range(EDESCRIPTION_TOO_LONG)
        );
        assert!(string::length(&uri) <= MAX_URI_LENGTH, error::out_of_range(EURI_TOO_LONG));
        let collection = object::address_to_object<Collection>(collection);
        move_to(&object::generate_signer(ref), Token { collection, description, name, uri, index });
        if (option::is_some(&royalty)) {
            royalty::init(ref, option::extract(&mut royalty));
        };
    }

    /// Computes the address of the token of these names.
    public fun create_token_address(creator: &address, collection: &String, name: &String): address {
        object::create_object_address(creator, create_token_seed(collection, name))
    }

    /// Returns the seed of a named token's address.
    public fun create_token_seed(collection: &String, name: &String): vector<u8> {
        assert!(string::length(name) <= MAX_TOKEN_NAME_LENGTH, error::out_of_range(ETOKEN_NAME_TOO_LONG));
        let seed = *string::bytes(collection);
        vector::append(&mut seed, b"::");
        vector::append(&mut seed, *string::bytes(name));
        seed
    }

    /// Returns the seed of the address of a token with a seed of its own.
    public fun create_token_name_with_seed(collection: &String, name: &String, seed: &String): vector<u8> {
        assert!(string::length(seed) <= MAX_TOKEN_SEED_LENGTH, error::out_of_range(ESEED_TOO_LONG));
        let seeds = create_token_seed(collection, name);
        vector::append(&mut seeds, *string::bytes(seed));
        seeds
    }

    /// Makes the right to change what people see.
    public fun generate_mutator_ref(ref: &ConstructorRef): MutatorRef {
        MutatorRef { self: object::address_from_constructor_ref(ref) }
    }

    /// Makes the right to destroy the token.
    public fun generate_burn_ref(ref: &ConstructorRef): BurnRef {
        let inner = if (object::can_generate_delete_ref(ref)) {
            option::some(object::generate_delete_ref(ref))
        } else {
            option::none()
        };
        BurnRef { inner, self: object::address_from_constructor_ref(ref) }
    }

    /// Returns the address of the token.
    public fun address_from_burn_ref(ref: &BurnRef): address {
        ref.self
    }

    #[view]
    /// Returns who has made the token's collection.
    public fun creator<T: key>(token: Object<T>): address
        reads collection::Collection(object::object_address<collection::Collection>(Token(object::object_address<T>(token)).collection)).creator
        calls collection_object<T>(token)
    {
        collection::creator(collection_object(token))
    }

    #[view]
    /// Returns the name of the token's collection.
    public fun collection_name<T: key>(token: Object<T>): String
        reads collection::Collection(object::object_address<collection::Collection>(Token(object::object_address<T>(token)).collection)).name
        calls collection_object<T>(token)
    {
        collection::name(collection_object(token))
    }

    #[view]
    /// Returns the token's collection.
    public fun collection_object<T: key>(token: Object<T>): Object<Collection>
        reads Token(object::object_address<T>(token)).collection
    {
        let at = object::object_address(&token);
        assert!(exists<Token>(at), error::not_found(ETOKEN_DOES_NOT_EXIST));
        Token[at].collection
    }

    #[view]
    /// Returns what the token is.
    public fun description<T: key>(token: Object<T>): String
        reads Token(object::object_address<T>(token)).description
    {
        Token[object::object_address(&token)].description
    }

    #[view]
    /// Returns the token's name.
    public fun name<T: key>(token: Object<T>): String
        reads Token(object::object_address<T>(token)).name
    {
        Token[object::object_address(&token)].name
    }

    #[view]
    /// Returns the token's number, if it was made with one; else 0.
    public fun index<T: key>(token: Object<T>): u64
        reads Token(object::object_address<T>(token)).index
    {
        Token[object::object_address(&token)].index
    }

    #[view]
    /// Returns where the token's picture is.
    public fun uri<T: key>(token: Object<T>): String
        reads Token(object::object_address<T>(token)).uri
    {
        Token[object::object_address(&token)].uri
    }

    #[view]
    /// Returns the token's royalty, or else its collection's.
    public fun royalty<T: key>(token: Object<T>): Option<Royalty>
        reads royalty::Royalty(object::object_address<collection::Collection>(Token(object::object_address<T>(token)).collection))
        calls royalty::get<T>(token)
        calls collection_object<T>(token)
    {
        let own = royalty::get(token);
        if (option::is_some(&own)) own else royalty::get(collection_object(token))
    }

    /// Destroys the token.
    public fun burn(burn_ref: BurnRef)
        adds collection::Supply(object::object_address<collection::Collection>(Token(burn_ref.self).collection)).{current_supply, room}
        writes object::ObjectCore(burn_ref.inner.vec[0].self) if option::is_some<object::DeleteRef>(burn_ref.inner)
        writes object::Untransferable(burn_ref.inner.vec[0].self) if option::is_some<object::DeleteRef>(burn_ref.inner)
        writes royalty::Royalty(burn_ref.self)
        writes Token(burn_ref.self)
    {
        let BurnRef { inner, self: at } = burn_ref;
        assert!(exists<Token>(at), error::not_found(ETOKEN_DOES_NOT_EXIST));
        if (royalty::exists_at(at)) {
            royalty::delete(at);
        };
        let Token { collection, description: _, name: _, uri: _, index: _ } = move_from<Token>(at);
        if (option::is_some(&inner)) {
            object::delete(option::extract(&mut inner));
        };
        collection::decrement_supply(object::object_address(&collection), at);
    }

    /// Changes what the token is.
    public fun set_description(mutator_ref: &MutatorRef, description: String)
        writes Token(mutator_ref.self).description
    {
        assert!(
            string::length(&description) <= MAX_DESCRIPTION_LENGTH,
            error::out_of_range(EDESCRIPTION_TOO_LONG)
        );
        Token[mutator_ref.self].description = description;
    }

    /// Changes the token's name.
    public fun set_name(mutator_ref: &MutatorRef, name: String)
        writes Token(mutator_ref.self).name
    {
        assert!(string::length(&name) <= MAX_TOKEN_NAME_LENGTH, error::out_of_range(ETOKEN_NAME_TOO_LONG));
        Token[mutator_ref.self].name = name;
    }

    /// Changes where the token's picture is.
    public fun set_uri(mutator_ref: &MutatorRef, uri: String)
        writes Token(mutator_ref.self).uri
    {
        assert!(string::length(&uri) <= MAX_URI_LENGTH, error::out_of_range(EURI_TOO_LONG));
        Token[mutator_ref.self].uri = uri;
    }
}
