//! What must hold of a case.

use std::fmt;

use compiler_driver::Build;
use vm_interpreter::{Cause, Execution, Limits, Status};
use vm_runtime::{
    Batch, CodeExecution, Engine, FootprintSource, Machine, Options, World, execute_batch,
    execute_serially,
};
use vm_verifier::Program;

use crate::case::{Call, Case};

/// How a case fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It does not compile, or is not verified.
    Refused(String),
    /// A transaction does what its bound footprint does not allow.
    Escaped(String),
    /// A transaction ends as none of a verified program may.
    Broken(String),
    /// Two engines differ.
    Differs(String),
}

impl Failure {
    /// Whether both are of one kind, and where the compiler says why, with one code.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Refused(one), Self::Refused(other)) => {
                one.split(':').next() == other.split(':').next()
            }
            (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(text) => write!(f, "refused: {text}"),
            Self::Escaped(text) => write!(f, "outside its footprint: {text}"),
            Self::Broken(text) => write!(f, "ends as none may: {text}"),
            Self::Differs(text) => write!(f, "engines differ: {text}"),
        }
    }
}

/// Where the code of a case comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// From the compiler: it obeys every rule of Move.
    Compiled,
    /// From anyone, and the verifier has let it pass: that references do not dangle is not proved.
    Verified,
}

/// What has been seen, so that the cases can be told to be worth something.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) transactions: u64,
    pub(crate) committed: u64,
    /// By class: exact, bounded, open.
    pub(crate) classes: [u64; 3],
    /// Records touched.
    pub(crate) records: u64,
    pub(crate) out_of_gas: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.transactions += other.transactions;
        self.committed += other.committed;
        self.records += other.records;
        self.out_of_gas += other.out_of_gas;
        for (own, other) in self.classes.iter_mut().zip(other.classes) {
            *own += other;
        }
    }
}

/// Two machines for one program: what they do must not differ in anything.
pub(crate) struct Machines {
    pub(crate) jit: Machine,
    pub(crate) interpreter: Machine,
}

impl Machines {
    /// Machines that run a program that the verifier has let pass.
    pub(crate) fn of(program: Program) -> Self {
        let jit = Machine::new(program, Limits::default());
        Self { interpreter: jit.again(CodeExecution::Interpreter), jit }
    }
}

/// Machines that run what was built.
pub(crate) fn machines(built: &Build) -> Result<Machines, Failure> {
    let program = built.program().map_err(|error| Failure::Refused(format!("{error}")))?;
    Ok(Machines::of(program))
}

/// Runs the case one transaction at a time, each bound to the state before it, and as a batch, bound before the batch, by
/// every engine.
///
/// Nothing is declared, so the footprint that every engine enforces, access by access, is the inferred one.
pub(crate) fn check(machines: &Machines, case: &Case, trust: Trust) -> Result<Tally, Failure> {
    let machine = &machines.jit;
    let alone = one_by_one(machines, case, trust)?;
    let (world, height) = genesis(machine, case, trust)?;
    let batch = Batch {
        transactions: case.calls.iter().map(|call| case.transaction(call)).collect(),
        height,
        ..Batch::default()
    };
    let options = Options {
        engines: vec![Engine::Certified, Engine::Optimistic, Engine::Oracle],
        threads: vec![1, 2, 4],
        footprints: vec![FootprintSource::Declared, FootprintSource::Inferred],
        repeat: 1,
        cores: Vec::new(),
    };
    let outcome = execute_batch(machine, &world, &batch, &options);
    let outcome = outcome.map_err(|error| Failure::Differs(error.to_string()))?;
    let mut tally = Tally { classes: outcome.runs[0].classes, ..Tally::default() };
    for (index, (call, execution)) in case.calls.iter().zip(&outcome.executions).enumerate() {
        inspect(index, call, execution, trust)?;
        let (is_committed, gas_used) = (execution.is_committed(), execution.gas_used);
        if alone[index] != (is_committed, gas_used) {
            let text = format!(
                "transaction {index} ({call}) ends otherwise in a batch: {}",
                execution.status
            );
            return Err(Failure::Differs(text));
        }
        tally.transactions += 1;
        tally.committed += u64::from(is_committed);
        tally.records += u64::try_from(execution.records.len()).expect("few");
        tally.out_of_gas += u64::from(
            matches!(&execution.status, Status::Aborted(abort) if abort.cause == Cause::OutOfGas),
        );
    }
    Ok(tally)
}

/// Each transaction as a batch of its own, as machine code and interpreted: whether it committed, and its gas.
fn one_by_one(machines: &Machines, case: &Case, trust: Trust) -> Result<Vec<(bool, u64)>, Failure> {
    let (mut world, mut height) = genesis(&machines.jit, case, trust)?;
    let (mut reference, _) = genesis(&machines.interpreter, case, trust)?;
    let mut ends = Vec::new();
    for (index, call) in case.calls.iter().enumerate() {
        let batch =
            Batch { transactions: vec![case.transaction(call)], height, ..Batch::default() };
        height += 1;
        let expected = serially(&machines.interpreter, &mut reference, &batch)?;
        let executions = serially(&machines.jit, &mut world, &batch)?;
        let is_same = executions == expected && world.root() == reference.root();
        if !is_same {
            let text = format!(
                "transaction {index} ({call}) interpreted: {expected:?}, as machine code: {executions:?}"
            );
            return Err(Failure::Differs(text));
        }
        for execution in executions {
            inspect(index, call, &execution, trust)?;
            ends.push((execution.is_committed(), execution.gas_used));
        }
    }
    Ok(ends)
}

fn genesis(machine: &Machine, case: &Case, trust: Trust) -> Result<(World, u64), Failure> {
    let mut world = World::new();
    let transactions = case.genesis.iter().map(|call| case.transaction(call)).collect();
    let executions =
        serially(machine, &mut world, &Batch { transactions, height: 0, ..Batch::default() })?;
    for (index, (call, execution)) in case.genesis.iter().zip(&executions).enumerate() {
        inspect(index, call, execution, trust)?;
    }
    Ok((world, 1))
}

fn serially(
    machine: &Machine,
    world: &mut World,
    batch: &Batch,
) -> Result<Vec<Execution>, Failure> {
    execute_serially(machine, world, batch).map_err(|error| Failure::Differs(error.to_string()))
}

/// Refuses what no verified transaction may end in.
fn inspect(index: usize, call: &Call, execution: &Execution, trust: Trust) -> Result<(), Failure> {
    let Status::Aborted(abort) = &execution.status else { return Ok(()) };
    match &abort.cause {
        Cause::Code { .. }
        | Cause::Arithmetic(_)
        | Cause::NoElement
        | Cause::ElementCount
        | Cause::NotThere(_)
        | Cause::AlreadyThere(_)
        | Cause::BadAddress
        | Cause::OutOfGas
        | Cause::LimitReached(_) => Ok(()),
        Cause::BadArguments | Cause::Unlinked(_) | Cause::NoLayout(_)
            if trust == Trust::Verified =>
        {
            Ok(())
        }
        Cause::OutsideFootprint { .. } => {
            Err(Failure::Escaped(format!("transaction {index} ({call}): {}", execution.status)))
        }
        Cause::NotATerm
        | Cause::BadArguments
        | Cause::Unlinked(_)
        | Cause::NoLayout(_)
        | Cause::Interrupted
        | Cause::Unverified(_) => {
            Err(Failure::Broken(format!("transaction {index} ({call}): {}", execution.status)))
        }
    }
}
