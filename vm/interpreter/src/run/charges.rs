//! Gas: what segments cost is known in advance, what values cost when they are there.

use smallvec::SmallVec;
use vm_access::Type;
use vm_bytecode::{Instruction, Native, Register, gas};
use vm_layout::{Fault, Source, value_bytes};

use super::{Run, Step};
use crate::instance::Here;
use crate::outcome::Cause;

impl Run<'_> {
    /// Takes `gas` from what is left.
    pub(super) fn charge(&mut self, gas: u64) -> Step {
        let left = self.gas_left.checked_sub(gas);
        self.gas_left = left.unwrap_or(0);
        if left.is_some() { Ok(()) } else { Err(Cause::OutOfGas) }
    }

    pub(crate) fn gas_used(&self) -> u64 {
        self.limits.gas - self.gas_left
    }

    /// Charges for the bytes that a size-dependent instruction is about to touch.
    pub(super) fn charge_size(&mut self, here: Here<'_>, instruction: &Instruction) -> Step {
        let mut bytes = 0_usize;
        for register in sized_operands(instruction) {
            bytes = bytes.saturating_add(self.bytes_of(here, register)?);
        }
        if let Instruction::Constant { constant, .. } = instruction {
            let image = here.instance.constant(*constant)?;
            bytes = value_bytes(image, image.pointer(), image.layout())?;
        }
        self.charge_bytes(bytes)
    }

    /// Charges a native's own cost, and the bytes of its arguments but for tables behind references.
    pub(super) fn charge_native(
        &mut self,
        here: Here<'_>,
        native: Native,
        arguments: &[Register],
    ) -> Step {
        let mut bytes = 0_usize;
        for argument in arguments {
            let is_table = here.layout(*argument)?.referent().is_some_and(|to| is_table(to.ty()));
            if !is_table {
                bytes = bytes.saturating_add(self.bytes_of(here, *argument)?);
            }
        }
        self.charge(gas::native_cost(native))?;
        self.charge_bytes(bytes)
    }

    /// Charges for bytes that a native makes or goes through.
    pub(super) fn charge_bytes(&mut self, bytes: usize) -> Step {
        self.charge((bytes as u64).saturating_mul(gas::PER_BYTE))
    }

    /// Bytes of the value in a register, or behind the reference in it.
    fn bytes_of(&self, here: Here<'_>, register: Register) -> Result<usize, Fault> {
        let (at, layout) = (here.at(register)?, here.layout(register)?);
        match layout.referent() {
            Some(to) => value_bytes(self.memory, self.memory.pointer(at)?, to),
            None => value_bytes(self.memory, at, layout),
        }
    }
}

/// The registers whose values, or what is behind them, a size-dependent instruction goes through.
fn sized_operands(instruction: &Instruction) -> SmallVec<[Register; 2]> {
    if let Instruction::Copy { from: one, .. } | Instruction::Read { reference: one, .. } =
        instruction
    {
        return SmallVec::from_slice(&[*one]);
    }
    if let Instruction::Binary { left, right, .. } = instruction {
        return SmallVec::from_slice(&[*left, *right]);
    }
    SmallVec::new()
}

fn is_table(ty: &Type) -> bool {
    matches!(ty, Type::Struct(structure) if structure.is_table())
}
