//! A linked program, ready to run.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use vm_access::{Family, Footprint, FunctionName, Identifier, ModuleId, StructType, Type};
use vm_bytecode::Module;
use vm_footprint::{Amounts, Whole, infer_program};
use vm_interpreter::{
    Call, Detail, Execution, Host, Instances, Interpreter, Limits, Modules, Origin,
};
use vm_jit::Jit;
use vm_layout::{Layout, Memory, MemoryLimits};
use vm_scheduler::TxIndex;
use vm_verifier::Program;

use crate::batch::{BatchSeed, Transaction};

/// Memories that are kept for workers to come.
const SPARE_MAX: usize = 64;

/// A program with what has been prepared to run it.
#[derive(Debug)]
pub struct Machine {
    program: Arc<Linked>,
    /// What each function does with the callees it has, whatever they declare.
    inferred: Arc<BTreeMap<FunctionName, Whole>>,
    instances: Instances,
    /// Machine code; none where the interpreter does everything.
    jit: Option<Jit>,
    /// Of the struct types that binding has met.
    fields: RwLock<FxHashMap<StructType, Fields>>,
    limits: Limits,
    /// Memory that workers have left.
    spare: Mutex<Vec<Memory>>,
}

/// What executes code. Both give the same result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CodeExecution {
    /// Machine code, compiled when it is first called.
    Jit,
    /// The reference.
    Interpreter,
}

impl CodeExecution {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Jit, Self::Interpreter];

    /// The name on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jit => "jit",
            Self::Interpreter => "interpreter",
        }
    }

    /// The one of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|execution| execution.name() == name)
    }
}

/// How the records of a family are laid out.
#[derive(Clone, Debug)]
pub(crate) struct FamilyLayouts {
    pub(crate) value: Arc<Layout>,
    /// Of items.
    pub(crate) key: Option<Arc<Layout>>,
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
    /// A machine that runs `program` as machine code, each transaction within `limits`.
    pub fn new(program: Program, limits: Limits) -> Self {
        Self::executing(CodeExecution::Jit, program, limits)
    }

    /// A machine that runs `program`, each transaction within `limits`.
    ///
    /// On a machine that no code can be made for, the interpreter runs it.
    pub fn executing(execution: CodeExecution, program: Program, limits: Limits) -> Self {
        let inferred = infer_program(program.modules());
        Self {
            program: Arc::new(Linked(program)),
            inferred: Arc::new(inferred),
            instances: Instances::new(),
            jit: jit(execution),
            fields: RwLock::default(),
            limits,
            spare: Mutex::default(),
        }
    }

    /// Another machine for the same program, to compare the two or to count apart.
    #[must_use]
    pub fn again(&self, execution: CodeExecution) -> Self {
        Self {
            program: Arc::clone(&self.program),
            inferred: Arc::clone(&self.inferred),
            instances: Instances::new(),
            jit: jit(execution),
            fields: RwLock::default(),
            limits: self.limits,
            spare: Mutex::default(),
        }
    }

    /// One that interprets, and it is counted how often code runs.
    pub fn counting(program: Program, limits: Limits) -> Self {
        let machine = Self::executing(CodeExecution::Interpreter, program, limits);
        Self { instances: Instances::counting(), ..machine }
    }

    /// How often each instruction of each function has run, block by block; last of a block its terminator. Empty unless it is
    /// counted.
    pub fn visits(&self) -> BTreeMap<FunctionName, Vec<Vec<u64>>> {
        self.instances.visits()
    }

    /// What executes code.
    pub fn execution(&self) -> CodeExecution {
        if self.jit.is_some() { CodeExecution::Jit } else { CodeExecution::Interpreter }
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

    /// The family with the struct type that layouts share, so that comparing the two compares addresses.
    pub(crate) fn shared(&self, family: &Family) -> Family {
        let Family::Resource(ty) = family else { return family.clone() };
        let layout = self.instances.layout(&*self.program, &Type::Struct(StructType::clone(ty)));
        let shared = layout.ok().and_then(|layout| layout.structure().cloned());
        Family::Resource(shared.unwrap_or_else(|| Arc::clone(ty)))
    }

    /// The layouts of a family's values, and of its keys if they are items; `None` if one has none.
    pub(crate) fn layouts(&self, family: &Family) -> Option<FamilyLayouts> {
        let layout = |ty: &Type| self.instances.layout(&*self.program, ty).ok();
        Some(match family {
            Family::Resource(ty) => {
                FamilyLayouts { value: layout(&Type::Struct(StructType::clone(ty)))?, key: None }
            }
            Family::Item(key, value) => {
                FamilyLayouts { value: layout(value)?, key: Some(layout(key)?) }
            }
        })
    }

    /// An interpreter for one worker: give it back with [`Machine::keep`].
    pub(crate) fn worker(&self) -> Interpreter<'_> {
        let left = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let memory = left.unwrap_or_else(|| Memory::new(self.limits.memory));
        let (program, instances) = (&*self.program, &self.instances);
        self.with_code(Interpreter::with_memory(program, instances, self.limits, memory))
    }

    /// Keeps the memory of a worker for the next one.
    pub(crate) fn keep(&self, worker: Interpreter<'_>) {
        let mut spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        if spare.len() < SPARE_MAX {
            spare.push(worker.into_memory());
        }
    }

    fn with_code<'p>(&'p self, interpreter: Interpreter<'p>) -> Interpreter<'p> {
        match &self.jit {
            Some(jit) => interpreter.with_code(jit),
            None => interpreter,
        }
    }

    /// An interpreter for terms, which need little.
    pub(crate) fn term_worker(&self) -> Interpreter<'_> {
        let memory = MemoryLimits { stack_bytes: 1 << 16, arena_bytes: 1 << 20 };
        let limits = Limits { memory, ..self.limits };
        self.with_code(Interpreter::new(&*self.program, &self.instances, limits))
    }
}

fn jit(execution: CodeExecution) -> Option<Jit> {
    match execution {
        CodeExecution::Jit => Jit::new(),
        CodeExecution::Interpreter => None,
    }
}

/// Executes one transaction of the batch that `seed` is of.
pub(crate) fn execute_transaction(
    worker: &mut Interpreter<'_>,
    seed: &BatchSeed<'_>,
    index: TxIndex,
    detail: Detail,
    host: &mut dyn Host,
) -> Execution {
    let Transaction { function, type_arguments, arguments, gas_max } =
        &seed.batch.transactions[index.index()];
    let digest = || seed.get();
    let origin = Origin::Batch { digest: &digest, index: index.0 };
    let block = seed.batch.block;
    let call = Call { function, type_arguments, arguments, origin, block };
    worker.execute_within(call, *gas_max, detail, host)
}
