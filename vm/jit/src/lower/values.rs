//! Registers: getting and setting what they hold, constants, moves, copies, structs.

use std::sync::Arc;

use cranelift_codegen::ir::{InstBuilder, Value, types};
use vm_bytecode::{ConstantId, Register};
use vm_interpreter::Charge;
use vm_layout::{Layout, Source};

use super::{Held, Lowered, Lowering, NotLowered, Origin, displacement, plain};
use crate::abi::{Form, form};

impl Lowering<'_, '_> {
    fn held(&self, register: Register) -> Lowered<Held> {
        self.scope.held.get(register.index()).copied().ok_or(NotLowered)
    }

    /// The scalar in a register.
    pub(super) fn get(&mut self, register: Register) -> Lowered<Value> {
        match self.held(register)? {
            Held::Scalar(variable) => Ok(self.b.use_var(variable)),
            Held::Slot => {
                let (offset, layout) = self.slot(register)?;
                let Form::Scalar(ty) = form(layout) else { return Err(NotLowered) };
                Ok(self.b.ins().load(ty, plain(), self.frame, offset))
            }
            Held::Reference(_) => Err(NotLowered),
        }
    }

    /// Puts a scalar into a register.
    pub(super) fn set(&mut self, register: Register, value: Value) -> Lowered {
        match self.held(register)? {
            Held::Scalar(variable) => self.b.def_var(variable, value),
            Held::Slot => {
                let (offset, _) = self.slot(register)?;
                self.b.ins().store(plain(), value, self.frame, offset);
            }
            Held::Reference(_) => return Err(NotLowered),
        }
        Ok(())
    }

    /// Address, record and part of the reference in a register, and what is known of it.
    pub(super) fn reference(&mut self, register: Register) -> Lowered<([Value; 3], Origin)> {
        let Held::Reference(variables) = self.held(register)? else { return Err(NotLowered) };
        let origin = self.scope.origins.get(register.index()).copied().unwrap_or_default();
        Ok((variables.map(|variable| self.b.use_var(variable)), origin))
    }

    pub(super) fn set_reference(
        &mut self,
        register: Register,
        reference: [Value; 3],
        origin: Origin,
    ) -> Lowered {
        let Held::Reference(variables) = self.held(register)? else { return Err(NotLowered) };
        for (variable, value) in variables.into_iter().zip(reference) {
            self.b.def_var(variable, value);
        }
        *self.scope.origins.get_mut(register.index()).ok_or(NotLowered)? = origin;
        Ok(())
    }

    /// The address of a register's slot.
    pub(super) fn slot_address(&mut self, register: Register) -> Lowered<Value> {
        let (offset, _) = self.slot(register)?;
        Ok(self.b.ins().iadd_imm_s(self.frame, i64::from(offset)))
    }

    /// Puts the values of registers into their slots, where the interpreter looks for them.
    pub(super) fn spill(&mut self, registers: &[Register]) -> Lowered {
        for register in registers {
            let (offset, _) = self.slot(*register)?;
            let value = match self.held(*register)? {
                Held::Scalar(variable) => self.b.use_var(variable),
                Held::Reference([address, ..]) => self.b.use_var(address),
                Held::Slot => continue,
            };
            self.b.ins().store(plain(), value, self.frame, offset);
        }
        Ok(())
    }

    /// Takes scalars from their slots, where the interpreter has put them.
    pub(super) fn reload(&mut self, registers: &[Register]) -> Lowered {
        for register in registers {
            if let Held::Scalar(variable) = self.held(*register)? {
                let (offset, layout) = self.slot(*register)?;
                let Form::Scalar(ty) = form(layout) else { return Err(NotLowered) };
                let value = self.b.ins().load(ty, plain(), self.frame, offset);
                self.b.def_var(variable, value);
            } else if let Held::Reference(_) = self.held(*register)? {
                return Err(NotLowered);
            }
        }
        Ok(())
    }

    /// Forgets what is known of headers of vectors, if some have been written.
    fn forget_headers(&mut self, are_written: bool) {
        if are_written {
            self.known.headers.clear();
        }
    }

    /// Puts what a register holds at an address.
    pub(super) fn store_at(&mut self, register: Register, at: Value, offset: usize) -> Lowered {
        let displaced = displacement(offset)?;
        if let Form::Scalar(_) = form(self.layout(register)?) {
            let value = self.get(register)?;
            self.b.ins().store(plain(), value, at, displaced);
            return Ok(());
        }
        let (slot, layout) = self.slot(register)?;
        let (size, has_vectors) = (layout.size(), layout.has_vectors());
        self.copy_bytes((self.frame, slot), (at, displaced), size);
        self.forget_headers(has_vectors);
        Ok(())
    }

    /// Puts the value that lies at an address into a register.
    pub(super) fn load_from(&mut self, at: Value, offset: usize, register: Register) -> Lowered {
        let displaced = displacement(offset)?;
        if let Form::Scalar(ty) = form(self.layout(register)?) {
            let value = self.b.ins().load(ty, plain(), at, displaced);
            return self.set(register, value);
        }
        let (slot, layout) = self.slot(register)?;
        let (size, has_vectors) = (layout.size(), layout.has_vectors());
        self.copy_bytes((at, displaced), (self.frame, slot), size);
        self.forget_headers(has_vectors);
        Ok(())
    }

    pub(super) fn constant(&mut self, to: Register, id: ConstantId) -> Lowered {
        let instance = Arc::clone(&self.scope.instance);
        let image = instance.constant(id).map_err(|_| NotLowered)?;
        let layout = image.layout();
        let at = image.pointer();
        if let Form::Scalar(ty) = form(layout) {
            let bytes = image.bytes(at, layout.size()).map_err(|_| NotLowered)?;
            let mut wide = [0; 16];
            wide.get_mut(..bytes.len()).ok_or(NotLowered)?.copy_from_slice(bytes);
            let [low, high] = halves(u128::from_le_bytes(wide));
            let value = if ty == types::I128 {
                let (low, high) = (self.word(low), self.word(high));
                self.b.ins().iconcat(low, high)
            } else {
                // What is above the width is 0 already.
                self.b.ins().iconst(ty, low)
            };
            return self.set(to, value);
        }
        if layout.has_vectors() {
            return self.interpret_here();
        }
        let charge = instance.charge(self.scope.point);
        self.charge_bytes(charge, layout.size());
        let at = self.word(at.0.cast_signed());
        self.load_from(at, 0, to)
    }

    pub(super) fn move_value(&mut self, to: Register, from: Register) -> Lowered {
        match form(self.layout(from)?) {
            Form::Scalar(_) => {
                let value = self.get(from)?;
                self.set(to, value)
            }
            Form::Reference => {
                let (reference, origin) = self.reference(from)?;
                self.set_reference(to, reference, origin)
            }
            Form::Memory => {
                let layout = self.layout(from)?;
                let (size, has_vectors) = (layout.size(), layout.has_vectors());
                let (from, to) = (self.slot(from)?.0, self.slot(to)?.0);
                self.copy_bytes((self.frame, from), (self.frame, to), size);
                self.forget_headers(has_vectors);
                Ok(())
            }
        }
    }

    pub(super) fn copy(&mut self, to: Register, from: Register, charge: Charge) -> Lowered {
        let layout = self.layout(from)?;
        let size = layout.size();
        if layout.has_vectors() && form(layout) == Form::Memory {
            return self.interpret_here();
        }
        self.charge_bytes(charge, size);
        self.move_value(to, from)
    }

    /// Leaves the instruction at this point to the interpreter.
    pub(super) fn interpret_here(&mut self) -> Lowered {
        let instance = Arc::clone(&self.scope.instance);
        let block = instance.code().block(self.scope.point.block).ok_or(NotLowered)?;
        let instruction = block.instructions.get(self.scope.point.instruction as usize);
        self.interpret(instruction.ok_or(NotLowered)?)
    }

    pub(super) fn pack(&mut self, to: Register, fields: &[Register]) -> Lowered {
        let offsets = offsets(self.layout(to)?);
        let at = self.slot_address(to)?;
        self.pack_at(at, &offsets, fields)
    }

    pub(super) fn pack_at(&mut self, at: Value, offsets: &[usize], from: &[Register]) -> Lowered {
        if offsets.len() != from.len() {
            return Err(NotLowered);
        }
        offsets.iter().zip(from).try_for_each(|(offset, from)| self.store_at(*from, at, *offset))
    }

    pub(super) fn unpack(&mut self, to: &[Register], from: Register) -> Lowered {
        let offsets = offsets(self.layout(from)?);
        let at = self.slot_address(from)?;
        self.unpack_from(at, &offsets, to)
    }

    pub(super) fn unpack_from(&mut self, at: Value, offsets: &[usize], to: &[Register]) -> Lowered {
        if offsets.len() != to.len() {
            return Err(NotLowered);
        }
        offsets.iter().zip(to).try_for_each(|(offset, to)| self.load_from(at, *offset, *to))
    }
}

fn offsets(layout: &Layout) -> Vec<usize> {
    layout.fields().iter().map(|field| field.offset).collect()
}

/// Low and high half of 128 bits.
fn halves(number: u128) -> [i64; 2] {
    [number as i64, (number >> 64) as i64]
}
