//! What transactions of the examples may touch, place by place, as it is known before they run.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use compiler_driver::{Options, build, load};
use expect_test::{Expect, expect};
use vm_access::{
    AccountAddress, Component, FunctionName, Identifier, Mode, ModuleId, Place, Record, TableId,
    Type, Value,
};
use vm_runtime::{Batch, FootprintSource, Machine, Transaction, World, bind, execute_serially};

/// A package of `examples/`, and a state.
struct Example {
    machine: Machine,
    world: World,
}

impl Example {
    /// The package called `name`, after `genesis`.
    fn new(name: &str, genesis: Vec<Transaction>) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(name);
        let built = build(&load(&folder).unwrap(), &Options::default());
        assert!(!built.diagnostics.has_errors(), "{name}");
        let machine = Machine::new(built.program().unwrap(), vm_interpreter::Limits::default());
        let mut world = World::new();
        let batch = Batch { transactions: genesis, height: 0, ..Batch::default() };
        let executions = execute_serially(&machine, &mut world, &batch).unwrap();
        assert!(executions.iter().all(vm_interpreter::Execution::is_committed), "{executions:?}");
        Self { machine, world }
    }

    /// Compares what each transaction of a batch may touch, a line for each record or wildcard, with what is `expected`.
    fn check(&self, transactions: Vec<Transaction>, expected: &Expect) {
        let batch = Batch { transactions, height: 1, ..Batch::default() };
        let bound = bind(&self.machine, &self.world, &batch, FootprintSource::Declared);
        let mut lines = Vec::new();
        for (transaction, places) in batch.transactions.iter().zip(&bound) {
            lines.push(transaction.function.name.to_string());
            let mut above = String::new();
            for (place, mode) in places {
                let (record, component) = self.name(place);
                if record != above {
                    lines.push(format!("  {record}"));
                    above = record;
                }
                lines.push(format!("    {} {component}", verb(*mode)));
            }
        }
        let text = lines.join("\n") + "\n";
        expected.assert_eq(&text);
    }

    /// The record, and what of it.
    fn name(&self, place: &Place) -> (String, String) {
        if let Place::Location(Record::Resource(ty, address), component) = place {
            let of = Type::Struct((**ty).clone());
            return (format!("{}({address})", ty.name), self.component(&of, *component));
        }
        if let Place::Location(Record::Item(table, key), component) = place {
            let key = if table.key == Type::Address {
                AccountAddress(key.as_slice().try_into().unwrap()).to_string()
            } else {
                u64::from_le_bytes(key.as_slice().try_into().unwrap()).to_string()
            };
            let item = format!("{}[{key}]", items(table));
            return (item, self.component(&table.value, *component));
        }
        if let Place::TableComponent(table, component) = place {
            return (format!("{}[*]", items(table)), self.component(&table.value, *component));
        }
        (format!("{place:?}"), "all".to_owned())
    }

    fn component(&self, record: &Type, component: Component) -> String {
        let Some(index) = component.index().checked_sub(1) else { return "existence".to_owned() };
        let Type::Struct(ty) = record else { return "value".to_owned() };
        self.machine.fields(ty).unwrap()[usize::from(index)].0.to_string()
    }
}

fn verb(mode: Mode) -> &'static str {
    match mode {
        Mode::Reads => "reads",
        Mode::Adds => "adds",
        Mode::Writes => "writes",
    }
}

fn items(table: &TableId) -> String {
    let Type::Struct(ty) = &table.value else { return format!("{}s", table.value) };
    format!("{}s", ty.name)
}

fn call(at: &str, function: &str, arguments: Vec<Value>) -> Transaction {
    let (module, name) = function.split_once("::").unwrap();
    let module = ModuleId::new(AccountAddress::parse(at).unwrap(), module);
    let function = FunctionName { module, name: Identifier::from(name) };
    Transaction { function, type_arguments: Vec::new(), arguments, gas_max: 1_000_000 }
}

fn signer(text: &str) -> Value {
    Value::Signer(AccountAddress::parse(text).unwrap())
}

fn at(text: &str) -> Value {
    Value::Address(AccountAddress::parse(text).unwrap())
}

/// The pools of a path are named for the two assets of each hop; these stand where `batch.json` opens them, and nothing
/// else of the exchange is named.
#[test]
fn a_path_of_five_tokens_binds_to_its_four_pools() {
    let user = signer("0xa1000");
    let open = call("0xde1", "wallet::open", vec![user.clone()]);
    let example = Example::new("router", vec![open]);
    let path = ["0xc000", "0xc002", "0xc003", "0xc006", "0xc007"].map(at).to_vec();
    let arguments = vec![user, Value::Vector(path), Value::U64(100), Value::U64(1)];
    example.check(
        vec![call("0x407e", "router::swap_path", arguments)],
        &expect![[r#"
        swap_path
          Pool(0x1c543ab69bca0969dca103f3cb062a40454ac92918bd0c57d3385deeaf645ab3)
            reads existence
            reads asset_x
            reads asset_y
            reads fee
            writes reserve_x
            writes reserve_y
            adds volume
          Pool(0x3bd15163223a703f789245649c2749246174dbb2cec50a557c1779a788e6b8f6)
            reads existence
            reads asset_x
            reads asset_y
            reads fee
            writes reserve_x
            writes reserve_y
            adds volume
          Pool(0x8c3b9115699c99115a086bbae01367171561eff0f9721fe6e613c00a29009087)
            reads existence
            reads asset_x
            reads asset_y
            reads fee
            writes reserve_x
            writes reserve_y
            adds volume
          Pool(0x91579e9d615a3af00becb5991580a46e63edff91c1192e0743e0e25e1dbee2be)
            reads existence
            reads asset_x
            reads asset_y
            reads fee
            writes reserve_x
            writes reserve_y
            adds volume
          Wallet(0xa1000)
            reads existence
          u64s[0xc000]
            writes existence
            writes value
          u64s[0xc002]
            writes existence
            writes value
          u64s[0xc003]
            writes existence
            writes value
          u64s[0xc006]
            writes existence
            writes value
          u64s[0xc007]
            writes existence
            writes value
    "#]],
    );
}

/// A market with orders 1 to 5, each dearer than the one before; a taker.
fn market() -> Example {
    let market = "0x3a000";
    let call = |function: &str, sender: &str, arguments: Vec<u64>| {
        let numbers = arguments.into_iter().map(Value::U64);
        let arguments = [signer(sender), at(market)].into_iter().chain(numbers).collect();
        call("0xb00c", function, arguments)
    };
    let mut genesis = vec![self::call("0xb00c", "market::open", vec![signer(market)])];
    genesis.push(call("market::join", "0xa1", vec![100, 0]));
    genesis.push(call("market::join", "0xa2", vec![0, 10_000]));
    for number in 1..=5 {
        let (price, amount, after, end) = (10 + number, 3, number - 1, 0);
        let arguments = vec![number, price, amount, after, end];
        genesis.push(call("market::place", "0xa1", arguments));
    }
    Example::new("order-book", genesis)
}

fn buy(function: &str, amount: u64) -> Transaction {
    let arguments = vec![signer("0xa2"), at("0x3a000"), Value::U64(amount), Value::U64(100)];
    call("0xb00c", function, arguments)
}

/// Four makers, each found where the list led from the one before.
#[test]
fn a_take_of_four_makers_binds_to_their_orders() {
    market().check(
        vec![buy("market::take", 10)],
        &expect![[r#"
        take
          Market(0x3a000)
            reads existence
          Orders[0]
            reads existence
            writes next
          Orders[1]
            reads existence
            reads price
            writes left
            adds proceeds
            reads next
          Orders[2]
            reads existence
            reads price
            writes left
            adds proceeds
            reads next
          Orders[3]
            reads existence
            reads price
            writes left
            adds proceeds
            reads next
          Orders[4]
            reads existence
            reads price
            writes left
            adds proceeds
            reads next
          Accounts[0xa2]
            reads existence
            adds goods
            writes money
    "#]],
    );
}

/// Who comes after may find any order at the head; nothing beyond this market's book counts.
#[test]
fn a_take_after_another_binds_to_the_book() {
    market().check(
        vec![buy("market::take", 10), buy("market::take", 1)],
        &expect![[r#"
        take
          Market(0x3a000)
            reads existence
          Orders[0]
            reads existence
            writes next
          Orders[1]
            reads existence
            reads price
            writes left
            adds proceeds
            reads next
          Orders[2]
            reads existence
            reads price
            writes left
            adds proceeds
            reads next
          Orders[3]
            reads existence
            reads price
            writes left
            adds proceeds
            reads next
          Orders[4]
            reads existence
            reads price
            writes left
            adds proceeds
            reads next
          Accounts[0xa2]
            reads existence
            adds goods
            writes money
        take
          Orders[*]
            reads existence
            reads price
            writes left
            adds proceeds
            reads next
          Market(0x3a000)
            reads existence
          Orders[0]
            reads existence
            writes next
          Accounts[0xa2]
            reads existence
            adds goods
            writes money
    "#]],
    );
}

/// As many makers as it takes are any orders of the book.
#[test]
fn a_sweep_binds_to_the_book() {
    market().check(
        vec![buy("market::sweep", 100)],
        &expect![[r#"
        sweep
          Orders[*]
            reads existence
            reads price
            writes left
            adds proceeds
            reads next
          Market(0x3a000)
            reads existence
          Orders[0]
            reads existence
            writes next
          Accounts[0xa2]
            reads existence
            adds goods
            writes money
    "#]],
    );
}
