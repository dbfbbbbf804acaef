/// Interest as a function of utilisation: a gentle slope up to the kink, a steep one above it.
module lending::rate_model {
    use std::error;
    use lending::wad;

    /// The kink must lie strictly between zero and one hundred percent.
    const EBAD_KINK: u64 = 1;
    /// The rate at full utilisation exceeds the limit.
    const ERATE_TOO_HIGH: u64 = 2;

    /// No model charges more than this a year.
    const MAX_RATE_BPS: u64 = 100_000;

    /// All rates are per year, in basis points.
    struct RateModel has copy, drop, store {
        base_bps: u64,
        /// What is added between an empty reserve and the kink.
        slope_below_bps: u64,
        /// What is added between the kink and full utilisation.
        slope_above_bps: u64,
        kink_bps: u64
    }

    public fun new(base_bps: u64, slope_below_bps: u64, slope_above_bps: u64, kink_bps: u64): RateModel {
        assert!(kink_bps > 0 && kink_bps < wad::bps(), error::invalid_argument(EBAD_KINK));
        assert!(
            (base_bps as u128) + (slope_below_bps as u128) + (slope_above_bps as u128) <= (MAX_RATE_BPS as u128),
            error::invalid_argument(ERATE_TOO_HIGH)
        );
        RateModel { base_bps, slope_below_bps, slope_above_bps, kink_bps }
    }

    /// The share of the reserve that is lent out, with 18 decimals and never above one.
    public fun utilisation(debt: u64, assets: u128): u128 {
        if (debt == 0) return 0;
        if ((debt as u128) >= assets) return wad::one();
        (wad::mul_div_down((debt as u256), (wad::one() as u256), (assets as u256)) as u128)
    }

    /// What borrowers pay a year at this utilisation; both with 18 decimals.
    public fun borrow_rate(self: &RateModel, utilisation: u128): u128 {
        let kink = wad::from_bps(self.kink_bps);
        let base = wad::from_bps(self.base_bps);
        let below = wad::from_bps(self.slope_below_bps);
        if (utilisation <= kink) {
            base + (wad::mul_div_down((below as u256), (utilisation as u256), (kink as u256)) as u128)
        } else {
            let above = wad::from_bps(self.slope_above_bps);
            let excess = utilisation - kink;
            base + below + (wad::mul_div_down((above as u256), (excess as u256), ((wad::one() - kink) as u256)) as u128)
        }
    }

    /// What suppliers earn a year, after the protocol has taken its part.
    public fun supply_rate(self: &RateModel, utilisation: u128, reserve_factor_bps: u64): u128 {
        let gross = (wad::mul_div_down(
            (self.borrow_rate(utilisation) as u256), (utilisation as u256), (wad::one() as u256)
        ) as u128);
        gross * ((wad::bps() - reserve_factor_bps) as u128) / (wad::bps() as u128)
    }
}
