//! Keys that are read from state: known before the batch where no earlier transaction may move them, and the wildcard
//! above them where one may. Every engine gives what the serial one gives; only the span shows the difference.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use vm_access::{AccountAddress, FunctionName, Identifier, ModuleId, Value};
use vm_runtime::{
    Batch, BatchOutcome, Engine, FootprintSource, Machine, Options as RunOptions, Policy,
    Transaction, World, execute_batch, execute_serially,
};

const MANIFEST: &str =
    "[package]\nname = \"Keys\"\nversion = \"0.1.0\"\n\n[access]\ndeclarations = \"inferred\"\n";

const PROGRAM: &str = "module 0x7e57::keys {
    use std::option::{Self, Option};
    use std::signer;
    use aptos_framework::{event, transaction_context};
    use aptos_std::table::{Self, Table};

    #[event]
    struct Made has drop, store { at: address }

    /// Makes up an address and tells it.
    entry fun make() {
        event::emit(Made { at: transaction_context::generate_auid_address() });
    }

    struct Router has key { best: address, spare: Option<address> }
    struct Pool has key { amount: u64, next: address }
    struct Book has key { orders: Table<u64, Order>, head: u64, tail: u64 }
    struct Order has store, drop { left: u64, next: u64 }

    entry fun open_pool(s: &signer, next: address) writes Pool(s) {
        move_to(s, Pool { amount: 0, next });
    }

    entry fun open_router(s: &signer, best: address) writes Router(s) {
        move_to(s, Router { best, spare: option::none() });
    }

    entry fun route(router: address, to: address) writes Router(router).best {
        Router[router].best = to;
    }

    entry fun spare(router: address, to: address) writes Router(router).spare {
        Router[router].spare = option::some(to);
    }

    /// The best pool is read, then written.
    entry fun swap(router: address, amount: u64) writes Pool(Router(router).best).amount {
        let pool = &mut Pool[Router[router].best];
        pool.amount = pool.amount * 2 + amount;
    }

    entry fun swap_spare(router: address, amount: u64) {
        let pool = &mut Pool[*option::borrow(&Router[router].spare)];
        pool.amount = pool.amount * 2 + amount;
    }

    /// Moves the router and goes where it led before.
    entry fun swap_and_move(router: address, to: address, amount: u64) {
        let best = Router[router].best;
        Router[router].best = to;
        Pool[best].amount = Pool[best].amount * 2 + amount;
    }

    entry fun add(at: address, amount: u64) writes Pool(at).amount {
        Pool[at].amount = Pool[at].amount * 2 + amount;
    }

    entry fun relink(router: address, to: address) {
        Pool[Router[router].best].next = to;
    }

    entry fun add_to_next(at: address, amount: u64) {
        let pool = &mut Pool[Pool[at].next];
        pool.amount = pool.amount * 2 + amount;
    }

    struct Rule has key { apply: |address| has copy + drop + store }

    public fun reroute(router: address) {
        Router[router].best = @0x3;
    }

    entry fun set_rule(s: &signer) {
        move_to(s, Rule { apply: reroute });
    }

    /// Does what the rule says, if there is one, and goes where the router leads then.
    entry fun swap_by_rule(rule: address, router: address, amount: u64) {
        if (exists<Rule>(rule)) {
            let apply = Rule[rule].apply;
            apply(router);
        };
        let pool = &mut Pool[Router[router].best];
        pool.amount = pool.amount * 2 + amount;
    }

    entry fun open_book(s: &signer) {
        let orders = table::new();
        table::add(&mut orders, 0, Order { left: 10, next: 1 });
        table::add(&mut orders, 1, Order { left: 10, next: 2 });
        table::add(&mut orders, 2, Order { left: 10, next: 3 });
        move_to(s, Book { orders, head: 0, tail: 3 });
    }

    entry fun place(book: address, left: u64) {
        let book = &mut Book[book];
        table::add(&mut book.orders, book.tail, Order { left, next: book.tail + 1 });
        book.tail = book.tail + 1;
    }

    /// Fills the first order and moves the head.
    entry fun take(book: address)
        reads Book(book).orders[Book(book).head].next
        writes Book(book).head, Book(book).orders[Book(book).head].left
    {
        let book = &mut Book[book];
        let order = table::borrow_mut(&mut book.orders, book.head);
        order.left = 0;
        book.head = order.next;
    }
}
";

fn address(low: u8) -> AccountAddress {
    AccountAddress::from_low(low)
}

fn at(low: u8) -> Value {
    Value::Address(address(low))
}

fn signer(low: u8) -> Value {
    Value::Signer(address(low))
}

fn machine() -> Machine {
    let program = tests::program(MANIFEST, "keys.move", PROGRAM);
    Machine::new(program, vm_interpreter::Limits::default())
}

fn call(name: &str, arguments: Vec<Value>) -> Transaction {
    let module = ModuleId::new(AccountAddress::parse("0x7e57").unwrap(), "keys");
    Transaction {
        function: FunctionName { module, name: Identifier::from(name) },
        type_arguments: Vec::new(),
        arguments,
        gas_max: 1_000_000,
    }
}

/// Pools at 1 to 4, each linked to the next; routers at 1 and 2 that lead to 1 and 2; books at 1 and 2.
fn genesis(machine: &Machine) -> World {
    let mut transactions = Vec::new();
    for low in 1..=4 {
        transactions.push(call("open_pool", vec![signer(low), at(low % 4 + 1)]));
    }
    for low in 1..=2 {
        transactions.push(call("open_router", vec![signer(low), at(low)]));
        transactions.push(call("open_book", vec![signer(low)]));
    }
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
        repeat: 3,
        cores: Vec::new(),
    };
    let batch = Batch { transactions, height: 1, ..Batch::default() };
    execute_batch(&machine, &world, &batch, &options).unwrap()
}

/// Exact, bounded and open transactions, and unsettled keys, as declared.
fn classes(outcome: &BatchOutcome) -> ([u64; 3], u64) {
    (outcome.runs[0].classes, outcome.runs[0].unsettled_keys)
}

/// How much longer the chain of waits is than it would be with what is known after the batch.
fn stretch(outcome: &BatchOutcome) -> f64 {
    let span = |policy| {
        let report = outcome.policies.iter().find(|it| it.policy == policy).unwrap();
        u32::try_from(report.parallelism.span).unwrap()
    };
    f64::from(span(Policy::Declared)) / f64::from(span(Policy::Observed))
}

fn committed(outcome: &BatchOutcome) -> Vec<bool> {
    outcome.executions.iter().map(vm_interpreter::Execution::is_committed).collect()
}

fn swap(router: u8) -> Transaction {
    call("swap", vec![at(router), Value::U64(5)])
}

fn add(pool: u8) -> Transaction {
    call("add", vec![at(pool), Value::U64(7)])
}

fn swap_by_rule(rule: u8, router: u8) -> Transaction {
    call("swap_by_rule", vec![at(rule), at(router), Value::U64(5)])
}

fn route(router: u8, to: u8) -> Transaction {
    call("route", vec![at(router), at(to)])
}

#[test]
fn a_key_that_nothing_earlier_moves_is_a_location() {
    let outcome = run(vec![swap(1), swap(2), add(3), add(4), route(1, 2)]);
    assert_eq!(classes(&outcome), ([5, 0, 0], 0));
    assert!(stretch(&outcome) < 1.01);
}

#[test]
fn a_key_that_an_earlier_transaction_moves_is_any_and_costs_span() {
    // Router 1 may lead anywhere once it is moved, so whoever adds to a pool after that waits.
    let outcome = run(vec![route(1, 3), swap(1), add(2), add(4), add(1), swap(2)]);
    assert_eq!(classes(&outcome), ([5, 1, 0], 1));
    assert_eq!(committed(&outcome), [true; 6]);
    assert!(1.2 < stretch(&outcome), "{}", stretch(&outcome));
}

#[test]
fn a_router_that_is_not_moved_stays_settled_beside_one_that_is() {
    let outcome = run(vec![route(1, 3), swap(2), swap(2)]);
    assert_eq!(classes(&outcome), ([3, 0, 0], 0));
}

#[test]
fn a_write_to_another_field_of_the_record_moves_nothing() {
    let moved = call("spare", vec![at(1), at(4)]);
    assert_eq!(classes(&run(vec![moved, swap(1), swap(1)])), ([3, 0, 0], 0));
}

#[test]
fn a_key_in_a_record_that_is_created_before_is_unsettled() {
    let create = call("open_router", vec![signer(3), at(4)]);
    let outcome = run(vec![create, swap(3), add(4)]);
    assert_eq!(classes(&outcome), ([2, 1, 0], 1));
    assert_eq!(committed(&outcome), [true; 3]);
}

#[test]
fn a_key_in_a_record_that_is_absent_names_nothing() {
    let outcome = run(vec![swap(3), call("open_router", vec![signer(3), at(4)]), swap(4), add(1)]);
    assert_eq!(classes(&outcome), ([4, 0, 0], 0));
    assert_eq!(committed(&outcome), [false, true, false, true]);
}

#[test]
fn the_content_of_an_option_is_a_key() {
    let swap_spare = || call("swap_spare", vec![at(1), Value::U64(1)]);
    let outcome = run(vec![swap_spare(), add(1)]);
    assert_eq!(classes(&outcome), ([2, 0, 0], 0));
    assert_eq!(committed(&outcome), [false, true]);
    let fill = call("spare", vec![at(1), at(4)]);
    let outcome = run(vec![swap_spare(), fill, swap_spare(), add(1)]);
    assert_eq!(classes(&outcome), ([3, 1, 0], 1));
    assert_eq!(committed(&outcome), [false, true, true, true]);
}

#[test]
fn what_a_transaction_writes_itself_does_not_move_its_keys() {
    let outcome = run(vec![call("swap_and_move", vec![at(1), at(4), Value::U64(3)]), swap(2)]);
    assert_eq!(classes(&outcome), ([2, 0, 0], 0));
}

#[test]
fn an_unsettled_key_unsettles_what_it_may_lead_to() {
    // Where the router leads is unsettled, so any pool's link may be written, so no link is settled after that.
    let follow = |pool| call("add_to_next", vec![at(pool), Value::U64(2)]);
    let relink = |router, to| call("relink", vec![at(router), at(to)]);
    let outcome = run(vec![route(1, 3), relink(1, 1), follow(3), follow(4), add(2)]);
    assert_eq!(classes(&outcome), ([2, 3, 0], 3));
    // Settled, it is one link that may be written, and whoever follows another knows where it leads.
    let outcome = run(vec![relink(1, 4), follow(3), follow(4), follow(1), add(2)]);
    assert_eq!(classes(&outcome), ([4, 1, 0], 1));
}

#[test]
fn the_head_of_a_list_is_exact_once_and_then_its_table() {
    let take = |book| call("take", vec![at(book)]);
    let outcome = run(vec![take(1), take(2), take(1), take(1), take(2)]);
    assert_eq!(classes(&outcome), ([2, 3, 0], 3));
    assert_eq!(committed(&outcome), [true; 5]);
    // The books stay apart: no take of the one waits for a take of the other.
    assert!(stretch(&outcome) < 1.01, "{}", stretch(&outcome));
    let place = |book| call("place", vec![at(book), Value::U64(3)]);
    let outcome = run(vec![place(1), take(1), place(2), take(2), place(1)]);
    assert_eq!(classes(&outcome), ([4, 1, 0], 1));
}

#[test]
fn random_batches_of_keys_that_move_are_serial() {
    let mut seed = 0x1234_5678_u64;
    let mut below = |count: u8| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u8::try_from((seed >> 33) % u64::from(count)).unwrap()
    };
    for _ in 0..20 {
        let mut transactions = Vec::new();
        for _ in 0..16 {
            let (one, other, router) = (below(5) + 1, below(5) + 1, below(3) + 1);
            let amount = Value::U64(u64::from(below(9)));
            transactions.push(match below(11) {
                0 => route(router, one),
                1 => call("spare", vec![at(router), at(one)]),
                2 => swap(router),
                3 => call("swap_spare", vec![at(router), amount]),
                4 => call("swap_and_move", vec![at(router), at(one), amount]),
                5 => add(one),
                6 => call("relink", vec![at(router), at(one)]),
                7 => call("add_to_next", vec![at(one), amount]),
                8 => call("place", vec![at(router), amount]),
                9 => call("take", vec![at(router)]),
                _ => call("open_pool", vec![signer(5), at(other)]),
            });
        }
        run(transactions);
    }
}

/// If a transaction could name what another one of its batch makes up, no footprint would tell that the two meet.
#[test]
fn what_a_transaction_makes_up_cannot_be_named_beside_it() {
    let made = |transactions| run(transactions).executions[0].events.iter().next().unwrap().value();
    let Value::Struct(fields) = made(vec![call("make", vec![]), swap(1)]) else { panic!() };
    let guess = call("add", vec![fields[0].clone(), Value::U64(1)]);
    let Value::Struct(others) = made(vec![call("make", vec![]), guess]) else { panic!() };
    assert_ne!(fields, others);
    let Value::Struct(same) = made(vec![call("make", vec![]), swap(1)]) else { panic!() };
    assert_eq!(fields, same);
}

#[test]
fn a_stored_function_that_is_not_there_names_no_place() {
    let outcome = run(vec![swap_by_rule(9, 1), swap_by_rule(9, 2), swap_by_rule(8, 1)]);
    assert_eq!(committed(&outcome), [true; 3]);
    assert_eq!(classes(&outcome), ([3, 0, 0], 0));
}

/// It changes the key of what comes after it, which is known for none of them.
#[test]
fn a_stored_function_that_may_be_there_may_do_anything() {
    let set = call("set_rule", vec![signer(9)]);
    let outcome =
        run(vec![swap_by_rule(9, 1), set, swap_by_rule(9, 1), add(3), swap_by_rule(8, 2)]);
    assert_eq!(committed(&outcome), [true; 5]);
    let (classes, _) = classes(&outcome);
    assert_eq!(classes, [3, 0, 2]);
}
