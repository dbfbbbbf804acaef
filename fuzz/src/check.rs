//! What must hold of an input: what is verified runs as the interpreter runs it, and ends as verified code may.

use vm_bytecode::{Limits as CodeLimits, Module, decode};
use vm_interpreter::{Cause, Execution, Limits, Status};
use vm_layout::MemoryLimits;
use vm_runtime::{Batch, CodeExecution, Machine, Transaction, World, execute_serially};

use crate::batch::transactions;
use crate::input::Input;
use crate::library::Library;

/// Modules of an input at most.
pub(crate) const MODULES_MAX: usize = 3;
/// Smaller than those of a network, so that they are met, and frames cost little.
const LIMITS: Limits = Limits {
    gas: 1_000_000,
    call_depth: 64,
    memory: MemoryLimits { stack_bytes: 1 << 16, arena_bytes: 1 << 20 },
    events: 64,
    event_bytes: 1 << 14,
    records: 256,
};

/// The modules of an input; `None` if the bytes are none, or too many.
pub(crate) fn modules(input: &Input) -> Option<Vec<Module>> {
    if MODULES_MAX < input.modules.len() {
        return None;
    }
    let limits = CodeLimits::default();
    input.modules.iter().map(|bytes| decode(bytes, &limits).ok()).collect()
}

/// Verifies and runs an input. Tells how many transactions were run, or `None` if it is refused.
///
/// # Panics
///
/// If something does not hold.
pub(crate) fn check(library: &Library, bytes: &[u8]) -> Option<usize> {
    let input = Input::decode(bytes)?;
    let own = library.verify(modules(&input)?)?;
    let program = library.link(&own)?;
    let names: Vec<_> = own.iter().map(|verified| verified.module().id.clone()).collect();
    let calls = transactions(&program, &names, &input.batch);
    if calls.is_empty() {
        return Some(0);
    }
    let machine = Machine::new(program, LIMITS);
    assert_eq!(machine.execution(), CodeExecution::Jit, "there is no room for code");
    let reference = machine.again(CodeExecution::Interpreter);
    let (mut world, mut expected_world) = (World::new(), World::new());
    let count = calls.len();
    for (height, call) in (1..).zip(calls) {
        let batch = Batch { transactions: vec![call], height, ..Batch::default() };
        let expected = execute_serially(&reference, &mut expected_world, &batch);
        let executions = execute_serially(&machine, &mut world, &batch);
        let (expected, executions) =
            (expected.expect("it runs alone"), executions.expect("it runs alone"));
        assert_eq!(expected, executions, "machine code differs in {:?}", batch.transactions);
        assert_eq!(expected_world.root(), world.root(), "state differs");
        executions.iter().for_each(|execution| inspect(&batch.transactions[0], execution));
    }
    Some(count)
}

/// Refuses what no verified transaction may end in.
fn inspect(call: &Transaction, execution: &Execution) {
    let Status::Aborted(abort) = &execution.status else { return };
    match &abort.cause {
        Cause::Code { .. }
        | Cause::Arithmetic(_)
        | Cause::NoElement
        | Cause::ElementCount
        | Cause::NotThere(_)
        | Cause::AlreadyThere(_)
        | Cause::BadAddress
        | Cause::OutOfGas
        | Cause::LimitReached(_)
        | Cause::BadArguments
        | Cause::Unlinked(_)
        | Cause::NoLayout(_) => {}
        Cause::OutsideFootprint { .. }
        | Cause::NotATerm
        | Cause::Interrupted
        | Cause::Unverified(_) => panic!("{call:?} ends as none may: {}", execution.status),
    }
}
