//! Registers that are not used again hold nothing, so that neither states nor the work on them grow with the code.

use vm_bytecode::{Block, BlockId, Code, Instruction, Liveness, Register, RegisterSet};

use crate::domain::Abstract;
use crate::state::State;

/// Which registers of a function may be used, and where.
pub(crate) struct Live<'a> {
    liveness: Liveness<'a>,
    /// Locals that are borrowed: they may be used through references for as long as there are any.
    borrowed: RegisterSet,
}

impl<'a> Live<'a> {
    pub(crate) fn of(code: &'a Code) -> Self {
        let mut borrowed = RegisterSet::none(code.registers.len());
        for instruction in code.blocks.iter().flat_map(|block| &block.instructions) {
            if let Instruction::BorrowLocal { local, .. } = instruction {
                borrowed.add(*local);
            }
        }
        Self { liveness: Liveness::of(code), borrowed }
    }

    /// Forgets what `block` has carried out and neither its end nor any block after it uses.
    pub(crate) fn forget_after(&self, block: &Block, state: &mut State) {
        let mut live = self.liveness.at_end(block);
        block.terminator.operands().iter().for_each(|register| live.add(*register));
        self.forget(state, |register| live.has(register));
    }

    /// Forgets what is not used from the head of `block` on.
    pub(crate) fn forget_at(&self, block: BlockId, state: &mut State) {
        self.forget(state, |register| self.liveness.is_live(block, register));
    }

    fn forget(&self, state: &mut State, is_live: impl Fn(Register) -> bool) {
        for (index, slot) in state.registers.iter_mut().enumerate() {
            let register = Register::new(index);
            if !is_live(register) && !self.borrowed.has(register) {
                *slot = Abstract::Unset;
            }
        }
    }
}
