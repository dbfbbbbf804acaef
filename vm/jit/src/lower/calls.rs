//! Calls and returns, and the way into a function from outside.

use std::sync::Arc;

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    ExtFuncData, ExternalName, FuncRef, Function, InstBuilder, UserExternalName, Value, types,
};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use vm_bytecode::{CalleeId, Instruction, Register};
use vm_interpreter::{Instance, Target as CallTarget};

use super::gas::Gas;
use super::stops::Call;
use super::{Lowered, Lowering, NotLowered, Origin, Passed, Target, displacement, plain};
use crate::abi::{self, FIXED, Form, PASSED_MAX, form, parameters};
use crate::context::{FRAMES_END, PARTS};
use crate::helpers::{self, Stop};

impl Lowering<'_, '_> {
    pub(super) fn call(
        &mut self,
        instruction: &Instruction,
        to: &[Register],
        callee: CalleeId,
        arguments: &[Register],
    ) -> Lowered {
        let instance = Arc::clone(&self.scope.instance);
        let target = match instance.target(callee).map_err(|_| NotLowered)? {
            CallTarget::Native { native, types } => {
                return self.native((*native, types), instruction, to, arguments);
            }
            CallTarget::Function(target) => target,
        };
        let Some(callee) = target.known() else {
            return self.call_through(instruction, to, None, arguments);
        };
        let key = Arc::as_ptr(&callee).addr();
        match self.callees.get(&key) {
            Some(number) => self.call_directly(&callee, *number, to, arguments),
            None => self.call_through(instruction, to, None, arguments),
        }
    }

    fn call_directly(
        &mut self,
        callee: &Arc<Instance>,
        number: u32,
        to: &[Register],
        arguments: &[Register],
    ) -> Lowered {
        let is_alike = callee.parameters() == arguments.len() && callee.results().len() == to.len();
        if !is_alike {
            return Err(NotLowered);
        }
        self.check_call(callee)?;
        if self.is_inlined(callee) {
            return self.inline(callee, to, arguments);
        }
        self.known.headers.clear();
        let end = self.own_end()?;
        let frame = self.b.ins().iadd_imm_s(self.frame, end);
        let level = self.level();
        let depth = self.b.ins().iadd_imm_s(self.depth, -level - 1);
        let mut passed = vec![self.context, frame, self.gas(), depth];
        for (register, layout) in to.iter().zip(callee.results()) {
            if form(layout) == Form::Memory {
                passed.push(self.slot_address(*register)?);
            }
        }
        for (index, register) in arguments.iter().enumerate() {
            match form(self.layout(*register)?) {
                Form::Scalar(_) => passed.push(self.get(*register)?),
                Form::Reference => passed.extend(self.reference(*register)?.0),
                Form::Memory => {
                    let (offset, _) = callee.slot(Register::new(index)).ok_or(NotLowered)?;
                    self.store_at(*register, frame, offset)?;
                }
            }
        }
        let function = self.function_reference(callee, number);
        let call = self.b.ins().call(function, &passed);
        let results = self.b.inst_results(call).to_vec();
        let (gas, results) = results.split_first().ok_or(NotLowered)?;
        let arguments = vec![Passed::Value(self.context), Passed::Word(self.site_address())];
        let unwind = Call { function: helpers::unwind as *const u8, arguments };
        let unwinding = self.cold(vec![unwind]);
        let has_aborted = self.b.ins().icmp_imm_s(IntCC::SignedLessThan, *gas, 0);
        self.branch_off(has_aborted, unwinding);
        self.gas = Gas::of(*gas);
        self.take_results(callee, to, results)
    }

    /// Stops unless a function may be called here, and there is room for its frame.
    fn check_call(&mut self, callee: &Instance) -> Lowered {
        let level = self.level();
        if self.known.calls <= level {
            let is_deep = self.b.ins().icmp_imm_s(IntCC::Equal, self.depth, level);
            self.stop_if(is_deep, Stop::CallDepth);
            self.known.calls = level + 1;
        }
        let own = i64::from(displacement(callee.frame_bytes())?);
        let end = self.own_end()?.checked_add(own).ok_or(NotLowered)?;
        if self.known.room < end {
            let at = self.b.ins().iadd_imm_s(self.frame, end);
            // It stays the same as long as a call is at work.
            let flags = plain().with_readonly().with_can_move();
            let room = self.b.ins().load(types::I64, flags, self.context, FRAMES_END);
            let is_full = self.b.ins().icmp(IntCC::UnsignedGreaterThan, at, room);
            self.stop_if(is_full, Stop::Memory);
            self.known.room = end;
        }
        Ok(())
    }

    /// Where the frame of the function at work ends, from the start of the outermost one.
    fn own_end(&self) -> Lowered<i64> {
        let own = displacement(self.scope.instance.frame_bytes())?;
        Ok(i64::from(own) + i64::from(self.scope.base))
    }

    fn take_results(&mut self, callee: &Instance, to: &[Register], from: &[Value]) -> Lowered {
        let mut from = from.iter().copied();
        let mut next = || from.next().ok_or(NotLowered);
        for (register, layout) in to.iter().zip(callee.results()) {
            match form(layout) {
                Form::Scalar(_) => {
                    let value = next()?;
                    self.set(*register, value)?;
                }
                Form::Reference => {
                    let reference = [next()?, next()?, next()?];
                    self.set_reference(*register, reference, Origin::default())?;
                }
                Form::Memory => {}
            }
        }
        Ok(())
    }

    fn function_reference(&mut self, callee: &Instance, number: u32) -> FuncRef {
        if let Some(function) = self.functions.get(&number) {
            return *function;
        }
        let function = import(&mut self.b, abi::signature(callee), number);
        self.functions.insert(number, function);
        function
    }

    /// Calls a function value, or a function that is not compiled with this one: arguments and results go by the frame.
    pub(super) fn call_through(
        &mut self,
        instruction: &Instruction,
        to: &[Register],
        closure: Option<Register>,
        arguments: &[Register],
    ) -> Lowered {
        if PASSED_MAX < arguments.len().max(to.len()) {
            return Err(NotLowered);
        }
        debug_assert!(closure.is_none_or(|closure| instruction.operands().contains(&closure)));
        self.spill(&instruction.operands())?;
        for (index, register) in arguments.iter().enumerate() {
            if form(self.layout(*register)?) == Form::Reference {
                let ([_, record, part], _) = self.reference(*register)?;
                self.b.ins().store(plain(), record, self.context, parts_at(index));
                self.b.ins().store(plain(), part, self.context, parts_at(index) + 8);
            }
        }
        self.known.headers.clear();
        let (site, frame, depth) = (self.site(), self.own_frame(), self.own_depth());
        let passed = [self.context, site, frame, depth];
        self.help_with_gas(helpers::call as *const u8, &passed)?;
        for (index, register) in to.iter().enumerate() {
            if form(self.layout(*register)?) == Form::Reference {
                let (slot, _) = self.slot(*register)?;
                let address = self.b.ins().load(types::I64, plain(), self.frame, slot);
                let [record, part] = [0, 8].map(|at| {
                    self.b.ins().load(types::I64, plain(), self.context, parts_at(index) + at)
                });
                self.set_reference(*register, [address, record, part], Origin::default())?;
            } else {
                self.reload(&[*register])?;
            }
        }
        Ok(())
    }

    pub(super) fn return_values(&mut self, results: &[Register]) -> Lowered {
        if self.scope.exit.is_some() {
            return self.return_inline(results);
        }
        let mut values = vec![self.gas()];
        let mut places = self.places.clone().into_iter();
        for register in results {
            match form(self.layout(*register)?) {
                Form::Scalar(_) => values.push(self.get(*register)?),
                Form::Reference => values.extend(self.reference(*register)?.0),
                Form::Memory => {
                    let place = places.next().ok_or(NotLowered)?;
                    self.store_at(*register, place, 0)?;
                }
            }
        }
        self.b.ins().return_(&values);
        Ok(())
    }
}

/// Where record and part of the reference at a position are handed over.
fn parts_at(index: usize) -> i32 {
    PARTS + 16 * i32::try_from(index).expect("at most so many are passed")
}

fn import(
    b: &mut FunctionBuilder<'_>,
    signature: cranelift_codegen::ir::Signature,
    number: u32,
) -> FuncRef {
    let signature = b.import_signature(signature);
    let name = UserExternalName { namespace: 0, index: number };
    let name = b.func.declare_imported_user_function(name);
    b.import_function(ExtFuncData {
        name: ExternalName::user(name),
        signature,
        colocated: true,
        patchable: false,
    })
}

/// Lowers the way into `instance`, the function of this number, from Rust: see [`abi::entry_signature`].
pub(crate) fn lower_entry(
    function: &mut Function,
    builder: &mut FunctionBuilderContext,
    target: Target,
    instance: &Instance,
    number: u32,
) -> Lowered {
    if PASSED_MAX < instance.parameters().max(instance.results().len()) {
        return Err(NotLowered);
    }
    let mut b = FunctionBuilder::new(function, builder);
    let entry = b.create_block();
    b.append_block_params_for_function_params(entry);
    b.switch_to_block(entry);
    let given = b.block_params(entry).to_vec();
    let (fixed, rest) = given.split_first_chunk::<FIXED>().ok_or(NotLowered)?;
    let [context, frame, ..] = *fixed;
    let places = *rest.first().ok_or(NotLowered)?;
    let mut passed = fixed.to_vec();
    let mut places_of = Vec::new();
    for (index, layout) in instance.results().iter().enumerate() {
        let at = displacement(index.saturating_mul(8))?;
        let place = b.ins().load(types::I64, plain(), places, at);
        places_of.push(place);
        if form(layout) == Form::Memory {
            passed.push(place);
        }
    }
    for (index, layout) in parameters(instance).enumerate() {
        let (offset, _) = instance.slot(Register::new(index)).ok_or(NotLowered)?;
        let offset = displacement(offset)?;
        match form(layout) {
            Form::Scalar(ty) => passed.push(b.ins().load(ty, plain(), frame, offset)),
            Form::Reference => {
                passed.push(b.ins().load(types::I64, plain(), frame, offset));
                for at in [0, 8] {
                    passed.push(b.ins().load(types::I64, plain(), context, parts_at(index) + at));
                }
            }
            Form::Memory => {}
        }
    }
    let callee = import(&mut b, abi::signature(instance), number);
    let call = b.ins().call(callee, &passed);
    let results = b.inst_results(call).to_vec();
    let (gas, results) = results.split_first().ok_or(NotLowered)?;
    let mut results = results.iter().copied();
    let mut next = || results.next().ok_or(NotLowered);
    for (index, (layout, place)) in instance.results().iter().zip(places_of).enumerate() {
        match form(layout) {
            Form::Scalar(_) => {
                let value = next()?;
                b.ins().store(plain(), value, place, 0);
            }
            Form::Reference => {
                let [address, record, part] = [next()?, next()?, next()?];
                b.ins().store(plain(), address, place, 0);
                b.ins().store(plain(), record, context, parts_at(index));
                b.ins().store(plain(), part, context, parts_at(index) + 8);
            }
            Form::Memory => {}
        }
    }
    b.ins().return_(&[*gas]);
    b.seal_all_blocks();
    b.finalize(target.config);
    Ok(())
}
