//! Binding evaluates terms and no body, within limits that depend on nothing but the call and the state before the batch:
//! what exceeds them is any, what aborts or is absent names nothing.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use vm_access::{AccountAddress, FunctionName, Identifier, ModuleId, Value};
use vm_runtime::{
    Batch, Engine, FootprintSource, Machine, Options as RunOptions, Transaction, World,
    execute_batch, execute_serially,
};

const MANIFEST: &str =
    "[package]\nname = \"Limits\"\nversion = \"0.1.0\"\n\n[access]\ndeclarations = \"inferred\"\n";

const PROGRAM: &str = "module 0x7e57::limits {
    struct Slot has key { n: u64 }
    struct Link has key { to: address }

    entry fun open(s: &signer) writes Slot(s) {
        move_to(s, Slot { n: 0 });
    }

    entry fun link(s: &signer, to: address) writes Link(s) {
        move_to(s, Link { to });
    }

    /// The address itself, after as many steps as `n` says.
    fun walk(at: address, n: u64): address {
        let i = 0;
        while (i < n) i = i + 1;
        at
    }

    entry fun far(at: address, n: u64) writes Slot(walk(at, n)).n {
        Slot[walk(at, n)].n = n;
    }

    fun pick(at: address, n: u64): address {
        assert!(n != 0, 1);
        at
    }

    entry fun picked(at: address, n: u64) writes Slot(pick(at, n)).n {
        Slot[pick(at, n)].n = n;
    }

    entry fun each(slots: vector<address>) writes Slot(slots[i]).n for i in 0..slots.length() {
        let i = 0;
        while (i < slots.length()) {
            let slot = &mut Slot[slots[i]];
            slot.n = slot.n / 2 + 1;
            i = i + 1;
        }
    }

    entry fun walks(at: address, n: u64) writes Slot(walk(at, i)).n for i in 0..n {
        let i = 0;
        while (i < n) {
            let slot = &mut Slot[walk(at, i)];
            slot.n = slot.n / 2 + 1;
            i = i + 1;
        }
    }

    entry fun walks_far(at: address, n: u64, far: u64) writes Slot(walk(at, far + i)).n for i in 0..n {
        let i = 0;
        while (i < n) {
            let slot = &mut Slot[walk(at, far + i)];
            slot.n = slot.n / 2 + 1;
            i = i + 1;
        }
    }

    entry fun linked(at: address) writes Slot(Link(at).to).n {
        Slot[Link[at].to].n = 7;
    }
}
";

/// Binds and runs one call, with every engine, where slots stand at 1 to 4 and a link at 1 leads to 2: how many
/// transactions are exact, bounded and open, and whether it is committed.
fn run(name: &str, arguments: Vec<Value>) -> ([u64; 3], bool) {
    let program = tests::program(MANIFEST, "limits.move", PROGRAM);
    let machine = Machine::new(program, vm_interpreter::Limits::default());
    let mut transactions: Vec<_> = (1..=4).map(|low| call("open", vec![signer(low)])).collect();
    transactions.push(call("link", vec![signer(1), at(2)]));
    let mut world = World::new();
    let genesis = Batch { transactions, height: 0, ..Batch::default() };
    let executions = execute_serially(&machine, &mut world, &genesis).unwrap();
    assert!(executions.iter().all(vm_interpreter::Execution::is_committed));
    let options = RunOptions {
        engines: vec![Engine::Certified],
        threads: vec![2],
        footprints: vec![FootprintSource::Declared],
        repeat: 1,
        cores: Vec::new(),
    };
    let batch = Batch { transactions: vec![call(name, arguments)], height: 1, ..Batch::default() };
    let outcome = execute_batch(&machine, &world, &batch, &options).unwrap();
    (outcome.runs[0].classes, outcome.executions[0].is_committed())
}

fn call(name: &str, arguments: Vec<Value>) -> Transaction {
    let module = ModuleId::new(AccountAddress::parse("0x7e57").unwrap(), "limits");
    Transaction {
        function: FunctionName { module, name: Identifier::from(name) },
        type_arguments: Vec::new(),
        arguments,
        gas_max: 100_000_000,
    }
}

fn at(low: u8) -> Value {
    Value::Address(AccountAddress::from_low(low))
}

fn signer(low: u8) -> Value {
    Value::Signer(AccountAddress::from_low(low))
}

const EXACT: [u64; 3] = [1, 0, 0];
const BOUNDED: [u64; 3] = [0, 1, 0];

#[test]
fn a_term_that_exceeds_its_steps_is_any() {
    assert_eq!(run("far", vec![at(1), Value::U64(10)]), (EXACT, true));
    assert_eq!(run("far", vec![at(1), Value::U64(200_000)]), (BOUNDED, true));
}

#[test]
fn terms_that_exceed_their_steps_together_are_any() {
    let walks_far = |count| run("walks_far", vec![at(3), Value::U64(count), Value::U64(2_000)]);
    assert_eq!(walks_far(100), (EXACT, true));
    // The body applies them too, and runs out of gas.
    assert_eq!(walks_far(1_000), (BOUNDED, false));
}

#[test]
fn a_term_that_aborts_contributes_no_access() {
    assert_eq!(run("picked", vec![at(1), Value::U64(1)]), (EXACT, true));
    // Nothing is bound, and nothing is touched: the body aborts where the term does.
    assert_eq!(run("picked", vec![at(1), Value::U64(0)]), (EXACT, false));
}

#[test]
fn a_range_of_more_than_1024_is_any() {
    let walks = |count| run("walks", vec![at(3), Value::U64(count)]);
    assert_eq!(walks(0), (EXACT, true));
    assert_eq!(walks(1_024), (EXACT, true));
    assert_eq!(walks(1_025), (BOUNDED, true));
    // Any element of an argument is one of those that are there.
    let each = |count| run("each", vec![Value::Vector(vec![at(3); count])]);
    assert_eq!(each(1_024), (EXACT, true));
    assert_eq!(each(1_025), (EXACT, true));
}

#[test]
fn an_absent_record_binds_as_its_absence() {
    assert_eq!(run("linked", vec![at(1)]), (EXACT, true));
    // That there is no link at 2 may be read, and that is all the body does before it aborts.
    assert_eq!(run("linked", vec![at(2)]), (EXACT, false));
}
