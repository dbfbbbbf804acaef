//! One call at work: frames, gas, and the loop over instructions.

mod arithmetic;
mod calls;
mod charges;
mod closures;
mod compare;
mod context;
mod crypto;
mod format;
mod natives;
mod records;
mod references;
mod resources;
mod shared;
mod tables;
mod types;
mod values;
mod variants;
mod vectors;

use std::sync::Arc;

use smallvec::SmallVec;
use vm_access::{FunctionName, Identifier, Type};
use vm_bytecode::{BlockId, CodePoint, Instruction, Module, Register, Terminator};
use vm_layout::{Fault, Memory, Pointer, Source};

use crate::host::Host;
use crate::instance::{Here, Instance, Instances};
use crate::limits::Limits;
use crate::modules::Modules;
use crate::outcome::{Abort, Cause, Events, Site};
pub use arithmetic::{Bits, Checked, compute};
pub(crate) use context::Context;
use natives::FreshNames;
pub(crate) use records::Records;
pub use records::{Locator, Notes, Touch};
pub use shared::Entered;
pub use tables::TablePlace;

/// What an instruction comes to.
pub type Step<T = ()> = Result<T, Cause>;

/// A program and what was resolved of it.
#[derive(Clone, Copy)]
pub(crate) struct Linked<'p> {
    pub(crate) modules: &'p dyn Modules,
    pub(crate) instances: &'p Instances,
}

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To have effects.
    Transaction,
    /// To give a value: no state, events or context.
    Term,
}

/// One call at work.
pub struct Run<'r> {
    linked: Linked<'r>,
    limits: &'r Limits,
    pub(crate) memory: &'r mut Memory,
    pub(crate) host: &'r mut dyn Host,
    needs_sums: bool,
    purpose: Purpose,
    gas_left: u64,
    pub(crate) lists: &'r mut Lists,
    /// Calls below the frames that another engine of code is in.
    calls_outside: usize,
    pub(crate) events: Events,
    pub(crate) context: Context<'r>,
}

/// Lists whose room one call leaves to the next.
#[derive(Default)]
pub(crate) struct Lists {
    frames: Vec<Frame>,
    pub(crate) records: Records,
    fresh: FreshNames,
    /// What the code has shown.
    pub(crate) printed: Vec<String>,
}

impl Lists {
    /// Empties them.
    #[inline]
    fn clear(&mut self) {
        self.frames.clear();
        self.records.clear();
        self.fresh.clear();
        self.printed.clear();
    }
}

/// A function at work.
struct Frame {
    instance: Arc<Instance>,
    base: Pointer,
    /// The instruction that runs, or whose callee runs.
    point: CodePoint,
    /// Where the results go.
    results: SmallVec<[Pointer; 2]>,
}

/// What comes after an instruction or terminator.
enum Next {
    /// The next instruction of this frame, at this point.
    At(CodePoint),
    /// Another frame is on top now.
    Frame,
}

impl<'r> Run<'r> {
    pub(crate) fn new(
        linked: Linked<'r>,
        limits: &'r Limits,
        (memory, lists): (&'r mut Memory, &'r mut Lists),
        host: &'r mut dyn Host,
        context: Context<'r>,
        purpose: Purpose,
    ) -> Self {
        lists.clear();
        Self {
            linked,
            limits,
            memory,
            needs_sums: host.needs_sums(),
            host,
            purpose,
            gas_left: limits.gas,
            lists,
            calls_outside: 0,
            events: Events::default(),
            context,
        }
    }

    pub(crate) fn instance(
        &self,
        function: &FunctionName,
        type_arguments: &[Type],
    ) -> Step<Arc<Instance>> {
        self.linked.instances.instance(self.linked.modules, function, type_arguments)
    }

    /// Makes a frame for `instance` on top.
    pub(crate) fn push_frame<'i>(
        &mut self,
        instance: &'i Arc<Instance>,
        results: SmallVec<[Pointer; 2]>,
    ) -> Step<Here<'i>> {
        let base = self.memory.push_frame(instance.frame_bytes)?;
        self.enter_frame(instance, base, results);
        Ok(Here { instance, base })
    }

    /// Puts a frame that has been made on top.
    pub(crate) fn enter_frame(
        &mut self,
        instance: &Arc<Instance>,
        base: Pointer,
        results: SmallVec<[Pointer; 2]>,
    ) {
        let point = CodePoint { block: BlockId(0), instruction: 0 };
        self.lists.frames.push(Frame { instance: Arc::clone(instance), base, point, results });
    }

    /// Whether no call may be made inside those that are at work.
    fn is_deep(&self) -> bool {
        self.limits.call_depth <= self.lists.frames.len().saturating_add(self.calls_outside)
    }

    /// Runs until the first frame has returned.
    pub(crate) fn run(&mut self) -> Result<(), Abort> {
        while let Some(frame) = self.lists.frames.last() {
            let (instance, base, point) = (Arc::clone(&frame.instance), frame.base, frame.point);
            let here = Here { instance: &instance, base };
            self.run_frame(here, point).map_err(|cause| self.abort(cause))?;
        }
        Ok(())
    }

    fn abort(&self, cause: Cause) -> Abort {
        self.lists.frames.iter().for_each(|frame| frame.instance.count_stop(frame.point));
        let site =
            |frame: &Frame| Site { function: frame.instance.name.clone(), point: frame.point };
        let mut sites = self.lists.frames.iter().rev().map(site);
        Abort { cause, site: sites.next(), callers: sites.collect() }
    }

    /// Runs the frame on top until another one is.
    fn run_frame(&mut self, here: Here<'_>, mut point: CodePoint) -> Step {
        loop {
            if let Some(frame) = self.lists.frames.last_mut() {
                frame.point = point;
            }
            let charge = here.instance.charge(point);
            self.charge(charge.segment)?;
            let block = here.instance.code.block(point.block).ok_or(Fault::Shape)?;
            let instruction = block.instructions.get(point.instruction as usize);
            let next = if let Some(instruction) = instruction {
                self.step(here, instruction, point, charge.is_sized)?
            } else {
                let next = self.leave_block(here, &block.terminator)?;
                here.instance.count_stop(point);
                next
            };
            match next {
                Next::At(next) => point = next,
                Next::Frame => return Ok(()),
            }
        }
    }

    fn step(
        &mut self,
        here: Here<'_>,
        instruction: &Instruction,
        point: CodePoint,
        is_sized: bool,
    ) -> Step<Next> {
        let mut is_entered = false;
        if let Instruction::Call { to, callee, arguments } = instruction {
            is_entered = self.call(here, *callee, to, arguments)?;
        } else if let Instruction::CallClosure { to, closure, arguments } = instruction {
            self.call_closure(here, *closure, to, arguments)?;
            is_entered = true;
        } else {
            if is_sized {
                self.charge_size(here, instruction)?;
            }
            self.simple(here, instruction)?;
        }
        let next = CodePoint { instruction: point.instruction + 1, ..point };
        Ok(if is_entered { Next::Frame } else { Next::At(next) })
    }

    /// Executes an instruction that stays in its frame.
    fn simple(&mut self, here: Here<'_>, instruction: &Instruction) -> Step {
        use Instruction as I;
        match instruction {
            I::Constant { to, constant } => self.constant(here, *to, *constant),
            I::Move { to, from } | I::Freeze { to, from } | I::WidenClosure { to, from } => {
                self.move_value(here, *to, *from)
            }
            I::PackClosure { to, callee, captures, captured } => {
                self.pack_closure(here, *to, *callee, (*captures, captured))
            }
            I::Copy { to, from } => self.copy(here, *to, *from),
            I::Not { to, from } => self.not(here, *to, *from),
            I::Binary { to, operation, left, right } => {
                self.binary(here, *operation, *to, (*left, *right))
            }
            I::Cast { to, from } => self.cast(here, *to, *from),
            I::Pack { to, fields } => self.pack(here, *to, fields),
            I::Unpack { to, from } => self.unpack(here, to, *from),
            I::PackVariant { to, variant, fields } => {
                self.pack_variant(here, *to, *variant, fields)
            }
            I::UnpackVariant { to, from, variant } => {
                self.unpack_variant(here, to, *from, *variant)
            }
            I::TestVariant { to, reference, variant } => {
                self.test_variant(here, *to, *reference, *variant)
            }
            I::BorrowVariantField { to, reference, variant, field } => {
                self.borrow_variant_field(here, *to, *reference, (*variant, *field))
            }
            I::BorrowLocal { to, local } => self.borrow_local(here, *to, *local),
            I::BorrowField { to, reference, field } => {
                self.borrow_field(here, *to, *reference, *field)
            }
            I::Read { to, reference } => self.read(here, *to, *reference),
            I::Write { reference, from } => self.write(here, *reference, *from),
            I::Update { reference, operation, amount } => {
                self.update(here, *operation, *reference, *amount)
            }
            I::BorrowGlobal { to, address } => self.borrow_global(here, *to, *address),
            I::Exists { to, resource, address } => self.exists(here, *to, *resource, *address),
            I::MoveFrom { to, address } => self.move_from(here, *to, *address),
            I::MoveTo { signer, from } => self.move_to(here, *signer, *from),
            I::VectorPack { to, from } => self.vector_pack(here, *to, from),
            I::VectorUnpack { to, from } => self.vector_unpack(here, to, *from),
            I::VectorLength { to, vector } => self.vector_length(here, *to, *vector),
            I::VectorBorrow { to, vector, index } => self.vector_borrow(here, *to, *vector, *index),
            I::VectorPush { vector, from } => self.vector_push(here, *vector, *from),
            I::VectorPop { to, vector } => self.vector_pop(here, *to, *vector),
            I::VectorSwap { vector, left, right } => self.vector_swap(here, *vector, *left, *right),
            I::Call { .. } | I::CallClosure { .. } => Err(Fault::Shape.into()),
        }
    }

    fn leave_block(&mut self, here: Here<'_>, terminator: &Terminator) -> Step<Next> {
        let start = |block: BlockId| Next::At(CodePoint { block, instruction: 0 });
        match terminator {
            Terminator::Jump(block) => Ok(start(*block)),
            Terminator::Branch { condition, then, otherwise } => {
                let is_true = self.bool(here, *condition)?;
                Ok(start(if is_true { *then } else { *otherwise }))
            }
            Terminator::Return(results) => {
                self.return_from(here, results)?;
                Ok(Next::Frame)
            }
            Terminator::Abort(code) => Err(self.abort_cause(here, *code)?),
        }
    }

    fn abort_cause(&self, here: Here<'_>, code: Register) -> Step<Cause> {
        Ok(self.abort_with(here.instance, self.u64(here, code)?))
    }

    /// The pointer in a register.
    fn pointer(&self, here: Here<'_>, register: Register) -> Step<Pointer> {
        Ok(self.memory.pointer(here.at(register)?)?)
    }

    fn u64(&self, here: Here<'_>, register: Register) -> Step<u64> {
        Ok(u64::from_le_bytes(self.memory.array(here.at(register)?)?))
    }

    fn bool(&self, here: Here<'_>, register: Register) -> Step<bool> {
        Ok(self.memory.array(here.at(register)?)? != [0])
    }

    fn set_bool(&mut self, here: Here<'_>, register: Register, value: bool) -> Step {
        Ok(self.memory.write(here.at(register)?, &[u8::from(value)])?)
    }

    fn set_pointer(&mut self, here: Here<'_>, register: Register, pointer: Pointer) -> Step {
        Ok(self.memory.write(here.at(register)?, &pointer.0.to_le_bytes())?)
    }
}

/// What a module calls an abort code: the constant of that value; else, of a code with a category of `std::error` in bits
/// 16 to 23, the error constant (`E…`) of the reason below.
fn error_name(module: &Module, code: u64) -> Option<&Identifier> {
    let find = |value: u64, only_errors: bool| {
        let mut names = module.error_names.iter().filter(|name| name.code == value);
        names.find(|name| !only_errors || name.name.as_str().starts_with('E'))
    };
    let has_category = (1..=0xff).contains(&(code >> 16));
    let reason = has_category.then_some(code & 0xffff);
    let named = find(code, false).or_else(|| find(reason?, true))?;
    Some(&named.name)
}
