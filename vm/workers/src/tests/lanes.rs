//! The scheduler `lanes` over a store with placeholders and lists of readers.
use std::collections::BTreeSet;

use shuttle::sync::Mutex;
use shuttle::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use vm_scheduler::TxIndex;

use crate::PlanBuilder;
use crate::lanes::{Counts, Lanes, Outcome, Reader, run};
use crate::tests::program::{Location, Step, Transaction, bound, open, random_batch, serial};
use crate::tests::store::{Attempt, Origin, Slot, Store};
use crate::tests::{check_panic, explore, explore_seeds, plan, tx};

#[derive(Default)]
struct Memory {
    reads: Vec<(Location, Origin)>,
    /// Where it has a slot.
    slots: BTreeSet<Location>,
    /// Whether what it published counts.
    is_published: bool,
}

struct Toy<'a> {
    store: Store,
    batch: &'a [Transaction],
    first_open: usize,
    memory: Vec<Mutex<Memory>>,
    /// One more than the last incarnation that was started.
    incarnations: Vec<AtomicU32>,
    is_running: Vec<AtomicBool>,
}

impl<'a> Toy<'a> {
    fn new(base: &[u32], batch: &'a [Transaction]) -> Self {
        let store = Store::new(base);
        let mut memory = Vec::new();
        for (index, transaction) in batch.iter().enumerate() {
            let slots = if transaction.is_open { BTreeSet::new() } else { transaction.writes() };
            for at in &slots {
                store.set(*at, tx(index), Some(Slot::Pending), &mut Vec::new());
            }
            memory.push(Mutex::new(Memory { slots, ..Memory::default() }));
        }
        let first_open = batch.iter().position(|transaction| transaction.is_open);
        Self {
            store,
            batch,
            first_open: first_open.unwrap_or(batch.len()),
            memory,
            incarnations: batch.iter().map(|_| AtomicU32::new(0)).collect(),
            is_running: batch.iter().map(|_| AtomicBool::new(false)).collect(),
        }
    }
}

impl Lanes for Toy<'_> {
    type Worker = ();

    fn worker(&self) {}

    fn execute(
        &self,
        (): &mut (),
        tx: TxIndex,
        incarnation: u32,
        stale: &mut Vec<Reader>,
    ) -> Outcome {
        let is_running = &self.is_running[tx.index()];
        assert!(!is_running.swap(true, Ordering::SeqCst), "{tx} runs twice at once");
        let started = self.incarnations[tx.index()].swap(incarnation + 1, Ordering::SeqCst);
        assert_eq!(started, incarnation, "each incarnation of {tx} is started once");
        let kept = (self.first_open <= tx.index()).then_some(incarnation);
        let attempt = match Attempt::of(&self.store, &self.batch[tx.index()], tx, kept) {
            Ok(attempt) => attempt,
            Err(blocking) => {
                is_running.store(false, Ordering::SeqCst);
                return Outcome::Blocked(blocking);
            }
        };
        let mut memory = self.memory[tx.index()].lock().unwrap();
        assert!(!memory.is_published, "{tx} runs again and has not been taken back");
        memory.is_published = true;
        memory.slots.extend(attempt.written());
        for at in &memory.slots {
            let value = attempt.values.get(at).map(|value| Slot::Value(*value, incarnation));
            self.store.set(*at, tx, Some(value.unwrap_or(Slot::Unchanged)), stale);
        }
        memory.reads = attempt.reads;
        drop(memory);
        is_running.store(false, Ordering::SeqCst);
        Outcome::Done
    }

    fn retract(&self, tx: TxIndex, stale: &mut Vec<Reader>) {
        let is_running = self.is_running[tx.index()].load(Ordering::SeqCst);
        assert!(!is_running, "{tx} is taken back while it runs");
        let mut memory = self.memory[tx.index()].lock().unwrap();
        assert!(memory.is_published, "{tx} is taken back twice");
        memory.is_published = false;
        let slots = memory.slots.clone();
        drop(memory);
        for at in slots {
            self.store.set(at, tx, Some(Slot::Pending), stale);
        }
    }
}

fn check(base: &[u32], batch: &[Transaction], threads: usize) -> Counts {
    let toy = Toy::new(base, batch);
    let first_open = batch.iter().position(|transaction| transaction.is_open).map(tx);
    let counts = run(&plan(batch), first_open, threads, &toy);
    assert_eq!(toy.store.outcome(), serial(base, batch));
    for (index, memory) in toy.memory.iter().enumerate() {
        for (at, origin) in &memory.lock().unwrap().reads {
            let now = toy.store.read(*at, tx(index), None).map(|(_, now)| now);
            assert_eq!(now, Ok(*origin), "tx{index} ended with what it has not read");
        }
        let is_certified = index < toy.first_open;
        let started = toy.incarnations[index].load(Ordering::SeqCst);
        assert!(
            1 <= started && !(is_certified && 1 < started),
            "tx{index} started {started} times"
        );
    }
    assert_eq!(counts.executions, batch.len() as u64 + counts.re_executions);
    let started: u64 =
        toy.incarnations.iter().map(|started| u64::from(started.load(Ordering::SeqCst))).sum();
    assert_eq!(started, counts.executions + counts.blocked);
    counts
}

#[test]
fn an_empty_batch_ends() {
    explore(|| assert_eq!(check(&[1], &[], 2), Counts::default()));
}

#[test]
fn without_open_ones_each_runs_once() {
    explore(|| {
        let batch = [
            bound(&[Step::Write(0)]),
            bound(&[Step::Read(0), Step::Write(1)]),
            bound(&[Step::Read(0), Step::WriteIf(1)]),
            bound(&[Step::Read(1), Step::Write(0)]),
        ];
        let counts = check(&[1, 2], &batch, 3);
        assert_eq!(counts, Counts { executions: 4, ..Counts::default() });
    });
}

#[test]
fn an_open_one_waits_for_a_placeholder_before_it() {
    explore(|| {
        let batch = [
            bound(&[Step::Write(0)]),
            bound(&[Step::Read(0), Step::Write(1)]),
            open(&[Step::Read(1), Step::WriteAt(0)]),
            open(&[Step::Read(1), Step::Write(0)]),
        ];
        let counts = check(&[1, 2], &batch, 3);
        assert!(counts.blocked <= 4);
    });
}

#[test]
fn a_chain_of_open_ones_is_taken_back_link_by_link() {
    explore(|| {
        let batch = [
            open(&[Step::Read(0), Step::Write(1)]),
            open(&[Step::Read(1), Step::Write(2)]),
            open(&[Step::Read(2), Step::Write(3)]),
            bound(&[Step::Read(3), Step::Write(0)]),
        ];
        check(&[1, 2, 3, 4], &batch, 3);
    });
}

#[test]
fn bound_ones_after_open_ones_run_again() {
    explore(|| {
        let batch = [
            bound(&[Step::Write(2)]),
            open(&[Step::Read(2), Step::WriteAt(0)]),
            bound(&[Step::Read(1), Step::Write(2)]),
            open(&[Step::Read(2), Step::WriteAt(1)]),
            bound(&[Step::Read(2), Step::Read(0), Step::Write(0)]),
        ];
        check(&[1, 2, 3], &batch, 2);
    });
}

#[test]
fn random_batches_are_serial() {
    explore_seeds(|mut random| {
        let base = [1, 2, 3];
        let batch = random_batch(&mut random, base.len());
        check(&base, &batch, 1 + random.below(3));
    });
}

struct Panics;

impl Lanes for Panics {
    type Worker = ();

    fn worker(&self) {}

    fn execute(&self, (): &mut (), tx: TxIndex, _: u32, _: &mut Vec<Reader>) -> Outcome {
        assert!(tx.0 != 1, "on purpose");
        // The last ones wait for the one that never ends.
        if 1 < tx.0 { Outcome::Blocked(TxIndex(1)) } else { Outcome::Done }
    }

    fn retract(&self, _: TxIndex, _: &mut Vec<Reader>) {}
}

#[test]
fn a_panic_comes_out() {
    explore(|| {
        let mut builder = PlanBuilder::default();
        for _ in 0..4 {
            builder.push(&[]);
        }
        let plan = builder.finish();
        check_panic("on purpose", || {
            run(&plan, Some(TxIndex(0)), 3, &Panics);
        });
    });
}
