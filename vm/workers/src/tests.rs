//! All three schedulers under shuttle, over a toy store.
//!
//! The number of schedules of each case is `ACCESSVM_SCHEDULES` (default 1000).

mod certified;
mod lanes;
mod optimistic;
mod program;
mod status;
mod store;

use std::panic::{AssertUnwindSafe, catch_unwind};

use shuttle::scheduler::{PctScheduler, RandomScheduler};
use shuttle::{Config, MaxSteps, Runner};
use vm_scheduler::TxIndex;

use crate::tests::program::Transaction;
use crate::{NodeId, Plan, PlanBuilder};

#[expect(clippy::disallowed_methods, reason = "the length of a soak is chosen from outside")]
fn schedules() -> usize {
    std::env::var("ACCESSVM_SCHEDULES").ok().and_then(|count| count.parse().ok()).unwrap_or(1000)
}

/// Bounds the steps of one schedule, so that a batch that does not end fails.
fn config() -> Config {
    let mut config = Config::default();
    config.max_steps = MaxSteps::FailAfter(20_000);
    config.stack_size = 0x4_0000;
    config
}

/// Runs `case` under random schedules and under schedules that favour rare preemptions (PCT).
fn explore(case: impl Fn() + Clone + Send + Sync + 'static) {
    let case = move || beside_another(&case);
    Runner::new(RandomScheduler::new(schedules()), config()).run(case.clone());
    Runner::new(PctScheduler::new(3, schedules()), config()).run(case);
}

/// PCT takes no case that has one thread only.
fn beside_another(case: impl Fn()) {
    let other = shuttle::thread::spawn(|| (0..3).for_each(|_| shuttle::thread::yield_now()));
    shuttle::thread::yield_now();
    case();
    other.join().expect("it does nothing");
}

/// Calls `case` with as many seeds as there are schedules, each under a schedule of either kind.
fn explore_seeds(case: impl Fn(Random) + Copy + Send + Sync + 'static) {
    for seed in 0..schedules() as u64 {
        let case = move || beside_another(|| case(Random(seed)));
        Runner::new(RandomScheduler::new_from_seed(seed, 3), config()).run(case);
        Runner::new(PctScheduler::new_from_seed(seed, 3, 3), config()).run(case);
    }
}

/// Checks that `run` panics with `message`, and not with something else.
fn check_panic(message: &str, run: impl FnOnce()) {
    let payload = catch_unwind(AssertUnwindSafe(run)).expect_err("the panic comes out");
    assert_eq!(payload.downcast_ref::<&str>(), Some(&message));
}

/// Plans the bound transactions of a batch: each after all bound ones before it that may write what it may read. Those after a
/// join wait for all of the first two.
fn plan(batch: &[Transaction]) -> Plan {
    let mut builder = PlanBuilder::default();
    let mut nodes: Vec<NodeId> = Vec::new();
    for (index, transaction) in batch.iter().enumerate() {
        let reads = transaction.reads();
        let is_before = |before: &usize| {
            !transaction.is_open
                && !batch[*before].is_open
                && !batch[*before].writes().is_disjoint(&reads)
        };
        let mut before: Vec<NodeId> =
            (0..index).filter(is_before).map(|before| nodes[before]).collect();
        if 2 < before.len() {
            let join = builder.push_join(&before);
            before = vec![join];
        }
        nodes.push(builder.push(&before));
    }
    builder.finish()
}

/// A linear congruential generator.
#[derive(Clone, Copy)]
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 40).expect("24 bits") % bound
    }
}

fn tx(index: usize) -> TxIndex {
    TxIndex(u32::try_from(index).expect("few transactions"))
}
