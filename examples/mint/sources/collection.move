/// An NFT drop: one collection that everybody mints from at once.
///
/// Every mint takes one off what remains and looks at nothing, so mints need no order: a token is named by who minted it and
/// how many that account had minted before, not by its place in the collection.
module mint::collection {
    use std::bcs;
    use std::error;
    use std::hash;
    use std::signer;
    use std::vector;
    use aptos_framework::event;
    use aptos_framework::object;

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
        /// How many tokens may still be minted.
        remaining: u64,
    }

    /// What a token is called.
    struct Name has copy, drop, store {
        /// Who minted it.
        minter: address,
        /// How many tokens that account had minted then, this one included.
        number: u64,
    }

    /// One of a kind.
    struct Token has store {
        /// What it is called.
        name: Name,
        /// What it looks like.
        genes: vector<u8>,
    }

    /// The tokens of the account it lies at.
    struct Inventory has key {
        /// In the order in which they came.
        tokens: vector<Token>,
        /// How many the account has minted.
        minted: u64,
    }

    #[event]
    /// A token has been minted.
    struct Minted has drop, store {
        /// What it is called; the minter owns it.
        name: Name,
    }

    /// Makes the collection.
    fun init_module(publisher: &signer) {
        let constructor = object::create_named_object(publisher, NAME);
        let collection = object::generate_signer(&constructor);
        move_to(&collection, Collection { remaining: TOKENS_MAX });
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
        move_to(owner, Inventory { tokens: vector::empty<Token>(), minted: 0 });
    }

    /// Mints a token for `owner`; aborts, subtracting below zero, if all have been minted.
    public entry fun mint(owner: &signer)
        adds Collection(collection_address()).remaining
        writes Inventory(signer::address_of(owner)).{tokens, minted}
    {
        let minter = signer::address_of(owner);
        assert!(exists<Inventory>(minter), error::not_found(ENO_INVENTORY));
        Collection[collection_address()].remaining -= 1;
        let inventory = &mut Inventory[minter];
        inventory.minted += 1;
        let name = Name { minter, number: inventory.minted };
        let genes = hash::sha3_256(bcs::to_bytes(&name));
        vector::push_back(&mut inventory.tokens, Token { name, genes });
        event::emit(Minted { name });
    }

    /// Gives the token of `owner` that is called `minter`, `number` to `to`.
    public entry fun transfer(owner: &signer, to: address, minter: address, number: u64)
        writes Inventory(signer::address_of(owner)).tokens, Inventory(to).tokens
    {
        let token = take(signer::address_of(owner), Name { minter, number });
        give(to, token);
    }

    #[view]
    /// Returns how many tokens have been minted.
    public fun minted(): u64
        reads Collection(collection_address()).remaining
    {
        TOKENS_MAX - Collection[collection_address()].remaining
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

    /// Takes the token called `name` out of the inventory of `owner`; aborts if it is not there.
    fun take(owner: address, name: Name): Token {
        assert!(exists<Inventory>(owner), error::not_found(ENO_INVENTORY));
        let tokens = &mut Inventory[owner].tokens;
        let i = 0;
        let len = vector::length(tokens);
        while (i < len && tokens[i].name != name) {
            i += 1;
        };
        assert!(i < len, error::permission_denied(ENOT_OWNER));
        vector::remove(tokens, i)
    }
}
