//! The six rules of `docs/versions.md`, model-checked on a toy store: whatever the threads do, the
//! outcome is that of the serial run.
//!
//! The number of schedules of each random test is `ACCESSVM_SCHEDULES` (default 200).

mod chains;
mod engine;
mod program;

use std::sync::Arc;

use engine::parallel;
use program::{Step, Transaction, serial};
use shuttle::scheduler::{DfsScheduler, PctScheduler, RandomScheduler};
use shuttle::{Config, MaxSteps, Runner};

#[expect(clippy::disallowed_methods, reason = "the length of a soak is chosen from outside")]
fn schedules() -> usize {
    std::env::var("ACCESSVM_SCHEDULES").ok().and_then(|count| count.parse().ok()).unwrap_or(200)
}

/// Bounds the steps of one schedule, so that a busy wait fails at once.
fn config() -> Config {
    let mut config = Config::default();
    config.max_steps = MaxSteps::FailAfter(50_000);
    config
}

fn certified(steps: &[Step]) -> Transaction {
    Transaction { is_open: false, steps: steps.to_vec() }
}

fn open(steps: &[Step]) -> Transaction {
    Transaction { is_open: true, steps: steps.to_vec() }
}

struct Case {
    base: Vec<i64>,
    batch: Vec<Transaction>,
    workers: usize,
}

impl Case {
    fn new(base: &[i64], batch: Vec<Transaction>) -> Arc<Self> {
        Arc::new(Self { base: base.to_vec(), batch, workers: 2 })
    }

    fn check(&self) {
        let outcome = parallel(&self.base, &self.batch, self.workers);
        assert_eq!(outcome, serial(&self.base, &self.batch), "parallel is not serial");
    }
}

/// Runs a case under random schedules, under schedules that favour rare preemptions (PCT), and
/// exhaustively as far as the number of schedules reaches.
fn check(base: &[i64], batch: Vec<Transaction>) {
    let case = Case::new(base, batch);
    for workers in [2, 3] {
        let case = Arc::new(Case { base: case.base.clone(), batch: case.batch.clone(), workers });
        let random = RandomScheduler::new(schedules());
        let (one, other) = (Arc::clone(&case), Arc::clone(&case));
        Runner::new(random, config()).run(move || one.check());
        let pct = PctScheduler::new(3, schedules());
        Runner::new(pct, config()).run(move || other.check());
    }
    let dfs = DfsScheduler::new(Some(5 * schedules()), false);
    Runner::new(dfs, config()).run(move || case.check());
}

#[test]
fn a_reader_gets_the_newest_earlier_version() {
    check(
        &[1, 2],
        vec![
            certified(&[Step::Write(0)]),
            certified(&[Step::Read(0), Step::Write(1)]),
            certified(&[Step::Write(0)]),
            certified(&[Step::Read(0), Step::Read(1), Step::Write(1)]),
        ],
    );
}

#[test]
fn a_read_goes_on_through_unchanged_placeholders() {
    check(
        &[9, 0],
        vec![
            certified(&[Step::WriteIf(0)]),
            certified(&[Step::WriteIf(0)]),
            certified(&[Step::WriteIf(0), Step::Read(1), Step::Assert]),
            certified(&[Step::Read(0), Step::Write(1)]),
        ],
    );
}

#[test]
fn an_abort_leaves_its_placeholders_unchanged() {
    check(
        &[0, 5],
        vec![
            certified(&[Step::Read(1), Step::Write(0)]),
            certified(&[Step::Write(0), Step::Write(1), Step::Read(0), Step::Assert]),
            certified(&[Step::Read(0), Step::Read(1), Step::Write(1)]),
        ],
    );
}

#[test]
fn a_component_is_published_after_its_last_write_when_nothing_can_abort() {
    check(
        &[4, 0, 0],
        vec![
            certified(&[
                Step::Read(0),
                Step::Assert,
                Step::Write(0),
                Step::Read(1),
                Step::Write(2),
            ]),
            certified(&[Step::Read(0), Step::Write(0), Step::Write(1)]),
            certified(&[Step::Read(0), Step::Read(1), Step::Write(0)]),
        ],
    );
}

#[test]
fn adders_need_no_order_while_there_is_headroom() {
    check(
        &[6, 0],
        vec![
            certified(&[Step::Add(0, 2)]),
            certified(&[Step::Add(0, 3), Step::Add(0, -1)]),
            certified(&[Step::Add(0, 2)]),
            certified(&[Step::Read(0), Step::Write(1)]),
        ],
    );
}

#[test]
fn adders_near_the_bound_wait_for_those_before_them() {
    check(
        &[7, 0],
        vec![
            certified(&[Step::Add(0, 8)]),
            certified(&[Step::Add(0, 5)]),
            certified(&[Step::Add(0, -4), Step::Add(1, 1)]),
            certified(&[Step::Add(0, -12)]),
            certified(&[Step::Read(0), Step::Read(1), Step::Write(1)]),
        ],
    );
}

#[test]
fn an_adder_does_not_spin_on_a_wildcard_that_a_later_value_covers() {
    check(
        &[8, 9, 10],
        vec![
            certified(&[Step::ReadAt(0), Step::Write(2), Step::WriteAt(2)]),
            certified(&[Step::Write(0)]),
            certified(&[Step::Add(0, -1)]),
        ],
    );
}

#[test]
fn an_unsettled_key_holds_its_wildcard_until_it_is_bound() {
    check(
        &[1, 2, 3],
        vec![
            certified(&[Step::WriteIf(0), Step::Write(1)]),
            certified(&[Step::WriteAt(1)]),
            certified(&[Step::Read(2), Step::ReadAt(0), Step::Write(0)]),
            certified(&[Step::Read(0), Step::Write(2)]),
        ],
    );
}

#[test]
fn a_key_that_a_write_through_a_key_may_change_stays_a_wildcard() {
    check(
        &[12, 13, 14],
        vec![
            certified(&[Step::WriteIf(1), Step::Write(1)]),
            certified(&[Step::Read(1), Step::WriteAt(0), Step::ReadAt(0), Step::Write(2)]),
            certified(&[Step::Read(0), Step::Read(1), Step::Write(1)]),
        ],
    );
}

#[test]
fn a_bounded_writer_holds_its_wildcard_until_it_ends() {
    check(
        &[1, 2, 3],
        vec![
            certified(&[Step::Write(0), Step::WriteAt(0)]),
            certified(&[Step::Read(1), Step::Write(2)]),
            certified(&[Step::Write(1), Step::ReadAt(1), Step::Write(0)]),
        ],
    );
}

#[test]
fn an_open_transaction_invalidates_its_readers_and_nobody_else() {
    check(
        &[1, 2, 3],
        vec![
            certified(&[Step::Write(2)]),
            open(&[Step::Read(2), Step::WriteAt(0)]),
            certified(&[Step::Read(1), Step::Write(2)]),
            certified(&[Step::Read(2), Step::Write(0)]),
        ],
    );
}

#[test]
fn open_transactions_settle_in_order() {
    check(
        &[1, 2],
        vec![
            open(&[Step::Read(0), Step::Write(1)]),
            open(&[Step::Read(1), Step::WriteIf(0), Step::Add(1, 9)]),
            certified(&[Step::Read(0), Step::Add(1, 3), Step::Write(0)]),
        ],
    );
}

/// Random batches: the same generator for any number of cases, so a case is found again by its seed.
#[test]
fn random_batches_are_serial() {
    for seed in 0..u64::try_from(schedules()).expect("a small number") {
        let mut random = Random(seed);
        let has_open = random.below(3) == 0;
        let batch: Vec<Transaction> = (0..3 + random.below(4))
            .map(|_| Transaction {
                is_open: has_open && random.below(3) == 0,
                steps: (0..=random.below(4)).map(|_| random.step()).collect(),
            })
            .collect();
        let base: Vec<i64> =
            (0..3).map(|_| i64::try_from(random.below(16)).expect("small")).collect();
        let case = Arc::new(Case { base, batch, workers: 2 + random.below(2) });
        let (one, other) = (Arc::clone(&case), case);
        let random = RandomScheduler::new_from_seed(seed, 10);
        Runner::new(random, config()).run(move || one.check());
        let pct = PctScheduler::new_from_seed(seed, 3, 10);
        Runner::new(pct, config()).run(move || other.check());
    }
}

/// A linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 40).expect("24 bits") % bound
    }

    fn step(&mut self) -> Step {
        let at = self.below(3);
        match self.below(9) {
            0 | 1 => Step::Read(at),
            2 => Step::Write(at),
            3 => Step::WriteIf(at),
            4 | 5 => Step::Add(at, i64::try_from(self.below(13)).expect("small") - 6),
            6 => Step::ReadAt(at),
            7 => Step::WriteAt(at),
            _ => Step::Assert,
        }
    }
}
