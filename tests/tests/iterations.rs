//! Loops and vectors that name what they touch: bound before the batch to just these places, where nothing moves them.
//! Every engine gives what the serial one gives.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use vm_access::{AccountAddress, FunctionName, Identifier, ModuleId, Value};
use vm_runtime::{
    Batch, BatchOutcome, Engine, FootprintSource, Machine, Options as RunOptions, Transaction,
    World, execute_batch, execute_serially,
};

const MANIFEST: &str =
    "[package]\nname = \"Loops\"\nversion = \"0.1.0\"\n\n[access]\ndeclarations = \"inferred\"\n";

const PROGRAM: &str = "module 0x7e57::loops {
    struct Pool has key { amount: u64 }
    struct Position has key { assets: vector<address>, count: u64 }

    fun pair(x: address, y: address): address { if (x == @0x1) y else x }

    entry fun open(s: &signer) { move_to(s, Pool { amount: 1 }); }

    entry fun hold(s: &signer, assets: vector<address>, count: u64) {
        move_to(s, Position { assets, count });
    }

    entry fun each(route: vector<address>) {
        route.for_each(|p| { let amount = &mut Pool[p].amount; *amount = *amount * 2; });
    }

    entry fun each_mapped(route: vector<address>, a: address) {
        route.map(|p| pair(p, a)).for_each(|p| {
            let amount = &mut Pool[p].amount;
            *amount = *amount * 3;
        });
    }

    entry fun zipped(left: vector<address>, right: vector<address>) {
        left.zip(right, |x, y| { let amount = &mut Pool[pair(x, y)].amount; *amount = *amount * 5; });
    }

    entry fun downwards(route: vector<address>, n: u64) {
        while (n > 0) {
            n = n - 1;
            let amount = &mut Pool[route[n]].amount;
            *amount = *amount * 7;
        }
    }

    entry fun by(route: vector<address>, n: u64, step: u64) {
        let i = 0;
        while (i < n) {
            let amount = &mut Pool[route[i]].amount;
            *amount = *amount * 11;
            i = i + step;
        }
    }

    entry fun worth(a: address, to: address)
        writes Pool(Position(a).assets[*]).amount, Pool(to).amount
    {
        let sum = 0;
        Position[a].assets.for_each_ref(|p| {
            let amount = &mut Pool[*p].amount;
            *amount = *amount + 1;
            sum = sum + *amount;
        });
        Pool[to].amount = sum;
    }

    entry fun first_ones(a: address)
        reads Position(a).assets
        writes Pool(Position(a).assets[i]).amount for i in 0..Position(a).count
    {
        for (i in 0..Position[a].count) {
            let amount = &mut Pool[Position[a].assets[i]].amount;
            *amount = *amount * 13;
        }
    }

    entry fun buy(a: address, asset: address) {
        let position = &mut Position[a];
        position.assets.push_back(asset);
        position.count = position.count + 1;
    }

    /// Takes the last asset, and then goes over what is left.
    entry fun sell(a: address) {
        let position = &mut Position[a];
        position.count = position.count - 1;
        let last = position.assets.pop_back();
        Pool[last].amount = 0;
        position.assets.for_each_ref(|p| Pool[*p].amount = 2);
    }
}
";

fn at(low: u8) -> Value {
    Value::Address(AccountAddress::from_low(low))
}

fn all(lows: &[u8]) -> Value {
    Value::Vector(lows.iter().copied().map(at).collect())
}

fn signer(low: u8) -> Value {
    Value::Signer(AccountAddress::from_low(low))
}

fn machine() -> Machine {
    let program = tests::program(MANIFEST, "loops.move", PROGRAM);
    Machine::new(program, vm_interpreter::Limits::default())
}

fn call(name: &str, arguments: Vec<Value>) -> Transaction {
    let module = ModuleId::new(AccountAddress::parse("0x7e57").unwrap(), "loops");
    Transaction {
        function: FunctionName { module, name: Identifier::from(name) },
        type_arguments: Vec::new(),
        arguments,
        gas_max: 1_000_000,
    }
}

/// Pools at 1 to 8; positions at 1, of 2 and 3, and at 2, of 4, 5 and 6.
fn genesis(machine: &Machine) -> World {
    let mut transactions: Vec<_> = (1..=8).map(|low| call("open", vec![signer(low)])).collect();
    transactions.push(call("hold", vec![signer(1), all(&[2, 3]), Value::U64(2)]));
    transactions.push(call("hold", vec![signer(2), all(&[4, 5, 6]), Value::U64(2)]));
    let mut world = World::new();
    let executions = execute_serially(
        machine,
        &mut world,
        &Batch { transactions, height: 0, ..Batch::default() },
    );
    assert!(executions.unwrap().iter().all(vm_interpreter::Execution::is_committed));
    world
}

/// Runs the batch with every engine; they agree, or this panics.
fn run(transactions: Vec<Transaction>) -> BatchOutcome {
    let machine = machine();
    let world = genesis(&machine);
    let options = RunOptions {
        engines: vec![Engine::Certified, Engine::Optimistic, Engine::Oracle],
        threads: vec![1, 3],
        footprints: vec![FootprintSource::Declared, FootprintSource::Inferred],
        repeat: 2,
        cores: Vec::new(),
    };
    execute_batch(
        &machine,
        &world,
        &Batch { transactions, height: 1, ..Batch::default() },
        &options,
    )
    .unwrap()
}

/// Exact, bounded and open transactions, and unsettled keys, as declared; and which transactions were committed.
fn classes(transactions: Vec<Transaction>) -> ([u64; 3], u64, Vec<bool>) {
    let outcome = run(transactions);
    let committed = outcome.executions.iter().map(vm_interpreter::Execution::is_committed);
    (outcome.runs[0].classes, outcome.runs[0].unsettled_keys, committed.collect())
}

fn number(value: u64) -> Value {
    Value::U64(value)
}

#[test]
fn iterations_of_the_library_bind_to_the_elements() {
    let transactions = vec![
        call("each", vec![all(&[1, 2, 3])]),
        call("each", vec![all(&[])]),
        call("each_mapped", vec![all(&[1, 4]), at(5)]),
        call("zipped", vec![all(&[1, 6]), all(&[2, 7])]),
        call("zipped", vec![all(&[1]), all(&[2, 7])]),
        call("each", vec![all(&[1, 99])]),
    ];
    let committed = vec![true, true, true, true, false, false];
    assert_eq!(classes(transactions), ([6, 0, 0], 0, committed));
}

#[test]
fn loops_that_count_otherwise_bind_to_what_they_may_come_by() {
    let route = || all(&[1, 2, 3, 4, 5]);
    let transactions = vec![
        call("downwards", vec![route(), number(5)]),
        call("downwards", vec![route(), number(0)]),
        call("downwards", vec![route(), number(6)]),
        call("by", vec![route(), number(5), number(2)]),
        call("by", vec![route(), number(4), number(3)]),
        call("by", vec![route(), number(9), number(4)]),
        // Never comes to its end, and runs out of gas.
        call("by", vec![route(), number(2), number(0)]),
    ];
    let committed = vec![true, true, false, true, true, false, false];
    assert_eq!(classes(transactions), ([7, 0, 0], 0, committed));
}

#[test]
fn a_range_of_too_many_is_any() {
    let transactions = vec![
        call("by", vec![all(&[1, 2]), number(1 << 40), number(1 << 39)]),
        call("downwards", vec![all(&[1, 2]), number(2)]),
    ];
    let (classes, _, committed) = classes(transactions);
    assert_eq!((classes, committed), ([2, 0, 0], vec![false, true]));
}

#[test]
fn elements_of_a_stored_vector_are_locations_until_it_is_moved() {
    let worth = |of, to| call("worth", vec![at(of), at(to)]);
    let first_ones = |of| call("first_ones", vec![at(of)]);
    let transactions = vec![worth(1, 7), worth(2, 8), first_ones(1), first_ones(2)];
    assert_eq!(classes(transactions), ([4, 0, 0], 0, vec![true; 4]));
    let buy = || call("buy", vec![at(1), at(7)]);
    let transactions = vec![worth(1, 8), buy(), worth(1, 8), worth(2, 8), first_ones(1)];
    assert_eq!(classes(transactions), ([3, 2, 0], 3, vec![true; 5]));
}

#[test]
fn a_vector_that_is_absent_names_nothing() {
    let transactions = vec![call("worth", vec![at(3), at(8)]), call("first_ones", vec![at(3)])];
    assert_eq!(classes(transactions), ([2, 0, 0], 0, vec![false; 2]));
}

#[test]
fn what_is_sold_is_known_before_the_batch() {
    let sell = |of| call("sell", vec![at(of)]);
    let transactions = vec![sell(1), sell(2), call("each", vec![all(&[7])])];
    assert_eq!(classes(transactions), ([3, 0, 0], 0, vec![true; 3]));
    // The second sale does not know what the first one left.
    let transactions = vec![sell(1), sell(1), sell(1)];
    let (found, _, committed) = classes(transactions);
    assert_eq!((found, committed), ([1, 2, 0], vec![true, true, false]));
}
