//! Instructions of the processor for one payment and one swap: `cargo bench -p tests --bench instructions --profile quick`.
//!
//! This program runs itself under valgrind, which has to be installed, and has it count what a batch of a thousand takes: from
//! the decoded transactions to the state after them, when everything is compiled and warm. It fails if that is more than a
//! twentieth above the reference that stands here. Counts hold for the profile `quick`.
//!
//! Why not a library that does it: the one that was looked at drives valgrind with a program of its own, which takes minutes to
//! build.
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]
#![allow(clippy::print_stdout, reason = "this is what it is for")]
#![allow(clippy::disallowed_methods, reason = "of what is shared with others")]
#![allow(dead_code, reason = "of what is shared with others")]

#[path = "../../compiler/cli/benches/native/package.rs"]
mod package;

use std::env;
use std::hint::black_box;
use std::process::{Command, ExitCode};

use mimalloc::MiMalloc;
use vm_access::{FunctionName, Identifier, Value};
use vm_interpreter::{Block, Detail, Execution, Limits};
use vm_runtime::{Advance, Batch, How, Machine, Transaction, World, advance};
use vm_workloads::{Exchange, Payments, Workload};

use package::{Decoded, Package};

/// The allocator of the binary `accessvm`.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Transactions counted.
const COUNT: usize = 1000;

/// Instructions of a payment.
const PAYMENT: u64 = 6_300;
/// Instructions of a swap.
const SWAP: u64 = 13_850;

/// Everything in place for a batch.
struct Ready {
    machine: Machine,
    world: World,
    batch: Batch,
}

fn payments() -> Ready {
    let transactions = (2 * COUNT) as u64;
    let workload = Payments { transactions, accounts: 1000, ..Payments::default() };
    Ready::of("../examples/payments", &Workload::Payments(workload), "pay")
}

fn swaps() -> Ready {
    // One in twenty is no swap.
    let transactions = (3 * COUNT) as u64;
    let workload = Exchange { transactions, accounts: 1000, pools: 100, ..Exchange::default() };
    Ready::of("../examples/exchange", &Workload::Exchange(workload), "swap")
}

impl Ready {
    fn of(folder: &str, workload: &Workload, function: &str) -> Self {
        let package = Package::compile(folder, Limits::default());
        let Decoded { genesis, transactions } = package.decode(workload);
        let mut transactions: Vec<_> =
            transactions.into_iter().filter(|it| it.function.name.as_str() == function).collect();
        let counted = transactions.split_off(transactions.len() - COUNT);
        let machine = package.machine;
        let mut world = World::new();
        for transactions in [inits(&machine), genesis, transactions] {
            for execution in run(&machine, &mut world, batch(transactions)).executions {
                assert!(execution.is_committed(), "{}", execution.status);
            }
        }
        let batch = Batch { height: world.height().0, ..batch(counted) };
        Self { machine, world, batch }
    }
}

fn batch(transactions: Vec<Transaction>) -> Batch {
    Batch { transactions, height: 0, block: Block::default() }
}

fn run(machine: &Machine, world: &mut World, batch: Batch) -> Advance {
    let batch = Batch { height: world.height().0, ..batch };
    advance(machine, world, &batch, How::SERIAL, Detail::Outcome).unwrap()
}

/// The calls of all `init_module`.
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

/// What is counted: no other function has this name.
#[inline(never)]
fn counted_batch(ready: &mut Ready) -> Advance {
    advance(&ready.machine, &mut ready.world, &ready.batch, How::SERIAL, Detail::Outcome).unwrap()
}

/// Something that is counted.
struct Case {
    name: &'static str,
    reference: u64,
    ready: fn() -> Ready,
}

const CASES: [Case; 2] = [
    Case { name: "payment", reference: PAYMENT, ready: payments },
    Case { name: "swap", reference: SWAP, ready: swaps },
];

/// Tells the process that valgrind runs what to do.
const VARIABLE: &str = "ACCESSVM_COUNTED";

fn main() -> ExitCode {
    if let Ok(name) = env::var(VARIABLE) {
        let case = CASES.iter().find(|case| case.name == name).unwrap();
        let mut ready = (case.ready)();
        let advance = black_box(counted_batch(&mut ready));
        assert!(advance.executions.iter().all(Execution::is_committed));
        return ExitCode::SUCCESS;
    }
    let mut is_within = true;
    println!("| | instructions | reference |");
    println!("| --- | --- | --- |");
    for Case { name, reference, .. } in CASES {
        let count = count(name) / COUNT as u64;
        println!("| {name} | {count} | {reference} |");
        if reference * 21 / 20 < count {
            println!("\nA {name} takes over a twentieth more than the reference.\n");
            is_within = false;
        } else if count < reference * 19 / 20 {
            println!("\nA {name} takes less: lower the reference.\n");
        }
    }
    if is_within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs a case under valgrind.
fn count(name: &str) -> u64 {
    let valgrind = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg("--toggle-collect=*counted_batch*")
        .arg(env::current_exe().unwrap())
        .env(VARIABLE, name)
        .output()
        .expect("valgrind is installed");
    let told = String::from_utf8_lossy(&valgrind.stderr);
    assert!(valgrind.status.success(), "{told}");
    let collected = told.lines().find_map(|line| line.split_once("Collected :"));
    collected.unwrap_or_else(|| panic!("{told}")).1.trim().parse().unwrap()
}
