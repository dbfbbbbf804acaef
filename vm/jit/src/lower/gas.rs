//! Gas. What is left is a value and a number to take from it: the difference is only computed where ways meet, or when
//! somebody else needs it.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value};
use vm_interpreter::Charge;

use super::{Lowered, Lowering, NotLowered, Passed};
use crate::helpers::Stop;

/// What is left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gas {
    before: Value,
    /// At most `before`.
    spent: i64,
}

impl Gas {
    pub(super) fn of(left: Value) -> Self {
        Self { before: left, spent: 0 }
    }

    /// As an argument of what is seldom called.
    pub(super) fn passed(self) -> Passed {
        Passed::Difference(self.before, self.spent)
    }
}

impl Lowering<'_, '_> {
    /// What is left.
    pub(super) fn gas(&mut self) -> Value {
        let Gas { before, spent } = self.gas;
        if spent == 0 {
            return before;
        }
        let left = self.b.ins().iadd_imm_s(before, spent.wrapping_neg());
        self.gas = Gas::of(left);
        left
    }

    /// Goes on with the gas that a function has handed back, if it has not aborted; else this one has, too.
    pub(super) fn take_gas(&mut self, gas: Value) {
        let has_failed = self.b.ins().icmp_imm_s(IntCC::SignedLessThan, gas, 0);
        self.branch_off(has_failed, self.scope.failed);
        self.gas = Gas::of(gas);
    }

    /// Takes gas, or stops without.
    pub(super) fn charge(&mut self, cost: u64) {
        if cost == 0 {
            return;
        }
        let cost = i64::try_from(cost).unwrap_or(i64::MAX);
        if let Some(is_taken) = self.only_if {
            return self.charge_if(is_taken, cost);
        }
        let Gas { before, spent } = self.gas;
        let spent = spent.saturating_add(cost);
        let is_out = self.b.ins().icmp_imm_s(IntCC::SignedLessThan, before, spent);
        self.stop_if(is_out, Stop::OutOfGas);
        self.gas = Gas { before, spent };
    }

    /// Takes gas that is known to be there.
    pub(super) fn take_known(&mut self, cost: u64) {
        let cost = i64::try_from(cost).unwrap_or(i64::MAX);
        self.gas.spent = self.gas.spent.saturating_add(cost);
    }

    /// Takes gas only if `is_taken` is not 0.
    fn charge_if(&mut self, is_taken: Value, cost: i64) {
        let (left, nothing, cost) = (self.gas(), self.word(0), self.word(cost));
        let cost = self.b.ins().select(is_taken, cost, nothing);
        let is_out = self.b.ins().icmp(IntCC::SignedLessThan, left, cost);
        // Whoever pays nothing has enough.
        let only_if = self.only_if.take();
        self.stop_if(is_out, Stop::OutOfGas);
        self.only_if = only_if;
        self.gas = Gas::of(self.b.ins().isub(left, cost));
    }

    /// Charges for the bytes of values without vectors, where the instruction is charged so.
    pub(super) fn charge_bytes(&mut self, charge: Charge, bytes: usize) {
        if charge.is_sized {
            self.charge((bytes as u64).saturating_mul(vm_bytecode::gas::PER_BYTE));
        }
    }

    /// Calls a helper that is given the gas that is left, last, and hands it back, or less than 0 if it has aborted.
    pub(super) fn help_with_gas(&mut self, function: *const u8, arguments: &[Value]) -> Lowered {
        let mut passed = arguments.to_vec();
        passed.push(self.gas());
        let gas = self.help(function, &passed, true).ok_or(NotLowered)?;
        self.take_gas(gas);
        Ok(())
    }
}
