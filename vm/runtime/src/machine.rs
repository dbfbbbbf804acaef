//! A linked program, ready to run.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use sha3::{Digest, Sha3_256};

use vm_access::{Footprint, FunctionName, Identifier, ModuleId, StructType, Type};
use vm_bytecode::Module;
use vm_footprint::{Amounts, Whole, infer_program};
use vm_interpreter::{Call, Execution, Host, Instances, Interpreter, Limits, Modules};
use vm_layout::MemoryLimits;
use vm_scheduler::TxIndex;
use vm_verifier::Program;

use crate::batch::{Batch, Seed, Transaction};

/// A program with what has been prepared to run it.
#[derive(Debug)]
pub struct Machine {
    program: Linked,
    /// What each function does with the callees it has, whatever they declare.
    inferred: BTreeMap<FunctionName, Whole>,
    instances: Instances,
    /// Of the struct types that binding has met.
    fields: RwLock<FxHashMap<StructType, Fields>>,
    limits: Limits,
}

/// Names and types of a struct's fields, in order of declaration.
pub type Fields = Arc<[(Identifier, Type)]>;

/// The program as the interpreter sees it.
#[derive(Debug)]
struct Linked(Program);

impl Modules for Linked {
    fn module(&self, id: &ModuleId) -> Option<&Module> {
        self.0.module(id)
    }
}

impl Machine {
    /// A machine that runs `program`, each transaction within `limits`.
    pub fn new(program: Program, limits: Limits) -> Self {
        let inferred = infer_program(program.modules());
        Self {
            program: Linked(program),
            inferred,
            instances: Instances::new(),
            fields: RwLock::default(),
            limits,
        }
    }

    /// The same, and it is counted how often code runs.
    pub fn counting(program: Program, limits: Limits) -> Self {
        Self { instances: Instances::counting(), ..Self::new(program, limits) }
    }

    /// How often each instruction of each function has run, block by block; last of a block its terminator. Empty unless it is
    /// counted.
    pub fn visits(&self) -> BTreeMap<FunctionName, Vec<Vec<u64>>> {
        self.instances.visits()
    }

    /// What a function does according to inference over the whole program: with every callee at hand, and not only its
    /// declaration.
    pub fn inferred(&self, function: &FunctionName) -> Option<&Footprint> {
        self.inferred.get(function).map(|whole| &whole.footprint)
    }

    /// By how much a call of a function may change integers, if that is known.
    pub(crate) fn amounts(&self, function: &FunctionName) -> Option<&Amounts> {
        self.inferred.get(function).map(|whole| &whole.amounts)
    }

    /// The program.
    pub fn program(&self) -> &Program {
        &self.program.0
    }

    /// The fields of a struct type, in order, with its type arguments put in; `None` if there is no such struct, or it is an enum.
    pub fn fields(&self, ty: &StructType) -> Option<Fields> {
        // A panic elsewhere leaves the table whole: nothing is half inserted.
        let known = self.fields.read().unwrap_or_else(PoisonError::into_inner).get(ty).cloned();
        if known.is_some() {
            return known;
        }
        let definition = self.program().module(&ty.module)?.structure(&ty.name)?;
        if definition.is_enum() {
            return None;
        }
        let field =
            |field: &vm_bytecode::Field| (field.name.clone(), field.ty.substitute(&ty.arguments));
        let found: Fields = definition.fields.iter().map(field).collect();
        let mut fields = self.fields.write().unwrap_or_else(PoisonError::into_inner);
        fields.insert(ty.clone(), Arc::clone(&found));
        Some(found)
    }

    /// An interpreter for one worker.
    pub(crate) fn worker(&self) -> Interpreter<'_> {
        Interpreter::new(&self.program, &self.instances, self.limits)
    }

    /// An interpreter for terms, which need little.
    pub(crate) fn term_worker(&self) -> Interpreter<'_> {
        let memory = MemoryLimits { stack_bytes: 1 << 16, arena_bytes: 1 << 20 };
        Interpreter::new(&self.program, &self.instances, Limits { memory, ..self.limits })
    }
}

/// Executes one transaction of a batch whose seed is `batch_seed`.
pub(crate) fn execute_transaction(
    worker: &mut Interpreter<'_>,
    batch: &Batch,
    batch_seed: &Seed,
    index: TxIndex,
    host: &mut dyn Host,
) -> Execution {
    let Transaction { function, type_arguments, arguments, gas_max } =
        &batch.transactions[index.index()];
    let [hash, seed] = [&b"hash"[..], b"seed"].map(|purpose| derive(batch_seed, index, purpose));
    let block = batch.block;
    let call = Call { function, type_arguments, arguments, hash: &hash, seed, block };
    worker.execute_within(call, *gas_max, host)
}

/// What names and random bytes of a transaction are hashed from comes of its batch and its place in it, so no two ever have
/// the same.
fn derive(batch: &Seed, index: TxIndex, purpose: &[u8]) -> [u8; 32] {
    let mut hasher = Sha3_256::new();
    hasher.update(batch);
    hasher.update(index.0.to_le_bytes());
    hasher.update(purpose);
    hasher.finalize().into()
}
