//! Function values: made, kept and called; and values that are not what their type says.

use vm_access::{AbilitySet, Captures, FunctionType, Type, Value};
use vm_bytecode::{BinaryOperation, CalleeId, ClosureValue, Instruction as I};
use vm_interpreter::{Cause, Execution, Status};

use crate::world::{World, function_name, native, r};

/// `|u64| u64`
fn unary() -> Type {
    Type::Function(Box::new(FunctionType {
        parameters: vec![Type::U64],
        results: vec![Type::U64],
        abilities: AbilitySet::SCALAR,
        declaration: None,
    }))
}

fn pack(captures: Captures, captured: &[u32]) -> I {
    let captured = captured.iter().copied().map(r).collect();
    I::PackClosure { to: r(2), callee: CalleeId(0), captures, captured }
}

fn call() -> I {
    I::CallClosure { to: vec![r(3)], closure: r(2), arguments: vec![r(1)] }
}

/// `fun minus(a: u64, b: u64): u64 { a - b }`, and `f(a: u64, b: u64)` that makes a value of it and calls it with `b`.
fn world(captures: Captures) -> World {
    let mut world = World::new();
    world.callee(function_name("minus"), &[]);
    let minus =
        I::Binary { to: r(2), operation: BinaryOperation::Subtract, left: r(0), right: r(1) };
    world.straight("minus", 2, &[Type::U64, Type::U64, Type::U64], vec![minus], &[2]);
    let registers = [Type::U64, Type::U64, unary(), Type::U64];
    world.straight("f", 2, &registers, vec![pack(captures, &[0]), call()], &[3]);
    world.straight("make", 2, &registers, vec![pack(captures, &[0])], &[2]);
    let take = [unary(), Type::U64, Type::U64];
    let called = I::CallClosure { to: vec![r(2)], closure: r(0), arguments: vec![r(1)] };
    world.straight("take", 2, &take, vec![called], &[2]);
    world
}

#[test]
fn what_is_captured_and_what_is_given_go_where_they_belong() {
    let arguments = [Value::U64(10), Value::U64(3)];
    assert_eq!(world(Captures::first(1)).run("f", &arguments).results, [Value::U64(7)]);
    let second = Captures::default().with(1);
    let aborted = world(second).run("f", &arguments);
    assert!(!aborted.is_committed(), "3 - 10 is below zero");
    let other = [Value::U64(3), Value::U64(10)];
    assert_eq!(world(second).run("f", &other).results, [Value::U64(7)]);
}

/// The value that `make` gives, and what comes of calling one.
fn made(world: &mut World) -> Vec<u8> {
    let results = world.run("make", &[Value::U64(10), Value::U64(0)]).results;
    let [Value::Bytes(bytes)] = results.as_slice() else { panic!("it gives one function") };
    bytes.clone()
}

fn called(world: &mut World, bytes: Vec<u8>) -> Execution {
    world.run("take", &[Value::Bytes(bytes), Value::U64(4)])
}

fn cause(execution: Execution) -> Cause {
    let Status::Aborted(abort) = execution.status else { panic!("it aborts") };
    abort.cause
}

#[test]
fn a_value_is_bytes_that_mean_it() {
    let mut world = world(Captures::first(1));
    let bytes = made(&mut world);
    let value = ClosureValue::decode(&bytes).expect("it is encoded");
    assert_eq!(value.function, function_name("minus"));
    assert_eq!(value.captured, [10_u64.to_le_bytes().to_vec()]);
    assert_eq!(value.encode(), bytes);
    assert_eq!(called(&mut world, bytes).results, [Value::U64(6)]);
}

#[test]
fn a_value_of_another_function_than_it_says_is_not_called() {
    let mut world = world(Captures::first(1));
    let value = ClosureValue::decode(&made(&mut world)).expect("it is encoded");
    let unlinked = |name: &str| Cause::Unlinked(Box::new(function_name(name)));
    let gone = ClosureValue { function: function_name("gone"), ..value.clone() };
    assert_eq!(cause(called(&mut world, gone.encode())), unlinked("gone"));
    let nothing_captured =
        ClosureValue { captures: Captures::default(), captured: Vec::new(), ..value.clone() };
    assert_eq!(cause(called(&mut world, nothing_captured.encode())), unlinked("minus"));
    let another_type = ClosureValue { captured: vec![vec![1]], ..value.clone() };
    assert_eq!(cause(called(&mut world, another_type.encode())), unlinked("minus"));
    let typed = ClosureValue { type_arguments: vec![Type::U64], ..value };
    assert_eq!(cause(called(&mut world, typed.encode())), Cause::BadArguments);
    let registers = [unary(), Type::U64, Type::U64.vector()];
    let wrong = I::CallClosure { to: vec![r(2)], closure: r(0), arguments: vec![r(1)] };
    world.straight("wrong", 2, &registers, vec![wrong], &[2]);
    let bytes = made(&mut world);
    let wrong = world.run("wrong", &[Value::Bytes(bytes), Value::U64(4)]);
    assert_eq!(cause(wrong), unlinked("minus"));
}

#[test]
fn bytes_that_mean_no_function_are_not_called() {
    let mut world = world(Captures::first(1));
    let mut bytes = made(&mut world);
    assert!(matches!(cause(called(&mut world, vec![])), Cause::Unverified(_)));
    bytes.push(0);
    assert!(matches!(cause(called(&mut world, bytes.clone())), Cause::Unverified(_)));
    for at in 0..bytes.len() {
        let mut mutated = bytes.clone();
        mutated[at] ^= 1;
        mutated.pop();
        let _ = called(&mut world, mutated);
    }
}

#[test]
fn a_native_is_no_value() {
    let mut world = World::new();
    world.callee(native("bcs", "to_bytes"), &[Type::U64]);
    let registers = [Type::U64, Type::U64, unary()];
    let pack = pack(Captures::default(), &[]);
    world.straight("f", 2, &registers, vec![pack], &[2]);
    let run = world.run("f", &[Value::U64(1), Value::U64(2)]);
    assert!(matches!(cause(run), Cause::Unverified(_)));
}

#[test]
fn larger_captures_cost_more() {
    let mut world = World::new();
    world.callee(function_name("second"), &[]);
    let bytes = Type::U8.vector();
    world.straight("second", 2, &[bytes.clone(), Type::U64], vec![], &[1]);
    let registers = [bytes, Type::U64, unary(), Type::U64];
    let captures = Captures::first(1);
    world.straight("f", 2, &registers, vec![pack(captures, &[0]), call()], &[3]);
    let mut gas = |size| {
        let run = world.run("f", &[Value::Bytes(vec![0; size]), Value::U64(5)]);
        assert_eq!(run.results, [Value::U64(5)]);
        run.gas_used
    };
    // Each byte is encoded once and looked at once.
    assert_eq!(gas(1100) - gas(1000), 200);
}
