//! Adders on every engine: whether they need an order or not, the result is the serial one.
//!
//! `execute_batch` itself compares each engine's receipts, events, gas and state with the serial run. What is asserted here
//! besides is how transactions end, and how many of them waited, at how many places.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use vm_access::{AccountAddress, FunctionName, Identifier, ModuleId, Value};
use vm_interpreter::{ArithmeticError, Cause, Execution, Status};
use vm_runtime::{
    Batch, BatchOutcome, Engine, FootprintSource, Machine, Options as RunOptions, Transaction,
    World, execute_batch, execute_serially,
};

const MANIFEST: &str = "[package]\nname = \"M\"\n\n[addresses]\nt = \"0x7e57\"\n\n\
                        [access]\ndeclarations = \"inferred\"\n";

const MODULE: &str = "module t::m {
    use std::signer;
    use aptos_std::table::{Self, Table};
    use aptos_std::table_with_length::{Self, TableWithLength};
    use aptos_framework::aggregator_v2::{Self, Aggregator};
    use aptos_framework::event;

    struct Pair has copy, drop, store { left: u8, right: u8 }
    struct C has key { n: u8, pair: Pair, big: u128, net: i8, items: Table<u8, u8> }
    struct A has key { sum: Aggregator<u8>, list: TableWithLength<u8, u8> }
    #[event]
    struct Seen has drop, store { n: u8 }

    entry fun setup(s: &signer, n: u8) {
        let items = table::new();
        table::add(&mut items, 0, n);
        table::add(&mut items, 1, n);
        if (!exists<A>(signer::address_of(s))) {
            let sum = aggregator_v2::create_aggregator(n);
            move_to(s, A { sum, list: table_with_length::new() });
        };
        move_to(s, C { n, pair: Pair { left: n, right: n }, big: 0, net: signed(n), items });
    }
    entry fun add(a: address, x: u8) { C[a].n += x; }
    entry fun sub(a: address, x: u8) { C[a].n -= x; }
    entry fun both(a: address, x: u8, y: u8) { C[a].n += x; C[a].n -= y; }
    entry fun left(a: address, x: u8) { C[a].pair.left += x; }
    entry fun right(a: address, x: u8) { C[a].pair.right -= x; }
    entry fun big(a: address, x: u8) { C[a].big += (((x as u64) * 3) as u128); }
    /// From -128 for 0 to 127 for 255.
    fun signed(x: u8): i8 { ((x as i16) - 128) as i8 }
    entry fun net(a: address, x: u8) { C[a].net += signed(x); }
    entry fun net_less(a: address, x: u8) { C[a].net -= signed(x); }
    entry fun read_net(a: address) { event::emit(Seen { n: ((C[a].net as i16) + 128) as u8 }); }
    entry fun item(a: address, key: u8, x: u8) { *table::borrow_mut(&mut C[a].items, key) += x; }
    entry fun failing(a: address, x: u8) { C[a].n += x; assert!(x == 0, 7); }
    entry fun read(a: address) { event::emit(Seen { n: C[a].n }); }
    entry fun read_pair(a: address) { event::emit(Seen { n: C[a].pair.left }); }
    entry fun read_item(a: address, key: u8) {
        event::emit(Seen { n: *table::borrow(&C[a].items, key) });
    }
    entry fun set(a: address, n: u8) { C[a].n = n; }
    entry fun add_and_read(a: address, x: u8) { C[a].n += x; event::emit(Seen { n: C[a].n }); }
    entry fun in_two(a: address, b: address, x: u8) { C[a].n += x; C[b].n -= x; }
    entry fun looped(a: address, times: u8) {
        while (times > 0) { C[a].n += 1; times -= 1; };
    }
    fun recurse(a: address, times: u8) {
        if (times > 0) { C[a].n += 1; recurse(a, times - 1); }
    }
    entry fun recursive(a: address, times: u8) { recurse(a, times); }
    entry fun sum(a: address, x: u8) { aggregator_v2::add(&mut A[a].sum, x); }
    entry fun sum_less(a: address, x: u8) { aggregator_v2::sub(&mut A[a].sum, x); }
    entry fun try_sum(a: address, x: u8) {
        event::emit(Seen { n: if (aggregator_v2::try_add(&mut A[a].sum, x)) 1 else 0 });
    }
    entry fun read_sum(a: address) { event::emit(Seen { n: aggregator_v2::read(&A[a].sum) }); }
    entry fun list(a: address, key: u8) { table_with_length::add(&mut A[a].list, key, key); }
    entry fun unlist(a: address, key: u8) { let _ = table_with_length::remove(&mut A[a].list, key); }
    entry fun listed(a: address) {
        event::emit(Seen { n: (table_with_length::length(&A[a].list) as u8) });
    }
    entry fun gone(s: &signer) {
        let C { n: _, pair: _, big: _, net: _, items } = move_from<C>(signer::address_of(s));
        table::remove(&mut items, 0);
        table::remove(&mut items, 1);
        table::destroy_known_empty_unsafe(items);
    }
}";

fn machine() -> Machine {
    let program = tests::program(MANIFEST, "m.move", MODULE);
    Machine::new(program, vm_interpreter::Limits::default())
}

fn account(low: u8) -> Value {
    Value::Address(AccountAddress::from_low(low))
}

/// `f(signer or address of `at`, numbers…)`
fn call(name: &str, at: u8, numbers: &[u8]) -> Transaction {
    let takes_signer = matches!(name, "setup" | "gone");
    let address = AccountAddress::from_low(at);
    let first = if takes_signer { Value::Signer(address) } else { Value::Address(address) };
    let rest = numbers.iter().map(|number| Value::U8(*number));
    let module = ModuleId::new(AccountAddress::parse("0x7e57").unwrap(), "m");
    Transaction {
        function: FunctionName { module, name: Identifier::from(name) },
        type_arguments: Vec::new(),
        arguments: [first].into_iter().chain(rest).collect(),
        gas_max: 1_000_000,
    }
}

fn run(machine: &Machine, value: u8, transactions: Vec<Transaction>) -> BatchOutcome {
    let mut world = World::new();
    let transactions_before = vec![call("setup", 1, &[value]), call("setup", 2, &[value])];
    let genesis = Batch { transactions: transactions_before, height: 1, ..Batch::default() };
    let made = execute_serially(machine, &mut world, &genesis).unwrap();
    assert!(made.iter().all(Execution::is_committed));
    let options = RunOptions {
        engines: vec![Engine::Certified, Engine::Optimistic, Engine::Oracle],
        threads: vec![1, 3],
        footprints: vec![FootprintSource::Declared, FootprintSource::Inferred],
        repeat: 1,
        cores: vec![2],
    };
    let batch = Batch { transactions, height: 2, ..Batch::default() };
    let outcome = execute_batch(machine, &world, &batch, &options);
    outcome.unwrap_or_else(|error| panic!("{error}: {:#?}", batch.transactions))
}

/// Runs the batch over counters at `value`; gives how it ended, and the waits of `certified`.
fn check(value: u8, transactions: Vec<Transaction>) -> (String, u64) {
    let outcome = run(&machine(), value, transactions);
    let ends = outcome.executions.iter().map(|execution| match &execution.status {
        Status::Committed => match execution.events.iter().next() {
            Some(event) => format!("saw {}", event.bytes[0]),
            None => "done".to_owned(),
        },
        Status::Aborted(abort) => ended(&abort.cause),
    });
    (ends.collect::<Vec<_>>().join(", "), outcome.runs[0].waits)
}

fn ended(cause: &Cause) -> String {
    let known = [
        (Cause::Arithmetic(ArithmeticError::Overflow), "over"),
        (Cause::Arithmetic(ArithmeticError::Underflow), "under"),
    ];
    let found = known.iter().find(|(known, _)| known == cause).map(|(_, name)| *name);
    let name = if matches!(cause, Cause::NotThere(_)) { Some("gone") } else { found };
    name.unwrap_or("failed").to_owned()
}

#[test]
fn sums_that_just_fit_need_no_order() {
    let adds = [1, 2, 2].map(|x| call("add", 1, &[x])).to_vec();
    assert_eq!(check(250, adds), ("done, done, done".into(), 0));
    let subs = [1, 2, 2].map(|x| call("sub", 1, &[x])).to_vec();
    assert_eq!(check(5, subs), ("done, done, done".into(), 0));
}

#[test]
fn the_first_that_does_not_fit_keeps_its_order_and_overflows_as_in_a_serial_run() {
    let adds = [3, 2, 1].map(|x| call("add", 1, &[x])).to_vec();
    assert_eq!(check(250, adds), ("done, done, over".into(), 1));
    let adds = [3, 4, 2].map(|x| call("add", 1, &[x])).to_vec();
    assert_eq!(check(250, adds), ("done, over, done".into(), 2));
    let subs = [3, 4, 2].map(|x| call("sub", 1, &[x])).to_vec();
    assert_eq!(check(5, subs), ("done, under, done".into(), 2));
}

#[test]
fn what_only_one_order_allows_keeps_it() {
    let up_and_down = vec![call("sub", 1, &[1]), call("add", 1, &[1])];
    assert_eq!(check(255, up_and_down), ("done, done".into(), 1));
    let down_first = vec![call("add", 1, &[1]), call("sub", 1, &[1])];
    assert_eq!(check(0, down_first), ("done, done".into(), 1));
    let wrong = vec![call("sub", 1, &[1]), call("add", 1, &[1])];
    assert_eq!(check(0, wrong), ("under, done".into(), 1));
}

#[test]
fn a_transaction_may_go_up_and_down() {
    let both = vec![call("both", 1, &[5, 3]), call("both", 1, &[2, 2]), call("read", 1, &[])];
    assert_eq!(check(100, both).0, "done, done, saw 102");
    let over = vec![call("both", 1, &[5, 5]), call("both", 1, &[5, 5])];
    assert_eq!(check(247, over), ("done, done".into(), 1));
}

#[test]
fn readers_between_adders_see_those_before_them() {
    let batch = vec![
        call("add", 1, &[1]),
        call("read", 1, &[]),
        call("add", 1, &[2]),
        call("sub", 1, &[4]),
        call("read", 1, &[]),
        call("add", 1, &[9]),
    ];
    let (ends, waits) = check(10, batch);
    assert_eq!(ends, "done, saw 11, done, done, saw 9, done");
    // Only the readers wait.
    assert_eq!(waits, 2);
}

#[test]
fn a_writer_ends_the_freedom_of_those_after_it() {
    let batch = vec![
        call("add", 1, &[1]),
        call("add", 1, &[1]),
        call("set", 1, &[250]),
        call("add", 1, &[5]),
        call("add", 1, &[1]),
        call("read", 1, &[]),
    ];
    assert_eq!(check(10, batch).0, "done, done, done, done, over, saw 255");
}

#[test]
fn a_record_may_go_and_come_back_between_adders() {
    let batch = vec![
        call("add", 1, &[1]),
        call("add", 1, &[1]),
        call("gone", 1, &[]),
        call("add", 1, &[1]),
        call("setup", 1, &[7]),
        call("add", 1, &[1]),
        call("add", 1, &[1]),
        call("read", 1, &[]),
    ];
    assert_eq!(check(10, batch).0, "done, done, done, gone, done, done, done, saw 9");
}

#[test]
fn adders_that_abort_add_nothing() {
    let batch = vec![
        call("failing", 1, &[3]),
        call("add", 1, &[2]),
        call("failing", 1, &[1]),
        call("read", 1, &[]),
    ];
    let (ends, _) = check(10, batch);
    assert_eq!(ends, "failed, done, failed, saw 12");
    let batch = vec![call("failing", 1, &[3]), call("add", 1, &[3]), call("add", 1, &[3])];
    assert_eq!(check(249, batch).0, "failed, done, done");
}

#[test]
fn who_adds_and_reads_is_a_writer() {
    let batch = vec![
        call("add", 1, &[1]),
        call("add_and_read", 1, &[1]),
        call("add", 1, &[1]),
        call("add_and_read", 1, &[1]),
    ];
    assert_eq!(check(10, batch).0, "done, saw 12, done, saw 14");
}

#[test]
fn fields_of_one_component_are_added_up_apart() {
    let batch = vec![
        call("left", 1, &[5]),
        call("right", 1, &[5]),
        call("left", 1, &[3]),
        call("read_pair", 1, &[]),
        call("right", 1, &[2]),
    ];
    let (ends, waits) = check(7, batch);
    assert_eq!((ends.as_str(), waits), ("done, done, done, saw 15, done", 1));
}

#[test]
fn a_cast_bounds_an_amount_and_items_commute_too() {
    let batch = vec![call("big", 1, &[200]), call("big", 1, &[255])];
    assert_eq!(check(0, batch), ("done, done".into(), 0));
    let batch = vec![
        call("item", 1, &[0, 5]),
        call("item", 1, &[0, 6]),
        call("item", 1, &[1, 1]),
        call("read_item", 1, &[0]),
    ];
    let (ends, waits) = check(100, batch);
    assert_eq!((ends.as_str(), waits), ("done, done, done, saw 111", 1));
}

/// The call of a function that takes a signed number, as it takes it.
fn by(name: &str, number: i8) -> Transaction {
    call(name, 1, &[number.cast_unsigned() ^ 0x80])
}

#[test]
fn signed_sums_commute_up_and_down() {
    let batch = vec![by("net", 5), by("net", -3), by("net_less", 2), by("net_less", -9)];
    assert_eq!(check(128, batch.clone()), ("done, done, done, done".into(), 0));
    let (ends, waits) = check(128, [batch, vec![call("read_net", 1, &[])]].concat());
    assert_eq!((ends.as_str(), waits), ("done, done, done, done, saw 137", 1));
}

#[test]
fn signed_sums_overflow_at_both_ends_as_in_a_serial_run() {
    let down = vec![by("net", -3), by("net_less", 3), by("net", -2), by("net", 1)];
    assert_eq!(check(5, down), ("done, over, done, done".into(), 3));
    let up = vec![by("net", 3), by("net_less", -3), by("net", 2), by("net", -1)];
    assert_eq!(check(250, up), ("done, over, done, done".into(), 3));
    let least = vec![by("net_less", -128), by("net", 1), by("net_less", -128)];
    assert_eq!(check(127, least), ("done, over, over".into(), 2));
}

#[test]
fn aggregators_commute_up_to_their_limit() {
    let batch = [3, 4, 2].map(|x| call("sum", 1, &[x])).to_vec();
    assert_eq!(check(9, batch.clone()), ("done, done, done".into(), 0));
    assert_eq!(check(8, batch), ("done, done, under".into(), 1));
    let batch = vec![
        call("sum", 1, &[5]),
        call("sum_less", 1, &[2]),
        call("read_sum", 1, &[]),
        call("try_sum", 1, &[7]),
        call("try_sum", 1, &[6]),
        call("read_sum", 1, &[]),
    ];
    assert_eq!(check(9, batch).0, "done, done, saw 3, saw 0, saw 1, saw 9");
}

#[test]
fn lengths_of_tables_commute() {
    let batch = vec![
        call("list", 1, &[1]),
        call("list", 1, &[2]),
        call("listed", 1, &[]),
        call("unlist", 1, &[1]),
        call("listed", 1, &[]),
        call("unlist", 1, &[1]),
    ];
    assert_eq!(check(0, batch).0, "done, done, saw 2, done, saw 1, failed");
}

#[test]
fn loops_and_recursions_have_no_bound_and_keep_their_order() {
    for function in ["looped", "recursive"] {
        let batch = vec![call(function, 1, &[2]), call(function, 1, &[3]), call("read", 1, &[])];
        let (ends, waits) = check(1, batch);
        assert_eq!((ends.as_str(), waits), ("done, done, saw 6", 2), "{function}");
    }
}

#[test]
fn one_transaction_adds_in_two_places_that_may_be_one() {
    let in_two = |a: u8, b: u8, x: u8| Transaction {
        arguments: vec![account(a), account(b), Value::U8(x)],
        ..call("in_two", a, &[])
    };
    let batch = vec![in_two(1, 2, 5), in_two(1, 1, 4), in_two(2, 1, 3), call("read", 1, &[])];
    assert_eq!(check(100, batch).0, "done, done, done, saw 102");
}

#[test]
fn random_batches_of_adders_end_as_serially() {
    let machine = machine();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |count: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        u8::try_from(state % count).unwrap()
    };
    for round in 0..300_u16 {
        let value = [0, 3, 10, 128, 245, 255][usize::from(round % 6)];
        let transactions = (0..12).map(|_| {
            let at = 1 + below(2);
            match below(23) {
                0..=4 => call("add", at, &[below(6)]),
                5..=7 => call("sub", at, &[below(6)]),
                8 => call("both", at, &[below(6), below(6)]),
                9 => call("failing", at, &[below(2)]),
                10 => call("read", at, &[]),
                11 => call("left", at, &[below(9)]),
                12 => call("right", at, &[below(9)]),
                13 => call("read_pair", at, &[]),
                14 => call("item", at, &[below(2), below(6)]),
                15 => call("sum", at, &[below(9)]),
                16 => call("sum_less", at, &[below(4)]),
                17 => call("list", at, &[below(9)]),
                18 => call("unlist", at, &[below(9)]),
                19 => call("net", at, &[124 + below(9)]),
                20 => call("net_less", at, &[124 + below(9)]),
                21 => call("read_net", at, &[]),
                _ => match below(6) {
                    0 => call("set", at, &[below(255)]),
                    1 => call("gone", at, &[]),
                    2 => call("setup", at, &[below(255)]),
                    3 => call("add_and_read", at, &[below(6)]),
                    4 => call("looped", at, &[below(6)]),
                    _ => call("read_item", at, &[below(2)]),
                },
            }
        });
        run(&machine, value, transactions.collect());
    }
}
