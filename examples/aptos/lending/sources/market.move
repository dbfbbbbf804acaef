/// The lending market. Suppliers bring coins and earn interest; who pledges what it has supplied may borrow another coin.
///
/// Each pair of a collateral and a debt has parameters and positions of its own: what is pledged for one pair answers for
/// no other. A pledge stays supplied and goes on earning interest.
module lending::market {
    use std::error;
    use std::signer;
    use aptos_std::math64;
    use aptos_std::table::{Self, Table};
    use aptos_std::type_info::{Self, TypeInfo};
    use aptos_framework::coin::{Self, Coin};
    use aptos_framework::event;
    use lending::oracle;
    use lending::rate_model;
    use lending::registry;
    use lending::reserve;
    use lending::wad;

    /// A coin is no collateral for itself.
    const ESAME_COIN: u64 = 1;
    /// The pair exists already.
    const EPAIR_EXISTS: u64 = 2;
    /// There is no such pair.
    const ENO_PAIR: u64 = 3;
    /// The amount is zero, or too small to be worth anything.
    const EZERO_AMOUNT: u64 = 4;
    /// The account has supplied less than that.
    const EINSUFFICIENT_DEPOSIT: u64 = 5;
    /// The account has pledged less than that.
    const EINSUFFICIENT_COLLATERAL: u64 = 6;
    /// The collateral would not be enough for the debt.
    const EUNHEALTHY: u64 = 7;
    /// The position is healthy.
    const EHEALTHY: u64 = 8;
    /// A liquidation may not repay as much at once.
    const ECLOSE_FACTOR: u64 = 9;
    /// The liquidator would get less than it wants.
    const ESLIPPAGE: u64 = 10;
    /// The parameters contradict each other.
    const EBAD_PARAMETERS: u64 = 11;
    /// Nothing is owed.
    const ENO_DEBT: u64 = 12;

    /// Stands for all that there is, as an amount to withdraw, to release or to repay.
    const EVERYTHING: u64 = 18_446_744_073_709_551_615;

    /// Below this health, in basis points, a position may be liquidated whole.
    const FULL_CLOSE_HEALTH_BPS: u64 = 9_500;

    const MAX_U128: u128 = 340_282_366_920_938_463_463_374_607_431_768_211_455;

    /// What an account has supplied and not pledged.
    struct Deposit<phantom CoinType> has key {
        shares: u128
    }

    struct Pair<phantom Collateral, phantom Debt> has key {
        /// How much may be borrowed against the value of the collateral.
        max_ltv_bps: u64,
        /// How much may be owed before others may step in.
        liquidation_threshold_bps: u64,
        /// What a liquidator gets on top of what it repays.
        liquidation_bonus_bps: u64,
        /// How much of the debt a liquidation may repay.
        close_factor_bps: u64,
        positions: Table<address, Position>
    }

    struct Position has copy, drop, store {
        /// Shares of the collateral's reserve.
        collateral: u128,
        /// Debt scaled by the index of the debt's reserve.
        debt: u128
    }

    #[event]
    struct PairListed has drop, store { collateral: TypeInfo, debt: TypeInfo }

    #[event]
    struct Deposited has drop, store { account: address, coin: TypeInfo, amount: u64, shares: u128 }

    #[event]
    struct Withdrawn has drop, store { account: address, coin: TypeInfo, amount: u64, shares: u128 }

    #[event]
    struct Pledged has drop, store { account: address, collateral: TypeInfo, debt: TypeInfo, shares: u128 }

    #[event]
    struct Released has drop, store { account: address, collateral: TypeInfo, debt: TypeInfo, shares: u128 }

    #[event]
    struct Borrowed has drop, store { account: address, collateral: TypeInfo, debt: TypeInfo, amount: u64 }

    #[event]
    struct Repaid has drop, store {
        payer: address,
        account: address,
        collateral: TypeInfo,
        debt: TypeInfo,
        amount: u64
    }

    #[event]
    struct Liquidated has drop, store {
        liquidator: address,
        account: address,
        collateral: TypeInfo,
        debt: TypeInfo,
        repaid: u64,
        seized_shares: u128
    }

    #[event]
    struct FeesCollected has drop, store { coin: TypeInfo, to: address, amount: u64 }

    // ===== Administration =====

    /// Opens a reserve. Rates are per year, in basis points.
    public entry fun list_reserve<CoinType>(
        admin: &signer,
        base_bps: u64,
        slope_below_bps: u64,
        slope_above_bps: u64,
        kink_bps: u64,
        reserve_factor_bps: u64,
        supply_cap: u64,
        borrow_cap: u64
    ) {
        registry::assert_admin(admin);
        reserve::create<CoinType>(
            &registry::vault_signer(),
            rate_model::new(base_bps, slope_below_bps, slope_above_bps, kink_bps),
            reserve_factor_bps,
            supply_cap,
            borrow_cap
        );
    }

    /// Lets `Debt` be borrowed against `Collateral`. Both need a reserve.
    public entry fun list_pair<Collateral, Debt>(
        admin: &signer,
        max_ltv_bps: u64,
        liquidation_threshold_bps: u64,
        liquidation_bonus_bps: u64,
        close_factor_bps: u64
    ) {
        registry::assert_admin(admin);
        let collateral = type_info::type_of<Collateral>();
        let debt = type_info::type_of<Debt>();
        assert!(collateral != debt, error::invalid_argument(ESAME_COIN));
        assert!(!exists<Pair<Collateral, Debt>>(registry::vault_address()), error::already_exists(EPAIR_EXISTS));
        assert_parameters(max_ltv_bps, liquidation_threshold_bps, liquidation_bonus_bps, close_factor_bps);
        reserve::accrue<Collateral>();
        reserve::accrue<Debt>();
        move_to(
            &registry::vault_signer(),
            Pair<Collateral, Debt> {
                max_ltv_bps,
                liquidation_threshold_bps,
                liquidation_bonus_bps,
                close_factor_bps,
                positions: table::new()
            }
        );
        event::emit(PairListed { collateral, debt });
    }

    public entry fun set_pair_parameters<Collateral, Debt>(
        admin: &signer,
        max_ltv_bps: u64,
        liquidation_threshold_bps: u64,
        liquidation_bonus_bps: u64,
        close_factor_bps: u64
    ) acquires Pair {
        registry::assert_admin(admin);
        assert_pair<Collateral, Debt>();
        assert_parameters(max_ltv_bps, liquidation_threshold_bps, liquidation_bonus_bps, close_factor_bps);
        let pair = &mut Pair<Collateral, Debt>[registry::vault_address()];
        pair.max_ltv_bps = max_ltv_bps;
        pair.liquidation_threshold_bps = liquidation_threshold_bps;
        pair.liquidation_bonus_bps = liquidation_bonus_bps;
        pair.close_factor_bps = close_factor_bps;
    }

    /// Replaces the rate model; interest up to now is charged by the old one.
    public entry fun set_rate_model<CoinType>(
        admin: &signer, base_bps: u64, slope_below_bps: u64, slope_above_bps: u64, kink_bps: u64
    ) {
        registry::assert_admin(admin);
        reserve::accrue<CoinType>();
        reserve::set_model<CoinType>(rate_model::new(base_bps, slope_below_bps, slope_above_bps, kink_bps));
    }

    /// Sets the protocol's part of the interest from now on.
    public entry fun set_reserve_factor<CoinType>(admin: &signer, reserve_factor_bps: u64) {
        registry::assert_admin(admin);
        reserve::accrue<CoinType>();
        reserve::set_reserve_factor<CoinType>(reserve_factor_bps);
    }

    public entry fun set_caps<CoinType>(admin: &signer, supply_cap: u64, borrow_cap: u64) {
        registry::assert_admin(admin);
        reserve::accrue<CoinType>();
        reserve::set_caps<CoinType>(supply_cap, borrow_cap);
    }

    /// Pays the admin what the protocol has earned.
    public entry fun collect_fees<CoinType>(admin: &signer, amount: u64) {
        registry::assert_admin(admin);
        reserve::accrue<CoinType>();
        pay(admin, reserve::collect_fees<CoinType>(amount));
        event::emit(
            FeesCollected { coin: type_info::type_of<CoinType>(), to: signer::address_of(admin), amount }
        );
    }

    // ===== Suppliers =====

    public entry fun deposit<CoinType>(account: &signer, amount: u64) acquires Deposit {
        registry::assert_not_paused();
        reserve::accrue<CoinType>();
        let shares = reserve::supply(coin::withdraw<CoinType>(account, amount));
        assert!(shares > 0, error::invalid_argument(EZERO_AMOUNT));
        credit<CoinType>(account, shares);
        event::emit(
            Deposited {
                account: signer::address_of(account),
                coin: type_info::type_of<CoinType>(),
                amount,
                shares
            }
        );
    }

    /// Takes `amount` of what is not pledged out; the greatest amount there is stands for everything.
    public entry fun withdraw<CoinType>(account: &signer, amount: u64) acquires Deposit {
        reserve::accrue<CoinType>();
        let account_addr = signer::address_of(account);
        assert!(exists<Deposit<CoinType>>(account_addr), error::not_found(EINSUFFICIENT_DEPOSIT));
        let deposit = &mut Deposit<CoinType>[account_addr];
        let (amount, shares) = priced<CoinType>(amount, deposit.shares);
        assert!(amount > 0, error::invalid_argument(EZERO_AMOUNT));
        assert!(shares <= deposit.shares, error::invalid_argument(EINSUFFICIENT_DEPOSIT));
        deposit.shares -= shares;
        pay(account, reserve::redeem<CoinType>(amount, shares));
        event::emit(
            Withdrawn { account: account_addr, coin: type_info::type_of<CoinType>(), amount, shares }
        );
    }

    // ===== Borrowers =====

    /// Makes `amount` of what the account has supplied collateral; the greatest amount there is stands for everything.
    public entry fun pledge<Collateral, Debt>(account: &signer, amount: u64) acquires Deposit, Pair {
        registry::assert_not_paused();
        assert_pair<Collateral, Debt>();
        reserve::accrue<Collateral>();
        let account_addr = signer::address_of(account);
        assert!(exists<Deposit<Collateral>>(account_addr), error::not_found(EINSUFFICIENT_DEPOSIT));
        let deposit = &mut Deposit<Collateral>[account_addr];
        let (amount, shares) = priced<Collateral>(amount, deposit.shares);
        assert!(amount > 0, error::invalid_argument(EZERO_AMOUNT));
        assert!(shares <= deposit.shares, error::invalid_argument(EINSUFFICIENT_DEPOSIT));
        deposit.shares -= shares;

        let pair = &mut Pair<Collateral, Debt>[registry::vault_address()];
        if (!pair.positions.contains(account_addr)) {
            pair.positions.add(account_addr, Position { collateral: 0, debt: 0 });
        };
        pair.positions.borrow_mut(account_addr).collateral += shares;
        event::emit(
            Pledged {
                account: account_addr,
                collateral: type_info::type_of<Collateral>(),
                debt: type_info::type_of<Debt>(),
                shares
            }
        );
    }

    /// Frees `amount` of the collateral, as far as the debt allows; the greatest amount there is stands for everything.
    public entry fun release<Collateral, Debt>(account: &signer, amount: u64) acquires Deposit, Pair {
        assert_pair<Collateral, Debt>();
        reserve::accrue<Collateral>();
        reserve::accrue<Debt>();
        let account_addr = signer::address_of(account);
        let pair = &mut Pair<Collateral, Debt>[registry::vault_address()];
        assert!(pair.positions.contains(account_addr), error::not_found(EINSUFFICIENT_COLLATERAL));
        let position = pair.positions.borrow_mut(account_addr);
        let (amount, shares) = priced<Collateral>(amount, position.collateral);
        assert!(amount > 0, error::invalid_argument(EZERO_AMOUNT));
        assert!(shares <= position.collateral, error::invalid_argument(EINSUFFICIENT_COLLATERAL));
        position.collateral -= shares;
        let left = *position;
        assert_covered<Collateral, Debt>(&left, pair.max_ltv_bps);
        if (left.collateral == 0 && left.debt == 0) {
            pair.positions.remove(account_addr);
        };
        credit<Collateral>(account, shares);
        event::emit(
            Released {
                account: account_addr,
                collateral: type_info::type_of<Collateral>(),
                debt: type_info::type_of<Debt>(),
                shares
            }
        );
    }

    public entry fun borrow<Collateral, Debt>(account: &signer, amount: u64) acquires Pair {
        registry::assert_not_paused();
        assert!(amount > 0, error::invalid_argument(EZERO_AMOUNT));
        assert_pair<Collateral, Debt>();
        reserve::accrue<Collateral>();
        reserve::accrue<Debt>();
        let account_addr = signer::address_of(account);
        let pair = &mut Pair<Collateral, Debt>[registry::vault_address()];
        assert!(pair.positions.contains(account_addr), error::not_found(EINSUFFICIENT_COLLATERAL));
        let (loan, scaled) = reserve::lend<Debt>(amount);
        let position = pair.positions.borrow_mut(account_addr);
        position.debt += scaled;
        let position = *position;
        assert_covered<Collateral, Debt>(&position, pair.max_ltv_bps);
        pay(account, loan);
        event::emit(
            Borrowed {
                account: account_addr,
                collateral: type_info::type_of<Collateral>(),
                debt: type_info::type_of<Debt>(),
                amount
            }
        );
    }

    /// Repays up to `amount` of what `borrower` owes. Anybody may.
    public entry fun repay<Collateral, Debt>(payer: &signer, borrower: address, amount: u64) acquires Pair {
        assert!(amount > 0, error::invalid_argument(EZERO_AMOUNT));
        assert_pair<Collateral, Debt>();
        reserve::accrue<Debt>();
        let pair = &mut Pair<Collateral, Debt>[registry::vault_address()];
        assert!(pair.positions.contains(borrower), error::not_found(ENO_DEBT));
        let position = pair.positions.borrow_mut(borrower);
        assert!(position.debt > 0, error::invalid_state(ENO_DEBT));
        let amount = math64::min(amount, reserve::debt_for<Debt>(position.debt));
        position.debt -= reserve::settle(coin::withdraw<Debt>(payer, amount), position.debt);
        event::emit(
            Repaid {
                payer: signer::address_of(payer),
                account: borrower,
                collateral: type_info::type_of<Collateral>(),
                debt: type_info::type_of<Debt>(),
                amount
            }
        );
    }

    /// Repays up to `amount` of what an unhealthy borrower owes, for collateral of that value and a bonus. The collateral
    /// comes as a deposit, worth at least `min_seized`. A debt that no collateral is left for is written off.
    public entry fun liquidate<Collateral, Debt>(
        liquidator: &signer, borrower: address, amount: u64, min_seized: u64
    ) acquires Deposit, Pair {
        assert!(amount > 0, error::invalid_argument(EZERO_AMOUNT));
        assert_pair<Collateral, Debt>();
        reserve::accrue<Collateral>();
        reserve::accrue<Debt>();
        let pair = &mut Pair<Collateral, Debt>[registry::vault_address()];
        assert!(pair.positions.contains(borrower), error::not_found(ENO_DEBT));
        let threshold_bps = pair.liquidation_threshold_bps;
        let bonus_bps = pair.liquidation_bonus_bps;
        let close_factor_bps = pair.close_factor_bps;
        let position = pair.positions.borrow_mut(borrower);

        assert!(position.debt > 0, error::invalid_state(ENO_DEBT));
        let owed = reserve::debt_for<Debt>(position.debt);
        let health_bps = health<Collateral, Debt>(position, threshold_bps, wad::bps() as u256);
        assert!(health_bps < (wad::bps() as u256), error::invalid_state(EHEALTHY));
        let limit = if (health_bps < (FULL_CLOSE_HEALTH_BPS as u256)) owed
            else ceil_bps(owed, close_factor_bps);
        let amount = math64::min(amount, owed);
        assert!(amount <= limit, error::invalid_argument(ECLOSE_FACTOR));

        let (repaid, seized_shares) =
            seizure<Collateral, Debt>(amount, position.collateral, bonus_bps);
        assert!(seized_shares > 0, error::invalid_argument(EZERO_AMOUNT));
        assert!(reserve::amount_for<Collateral>(seized_shares) >= min_seized, error::aborted(ESLIPPAGE));

        position.debt -= reserve::settle(coin::withdraw<Debt>(liquidator, repaid), position.debt);
        position.collateral -= seized_shares;
        if (position.collateral == 0) {
            if (position.debt > 0) {
                reserve::write_off<Debt>(position.debt);
            };
            pair.positions.remove(borrower);
        };
        credit<Collateral>(liquidator, seized_shares);
        event::emit(
            Liquidated {
                liquidator: signer::address_of(liquidator),
                account: borrower,
                collateral: type_info::type_of<Collateral>(),
                debt: type_info::type_of<Debt>(),
                repaid,
                seized_shares
            }
        );
    }

    // ===== Views =====

    #[view]
    /// What the account has supplied and not pledged is worth now.
    public fun deposited<CoinType>(account: address): u64 acquires Deposit {
        if (!exists<Deposit<CoinType>>(account)) return 0;
        reserve::amount_for<CoinType>(Deposit<CoinType>[account].shares)
    }

    #[view]
    /// What the account has pledged is worth now.
    public fun pledged<Collateral, Debt>(account: address): u64 acquires Pair {
        reserve::amount_for<Collateral>(position_of<Collateral, Debt>(account).collateral)
    }

    #[view]
    /// What the account owes now.
    public fun owed<Collateral, Debt>(account: address): u64 acquires Pair {
        reserve::debt_for<Debt>(position_of<Collateral, Debt>(account).debt)
    }

    #[view]
    /// How far the collateral covers the debt, with 18 decimals: below one others may step in.
    public fun health_factor<Collateral, Debt>(account: address): u128 acquires Pair {
        assert_pair<Collateral, Debt>();
        let position = position_of<Collateral, Debt>(account);
        if (position.debt == 0) return MAX_U128;
        let threshold_bps = Pair<Collateral, Debt>[registry::vault_address()].liquidation_threshold_bps;
        let factor = health<Collateral, Debt>(&position, threshold_bps, wad::one() as u256);
        if (factor > (MAX_U128 as u256)) MAX_U128 else (factor as u128)
    }

    #[view]
    /// The limits of a pair: loan to value, liquidation threshold, liquidation bonus and close factor, in basis points.
    public fun pair_parameters<Collateral, Debt>(): (u64, u64, u64, u64) acquires Pair {
        assert_pair<Collateral, Debt>();
        let pair = &Pair<Collateral, Debt>[registry::vault_address()];
        (
            pair.max_ltv_bps,
            pair.liquidation_threshold_bps,
            pair.liquidation_bonus_bps,
            pair.close_factor_bps
        )
    }

    // ===== Inside =====

    fun position_of<Collateral, Debt>(account: address): Position acquires Pair {
        assert_pair<Collateral, Debt>();
        let positions = &Pair<Collateral, Debt>[registry::vault_address()].positions;
        if (positions.contains(account)) *positions.borrow(account)
        else Position { collateral: 0, debt: 0 }
    }

    /// The amount and the shares that go for it, where `held` are there to take from.
    fun priced<CoinType>(amount: u64, held: u128): (u64, u128) {
        if (amount == EVERYTHING) (reserve::amount_for<CoinType>(held), held)
        else (amount, reserve::shares_for<CoinType>(amount))
    }

    /// Adds shares to what the account has supplied.
    fun credit<CoinType>(account: &signer, shares: u128) acquires Deposit {
        let account_addr = signer::address_of(account);
        if (exists<Deposit<CoinType>>(account_addr)) {
            Deposit<CoinType>[account_addr].shares += shares;
        } else {
            move_to(account, Deposit<CoinType> { shares });
        };
    }

    fun pay<CoinType>(account: &signer, payment: Coin<CoinType>) {
        let account_addr = signer::address_of(account);
        if (!coin::is_account_registered<CoinType>(account_addr)) {
            coin::register<CoinType>(account);
        };
        coin::deposit(account_addr, payment);
    }

    fun assert_pair<Collateral, Debt>() {
        assert!(exists<Pair<Collateral, Debt>>(registry::vault_address()), error::not_found(ENO_PAIR));
    }

    /// Even a position at the threshold must be able to pay the whole bonus.
    fun assert_parameters(
        max_ltv_bps: u64, liquidation_threshold_bps: u64, liquidation_bonus_bps: u64, close_factor_bps: u64
    ) {
        let bps = wad::bps();
        assert!(
            max_ltv_bps < liquidation_threshold_bps
                && liquidation_threshold_bps < bps
                && liquidation_bonus_bps < bps
                && liquidation_threshold_bps * (bps + liquidation_bonus_bps) <= bps * bps
                && close_factor_bps > 0
                && close_factor_bps <= bps,
            error::invalid_argument(EBAD_PARAMETERS)
        );
    }

    fun assert_covered<Collateral, Debt>(position: &Position, limit_bps: u64) {
        if (position.debt > 0) {
            let bps = (wad::bps() as u256);
            assert!(health<Collateral, Debt>(position, limit_bps, bps) >= bps, error::invalid_state(EUNHEALTHY));
        };
    }

    /// `limit_bps` of the value of the collateral over the value of the debt, times `unit`; rounded down. There must be debt.
    fun health<Collateral, Debt>(position: &Position, limit_bps: u64, unit: u256): u256 {
        let collateral = reserve::amount_for<Collateral>(position.collateral);
        let debt = reserve::debt_for<Debt>(position.debt);
        let (collateral_price, debt_price) = unit_prices<Collateral, Debt>();
        wad::mul_div_down(
            (collateral as u256) * collateral_price * (limit_bps as u256),
            unit,
            (debt as u256) * debt_price * (wad::bps() as u256)
        )
    }

    /// What a liquidation that repays `amount` takes: the amount it really costs, and the shares. All collateral goes if it
    /// is worth no more than the amount and the bonus; then the liquidator pays only for what there is.
    fun seizure<Collateral, Debt>(amount: u64, collateral_shares: u128, bonus_bps: u64): (u64, u128) {
        let (collateral_price, debt_price) = unit_prices<Collateral, Debt>();
        let cost = debt_price * ((wad::bps() + bonus_bps) as u256);
        let gain = collateral_price * (wad::bps() as u256);
        let wanted = wad::mul_div_down((amount as u256), cost, gain);
        let available = (reserve::amount_for<Collateral>(collateral_shares) as u256);
        if (wanted >= available) {
            let repaid = (wad::mul_div_up(available, gain, cost) as u64);
            (math64::min(amount, repaid), collateral_shares)
        } else {
            // A whole unit of collateral is left at least, so the shares are there even after rounding up.
            (amount, reserve::shares_for<Collateral>(wanted as u64))
        }
    }

    /// Prices of the smallest units of both coins, on a common scale.
    fun unit_prices<Collateral, Debt>(): (u256, u256) {
        (
            (oracle::price<Collateral>() as u256) * pow10(reserve::decimals<Debt>()),
            (oracle::price<Debt>() as u256) * pow10(reserve::decimals<Collateral>())
        )
    }

    fun pow10(exponent: u8): u256 {
        let result = 1u256;
        for (i in 0..exponent) {
            result *= 10;
        };
        result
    }

    fun ceil_bps(amount: u64, part_bps: u64): u64 {
        (wad::mul_div_up((amount as u256), (part_bps as u256), (wad::bps() as u256)) as u64)
    }
}
