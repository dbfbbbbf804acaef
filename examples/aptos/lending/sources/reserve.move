/// The money of one coin: what suppliers have brought, what borrowers owe, and the interest that flows between them.
///
/// Suppliers own shares of the reserve's assets. Debts are kept scaled by an index that grows with interest. Every
/// conversion rounds against the user, so that the reserve never owes more than it has.
module lending::reserve {
    use std::error;
    use std::signer;
    use aptos_std::math64;
    use aptos_std::type_info::{Self, TypeInfo};
    use aptos_framework::coin::{Self, Coin};
    use aptos_framework::event;
    use aptos_framework::timestamp;
    use lending::rate_model::{Self, RateModel};
    use lending::registry;
    use lending::wad;

    friend lending::market;

    /// The coin has a reserve already.
    const ERESERVE_EXISTS: u64 = 1;
    /// The coin has no reserve.
    const ENO_RESERVE: u64 = 2;
    /// The reserve does not hold as much cash.
    const EINSUFFICIENT_CASH: u64 = 3;
    /// The reserve takes no more deposits.
    const ESUPPLY_CAP: u64 = 4;
    /// The reserve makes no more loans.
    const EBORROW_CAP: u64 = 5;
    /// The protocol's part of interest is too large.
    const EBAD_RESERVE_FACTOR: u64 = 6;
    /// The protocol has earned less than that.
    const EINSUFFICIENT_FEES: u64 = 7;
    /// The coin has more decimals than are supported.
    const ETOO_MANY_DECIMALS: u64 = 8;

    const YEAR: u256 = 31_536_000;
    const MAX_RESERVE_FACTOR_BPS: u64 = 5_000;
    /// With more, values of the largest balances would not fit into 256 bits.
    const MAX_DECIMALS: u8 = 15;

    /// A debt of one unit at an index of one is this much scaled debt, over 10^18.
    const DEBT_SCALE: u256 = 1_000_000_000_000_000_000_000_000_000;

    /// Shares and assets that nobody owns. They set the price of the first share, and make it pointless to inflate it.
    const VIRTUAL_SHARES: u256 = 1_000_000;
    const VIRTUAL_ASSETS: u256 = 1;

    struct Reserve<phantom CoinType> has key {
        cash: Coin<CoinType>,
        decimals: u8,
        total_shares: u128,
        total_scaled_debt: u128,
        /// Grows with interest, from one with 18 decimals.
        index: u128,
        updated_at: u64,
        /// What the protocol has earned and not collected.
        fees: u64,
        reserve_factor_bps: u64,
        supply_cap: u64,
        borrow_cap: u64,
        model: RateModel
    }

    #[event]
    struct ReserveCreated has drop, store { coin: TypeInfo }

    #[event]
    struct InterestAccrued has drop, store { coin: TypeInfo, interest: u64, fee: u64, index: u128 }

    #[event]
    struct DebtWrittenOff has drop, store { coin: TypeInfo, loss: u64, covered_by_fees: u64 }

    public(friend) fun create<CoinType>(
        vault: &signer,
        model: RateModel,
        reserve_factor_bps: u64,
        supply_cap: u64,
        borrow_cap: u64
    ) {
        assert!(
            !exists<Reserve<CoinType>>(signer::address_of(vault)),
            error::already_exists(ERESERVE_EXISTS)
        );
        assert_reserve_factor(reserve_factor_bps);
        let decimals = coin::decimals<CoinType>();
        assert!(decimals <= MAX_DECIMALS, error::invalid_argument(ETOO_MANY_DECIMALS));
        move_to(
            vault,
            Reserve<CoinType> {
                cash: coin::zero(),
                decimals,
                total_shares: 0,
                total_scaled_debt: 0,
                index: wad::one(),
                updated_at: timestamp::now_seconds(),
                fees: 0,
                reserve_factor_bps,
                supply_cap,
                borrow_cap,
                model
            }
        );
        event::emit(ReserveCreated { coin: type_info::type_of<CoinType>() });
    }

    /// Charges the interest since the last time. Every other function of friends expects that this was called before.
    public(friend) fun accrue<CoinType>() acquires Reserve {
        let vault = registry::vault_address();
        assert!(exists<Reserve<CoinType>>(vault), error::not_found(ENO_RESERVE));
        let reserve = &mut Reserve<CoinType>[vault];
        let now = timestamp::now_seconds();
        if (now == reserve.updated_at) return;
        let (index, interest, fee) = accrued(reserve, now);
        reserve.index = index;
        reserve.fees += fee;
        reserve.updated_at = now;
        if (interest > 0) {
            event::emit(InterestAccrued { coin: type_info::type_of<CoinType>(), interest, fee, index });
        };
    }

    /// Takes a deposit in and returns the shares for it.
    public(friend) fun supply<CoinType>(deposit: Coin<CoinType>): u128 acquires Reserve {
        let reserve = &mut Reserve<CoinType>[registry::vault_address()];
        let amount = coin::value(&deposit);
        let assets = assets_of(reserve);
        assert!(
            assets + (amount as u128) <= (reserve.supply_cap as u128),
            error::out_of_range(ESUPPLY_CAP)
        );
        let shares = (wad::mul_div_down(
            (amount as u256),
            (reserve.total_shares as u256) + VIRTUAL_SHARES,
            (assets as u256) + VIRTUAL_ASSETS
        ) as u128);
        coin::merge(&mut reserve.cash, deposit);
        reserve.total_shares += shares;
        shares
    }

    /// Pays `amount` out for `shares`, which `shares_for` or `amount_for` has priced.
    public(friend) fun redeem<CoinType>(amount: u64, shares: u128): Coin<CoinType> acquires Reserve {
        let reserve = &mut Reserve<CoinType>[registry::vault_address()];
        assert!(coin::value(&reserve.cash) >= amount, error::resource_exhausted(EINSUFFICIENT_CASH));
        reserve.total_shares -= shares;
        coin::extract(&mut reserve.cash, amount)
    }

    /// Lends `amount` and returns the scaled debt for it.
    public(friend) fun lend<CoinType>(amount: u64): (Coin<CoinType>, u128) acquires Reserve {
        let reserve = &mut Reserve<CoinType>[registry::vault_address()];
        assert!(coin::value(&reserve.cash) >= amount, error::resource_exhausted(EINSUFFICIENT_CASH));
        let scaled = (wad::mul_div_up((amount as u256), DEBT_SCALE, (reserve.index as u256)) as u128);
        reserve.total_scaled_debt += scaled;
        assert!(
            debt_at(reserve.total_scaled_debt, reserve.index) <= reserve.borrow_cap,
            error::out_of_range(EBORROW_CAP)
        );
        (coin::extract(&mut reserve.cash, amount), scaled)
    }

    /// Takes a payment towards a debt of `scaled` in and returns how much of that it settles.
    public(friend) fun settle<CoinType>(payment: Coin<CoinType>, scaled: u128): u128 acquires Reserve {
        let reserve = &mut Reserve<CoinType>[registry::vault_address()];
        let amount = coin::value(&payment);
        let settled = if (amount >= debt_at(scaled, reserve.index)) {
            scaled
        } else {
            (wad::mul_div_down((amount as u256), DEBT_SCALE, (reserve.index as u256)) as u128)
        };
        coin::merge(&mut reserve.cash, payment);
        reserve.total_scaled_debt -= settled;
        settled
    }

    /// Gives a debt up. Fees cover the loss as far as they go, suppliers bear the rest.
    public(friend) fun write_off<CoinType>(scaled: u128) acquires Reserve {
        let reserve = &mut Reserve<CoinType>[registry::vault_address()];
        let before = total_debt_of(reserve);
        reserve.total_scaled_debt -= scaled;
        let loss = before - total_debt_of(reserve);
        let covered_by_fees = math64::min(loss, reserve.fees);
        reserve.fees -= covered_by_fees;
        event::emit(DebtWrittenOff { coin: type_info::type_of<CoinType>(), loss, covered_by_fees });
    }

    public(friend) fun collect_fees<CoinType>(amount: u64): Coin<CoinType> acquires Reserve {
        let reserve = &mut Reserve<CoinType>[registry::vault_address()];
        assert!(amount <= reserve.fees, error::invalid_argument(EINSUFFICIENT_FEES));
        assert!(coin::value(&reserve.cash) >= amount, error::resource_exhausted(EINSUFFICIENT_CASH));
        reserve.fees -= amount;
        coin::extract(&mut reserve.cash, amount)
    }

    public(friend) fun set_model<CoinType>(model: RateModel) acquires Reserve {
        Reserve<CoinType>[registry::vault_address()].model = model;
    }

    public(friend) fun set_reserve_factor<CoinType>(reserve_factor_bps: u64) acquires Reserve {
        assert_reserve_factor(reserve_factor_bps);
        Reserve<CoinType>[registry::vault_address()].reserve_factor_bps = reserve_factor_bps;
    }

    public(friend) fun set_caps<CoinType>(supply_cap: u64, borrow_cap: u64) acquires Reserve {
        let reserve = &mut Reserve<CoinType>[registry::vault_address()];
        reserve.supply_cap = supply_cap;
        reserve.borrow_cap = borrow_cap;
    }

    #[view]
    public fun is_listed<CoinType>(): bool {
        exists<Reserve<CoinType>>(registry::vault_address())
    }

    #[view]
    public fun decimals<CoinType>(): u8 acquires Reserve {
        Reserve<CoinType>[registry::vault_address()].decimals
    }

    #[view]
    /// What `shares` are worth now, rounded down.
    public fun amount_for<CoinType>(shares: u128): u64 acquires Reserve {
        let reserve = &Reserve<CoinType>[registry::vault_address()];
        (wad::mul_div_down(
            (shares as u256),
            (current_assets(reserve) as u256) + VIRTUAL_ASSETS,
            (reserve.total_shares as u256) + VIRTUAL_SHARES
        ) as u64)
    }

    #[view]
    /// How many shares pay for `amount` now, rounded up.
    public fun shares_for<CoinType>(amount: u64): u128 acquires Reserve {
        let reserve = &Reserve<CoinType>[registry::vault_address()];
        (wad::mul_div_up(
            (amount as u256),
            (reserve.total_shares as u256) + VIRTUAL_SHARES,
            (current_assets(reserve) as u256) + VIRTUAL_ASSETS
        ) as u128)
    }

    #[view]
    /// What is owed now for a scaled debt, rounded up.
    public fun debt_for<CoinType>(scaled: u128): u64 acquires Reserve {
        let (index, _, _) = accrued(&Reserve<CoinType>[registry::vault_address()], timestamp::now_seconds());
        debt_at(scaled, index)
    }

    #[view]
    public fun cash<CoinType>(): u64 acquires Reserve {
        coin::value(&Reserve<CoinType>[registry::vault_address()].cash)
    }

    #[view]
    /// What all borrowers owe now.
    public fun total_debt<CoinType>(): u64 acquires Reserve {
        let reserve = &Reserve<CoinType>[registry::vault_address()];
        let (_, interest, _) = accrued(reserve, timestamp::now_seconds());
        total_debt_of(reserve) + interest
    }

    #[view]
    /// What all suppliers own now.
    public fun total_assets<CoinType>(): u128 acquires Reserve {
        current_assets(&Reserve<CoinType>[registry::vault_address()])
    }

    #[view]
    /// What the protocol has earned and not collected.
    public fun fees<CoinType>(): u64 acquires Reserve {
        let reserve = &Reserve<CoinType>[registry::vault_address()];
        let (_, _, fee) = accrued(reserve, timestamp::now_seconds());
        reserve.fees + fee
    }

    #[view]
    /// The share of the assets that is lent out, with 18 decimals.
    public fun utilisation<CoinType>(): u128 acquires Reserve {
        utilisation_of(&Reserve<CoinType>[registry::vault_address()])
    }

    #[view]
    /// What borrowers pay a year, with 18 decimals.
    public fun borrow_rate<CoinType>(): u128 acquires Reserve {
        let reserve = &Reserve<CoinType>[registry::vault_address()];
        reserve.model.borrow_rate(utilisation_of(reserve))
    }

    #[view]
    /// What suppliers earn a year, with 18 decimals.
    public fun supply_rate<CoinType>(): u128 acquires Reserve {
        let reserve = &Reserve<CoinType>[registry::vault_address()];
        reserve.model.supply_rate(utilisation_of(reserve), reserve.reserve_factor_bps)
    }

    /// The index at `now`, the interest since the last time, and the protocol's part of it.
    fun accrued<CoinType>(reserve: &Reserve<CoinType>, now: u64): (u128, u64, u64) {
        let elapsed = now - reserve.updated_at;
        if (elapsed == 0 || reserve.total_scaled_debt == 0) return (reserve.index, 0, 0);
        let rate = reserve.model.borrow_rate(utilisation_of(reserve));
        let growth = wad::mul_div_up(
            (reserve.index as u256), (rate as u256) * (elapsed as u256), YEAR * (wad::one() as u256)
        );
        let index = reserve.index + (growth as u128);
        let interest = total_debt_at(reserve, index) - total_debt_of(reserve);
        (index, interest, math64::mul_div(interest, reserve.reserve_factor_bps, wad::bps()))
    }

    /// What suppliers own as of the last accrual.
    fun assets_of<CoinType>(reserve: &Reserve<CoinType>): u128 {
        (coin::value(&reserve.cash) as u128) + (total_debt_of(reserve) as u128) - (reserve.fees as u128)
    }

    /// What suppliers own now.
    fun current_assets<CoinType>(reserve: &Reserve<CoinType>): u128 {
        let (_, interest, fee) = accrued(reserve, timestamp::now_seconds());
        assets_of(reserve) + ((interest - fee) as u128)
    }

    fun utilisation_of<CoinType>(reserve: &Reserve<CoinType>): u128 {
        rate_model::utilisation(total_debt_of(reserve), assets_of(reserve))
    }

    fun total_debt_of<CoinType>(reserve: &Reserve<CoinType>): u64 {
        total_debt_at(reserve, reserve.index)
    }

    /// Rounded down: no more than borrowers will pay counts as an asset.
    fun total_debt_at<CoinType>(reserve: &Reserve<CoinType>, index: u128): u64 {
        (wad::mul_div_down((reserve.total_scaled_debt as u256), (index as u256), DEBT_SCALE) as u64)
    }

    fun debt_at(scaled: u128, index: u128): u64 {
        (wad::mul_div_up((scaled as u256), (index as u256), DEBT_SCALE) as u64)
    }

    fun assert_reserve_factor(reserve_factor_bps: u64) {
        assert!(reserve_factor_bps <= MAX_RESERVE_FACTOR_BPS, error::invalid_argument(EBAD_RESERVE_FACTOR));
    }
}
