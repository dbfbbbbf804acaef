//! What two threads give: `cargo bench -p compiler-cli --bench engines`.
//!
//! In one process, by turns, batches of 10,000 transactions are executed by each engine: payments among 100,000 accounts, swaps
//! by 10,000 traders in 1,000 pools, and mints. *C* is what two threads can give on the machine at all, measured beside the
//! rest: two serial runs at once, each of half a batch over a state of its own. `ACCESSVM_RUNS` asks for another number of runs.
//!
//! Times are from the decoded batch to the final state and the receipts, without a root; nanoseconds a transaction, as medians
//! with the least and the greatest. *o* is what `certified` takes on one thread above `serial`.
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]
#![allow(clippy::print_stdout, reason = "this is what it is for")]
#![allow(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]
#![allow(dead_code, reason = "of what is shared with others")]

#[path = "../native/package.rs"]
mod package;
#[path = "../native/statistics.rs"]
mod statistics;

use std::time::{Duration, Instant};

use mimalloc::MiMalloc;
use vm_access::{FunctionName, Identifier, Value};
use vm_interpreter::{Block, Detail, Execution, Limits};
use vm_runtime::{
    Advance, Batch, Engine, FootprintSource, How, Machine, Phases, Transaction, World, advance,
};
use vm_workloads::{Exchange, Mint, Payments, Workload};

use package::{Decoded, Package};
use statistics::{Figure, nanoseconds_each};

/// The allocator of the binary `accessvm`.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Transactions in a batch.
const BATCH: usize = 10_000;

/// States that all go through the same batches.
struct Sides<'a> {
    machine: &'a Machine,
    worlds: [World; 7],
}

fn certified(threads: usize) -> How {
    How { engine: Engine::Certified, threads, footprints: FootprintSource::Declared }
}

fn optimistic(threads: usize) -> How {
    How { engine: Engine::Optimistic, threads, ..How::SERIAL }
}

impl Sides<'_> {
    fn genesis(&mut self, transactions: &[Transaction]) {
        for chunk in transactions.chunks(BATCH) {
            for world in &mut self.worlds {
                let executions = run(self.machine, world, chunk, How::SERIAL).0.executions;
                assert!(executions.iter().all(Execution::is_committed));
            }
        }
    }
}

/// Executes transactions; tells how long it took from outside.
fn run(
    machine: &Machine,
    world: &mut World,
    calls: &[Transaction],
    how: How,
) -> (Advance, Duration) {
    let batch =
        Batch { transactions: calls.to_vec(), height: world.height().0, block: Block::default() };
    let start = Instant::now();
    let advance = advance(machine, world, &batch, how, Detail::Outcome).unwrap();
    (advance, start.elapsed())
}

/// The phases of a run, in nanoseconds a transaction.
#[derive(Default)]
struct Row {
    whole: Figure,
    bind: Figure,
    schedule: Figure,
    execute: Figure,
    commit: Figure,
    cpu: Figure,
}

impl Row {
    fn add(&mut self, phases: Phases, whole: Duration, count: usize) {
        let Phases { bind, schedule, execute, commit, cpu } = phases;
        self.whole.add(nanoseconds_each(whole, count));
        self.bind.add(nanoseconds_each(bind, count));
        self.schedule.add(nanoseconds_each(schedule, count));
        self.execute.add(nanoseconds_each(execute, count));
        self.commit.add(nanoseconds_each(commit, count));
        self.cpu.add(nanoseconds_each(cpu, count));
    }

    fn print(&self, title: &str) {
        let Self { whole, bind, schedule, execute, commit, cpu } = self;
        println!("| {title} | {whole} | {bind} | {schedule} | {execute} | {commit} | {cpu} |");
    }
}

fn measure(title: &str, folder: &str, workload: &Workload, function: &str, runs: usize) {
    let package = Package::compile(folder, Limits::default());
    let Decoded { genesis, transactions } = package.decode(workload);
    let measured: Vec<_> =
        transactions.into_iter().filter(|it| it.function.name.as_str() == function).collect();
    let machine = &package.machine;
    let mut sides = Sides { machine, worlds: [(); 7].map(|()| World::new()) };
    sides.genesis(&inits(machine));
    sides.genesis(&genesis);
    let apart = machine.again(package::execution());
    run(&apart, &mut sides.worlds[5], &measured[..BATCH], How::SERIAL);
    run(machine, &mut sides.worlds[6], &measured[..BATCH], How::SERIAL);
    let mut rows = [(); 5].map(|()| Row::default());
    let (mut ceiling, mut overhead, mut speedup) =
        (Figure::default(), Figure::default(), Figure::default());
    let engines = [How::SERIAL, certified(1), certified(2), optimistic(1), optimistic(2)];
    for calls in measured.chunks_exact(BATCH).cycle().take(runs + 2).collect::<Vec<_>>() {
        let mut whole = [Duration::ZERO; 5];
        let mut receipts = Vec::new();
        for (index, how) in engines.into_iter().enumerate() {
            let (Advance { executions, phases, .. }, time) =
                run(machine, &mut sides.worlds[index], calls, how);
            whole[index] = time;
            rows[index].add(phases, time, calls.len());
            receipts.push(executions);
        }
        assert!(receipts.windows(2).all(|pair| pair[0] == pair[1]), "{title}: receipts differ");
        let (left, right) = calls.split_at(calls.len() / 2);
        let [.., one, other] = &mut sides.worlds;
        let start = Instant::now();
        std::thread::scope(|scope| {
            scope.spawn(|| run(&apart, one, left, How::SERIAL));
            run(machine, other, right, How::SERIAL);
        });
        let both = start.elapsed();
        ceiling.add(whole[0].as_secs_f64() / both.as_secs_f64());
        overhead.add(nanoseconds_each(whole[1], BATCH) - nanoseconds_each(whole[0], BATCH));
        speedup.add(whole[0].as_secs_f64() / whole[2].as_secs_f64());
    }
    println!("\n## {title}: C {ceiling}, o {overhead} ns, two threads {speedup} times serial\n");
    println!("| engine | whole | bind | schedule | execute | finish | processor |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    rows[0].print("serial");
    rows[1].print("certified, 1 thread");
    rows[2].print("certified, 2 threads");
    rows[3].print("optimistic, 1 thread");
    rows[4].print("optimistic, 2 threads");
}

/// The calls of every `init_module`.
fn inits(machine: &Machine) -> Vec<Transaction> {
    let name = Identifier::new("init_module");
    let init = |module: &vm_bytecode::Module| {
        let count = module.function(&name)?.parameters.len();
        Some(Transaction {
            function: FunctionName { module: module.id.clone(), name: name.clone() },
            type_arguments: Vec::new(),
            arguments: vec![Value::Signer(module.id.address); count],
            gas_max: 2_000_000,
        })
    };
    machine.program().modules().iter().filter_map(init).collect()
}

fn main() {
    let runs = std::env::var("ACCESSVM_RUNS").map_or(9, |runs| runs.parse().unwrap());
    let transactions = 4 * BATCH as u64;
    let payments = Payments { transactions, accounts: 100_000, ..Payments::default() };
    let folder = "../../examples/payments";
    measure("Payments", folder, &Workload::Payments(payments), "pay", runs);
    let (accounts, pools) = (10_000, 1000);
    let exchange = Exchange { transactions, accounts, pools, ..Exchange::default() };
    let folder = "../../examples/exchange";
    measure("Swaps", folder, &Workload::Exchange(exchange), "swap", runs);
    let mint = Mint { transactions, accounts: 10_000, ..Mint::default() };
    measure("Mints", "../../examples/mint", &Workload::Mint(mint), "mint", runs);
}
