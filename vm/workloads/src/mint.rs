//! Mints from one hot collection, over `examples/mint`.

use serde_json::Value;

use crate::random::Random;
use crate::transaction::{call, header};
use crate::zipf::Zipf;

/// Parameters of the mints. The collection has 10,000 tokens: later mints abort.
#[derive(Clone, Debug, PartialEq)]
pub struct Mint {
    /// How many mints.
    pub transactions: u64,
    /// How many people.
    pub accounts: u64,
    /// Zipf exponent of who mints; 0 is uniform.
    pub skew: f64,
    /// Start of the random numbers.
    pub seed: u64,
}

impl Default for Mint {
    fn default() -> Self {
        Self { transactions: 1000, accounts: 1000, skew: 0.0, seed: 1 }
    }
}

pub(crate) fn lines(workload: &Mint, package: &str) -> impl Iterator<Item = String> + Send + use<> {
    let people = Zipf::new(workload.accounts, workload.skew);
    let mut random = Random::new(workload.seed);
    let count = if workload.accounts == 0 { 0 } else { workload.transactions };
    let mints = (0..count).map(move |_| {
        call(&person(people.draw(&mut random)), "mint::collection::mint", &[]).to_string()
    });
    std::iter::once(header(package, &genesis(workload.accounts))).chain(mints)
}

fn genesis(accounts: u64) -> Vec<Value> {
    (0..accounts).map(|index| call(&person(index), "mint::collection::open", &[])).collect()
}

fn person(index: u64) -> String {
    format!("{:#x}", 0x00b1_0000 + index)
}
