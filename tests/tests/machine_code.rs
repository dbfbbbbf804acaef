//! Machine code does what the interpreter does, to the last bit: at each limit of gas, at every other limit, and where
//! functions are called that cannot be compiled together.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use vm_access::{AccountAddress, FunctionName, Identifier, ModuleId, U256, Value};
use vm_interpreter::{Cause, Execution, Limit, Limits, Status};
use vm_runtime::{Batch, CodeExecution, Machine, Transaction, World, execute_serially};

const MANIFEST: &str =
    "[package]\nname = \"Code\"\nversion = \"0.1.0\"\n\n[access]\ndeclarations = \"inferred\"\n";

const PROGRAM: &str = r#"module 0x7e57::code {
    use std::option;
    use std::signer;
    use std::string;
    use std::vector;
    use aptos_framework::event;
    use aptos_std::string_utils;
    use aptos_std::table::{Self, Table};

    #[event]
    struct Said has drop, store { number: u64, text: vector<u8> }

    enum Shape has copy, drop, store {
        Point,
        Circle { radius: u128 },
        Line { from: u64, to: u64, name: vector<u8> },
    }

    struct Inner has copy, drop, store { count: u64, wide: u256 }
    struct Outer has key { inner: Inner, only: Only, shape: Shape, list: vector<Inner>, sum: u64 }
    struct Only has copy, drop, store { value: u128 }
    struct Book has key { items: Table<address, Inner>, numbered: Table<u64, u64>, shaped: Table<Shape, Only>, total: i64 }

    entry fun create(s: &signer) {
        let inner = Inner { count: 1, wide: 2 };
        let items = table::new();
        items.add(@0xa, inner);
        let (numbered, shaped) = (table::new(), table::new());
        numbered.add(3, 4);
        shaped.add(Shape::Point, Only { value: 5 });
        move_to(s, Outer {
            inner, only: Only { value: 7 }, shape: Shape::Circle { radius: 9 }, list: vector[inner, inner], sum: 0,
        });
        move_to(s, Book { items, numbered, shaped, total: -5 });
    }

    /// Fields of fields, by references that are passed on.
    entry fun fields(s: &signer) {
        let outer = &mut Outer[signer::address_of(s)];
        bump(&mut outer.inner.count, 3);
        bump(&mut outer.sum, 4);
        set(&mut outer.only, 1 << 100);
        outer.sum += 5;
        outer.inner.wide = (outer.inner.wide * 3 + 1) / 2 % 1000;
        let inner = outer.inner;
        outer.list.push_back(inner);
        outer.list.swap(0, 2);
        let last = outer.list.pop_back();
        assert!(last.count <= outer.list[0].count, 3);
        outer.shape = match (&outer.shape) {
            Shape::Point => Shape::Line { from: 1, to: 2, name: b"a" },
            Shape::Circle { radius } => Shape::Line { from: 1, to: (*radius as u64), name: b"line" },
            Shape::Line { from: _, to: _, name: _ } => Shape::Point,
        };
        assert!(outer.shape != Shape::Point, 4);
    }

    /// Items that are not there, of a key that goes by registers.
    entry fun missing(s: &signer, key: u64) { Book[signer::address_of(s)].numbered.borrow_mut(key); }

    fun bump(number: &mut u64, by: u64) { *number += by; }
    fun set(only: &mut Only, value: u128) { only.value = value; }

    entry fun tables(s: &signer) {
        let book = &mut Book[signer::address_of(s)];
        book.total += 7;
        let item = book.items.borrow_mut(@0xa);
        item.count = item.count * 1000;
        if (!book.items.contains(@0xb)) { book.items.add(@0xb, Inner { count: 2, wide: 1 << 255 }) };
        let taken = book.items.remove(@0xb);
        let next = *book.numbered.borrow(3) + 1;
        if (!book.numbered.contains(next)) { book.numbered.add(next, 0) };
        *book.numbered.borrow_mut(next) += next;
        let line = Shape::Line { from: 1, to: next, name: b"key" };
        assert!(book.shaped.borrow(Shape::Point).value == 5 && !book.shaped.contains(line), 7);
        assert!(taken.wide > 5 && taken.wide >= 6 && !(taken.wide < 6) && !(taken.wide <= 6), 6);
    }

    entry fun closures(n: u64) {
        let number = 5u64;
        let add: |u64|u64 has copy + drop = |x| x + n;
        let twice: |u64|u64 has copy + drop = |x| add(add(x));
        number = twice(number);
        let change: |&mut u64| has drop = |r| { *r += 1; };
        change(&mut number);
        let choose: |&u64, &u64|&u64 has drop = |a, b| if (*a < *b) { a } else { b };
        assert!(*choose(&number, &n) == n, 8);
        assert!(number == 6 + 2 * n, 9);
    }

    entry fun integers(a: u64, b: u8) {
        let wide = (a as u128) * (a as u128) + (b as u128);
        let wider = (wide as u256) * (wide as u256) - 1;
        assert!((wider / (wide as u256) as u128) == wide - 1, 10);
        assert!((wide * 3 / 3 == wide) && (wide % 7 < 7) && (wide >> 3 << 3 <= wide), 11);
        let signed = -((a % 1000) as i64);
        let low = (signed as i128) * 4 / -3;
        assert!((low as i8) as i64 >= -128, 12);
        let bits = (b ^ 255) | (b & 15);
        assert!((bits << (b % 8)) >= 0 && ((a as u16) as u64) == a, 13);
    }

    entry fun texts(n: u64) {
        let said = string_utils::to_string(&Inner { count: n, wide: 3 });
        said.append(string::utf8(b"!"));
        event::emit(Said { number: n, text: *said.bytes() });
        let made = vector[n, n + 1, n + 2];
        let a = made[0];
        assert!(a + made[1] + made[2] == 3 * n + 3 && option::some(a) == option::some(n), 14);
    }

    entry fun recurse(n: u64) { assert!(down(n) == n, 15); }
    fun down(n: u64): u64 { if (n == 0) { 0 } else { 1 + down(n - 1) } }

    struct Large has copy, drop { a: Four, b: Four, c: Four, d: Four }
    struct Four has copy, drop { a: Sixteen, b: Sixteen, c: Sixteen, d: Sixteen }
    struct Sixteen has copy, drop { a: u256, b: u256, c: u256, d: u256 }

    entry fun recurse_wide(n: u64) {
        let s = Sixteen { a: 1, b: 2, c: 3, d: 4 };
        let f = Four { a: s, b: s, c: s, d: s };
        wide(Large { a: f, b: f, c: f, d: f }, n);
    }
    fun wide(large: Large, n: u64): Large {
        let other = large;
        let more = other;
        if (n == 0) { more } else { wide(other, n - 1) }
    }

    // Functions that call each other with ever larger types are put in here.
    entry fun nest(n: u64) { deeper0<u8>(n); }

    entry fun grow(n: u64) {
        let list = vector[1u64];
        while (n > 0) {
            let twin = list;
            list.append(twin);
            n -= 1;
        };
    }

    entry fun spin() { loop {} }

    #[event]
    struct Counted has drop, store { who: address, count: u64, wide: u256 }

    /// Small functions in others: values and references go in and out, some abort.
    entry fun nested(s: &signer, n: u64) {
        let outer = &mut Outer[signer::address_of(s)];
        let (low, pair) = halves(n, outer.inner);
        let place = longer(&mut outer.inner, &mut pair);
        *place += low;
        assert!(pick(pair, n).wide == 7, 20);
        outer.sum = twice(n) + low;
        event::emit(Counted { who: signer::address_of(s), count: outer.inner.count, wide: pair.wide });
    }
    fun halves(n: u64, inner: Inner): (u64, Inner) {
        if (n == 5) return (0, inner);
        inner.wide = 7;
        (n / (n - 3) + checked(n), inner)
    }
    fun checked(n: u64): u64 { assert!(n != 4, 21); n - 1 }
    fun longer(a: &mut Inner, b: &mut Inner): &mut u64 {
        if (a.count < b.count) { &mut b.count } else { &mut a.count }
    }
    fun pick(inner: Inner, n: u64): Inner { if (n == 6) { inner.wide = 8 }; inner }
    fun twice(n: u64): u64 { again(n) + again(n) }
    fun again(n: u64): u64 { n * 1152921504606846975 }

    /// Functions that call each other, each in the place of a call of it.
    entry fun there_and_back(n: u64) { assert!(there(n) == n, 22); }
    fun there(n: u64): u64 { if (n == 0) { 0 } else { 1 + back(n - 1) } }
    fun back(n: u64): u64 { if (n == 0) { 0 } else { 1 + there(n - 1) } }

    /// Frames that only what is put in the place of a call has.
    entry fun deep_frames(n: u64) { assert!(deeper(n, 1) == n, 23); }
    fun deeper(n: u64, seed: u256): u64 {
        if (n == 0) { (room(seed) as u64) - 1 } else { 1 + deeper(n - 1, room(seed)) }
    }
    fun room(seed: u256): u256 {
        let s = Sixteen { a: seed, b: 2, c: 3, d: 4 };
        let f = Four { a: s, b: s, c: s, d: s };
        let l = Large { a: f, b: f, c: f, d: f };
        l.b.a.a
    }

    /// Headers of vectors that are looked at, changed, and looked at again, on ways that meet.
    entry fun vectors(n: u64) {
        let list = vector[5, 3, n];
        let lists = vector[vector[1u64], vector[2, 3], vector[]];
        let i = 0;
        while (i < n) {
            let next = list[i] + i;
            list.push_back(next);
            if (list[i + 1] < n) { lists.swap(0, 1) };
            let before = lists[0].length();
            grow_by(&mut lists[0], list[i]);
            let least = list[0];
            if (list[i] < least) { least = list[i] };
            assert!(lists[0].length() == before + 1 && lists[0][before] == list[i] && least <= list[i], 24);
            if (i % 3 == 0) { let last = list.pop_back(); list.push_back(last + 1); };
            let other = lists[1];
            lists[2] = other;
            assert!(lists[2].length() == lists[1].length(), 25);
            list.swap(0, i % 2);
            i += 1;
        };
        assert!(list.length() == n + 3 && list[n] < 1000000, 26);
    }
    fun grow_by(list: &mut vector<u64>, n: u64) { list.push_back(n) }

    /// What is computed whether or not a branch goes there stops the code only if it does.
    entry fun aside(a: u64, b: u64, c: u8) {
        let most = a;
        if (a < b) { most = b };
        let over = c;
        if (a < 10) { over = over + 250 };
        if (!(b < 10)) { most = most - 11 };
        assert!(most != 3 || over != 2, 26);
    }

    entry fun wide_integers(a: u256, b: u256, c: u8, operation: u8) {
        let result =
            if (operation == 0) { a + b } else if (operation == 1) { a - b } else if (operation == 2) { a * b }
            else if (operation == 3) { a / b } else if (operation == 4) { a % b } else if (operation == 5) { a << c }
            else { a >> c };
        let order = (if (a < b) { 1 } else { 0 }) + (if (a <= b) { 2 } else { 0 }) + (if (a > b) { 4 } else { 0 })
            + (if (a >= b) { 8 } else { 0 }) + (if (a == b) { 16 } else { 0 });
        event::emit(Counted { who: @0x1, count: order, wide: result });
    }
}
"#;

/// Two machines with a state each.
struct Pair {
    code: (Machine, World),
    interpreter: (Machine, World),
    height: u64,
}

impl Pair {
    /// Gas does not run out before memory does.
    fn new() -> Self {
        Self::within(Limits { gas: 1 << 40, ..Limits::default() })
    }

    fn within(limits: Limits) -> Self {
        let mut deeper = "    fun deeper39<T>(_n: u64) {}\n".to_owned();
        for depth in 0..39 {
            let call = format!("deeper{}<vector<T>>(n - 1)", depth + 1);
            writeln!(deeper, "    fun deeper{depth}<T>(n: u64) {{ vector::empty<T>().destroy_empty(); if (0 < n) {{ {call} }} }}")
                .unwrap();
        }
        let text = PROGRAM.trim_end().strip_suffix('}').unwrap();
        let program = tests::program(MANIFEST, "code.move", &format!("{text}\n{deeper}}}\n"));
        let machine = Machine::new(program, limits);
        assert_eq!(machine.execution(), CodeExecution::Jit, "there is machine code here");
        let interpreter = (machine.again(CodeExecution::Interpreter), World::new());
        Self { code: (machine, World::new()), interpreter, height: 0 }
    }

    /// Runs a function on both, which must come to the same.
    fn run(&mut self, name: &str, arguments: &[Value], gas_max: u64) -> Execution {
        let module = ModuleId::new(AccountAddress::parse("0x7e57").unwrap(), "code");
        let transaction = Transaction {
            function: FunctionName { module, name: Identifier::from(name) },
            type_arguments: Vec::new(),
            arguments: arguments.to_vec(),
            gas_max,
        };
        let (height, transactions) = (self.height, vec![transaction]);
        let batch = Batch { transactions, height, ..Batch::default() };
        self.height += 1;
        let (machine, world) = &mut self.code;
        let mut executions = execute_serially(machine, world, &batch).unwrap();
        let (machine, reference) = &mut self.interpreter;
        let expected = execute_serially(machine, reference, &batch).unwrap();
        assert_eq!(executions, expected, "{name} with {gas_max} gas");
        assert_eq!(world.root(), reference.root());
        executions.pop().unwrap()
    }
}

const SIGNER: Value = Value::Signer(AccountAddress::from_low(0xcd));

fn cause(execution: &Execution) -> &Cause {
    match &execution.status {
        Status::Committed => panic!("it committed"),
        Status::Aborted(abort) => &abort.cause,
    }
}

/// With each limit up to what a call needs, it stops at the same place.
#[test]
fn gas_runs_out_where_the_interpreter_runs_out_of_it() {
    let mut pair = Pair::new();
    let calls: [(&str, &[Value]); 10] = [
        ("create", &[SIGNER]),
        ("fields", &[SIGNER]),
        ("tables", &[SIGNER]),
        ("closures", &[Value::U64(3)]),
        ("integers", &[Value::U64(90), Value::U8(77)]),
        ("texts", &[Value::U64(40)]),
        ("recurse", &[Value::U64(9)]),
        ("nested", &[SIGNER, Value::U64(7)]),
        ("there_and_back", &[Value::U64(7)]),
        ("vectors", &[Value::U64(11)]),
    ];
    for (name, arguments) in calls {
        let mut gas = 0;
        let mut tried = 0;
        let needed = loop {
            let execution = pair.run(name, arguments, gas);
            tried += 1;
            match execution.status {
                Status::Committed => break execution.gas_used,
                Status::Aborted(abort) => assert_eq!(abort.cause, Cause::OutOfGas, "{name}"),
            }
            gas += 1;
        };
        assert_eq!(needed, gas, "{name} commits with just what it needs");
        assert!(50 < tried, "{name} is worth trying");
    }
}

#[test]
fn limits_of_depth_frames_memory_and_types_are_met_alike() {
    let mut pair = Pair::new();
    let plenty = u64::MAX;
    for (depth, is_too_deep) in
        [(200, false), (253, false), (254, false), (255, true), (9999, true)]
    {
        let execution = pair.run("recurse", &[Value::U64(depth)], plenty);
        assert_eq!(!execution.is_committed(), is_too_deep, "{depth}: {}", execution.status);
        if is_too_deep {
            assert_eq!(*cause(&execution), Cause::LimitReached(Limit::CallDepth));
        }
    }
    let execution = pair.run("recurse_wide", &[Value::U64(10)], plenty);
    assert!(execution.is_committed(), "{}", execution.status);
    let execution = pair.run("recurse_wide", &[Value::U64(250)], plenty);
    assert_eq!(*cause(&execution), Cause::LimitReached(Limit::Memory));
    let execution = pair.run("nest", &[Value::U64(20)], plenty);
    assert!(execution.is_committed(), "{}", execution.status);
    let execution = pair.run("nest", &[Value::U64(39)], plenty);
    assert!(matches!(cause(&execution), Cause::NoLayout(_)), "{}", execution.status);
    let execution = pair.run("grow", &[Value::U64(8)], plenty);
    assert!(execution.is_committed(), "{}", execution.status);
    let execution = pair.run("grow", &[Value::U64(64)], plenty);
    assert_eq!(*cause(&execution), Cause::LimitReached(Limit::Memory));
    let unlimited = Limits { gas: u64::MAX, ..Limits::default() };
    let mut endless = Pair::within(unlimited);
    let execution = endless.run("recurse", &[Value::U64(3)], u64::MAX);
    assert!(execution.gas_used < 1000, "{}", execution.gas_used);
    let execution = pair.run("spin", &[], 1_000_000);
    assert_eq!(*cause(&execution), Cause::OutOfGas);
}

/// Arguments at the ends of their types: overflow, division, casts and shifts stop at the same place for the same reason.
#[test]
fn arithmetic_stops_alike() {
    let mut pair = Pair::new();
    let mut committed = 0;
    for a in [0, 1, 2, 127, 128, 129, 999, 1000, 65535, 65536, u64::from(u32::MAX), u64::MAX] {
        for b in [0, 1, 7, 8, 15, 127, 128, 255] {
            let arguments = [Value::U64(a), Value::U8(b)];
            committed += u32::from(pair.run("integers", &arguments, u64::MAX).is_committed());
        }
    }
    assert!(0 < committed && committed < 96, "{committed} commit");
}

#[test]
fn items_that_are_not_there_are_told_alike() {
    let mut pair = Pair::new();
    pair.run("create", &[SIGNER], u64::MAX);
    assert!(pair.run("missing", &[SIGNER, Value::U64(3)], u64::MAX).is_committed());
    for gas in [u64::MAX, 50, 120, 220, 250] {
        let execution = pair.run("missing", &[SIGNER, Value::U64(9)], gas);
        let expected = if gas == u64::MAX { "is not there" } else { "" };
        assert!(execution.status.to_string().contains(expected), "{}", execution.status);
    }
}

/// An abort in a function that has been put in the place of a call is told with its own site, and the callers'.
#[test]
fn aborts_in_small_functions_come_with_all_callers() {
    let mut pair = Pair::new();
    pair.run("create", &[SIGNER], u64::MAX);
    let mut chains = Vec::new();
    for n in [0, 1, 2, 3, 4, 5, 6, 7, 9, 20] {
        let execution = pair.run("nested", &[SIGNER, Value::U64(n)], u64::MAX);
        if let Status::Aborted(abort) = execution.status {
            let site = abort.site.expect("it ran");
            let sites = std::iter::once(&site).chain(&abort.callers);
            let names: Vec<_> = sites.map(|site| site.function.name.to_string()).collect();
            chains.push(names.join(" < "));
        }
    }
    chains.sort();
    chains.dedup();
    let expected = [
        "again < twice < nested",
        "checked < halves < nested",
        "halves < nested",
        "nested",
        "twice < nested",
    ];
    assert_eq!(chains, expected);
}

#[test]
fn limits_are_met_alike_in_small_functions() {
    let mut pair = Pair::new();
    for depth in [200, 252, 253, 254, 255, 256, 300] {
        pair.run("there_and_back", &[Value::U64(depth)], u64::MAX);
    }
    let mut ends = BTreeSet::new();
    for more in 0..24 {
        let mut limits = Limits { gas: 1 << 40, ..Limits::default() };
        limits.memory.stack_bytes = 3_000 + more * 280;
        let mut pair = Pair::within(limits);
        for depth in 0..60 {
            let execution = pair.run("deep_frames", &[Value::U64(depth)], u64::MAX);
            if let Status::Aborted(abort) = execution.status {
                assert_eq!(abort.cause, Cause::LimitReached(Limit::Memory));
                ends.insert((abort.site.map(|site| site.point), abort.callers.len().min(2)));
                break;
            }
        }
    }
    assert!(1 < ends.len(), "the stack ends at several calls: {ends:?}");
}

#[test]
fn what_is_computed_aside_stops_alike() {
    let mut pair = Pair::new();
    for a in [0, 3, 9, 10, 11, 200] {
        for b in [0, 2, 9, 10, 12, 14] {
            for c in [0, 2, 5, 6, 255] {
                pair.run("aside", &[Value::U64(a), Value::U64(b), Value::U8(c)], u64::MAX);
            }
        }
        pair.run("vectors", &[Value::U64(a)], u64::MAX);
        for gas in 0..50 {
            pair.run("aside", &[Value::U64(a), Value::U64(34), Value::U8(1)], gas);
        }
    }
}

#[test]
fn integers_of_256_bits_are_computed_alike() {
    let mut pair = Pair::new();
    let one = U256::ONE;
    let mut numbers = vec![U256::ZERO, one, U256::from(3), U256::MAX, U256::MAX - one];
    for bits in [63, 64, 65, 127, 128, 129, 191, 192, 193, 255] {
        numbers.extend([one << bits, (one << bits) - one, (one << bits) + U256::from(77)]);
    }
    for (index, a) in numbers.iter().enumerate() {
        for b in &numbers {
            for operation in 0..7 {
                let shift = u8::try_from(index * 7).unwrap();
                let wide = [*a, *b].map(Value::U256);
                let [a, b] = wide;
                let arguments = [a, b, Value::U8(shift), Value::U8(operation)];
                pair.run("wide_integers", &arguments, u64::MAX);
            }
        }
    }
}
