/// Keeps the coins of traders. What a trader owns is either available, to be spent or withdrawn, or locked behind its orders.
///
/// The coins of each type lie in one reserve, which always equals what traders own plus the fees that are not withdrawn yet.
module clob::balances {
    use std::error;
    use std::signer;
    use aptos_std::math128;
    use aptos_std::table::{Self, Table};
    use aptos_framework::account::{Self, SignerCapability};
    use aptos_framework::coin::{Self, Coin};
    use aptos_framework::event;

    friend clob::market;

    /// Only the admin may do this.
    const ENOT_ADMIN: u64 = 1;
    /// Less is available than is to be spent.
    const EINSUFFICIENT_BALANCE: u64 = 2;
    /// No market trades this coin.
    const EUNSUPPORTED_COIN: u64 = 3;
    /// The amount is zero.
    const EZERO_AMOUNT: u64 = 4;
    /// Fewer fees are collected than are to be withdrawn.
    const EINSUFFICIENT_FEES: u64 = 5;
    /// Nobody offered this account to be the admin.
    const ENOT_OFFERED: u64 = 6;

    const BPS: u128 = 10_000;
    const SEED: vector<u8> = b"clob::markets";

    /// Who runs the markets, and the right to act as the account these lie at.
    struct Custody has key {
        signer_cap: SignerCapability,
        admin: address,
        /// Becomes the admin once it accepts; the admin itself if nobody is offered that.
        next_admin: address
    }

    /// All coins of one type.
    struct Ledger<phantom CoinType> has key {
        reserve: Coin<CoinType>,
        balances: Table<address, Balance>,
        fees: u64
    }

    struct Balance has store, copy, drop {
        available: u64,
        locked: u64
    }

    #[event]
    struct Deposited<phantom CoinType> has drop, store {
        user: address,
        amount: u64
    }

    #[event]
    struct Withdrawn<phantom CoinType> has drop, store {
        user: address,
        amount: u64
    }

    #[event]
    struct FeesWithdrawn<phantom CoinType> has drop, store {
        to: address,
        amount: u64
    }

    #[event]
    struct AdminChanged has drop, store {
        previous: address,
        admin: address
    }

    fun init_module(deployer: &signer) {
        let (_, signer_cap) = account::create_resource_account(deployer, SEED);
        let admin = signer::address_of(deployer);
        move_to(deployer, Custody { signer_cap, admin, next_admin: admin });
    }

    #[view]
    /// Where all markets and ledgers lie.
    public fun market_address(): address {
        account::create_resource_address(&@clob, SEED)
    }

    #[view]
    public fun admin(): address acquires Custody {
        borrow_global<Custody>(@clob).admin
    }

    #[view]
    public fun available<CoinType>(user: address): u64 acquires Ledger {
        balance_of<CoinType>(user).available
    }

    #[view]
    public fun locked<CoinType>(user: address): u64 acquires Ledger {
        balance_of<CoinType>(user).locked
    }

    #[view]
    public fun collected_fees<CoinType>(): u64 acquires Ledger {
        borrow_global<Ledger<CoinType>>(market_address()).fees
    }

    #[view]
    public fun reserve<CoinType>(): u64 acquires Ledger {
        coin::value(&borrow_global<Ledger<CoinType>>(market_address()).reserve)
    }

    /// Makes coins from the user's account available for trading.
    public entry fun deposit<CoinType>(user: &signer, amount: u64) acquires Ledger {
        deposit_coin(signer::address_of(user), coin::withdraw<CoinType>(user, amount));
    }

    /// Makes coins available to `user` for trading, whoever they are from.
    public fun deposit_coin<CoinType>(user: address, coins: Coin<CoinType>) acquires Ledger {
        let amount = coin::value(&coins);
        assert!(amount > 0, error::invalid_argument(EZERO_AMOUNT));
        let ledger_addr = market_address();
        assert!(exists<Ledger<CoinType>>(ledger_addr), error::not_found(EUNSUPPORTED_COIN));
        let ledger = borrow_global_mut<Ledger<CoinType>>(ledger_addr);
        coin::merge(&mut ledger.reserve, coins);
        let balance = balance_mut(ledger, user);
        balance.available = balance.available + amount;
        event::emit(Deposited<CoinType> { user, amount });
    }

    /// Returns available coins to the user's account.
    public entry fun withdraw<CoinType>(user: &signer, amount: u64) acquires Ledger {
        let coins = withdraw_coin<CoinType>(user, amount);
        let user_addr = signer::address_of(user);
        if (!coin::is_account_registered<CoinType>(user_addr)) {
            coin::register<CoinType>(user);
        };
        coin::deposit(user_addr, coins);
    }

    /// Takes available coins out.
    public fun withdraw_coin<CoinType>(user: &signer, amount: u64): Coin<CoinType> acquires Ledger {
        assert!(amount > 0, error::invalid_argument(EZERO_AMOUNT));
        let user_addr = signer::address_of(user);
        spend<CoinType>(user_addr, amount);
        event::emit(Withdrawn<CoinType> { user: user_addr, amount });
        coin::extract(&mut borrow_global_mut<Ledger<CoinType>>(market_address()).reserve, amount)
    }

    /// Pays collected fees out to `to`.
    public entry fun withdraw_fees<CoinType>(admin: &signer, to: address, amount: u64) acquires Custody, Ledger {
        assert_admin(admin);
        assert!(amount > 0, error::invalid_argument(EZERO_AMOUNT));
        let ledger_addr = market_address();
        assert!(exists<Ledger<CoinType>>(ledger_addr), error::not_found(EUNSUPPORTED_COIN));
        let ledger = borrow_global_mut<Ledger<CoinType>>(ledger_addr);
        assert!(ledger.fees >= amount, error::invalid_argument(EINSUFFICIENT_FEES));
        ledger.fees = ledger.fees - amount;
        coin::deposit(to, coin::extract(&mut ledger.reserve, amount));
        event::emit(FeesWithdrawn<CoinType> { to, amount });
    }

    /// Offers `next_admin` to become the admin.
    public entry fun offer_admin(admin: &signer, next_admin: address) acquires Custody {
        assert_admin(admin);
        borrow_global_mut<Custody>(@clob).next_admin = next_admin;
    }

    /// Becomes the admin, if offered.
    public entry fun accept_admin(next_admin: &signer) acquires Custody {
        let custody = borrow_global_mut<Custody>(@clob);
        let admin = signer::address_of(next_admin);
        assert!(custody.next_admin == admin, error::permission_denied(ENOT_OFFERED));
        event::emit(AdminChanged { previous: custody.admin, admin });
        custody.admin = admin;
    }

    public fun assert_admin(account: &signer) acquires Custody {
        assert!(
            borrow_global<Custody>(@clob).admin == signer::address_of(account),
            error::permission_denied(ENOT_ADMIN)
        );
    }

    /// The account that all markets lie at.
    public(friend) fun market_signer(): signer acquires Custody {
        account::create_signer_with_capability(&borrow_global<Custody>(@clob).signer_cap)
    }

    /// Keeps coins of the type from now on.
    public(friend) fun support<CoinType>(market_signer: &signer) {
        if (!exists<Ledger<CoinType>>(signer::address_of(market_signer))) {
            move_to(
                market_signer,
                Ledger<CoinType> { reserve: coin::zero(), balances: table::new(), fees: 0 }
            );
        };
    }

    /// Puts an available amount behind an order.
    public(friend) fun lock<CoinType>(user: address, amount: u64) acquires Ledger {
        let balance = balance_mut(borrow_global_mut<Ledger<CoinType>>(market_address()), user);
        assert!(balance.available >= amount, error::invalid_argument(EINSUFFICIENT_BALANCE));
        balance.available = balance.available - amount;
        balance.locked = balance.locked + amount;
    }

    /// Takes an amount back from behind an order.
    public(friend) fun unlock<CoinType>(user: address, amount: u64) acquires Ledger {
        let balance = balance_mut(borrow_global_mut<Ledger<CoinType>>(market_address()), user);
        balance.locked = balance.locked - amount;
        balance.available = balance.available + amount;
    }

    /// Takes an available amount; the caller gives it to somebody else.
    public(friend) fun spend<CoinType>(user: address, amount: u64) acquires Ledger {
        let ledger_addr = market_address();
        assert!(exists<Ledger<CoinType>>(ledger_addr), error::not_found(EUNSUPPORTED_COIN));
        let balance = balance_mut(borrow_global_mut<Ledger<CoinType>>(ledger_addr), user);
        assert!(balance.available >= amount, error::invalid_argument(EINSUFFICIENT_BALANCE));
        balance.available = balance.available - amount;
    }

    /// Takes an amount from behind an order; the caller gives it to somebody else.
    public(friend) fun spend_locked<CoinType>(user: address, amount: u64) acquires Ledger {
        let balance = balance_mut(borrow_global_mut<Ledger<CoinType>>(market_address()), user);
        balance.locked = balance.locked - amount;
    }

    /// Gives a spent amount to `user`, but for the fee, which is returned.
    public(friend) fun receive<CoinType>(user: address, amount: u64, fee_bps: u64): u64 acquires Ledger {
        let fee = fee_on(amount, fee_bps);
        let ledger = borrow_global_mut<Ledger<CoinType>>(market_address());
        ledger.fees = ledger.fees + fee;
        let balance = balance_mut(ledger, user);
        balance.available = balance.available + (amount - fee);
        fee
    }

    /// Fees are rounded up.
    fun fee_on(amount: u64, fee_bps: u64): u64 {
        (math128::ceil_div((amount as u128) * (fee_bps as u128), BPS) as u64)
    }

    inline fun balance_mut<CoinType>(ledger: &mut Ledger<CoinType>, user: address): &mut Balance {
        ledger.balances.borrow_mut_with_default(user, Balance { available: 0, locked: 0 })
    }

    fun balance_of<CoinType>(user: address): Balance acquires Ledger {
        let ledger_addr = market_address();
        if (!exists<Ledger<CoinType>>(ledger_addr)) return Balance { available: 0, locked: 0 };
        let balances = &borrow_global<Ledger<CoinType>>(ledger_addr).balances;
        *balances.borrow_with_default(user, &Balance { available: 0, locked: 0 })
    }

    #[test_only]
    public fun init_module_for_test(deployer: &signer) {
        init_module(deployer);
    }

    #[test_only]
    public fun fee_for_test(amount: u64, fee_bps: u64): u64 {
        fee_on(amount, fee_bps)
    }
}
