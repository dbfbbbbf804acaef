//! The scheduler `optimistic` over a multi-version store with estimates.
use std::collections::BTreeSet;

use shuttle::sync::Mutex;
use shuttle::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use vm_scheduler::TxIndex;

use crate::optimistic::{Attempt as Outcome, Counts, Speculation, run};
use crate::tests::program::{Location, Step, Transaction, open, random_batch, serial};
use crate::tests::store::{Attempt, Origin, Slot, Store};
use crate::tests::{check_panic, explore, explore_seeds, tx};

#[derive(Default)]
struct Memory {
    reads: Vec<(Location, Origin)>,
    written: BTreeSet<Location>,
}

struct Block<'a> {
    store: Store,
    batch: &'a [Transaction],
    memory: Vec<Mutex<Memory>>,
    incarnations: Vec<AtomicU32>,
    is_running: Vec<AtomicBool>,
}

impl<'a> Block<'a> {
    fn new(base: &[u32], batch: &'a [Transaction]) -> Self {
        let memory = batch.iter().map(|_| Mutex::default()).collect();
        let incarnations = batch.iter().map(|_| AtomicU32::new(0)).collect();
        let is_running = batch.iter().map(|_| AtomicBool::new(false)).collect();
        Self { store: Store::new(base), batch, memory, incarnations, is_running }
    }
}

impl Speculation for Block<'_> {
    type Worker = ();

    fn worker(&self) {}

    fn execute(&self, (): &mut (), tx: TxIndex, incarnation: u32) -> Outcome {
        let is_running = &self.is_running[tx.index()];
        assert!(!is_running.swap(true, Ordering::SeqCst), "{tx} runs twice at once");
        let last = self.incarnations[tx.index()].swap(incarnation, Ordering::SeqCst);
        assert!(last <= incarnation && incarnation <= last + 1, "incarnations are counted");
        let attempt = match Attempt::of(&self.store, &self.batch[tx.index()], tx, None) {
            Ok(attempt) => attempt,
            Err(blocking) => {
                is_running.store(false, Ordering::SeqCst);
                return Outcome::Blocked(blocking);
            }
        };
        let mut memory = self.memory[tx.index()].lock().unwrap();
        let written = attempt.written();
        for at in memory.written.union(&written) {
            let slot = attempt.values.get(at).map(|value| Slot::Value(*value, incarnation));
            self.store.set(*at, tx, slot, &mut Vec::new());
        }
        let wrote_elsewhere = !written.is_subset(&memory.written);
        memory.written = written;
        memory.reads = attempt.reads;
        drop(memory);
        is_running.store(false, Ordering::SeqCst);
        Outcome::Done { wrote_elsewhere }
    }

    fn is_valid(&self, (): &mut (), tx: TxIndex, _: u32) -> bool {
        let reads = self.memory[tx.index()].lock().unwrap().reads.clone();
        let is_same = |(at, origin): &(Location, Origin)| {
            self.store.read(*at, tx, None).is_ok_and(|(_, now)| now == *origin)
        };
        reads.iter().all(is_same)
    }

    fn retract(&self, tx: TxIndex) {
        let written = self.memory[tx.index()].lock().unwrap().written.clone();
        for at in written {
            self.store.set(at, tx, Some(Slot::Pending), &mut Vec::new());
        }
    }
}

fn check(base: &[u32], batch: &[Transaction], threads: usize) -> Counts {
    let block = Block::new(base, batch);
    let counts = run(batch.len(), threads, &block);
    assert_eq!(block.store.outcome(), serial(base, batch));
    for (index, memory) in block.memory.iter().enumerate() {
        for (at, origin) in &memory.lock().unwrap().reads {
            let now = block.store.read(*at, tx(index), None).map(|(_, now)| now);
            assert_eq!(now, Ok(*origin), "tx{index} ended with what it has not read");
        }
    }
    assert_eq!(counts.executions, batch.len() as u64 + counts.aborts);
    assert!(batch.len() as u64 <= counts.validations);
    counts
}

#[test]
fn an_empty_batch_ends() {
    explore(|| assert_eq!(check(&[1], &[], 2), Counts::default()));
}

#[test]
fn one_worker_executes_and_validates_each_once() {
    explore(|| {
        let chain = vec![open(&[Step::Read(0), Step::Write(0)]); 4];
        let counts = check(&[1], &chain, 1);
        assert_eq!(counts, Counts { executions: 4, validations: 4, ..Counts::default() });
    });
}

#[test]
fn a_chain_validates_to_the_serial_result() {
    explore(|| {
        let chain = vec![open(&[Step::Read(0), Step::Write(0)]); 4];
        check(&[1], &chain, 3);
    });
}

#[test]
fn what_is_written_elsewhere_is_validated_anew() {
    explore(|| {
        let batch = [
            open(&[Step::Write(0)]),
            open(&[Step::Read(0), Step::WriteAt(0)]),
            open(&[Step::Read(1), Step::Read(2), Step::Write(0)]),
            open(&[Step::Read(0), Step::WriteIf(1)]),
        ];
        check(&[5, 6, 7], &batch, 2);
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

impl Speculation for Panics {
    type Worker = ();

    fn worker(&self) {}

    fn execute(&self, (): &mut (), tx: TxIndex, _: u32) -> Outcome {
        assert!(tx.0 != 1, "on purpose");
        Outcome::Done { wrote_elsewhere: true }
    }

    fn is_valid(&self, (): &mut (), _: TxIndex, _: u32) -> bool {
        true
    }

    fn retract(&self, _: TxIndex) {}
}

#[test]
fn a_panic_comes_out() {
    explore(|| {
        check_panic("on purpose", || {
            run(4, 3, &Panics);
        });
    });
}
