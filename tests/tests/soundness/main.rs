//! Inferred footprints hold: random programs run under them, and no access falls outside.
//!
//! Every function's inferred footprint is enforced, as no function declares one. A transaction that leaves it aborts with
//! `OutsideFootprint`: inference missed an access. The engine `certified` must agree with the serial run, which also
//! holds the kills: a key bound to what it was, and not to what it is, starts a transaction too early.
//!
//! `SOUNDNESS_PROGRAMS=1000` tries as many programs; a failure names the seed and prints the program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "the number of programs is an argument")]

mod program;

use std::sync::atomic::{AtomicUsize, Ordering};

use vm_access::{AccountAddress, FunctionName, Identifier, ModuleId, Value};
use vm_interpreter::{Cause, Status};
use vm_runtime::{
    Batch, Engine, FootprintSource, Machine, Options as RunOptions, Transaction, Watch, World,
    execute_batch_watched, execute_serially,
};

use crate::program::{Random, program};

const MANIFEST: &str = "[package]\nname = \"Random\"\nversion = \"0.1.0\"\n\n[addresses]\ntest = \"0x7e57\"\n\n\
                        [access]\ndeclarations = \"inferred\"\n";
const FUNCTIONS: usize = 8;
const ACCOUNTS: [u8; 4] = [0xa, 0xb, 0xc, 0xd];

fn account(random: &mut Random) -> AccountAddress {
    AccountAddress::from_low(ACCOUNTS[random.below(ACCOUNTS.len())])
}

fn machine(text: &str) -> Machine {
    let program = tests::program(MANIFEST, "random.move", text);
    Machine::new(program, vm_interpreter::Limits::default())
}

fn call(name: &str, arguments: Vec<Value>) -> Transaction {
    let module = ModuleId::new(AccountAddress::parse("0x7e57").unwrap(), "random");
    Transaction {
        function: FunctionName { module, name: Identifier::from(name) },
        type_arguments: Vec::new(),
        arguments,
        gas_max: 1_000_000,
    }
}

/// Counts what it is told.
#[derive(Default)]
struct Counter {
    announced: AtomicUsize,
    executed: AtomicUsize,
}

impl Watch for Counter {
    fn begin(&self, _stage: &str, count: usize) {
        self.announced.fetch_add(count, Ordering::Relaxed);
    }

    fn executed(&self) {
        self.executed.fetch_add(1, Ordering::Relaxed);
    }
}

/// Accounts with a pool each, but for the last.
fn genesis(machine: &Machine) -> World {
    let mut world = World::new();
    let [a, b, c, d] = ACCOUNTS.map(AccountAddress::from_low);
    let setup = |own, home| call("setup", vec![Value::Signer(own), Value::Address(home)]);
    let batch = Batch {
        transactions: vec![setup(a, b), setup(b, c), setup(c, d)],
        height: 1,
        ..Batch::default()
    };
    for execution in execute_serially(machine, &mut world, &batch).unwrap() {
        assert_eq!(execution.status, Status::Committed);
    }
    world
}

fn transactions(random: &mut Random, count: usize) -> Vec<Transaction> {
    let one = |_| {
        let path = (0..random.below(4)).map(|_| Value::Address(account(random))).collect();
        let arguments = vec![
            Value::Signer(account(random)),
            Value::Signer(account(random)),
            Value::Address(account(random)),
            Value::Address(account(random)),
            Value::Address(account(random)),
            Value::Vector(path),
            Value::U64(random.below(4) as u64),
            Value::Bool(random.below(2) == 0),
            Value::Bool(random.below(2) == 0),
        ];
        call(&format!("f{}", random.below(FUNCTIONS)), arguments)
    };
    (0..count).map(one).collect()
}

fn check(seed: u64) {
    let text = program(seed, FUNCTIONS);
    let machine = machine(&text);
    let mut world = genesis(&machine);
    let mut random = Random::new(seed ^ 0xabcd);
    let options = RunOptions {
        engines: vec![Engine::Certified],
        threads: vec![2],
        footprints: vec![FootprintSource::Declared, FootprintSource::Inferred],
        repeat: 1,
        cores: vec![2],
    };
    for height in 2..6 {
        let batch =
            Batch { transactions: transactions(&mut random, 24), height, ..Batch::default() };
        let counter = Counter::default();
        let outcome = execute_batch_watched(&machine, &world, &batch, &options, &counter);
        let outcome = outcome.unwrap_or_else(|error| panic!("seed {seed}: {error}\n{text}"));
        for (transaction, execution) in batch.transactions.iter().zip(&outcome.executions) {
            if let Status::Aborted(abort) = &execution.status {
                let is_outside = matches!(abort.cause, Cause::OutsideFootprint { .. });
                let name = &transaction.function.name;
                assert!(
                    !is_outside,
                    "seed {seed}: {name} leaves its footprint: {}\n{text}",
                    abort.cause
                );
            }
        }
        // The serial run that the others are compared with, and one for each source of footprints.
        let expected = 3 * batch.transactions.len();
        assert_eq!(counter.announced.into_inner(), expected, "seed {seed}");
        assert_eq!(counter.executed.into_inner(), expected, "seed {seed}");
        world.commit(outcome.changes).unwrap();
    }
}

#[test]
fn no_access_falls_outside_of_an_inferred_footprint() {
    let count = std::env::var("SOUNDNESS_PROGRAMS").ok().and_then(|it| it.parse().ok());
    for seed in 1..=count.unwrap_or(12) {
        check(seed);
    }
}
