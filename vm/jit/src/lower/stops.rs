//! What seldom happens: blocks out of the way in which a helper is told why the code stops. And calls of helpers at all.

use cranelift_codegen::ir::{Block, InstBuilder, SigRef, Signature, Type, Value, types};

use super::{Lowering, Passed};
use crate::context::CodeSite;
use crate::helpers::{self, Stop};

/// A call of a helper in a block that is seldom reached.
pub(super) struct Call {
    pub(super) function: *const u8,
    pub(super) arguments: Vec<Passed>,
}

/// A block that is seldom reached: it makes calls, and goes on at another.
pub(super) struct Cold {
    block: Block,
    calls: Vec<Call>,
    next: Block,
}

impl Lowering<'_, '_> {
    /// Goes to `block` if `condition` is not 0, and on if it is.
    pub(super) fn branch_off(&mut self, condition: Value, block: Block) {
        let rest = self.b.create_block();
        self.b.ins().brif(condition, block, &[], rest, &[]);
        self.b.seal_block(rest);
        self.b.switch_to_block(rest);
    }

    /// Stops at this instruction if `condition` is not 0.
    pub(super) fn stop_if(&mut self, condition: Value, stop: Stop) {
        self.stop_for(condition, Passed::Word(stop as i64));
    }

    /// Stops at this instruction, for a reason by number, if `condition` is not 0.
    pub(super) fn stop_for(&mut self, condition: Value, reason: Passed) {
        let condition = match self.only_if {
            Some(is_taken) => self.b.ins().band(condition, is_taken),
            None => condition,
        };
        let stop = self.stop_call(reason);
        let block = self.cold(vec![stop]);
        self.branch_off(condition, block);
    }

    fn stop_call(&mut self, reason: Passed) -> Call {
        let site = self.site_address();
        let arguments =
            vec![Passed::Value(self.context), Passed::Word(site), reason, self.gas.passed()];
        Call { function: helpers::stop as *const u8, arguments }
    }

    /// Stops at this instruction if `condition` is not 0: an integer of `size` bytes at `at` could not be updated.
    pub(super) fn stop_updating(
        &mut self,
        condition: Value,
        stop: Stop,
        (at, size): (Value, usize),
    ) {
        let arguments = vec![
            Passed::Value(self.context),
            Passed::Value(at),
            Passed::Word(size.cast_signed() as i64),
        ];
        let depend = Call { function: helpers::depend as *const u8, arguments };
        let stop = self.stop_call(Passed::Word(stop as i64));
        let block = self.cold(vec![depend, stop]);
        self.branch_off(condition, block);
    }

    /// A block for what seldom happens: calls helpers, and the function has failed.
    pub(super) fn cold(&mut self, calls: Vec<Call>) -> Block {
        let block = self.b.create_block();
        self.b.set_cold_block(block);
        self.cold.push(Cold { block, calls, next: self.scope.failed });
        block
    }

    /// Writes the blocks that are seldom reached.
    pub(super) fn cold_blocks(&mut self) {
        for Cold { block, calls, next } in std::mem::take(&mut self.cold) {
            self.b.switch_to_block(block);
            for Call { function, arguments } in calls {
                let arguments: Vec<_> = arguments.into_iter().map(|it| self.passed(it)).collect();
                self.help(function, &arguments, false);
            }
            self.b.ins().jump(next, &[]);
        }
        self.b.switch_to_block(self.scope.failed);
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
            Passed::Value(value) | Passed::Difference(value, 0) => value,
            Passed::Word(number) => self.word(number),
            Passed::Difference(value, less) => self.b.ins().iadd_imm_s(value, less.wrapping_neg()),
        }
    }

    fn zero(&mut self, ty: Type) -> Value {
        if ty == types::I128 {
            let zero = self.word(0);
            return self.b.ins().iconcat(zero, zero);
        }
        self.b.ins().iconst(ty, 0)
    }

    pub(super) fn word(&mut self, number: i64) -> Value {
        self.b.ins().iconst(types::I64, number)
    }

    /// The address of the site of this instruction.
    pub(super) fn site(&mut self) -> Value {
        let address = self.site_address();
        self.word(address)
    }

    pub(super) fn site_address(&mut self) -> i64 {
        let point = self.scope.point;
        if let Some(address) = self.scope.site_of.get(&point) {
            return *address;
        }
        let instance = std::sync::Arc::clone(&self.scope.instance);
        let site = Box::new(CodeSite { instance, point });
        let address = (&raw const *site).expose_provenance().cast_signed() as i64;
        self.sites.push(site);
        self.scope.site_of.insert(point, address);
        address
    }

    /// Calls a function of [`helpers`]; the arguments are words.
    pub(super) fn help(
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
}
