//! Batches of payments and of swaps, executed by both sides and compared.

mod exchange;
mod payments;

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

use vm_access::Value;
use vm_interpreter::{Execution, Limits};
use vm_runtime::{Batch, Transaction};
use vm_workloads::Workload;

use crate::Settings;
use crate::accessvm::{AccessVm, Times, batch, status};
use crate::package::{Decoded, Package};
use crate::rust::{Abort, Contract, Log, Order, execute, read};
use crate::statistics::{Figure, nanoseconds_each};

/// Transactions in a batch.
const BATCH: usize = 10_000;

/// A package in `examples` that is also written by hand.
trait Example: Contract + Default {
    const TITLE: &'static str;
    /// The package, as seen from the crate.
    const FOLDER: &'static str;
    /// Ways in which a call of [`Example::trial`] ends, success among them.
    const ENDINGS: usize;

    /// A workload from which at least so many transactions are measured.
    fn workload(measured: usize) -> Workload;

    /// Whether a transaction of the workload is one of those measured.
    fn is_measured(transaction: &Transaction) -> bool;

    /// Makes of the `index`th transaction one that is to fail in one of all ways, or to do something else.
    fn trial(package: &Package, index: usize, transaction: &mut Transaction);

    /// Number of records.
    fn record_count(&self) -> usize;

    /// Compares all records.
    ///
    /// # Panics
    ///
    /// If one is not there, or another.
    fn compare(&self, package: &Package, vm: &AccessVm<'_>);
}

/// Prints a table of all examples.
pub(crate) fn compare(settings: Settings) {
    println!(
        "## Transactions: nanoseconds each, {} a run in batches of {BATCH}\n",
        settings.transactions
    );
    println!("| | Rust | AccessVM | bind | execute | finish | ratio | aborted |");
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    measure::<crate::rust::payments::Payments>(settings);
    measure::<crate::rust::exchange::Exchange>(settings);
}

fn measure<E: Example>(settings: Settings) {
    let package = Package::compile(E::FOLDER, Limits::default());
    // One batch is for the trial.
    let Decoded { genesis, transactions } =
        package.decode(&E::workload(settings.transactions + BATCH));
    let mut measured = transactions.into_iter().filter(E::is_measured);
    let mut sides = Sides::<E>::start(&package, &genesis);
    sides.try_out(measured.by_ref().take(BATCH).collect());
    let transactions: Vec<_> = measured.take(settings.transactions).collect();
    assert_eq!(transactions.len(), settings.transactions);

    let orders: Vec<_> = transactions.chunks(BATCH).map(read::<E>).collect();
    let mut batches: Vec<_> = transactions.chunks(BATCH).map(|it| batch(it.to_vec())).collect();
    let mut row = Row::default();
    for run in 0..settings.runs {
        let rust_is_first = run % 2 == 0;
        let first = rust_is_first.then(|| sides.run_rust(&orders));
        let accessvm = sides.run_accessvm(&mut batches);
        let rust = first.unwrap_or_else(|| sides.run_rust(&orders));
        assert_eq!(rust.results, accessvm.results, "{}: receipts differ in run {run}", E::TITLE);
        row.add(&rust, &accessvm, settings.transactions);
    }
    sides.compare();
    println!("| {} {row}", E::TITLE);
}

/// Both sides of one example, in the same state.
struct Sides<'a, E> {
    package: &'a Package,
    rust: E,
    log: Log,
    vm: AccessVm<'a>,
    /// Records that a package makes for itself.
    own_records: usize,
}

impl<'a, E: Example> Sides<'a, E> {
    /// Both after genesis.
    fn start(package: &'a Package, genesis: &[Transaction]) -> Self {
        let mut vm = AccessVm::new(&package.machine);
        let own_records = vm.world.record_count();
        let (mut rust, mut log) = (E::default(), Log::default());
        for chunk in genesis.chunks(BATCH) {
            execute(&mut rust, &read::<E>(chunk), &mut log);
            assert!(log.receipts.iter().all(|receipt| receipt.status.is_ok()));
            vm.run_genesis(chunk);
        }
        let sides = Self { package, rust, log, vm, own_records };
        sides.compare();
        sides
    }

    /// Runs a batch with calls that fail, and compares call by call.
    fn try_out(&mut self, mut transactions: Vec<Transaction>) {
        for (index, transaction) in transactions.iter_mut().enumerate() {
            E::trial(self.package, index, transaction);
        }
        execute(&mut self.rust, &read::<E>(&transactions), &mut self.log);
        let mut batch = batch(transactions);
        let (executions, _) = self.vm.run(&mut batch);
        let mut endings = HashSet::new();
        let receipts = self.log.receipts.iter().zip(self.log.events());
        for ((receipt, events), (execution, call)) in
            receipts.zip(executions.iter().zip(&batch.transactions))
        {
            assert_eq!(receipt.status, status(execution), "{call:?}");
            assert_eq!(events, events_of(execution), "{call:?}");
            assert!(0 < receipt.gas_used || receipt.status == Err(Abort::OutOfGas));
            endings.insert(receipt.status);
        }
        assert_eq!(endings.len(), E::ENDINGS, "{endings:?}");
        self.compare();
    }

    fn compare(&self) {
        self.rust.compare(self.package, &self.vm);
        assert_eq!(self.vm.world.record_count(), self.rust.record_count() + self.own_records);
    }

    fn run_rust(&mut self, batches: &[Vec<Order<E::Call>>]) -> Side {
        let mut side = Side::default();
        for batch in batches {
            let start = Instant::now();
            execute(&mut self.rust, batch, &mut self.log);
            side.times.whole += start.elapsed();
            side.results.push(BatchResult::of_rust(&self.log));
        }
        side
    }

    fn run_accessvm(&mut self, batches: &mut [Batch]) -> Side {
        let mut side = Side::default();
        for batch in batches {
            let (executions, times) = self.vm.run(batch);
            side.results.push(BatchResult::of_accessvm(&executions));
            let start = Instant::now();
            drop(executions);
            side.times.whole += times.whole + start.elapsed();
            side.times.bind += times.bind;
            side.times.execute += times.execute;
            side.times.finish += times.finish;
        }
        side
    }
}

/// What one side did in a run.
#[derive(Default)]
struct Side {
    times: Times,
    results: Vec<BatchResult>,
}

/// Enough to tell two batches apart.
#[derive(Debug, PartialEq, Eq)]
struct BatchResult {
    digest: u64,
    aborted: usize,
}

impl BatchResult {
    fn of_rust(log: &Log) -> Self {
        let statuses = log.receipts.iter().map(|receipt| receipt.status);
        Self::of(statuses.zip(log.events()))
    }

    fn of_accessvm(executions: &[Execution]) -> Self {
        Self::of(executions.iter().map(|it| (status(it), events_of(it))))
    }

    fn of<B: AsRef<[u8]>>(receipts: impl Iterator<Item = (Result<(), Abort>, B)>) -> Self {
        let (mut hasher, mut aborted) = (DefaultHasher::new(), 0);
        for (status, events) in receipts {
            (status, events.as_ref()).hash(&mut hasher);
            aborted += usize::from(status.is_err());
        }
        Self { digest: hasher.finish(), aborted }
    }
}

/// The events of a transaction, in BCS.
fn events_of(execution: &Execution) -> &[u8] {
    execution.events.bytes()
}

/// A row of the table.
#[derive(Default)]
struct Row {
    rust: Figure,
    accessvm: Figure,
    bind: Figure,
    execute: Figure,
    finish: Figure,
    ratio: Figure,
    aborted: usize,
}

impl Row {
    fn add(&mut self, rust: &Side, accessvm: &Side, transactions: usize) {
        let each = |time: Duration| nanoseconds_each(time, transactions);
        let (own, theirs) = (each(rust.times.whole), each(accessvm.times.whole));
        self.rust.add(own);
        self.accessvm.add(theirs);
        self.ratio.add(theirs / own);
        self.bind.add(each(accessvm.times.bind));
        self.execute.add(each(accessvm.times.execute));
        self.finish.add(each(accessvm.times.finish));
        self.aborted = rust.results.iter().map(|result| result.aborted).sum();
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rust, accessvm, bind, execute, finish, ratio, aborted } = self;
        write!(f, "| {rust} | {accessvm} | {bind} | {execute} | {finish} | {ratio} | {aborted} |")
    }
}

/// Puts another value in the place of an argument.
fn give(transaction: &mut Transaction, index: usize, value: Value) {
    transaction.arguments[index] = value;
}
