//! One function to Cranelift's intermediate representation.

mod arithmetic;
mod calls;
mod casts;
mod memory;
mod records;
mod references;
mod values;
mod variants;
mod vectors;

use std::sync::Arc;

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    Block, BlockArg, FuncRef, Function, InstBuilder, MemFlagsData, SigRef, Signature, StackSlot,
    Type, Value, types,
};
use cranelift_codegen::isa::{CallConv, TargetFrontendConfig};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext, Variable};
use rustc_hash::FxHashMap;
use vm_bytecode::{BlockId, CodePoint, Instruction, Register, Terminator};
use vm_interpreter::{Charge, Instance};
use vm_layout::Layout;

use crate::abi::{FIXED, Form, form};
use crate::context::CodeSite;
use crate::helpers::{self, Stop};
use records::Noted;

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

/// A call of a helper in a block that is seldom reached.
struct Call {
    function: *const u8,
    arguments: Vec<Passed>,
}

/// An argument: numbers are made where they are needed, so that they take no room elsewhere.
#[derive(Clone, Copy)]
enum Passed {
    Value(Value),
    Word(i64),
}

/// A function at work.
struct Lowering<'a, 'f> {
    b: FunctionBuilder<'f>,
    target: Target,
    instance: &'a Arc<Instance>,
    callees: &'a Callees,
    sites: &'a mut Vec<Box<CodeSite>>,
    site_of: FxHashMap<CodePoint, i64>,
    held: Vec<Held>,
    origins: Vec<Origin>,
    /// What has been noted in this block already.
    noted: Vec<Noted>,
    context: Value,
    frame: Value,
    depth: Value,
    gas: Variable,
    blocks: Vec<Block>,
    /// Where code goes when everything about an abort is noted.
    failed: Block,
    /// Blocks that are seldom reached, written last: each makes calls, and the function has failed.
    cold: Vec<(Block, Vec<Call>)>,
    signatures: FxHashMap<(usize, usize), SigRef>,
    functions: FxHashMap<u32, FuncRef>,
    /// Where results in memory go.
    places: Vec<Value>,
    /// Room for operands and result of a helper.
    scratch: Option<StackSlot>,
    /// The instruction that is lowered.
    point: CodePoint,
}

/// Lowers `instance` into `function`, which has its signature. Sites are kept in `sites`: the code has their addresses.
pub(crate) fn lower(
    function: &mut Function,
    builder: &mut FunctionBuilderContext,
    target: Target,
    instance: &Arc<Instance>,
    callees: &Callees,
    sites: &mut Vec<Box<CodeSite>>,
) -> Lowered {
    let mut b = FunctionBuilder::new(function, builder);
    let entry = b.create_block();
    b.append_block_params_for_function_params(entry);
    b.switch_to_block(entry);
    let parameters = b.block_params(entry).to_vec();
    let [context, frame, gas, depth] = *parameters.first_chunk::<FIXED>().ok_or(NotLowered)?;
    let gas_left = b.declare_var(types::I64);
    b.def_var(gas_left, gas);
    let held = hold(&mut b, instance)?;
    let failed = b.create_block();
    b.set_cold_block(failed);
    let blocks = instance.code().blocks.iter().map(|_| b.create_block()).collect();
    let mut lowering = Lowering {
        b,
        target,
        instance,
        callees,
        sites,
        site_of: FxHashMap::default(),
        origins: vec![Origin::default(); held.len()],
        held,
        noted: Vec::new(),
        context,
        frame,
        depth,
        gas: gas_left,
        blocks,
        failed,
        cold: Vec::new(),
        signatures: FxHashMap::default(),
        functions: FxHashMap::default(),
        places: Vec::new(),
        scratch: None,
        point: CodePoint { block: BlockId(0), instruction: 0 },
    };
    lowering.function(&parameters[FIXED..])?;
    let Lowering { mut b, .. } = lowering;
    b.seal_all_blocks();
    b.finalize(target.config);
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
        let first = *self.blocks.first().ok_or(NotLowered)?;
        self.b.ins().jump(first, &[]);
        let instance = Arc::clone(self.instance);
        for (index, block) in instance.code().blocks.iter().enumerate() {
            self.b.switch_to_block(self.blocks[index]);
            self.origins.fill(Origin::default());
            self.noted.clear();
            let at = |instruction: usize| CodePoint {
                block: BlockId::new(index),
                instruction: u32::try_from(instruction).unwrap_or(u32::MAX),
            };
            for (position, instruction) in block.instructions.iter().enumerate() {
                self.point = at(position);
                let charge = instance.charge(self.point);
                self.charge(charge.segment);
                self.instruction(instruction, charge)?;
            }
            self.point = at(block.instructions.len());
            self.charge(instance.charge(self.point).segment);
            self.terminator(&block.terminator)?;
        }
        self.cold_blocks();
        Ok(())
    }

    /// Takes over what the caller passes.
    fn parameters(&mut self, passed: &[Value]) -> Lowered {
        let mut passed = passed.iter().copied();
        let mut next = || passed.next().ok_or(NotLowered);
        for layout in self.instance.results() {
            if form(layout) == Form::Memory {
                self.places.push(next()?);
            }
        }
        for index in 0..self.instance.parameters() {
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
            I::Exists { .. }
            | I::MoveFrom { .. }
            | I::MoveTo { .. }
            | I::VectorPack { .. }
            | I::PackClosure { .. } => self.interpret(instruction),
        }
    }

    fn terminator(&mut self, terminator: &Terminator) -> Lowered {
        match terminator {
            Terminator::Jump(block) => {
                let block = self.block(*block)?;
                self.b.ins().jump(block, &[]);
            }
            Terminator::Branch { condition, then, otherwise } => {
                let condition = self.get(*condition)?;
                let (then, otherwise) = (self.block(*then)?, self.block(*otherwise)?);
                self.b.ins().brif(condition, then, &[], otherwise, &[]);
            }
            Terminator::Return(results) => self.return_values(results)?,
            Terminator::Abort(code) => {
                let (code, site, gas) = (self.get(*code)?, self.site(), self.gas());
                self.help(helpers::abort as *const u8, &[self.context, site, code, gas], false);
                self.b.ins().jump(self.failed, &[]);
            }
        }
        Ok(())
    }

    fn block(&self, id: BlockId) -> Lowered<Block> {
        self.blocks.get(id.index()).copied().ok_or(NotLowered)
    }

    /// Leaves an instruction to the interpreter: its operands go to the frame, what it writes comes from there.
    fn interpret(&mut self, instruction: &Instruction) -> Lowered {
        self.spill(&instruction.operands())?;
        let (site, gas) = (self.site(), self.gas());
        let gas =
            self.help(helpers::step as *const u8, &[self.context, site, self.frame, gas], true);
        self.take_gas(gas.ok_or(NotLowered)?);
        self.reload(instruction.targets())
    }

    /// Goes on with the gas that a function has handed back, if it has not aborted; else this one has, too.
    fn take_gas(&mut self, gas: Value) {
        let has_failed = self.b.ins().icmp_imm_s(IntCC::SignedLessThan, gas, 0);
        self.branch_off(has_failed, self.failed, &[]);
        self.b.def_var(self.gas, gas);
    }

    /// Takes gas, or stops without.
    fn charge(&mut self, cost: u64) {
        if cost == 0 {
            return;
        }
        let cost = i64::try_from(cost).unwrap_or(i64::MAX);
        let gas = self.gas();
        let left = self.b.ins().iadd_imm_s(gas, -cost);
        let is_out = self.b.ins().icmp_imm_s(IntCC::SignedLessThan, left, 0);
        self.stop_if(is_out, Stop::OutOfGas);
        self.b.def_var(self.gas, left);
    }

    /// Charges for the bytes of values without vectors, where the instruction is charged so.
    fn charge_bytes(&mut self, charge: Charge, bytes: usize) {
        if charge.is_sized {
            self.charge((bytes as u64).saturating_mul(vm_bytecode::gas::PER_BYTE));
        }
    }

    fn gas(&mut self) -> Value {
        self.b.use_var(self.gas)
    }

    /// Goes to `block` if `condition` is not 0, and on if it is.
    fn branch_off(&mut self, condition: Value, block: Block, arguments: &[BlockArg]) {
        let rest = self.b.create_block();
        self.b.ins().brif(condition, block, arguments, rest, &[]);
        self.b.switch_to_block(rest);
    }

    /// Stops at this instruction if `condition` is not 0.
    fn stop_if(&mut self, condition: Value, stop: Stop) {
        self.stop_for(condition, Passed::Word(stop as i64));
    }

    /// Stops at this instruction, for a reason by number, if `condition` is not 0.
    fn stop_for(&mut self, condition: Value, reason: Passed) {
        let stop = self.stop_call(reason);
        let block = self.cold(vec![stop]);
        self.branch_off(condition, block, &[]);
    }

    fn stop_call(&mut self, reason: Passed) -> Call {
        let (site, gas) = (self.site_address(), self.gas());
        let arguments =
            vec![Passed::Value(self.context), Passed::Word(site), reason, Passed::Value(gas)];
        Call { function: helpers::stop as *const u8, arguments }
    }

    /// Stops at this instruction if `condition` is not 0: an integer of `size` bytes at `at` could not be updated.
    fn stop_updating(&mut self, condition: Value, stop: Stop, (at, size): (Value, usize)) {
        let arguments = vec![
            Passed::Value(self.context),
            Passed::Value(at),
            Passed::Word(size.cast_signed() as i64),
        ];
        let depend = Call { function: helpers::depend as *const u8, arguments };
        let stop = self.stop_call(Passed::Word(stop as i64));
        let block = self.cold(vec![depend, stop]);
        self.branch_off(condition, block, &[]);
    }

    /// A block for what seldom happens: calls helpers, and the function has failed.
    fn cold(&mut self, calls: Vec<Call>) -> Block {
        let block = self.b.create_block();
        self.b.set_cold_block(block);
        self.cold.push((block, calls));
        block
    }

    /// Writes the blocks that are seldom reached.
    fn cold_blocks(&mut self) {
        for (block, calls) in std::mem::take(&mut self.cold) {
            self.b.switch_to_block(block);
            for Call { function, arguments } in calls {
                let arguments: Vec<_> = arguments.into_iter().map(|it| self.passed(it)).collect();
                self.help(function, &arguments, false);
            }
            self.b.ins().jump(self.failed, &[]);
        }
        self.b.switch_to_block(self.failed);
        let types: Vec<_> =
            self.b.func.signature.returns.iter().map(|returned| returned.value_type).collect();
        let mut values = vec![self.b.ins().iconst(types::I64, -1)];
        for ty in types.into_iter().skip(1) {
            let zero = self.zero(ty);
            values.push(zero);
        }
        self.b.ins().return_(&values);
    }

    fn passed(&mut self, argument: Passed) -> Value {
        match argument {
            Passed::Value(value) => value,
            Passed::Word(number) => self.word(number),
        }
    }

    fn zero(&mut self, ty: Type) -> Value {
        if ty == types::I128 {
            let zero = self.word(0);
            return self.b.ins().iconcat(zero, zero);
        }
        self.b.ins().iconst(ty, 0)
    }

    fn word(&mut self, number: i64) -> Value {
        self.b.ins().iconst(types::I64, number)
    }

    /// The address of the site of this instruction.
    fn site(&mut self) -> Value {
        let address = self.site_address();
        self.word(address)
    }

    fn site_address(&mut self) -> i64 {
        if let Some(address) = self.site_of.get(&self.point) {
            return *address;
        }
        let site = CodeSite { instance: Arc::clone(self.instance), point: self.point };
        let site = Box::new(site);
        let address = (&raw const *site).expose_provenance().cast_signed() as i64;
        self.sites.push(site);
        self.site_of.insert(self.point, address);
        address
    }

    /// Calls a function of [`helpers`]; the arguments are words.
    fn help(
        &mut self,
        function: *const u8,
        arguments: &[Value],
        has_result: bool,
    ) -> Option<Value> {
        let types: Vec<_> =
            arguments.iter().map(|value| self.b.func.dfg.value_type(*value)).collect();
        debug_assert!(types.iter().all(|ty| *ty == types::I64), "helpers take words");
        let signature = self.signature_of_helper(arguments.len(), has_result);
        let address = self.word(function.expose_provenance().cast_signed() as i64);
        let call = self.b.ins().call_indirect(signature, address, arguments);
        self.b.inst_results(call).first().copied()
    }

    fn signature_of_helper(&mut self, arguments: usize, has_result: bool) -> SigRef {
        let key = (arguments, usize::from(has_result));
        if let Some(signature) = self.signatures.get(&key) {
            return *signature;
        }
        let word = || cranelift_codegen::ir::AbiParam::new(types::I64);
        let mut signature = Signature::new(self.target.convention);
        signature.params.extend((0..arguments).map(|_| word()));
        signature.returns.extend(has_result.then(word));
        let reference = self.b.import_signature(signature);
        self.signatures.insert(key, reference);
        reference
    }

    fn slot(&self, register: Register) -> Lowered<(i32, &Arc<Layout>)> {
        let (offset, layout) = self.instance.slot(register).ok_or(NotLowered)?;
        Ok((i32::try_from(offset).map_err(|_| NotLowered)?, layout))
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
