//! Toy transactions, and what they mean one after another.
use std::collections::BTreeSet;

use vm_scheduler::TxIndex;

use crate::tests::Random;

/// A location of the toy store.
pub(super) type Location = usize;

/// A step of a transaction. The accumulator starts at the index of the transaction.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// Mixes a value into the accumulator.
    Read(Location),
    /// Writes the accumulator.
    Write(Location),
    /// Writes the accumulator if it is odd.
    WriteIf(Location),
    /// Reads a value and writes where it points.
    WriteAt(Location),
}

/// A transaction of the toy.
#[derive(Clone, Debug)]
pub(super) struct Transaction {
    /// Whether it is not bound. Only open ones write through a pointer.
    pub(super) is_open: bool,
    /// What it does.
    pub(super) steps: Vec<Step>,
}

/// What a transaction sees of the store.
pub(super) trait View {
    /// Reads a location, or says whose version is missing there.
    fn read(&mut self, location: Location) -> Result<u32, TxIndex>;
    /// Writes a location.
    fn write(&mut self, location: Location, value: u32);
}

/// A transaction with a footprint.
pub(super) fn bound(steps: &[Step]) -> Transaction {
    Transaction { is_open: false, steps: steps.to_vec() }
}

/// A transaction without one.
pub(super) fn open(steps: &[Step]) -> Transaction {
    Transaction { is_open: true, steps: steps.to_vec() }
}

/// A batch of a few transactions.
pub(super) fn random_batch(random: &mut Random, locations: usize) -> Vec<Transaction> {
    let has_open = random.below(4) != 0;
    let count = 2 + random.below(5);
    let mut transaction = || {
        let is_open = has_open && random.below(3) == 0;
        let steps = (0..=random.below(3)).map(|_| {
            let at = random.below(locations);
            match random.below(if is_open { 7 } else { 5 }) {
                0 | 1 => Step::Read(at),
                2 | 3 => Step::Write(at),
                4 => Step::WriteIf(at),
                _ => Step::WriteAt(at),
            }
        });
        Transaction { is_open, steps: steps.collect() }
    };
    (0..count).map(|_| transaction()).collect()
}

impl Transaction {
    /// Runs the transaction; ends early at a version that is missing.
    pub(super) fn run(
        &self,
        tx: TxIndex,
        locations: usize,
        view: &mut impl View,
    ) -> Result<(), TxIndex> {
        let mut accumulator = tx.0 + 1;
        for step in &self.steps {
            match *step {
                Step::Read(at) => accumulator = (accumulator * 3 + view.read(at)?) % 64,
                Step::Write(at) => view.write(at, accumulator),
                Step::WriteIf(at) if accumulator % 2 == 1 => view.write(at, accumulator),
                Step::WriteIf(_) => {}
                Step::WriteAt(at) => {
                    let to = view.read(at)? as usize % locations;
                    view.write(to, accumulator);
                }
            }
        }
        Ok(())
    }

    /// What a bound transaction may read.
    pub(super) fn reads(&self) -> BTreeSet<Location> {
        let at = |step: &Step| match *step {
            Step::Read(at) | Step::WriteAt(at) => Some(at),
            Step::Write(_) | Step::WriteIf(_) => None,
        };
        self.steps.iter().filter_map(at).collect()
    }

    /// What a bound transaction may write.
    pub(super) fn writes(&self) -> BTreeSet<Location> {
        let at = |step: &Step| match *step {
            Step::Write(at) | Step::WriteIf(at) => Some(at),
            Step::Read(_) | Step::WriteAt(_) => None,
        };
        self.steps.iter().filter_map(at).collect()
    }
}

/// Runs all transactions one after another: the store after.
pub(super) fn serial(base: &[u32], batch: &[Transaction]) -> Vec<u32> {
    let mut store = Copied(base.to_vec());
    for (tx, transaction) in (0..).map(TxIndex).zip(batch) {
        transaction.run(tx, base.len(), &mut store).expect("all before it are there");
    }
    store.0
}

struct Copied(Vec<u32>);

impl View for Copied {
    fn read(&mut self, location: Location) -> Result<u32, TxIndex> {
        Ok(self.0[location])
    }

    fn write(&mut self, location: Location, value: u32) {
        self.0[location] = value;
    }
}
