//! One function to Cranelift's intermediate representation.

mod arithmetic;
mod calls;
mod casts;
mod flow;
mod gas;
mod inline;
mod memory;
mod natives;
mod origins;
mod records;
mod references;
mod stops;
mod values;
mod variants;
mod vectors;
mod wide;

use std::sync::Arc;

use cranelift_codegen::ir::{
    Block, FuncRef, Function, InstBuilder, MemFlagsData, SigRef, StackSlot, Value, types,
};
use cranelift_codegen::isa::{CallConv, TargetFrontendConfig};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext, Variable};
use rustc_hash::FxHashMap;
use vm_bytecode::{BlockId, CodePoint, Instruction, Register, Terminator};
use vm_interpreter::{Charge, Instance};
use vm_layout::Layout;

use crate::abi::{FIXED, Form, form};
use crate::context::CodeSite;
use crate::helpers;
use flow::{Arrivals, Known};
use gas::Gas;
use inline::Exit;
use origins::Start;
use stops::Cold;

/// Why a function is left to the interpreter: bytecode that no verifier passes, or that is larger than this crate takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotLowered;

/// What comes of lowering something.
pub(crate) type Lowered<T = ()> = Result<T, NotLowered>;

/// Where a register's value is held.
#[derive(Clone, Copy, Debug)]
enum Held {
    Scalar(Variable),
    /// Address, record, part.
    Reference([Variable; 3]),
    /// In its slot of the frame: what has no other form, and scalars that are borrowed.
    Slot,
}

/// What is known of a reference before the code runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Origin {
    /// Whether it leads into a record.
    is_record: Option<bool>,
    /// Which part of the record it leads to.
    part: Option<u64>,
}

/// What does not depend on the function.
#[derive(Clone, Copy)]
pub(crate) struct Target {
    pub(crate) config: TargetFrontendConfig,
    /// How Rust functions are called.
    pub(crate) convention: CallConv,
}

/// Functions that code may call directly, by the address of their instance: the number of each in the module.
pub(crate) type Callees = FxHashMap<usize, u32>;

/// An argument: numbers are made where they are needed, so that they take no room elsewhere.
#[derive(Clone, Copy)]
enum Passed {
    Value(Value),
    Word(i64),
    /// A value less a number.
    Difference(Value, i64),
}

/// Code at work: a function, and those that are put into it in the place of calls.
struct Lowering<'a, 'f> {
    b: FunctionBuilder<'f>,
    target: Target,
    callees: &'a Callees,
    sites: &'a mut Vec<Box<CodeSite>>,
    /// The function that is lowered now.
    scope: Scope,
    /// Those whose calls it is in the place of, outermost first.
    outer: Vec<Scope>,
    /// Instructions of callees that may be put here yet.
    budget: usize,
    context: Value,
    /// The frame of the outermost function.
    frame: Value,
    /// Calls that may be made in it.
    depth: Value,
    /// Gas where ways meet.
    gas_left: Variable,
    /// Gas here.
    gas: Gas,
    /// What holds here.
    known: Known,
    /// What instructions do counts only if this is not 0.
    only_if: Option<Value>,
    /// Blocks that are not lowered yet.
    arrivals: FxHashMap<Block, Arrivals>,
    /// Blocks that are seldom reached, written last.
    cold: Vec<Cold>,
    signatures: FxHashMap<(usize, usize), SigRef>,
    functions: FxHashMap<u32, FuncRef>,
    /// Where results in memory go.
    places: Vec<Value>,
    /// Room for operands and result of a helper.
    scratch: Option<StackSlot>,
}

/// A function at work.
struct Scope {
    instance: Arc<Instance>,
    held: Vec<Held>,
    /// What is known of references here.
    origins: Vec<Origin>,
    /// The same at the start of each block.
    starts: Vec<Start>,
    site_of: FxHashMap<CodePoint, i64>,
    /// By position; those that are lowered by themselves.
    blocks: Vec<Option<Block>>,
    /// Where code goes when everything about an abort in it is noted.
    failed: Block,
    /// Where its frame starts in that of the outermost function.
    base: i32,
    /// The instruction that is lowered.
    point: CodePoint,
    /// Where it returns to, if it is put in the place of a call.
    exit: Option<Exit>,
}

impl Scope {
    fn new(instance: &Arc<Instance>, held: Vec<Held>, failed: Block, base: i32) -> Self {
        Self {
            instance: Arc::clone(instance),
            origins: vec![Origin::default(); held.len()],
            held,
            starts: Vec::new(),
            site_of: FxHashMap::default(),
            blocks: Vec::new(),
            failed,
            base,
            point: CodePoint { block: BlockId(0), instruction: 0 },
            exit: None,
        }
    }
}

/// What a function is lowered with.
pub(crate) struct Given<'a> {
    pub(crate) target: Target,
    pub(crate) callees: &'a Callees,
    /// Instructions of callees that may be put in the place of calls.
    pub(crate) inlined_max: usize,
}

/// Lowers `instance` into `function`, which has its signature. Sites are kept in `sites`: the code has their addresses.
pub(crate) fn lower(
    function: &mut Function,
    builder: &mut FunctionBuilderContext,
    given: &Given<'_>,
    instance: &Arc<Instance>,
    sites: &mut Vec<Box<CodeSite>>,
) -> Lowered {
    let mut b = FunctionBuilder::new(function, builder);
    let entry = b.create_block();
    b.append_block_params_for_function_params(entry);
    b.switch_to_block(entry);
    b.seal_block(entry);
    let parameters = b.block_params(entry).to_vec();
    let [context, frame, gas, depth] = *parameters.first_chunk::<FIXED>().ok_or(NotLowered)?;
    let gas_left = b.declare_var(types::I64);
    let held = hold(&mut b, instance)?;
    let failed = b.create_block();
    b.set_cold_block(failed);
    let mut lowering = Lowering {
        b,
        target: given.target,
        callees: given.callees,
        sites,
        scope: Scope::new(instance, held, failed, 0),
        outer: Vec::new(),
        budget: given.inlined_max,
        context,
        frame,
        depth,
        gas_left,
        gas: Gas::of(gas),
        known: Known::default(),
        only_if: None,
        arrivals: FxHashMap::default(),
        cold: Vec::new(),
        signatures: FxHashMap::default(),
        functions: FxHashMap::default(),
        places: Vec::new(),
        scratch: None,
    };
    lowering.function(&parameters[FIXED..])?;
    let Lowering { mut b, .. } = lowering;
    b.seal_all_blocks();
    b.finalize(given.target.config);
    Ok(())
}

/// Decides where each register is held.
fn hold(b: &mut FunctionBuilder<'_>, instance: &Instance) -> Lowered<Vec<Held>> {
    let code = instance.code();
    let mut is_borrowed = vec![false; code.registers.len()];
    for instruction in code.blocks.iter().flat_map(|block| &block.instructions) {
        if let Instruction::BorrowLocal { local, .. } = instruction {
            *is_borrowed.get_mut(local.index()).ok_or(NotLowered)? = true;
        }
    }
    let mut held = Vec::with_capacity(is_borrowed.len());
    for (index, is_borrowed) in is_borrowed.into_iter().enumerate() {
        let (_, layout) = instance.slot(Register::new(index)).ok_or(NotLowered)?;
        held.push(match form(layout) {
            Form::Scalar(ty) if !is_borrowed => Held::Scalar(b.declare_var(ty)),
            Form::Reference if is_borrowed => return Err(NotLowered),
            Form::Reference => Held::Reference(std::array::from_fn(|_| b.declare_var(types::I64))),
            Form::Scalar(_) | Form::Memory => Held::Slot,
        });
    }
    Ok(held)
}

impl Lowering<'_, '_> {
    fn function(&mut self, parameters: &[Value]) -> Lowered {
        self.parameters(parameters)?;
        self.scope.starts = origins::starts(&self.scope.instance, &[]);
        self.body()?;
        self.cold_blocks();
        Ok(())
    }

    /// Takes over what the caller passes.
    fn parameters(&mut self, passed: &[Value]) -> Lowered {
        let mut passed = passed.iter().copied();
        let mut next = || passed.next().ok_or(NotLowered);
        for layout in self.scope.instance.results() {
            if form(layout) == Form::Memory {
                self.places.push(next()?);
            }
        }
        for index in 0..self.scope.instance.parameters() {
            let register = Register::new(index);
            match form(self.layout(register)?) {
                Form::Scalar(_) => {
                    let value = next()?;
                    self.set(register, value)?;
                }
                Form::Reference => {
                    let reference = [next()?, next()?, next()?];
                    self.set_reference(register, reference, Origin::default())?;
                }
                Form::Memory => {}
            }
        }
        Ok(())
    }

    fn instruction(&mut self, instruction: &Instruction, charge: Charge) -> Lowered {
        use Instruction as I;
        match instruction {
            I::Constant { to, constant } => self.constant(*to, *constant),
            I::Move { to, from } | I::Freeze { to, from } | I::WidenClosure { to, from } => {
                self.move_value(*to, *from)
            }
            I::Copy { to, from } => self.copy(*to, *from, charge),
            I::Not { to, from } => self.not(*to, *from),
            I::Binary { to, operation, left, right } => {
                self.binary(*operation, *to, (*left, *right), charge)
            }
            I::Cast { to, from } => self.cast(*to, *from),
            I::Pack { to, fields } => self.pack(*to, fields),
            I::Unpack { to, from } => self.unpack(to, *from),
            I::PackVariant { to, variant, fields } => self.pack_variant(*to, *variant, fields),
            I::UnpackVariant { to, from, variant } => self.unpack_variant(to, *from, *variant),
            I::TestVariant { to, reference, variant } => {
                self.test_variant(*to, *reference, *variant)
            }
            I::BorrowVariantField { to, reference, variant, field } => {
                self.borrow_variant_field(*to, *reference, (*variant, *field))
            }
            I::BorrowLocal { to, local } => self.borrow_local(*to, *local),
            I::BorrowField { to, reference, field } => self.borrow_field(*to, *reference, *field),
            I::Read { to, reference } => self.read(*to, *reference, charge),
            I::Write { reference, from } => self.write(*reference, *from),
            I::Update { reference, operation, amount } => {
                self.update(*operation, *reference, *amount, instruction)
            }
            I::BorrowGlobal { to, address } => self.borrow_global(*to, *address),
            I::Exists { to, resource, address } => self.exists(*to, *resource, *address),
            I::VectorPack { to, from } if from.is_empty() => self.empty_vector(*to),
            I::VectorUnpack { to, from } => self.vector_unpack(to, *from),
            I::VectorLength { to, vector } => self.vector_length(*to, *vector),
            I::VectorBorrow { to, vector, index } => self.vector_borrow(*to, *vector, *index),
            I::VectorPush { vector, from } => self.vector_push(*vector, *from, instruction),
            I::VectorPop { to, vector } => self.vector_pop(*to, *vector),
            I::VectorSwap { vector, left, right } => {
                self.vector_swap(*vector, (*left, *right), instruction)
            }
            I::Call { to, callee, arguments } => self.call(instruction, to, *callee, arguments),
            I::CallClosure { to, arguments, closure } => {
                self.call_through(instruction, to, Some(*closure), arguments)
            }
            I::MoveFrom { .. }
            | I::MoveTo { .. }
            | I::VectorPack { .. }
            | I::PackClosure { .. } => self.interpret(instruction),
        }
    }

    fn terminator(&mut self, terminator: &Terminator) -> Lowered {
        match terminator {
            Terminator::Jump(block) => {
                let block = self.block(*block)?;
                self.go_to(block);
            }
            Terminator::Branch { condition, then, otherwise } => {
                let condition = self.get(*condition)?;
                let (then, otherwise) = (self.block(*then)?, self.block(*otherwise)?);
                self.arrive(then);
                self.arrive(otherwise);
                self.b.ins().brif(condition, then, &[], otherwise, &[]);
            }
            Terminator::Return(results) => self.return_values(results)?,
            Terminator::Abort(code) => {
                let (code, site, gas) = (self.get(*code)?, self.site(), self.gas());
                self.help(helpers::abort as *const u8, &[self.context, site, code, gas], false);
                self.b.ins().jump(self.scope.failed, &[]);
            }
        }
        Ok(())
    }

    /// Leaves an instruction to the interpreter: its operands go to the frame, what it writes comes from there.
    fn interpret(&mut self, instruction: &Instruction) -> Lowered {
        self.known.headers.clear();
        self.spill(&instruction.operands())?;
        let (site, frame) = (self.site(), self.own_frame());
        self.help_with_gas(helpers::step as *const u8, &[self.context, site, frame])?;
        self.reload(instruction.targets())
    }

    /// The address of the frame of the function at work.
    fn own_frame(&mut self) -> Value {
        self.b.ins().iadd_imm_s(self.frame, i64::from(self.scope.base))
    }

    /// How many calls may be made in the function at work.
    fn own_depth(&mut self) -> Value {
        let level = self.level();
        self.b.ins().iadd_imm_s(self.depth, -level)
    }

    /// Calls that it is put in the place of.
    fn level(&self) -> i64 {
        i64::try_from(self.outer.len()).expect("few")
    }

    /// Where a register lies, from the start of the outermost frame, and its layout.
    fn slot(&self, register: Register) -> Lowered<(i32, &Arc<Layout>)> {
        let (offset, layout) = self.scope.instance.slot(register).ok_or(NotLowered)?;
        let offset = displacement(offset)?.checked_add(self.scope.base).ok_or(NotLowered)?;
        Ok((offset, layout))
    }

    fn layout(&self, register: Register) -> Lowered<&Arc<Layout>> {
        self.slot(register).map(|(_, layout)| layout)
    }

    /// The layout behind the reference in a register.
    fn referent(&self, register: Register) -> Lowered<Arc<Layout>> {
        self.layout(register)?.referent().cloned().ok_or(NotLowered)
    }
}

/// Memory of ours, which is there.
fn plain() -> MemFlagsData {
    MemFlagsData::new().with_notrap()
}

/// A field or element this many bytes in, if it fits an instruction.
fn displacement(offset: usize) -> Lowered<i32> {
    i32::try_from(offset).map_err(|_| NotLowered)
}

pub(crate) use calls::lower_entry;
pub(crate) use inline::is_small;
