//! AccessVM's side: genesis, batches timed from outside, records read back.

use std::time::{Duration, Instant};

use vm_access::{FunctionName, Identifier, Record, Type, Value};
use vm_bytecode::Module;
use vm_interpreter::{ArithmeticError, Block, Cause, Detail, Execution, Status};
use vm_runtime::{Advance, Batch, How, Machine, Phases, Transaction, World, advance};

use crate::rust::Abort;

/// Gas of an `init_module`.
const INIT_GAS_MAX: u64 = 2_000_000;

/// A machine and its state.
#[derive(Debug)]
pub(crate) struct AccessVm<'a> {
    machine: &'a Machine,
    pub(crate) world: World,
}

/// Times of one batch or several.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Times {
    /// From the decoded batch to the final state, without the root.
    pub(crate) whole: Duration,
    /// Footprints put to arguments.
    pub(crate) bind: Duration,
    /// Transactions executed, up to the last value of each record.
    pub(crate) execute: Duration,
    /// Values put in their places.
    pub(crate) finish: Duration,
}

impl<'a> AccessVm<'a> {
    /// Empty storage, after the `init_module` of every module.
    pub(crate) fn new(machine: &'a Machine) -> Self {
        let mut this = Self { machine, world: World::new() };
        let inits: Vec<_> = machine.program().modules().iter().filter_map(init).collect();
        this.run_genesis(&inits);
        this
    }

    /// Runs transactions that must not fail.
    pub(crate) fn run_genesis(&mut self, transactions: &[Transaction]) {
        for execution in self.run(&mut batch(transactions.to_vec())).0 {
            assert!(execution.is_committed(), "genesis: {}", execution.status);
        }
    }

    /// Runs a batch and keeps what it changes. What it says of it is the caller's to drop.
    pub(crate) fn run(&mut self, batch: &mut Batch) -> (Vec<Execution>, Times) {
        batch.height = self.world.height().0;
        let start = Instant::now();
        let advance =
            advance(self.machine, &mut self.world, batch, How::SERIAL, Detail::Outcome).unwrap();
        let whole = start.elapsed();
        let Advance { executions, phases: Phases { bind, execute, commit, .. }, .. } = advance;
        (executions, Times { whole, bind, execute, finish: commit })
    }

    /// The value of a record.
    ///
    /// # Panics
    ///
    /// If it is not there.
    pub(crate) fn value(&self, record: &Record) -> Value {
        let image = self.world.image(record);
        image.unwrap_or_else(|| panic!("{record} is not there")).to_value()
    }
}

/// A batch of `transactions`.
pub(crate) fn batch(transactions: Vec<Transaction>) -> Batch {
    Batch { transactions, height: 0, block: Block::default() }
}

/// How an execution ended, in the words of the other side.
///
/// # Panics
///
/// If the other side cannot end so.
pub(crate) fn status(execution: &Execution) -> Result<(), Abort> {
    let Status::Aborted(abort) = &execution.status else { return Ok(()) };
    #[allow(clippy::wildcard_enum_match_arm, reason = "a new cause is one that should not occur")]
    Err(match &abort.cause {
        Cause::Code { code, .. } => Abort::Code(*code),
        Cause::Arithmetic(ArithmeticError::Overflow) => Abort::Overflow,
        Cause::Arithmetic(ArithmeticError::Underflow) => Abort::Underflow,
        Cause::Arithmetic(ArithmeticError::CastOutOfRange) => Abort::CastOutOfRange,
        Cause::Arithmetic(ArithmeticError::DivisionByZero) => Abort::DivisionByZero,
        Cause::OutOfGas => Abort::OutOfGas,
        other => panic!("no call here should end so: {other}"),
    })
}

/// The call of a module's `init_module`, by the module's address.
fn init(module: &Module) -> Option<Transaction> {
    let name = Identifier::new("init_module");
    let definition = module.function(&name)?;
    let is_signer = |ty: &Type| *ty == Type::Signer;
    assert!(definition.parameters.iter().all(|it| is_signer(it.ty.referent())));
    let signer = Value::Signer(module.id.address);
    Some(Transaction {
        function: FunctionName { module: module.id.clone(), name },
        type_arguments: Vec::new(),
        arguments: definition.parameters.iter().map(|_| signer.clone()).collect(),
        gas_max: INIT_GAS_MAX,
    })
}
