//! Payments of one coin between many people, over `examples/payments`.

use serde_json::{Value, json};

use crate::random::Random;
use crate::transaction::{call, header};
use crate::zipf::Zipf;

/// What everybody has at the start.
const BALANCE: u64 = 1_000_000_000;
/// The largest payment.
const PAYMENT_MAX: u64 = 100;

/// Parameters of the payments.
#[derive(Clone, Debug, PartialEq)]
pub struct Payments {
    /// How many payments.
    pub transactions: u64,
    /// How many people.
    pub accounts: u64,
    /// Zipf exponent of who pays and who is paid; 0 is uniform.
    pub skew: f64,
    /// Start of the random numbers.
    pub seed: u64,
}

impl Default for Payments {
    fn default() -> Self {
        Self { transactions: 1000, accounts: 1000, skew: 0.0, seed: 1 }
    }
}

pub(crate) fn lines(
    workload: &Payments,
    package: &str,
) -> impl Iterator<Item = String> + Send + use<> {
    let people = Zipf::new(workload.accounts, workload.skew);
    let mut random = Random::new(workload.seed);
    let workload = workload.clone();
    let count = if workload.accounts == 0 { 0 } else { workload.transactions };
    let payments = (0..count).map(move |_| {
        let from = people.draw(&mut random);
        let drawn = people.draw(&mut random);
        // Paying oneself is legal and dull: the neighbour is paid.
        let to = if drawn == from { (drawn + 1) % workload.accounts } else { drawn };
        let amount = 1 + random.below(PAYMENT_MAX);
        let arguments = [json!(person(to)), json!(amount)];
        call(&person(from), "payments::gold::pay", &arguments).to_string()
    });
    std::iter::once(header(package, &genesis(workload.accounts))).chain(payments)
}

fn genesis(accounts: u64) -> Vec<Value> {
    let open = |index| call(&person(index), "payments::gold::open", &[]);
    let issue = |index| {
        let arguments = [json!(person(index)), json!(BALANCE)];
        call("payments", "payments::gold::issue", &arguments)
    };
    (0..accounts).flat_map(|index| [open(index), issue(index)]).collect()
}

fn person(index: u64) -> String {
    format!("{:#x}", 0x00a1_0000 + index)
}
