//! How far AccessVM is from hand-written Rust: `cargo bench -p compiler-cli --bench native`.
//!
//! In one process and on one thread, the same work is done by both. *Transactions*: payments among 100,000 accounts, and swaps
//! by 10,000 traders in 1,000 pools, in batches of 10,000, over the packages in `examples` and the generators of
//! `vm-workloads`. *Computations*: entry functions of `contracts` that touch no state. `ACCESSVM_TRANSACTIONS` and
//! `ACCESSVM_RUNS` ask for other numbers of transactions a run, and of runs; `ACCESSVM_EXECUTION=interpreter` for the
//! interpreter in the place of machine code.
//!
//! # What is measured
//!
//! All from a decoded batch to the final state and the receipts. A run does every batch in Rust and then in AccessVM, or the
//! other way round by turns; ratios are of paired runs. Each run goes on from the state that the one before has left.
//!
//! AccessVM is timed from outside `advance`, which also tells its phases: `bind`, `execute`, and `finish`, which puts the last
//! values in their places. What is left between them and the whole is dropping what the batch needed, receipts included.
//!
//! Not measured: compiling, genesis, decoding, state roots, signatures, disks.
//!
//! # How fair it is
//!
//! Both sides get the same calls, and the program ends with an error unless it finds the same receipts and events for each
//! batch, and the same records in the end. A batch with calls of every kind that fail comes first, and is compared call by
//! call. Neither side has sequence numbers, fees or signatures, as AccessVM has none yet. Gas is compared with its limit on
//! both, but Rust charges one number a call. Both have the same allocator. What Rust does otherwise is in `rust.rs`.
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]
#![allow(clippy::print_stdout, reason = "this is what it is for")]
#![allow(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]

mod statistics;

mod package;

mod accessvm;
mod rust;

mod cold;
mod computations;
mod transactions;

use std::thread::available_parallelism;

use mimalloc::MiMalloc;

use crate::package::execution;

/// The allocator of the binary `accessvm`.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How much is done.
#[derive(Clone, Copy, Debug)]
struct Settings {
    /// Transactions a run.
    transactions: usize,
    /// Paired runs.
    runs: usize,
}

fn main() {
    let settings = Settings {
        transactions: number("ACCESSVM_TRANSACTIONS", 100_000),
        runs: number("ACCESSVM_RUNS", 5),
    };
    println!("# AccessVM and hand-written Rust\n");
    println!("{}, {} paired runs: medians, least and greatest.", machine(), settings.runs);
    println!("AccessVM executes by {}.\n", execution().name());
    transactions::compare(settings);
    computations::compare(settings);
    cold::measure(settings.runs);
}

fn number(variable: &str, default: usize) -> usize {
    let number = std::env::var(variable).map_or(default, |text| text.parse().unwrap());
    assert!(0 < number, "{variable} is 0");
    number
}

/// The machine, and what was built for it.
fn machine() -> String {
    let description = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        description.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("processor unknown", |(_, model)| model);
    let profile = if cfg!(debug_assertions) {
        "debug build: these figures mean nothing"
    } else {
        "release build"
    };
    let processors = available_parallelism().map_or(1, usize::from);
    format!("{model}, {processors} processors, one thread; {profile}")
}
