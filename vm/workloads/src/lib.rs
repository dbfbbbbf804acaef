//! Generates batches: as many transactions as wanted, as contended as wanted, over the packages of `examples/`.
//!
//! Takes a [`Workload`] and gives the lines of a batch file: the header with the genesis transactions, then a
//! transaction a line.
//!
//! # How it works
//!
//! Accounts and pools are numbered, and each number has an address. Who pays whom, and who swaps where, is drawn
//! from a Zipf distribution: at skew 0 everybody is as likely as everybody else, at 1 the first is twice as
//! likely as the second, three times as likely as the third, and so on.
//!
//! # Invariants
//!
//! - The lines depend on the workload alone: no clock, no environment, a generator of our own.
//!   (`tests::same_seed_same_lines`)
//! - Each line is one JSON object. (`tests::each_line_is_an_object`)
//!
//! # Not here
//!
//! Reading a batch is in the CLI; executing one is in `vm-runtime`.
#![forbid(unsafe_code)]

mod exchange;
mod mint;
mod payments;
mod random;
mod transaction;
mod zipf;

pub use exchange::Exchange;
pub use mint::Mint;
pub use payments::Payments;

/// A batch to be generated.
#[derive(Clone, Debug, PartialEq)]
pub enum Workload {
    /// Payments of one coin.
    Payments(Payments),
    /// Swaps and liquidity in constant-product pools.
    Exchange(Exchange),
    /// Mints from one collection.
    Mint(Mint),
}

impl Workload {
    /// The lines of the batch file, without line ends; `package` is the package's folder as the header names it.
    ///
    /// A workload without accounts, or an exchange without pools, has no transactions.
    pub fn lines(&self, package: &str) -> Box<dyn Iterator<Item = String> + Send> {
        match self {
            Self::Payments(workload) => Box::new(payments::lines(workload, package)),
            Self::Exchange(workload) => Box::new(exchange::lines(workload, package)),
            Self::Mint(workload) => Box::new(mint::lines(workload, package)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn workloads() -> [Workload; 3] {
        let payments = Payments { transactions: 50, accounts: 10, ..Payments::default() };
        let exchange = Exchange { transactions: 50, accounts: 10, pools: 4, ..Exchange::default() };
        let mint = Mint { transactions: 50, accounts: 10, ..Mint::default() };
        [Workload::Payments(payments), Workload::Exchange(exchange), Workload::Mint(mint)]
    }

    #[test]
    fn same_seed_same_lines() {
        for workload in workloads() {
            let lines = || workload.lines("p").collect::<Vec<_>>();
            assert_eq!(lines(), lines());
            assert_eq!(lines().len(), 51);
        }
    }

    #[test]
    fn each_line_is_an_object() {
        for workload in workloads() {
            for line in workload.lines("p") {
                let value: serde_json::Value = serde_json::from_str(&line).unwrap();
                assert!(value.is_object(), "{line}");
            }
        }
    }

    #[test]
    fn another_seed_gives_another_batch() {
        let lines: BTreeSet<Vec<String>> = (0..4)
            .map(|seed| Workload::Payments(Payments { seed, ..Payments::default() }))
            .map(|workload| workload.lines("p").skip(1).collect())
            .collect();
        assert_eq!(lines.len(), 4);
    }

    #[test]
    fn nobody_there_means_no_transactions() {
        let nobody = Workload::Payments(Payments { accounts: 0, ..Payments::default() });
        assert_eq!(nobody.lines("p").count(), 1);
        let no_pools = Workload::Exchange(Exchange { pools: 0, ..Exchange::default() });
        assert_eq!(no_pools.lines("p").count(), 1);
    }

    #[test]
    fn skew_makes_the_first_account_hot() {
        let count = |skew: f64| {
            let workload = Payments { transactions: 1000, accounts: 100, skew, seed: 7 };
            let hot = "\"sender\":\"0xa10000\"";
            let lines = Workload::Payments(workload).lines("p").skip(1);
            lines.filter(|line| line.contains(hot)).count()
        };
        assert!(count(0.0) < 30);
        assert!(150 < count(1.2));
    }
}
