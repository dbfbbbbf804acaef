/// An NFT drop: one collection that everybody mints from at once.
///
/// Each mint takes the next number, so mints follow one another whatever is declared; transfers between owners do not.
module mint::collection {
    use std::bcs;
    use std::error;
    use std::hash;
    use std::signer;
    use std::vector;
    use aptos_framework::event;
    use aptos_framework::object;

    /// All tokens have been minted.
    const ESOLD_OUT: u64 = 1;
    /// The account has no inventory.
    const ENO_INVENTORY: u64 = 2;
    /// The account does not own the token.
    const ENOT_OWNER: u64 = 3;

    /// Names the collection's object.
    const NAME: vector<u8> = b"First Drop";
    /// How many tokens there will ever be.
    const TOKENS_MAX: u64 = 10000;

    /// The collection; at `collection_address()`.
    struct Collection has key {
        /// How many tokens there may be.
        limit: u64,
        /// How many there are.
        minted: u64,
    }

    /// One of a kind.
    struct Token has store {
        /// Its place in the collection, from 1.
        number: u64,
        /// What it looks like.
        genes: vector<u8>,
    }

    /// The tokens of the account it lies at.
    struct Inventory has key {
        /// In the order in which they came.
        tokens: vector<Token>,
    }

    #[event]
    /// A token has been minted.
    struct Minted has drop, store {
        /// For whom.
        owner: address,
        /// Its number.
        number: u64,
    }

    /// Makes the collection.
    fun init_module(publisher: &signer) {
        let constructor = object::create_named_object(publisher, NAME);
        let collection = object::generate_signer(&constructor);
        move_to(&collection, Collection { limit: TOKENS_MAX, minted: 0 });
    }

    #[view]
    /// Returns where the collection lies.
    public fun collection_address(): address pure {
        object::create_object_address(&@mint, NAME)
    }

    /// Lets `owner` hold tokens.
    public entry fun open(owner: &signer)
        writes Inventory(signer::address_of(owner))
    {
        move_to(owner, Inventory { tokens: vector::empty<Token>() });
    }

    /// Mints the next token for `owner`.
    public entry fun mint(owner: &signer)
        reads Collection(collection_address()).limit
        writes Collection(collection_address()).minted, Inventory(signer::address_of(owner)).tokens
    {
        let address_of_owner = signer::address_of(owner);
        let collection = &mut Collection[collection_address()];
        assert!(collection.minted < collection.limit, error::resource_exhausted(ESOLD_OUT));
        collection.minted += 1;
        let number = collection.minted;
        let genes = hash::sha3_256(bcs::to_bytes(&number));
        give(address_of_owner, Token { number, genes });
        event::emit(Minted { owner: address_of_owner, number });
    }

    /// Gives token `number` of `owner` to `to`.
    public entry fun transfer(owner: &signer, to: address, number: u64)
        writes Inventory(signer::address_of(owner)).tokens, Inventory(to).tokens
    {
        let token = take(signer::address_of(owner), number);
        give(to, token);
    }

    #[view]
    /// Returns how many tokens have been minted.
    public fun minted(): u64
        reads Collection(collection_address()).minted
    {
        Collection[collection_address()].minted
    }

    #[view]
    /// Returns how many tokens `owner` has.
    public fun count(owner: address): u64
        reads Inventory(owner).tokens
    {
        vector::length(&Inventory[owner].tokens)
    }

    /// Adds `token` to the inventory of `owner`.
    fun give(owner: address, token: Token) {
        assert!(exists<Inventory>(owner), error::not_found(ENO_INVENTORY));
        vector::push_back(&mut Inventory[owner].tokens, token);
    }

    /// Takes token `number` out of the inventory of `owner`; aborts if it is not there.
    fun take(owner: address, number: u64): Token {
        assert!(exists<Inventory>(owner), error::not_found(ENO_INVENTORY));
        let tokens = &mut Inventory[owner].tokens;
        let i = 0;
        let len = vector::length(tokens);
        while (i < len && tokens[i].number != number) {
            i += 1;
        };
        assert!(i < len, error::permission_denied(ENOT_OWNER));
        vector::remove(tokens, i)
    }
}
