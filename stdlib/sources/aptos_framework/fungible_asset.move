/// Assets of which any part is as good as any other, kept in stores that are objects.
///
/// Supplies and balances are added to without being looked at, so mints of one asset and deposits to one store need no order.
module aptos_framework::fungible_asset {
    use std::error;
    use std::option::{Self, Option};
    use std::signer;
    use std::string::{Self, String};
    use aptos_framework::event;
    use aptos_framework::function_info::{Self, FunctionInfo};
    use aptos_framework::object::{Self, ConstructorRef, DeleteRef, Object};

    /// An amount must not be zero.
    const EAMOUNT_CANNOT_BE_ZERO: u64 = 1;
    /// Two assets are not of one kind.
    const EFUNGIBLE_ASSET_MISMATCH: u64 = 2;
    /// The store is frozen.
    const ESTORE_IS_FROZEN: u64 = 3;
    /// There is less in the store.
    const EINSUFFICIENT_BALANCE: u64 = 4;
    /// The right is about another asset than the store's.
    const ETRANSFER_REF_AND_STORE_MISMATCH: u64 = 9;
    /// The right is about another asset.
    const EMINT_REF_AND_STORE_MISMATCH: u64 = 7;
    /// The signer does not own the store.
    const ENOT_STORE_OWNER: u64 = 8;
    /// The right is about another asset.
    const ETRANSFER_REF_AND_FUNGIBLE_ASSET_MISMATCH: u64 = 2;
    /// The right is about another asset.
    const EBURN_REF_AND_FUNGIBLE_ASSET_MISMATCH: u64 = 13;
    /// The right is about another asset than the store's.
    const EBURN_REF_AND_STORE_MISMATCH: u64 = 10;
    /// There is something left.
    const EAMOUNT_IS_NOT_ZERO: u64 = 12;
    /// There is something left in the store.
    const EBALANCE_IS_NOT_ZERO: u64 = 14;
    /// The name is too long.
    const ENAME_TOO_LONG: u64 = 15;
    /// The short name is too long.
    const ESYMBOL_TOO_LONG: u64 = 16;
    /// There are too many decimal places.
    const EDECIMALS_TOO_LARGE: u64 = 17;
    /// An object that can be deleted cannot be an asset.
    const EOBJECT_IS_DELETABLE: u64 = 18;
    /// The address is too long.
    const EURI_TOO_LONG: u64 = 19;
    /// There is no supply.
    const ESUPPLY_NOT_FOUND: u64 = 21;
    /// There is no store.
    const EFUNGIBLE_STORE_EXISTENCE: u64 = 23;
    /// The function for withdrawals is none that withdrawals could call.
    const EWITHDRAW_FUNCTION_SIGNATURE_MISMATCH: u64 = 25;
    /// The function for deposits is none that deposits could call.
    const EDEPOSIT_FUNCTION_SIGNATURE_MISMATCH: u64 = 26;
    /// The function for balances is none that could be asked for one.
    const EDERIVED_BALANCE_FUNCTION_SIGNATURE_MISMATCH: u64 = 27;
    /// The asset's maker takes part in its moves: `dispatchable_fungible_asset` has the functions that let it.
    const EINVALID_DISPATCHABLE_OPERATIONS: u64 = 28;
    /// The asset's maker takes part already.
    const EALREADY_REGISTERED: u64 = 29;
    /// There is no asset.
    const EFUNGIBLE_METADATA_EXISTENCE: u64 = 30;
    /// Nobody takes part in moves of this asset.
    const EAPT_NOT_DISPATCHABLE: u64 = 31;
    /// The function for supplies is none that could be asked for one.
    const EDERIVED_SUPPLY_FUNCTION_SIGNATURE_MISMATCH: u64 = 33;

    const MAX_NAME_LENGTH: u64 = 32;
    const MAX_SYMBOL_LENGTH: u64 = 32;
    const MAX_DECIMALS: u8 = 32;
    const MAX_URI_LENGTH: u64 = 512;
    const APT: address = @0xa;
    const MAX_U128: u128 = 340282366920938463463374607431768211455;

    /// How much there is of an asset.
    struct Supply has key {
        /// The amount.
        current: u128,
        /// What may still be made.
        room: u128,
        /// Whether there is a limit.
        is_limited: bool,
    }

    /// An asset, for people.
    struct Metadata has key, copy, drop {
        /// Its name.
        name: String,
        /// Its short name.
        symbol: String,
        /// How many decimal places people see.
        decimals: u8,
        /// Where its picture is.
        icon_uri: String,
        /// Where its project is.
        project_uri: String,
    }

    /// Makes an object that holds an amount of an asset.
    struct FungibleStore has key {
        /// The asset.
        metadata: Object<Metadata>,
        /// The amount.
        balance: u64,
        /// Whether it may not move.
        frozen: bool,
        /// Whether the asset's maker took part in withdrawals when the store was made: plain functions do not get round him.
        asks_to_withdraw: bool,
        /// Whether he took part in deposits then.
        asks_to_deposit: bool,
    }

    /// Makes the stores of an asset ones that are never given away.
    struct Untransferable has key {}

    /// An amount of an asset, on its way.
    struct FungibleAsset {
        /// The asset.
        metadata: Object<Metadata>,
        /// The amount.
        amount: u64,
    }

    /// The right to make an asset.
    struct MintRef has drop, store {
        /// The asset.
        metadata: Object<Metadata>,
    }

    /// The right to freeze stores of an asset and to move what is in frozen ones.
    struct TransferRef has drop, store {
        /// The asset.
        metadata: Object<Metadata>,
    }

    /// The right to destroy an asset.
    struct BurnRef has drop, store {
        /// The asset.
        metadata: Object<Metadata>,
    }

    /// The right to change what people see.
    struct MutateMetadataRef has drop, store {
        /// The asset.
        metadata: Object<Metadata>,
    }

    /// Tells that functions have been named for the asset that it lies with, or that none ever will.
    struct DispatchFunctionStore has key {}

    /// Takes out what is withdrawn from stores of the asset that it lies with.
    struct WithdrawHook has key {
        /// The store, how much, and the right to move it.
        function: |Object<FungibleStore>, u64, &TransferRef| FungibleAsset has copy + drop + store,
    }

    /// Puts in what is deposited to stores of the asset that it lies with.
    struct DepositHook has key {
        /// The store, what is put in, and the right to move it.
        function: |Object<FungibleStore>, FungibleAsset, &TransferRef| has copy + drop + store,
    }

    /// Tells how much is in stores of the asset that it lies with.
    struct BalanceHook has key {
        /// The store.
        function: |Object<FungibleStore>| u64 has copy + drop + store,
    }

    /// Tells how much there is of the asset that it lies with.
    struct SupplyHook has key {
        /// The asset.
        function: |Object<Metadata>| Option<u128> has copy + drop + store,
    }

    #[event]
    /// Something was put in.
    struct Deposit has drop, store {
        /// The store.
        store: address,
        /// How much.
        amount: u64,
    }

    #[event]
    /// Something was taken out.
    struct Withdraw has drop, store {
        /// The store.
        store: address,
        /// How much.
        amount: u64,
    }

    #[event]
    /// A store was frozen or thawed.
    struct Frozen has drop, store {
        /// The store.
        store: address,
        /// Whether it may not move now.
        frozen: bool,
    }

    /// Makes the object under construction an asset.
    public fun add_fungibility(
        constructor_ref: &ConstructorRef,
        maximum_supply: Option<u128>,
        name: String,
        symbol: String,
        decimals: u8,
        icon_uri: String,
        project_uri: String
    ): Object<Metadata>
        reads exists<object::ObjectCore>(constructor_ref.self)
        writes Metadata(constructor_ref.self)
        writes Supply(constructor_ref.self)
    {
        assert!(
            !object::can_generate_delete_ref(constructor_ref),
            error::invalid_argument(EOBJECT_IS_DELETABLE)
        );
        let metadata = check_metadata(Metadata { name, symbol, decimals, icon_uri, project_uri });
        let object = object::generate_signer(constructor_ref);
        move_to(&object, metadata);
        let is_limited = option::is_some(&maximum_supply);
        let room = option::get_with_default(&maximum_supply, MAX_U128);
        move_to(&object, Supply { current: 0, room, is_limited });
        object::object_from_constructor_ref<Metadata>(constructor_ref)
    }

    fun check_metadata(metadata: Metadata): Metadata {
        assert!(string::length(&metadata.name) <= MAX_NAME_LENGTH, error::out_of_range(ENAME_TOO_LONG));
        assert!(string::length(&metadata.symbol) <= MAX_SYMBOL_LENGTH, error::out_of_range(ESYMBOL_TOO_LONG));
        assert!(metadata.decimals <= MAX_DECIMALS, error::out_of_range(EDECIMALS_TOO_LARGE));
        assert!(string::length(&metadata.icon_uri) <= MAX_URI_LENGTH, error::out_of_range(EURI_TOO_LONG));
        assert!(string::length(&metadata.project_uri) <= MAX_URI_LENGTH, error::out_of_range(EURI_TOO_LONG));
        metadata
    }

    /// Makes the asset's stores ones that are never given away.
    public fun set_untransferable(constructor_ref: &ConstructorRef)
        writes Untransferable(constructor_ref.self)
    {
        move_to(&object::generate_signer(constructor_ref), Untransferable {});
    }

    #[view]
    /// Tells whether stores of the asset are never given away.
    public fun is_untransferable<T: key>(metadata: Object<T>): bool
        reads exists<Untransferable>(metadata.inner)
    {
        exists<Untransferable>(object::object_address(&metadata))
    }

    /// Lets functions of the asset's maker take part in its moves; aborts the second time.
    package fun register_dispatch_functions(
        constructor_ref: &ConstructorRef,
        withdraw_function: Option<FunctionInfo>,
        deposit_function: Option<FunctionInfo>,
        derived_balance_function: Option<FunctionInfo>
    ) {
        check_dispatch(constructor_ref);
        let asset = &object::generate_signer(constructor_ref);
        assert!(
            !exists<DispatchFunctionStore>(signer::address_of(asset)),
            error::already_exists(EALREADY_REGISTERED)
        );
        move_to(asset, DispatchFunctionStore {});
        if (option::is_some(&withdraw_function)) {
            let found = function_info::resolve<FungibleStore, |Object<FungibleStore>, u64, &TransferRef| FungibleAsset has copy + drop + store>(
                option::borrow(&withdraw_function)
            );
            assert!(!found.is_empty(), error::invalid_argument(EWITHDRAW_FUNCTION_SIGNATURE_MISMATCH));
            move_to(asset, WithdrawHook { function: found[0] });
        };
        if (option::is_some(&deposit_function)) {
            let found = function_info::resolve<FungibleStore, |Object<FungibleStore>, FungibleAsset, &TransferRef| has copy + drop + store>(
                option::borrow(&deposit_function)
            );
            assert!(!found.is_empty(), error::invalid_argument(EDEPOSIT_FUNCTION_SIGNATURE_MISMATCH));
            move_to(asset, DepositHook { function: found[0] });
        };
        if (option::is_some(&derived_balance_function)) {
            let found = function_info::resolve<FungibleStore, |Object<FungibleStore>| u64 has copy + drop + store>(
                option::borrow(&derived_balance_function)
            );
            assert!(!found.is_empty(), error::invalid_argument(EDERIVED_BALANCE_FUNCTION_SIGNATURE_MISMATCH));
            move_to(asset, BalanceHook { function: found[0] });
        };
    }

    /// Lets a function of the asset's maker tell how much there is of it; aborts the second time.
    package fun register_derive_supply_dispatch_function(
        constructor_ref: &ConstructorRef,
        dispatch_function: Option<FunctionInfo>
    ) {
        check_dispatch(constructor_ref);
        let asset = &object::generate_signer(constructor_ref);
        assert!(
            !exists<SupplyHook>(signer::address_of(asset)),
            error::already_exists(EALREADY_REGISTERED)
        );
        if (option::is_some(&dispatch_function)) {
            let found = function_info::resolve<Metadata, |Object<Metadata>| Option<u128> has copy + drop + store>(
                option::borrow(&dispatch_function)
            );
            assert!(!found.is_empty(), error::invalid_argument(EDERIVED_SUPPLY_FUNCTION_SIGNATURE_MISMATCH));
            move_to(asset, SupplyHook { function: found[0] });
        };
    }

    fun check_dispatch(constructor_ref: &ConstructorRef) {
        let at = object::address_from_constructor_ref(constructor_ref);
        assert!(at != APT, error::permission_denied(EAPT_NOT_DISPATCHABLE));
        assert!(
            !object::can_generate_delete_ref(constructor_ref),
            error::invalid_argument(EOBJECT_IS_DELETABLE)
        );
        assert!(exists<Metadata>(at), error::not_found(EFUNGIBLE_METADATA_EXISTENCE));
    }

    #[view]
    /// Tells whether functions of the asset's maker may take part in moves of what is in the store.
    public fun is_store_dispatchable<T: key>(store: Object<T>): bool
        reads exists<DispatchFunctionStore>(FungibleStore(store.inner).metadata.inner)
        calls store_metadata<T>(store)
    {
        is_asset_type_dispatchable(store_metadata(store))
    }

    #[view]
    /// Tells whether functions of the asset's maker may take part in its moves.
    public fun is_asset_type_dispatchable<T: key>(metadata: Object<T>): bool
        reads exists<DispatchFunctionStore>(metadata.inner)
    {
        exists<DispatchFunctionStore>(object::object_address(&metadata))
    }

    /// Makes the right to make the asset.
    public fun generate_mint_ref(constructor_ref: &ConstructorRef): MintRef
        reads exists<object::ObjectCore>(constructor_ref.self)
    {
        MintRef { metadata: object::object_from_constructor_ref<Metadata>(constructor_ref) }
    }

    /// Makes the right to destroy the asset.
    public fun generate_burn_ref(constructor_ref: &ConstructorRef): BurnRef
        reads exists<object::ObjectCore>(constructor_ref.self)
    {
        BurnRef { metadata: object::object_from_constructor_ref<Metadata>(constructor_ref) }
    }

    /// Makes the right to freeze stores of the asset and to move what is in frozen ones.
    public fun generate_transfer_ref(constructor_ref: &ConstructorRef): TransferRef
        reads exists<object::ObjectCore>(constructor_ref.self)
    {
        TransferRef { metadata: object::object_from_constructor_ref<Metadata>(constructor_ref) }
    }

    /// Makes the right to change what people see.
    public fun generate_mutate_metadata_ref(constructor_ref: &ConstructorRef): MutateMetadataRef
        reads exists<object::ObjectCore>(constructor_ref.self)
    {
        MutateMetadataRef { metadata: object::object_from_constructor_ref<Metadata>(constructor_ref) }
    }

    #[view]
    /// Returns how much there is.
    public fun supply<T: key>(metadata: Object<T>): Option<u128>
        reads Supply(metadata.inner).current
    {
        let at = object::object_address(&metadata);
        if (exists<Supply>(at)) option::some(Supply[at].current) else option::none()
    }

    #[view]
    /// Returns how much there may be, if there is a limit.
    public fun maximum<T: key>(metadata: Object<T>): Option<u128>
        reads Supply(metadata.inner).{current, is_limited, room}
    {
        let at = object::object_address(&metadata);
        if (exists<Supply>(at) && Supply[at].is_limited) {
            option::some(Supply[at].current + Supply[at].room)
        } else {
            option::none()
        }
    }

    #[view]
    /// Returns the asset's name.
    public fun name<T: key>(metadata: Object<T>): String
        reads Metadata(metadata.inner).name
    {
        Metadata[object::object_address(&metadata)].name
    }

    #[view]
    /// Returns the asset's short name.
    public fun symbol<T: key>(metadata: Object<T>): String
        reads Metadata(metadata.inner).symbol
    {
        Metadata[object::object_address(&metadata)].symbol
    }

    #[view]
    /// Returns how many decimal places people see.
    public fun decimals<T: key>(metadata: Object<T>): u8
        reads Metadata(metadata.inner).decimals
    {
        Metadata[object::object_address(&metadata)].decimals
    }

    #[view]
    /// Returns where the asset's picture is.
    public fun icon_uri<T: key>(metadata: Object<T>): String
        reads Metadata(metadata.inner).icon_uri
    {
        Metadata[object::object_address(&metadata)].icon_uri
    }

    #[view]
    /// Returns where the asset's project is.
    public fun project_uri<T: key>(metadata: Object<T>): String
        reads Metadata(metadata.inner).project_uri
    {
        Metadata[object::object_address(&metadata)].project_uri
    }

    #[view]
    /// Returns what people see of the asset.
    public fun metadata<T: key>(metadata: Object<T>): Metadata
        reads Metadata(metadata.inner)
    {
        Metadata[object::object_address(&metadata)]
    }

    #[view]
    /// Tells whether there is a store at `store`.
    public fun store_exists(store: address): bool
        reads exists<FungibleStore>(store)
    {
        exists<FungibleStore>(store)
    }

    #[view]
    /// Returns the store's asset; aborts if there is no store.
    public fun store_metadata<T: key>(store: Object<T>): Object<Metadata>
        reads FungibleStore(store.inner).metadata
    {
        let at = object::object_address(&store);
        assert!(exists<FungibleStore>(at), error::not_found(EFUNGIBLE_STORE_EXISTENCE));
        FungibleStore[at].metadata
    }

    #[view]
    /// Returns how much is in the store.
    public fun balance<T: key>(store: Object<T>): u64
        reads FungibleStore(store.inner).balance
    {
        let at = object::object_address(&store);
        if (exists<FungibleStore>(at)) FungibleStore[at].balance else 0
    }

    /// What is in the store at `at`; nothing if it is not there.
    package fun balance_at(at: address): u64 {
        if (exists<FungibleStore>(at)) FungibleStore[at].balance else 0
    }

    #[view]
    /// Tells whether there is as much in the store.
    public fun is_balance_at_least<T: key>(store: Object<T>, amount: u64): bool
        calls balance<T>(store)
    {
        amount <= balance(store)
    }

    #[view]
    /// Tells whether what is in the store may not move.
    public fun is_frozen<T: key>(store: Object<T>): bool
        reads FungibleStore(store.inner).frozen
    {
        let at = object::object_address(&store);
        exists<FungibleStore>(at) && FungibleStore[at].frozen
    }

    /// Returns the asset of an amount.
    public fun metadata_from_asset(fa: &FungibleAsset): Object<Metadata> {
        fa.metadata
    }

    /// Returns the asset of a right.
    public fun asset_metadata(fa: &FungibleAsset): Object<Metadata> {
        fa.metadata
    }

    /// Returns how much it is.
    public fun amount(fa: &FungibleAsset): u64 {
        fa.amount
    }

    /// Returns the asset of the right.
    public fun mint_ref_metadata(ref: &MintRef): Object<Metadata> {
        ref.metadata
    }

    /// Returns the asset of the right.
    public fun transfer_ref_metadata(ref: &TransferRef): Object<Metadata> {
        ref.metadata
    }

    /// Returns the asset of the right.
    public fun burn_ref_metadata(ref: &BurnRef): Object<Metadata> {
        ref.metadata
    }

    /// Returns the asset of the right.
    public fun object_from_metadata_ref(ref: &MutateMetadataRef): Object<Metadata> {
        ref.metadata
    }

    /// Moves `amount` from one store to another; aborts unless `sender` owns the first.
    public entry fun transfer<T: key>(sender: &signer, from: Object<T>, to: Object<T>, amount: u64)
        calls withdraw<T>(sender, from, amount)
        calls deposit<T>(to, *)
    {
        let fa = withdraw(sender, from, amount);
        deposit(to, fa);
    }

    /// Makes the object under construction a store of the asset.
    public fun create_store<T: key>(constructor_ref: &ConstructorRef, metadata: Object<T>): Object<FungibleStore>
        reads exists<Untransferable>(metadata.inner)
        writes FungibleStore(constructor_ref.self)
        calls object::convert<T, Metadata>(metadata)
        calls object::set_untransferable(constructor_ref)
        reads exists<WithdrawHook>(metadata.inner)
        reads exists<DepositHook>(metadata.inner)
    {
        let store = object::generate_signer(constructor_ref);
        let asset = object::convert<T, Metadata>(metadata);
        if (is_untransferable(asset)) {
            object::set_untransferable(constructor_ref);
        };
        move_to(&store, empty_store(asset));
        object::object_from_constructor_ref<FungibleStore>(constructor_ref)
    }

    fun empty_store(metadata: Object<Metadata>): FungibleStore {
        let asset = object::object_address(&metadata);
        let (asks_to_withdraw, asks_to_deposit) = (exists<WithdrawHook>(asset), exists<DepositHook>(asset));
        FungibleStore { metadata, balance: 0, frozen: false, asks_to_withdraw, asks_to_deposit }
    }

    /// Ends an empty store; aborts if there is something in it.
    public fun remove_store(delete_ref: &DeleteRef)
        writes FungibleStore(delete_ref.self)
    {
        let at = object::address_from_delete_ref(delete_ref);
        let FungibleStore { balance, .. } = move_from<FungibleStore>(at);
        assert!(balance == 0, error::permission_denied(EBALANCE_IS_NOT_ZERO));
    }

    /// Takes `amount` out of the store; aborts unless `owner` owns it, and if there is less or it is frozen.
    public fun withdraw<T: key>(owner: &signer, store: Object<T>, amount: u64): FungibleAsset
        reads FungibleStore(store.inner).{frozen, metadata, asks_to_withdraw}
        writes FungibleStore(store.inner).balance
        calls object::owns<T>(store, owner)
    {
        withdraw_sanity_check(owner, store, true);
        withdraw_internal(object::object_address(&store), amount)
    }

    /// Aborts unless `owner` may withdraw from the store: by the plain functions, if `abort_on_dispatch`.
    public fun withdraw_sanity_check<T: key>(owner: &signer, store: Object<T>, abort_on_dispatch: bool)
        reads FungibleStore(store.inner).frozen
        reads FungibleStore(store.inner).asks_to_withdraw if abort_on_dispatch
        calls object::owns<T>(store, owner)
    {
        assert!(object::owns(store, signer::address_of(owner)), error::permission_denied(ENOT_STORE_OWNER));
        let at = object::object_address(&store);
        assert!(exists<FungibleStore>(at), error::not_found(EFUNGIBLE_STORE_EXISTENCE));
        assert!(
            !abort_on_dispatch || !FungibleStore[at].asks_to_withdraw,
            error::invalid_argument(EINVALID_DISPATCHABLE_OPERATIONS)
        );
        assert!(!FungibleStore[at].frozen, error::permission_denied(ESTORE_IS_FROZEN));
    }

    /// Takes `amount` of the asset out of a store of it, as its maker has it. What comes is of the asset, whoever gives it.
    package fun withdraw_through(
        metadata: Object<Metadata>,
        store: Object<FungibleStore>,
        amount: u64
    ): FungibleAsset {
        let at = object::object_address(&store);
        let asset = object::object_address(&metadata);
        assert!(metadata == FungibleStore[at].metadata, error::invalid_argument(EFUNGIBLE_ASSET_MISMATCH));
        let FungibleAsset { metadata: own, amount } =
            if (exists<WithdrawHook>(asset)) {
                let hook = WithdrawHook[asset].function;
                hook(store, amount, &TransferRef { metadata })
            } else {
                withdraw_internal(at, amount)
            };
        assert!(metadata == own, error::invalid_argument(EFUNGIBLE_ASSET_MISMATCH));
        FungibleAsset { metadata, amount }
    }

    /// Puts an amount into the store; aborts if it is frozen, or of another asset.
    public fun deposit<T: key>(store: Object<T>, fa: FungibleAsset)
        reads FungibleStore(store.inner).{frozen, metadata, asks_to_deposit}
        adds FungibleStore(store.inner).balance
    {
        deposit_sanity_check(store, true);
        deposit_internal(object::object_address(&store), fa);
    }

    /// Aborts unless something may be put into the store: by the plain functions, if `abort_on_dispatch`.
    public fun deposit_sanity_check<T: key>(store: Object<T>, abort_on_dispatch: bool)
        reads FungibleStore(store.inner).asks_to_deposit if abort_on_dispatch
        reads FungibleStore(store.inner).frozen
    {
        let at = object::object_address(&store);
        assert!(exists<FungibleStore>(at), error::not_found(EFUNGIBLE_STORE_EXISTENCE));
        assert!(
            !abort_on_dispatch || !FungibleStore[at].asks_to_deposit,
            error::invalid_argument(EINVALID_DISPATCHABLE_OPERATIONS)
        );
        assert!(!FungibleStore[at].frozen, error::permission_denied(ESTORE_IS_FROZEN));
    }

    /// Puts an amount into the store, as the asset's maker has it.
    package fun deposit_through(store: Object<FungibleStore>, fa: FungibleAsset) {
        let at = object::object_address(&store);
        let metadata = fa.metadata;
        let asset = object::object_address(&metadata);
        if (!exists<DepositHook>(asset)) {
            deposit_internal(at, fa);
            return
        };
        assert!(metadata == FungibleStore[at].metadata, error::invalid_argument(EFUNGIBLE_ASSET_MISMATCH));
        let hook = DepositHook[asset].function;
        hook(store, fa, &TransferRef { metadata });
    }

    /// How much is in the store, as the asset's maker has it.
    package fun balance_through(store: Object<FungibleStore>): u64 {
        let at = object::object_address(&store);
        if (!exists<FungibleStore>(at)) return 0;
        let asset = object::object_address(&FungibleStore[at].metadata);
        if (!exists<BalanceHook>(asset)) return FungibleStore[at].balance;
        let hook = BalanceHook[asset].function;
        hook(store)
    }

    /// How much there is of the asset, as its maker has it.
    package fun supply_through(metadata: Object<Metadata>): Option<u128> {
        let asset = object::object_address(&metadata);
        if (!exists<SupplyHook>(asset)) return supply(metadata);
        let hook = SupplyHook[asset].function;
        hook(metadata)
    }

    /// Makes `amount` of the asset.
    public fun mint(ref: &MintRef, amount: u64): FungibleAsset
        adds Supply(ref.metadata.inner).{current, room}
    {
        issue(ref.metadata, amount)
    }

    /// Makes `amount` of the asset.
    package fun issue(metadata: Object<Metadata>, amount: u64): FungibleAsset {
        let at = object::object_address(&metadata);
        assert!(exists<Supply>(at), error::not_found(ESUPPLY_NOT_FOUND));
        let supply = &mut Supply[at];
        supply.room -= (amount as u128);
        supply.current += (amount as u128);
        FungibleAsset { metadata, amount }
    }

    /// Destroys an amount of the asset, and returns how much it was; aborts if it is another asset.
    package fun redeem(metadata: Object<Metadata>, fa: FungibleAsset): u64 {
        let FungibleAsset { metadata: own, amount } = fa;
        assert!(metadata == own, error::invalid_argument(EBURN_REF_AND_FUNGIBLE_ASSET_MISMATCH));
        decrease_supply(object::object_address(&metadata), amount);
        amount
    }

    /// Makes `amount` of the asset in the primary store of `owner`, which is made first if it is not there.
    package fun issue_to_primary(metadata: Object<Metadata>, owner: address, amount: u64) {
        let at = object::create_user_derived_object_address(owner, object::object_address(&metadata));
        if (!exists<FungibleStore>(at)) {
            let ref = object::create_bound_object(owner, object::object_address(&metadata));
            move_to(&object::generate_signer(&ref), empty_store(metadata));
        };
        assert!(!FungibleStore[at].frozen, error::permission_denied(ESTORE_IS_FROZEN));
        deposit_internal(at, issue(metadata, amount));
    }

    /// Destroys `amount` of what is in the primary store of `owner`; aborts if there is less or it is frozen.
    package fun redeem_from_primary(metadata: Object<Metadata>, owner: address, amount: u64) {
        let at = object::create_user_derived_object_address(owner, object::object_address(&metadata));
        assert!(exists<FungibleStore>(at), error::not_found(EFUNGIBLE_STORE_EXISTENCE));
        assert!(!FungibleStore[at].frozen, error::permission_denied(ESTORE_IS_FROZEN));
        redeem(metadata, withdraw_internal(at, amount));
    }

    /// Makes `amount` of the asset in a store.
    public fun mint_to<T: key>(ref: &MintRef, store: Object<T>, amount: u64)
        calls mint(ref, amount)
        calls deposit<T>(store, *)
    {
        deposit_sanity_check(store, false);
        deposit_internal(object::object_address(&store), mint(ref, amount));
    }

    /// Lets what is in the store move no more, or again.
    public fun set_frozen_flag<T: key>(ref: &TransferRef, store: Object<T>, frozen: bool)
        writes FungibleStore(store.inner).frozen
        calls store_metadata<T>(store)
    {
        let at = object::object_address(&store);
        assert!(
            ref.metadata == store_metadata(store),
            error::invalid_argument(ETRANSFER_REF_AND_STORE_MISMATCH)
        );
        FungibleStore[at].frozen = frozen;
        event::emit(Frozen { store: at, frozen });
    }

    /// Destroys an amount of the asset.
    public fun burn(ref: &BurnRef, fa: FungibleAsset)
        adds Supply(ref.metadata.inner).{current, room}
    {
        let FungibleAsset { metadata, amount } = fa;
        assert!(ref.metadata == metadata, error::invalid_argument(EBURN_REF_AND_FUNGIBLE_ASSET_MISMATCH));
        decrease_supply(object::object_address(&ref.metadata), amount);
    }

    /// Destroys `amount` of what is in a store, frozen or not.
    public fun burn_from<T: key>(ref: &BurnRef, store: Object<T>, amount: u64)
        adds Supply(ref.metadata.inner).{current, room}
        writes FungibleStore(store.inner).balance
        calls store_metadata<T>(store)
    {
        assert!(ref.metadata == store_metadata(store), error::invalid_argument(EBURN_REF_AND_STORE_MISMATCH));
        let FungibleAsset { metadata: _, amount: burnt } =
            withdraw_internal(object::object_address(&store), amount);
        decrease_supply(object::object_address(&ref.metadata), burnt);
    }

    /// Takes `amount` out of a store, frozen or not, whoever owns it.
    public fun withdraw_with_ref<T: key>(ref: &TransferRef, store: Object<T>, amount: u64): FungibleAsset
        writes FungibleStore(store.inner).balance
        calls store_metadata<T>(store)
    {
        assert!(
            ref.metadata == store_metadata(store),
            error::invalid_argument(ETRANSFER_REF_AND_STORE_MISMATCH)
        );
        withdraw_internal(object::object_address(&store), amount)
    }

    /// Puts an amount into a store, frozen or not.
    public fun deposit_with_ref<T: key>(ref: &TransferRef, store: Object<T>, fa: FungibleAsset)
        reads FungibleStore(store.inner).metadata
        adds FungibleStore(store.inner).balance
    {
        assert!(
            ref.metadata == fa.metadata,
            error::invalid_argument(ETRANSFER_REF_AND_FUNGIBLE_ASSET_MISMATCH)
        );
        let at = object::object_address(&store);
        assert!(exists<FungibleStore>(at), error::not_found(EFUNGIBLE_STORE_EXISTENCE));
        deposit_internal(at, fa);
    }

    /// Moves `amount` from one store to another, frozen or not.
    public fun transfer_with_ref<T: key>(ref: &TransferRef, from: Object<T>, to: Object<T>, amount: u64)
        reads FungibleStore(from.inner).metadata
        writes FungibleStore(from.inner).balance
        calls deposit_with_ref<T>(ref, to, *)
    {
        let fa = withdraw_with_ref(ref, from, amount);
        deposit_with_ref(ref, to, fa);
    }

    /// Changes what people see, where something is given.
    public fun mutate_metadata(
        metadata_ref: &MutateMetadataRef,
        name: Option<String>,
        symbol: Option<String>,
        decimals: Option<u8>,
        icon_uri: Option<String>,
        project_uri: Option<String>
    )
        writes Metadata(metadata_ref.metadata.inner)
    {
        let metadata = &mut Metadata[object::object_address(&metadata_ref.metadata)];
        let old = *metadata;
        *metadata = check_metadata(
            Metadata {
                name: option::get_with_default(&name, old.name),
                symbol: option::get_with_default(&symbol, old.symbol),
                decimals: option::get_with_default(&decimals, old.decimals),
                icon_uri: option::get_with_default(&icon_uri, old.icon_uri),
                project_uri: option::get_with_default(&project_uri, old.project_uri)
            }
        );
    }

    /// Makes nothing of the asset.
    public fun zero<T: key>(metadata: Object<T>): FungibleAsset
        calls object::convert<T, Metadata>(metadata)
    {
        FungibleAsset { metadata: object::convert<T, Metadata>(metadata), amount: 0 }
    }

    /// Takes `amount` out of an amount; aborts if that is less.
    public fun extract(fungible_asset: &mut FungibleAsset, amount: u64): FungibleAsset {
        assert!(fungible_asset.amount >= amount, error::invalid_argument(EINSUFFICIENT_BALANCE));
        fungible_asset.amount -= amount;
        FungibleAsset { metadata: fungible_asset.metadata, amount }
    }

    /// Adds an amount of the same asset.
    public fun merge(dst_fungible_asset: &mut FungibleAsset, src_fungible_asset: FungibleAsset) {
        let FungibleAsset { metadata, amount } = src_fungible_asset;
        assert!(
            metadata == dst_fungible_asset.metadata,
            error::invalid_argument(EFUNGIBLE_ASSET_MISMATCH)
        );
        dst_fungible_asset.amount += amount;
    }

    /// Throws an amount of zero away; aborts on any other.
    public fun destroy_zero(fungible_asset: FungibleAsset) {
        let FungibleAsset { metadata: _, amount } = fungible_asset;
        assert!(amount == 0, error::invalid_argument(EAMOUNT_IS_NOT_ZERO));
    }

    fun withdraw_internal(at: address, amount: u64): FungibleAsset {
        let store = &mut FungibleStore[at];
        assert!(store.balance >= amount, error::invalid_argument(EINSUFFICIENT_BALANCE));
        store.balance -= amount;
        event::emit(Withdraw { store: at, amount });
        FungibleAsset { metadata: store.metadata, amount }
    }

    fun deposit_internal(at: address, fa: FungibleAsset) {
        let FungibleAsset { metadata, amount } = fa;
        let store = &mut FungibleStore[at];
        assert!(metadata == store.metadata, error::invalid_argument(EFUNGIBLE_ASSET_MISMATCH));
        store.balance += amount;
        event::emit(Deposit { store: at, amount });
    }

    fun decrease_supply(at: address, amount: u64) {
        assert!(exists<Supply>(at), error::not_found(ESUPPLY_NOT_FOUND));
        let supply = &mut Supply[at];
        supply.current -= (amount as u128);
        supply.room += (amount as u128);
    }

    #[test_only]
    /// Another object.
    struct TestToken has key {}

    #[test_only]
    /// Makes an object that may become an asset.
    public fun create_test_token(creator: &signer): (ConstructorRef, Object<TestToken>) {
        let constructor_ref = object::create_named_object(creator, b"TEST");
        move_to(&object::generate_signer(&constructor_ref), TestToken {});
        let token = object::object_from_constructor_ref<TestToken>(&constructor_ref);
        (constructor_ref, token)
    }

    #[test_only]
    /// Makes the object an asset of at most 100.
    public fun init_test_metadata(constructor_ref: &ConstructorRef): (MintRef, TransferRef, BurnRef, MutateMetadataRef) {
        add_fungibility(
            constructor_ref,
            option::some(100),
            string::utf8(b"TEST"),
            string::utf8(b"@@"),
            0,
            string::utf8(b"http://www.example.com/favicon.ico"),
            string::utf8(b"http://www.example.com")
        );
        (
            generate_mint_ref(constructor_ref),
            generate_transfer_ref(constructor_ref),
            generate_burn_ref(constructor_ref),
            generate_mutate_metadata_ref(constructor_ref)
        )
    }

    #[test_only]
    /// Makes a store of the asset that `owner` owns.
    public fun create_test_store<T: key>(owner: &signer, metadata: Object<T>): Object<FungibleStore> {
        create_store(&object::create_object_from_account(owner), metadata)
    }
}
