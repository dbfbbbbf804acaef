//! Random programs and random batches: every access lies inside the bound footprint, and all engines agree.
//!
//! `ACCESSVM_CASES` says how many programs (2,000 unless told), `ACCESSVM_SEED` with which seed they begin. A failing seed is
//! cut down and printed; it belongs into [`KNOWN`] from then on. A soak:
//!
//! ```text
//! ACCESSVM_CASES=100000 cargo test --release -p tests --test random
//! ```
//!
//! Nothing is declared in these programs, so every engine enforces the inferred footprint, access by access: an access
//! beyond it ends its transaction as no transaction may end.
#![allow(
    clippy::disallowed_methods,
    reason = "the environment says how long to test, on all processors"
)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod body;
mod case;
mod check;
mod dice;
mod formatted;
mod generator;
mod heads;
mod lambdas;
mod minimise;
mod mutants;
mod patterns;
mod program;
mod signed;
mod statements;
mod variants;

use std::sync::atomic::{AtomicUsize, Ordering};

use case::{Case, compile};
use check::{Failure, Tally, Trust, check, machines};

/// As in the command: a soak takes a quarter less time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Seeds that once failed.
const KNOWN: &[u64] = &[
    1070, 1546, 500_473, 601_018, 705_819, 706_264, 708_663, 708_885, 709_072, 800_651, 804_898,
    1_061_631, 1_067_187, 1_068_589, 1_084_568,
];
/// Programs from which on the tally says something about the generator.
const ENOUGH: u64 = 100;
/// Programs compiled together, so that the library is compiled once for all of them.
const TOGETHER: usize = 250;
/// Runs spent on cutting a failing case down.
const ATTEMPTS_MAX: usize = 400;

fn number_from(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap())
}

/// Checks some cases at once; the first that fails, if one does.
fn check_all(seeds: &[u64]) -> Result<Tally, (u64, Failure)> {
    let cases: Vec<_> = (0..).zip(seeds).map(|(number, seed)| Case::new(*seed, number)).collect();
    let Ok(built) = compile(&cases) else {
        let failing = |seed: &u64| Some((*seed, minimise::failure(&Case::new(*seed, 0))?));
        let first = seeds.iter().find_map(failing);
        return Err(
            first.expect("what cannot be compiled together has a part that cannot be alone")
        );
    };
    let machines = machines(&built).map_err(|failure| (seeds[0], failure))?;
    let mut tally = Tally::default();
    for case in &cases {
        tally.add(check(&machines, case, Trust::Compiled).map_err(|failure| (case.seed, failure))?);
    }
    Ok(tally)
}

/// Checks all seeds, on as many threads as there are processors; the results in order of seeds.
fn side_by_side(seeds: &[u64]) -> Vec<Result<Tally, (u64, Failure)>> {
    let chunks: Vec<_> = seeds.chunks(TOGETHER).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let take = || chunks.get(next.fetch_add(1, Ordering::Relaxed));
        std::iter::from_fn(take).map(|seeds| (seeds[0], check_all(seeds))).collect::<Vec<_>>()
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut seen: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    seen.sort_by_key(|(first, _)| *first);
    seen.into_iter().map(|(_, result)| result).collect()
}

/// Fails with the case, cut down.
fn report(seed: u64, failure: &Failure) -> ! {
    let small = minimise::minimise(&Case::new(seed, 0), failure, ATTEMPTS_MAX);
    let again = minimise::failure(&small);
    let again =
        again.map_or_else(|| "not when run alone".to_owned(), |failure| failure.to_string());
    panic!("seed {seed}: {failure}\n\ncut down:\n{small}\n{again}");
}

#[test]
fn random_programs_stay_inside_their_footprints() {
    let first = number_from("ACCESSVM_SEED", 0);
    let count = number_from("ACCESSVM_CASES", 2000);
    let seeds: Vec<u64> = KNOWN.iter().copied().chain(first..first + count).collect();
    let mut tally = Tally::default();
    let mut failed = Vec::new();
    for seen in side_by_side(&seeds) {
        match seen {
            Ok(seen) => tally.add(seen),
            Err(failing) => failed.push(failing),
        }
    }
    if let Some((seed, failure)) = failed.first() {
        let seeds: Vec<_> = failed.iter().map(|(seed, _)| seed).collect();
        eprintln!("these fail: {seeds:?}");
        report(*seed, failure);
    }
    if count < ENOUGH {
        return;
    }
    assert!(tally.transactions < 3 * tally.committed, "too much aborts: {tally:?}");
    assert!(tally.transactions < 4 * tally.classes[0], "too little is exact: {tally:?}");
}

/// Each is in one program of fifty at least, in source.
const SAID: &[&str] = &[
    "is Shape::",
    "match (",
    "match (&mut ",
    "option::borrow(",
    "option::extract(",
    "option::swap(",
    "option::for_each",
    "aggregator_v2::add(",
    "aggregator_v2::sub(",
    "aggregator_v2::try_add(",
    "with_value(n, 12)",
    "vector::for_each(",
    "vector::for_each_ref(",
    "vector::for_each_mut(",
    "vector::enumerate_",
    "vector::map(",
    "vector::filter(",
    "vector::fold(",
    "vector::zip",
    " with(",
    "times(",
    "for (",
    "loop {",
    "break;",
    "return ",
    "again0(fuel - 1",
    "general0<",
    "G<Red>",
    "Table<address, Table<",
    "Table<i64, ",
    ".s0 += ",
    ".s0 -= ",
    " as i64)",
    "-(",
];

#[test]
fn programs_say_all_that_the_language_can() {
    let programs = 0..1000;
    let said: Vec<String> = programs.map(|seed| Case::new(seed, 0).package.own_text()).collect();
    let count = |text: &str| said.iter().filter(|program| program.contains(text)).count();
    let rare: Vec<_> = SAID.iter().filter(|text| count(text) < said.len() / 50).collect();
    assert!(rare.is_empty(), "seldom said: {rare:?}");
}
