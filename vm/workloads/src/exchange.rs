//! Swaps and changes of liquidity in many pools, over `examples/exchange`.

use serde_json::{Value, json};

use crate::random::Random;
use crate::transaction::{call, header};
use crate::zipf::Zipf;

/// How many assets there are; each pool trades two of them.
const ASSETS: u64 = 8;
/// What everybody has of each asset at the start.
const BALANCE: u64 = 1_000_000_000_000;
/// What each pool holds of each of its assets at the start.
const RESERVE: u64 = 1_000_000_000;
/// The fee of each pool, in hundredths of a percent.
const FEE: u64 = 30;
/// The largest amount swapped or added.
const AMOUNT_MAX: u64 = 10_000;
/// One transaction in so many adds liquidity; the others swap.
const LIQUIDITY_ONE_IN: u64 = 20;

/// Parameters of the exchange.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// How many transactions.
    pub transactions: u64,
    /// How many people trade.
    pub accounts: u64,
    /// How many pools they trade in.
    pub pools: u64,
    /// Zipf exponent of which pool is used; 0 is uniform. People are always drawn uniformly.
    pub skew: f64,
    /// Start of the random numbers.
    pub seed: u64,
}

impl Default for Exchange {
    fn default() -> Self {
        Self { transactions: 1000, accounts: 1000, pools: 100, skew: 0.0, seed: 1 }
    }
}

pub(crate) fn lines(
    workload: &Exchange,
    package: &str,
) -> impl Iterator<Item = String> + Send + use<> {
    let pools = Zipf::new(workload.pools, workload.skew);
    let mut random = Random::new(workload.seed);
    let workload = workload.clone();
    let is_empty = workload.accounts == 0 || workload.pools == 0;
    let count = if is_empty { 0 } else { workload.transactions };
    let genesis = genesis(&workload);
    let trades = (0..count).map(move |_| {
        let user = random.below(workload.accounts);
        trade(&person(user), pools.draw(&mut random), &mut random).to_string()
    });
    std::iter::once(header(package, &genesis)).chain(trades)
}

fn trade(user: &str, pool: u64, random: &mut Random) -> Value {
    let (x, y) = assets_of(pool);
    if random.below(LIQUIDITY_ONE_IN) == 0 {
        return add_liquidity(user, pool, 1 + random.below(AMOUNT_MAX));
    }
    let (given, taken) = if random.below(2) == 0 { (x, y) } else { (y, x) };
    let amount = 1 + random.below(AMOUNT_MAX);
    let arguments = [json!(pool_at(pool)), json!(given), json!(taken), json!(amount), json!(0)];
    call(user, "exchange::amm::swap", &arguments)
}

fn add_liquidity(user: &str, pool: u64, amount: u64) -> Value {
    let (x, y) = assets_of(pool);
    let arguments = [json!(pool_at(pool)), json!(x), json!(y), json!(amount), json!(amount)];
    call(user, "exchange::amm::add_liquidity", &arguments)
}

/// Everybody gets a wallet with all assets, and every pool its first liquidity from a provider of its own.
fn genesis(workload: &Exchange) -> Vec<Value> {
    let people = (0..workload.accounts).map(person);
    let providers = (0..workload.pools).map(pool_at);
    let wallets = people.chain(providers).flat_map(|owner| {
        let open = call(&owner, "exchange::wallet::open", &[]);
        let funds = (0..ASSETS).map(|index| fund(&owner, &asset(index))).collect::<Vec<_>>();
        std::iter::once(open).chain(funds)
    });
    let pools = (0..workload.pools).flat_map(|pool| {
        let (x, y) = assets_of(pool);
        let arguments = [json!(x), json!(y), json!(FEE)];
        let create = call(&pool_at(pool), "exchange::amm::create_pool", &arguments);
        [create, add_liquidity(&pool_at(pool), pool, RESERVE)]
    });
    wallets.chain(pools).collect()
}

fn fund(owner: &str, asset: &str) -> Value {
    call(owner, "exchange::wallet::fund", &[json!(asset), json!(BALANCE)])
}

/// The two assets of a pool: neighbours on a circle, then those two apart, and so on.
fn assets_of(pool: u64) -> (String, String) {
    let first = pool % ASSETS;
    let distance = 1 + (pool / ASSETS) % (ASSETS - 1);
    (asset(first), asset((first + distance) % ASSETS))
}

fn person(index: u64) -> String {
    format!("{:#x}", 0x00a1_0000 + index)
}

fn pool_at(index: u64) -> String {
    format!("{:#x}", 0x9000_0000_u64 + index)
}

fn asset(index: u64) -> String {
    format!("{:#x}", 0xc000 + index)
}
