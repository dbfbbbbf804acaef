/// Collections and tokens ready for use: who makes a collection says once what may be changed later.
module aptos_token_objects::aptos_token {
    use std::error;
    use std::option::{Self, Option};
    use std::signer;
    use std::string::String;
    use aptos_framework::object::{Self, ConstructorRef, Object};
    use aptos_token_objects::collection;
    use aptos_token_objects::property_map;
    use aptos_token_objects::royalty;
    use aptos_token_objects::token;

    /// There is no such collection.
    const ECOLLECTION_DOES_NOT_EXIST: u64 = 1;
    /// There is no such token.
    const ETOKEN_DOES_NOT_EXIST: u64 = 2;
    /// The signer has not made it.
    const ENOT_CREATOR: u64 = 3;
    /// This may not be changed.
    const EFIELD_NOT_MUTABLE: u64 = 4;
    /// The token may not be destroyed.
    const ETOKEN_NOT_BURNABLE: u64 = 5;
    /// Properties may not be changed.
    const EPROPERTIES_NOT_MUTABLE: u64 = 6;

    /// What may be done with a collection and its tokens.
    struct AptosCollection has key {
        /// The right to change what people see of the collection, where that may be.
        mutator_ref: Option<collection::MutatorRef>,
        /// The right to change the royalty, where that may be.
        royalty_mutator_ref: Option<royalty::MutatorRef>,
        /// Whether the collection's description may change.
        mutable_description: bool,
        /// Whether the collection's picture may change.
        mutable_uri: bool,
        /// Whether descriptions of tokens may change.
        mutable_token_description: bool,
        /// Whether names of tokens may change.
        mutable_token_name: bool,
        /// Whether properties of tokens may change.
        mutable_token_properties: bool,
        /// Whether pictures of tokens may change.
        mutable_token_uri: bool,
        /// Whether who has made a token may destroy it.
        tokens_burnable_by_creator: bool,
        /// Whether who has made a token may stop it from moving.
        tokens_freezable_by_creator: bool,
    }

    /// What may be done with a token.
    struct AptosToken has key {
        /// The right to destroy it, where that may be.
        burn_ref: Option<token::BurnRef>,
        /// The right to stop it from moving, where that may be.
        transfer_ref: Option<object::TransferRef>,
        /// The right to change what people see of it, where that may be.
        mutator_ref: Option<token::MutatorRef>,
        /// The right to change its properties.
        property_mutator_ref: property_map::MutatorRef,
    }

    /// Makes a collection of at most `max_supply` tokens.
    public entry fun create_collection(
        creator: &signer,
        description: String,
        max_supply: u64,
        name: String,
        uri: String,
        mutable_description: bool,
        mutable_royalty: bool,
        mutable_uri: bool,
        mutable_token_description: bool,
        mutable_token_name: bool,
        mutable_token_properties: bool,
        mutable_token_uri: bool,
        tokens_burnable_by_creator: bool,
        tokens_freezable_by_creator: bool,
        royalty_numerator: u64,
        royalty_denominator: u64
    )
        calls create_collection_object(creator, description, max_supply, name, uri, mutable_description, mutable_royalty, mutable_uri, mutable_token_description, mutable_token_name, mutable_token_properties, mutable_token_uri, tokens_burnable_by_creator, tokens_freezable_by_creator, royalty_numerator, royalty_denominator)
    {
        create_collection_object(
            creator,
            description,
            max_supply,
            name,
            uri,
            mutable_description,
            mutable_royalty,
            mutable_uri,
            mutable_token_description,
            mutable_token_name,
            mutable_token_properties,
            mutable_token_uri,
            tokens_burnable_by_creator,
            tokens_freezable_by_creator,
            royalty_numerator,
            royalty_denominator
        );
    }

    /// Makes a collection of at most `max_supply` tokens, and returns it.
    public fun create_collection_object(
        creator: &signer,
        description: String,
        max_supply: u64,
        name: String,
        uri: String,
        mutable_description: bool,
        mutable_royalty: bool,
        mutable_uri: bool,
        mutable_token_description: bool,
        mutable_token_name: bool,
        mutable_token_properties: bool,
        mutable_token_uri: bool,
        tokens_burnable_by_creator: bool,
        tokens_freezable_by_creator: bool,
        royalty_numerator: u64,
        royalty_denominator: u64
    ): Object<AptosCollection>
        writes object::ObjectCore(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(name)))
        writes AptosCollection(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(name)))
        writes collection::Collection(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(name)))
        writes collection::Supply(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(name)))
        writes royalty::Royalty(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(name))) if option::is_some<royalty::Royalty>(option::some<royalty::Royalty>(royalty::create(royalty_numerator, royalty_denominator, signer::address_of(creator))))
    {
        let due = royalty::create(royalty_numerator, royalty_denominator, signer::address_of(creator));
        let ref = collection::create_fixed_collection(creator, description, max_supply, name, option::some(due), uri);
        let mutator_ref = if (mutable_description || mutable_uri) {
            option::some(collection::generate_mutator_ref(&ref))
        } else {
            option::none()
        };
        let royalty_mutator_ref = if (mutable_royalty) {
            option::some(royalty::generate_mutator_ref(object::generate_extend_ref(&ref)))
        } else {
            option::none()
        };
        move_to(
            &object::generate_signer(&ref),
            AptosCollection {
                mutator_ref,
                royalty_mutator_ref,
                mutable_description,
                mutable_uri,
                mutable_token_description,
                mutable_token_name,
                mutable_token_properties,
                mutable_token_uri,
                tokens_burnable_by_creator,
                tokens_freezable_by_creator
            }
        );
        object::object_from_constructor_ref<AptosCollection>(&ref)
    }

    /// Makes a token of a collection.
    public entry fun mint(
        creator: &signer,
        collection: String,
        description: String,
        name: String,
        uri: String,
        property_keys: vector<String>,
        property_types: vector<String>,
        property_values: vector<vector<u8>>
    )
        calls mint_token_object(creator, collection, description, name, uri, property_keys, property_types, property_values)
    {
        mint_token_object(creator, collection, description, name, uri, property_keys, property_types, property_values);
    }

    /// Makes a token of a collection, and returns it.
    public fun mint_token_object(
        creator: &signer,
        collection: String,
        description: String,
        name: String,
        uri: String,
        property_keys: vector<String>,
        property_types: vector<String>,
        property_values: vector<vector<u8>>
    ): Object<AptosToken>
        reads exists<object::ObjectCore>(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection)))
        reads exists<object::Untransferable>(fresh)
        reads AptosCollection(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection))).{mutable_token_description, mutable_token_name, mutable_token_uri, tokens_burnable_by_creator, tokens_freezable_by_creator}
        adds collection::Supply(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection))).{current_supply, room, total_minted}
        writes object::ObjectCore(fresh)
        writes AptosToken(fresh)
        writes property_map::PropertyMap(fresh)
        writes royalty::Royalty(fresh) if option::is_some<royalty::Royalty>(option::none<royalty::Royalty>())
        writes token::Token(fresh)
    {
        let ref = mint_internal(
            creator, collection, description, name, uri, property_keys, property_types, property_values
        );
        let at = collection::create_collection_address(&signer::address_of(creator), &collection);
        if (AptosCollection[at].tokens_freezable_by_creator) {
            let token = &mut AptosToken[object::address_from_constructor_ref(&ref)];
            option::fill(&mut token.transfer_ref, object::generate_transfer_ref(&ref));
        };
        object::object_from_constructor_ref<AptosToken>(&ref)
    }

    /// Makes a token of a collection for one owner, who never gives it away.
    public entry fun mint_soul_bound(
        creator: &signer,
        collection: String,
        description: String,
        name: String,
        uri: String,
        property_keys: vector<String>,
        property_types: vector<String>,
        property_values: vector<vector<u8>>,
        soul_bound_to: address
    )
        calls mint_soul_bound_token_object(creator, collection, description, name, uri, property_keys, property_types, property_values, soul_bound_to)
    {
        mint_soul_bound_token_object(
            creator,
            collection,
            description,
            name,
            uri,
            property_keys,
            property_types,
            property_values,
            soul_bound_to
        );
    }

    /// Makes a token of a collection for one owner, who never gives it away, and returns it.
    public fun mint_soul_bound_token_object(
        creator: &signer,
        collection: String,
        description: String,
        name: String,
        uri: String,
        property_keys: vector<String>,
        property_types: vector<String>,
        property_values: vector<vector<u8>>,
        soul_bound_to: address
    ): Object<AptosToken>
        reads exists<object::ObjectCore>(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection)))
        reads exists<object::Untransferable>(fresh)
        reads AptosCollection(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection))).{mutable_token_description, mutable_token_name, mutable_token_uri, tokens_burnable_by_creator}
        adds collection::Supply(object::create_object_address(signer::address_of(creator), collection::create_collection_seed(collection))).{current_supply, room, total_minted}
        writes object::ObjectCore(fresh)
        writes AptosToken(fresh)
        writes property_map::PropertyMap(fresh)
        writes royalty::Royalty(fresh) if option::is_some<royalty::Royalty>(option::none<royalty::Royalty>())
        writes token::Token(fresh)
    {
        let ref = mint_internal(
            creator, collection, description, name, uri, property_keys, property_types, property_values
        );
        let transfer_ref = object::generate_transfer_ref(&ref);
        let linear_transfer_ref = object::generate_linear_transfer_ref(&transfer_ref);
        object::transfer_with_ref(linear_transfer_ref, soul_bound_to);
        object::disable_ungated_transfer(&transfer_ref);
        object::object_from_constructor_ref<AptosToken>(&ref)
    }

    fun mint_internal(
        creator: &signer,
        collection: String,
        description: String,
        name: String,
        uri: String,
        property_keys: vector<String>,
        property_types: vector<String>,
        property_values: vector<vector<u8>>
    ): ConstructorRef {
        let ref = token::create(creator, collection, description, name, option::none(), uri);
        let at = collection::create_collection_address(&signer::address_of(creator), &collection);
        assert!(exists<AptosCollection>(at), error::not_found(ECOLLECTION_DOES_NOT_EXIST));
        let rules = &AptosCollection[at];
        let mutator_ref =
            if (rules.mutable_token_description || rules.mutable_token_name || rules.mutable_token_uri) {
                option::some(token::generate_mutator_ref(&ref))
            } else {
                option::none()
            };
        let burn_ref = if (rules.tokens_burnable_by_creator) {
            option::some(token::generate_burn_ref(&ref))
        } else {
            option::none()
        };
        move_to(
            &object::generate_signer(&ref),
            AptosToken {
                burn_ref,
                transfer_ref: option::none(),
                mutator_ref,
                property_mutator_ref: property_map::generate_mutator_ref(&ref)
            }
        );
        property_map::init(&ref, property_map::prepare_input(property_keys, property_types, property_values));
        ref
    }

    #[view]
    /// Tells whether the token's properties may change.
    public fun are_properties_mutable<T: key>(token: Object<T>): bool
        reads AptosCollection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).mutable_token_properties
        calls token::collection_object<T>(token)
    {
        is_mutable_collection_token_properties(token::collection_object(token))
    }

    #[view]
    /// Tells whether the token may be destroyed.
    public fun is_burnable<T: key>(token: Object<T>): bool
        reads AptosToken(object::object_address<T>(token)).burn_ref
    {
        let at = address_of_token(&token);
        option::is_some(&AptosToken[at].burn_ref)
    }

    #[view]
    /// Tells whether who has made the token may stop it from moving.
    public fun is_freezable_by_creator<T: key>(token: Object<T>): bool
        reads AptosCollection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).tokens_freezable_by_creator
        calls token::collection_object<T>(token)
    {
        are_collection_tokens_freezable(token::collection_object(token))
    }

    #[view]
    /// Tells whether the token's description may change.
    public fun is_mutable_description<T: key>(token: Object<T>): bool
        reads AptosCollection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).mutable_token_description
        calls token::collection_object<T>(token)
    {
        is_mutable_collection_token_description(token::collection_object(token))
    }

    #[view]
    /// Tells whether the token's name may change.
    public fun is_mutable_name<T: key>(token: Object<T>): bool
        reads AptosCollection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).mutable_token_name
        calls token::collection_object<T>(token)
    {
        is_mutable_collection_token_name(token::collection_object(token))
    }

    #[view]
    /// Tells whether the token's picture may change.
    public fun is_mutable_uri<T: key>(token: Object<T>): bool
        reads AptosCollection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).mutable_token_uri
        calls token::collection_object<T>(token)
    {
        is_mutable_collection_token_uri(token::collection_object(token))
    }

    /// The address of the token; aborts if it is none of this module's.
    fun address_of_token<T: key>(token: &Object<T>): address {
        let at = object::object_address(token);
        assert!(exists<AptosToken>(at), error::not_found(ETOKEN_DOES_NOT_EXIST));
        at
    }

    /// The address of the token; aborts unless `creator` has made it.
    fun address_of_own<T: key>(token: &Object<T>, creator: &signer): address {
        let at = address_of_token(token);
        assert!(token::creator(*token) == signer::address_of(creator), error::permission_denied(ENOT_CREATOR));
        at
    }

    /// Destroys the token.
    public entry fun burn<T: key>(creator: &signer, token: Object<T>)
        reads collection::Collection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).creator
        adds collection::Supply(object::object_address<collection::Collection>(token::Token(AptosToken(object::object_address<T>(token)).burn_ref.vec[0].self).collection)).{current_supply, room}
        writes object::ObjectCore(AptosToken(object::object_address<T>(token)).burn_ref.vec[0].inner.vec[0].self)
        writes object::Untransferable(AptosToken(object::object_address<T>(token)).burn_ref.vec[0].inner.vec[0].self)
        writes AptosToken(object::object_address<T>(token))
        writes property_map::PropertyMap(AptosToken(object::object_address<T>(token)).property_mutator_ref.self)
        writes royalty::Royalty(AptosToken(object::object_address<T>(token)).burn_ref.vec[0].self)
        writes token::Token(AptosToken(object::object_address<T>(token)).burn_ref.vec[0].self)
    {
        let at = address_of_own(&token, creator);
        assert!(option::is_some(&AptosToken[at].burn_ref), error::permission_denied(ETOKEN_NOT_BURNABLE));
        let AptosToken { burn_ref, transfer_ref: _, mutator_ref: _, property_mutator_ref } = move_from<AptosToken>(at);
        property_map::burn(property_mutator_ref);
        token::burn(option::extract(&mut burn_ref));
    }

    /// Stops the token from moving.
    public entry fun freeze_transfer<T: key>(creator: &signer, token: Object<T>)
        reads AptosCollection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).tokens_freezable_by_creator
        reads AptosToken(object::object_address<T>(token)).transfer_ref
        reads collection::Collection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).creator
        writes object::ObjectCore(AptosToken(object::object_address<T>(token)).transfer_ref.vec[0].self).allow_ungated_transfer
        calls token::collection_object<T>(token)
    {
        let at = address_of_own(&token, creator);
        assert!(
            are_collection_tokens_freezable(token::collection_object(token))
                && option::is_some(&AptosToken[at].transfer_ref),
            error::permission_denied(EFIELD_NOT_MUTABLE)
        );
        object::disable_ungated_transfer(option::borrow(&AptosToken[at].transfer_ref));
    }

    /// Lets the token move again.
    public entry fun unfreeze_transfer<T: key>(creator: &signer, token: Object<T>)
        reads exists<object::Untransferable>(AptosToken(object::object_address<T>(token)).transfer_ref.vec[0].self)
        reads AptosCollection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).tokens_freezable_by_creator
        reads AptosToken(object::object_address<T>(token)).transfer_ref
        reads collection::Collection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).creator
        writes object::ObjectCore(AptosToken(object::object_address<T>(token)).transfer_ref.vec[0].self).allow_ungated_transfer
        calls token::collection_object<T>(token)
    {
        let at = address_of_own(&token, creator);
        assert!(
            are_collection_tokens_freezable(token::collection_object(token))
                && option::is_some(&AptosToken[at].transfer_ref),
            error::permission_denied(EFIELD_NOT_MUTABLE)
        );
        object::enable_ungated_transfer(option::borrow(&AptosToken[at].transfer_ref));
    }

    /// Changes the token's description.
    public entry fun set_description<T: key>(creator: &signer, token: Object<T>, description: String)
        reads AptosToken(object::object_address<T>(token)).mutator_ref
        reads collection::Collection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).creator
        writes token::Token(AptosToken(object::object_address<T>(token)).mutator_ref.vec[0].self).description
        calls is_mutable_description<T>(token)
    {
        assert!(is_mutable_description(token), error::permission_denied(EFIELD_NOT_MUTABLE));
        let at = address_of_own(&token, creator);
        token::set_description(option::borrow(&AptosToken[at].mutator_ref), description);
    }

    /// Changes the token's name.
    public entry fun set_name<T: key>(creator: &signer, token: Object<T>, name: String)
        reads AptosToken(object::object_address<T>(token)).mutator_ref
        reads collection::Collection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).creator
        writes token::Token(AptosToken(object::object_address<T>(token)).mutator_ref.vec[0].self).name
        calls is_mutable_name<T>(token)
    {
        assert!(is_mutable_name(token), error::permission_denied(EFIELD_NOT_MUTABLE));
        let at = address_of_own(&token, creator);
        token::set_name(option::borrow(&AptosToken[at].mutator_ref), name);
    }

    /// Changes where the token's picture is.
    public entry fun set_uri<T: key>(creator: &signer, token: Object<T>, uri: String)
        reads AptosToken(object::object_address<T>(token)).mutator_ref
        reads collection::Collection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).creator
        writes token::Token(AptosToken(object::object_address<T>(token)).mutator_ref.vec[0].self).uri
        calls is_mutable_uri<T>(token)
    {
        assert!(is_mutable_uri(token), error::permission_denied(EFIELD_NOT_MUTABLE));
        let at = address_of_own(&token, creator);
        token::set_uri(option::borrow(&AptosToken[at].mutator_ref), uri);
    }

    /// The address of a token whose properties `creator` may change.
    fun address_of_changeable<T: key>(token: &Object<T>, creator: &signer): address {
        let at = address_of_own(token, creator);
        assert!(are_properties_mutable(*token), error::permission_denied(EPROPERTIES_NOT_MUTABLE));
        at
    }

    /// Adds a property by the name of its type and its encoding.
    public entry fun add_property<T: key>(
        creator: &signer,
        token: Object<T>,
        key: String,
        type: String,
        value: vector<u8>
    )
        reads AptosCollection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).mutable_token_properties
        reads collection::Collection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).creator
        writes property_map::PropertyMap(AptosToken(object::object_address<T>(token)).property_mutator_ref.self).inner
    {
        let at = address_of_changeable(&token, creator);
        property_map::add(&AptosToken[at].property_mutator_ref, key, type, value);
    }

    /// Adds a property.
    public fun add_typed_property<T: key, V: drop>(creator: &signer, token: Object<T>, key: String, value: V)
        reads AptosCollection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).mutable_token_properties
        reads collection::Collection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).creator
        writes property_map::PropertyMap(AptosToken(object::object_address<T>(token)).property_mutator_ref.self).inner
    {
        let at = address_of_changeable(&token, creator);
        property_map::add_typed(&AptosToken[at].property_mutator_ref, key, value);
    }

    /// Takes a property away.
    public entry fun remove_property<T: key>(creator: &signer, token: Object<T>, key: String)
        reads AptosCollection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).mutable_token_properties
        reads collection::Collection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).creator
        writes property_map::PropertyMap(AptosToken(object::object_address<T>(token)).property_mutator_ref.self).inner
    {
        let at = address_of_changeable(&token, creator);
        property_map::remove(&AptosToken[at].property_mutator_ref, &key);
    }

    /// Changes a property, by the name of its new type and its new encoding.
    public entry fun update_property<T: key>(
        creator: &signer,
        token: Object<T>,
        key: String,
        type: String,
        value: vector<u8>
    )
        reads AptosCollection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).mutable_token_properties
        reads collection::Collection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).creator
        writes property_map::PropertyMap(AptosToken(object::object_address<T>(token)).property_mutator_ref.self).inner
    {
        let at = address_of_changeable(&token, creator);
        property_map::update(&AptosToken[at].property_mutator_ref, &key, type, value);
    }

    /// Changes a property.
    public fun update_typed_property<T: key, V: drop>(creator: &signer, token: Object<T>, key: String, value: V)
        reads AptosCollection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).mutable_token_properties
        reads collection::Collection(object::object_address<collection::Collection>(token::Token(object::object_address<T>(token)).collection)).creator
        writes property_map::PropertyMap(AptosToken(object::object_address<T>(token)).property_mutator_ref.self).inner
    {
        let at = address_of_changeable(&token, creator);
        property_map::update_typed(&AptosToken[at].property_mutator_ref, &key, value);
    }

    /// The address of the collection; aborts if it is none of this module's.
    fun address_of_collection<T: key>(collection: &Object<T>): address {
        let at = object::object_address(collection);
        assert!(exists<AptosCollection>(at), error::not_found(ECOLLECTION_DOES_NOT_EXIST));
        at
    }

    #[view]
    /// Tells whether the collection's description may change.
    public fun is_mutable_collection_description<T: key>(collection: Object<T>): bool
        reads AptosCollection(object::object_address<T>(collection)).mutable_description
    {
        let at = address_of_collection(&collection);
        AptosCollection[at].mutable_description
    }

    #[view]
    /// Tells whether the collection's royalty may change.
    public fun is_mutable_collection_royalty<T: key>(collection: Object<T>): bool
        reads AptosCollection(object::object_address<T>(collection)).royalty_mutator_ref
    {
        let at = address_of_collection(&collection);
        option::is_some(&AptosCollection[at].royalty_mutator_ref)
    }

    #[view]
    /// Tells whether the collection's picture may change.
    public fun is_mutable_collection_uri<T: key>(collection: Object<T>): bool
        reads AptosCollection(object::object_address<T>(collection)).mutable_uri
    {
        let at = address_of_collection(&collection);
        AptosCollection[at].mutable_uri
    }

    #[view]
    /// Tells whether descriptions of its tokens may change.
    public fun is_mutable_collection_token_description<T: key>(collection: Object<T>): bool
        reads AptosCollection(object::object_address<T>(collection)).mutable_token_description
    {
        let at = address_of_collection(&collection);
        AptosCollection[at].mutable_token_description
    }

    #[view]
    /// Tells whether names of its tokens may change.
    public fun is_mutable_collection_token_name<T: key>(collection: Object<T>): bool
        reads AptosCollection(object::object_address<T>(collection)).mutable_token_name
    {
        let at = address_of_collection(&collection);
        AptosCollection[at].mutable_token_name
    }

    #[view]
    /// Tells whether pictures of its tokens may change.
    public fun is_mutable_collection_token_uri<T: key>(collection: Object<T>): bool
        reads AptosCollection(object::object_address<T>(collection)).mutable_token_uri
    {
        let at = address_of_collection(&collection);
        AptosCollection[at].mutable_token_uri
    }

    #[view]
    /// Tells whether properties of its tokens may change.
    public fun is_mutable_collection_token_properties<T: key>(collection: Object<T>): bool
        reads AptosCollection(object::object_address<T>(collection)).mutable_token_properties
    {
        let at = address_of_collection(&collection);
        AptosCollection[at].mutable_token_properties
    }

    #[view]
    /// Tells whether who has made its tokens may destroy them.
    public fun are_collection_tokens_burnable<T: key>(collection: Object<T>): bool
        reads AptosCollection(object::object_address<T>(collection)).tokens_burnable_by_creator
    {
        let at = address_of_collection(&collection);
        AptosCollection[at].tokens_burnable_by_creator
    }

    #[view]
    /// Tells whether who has made its tokens may stop them from moving.
    public fun are_collection_tokens_freezable<T: key>(collection: Object<T>): bool
        reads AptosCollection(object::object_address<T>(collection)).tokens_freezable_by_creator
    {
        let at = address_of_collection(&collection);
        AptosCollection[at].tokens_freezable_by_creator
    }

    /// The address of the collection; aborts unless `creator` has made it.
    fun address_of_own_collection<T: key>(collection: &Object<T>, creator: &signer): address {
        let at = address_of_collection(collection);
        assert!(
            collection::creator(*collection) == signer::address_of(creator),
            error::permission_denied(ENOT_CREATOR)
        );
        at
    }

    /// Changes the collection's description.
    public entry fun set_collection_description<T: key>(creator: &signer, collection: Object<T>, description: String)
        reads AptosCollection(object::object_address<T>(collection)).{mutable_description, mutator_ref}
        reads collection::Collection(object::object_address<T>(collection)).creator
        writes collection::Collection(AptosCollection(object::object_address<T>(collection)).mutator_ref.vec[0].self).description
    {
        let at = address_of_own_collection(&collection, creator);
        assert!(AptosCollection[at].mutable_description, error::permission_denied(EFIELD_NOT_MUTABLE));
        collection::set_description(option::borrow(&AptosCollection[at].mutator_ref), description);
    }

    /// Changes the collection's royalty.
    public fun set_collection_royalties<T: key>(creator: &signer, collection: Object<T>, royalty: royalty::Royalty)
        reads AptosCollection(object::object_address<T>(collection)).royalty_mutator_ref
        reads collection::Collection(object::object_address<T>(collection)).creator
        writes royalty::Royalty(object::address_from_extend_ref(AptosCollection(object::object_address<T>(collection)).royalty_mutator_ref.vec[0].inner))
        writes royalty::Royalty(AptosCollection(object::object_address<T>(collection)).royalty_mutator_ref.vec[0].inner.self)
    {
        let at = address_of_own_collection(&collection, creator);
        assert!(
            option::is_some(&AptosCollection[at].royalty_mutator_ref),
            error::permission_denied(EFIELD_NOT_MUTABLE)
        );
        royalty::update(option::borrow(&AptosCollection[at].royalty_mutator_ref), royalty);
    }

    /// Changes the collection's royalty.
    public entry fun set_collection_royalties_call<T: key>(
        creator: &signer,
        collection: Object<T>,
        royalty_numerator: u64,
        royalty_denominator: u64,
        payee_address: address
    )
        calls set_collection_royalties<T>(creator, collection, *)
    {
        let due = royalty::create(royalty_numerator, royalty_denominator, payee_address);
        set_collection_royalties(creator, collection, due);
    }

    /// Changes where the collection's picture is.
    public entry fun set_collection_uri<T: key>(creator: &signer, collection: Object<T>, uri: String)
        reads AptosCollection(object::object_address<T>(collection)).{mutable_uri, mutator_ref}
        reads collection::Collection(object::object_address<T>(collection)).creator
        writes collection::Collection(AptosCollection(object::object_address<T>(collection)).mutator_ref.vec[0].self).uri
    {
        let at = address_of_own_collection(&collection, creator);
        assert!(AptosCollection[at].mutable_uri, error::permission_denied(EFIELD_NOT_MUTABLE));
        collection::set_uri(option::borrow(&AptosCollection[at].mutator_ref), uri);
    }
}
