//! `examples/exchange` by hand: a table of pools, and one of wallets with their balances inline.
//!
//! Why not a table of balances by owner and asset, as the contract has it: two more look-ups a swap, and about twice
//! the time. People hold few assets, so a wallet is searched from its beginning.

use smallvec::SmallVec;
use vm_runtime::Transaction;

use crate::rust::{
    Abort, Arguments, Contract, Key, Log, Place, Records, already_exists, invalid_argument,
    invalid_state, not_found,
};

/// A hundred percent.
const BASIS_POINTS: u64 = 10_000;

const NO_WALLET: Abort = not_found(1);
const WALLET_EXISTS: Abort = already_exists(2);
const INSUFFICIENT_BALANCE: Abort = invalid_state(3);
const NO_POOL: Abort = not_found(1);
const POOL_EXISTS: Abort = already_exists(2);
const WRONG_ASSETS: Abort = invalid_argument(3);
const FEE_TOO_HIGH: Abort = invalid_argument(4);
const ZERO_AMOUNT: Abort = invalid_argument(5);
const TOO_LITTLE: Abort = invalid_state(6);

/// Gas of each call.
const CALL_GAS: u64 = 800;

/// Pools, and everybody's assets.
#[derive(Debug, Default)]
pub(crate) struct Exchange {
    pub(crate) pools: Records<Pool>,
    pub(crate) wallets: Records<Wallet>,
}

/// Two reserves that trade against each other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pool {
    pub(crate) asset_x: Key,
    pub(crate) asset_y: Key,
    pub(crate) fee: u64,
    pub(crate) reserve_x: u64,
    pub(crate) reserve_y: u64,
    pub(crate) shares: u64,
    pub(crate) volume: u128,
}

/// What one holds, asset by asset.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wallet {
    pub(crate) balances: SmallVec<[(Key, u64); 8]>,
}

/// A call.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Call {
    Open { owner: Key },
    Fund { owner: Key, asset: Key, amount: u64 },
    CreatePool { pool: Key, asset_x: Key, asset_y: Key, fee: u64 },
    AddLiquidity(Provision),
    Swap(Swap),
}

/// Both assets of a pool, for shares in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Provision {
    provider: Key,
    pool: Key,
    asset_x: Key,
    asset_y: Key,
    amount_x: u64,
    amount_y: u64,
}

/// One asset for the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Swap {
    user: Key,
    pool: Key,
    asset_in: Key,
    asset_out: Key,
    amount_in: u64,
    minimum_out: u64,
}

/// Where the records of a swap lie.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Places {
    wallet: Option<Place>,
    pool: Option<Place>,
}

impl Contract for Exchange {
    type Call = Call;

    fn read(transaction: &Transaction) -> Call {
        let mut it = Arguments::of(transaction);
        match transaction.function.name.as_str() {
            "open" => Call::Open { owner: it.key() },
            "fund" => Call::Fund { owner: it.key(), asset: it.key(), amount: it.amount() },
            "create_pool" => Call::CreatePool {
                pool: it.key(),
                asset_x: it.key(),
                asset_y: it.key(),
                fee: it.amount(),
            },
            "add_liquidity" => Call::AddLiquidity(Provision {
                provider: it.key(),
                pool: it.key(),
                asset_x: it.key(),
                asset_y: it.key(),
                amount_x: it.amount(),
                amount_y: it.amount(),
            }),
            "swap" => Call::Swap(Swap {
                user: it.key(),
                pool: it.key(),
                asset_in: it.key(),
                asset_out: it.key(),
                amount_in: it.amount(),
                minimum_out: it.amount(),
            }),
            other => panic!("{other} is not written by hand"),
        }
    }

    /// Of a swap.
    type Places = Places;

    #[inline]
    fn is_steady(call: &Call) -> bool {
        !matches!(call, Call::Open { .. } | Call::CreatePool { .. })
    }

    #[inline]
    fn find(&self, call: &Call) -> Places {
        let Call::Swap(swap) = call else { return Places::default() };
        Places { wallet: self.wallets.find(&swap.user), pool: self.pools.find(&swap.pool) }
    }

    #[inline]
    fn execute(&mut self, call: &Call, places: Places, log: &mut Log) -> Result<(), Abort> {
        log.charge(CALL_GAS)?;
        match call {
            Call::Open { owner } => {
                let is_new = self.wallets.insert(*owner, Wallet::default());
                if is_new { Ok(()) } else { Err(WALLET_EXISTS) }
            }
            Call::Fund { owner, asset, amount } => {
                self.wallets.get(owner).ok_or(NO_WALLET)?.deposit(asset, *amount)
            }
            Call::CreatePool { pool, asset_x, asset_y, fee } => {
                self.create_pool(pool, (asset_x, asset_y), *fee)
            }
            Call::AddLiquidity(provision) => self.add_liquidity(provision),
            Call::Swap(swap) => {
                let amount_out = self.swap(swap, places)?;
                log.swapped(swap, amount_out);
                Ok(())
            }
        }
    }
}

impl Exchange {
    fn create_pool(&mut self, at: &Key, (x, y): (&Key, &Key), fee: u64) -> Result<(), Abort> {
        if self.pools.find(at).is_some() {
            return Err(POOL_EXISTS);
        }
        if x == y {
            return Err(WRONG_ASSETS);
        }
        if BASIS_POINTS <= fee {
            return Err(FEE_TOO_HIGH);
        }
        let (asset_x, asset_y) = (*x, *y);
        let empty =
            Pool { asset_x, asset_y, fee, reserve_x: 0, reserve_y: 0, shares: 0, volume: 0 };
        self.pools.insert(*at, empty);
        Ok(())
    }

    /// Works on copies, as this is for genesis.
    fn add_liquidity(&mut self, provision: &Provision) -> Result<(), Abort> {
        let Provision { provider, pool: at, asset_x, asset_y, amount_x, amount_y } = provision;
        let wallet = self.wallets.get(provider).ok_or(NO_WALLET)?;
        let mut rest = wallet.clone();
        rest.withdraw(asset_x, *amount_x)?;
        rest.withdraw(asset_y, *amount_y)?;
        let pool = self.pools.get(at).ok_or(NO_POOL)?;
        if pool.asset_x != *asset_x || pool.asset_y != *asset_y {
            return Err(WRONG_ASSETS);
        }
        let minted = pool.shares_for(*amount_x, *amount_y)?;
        if minted == 0 {
            return Err(ZERO_AMOUNT);
        }
        let mut after = *pool;
        for (sum, amount) in [
            (&mut after.reserve_x, *amount_x),
            (&mut after.reserve_y, *amount_y),
            (&mut after.shares, minted),
        ] {
            *sum = sum.checked_add(amount).ok_or(Abort::Overflow)?;
        }
        rest.deposit(at, minted)?;
        *pool = after;
        *wallet = rest;
        Ok(())
    }

    /// Returns what came out.
    #[inline]
    fn swap(&mut self, swap: &Swap, places: Places) -> Result<u64, Abort> {
        let Swap { asset_in, asset_out, amount_in, minimum_out, .. } = swap;
        let wallet = self.wallets.at(places.wallet.ok_or(NO_WALLET)?);
        let given = wallet.place(asset_in);
        let held = given.map_or(0, |place| wallet.balances[place].1);
        let left = held.checked_sub(*amount_in).ok_or(INSUFFICIENT_BALANCE)?;
        let pool = self.pools.at(places.pool.ok_or(NO_POOL)?);
        let trade = pool.quote(asset_in, asset_out, *amount_in)?;
        if trade.amount_out < *minimum_out {
            return Err(TOO_LITTLE);
        }
        wallet.deposit(asset_out, trade.amount_out)?;
        if let Some(place) = given {
            wallet.balances[place].1 = left;
        }
        pool.settle(&trade);
        Ok(trade.amount_out)
    }
}

/// What a swap does to a pool.
struct Trade {
    is_x_given: bool,
    reserve_in: u64,
    reserve_out: u64,
    volume: u128,
    amount_out: u64,
}

impl Pool {
    #[inline]
    fn quote(&self, asset_in: &Key, asset_out: &Key, amount_in: u64) -> Result<Trade, Abort> {
        let is_x_given = *asset_in == self.asset_x && *asset_out == self.asset_y;
        let (reserve_in, reserve_out) = if is_x_given {
            (self.reserve_x, self.reserve_y)
        } else if *asset_in == self.asset_y && *asset_out == self.asset_x {
            (self.reserve_y, self.reserve_x)
        } else {
            return Err(WRONG_ASSETS);
        };
        if amount_in == 0 {
            return Err(ZERO_AMOUNT);
        }
        // Below 2^78, and the divisor below 2^79: neither overflows.
        let kept = u128::from(amount_in) * u128::from(BASIS_POINTS - self.fee);
        let dividend = kept.checked_mul(u128::from(reserve_out)).ok_or(Abort::Overflow)?;
        let divisor = u128::from(reserve_in) * u128::from(BASIS_POINTS) + kept;
        let amount_out = u64::try_from(dividend / divisor).map_err(|_| Abort::CastOutOfRange)?;
        let volume = self.volume.checked_add(u128::from(amount_in)).ok_or(Abort::Overflow)?;
        Ok(Trade {
            is_x_given,
            reserve_in: reserve_in.checked_add(amount_in).ok_or(Abort::Overflow)?,
            reserve_out: reserve_out.checked_sub(amount_out).ok_or(Abort::Underflow)?,
            volume,
            amount_out,
        })
    }

    #[inline]
    fn settle(&mut self, trade: &Trade) {
        (self.reserve_x, self.reserve_y) = if trade.is_x_given {
            (trade.reserve_in, trade.reserve_out)
        } else {
            (trade.reserve_out, trade.reserve_in)
        };
        self.volume = trade.volume;
    }

    fn shares_for(&self, amount_x: u64, amount_y: u64) -> Result<u64, Abort> {
        if self.shares == 0 {
            let root = (u128::from(amount_x) * u128::from(amount_y)).isqrt();
            return u64::try_from(root).map_err(|_| Abort::CastOutOfRange);
        }
        let part = |amount: u64, reserve: u64| {
            let product = u128::from(amount) * u128::from(self.shares);
            let part = product.checked_div(u128::from(reserve)).ok_or(Abort::DivisionByZero)?;
            u64::try_from(part).map_err(|_| Abort::CastOutOfRange)
        };
        Ok(part(amount_x, self.reserve_x)?.min(part(amount_y, self.reserve_y)?))
    }
}

impl Wallet {
    #[inline]
    fn place(&self, asset: &Key) -> Option<usize> {
        self.balances.iter().position(|(held, _)| held == asset)
    }

    #[inline]
    fn deposit(&mut self, asset: &Key, amount: u64) -> Result<(), Abort> {
        if let Some((_, balance)) = self.balances.iter_mut().find(|(held, _)| held == asset) {
            *balance = balance.checked_add(amount).ok_or(Abort::Overflow)?;
        } else {
            self.balances.push((*asset, amount));
        }
        Ok(())
    }

    fn withdraw(&mut self, asset: &Key, amount: u64) -> Result<(), Abort> {
        let place = self.place(asset);
        let held = place.map_or(0, |place| self.balances[place].1);
        let left = held.checked_sub(amount).ok_or(INSUFFICIENT_BALANCE)?;
        match place {
            Some(place) => self.balances[place].1 = left,
            None => self.balances.push((*asset, left)),
        }
        Ok(())
    }
}

impl Log {
    /// The event `Swapped`.
    #[inline]
    fn swapped(&mut self, swap: &Swap, amount_out: u64) {
        let mut event = [0; 112];
        event[..32].copy_from_slice(&swap.user.0);
        event[32..64].copy_from_slice(&swap.pool.0);
        event[64..96].copy_from_slice(&swap.asset_in.0);
        event[96..104].copy_from_slice(&swap.amount_in.to_le_bytes());
        event[104..].copy_from_slice(&amount_out.to_le_bytes());
        self.events.extend_from_slice(&event);
    }
}
