//! Batches whose records are known from their arguments alone: every thread count gives what a serial run gives, where
//! transactions write parts of one record in turn, abort, and make and remove it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::ops::Range;

use proptest::collection::vec;
use proptest::prelude::*;
use vm_access::{AccountAddress, FunctionName, Identifier, ModuleId, Value};
use vm_interpreter::{Detail, Execution, Limits};
use vm_runtime::{
    Advance, Batch, Engine, FootprintSource, How, Machine, Transaction, World, advance,
};

const MANIFEST: &str = "[package]\nname = \"Parts\"\nversion = \"0.1.0\"\n";

const PROGRAM: &str = "module 0x7e57::parts {
    use std::signer;

    struct Part has key { a: u64, b: u64, c: u64 }
    struct Long has key { items: vector<u64>, last: u64 }

    entry fun make(s: &signer, n: u64) writes Part(s), Long(s) {
        move_to(s, Part { a: n, b: n, c: n });
        move_to(s, Long { items: vector[n], last: n });
    }

    entry fun unmake(s: &signer, _n: u64) writes Part(s) {
        let Part { a: _, b: _, c: _ } = move_from<Part>(signer::address_of(s));
    }

    entry fun remake(s: &signer, n: u64) writes Part(s) {
        move_to(s, Part { a: n, b: n, c: n });
    }

    entry fun set_a(at: address, _from: address, n: u64) writes Part(at).a {
        Part[at].a = n;
    }

    entry fun grow_b(at: address, _from: address, n: u64) writes Part(at).b {
        Part[at].b = Part[at].b * 31 % 1000 + n;
        assert!(n % 3 != 0, n);
    }

    entry fun may_set_c(at: address, _from: address, n: u64) writes Part(at).c {
        if (n % 2 == 0) Part[at].c = n;
    }

    entry fun sum(at: address, from: address, n: u64)
        reads Part(from)
        writes Part(at).a
    {
        let part = &Part[from];
        let all = part.a + part.b + part.c;
        Part[at].a = (all + n) % 1000;
    }

    entry fun push(at: address, from: address, n: u64)
        reads Part(from).b
        writes Long(at).items
    {
        Long[at].items.push_back(Part[from].b + n);
    }

    entry fun note(at: address, _from: address, _n: u64)
        reads Long(at).items
        writes Long(at).last
    {
        let items = &Long[at].items;
        Long[at].last = items[items.length() - 1];
    }

    entry fun add(at: address, _from: address, n: u64) adds Part(at).b {
        Part[at].b += n;
    }
}
";

/// Calls of one address; then those of two; last the one that adds.
const OF_SIGNER: Range<usize> = 0..3;
const OF_TWO: Range<usize> = 3..9;
const ADDS: usize = 9;

const NAMES: [&str; 10] =
    ["make", "unmake", "remake", "set_a", "grow_b", "may_set_c", "sum", "push", "note", "add"];

/// A function, two addresses, a number.
type Call = (usize, u8, u8, u8);

fn transaction(&(function, at, from, number): &Call) -> Transaction {
    let [at, from] = [at, from].map(AccountAddress::from_low);
    let number = Value::U64(number.into());
    let arguments = if OF_SIGNER.contains(&function) {
        vec![Value::Signer(at), number]
    } else {
        vec![Value::Address(at), Value::Address(from), number]
    };
    let module = ModuleId::new(AccountAddress::parse("0x7e57").unwrap(), "parts");
    Transaction {
        function: FunctionName { module, name: Identifier::from(NAMES[function]) },
        type_arguments: Vec::new(),
        arguments,
        gas_max: 1_000_000,
    }
}

/// Calls at few addresses or many, most of which touch what is there.
fn calls(functions: Range<usize>, addresses: u8) -> impl Strategy<Value = Vec<Call>> {
    let function = prop_oneof![9 => functions, 1 => OF_SIGNER];
    vec((function, 0..addresses, 0..addresses, any::<u8>()), 1..80)
}

fn run(machine: &Machine, batches: &[Vec<Call>], how: How) -> (Vec<Vec<Execution>>, String) {
    let mut world = World::new();
    let makes: Vec<Call> = (0..3).map(|at| (0, at, at, at)).collect();
    let mut all = Vec::new();
    for calls in [makes].iter().chain(batches) {
        let transactions = calls.iter().map(transaction).collect();
        let batch = Batch { transactions, height: world.height().0, ..Batch::default() };
        let done = advance(machine, &mut world, &batch, how, Detail::Outcome);
        let Advance { executions, .. } = done.unwrap();
        all.push(executions);
    }
    (all, world.root().unwrap().to_string())
}

fn check(machine: &Machine, batches: &[Vec<Call>]) {
    let serial = run(machine, batches, How::SERIAL);
    for threads in [1, 2, 4, 8] {
        for footprints in [FootprintSource::Declared, FootprintSource::Inferred] {
            let how = How { engine: Engine::Certified, threads, footprints };
            assert_eq!(run(machine, batches, how), serial, "{how:?}");
        }
        let how = How { engine: Engine::Optimistic, threads, ..How::SERIAL };
        assert_eq!(run(machine, batches, how), serial, "{how:?}");
    }
}

fn machine() -> Machine {
    Machine::new(tests::program(MANIFEST, "parts.move", PROGRAM), Limits::default())
}

#[test]
fn parts_written_in_turn_end_as_serially() {
    let machine = machine();
    let some = prop_oneof![calls(OF_TWO, 4), calls(OF_TWO, 40)];
    let batches = vec(some, 1..4);
    proptest!(ProptestConfig::default(), |(batches in batches)| check(&machine, &batches));
}

#[test]
fn adders_that_keep_their_order_end_as_serially() {
    let machine = machine();
    let batches = vec(calls(OF_TWO.start..ADDS + 1, 40), 1..4);
    proptest!(ProptestConfig::default(), |(batches in batches)| check(&machine, &batches));
}

/// Writers of one part in a row, all of whom leave it unchanged, between one who writes and one who reads.
#[test]
fn many_unchanged_slots_lead_to_the_one_that_is() {
    let machine = machine();
    let aborts = (0..2000).map(|_| (4, 1, 1, 3));
    let batch = [(3, 1, 1, 7), (4, 1, 1, 1)].into_iter().chain(aborts);
    let batch = batch.chain([(6, 2, 1, 0), (3, 1, 1, 9), (6, 2, 1, 0)]).collect();
    check(&machine, &[batch]);
}
