//! Records: what is read, written, created and removed, and what is not permitted.

use vm_access::{AccountAddress, Component, ComponentSet, Record, TableId, Type, Value};
use vm_bytecode::{BinaryOperation, FieldId, Instruction as I, TypeId};
use vm_bytecode::{CalleeId, ConstantId};
use vm_interpreter::{Cause, Execution, Permits, Status};

use crate::world::{World, address, function_name, native, r, struct_type, table_type};

fn set(indices: &[u8]) -> ComponentSet {
    ComponentSet::ALL.iter().filter(|component| indices.contains(&component.index())).collect()
}

fn pool() -> Type {
    Type::Struct(struct_type("Pool"))
}

fn pool_at(low: u8) -> Record {
    Record::Resource(struct_type("Pool").into(), AccountAddress::from_low(low))
}

fn pool_value(amount: u64, log: &[u64]) -> Value {
    let log = log.iter().copied().map(Value::U64).collect();
    Value::Struct(vec![Value::U64(amount), Value::Vector(log), Value::Bool(false)])
}

/// `struct Pool { amount: u64, log: vector<u64>, is_open: bool }` with functions that touch it.
fn pools() -> World {
    let mut world = World::new();
    world.structure("Pool", &[Type::U64, Type::U64.vector(), Type::Bool]);
    world.ty(pool());
    let amount = Type::U64.reference(true);
    let deposit = vec![
        I::BorrowGlobal { to: r(2), address: r(0) },
        I::BorrowField { to: r(3), reference: r(2), field: FieldId(0) },
        I::Copy { to: r(4), from: r(3) },
        I::Read { to: r(5), reference: r(4) },
        I::Binary { to: r(5), operation: BinaryOperation::Add, left: r(5), right: r(1) },
        I::Write { reference: r(3), from: r(5) },
    ];
    let registers = [
        Type::Address,
        Type::U64,
        pool().reference(true),
        amount.clone(),
        amount.clone(),
        Type::U64,
    ];
    world.straight("deposit", 2, &registers, deposit, &[]);
    let note = vec![
        I::BorrowGlobal { to: r(2), address: r(0) },
        I::BorrowField { to: r(3), reference: r(2), field: FieldId(1) },
        I::VectorPush { vector: r(3), from: r(1) },
    ];
    let log = Type::U64.vector().reference(true);
    let registers = [Type::Address, Type::U64, pool().reference(true), log];
    world.straight("note", 2, &registers, note, &[]);
    let is_there = vec![I::Exists { to: r(1), resource: TypeId(0), address: r(0) }];
    world.straight("is_there", 1, &[Type::Address, Type::Bool], is_there, &[1]);
    let take = vec![I::MoveFrom { to: r(1), address: r(0) }];
    world.straight("take", 1, &[Type::Address, pool()], take, &[1]);
    let make = vec![I::MoveTo { signer: r(0), from: r(1) }];
    world.straight("make", 2, &[Type::Signer.reference(false), pool()], make, &[]);
    world
}

fn cause(execution: &Execution) -> Option<&Cause> {
    match &execution.status {
        Status::Committed => None,
        Status::Aborted(abort) => Some(&abort.cause),
    }
}

#[test]
fn a_field_write_touches_existence_and_the_field() {
    let mut world = pools();
    world.records.insert(pool_at(1), pool_value(5, &[1]));
    let execution = world.run("deposit", &[address(1), Value::U64(3)]);
    assert!(execution.is_committed(), "{}", execution.status);
    let [touched] = execution.records.as_slice() else { panic!("one record is touched") };
    assert_eq!((touched.read, touched.written), (set(&[0, 1]), set(&[1])));
    let after = touched.after.as_ref().expect("the pool is there");
    assert_eq!(after.to_value(), pool_value(8, &[1]));
}

#[test]
fn pushing_changes_the_vectors_component() {
    let mut world = pools();
    world.records.insert(pool_at(1), pool_value(5, &[1]));
    for number in 2..8 {
        let execution = world.run("note", &[address(1), Value::U64(number)]);
        assert_eq!(execution.records[0].written, set(&[2]));
        world.apply(&execution);
    }
    assert_eq!(world.records[&pool_at(1)], pool_value(5, &[1, 2, 3, 4, 5, 6, 7]));
}

#[test]
fn records_are_made_and_taken() {
    let mut world = pools();
    let signer = Value::Signer(AccountAddress::from_low(9));
    let made = world.run("make", &[signer.clone(), pool_value(1, &[2])]);
    assert_eq!(made.records[0].written, set(&[0, 1, 2, 3]));
    assert_eq!(made.records[0].read, set(&[0]));
    world.apply(&made);
    let again = world.run("make", &[signer, pool_value(1, &[2])]);
    assert_eq!(cause(&again), Some(&Cause::AlreadyThere(Box::new(pool_at(9)))));
    assert_eq!(again.records[0].written, ComponentSet::NONE);
    assert_eq!(world.run("is_there", &[address(9)]).results, [Value::Bool(true)]);
    let taken = world.run("take", &[address(9)]);
    assert_eq!(taken.results, [pool_value(1, &[2])]);
    assert_eq!(taken.records[0].after, None);
    world.apply(&taken);
    assert_eq!(world.run("is_there", &[address(9)]).results, [Value::Bool(false)]);
    let missing = world.run("take", &[address(9)]);
    assert_eq!(cause(&missing), Some(&Cause::NotThere(Box::new(pool_at(9)))));
}

#[test]
fn an_access_outside_the_footprint_aborts() {
    let mut world = pools();
    world.records.insert(pool_at(1), pool_value(5, &[1]));
    world.permits = Permits { reads: set(&[0, 1]), writes: set(&[2]), ..Permits::NONE };
    let execution = world.run("deposit", &[address(1), Value::U64(3)]);
    let expected = Cause::OutsideFootprint {
        record: Box::new(pool_at(1)),
        component: Component::of_field(0),
        is_write: true,
    };
    assert_eq!(cause(&execution), Some(&expected));
    assert!(world.run("note", &[address(1), Value::U64(3)]).is_committed());
    world.permits = Permits::NONE;
    let denied = world.run("is_there", &[address(1)]);
    assert!(matches!(cause(&denied), Some(Cause::OutsideFootprint { is_write: false, .. })));
}

/// `make_table(): Table<u64, Pool>` with an item 5; `bump(t: &mut Table, k)` adds 1 to an item's amount.
fn tables() -> World {
    let mut world = pools();
    let types = [Type::U64, pool()];
    let table = table_type(Type::U64, pool());
    for name in ["new", "add", "borrow_mut", "contains", "remove"] {
        world.callee(native("table", name), &types);
    }
    world.callee(native("event", "emit"), &[Type::U64]);
    world.callee(function_name("deposit"), &[]);
    world.constant(Type::U64, Value::U64(1));
    let call = |to: &[u32], callee, arguments: &[u32]| I::Call {
        to: to.iter().copied().map(r).collect(),
        callee: CalleeId(callee),
        arguments: arguments.iter().copied().map(r).collect(),
    };
    let make = vec![
        call(&[2], 0, &[]),
        I::BorrowLocal { to: r(3), local: r(2) },
        call(&[], 1, &[3, 0, 1]),
        I::BorrowLocal { to: r(3), local: r(2) },
        call(&[4], 3, &[3, 0]),
    ];
    let registers = [Type::U64, pool(), table.clone(), table.clone().reference(true), Type::Bool];
    world.straight("make_table", 2, &registers, make, &[2, 4]);
    let bump = vec![
        call(&[2], 2, &[0, 1]),
        I::BorrowField { to: r(3), reference: r(2), field: FieldId(0) },
        I::Constant { to: r(4), constant: ConstantId(0) },
        I::Write { reference: r(3), from: r(4) },
        call(&[], 5, &[4]),
    ];
    let registers = [
        table.clone().reference(true),
        Type::U64,
        pool().reference(true),
        Type::U64.reference(true),
        Type::U64,
    ];
    world.straight("bump", 2, &registers, bump, &[]);
    world
}

#[test]
fn items_of_a_new_table_are_its_makers() {
    let mut world = tables();
    world.permits = Permits::NONE;
    let made = world.run("make_table", &[Value::U64(5), pool_value(7, &[])]);
    assert!(made.is_committed(), "{}", made.status);
    assert!(world.opened.is_empty());
    assert_eq!(made.results[1], Value::Bool(true));
    world.apply(&made);
    let (record, _) = world.records.iter().next().expect("one item");
    let Record::Item(TableId { handle, .. }, key) = record else { panic!("an item") };
    assert_eq!(made.results[0], Value::Struct(vec![Value::Address(*handle)]));
    assert_eq!(*key, Value::U64(5).to_bytes());

    world.permits = Permits::ALL;
    let bumped = world.run("bump", &[made.results[0].clone(), Value::U64(5)]);
    assert!(bumped.is_committed(), "{}", bumped.status);
    assert_eq!(bumped.records[0].written, set(&[1]));
    assert_eq!(bumped.records[0].read, set(&[0]));
    assert_eq!(bumped.events.iter().next().expect("one").value(), Value::U64(1));
    let missing = world.run("bump", &[made.results[0].clone(), Value::U64(6)]);
    assert!(matches!(cause(&missing), Some(Cause::NotThere(_))));
}

#[test]
fn terms_touch_no_state() {
    let mut world = tables();
    assert_eq!(
        world.evaluate("is_there", &[address(1)]),
        Err("state or context used in a term".into())
    );
    let code =
        vec![I::Binary { to: r(0), operation: BinaryOperation::Add, left: r(0), right: r(0) }];
    world.straight("twice", 1, &[Type::U64], code, &[0]);
    assert_eq!(world.evaluate("twice", &[Value::U64(4)]), Ok(Value::U64(8)));
    let behind = vec![I::Read { to: r(1), reference: r(0) }];
    world.straight("behind", 1, &[Type::U64.reference(false), Type::U64], behind, &[1]);
    assert_eq!(world.evaluate("behind", &[Value::U64(4)]), Ok(Value::U64(4)));
}

/// `struct Registry { items: Table<u64, Pool> }` and `has(a, k)`: whether the registry at `a` has the item.
fn registry() -> World {
    let mut world = pools();
    let table = table_type(Type::U64, pool());
    let registry = Type::Struct(struct_type("Registry"));
    world.structure("Registry", std::slice::from_ref(&table));
    world.callee(native("table", "contains"), &[Type::U64, pool()]);
    let has = vec![
        I::BorrowGlobal { to: r(2), address: r(0) },
        I::BorrowField { to: r(3), reference: r(2), field: FieldId(0) },
        I::Call { to: vec![r(4)], callee: CalleeId(0), arguments: vec![r(3), r(1)] },
    ];
    let table = table.reference(false);
    let registers = [Type::Address, Type::U64, registry.reference(false), table, Type::Bool];
    world.straight("has", 2, &registers, has, &[4]);
    let handle = Value::Struct(vec![Value::Struct(vec![address(77)])]);
    let at = AccountAddress::from_low(1);
    world.records.insert(Record::Resource(struct_type("Registry").into(), at), handle);
    world
}

#[test]
fn a_handle_that_nobody_replaces_is_no_access() {
    let mut world = registry();
    let execution = world.run("has", &[address(1), Value::U64(5)]);
    let read: Vec<_> = execution.records.iter().map(|touched| touched.read).collect();
    assert_eq!(read, [set(&[0, 1]), set(&[0])]);
    world.fix_fields("Registry");
    world.fix_fields("Table");
    let execution = world.run("has", &[address(1), Value::U64(5)]);
    let read: Vec<_> = execution.records.iter().map(|touched| touched.read).collect();
    assert_eq!(read, [set(&[0]), set(&[0])]);
}

#[test]
fn what_is_hashed_from_a_made_up_name_is_made_up() {
    let mut world = pools();
    world.callee(native("transaction_context", "generate_auid_address"), &[]);
    world.callee(native("bcs", "to_bytes"), &[Type::Address]);
    world.callee(native("hash", "sha3_256"), &[]);
    world.callee(native("from_bcs", "bytes_to_address"), &[]);
    let call = |to, callee, from: &[u32]| I::Call {
        to: vec![r(to)],
        callee: CalleeId(callee),
        arguments: from.iter().copied().map(r).collect(),
    };
    let probe = vec![
        I::Exists { to: r(4), resource: TypeId(0), address: r(0) },
        call(0, 0, &[]),
        I::Exists { to: r(4), resource: TypeId(0), address: r(0) },
        I::BorrowLocal { to: r(1), local: r(0) },
        call(2, 1, &[1]),
        call(3, 2, &[2]),
        call(0, 3, &[3]),
        I::Exists { to: r(4), resource: TypeId(0), address: r(0) },
    ];
    let bytes = Type::U8.vector();
    let registers =
        [Type::Address, Type::Address.reference(false), bytes.clone(), bytes, Type::Bool];
    world.straight("probe", 1, &registers, probe, &[]);
    assert!(world.run("probe", &[address(1)]).is_committed());
    let is_fresh: Vec<bool> = world.opened.iter().map(|(_, is_fresh)| *is_fresh).collect();
    assert_eq!(is_fresh, [false, true, true]);
}
