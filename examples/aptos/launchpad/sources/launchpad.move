/// Sells the tokens of a collection in stages, before anybody knows which picture they get.
///
/// What buyers pay stays with the drop until the creator reveals the pictures. The creator commits to them before the sale: the
/// drop keeps a hash of where they are and of a salt that decides which token gets which. A drop that is cancelled, or that nobody
/// reveals in time, gives every holder back what was paid for the token.
module launchpad::launchpad {
    use std::bcs;
    use std::error;
    use std::hash;
    use std::option;
    use std::signer;
    use std::string::{Self, String};
    use std::vector;
    use aptos_std::from_bcs;
    use aptos_std::string_utils;
    use aptos_std::table::{Self, Table};
    use aptos_framework::aptos_account;
    use aptos_framework::aptos_coin::AptosCoin;
    use aptos_framework::coin::{Self, Coin};
    use aptos_framework::event;
    use aptos_framework::object::{Self, ExtendRef, Object};
    use aptos_framework::timestamp;
    use aptos_token_objects::collection::{Self, Collection};
    use aptos_token_objects::property_map;
    use aptos_token_objects::royalty;
    use aptos_token_objects::token;
    use launchpad::allow_list::{Self, AllowList};
    use launchpad::platform;
    use launchpad::stage::{Self, Stage};

    /// Only the creator, who owns the drop, may do this.
    const ENOT_CREATOR: u64 = 1;
    /// The drop has been revealed or cancelled.
    const ENOT_OPEN: u64 = 2;
    /// The drop has not been revealed.
    const ENOT_REVEALED: u64 = 3;
    /// The drop has not been cancelled.
    const ENOT_CANCELLED: u64 = 4;
    /// There is no such stage.
    const EUNKNOWN_STAGE: u64 = 5;
    /// The supply is zero or too large, or the reserve is more than the supply.
    const EBAD_SUPPLY: u64 = 6;
    /// The royalty is too high.
    const EROYALTY_TOO_HIGH: u64 = 7;
    /// A commitment is a hash of 32 bytes.
    const EBAD_COMMITMENT: u64 = 8;
    /// What is revealed is not what the creator committed to.
    const EWRONG_REVEAL: u64 = 9;
    /// The deadline is past or too far off, or a stage would end after it.
    const EBAD_DEADLINE: u64 = 10;
    /// It is too late to reveal.
    const EDEADLINE_PASSED: u64 = 11;
    /// The drop has fewer tokens left for sale.
    const ESOLD_OUT: u64 = 12;
    /// The reserve has fewer tokens left.
    const ERESERVE_USED_UP: u64 = 13;
    /// The quantity is zero, or more than one transaction mints.
    const EBAD_QUANTITY: u64 = 14;
    /// Only the holder of the token may do this.
    const ENOT_HOLDER: u64 = 15;
    /// The token has its picture.
    const EALREADY_REVEALED: u64 = 16;
    /// The proceeds have been paid out, or there were none.
    const ENOTHING_TO_WITHDRAW: u64 = 17;
    /// Before the deadline only the creator and the admin cancel.
    const EMAY_NOT_CANCEL: u64 = 18;
    /// The stage is open to all.
    const ENO_ALLOW_LIST: u64 = 19;

    const OPEN: u8 = 0;
    const REVEALED: u8 = 1;
    const CANCELLED: u8 = 2;

    const BPS: u64 = 10_000;
    const MAX_ROYALTY_BPS: u64 = 1_000;
    const MAX_SUPPLY: u64 = 1_000_000;
    const MAX_QUANTITY: u64 = 20;
    const MAX_LIFETIME: u64 = 15_552_000;
    const HASH_LENGTH: u64 = 32;

    #[resource_group_member(group = aptos_framework::object::ObjectGroup)]
    /// A sale. It is an object that belongs to the creator, and itself creates the collection and the tokens.
    struct Drop has key {
        collection: Object<Collection>,
        name: String,
        placeholder_uri: String,
        extend_ref: ExtendRef,
        /// Who gets the proceeds.
        payout: address,
        /// The platform's share, as it was when the drop was created.
        fee_bps: u64,
        max_supply: u64,
        /// How many tokens of the supply are the team's.
        reserve: u64,
        sold: u64,
        reserve_minted: u64,
        stages: Table<u64, Stage>,
        stage_count: u64,
        allow_list: AllowList,
        commitment: vector<u8>,
        reveal_deadline: u64,
        status: u8,
        /// Where the pictures are, once revealed.
        base_uri: String,
        /// The picture of the first token, once revealed.
        offset: u64,
        /// What was paid and neither paid out nor given back.
        escrow: Coin<AptosCoin>
    }

    #[resource_group_member(group = aptos_framework::object::ObjectGroup)]
    /// What the launchpad knows of a token; stands next to the token.
    struct DropToken has key {
        drop: Object<Drop>,
        number: u64,
        paid: u64,
        revealed: bool,
        mutator_ref: token::MutatorRef,
        burn_ref: token::BurnRef,
        property_ref: property_map::MutatorRef
    }

    #[event]
    struct DropCreated has drop, store {
        drop: address,
        creator: address,
        collection: address,
        max_supply: u64,
        reveal_deadline: u64
    }

    #[event]
    struct StageAdded has drop, store {
        drop: address,
        stage: u64,
        starts_at: u64,
        ends_at: u64,
        price: u64,
        allow_list_only: bool
    }

    #[event]
    struct StageRescheduled has drop, store { drop: address, stage: u64, starts_at: u64, ends_at: u64 }

    #[event]
    struct Minted has drop, store { drop: address, token: address, number: u64, to: address, paid: u64 }

    #[event]
    struct DropRevealed has drop, store { drop: address, base_uri: String, offset: u64 }

    #[event]
    struct TokenRevealed has drop, store { token: address, picture: u64 }

    #[event]
    struct DropCancelled has drop, store { drop: address, by: address }

    #[event]
    struct Refunded has drop, store { drop: address, token: address, holder: address, amount: u64 }

    #[event]
    struct Burned has drop, store { drop: address, token: address, holder: address }

    #[event]
    struct PayoutChanged has drop, store { drop: address, payout: address }

    #[event]
    struct ProceedsPaid has drop, store { drop: address, payout: address, amount: u64, fee: u64 }

    /// Creates a drop and its collection. `commitment` is `commitment_of` where the pictures are and a salt of 32 random bytes,
    /// which stays secret until the reveal.
    public entry fun create(
        creator: &signer,
        name: String,
        description: String,
        collection_uri: String,
        placeholder_uri: String,
        max_supply: u64,
        reserve: u64,
        royalty_bps: u64,
        payout: address,
        commitment: vector<u8>,
        reveal_deadline: u64
    ) {
        create_drop(
            creator,
            name,
            description,
            collection_uri,
            placeholder_uri,
            max_supply,
            reserve,
            royalty_bps,
            payout,
            commitment,
            reveal_deadline
        );
    }

    /// Creates a drop and its collection, and returns it.
    public fun create_drop(
        creator: &signer,
        name: String,
        description: String,
        collection_uri: String,
        placeholder_uri: String,
        max_supply: u64,
        reserve: u64,
        royalty_bps: u64,
        payout: address,
        commitment: vector<u8>,
        reveal_deadline: u64
    ): Object<Drop> {
        platform::assert_not_paused();
        assert!(0 < max_supply && max_supply <= MAX_SUPPLY, error::invalid_argument(EBAD_SUPPLY));
        assert!(reserve <= max_supply, error::invalid_argument(EBAD_SUPPLY));
        assert!(royalty_bps <= MAX_ROYALTY_BPS, error::invalid_argument(EROYALTY_TOO_HIGH));
        assert!(commitment.length() == HASH_LENGTH, error::invalid_argument(EBAD_COMMITMENT));
        let now = timestamp::now_seconds();
        assert!(
            now < reveal_deadline && reveal_deadline <= now + MAX_LIFETIME,
            error::invalid_argument(EBAD_DEADLINE)
        );

        let constructor_ref = &object::create_named_object(creator, *name.bytes());
        let drop_signer = &object::generate_signer(constructor_ref);
        let collection_ref = &collection::create_fixed_collection(
            drop_signer,
            description,
            max_supply,
            name,
            option::some(royalty::create(royalty_bps, BPS, payout)),
            collection_uri
        );
        move_to(
            drop_signer,
            Drop {
                collection: object::object_from_constructor_ref(collection_ref),
                name,
                placeholder_uri,
                extend_ref: object::generate_extend_ref(constructor_ref),
                payout,
                fee_bps: platform::fee_bps(),
                max_supply,
                reserve,
                sold: 0,
                reserve_minted: 0,
                stages: table::new(),
                stage_count: 0,
                allow_list: allow_list::new(),
                commitment,
                reveal_deadline,
                status: OPEN,
                base_uri: string::utf8(b""),
                offset: 0,
                escrow: coin::zero()
            }
        );
        event::emit(
            DropCreated {
                drop: signer::address_of(drop_signer),
                creator: signer::address_of(creator),
                collection: object::address_from_constructor_ref(collection_ref),
                max_supply,
                reveal_deadline
            }
        );
        object::object_from_constructor_ref(constructor_ref)
    }

    /// Adds a stage. Stages have numbers from zero on, and may overlap.
    public entry fun add_stage(
        creator: &signer,
        drop: Object<Drop>,
        name: String,
        starts_at: u64,
        ends_at: u64,
        price: u64,
        supply: u64,
        allow_list_only: bool,
        wallet_limit: u64
    ) acquires Drop {
        assert_creator(creator, drop);
        let drop_addr = object::object_address(&drop);
        let state = &mut Drop[drop_addr];
        assert_open(state);
        assert!(ends_at <= state.reveal_deadline, error::invalid_argument(EBAD_DEADLINE));
        let stage = state.stage_count;
        state.stages.add(
            stage,
            stage::new(name, starts_at, ends_at, price, supply, allow_list_only, wallet_limit)
        );
        state.stage_count = stage + 1;
        event::emit(StageAdded { drop: drop_addr, stage, starts_at, ends_at, price, allow_list_only });
    }

    /// Moves a stage that has not started.
    public entry fun reschedule_stage(
        creator: &signer,
        drop: Object<Drop>,
        stage: u64,
        starts_at: u64,
        ends_at: u64
    ) acquires Drop {
        assert_creator(creator, drop);
        let drop_addr = object::object_address(&drop);
        let state = &mut Drop[drop_addr];
        assert_open(state);
        assert!(ends_at <= state.reveal_deadline, error::invalid_argument(EBAD_DEADLINE));
        assert!(state.stages.contains(stage), error::not_found(EUNKNOWN_STAGE));
        state.stages.borrow_mut(stage).reschedule(starts_at, ends_at);
        event::emit(StageRescheduled { drop: drop_addr, stage, starts_at, ends_at });
    }

    /// Lets a wallet buy up to `quota` tokens in a stage.
    public entry fun allow(
        creator: &signer,
        drop: Object<Drop>,
        stage: u64,
        wallet: address,
        quota: u64
    ) acquires Drop {
        assert_creator(creator, drop);
        let state = &mut Drop[object::object_address(&drop)];
        assert_has_allow_list(state, stage);
        state.allow_list.set_quota(stage, wallet, quota);
    }

    /// Lets several wallets buy in a stage, each up to its own quota.
    public entry fun allow_many(
        creator: &signer,
        drop: Object<Drop>,
        stage: u64,
        wallets: vector<address>,
        quotas: vector<u64>
    ) acquires Drop {
        assert_creator(creator, drop);
        let state = &mut Drop[object::object_address(&drop)];
        assert_has_allow_list(state, stage);
        state.allow_list.set_quotas(stage, wallets, quotas);
    }

    /// Buys tokens in a stage.
    public entry fun mint(buyer: &signer, drop: Object<Drop>, stage: u64, quantity: u64) acquires Drop {
        mint_tokens(buyer, drop, stage, quantity);
    }

    /// Buys tokens in a stage, and returns them.
    public fun mint_tokens(
        buyer: &signer,
        drop: Object<Drop>,
        stage: u64,
        quantity: u64
    ): vector<Object<DropToken>> acquires Drop {
        platform::assert_not_paused();
        assert_quantity(quantity);
        let buyer_addr = signer::address_of(buyer);
        let state = &mut Drop[object::object_address(&drop)];
        assert_open(state);
        assert!(state.stages.contains(stage), error::not_found(EUNKNOWN_STAGE));
        assert!(
            quantity <= state.max_supply - state.reserve - state.sold,
            error::resource_exhausted(ESOLD_OUT)
        );

        let terms = state.stages.borrow_mut(stage);
        let cost = terms.sell(quantity);
        if (terms.is_allow_list_only()) {
            state.allow_list.buy_within_quota(stage, buyer_addr, quantity);
        } else {
            state.allow_list.buy_within(stage, buyer_addr, quantity, terms.wallet_limit());
        };
        if (cost > 0) {
            coin::merge(&mut state.escrow, coin::withdraw<AptosCoin>(buyer, cost));
        };

        let first = state.sold + state.reserve_minted + 1;
        state.sold += quantity;
        let label = terms.name();
        mint_range(drop, state, first, quantity, buyer_addr, cost / quantity, label)
    }

    /// Mints tokens of the reserve for somebody in the team.
    public entry fun mint_reserve(
        creator: &signer,
        drop: Object<Drop>,
        to: address,
        quantity: u64
    ) acquires Drop {
        mint_reserve_tokens(creator, drop, to, quantity);
    }

    /// Mints tokens of the reserve, and returns them.
    public fun mint_reserve_tokens(
        creator: &signer,
        drop: Object<Drop>,
        to: address,
        quantity: u64
    ): vector<Object<DropToken>> acquires Drop {
        assert_creator(creator, drop);
        assert_quantity(quantity);
        let state = &mut Drop[object::object_address(&drop)];
        assert_open(state);
        assert!(
            quantity <= state.reserve - state.reserve_minted,
            error::resource_exhausted(ERESERVE_USED_UP)
        );
        let first = state.sold + state.reserve_minted + 1;
        state.reserve_minted += quantity;
        mint_range(drop, state, first, quantity, to, 0, string::utf8(b"reserve"))
    }

    fun mint_range(
        drop: Object<Drop>,
        state: &Drop,
        first: u64,
        quantity: u64,
        to: address,
        paid: u64,
        label: String
    ): vector<Object<DropToken>> {
        let drop_signer = &object::generate_signer_for_extending(&state.extend_ref);
        let tokens = vector[];
        for (number in first..(first + quantity)) {
            tokens.push_back(mint_one(drop_signer, drop, state, number, to, paid, label));
        };
        tokens
    }

    fun mint_one(
        drop_signer: &signer,
        drop: Object<Drop>,
        state: &Drop,
        number: u64,
        to: address,
        paid: u64,
        label: String
    ): Object<DropToken> {
        let name = state.name;
        name.append_utf8(b" #");
        name.append(string_utils::to_string(&number));
        let constructor_ref = &token::create(
            drop_signer,
            state.name,
            string::utf8(b""),
            name,
            option::none(),
            state.placeholder_uri
        );
        let properties = property_map::prepare_input(
            vector[string::utf8(b"stage"), string::utf8(b"revealed")],
            vector[string::utf8(b"0x1::string::String"), string::utf8(b"bool")],
            vector[bcs::to_bytes(&label), bcs::to_bytes(&false)]
        );
        property_map::init(constructor_ref, properties);
        move_to(
            &object::generate_signer(constructor_ref),
            DropToken {
                drop,
                number,
                paid,
                revealed: false,
                mutator_ref: token::generate_mutator_ref(constructor_ref),
                burn_ref: token::generate_burn_ref(constructor_ref),
                property_ref: property_map::generate_mutator_ref(constructor_ref)
            }
        );
        let transfer_ref = object::generate_transfer_ref(constructor_ref);
        object::transfer_with_ref(object::generate_linear_transfer_ref(&transfer_ref), to);
        let minted = object::object_from_constructor_ref<DropToken>(constructor_ref);
        event::emit(
            Minted {
                drop: object::object_address(&drop),
                token: object::object_address(&minted),
                number,
                to,
                paid
            }
        );
        minted
    }

    /// Ends the sale and says where the pictures are. The salt decides which token gets which.
    public entry fun reveal(
        creator: &signer,
        drop: Object<Drop>,
        base_uri: String,
        salt: vector<u8>
    ) acquires Drop {
        assert_creator(creator, drop);
        let drop_addr = object::object_address(&drop);
        let state = &mut Drop[drop_addr];
        assert_open(state);
        assert!(timestamp::now_seconds() <= state.reveal_deadline, error::invalid_state(EDEADLINE_PASSED));
        assert!(commitment_of(base_uri, salt) == state.commitment, error::invalid_argument(EWRONG_REVEAL));
        let offset = offset_of(salt, state.max_supply);
        state.status = REVEALED;
        state.base_uri = base_uri;
        state.offset = offset;
        event::emit(DropRevealed { drop: drop_addr, base_uri, offset });
    }

    /// Gives a token its picture. Anybody may do this once the drop is revealed.
    public entry fun reveal_token(token: Object<DropToken>) acquires Drop, DropToken {
        let token_addr = object::object_address(&token);
        let record = &mut DropToken[token_addr];
        let state = &Drop[object::object_address(&record.drop)];
        assert!(state.status == REVEALED, error::invalid_state(ENOT_REVEALED));
        assert!(!record.revealed, error::invalid_state(EALREADY_REVEALED));
        let picture = picture_of(state, record.number);
        let uri = state.base_uri;
        uri.append(string_utils::to_string(&picture));
        uri.append_utf8(b".json");
        token::set_uri(&record.mutator_ref, uri);
        property_map::update_typed(&record.property_ref, &string::utf8(b"revealed"), true);
        record.revealed = true;
        event::emit(TokenRevealed { token: token_addr, picture });
    }

    /// Ends the sale for good: holders get back what was paid. Once the time to reveal is over, anybody may cancel.
    public entry fun cancel(account: &signer, drop: Object<Drop>) acquires Drop {
        let by = signer::address_of(account);
        let drop_addr = object::object_address(&drop);
        let state = &mut Drop[drop_addr];
        assert_open(state);
        assert!(
            timestamp::now_seconds() > state.reveal_deadline
                || object::is_owner(drop, by)
                || platform::is_admin(by),
            error::permission_denied(EMAY_NOT_CANCEL)
        );
        state.status = CANCELLED;
        event::emit(DropCancelled { drop: drop_addr, by });
    }

    /// Takes a token of a cancelled drop back, and pays its holder what was paid for it.
    public entry fun refund(holder: &signer, token: Object<DropToken>) acquires Drop, DropToken {
        let holder_addr = signer::address_of(holder);
        assert!(object::is_owner(token, holder_addr), error::permission_denied(ENOT_HOLDER));
        let token_addr = object::object_address(&token);
        let drop_addr = object::object_address(&DropToken[token_addr].drop);
        let state = &mut Drop[drop_addr];
        assert!(state.status == CANCELLED, error::invalid_state(ENOT_CANCELLED));
        let amount = DropToken[token_addr].paid;
        let coins = coin::extract(&mut state.escrow, amount);
        destroy_token(token_addr);
        aptos_account::deposit_coins(holder_addr, coins);
        event::emit(Refunded { drop: drop_addr, token: token_addr, holder: holder_addr, amount });
    }

    /// Destroys a token of a revealed drop. Before, a token is worth what was paid for it, and stays.
    public entry fun burn(holder: &signer, token: Object<DropToken>) acquires Drop, DropToken {
        let holder_addr = signer::address_of(holder);
        assert!(object::is_owner(token, holder_addr), error::permission_denied(ENOT_HOLDER));
        let token_addr = object::object_address(&token);
        let drop_addr = object::object_address(&DropToken[token_addr].drop);
        assert!(Drop[drop_addr].status == REVEALED, error::invalid_state(ENOT_REVEALED));
        destroy_token(token_addr);
        event::emit(Burned { drop: drop_addr, token: token_addr, holder: holder_addr });
    }

    fun destroy_token(token_addr: address) acquires DropToken {
        let DropToken { burn_ref, property_ref, .. } = move_from<DropToken>(token_addr);
        property_map::burn(property_ref);
        token::burn(burn_ref);
    }

    /// Pays the proceeds of a revealed drop to the creator's payout account, less the platform's fee. Anybody may do this.
    public entry fun withdraw_proceeds(drop: Object<Drop>) acquires Drop {
        let drop_addr = object::object_address(&drop);
        let state = &mut Drop[drop_addr];
        assert!(state.status == REVEALED, error::invalid_state(ENOT_REVEALED));
        let proceeds = coin::extract_all(&mut state.escrow);
        let total = coin::value(&proceeds);
        assert!(total > 0, error::invalid_state(ENOTHING_TO_WITHDRAW));
        let payout = state.payout;
        let fee = platform::fee_of(total, state.fee_bps);
        if (fee > 0) {
            aptos_account::deposit_coins(platform::treasury(), coin::extract(&mut proceeds, fee));
        };
        aptos_account::deposit_coins(payout, proceeds);
        event::emit(ProceedsPaid { drop: drop_addr, payout, amount: total - fee, fee });
    }

    /// Changes who gets the proceeds. The royalty stays as it is.
    public entry fun set_payout(creator: &signer, drop: Object<Drop>, payout: address) acquires Drop {
        assert_creator(creator, drop);
        let drop_addr = object::object_address(&drop);
        Drop[drop_addr].payout = payout;
        event::emit(PayoutChanged { drop: drop_addr, payout });
    }

    fun assert_creator(account: &signer, drop: Object<Drop>) {
        assert!(object::is_owner(drop, signer::address_of(account)), error::permission_denied(ENOT_CREATOR));
    }

    fun assert_open(state: &Drop) {
        assert!(state.status == OPEN, error::invalid_state(ENOT_OPEN));
    }

    fun assert_quantity(quantity: u64) {
        assert!(0 < quantity && quantity <= MAX_QUANTITY, error::invalid_argument(EBAD_QUANTITY));
    }

    fun assert_has_allow_list(state: &Drop, stage: u64) {
        assert_open(state);
        assert!(state.stages.contains(stage), error::not_found(EUNKNOWN_STAGE));
        assert!(state.stages.borrow(stage).is_allow_list_only(), error::invalid_argument(ENO_ALLOW_LIST));
    }

    /// Turns a salt into a number below `max_supply`.
    fun offset_of(salt: vector<u8>, max_supply: u64): u64 {
        from_bcs::to_u64(hash::sha3_256(salt).slice(0, 8)) % max_supply
    }

    fun picture_of(state: &Drop, number: u64): u64 {
        (number - 1 + state.offset) % state.max_supply
    }

    #[view]
    /// Returns what a creator commits to.
    public fun commitment_of(base_uri: String, salt: vector<u8>): vector<u8> {
        let committed = bcs::to_bytes(&base_uri);
        vector::append(&mut committed, salt);
        hash::sha3_256(committed)
    }

    #[view]
    /// Returns where the drop of a creator is, whether or not it exists.
    public fun drop_address(creator: address, name: String): address {
        object::create_object_address(&creator, *name.bytes())
    }

    #[view]
    public fun collection(drop: Object<Drop>): Object<Collection> acquires Drop {
        Drop[object::object_address(&drop)].collection
    }

    #[view]
    public fun is_open(drop: Object<Drop>): bool acquires Drop {
        Drop[object::object_address(&drop)].status == OPEN
    }

    #[view]
    public fun is_revealed(drop: Object<Drop>): bool acquires Drop {
        Drop[object::object_address(&drop)].status == REVEALED
    }

    #[view]
    public fun is_cancelled(drop: Object<Drop>): bool acquires Drop {
        Drop[object::object_address(&drop)].status == CANCELLED
    }

    #[view]
    /// Returns how many tokens were minted, burned ones among them.
    public fun minted(drop: Object<Drop>): u64 acquires Drop {
        let state = &Drop[object::object_address(&drop)];
        state.sold + state.reserve_minted
    }

    #[view]
    /// Returns how many tokens are left for buyers.
    public fun remaining(drop: Object<Drop>): u64 acquires Drop {
        let state = &Drop[object::object_address(&drop)];
        state.max_supply - state.reserve - state.sold
    }

    #[view]
    /// Returns how many tokens are left for the team.
    public fun remaining_reserve(drop: Object<Drop>): u64 acquires Drop {
        let state = &Drop[object::object_address(&drop)];
        state.reserve - state.reserve_minted
    }

    #[view]
    /// Returns what the drop holds for holders or the creator.
    public fun escrowed(drop: Object<Drop>): u64 acquires Drop {
        coin::value(&Drop[object::object_address(&drop)].escrow)
    }

    #[view]
    public fun stage_count(drop: Object<Drop>): u64 acquires Drop {
        Drop[object::object_address(&drop)].stage_count
    }

    #[view]
    /// Returns when a stage starts and ends, its price, how many tokens it sells and has sold.
    public fun stage_terms(drop: Object<Drop>, stage: u64): (u64, u64, u64, u64, u64) acquires Drop {
        let state = &Drop[object::object_address(&drop)];
        assert!(state.stages.contains(stage), error::not_found(EUNKNOWN_STAGE));
        let terms = state.stages.borrow(stage);
        (terms.starts_at(), terms.ends_at(), terms.price(), terms.supply(), terms.sold())
    }

    #[view]
    /// Tells whether a stage sells at this moment.
    public fun is_stage_running(drop: Object<Drop>, stage: u64): bool acquires Drop {
        let state = &Drop[object::object_address(&drop)];
        state.status == OPEN && state.stages.contains(stage) && state.stages.borrow(stage).is_running()
    }

    #[view]
    /// Returns how many more tokens the terms of a stage let a wallet buy.
    public fun allowance(drop: Object<Drop>, stage: u64, wallet: address): u64 acquires Drop {
        let state = &Drop[object::object_address(&drop)];
        assert!(state.stages.contains(stage), error::not_found(EUNKNOWN_STAGE));
        let terms = state.stages.borrow(stage);
        let limit =
            if (terms.is_allow_list_only()) state.allow_list.quota(stage, wallet)
            else terms.wallet_limit();
        let bought = state.allow_list.bought(stage, wallet);
        if (limit > bought) limit - bought else 0
    }

    #[view]
    public fun token_number(token: Object<DropToken>): u64 acquires DropToken {
        DropToken[object::object_address(&token)].number
    }

    #[view]
    /// Returns what was paid for a token when it was minted.
    public fun token_paid(token: Object<DropToken>): u64 acquires DropToken {
        DropToken[object::object_address(&token)].paid
    }

    #[view]
    /// Returns the number of a token's picture, once the drop is revealed.
    public fun token_picture(token: Object<DropToken>): u64 acquires Drop, DropToken {
        let record = &DropToken[object::object_address(&token)];
        let state = &Drop[object::object_address(&record.drop)];
        assert!(state.status == REVEALED, error::invalid_state(ENOT_REVEALED));
        picture_of(state, record.number)
    }
}
