//! Control flow, calls, and the limits on them.

use vm_access::{Type, Value};
use vm_bytecode::{
    BinaryOperation, Block, BlockId, CalleeId, CodePoint, ConstantId, Instruction as I, Terminator,
};
use vm_interpreter::{Abort, Cause, Limit, Site, Status};

use crate::world::{World, function_name, r};

/// `fun sum(n) { if (n == 0) 0 else n + sum(n - 1) }`, and `fun forever() { loop {} }`.
fn world() -> World {
    let mut world = World::new();
    world.callee(function_name("sum"), &[]);
    world.constant(Type::U64, Value::U64(0));
    world.constant(Type::U64, Value::U64(1));
    let registers = [Type::U64, Type::U64, Type::Bool, Type::U64];
    let binary = |to, operation, left, right| I::Binary {
        to: r(to),
        operation,
        left: r(left),
        right: r(right),
    };
    let entry = Block {
        instructions: vec![
            I::Constant { to: r(1), constant: ConstantId(0) },
            binary(2, BinaryOperation::Equal, 0, 1),
        ],
        terminator: Terminator::Branch { condition: r(2), then: BlockId(1), otherwise: BlockId(2) },
    };
    let base = Block { instructions: vec![], terminator: Terminator::Return(vec![r(0)]) };
    let again = Block {
        instructions: vec![
            I::Constant { to: r(1), constant: ConstantId(1) },
            binary(3, BinaryOperation::Subtract, 0, 1),
            I::Call { to: vec![r(3)], callee: CalleeId(0), arguments: vec![r(3)] },
            binary(0, BinaryOperation::Add, 0, 3),
        ],
        terminator: Terminator::Return(vec![r(0)]),
    };
    world.function("sum", 1, &registers, vec![entry, base, again], vec![Type::U64]);
    let turn = Block { instructions: vec![], terminator: Terminator::Jump(BlockId(0)) };
    world.function("forever", 0, &[], vec![turn], vec![]);
    world
}

#[test]
fn calls_return_to_their_callers() {
    assert_eq!(world().run("sum", &[Value::U64(100)]).results, [Value::U64(5050)]);
}

#[test]
fn limits_end_a_call() {
    let mut world = world();
    let deep = world.run("sum", &[Value::U64(1000)]);
    let Status::Aborted(abort) = deep.status else { panic!("it aborts") };
    let Abort { cause, site: Some(site), .. } = *abort else { panic!("aborts") };
    assert_eq!(cause, Cause::LimitReached(Limit::CallDepth));
    let point = CodePoint { block: BlockId(2), instruction: 2 };
    assert_eq!(site, Site { function: function_name("sum"), point });
    let endless = world.run("forever", &[]);
    assert_eq!(endless.gas_used, world.limits.gas);
    assert!(matches!(endless.status, Status::Aborted(abort) if abort.cause == Cause::OutOfGas));
    world.limits.memory.stack_bytes = 256;
    let full = world.run("sum", &[Value::U64(100)]);
    let memory = Cause::LimitReached(Limit::Memory);
    assert!(matches!(full.status, Status::Aborted(abort) if abort.cause == memory));
}

#[test]
fn gas_is_the_same_on_every_run() {
    let mut world = world();
    let used = world.run("sum", &[Value::U64(10)]).gas_used;
    assert_eq!(world.run("sum", &[Value::U64(10)]).gas_used, used);
    world.limits.gas = used;
    assert!(world.run("sum", &[Value::U64(10)]).is_committed());
    world.limits.gas = used - 1;
    assert!(!world.run("sum", &[Value::U64(10)]).is_committed());
}

#[test]
fn an_abort_names_its_constant() {
    let mut world = World::new();
    world.error_name(7, "E_CLOSED");
    let block = Block { instructions: vec![], terminator: Terminator::Abort(r(0)) };
    world.function("fail", 1, &[Type::U64], vec![block], vec![]);
    let execution = world.run("fail", &[Value::U64(7)]);
    let text = "aborted: code 7 (E_CLOSED) in 0x42::m::fail at bb0:0";
    assert_eq!(execution.status.to_string(), text);
}

#[test]
fn generic_functions_run_at_each_type() {
    let mut world = World::new();
    let copy = vec![I::Copy { to: r(1), from: r(0) }];
    world.straight("twice", 1, &[Type::Parameter(0), Type::Parameter(0)], copy, &[0, 1]);
    let bytes = Value::Bytes(vec![1, 2, 3]);
    let two = world.run_generic("twice", &[Type::U8.vector()], std::slice::from_ref(&bytes));
    assert_eq!(two.results, [bytes.clone(), bytes]);
    let wrong = world.run_generic("twice", &[Type::U64], &[Value::U8(1)]);
    assert_eq!(wrong.status.to_string(), "aborted: arguments do not fit the function");
}

#[test]
fn code_that_no_verifier_passes_is_refused() {
    let mut world = World::new();
    let forged = vec![I::Read { to: r(1), reference: r(0) }];
    world.straight("forged", 1, &[Type::U64, Type::U64], forged, &[1]);
    let read = world.run("forged", &[Value::U64(4096)]);
    let is_unverified = |abort: &Abort| matches!(abort.cause, Cause::Unverified(_));
    assert!(matches!(read.status, Status::Aborted(abort) if is_unverified(&abort)));
    let dangling = vec![I::Read { to: r(1), reference: r(0) }];
    let registers = [Type::U64.reference(false), Type::U64, Type::U64.reference(false)];
    world.straight("null", 0, &registers, dangling, &[1]);
    let read = world.run("null", &[]);
    let is_unverified = |abort: &Abort| matches!(abort.cause, Cause::Unverified(_));
    assert!(matches!(read.status, Status::Aborted(abort) if is_unverified(&abort)));
}
