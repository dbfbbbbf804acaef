//! References: borrowing locals and fields, reading, writing and updating through them.

use cranelift_codegen::ir::{InstBuilder, Value, types};
use vm_access::Component;
use vm_bytecode::{FieldId, Instruction, Register, UpdateOperation};
use vm_interpreter::{Charge, Touch};
use vm_layout::{FieldLayout, Layout};

use super::arithmetic::Computed;
use super::origins::kept_inside;
use super::records::part_of;
use super::{Lowered, Lowering, NotLowered, Origin, displacement, plain};
use crate::abi::{Form, form};
use crate::helpers;

impl Lowering<'_, '_> {
    pub(super) fn borrow_local(&mut self, to: Register, local: Register) -> Lowered {
        let at = self.slot_address(local)?;
        self.set_local_reference(to, at)
    }

    /// Puts a reference to something that is in no record, or below one that was noted, into a register.
    pub(super) fn set_local_reference(&mut self, to: Register, at: Value) -> Lowered {
        let none = self.word(0);
        self.set_reference(to, [at, none, none], Origin::LOCAL)
    }

    pub(super) fn borrow_field(
        &mut self,
        to: Register,
        reference: Register,
        field: FieldId,
    ) -> Lowered {
        let layout = self.referent(reference)?;
        let own = layout.fields().get(field.index()).ok_or(NotLowered)?;
        let of_root = part_of(Component::of_field(field.index()));
        self.borrow_inside(to, reference, (&layout, own), of_root)
    }

    /// Borrows a field of what a reference leads to. If that is a whole record, the field is the part `of_root`.
    pub(super) fn borrow_inside(
        &mut self,
        to: Register,
        reference: Register,
        (layout, field): (&Layout, &FieldLayout),
        of_root: u64,
    ) -> Lowered {
        let ([at, record, part], origin) = self.reference(reference)?;
        let at = self.b.ins().iadd_imm_s(at, i64::from(displacement(field.offset)?));
        let origin = origin.inside(layout, field, of_root);
        let part = if let Some(part) = origin.part {
            self.word(part.cast_signed())
        } else {
            let kept = kept_inside(layout, field);
            let kept = self.b.ins().band_imm_s(part, kept.cast_signed());
            let of_root = self.word(of_root.cast_signed());
            // Of a record, all of it is the part 0.
            self.b.ins().select(part, kept, of_root)
        };
        self.set_reference(to, [at, record, part], origin)
    }

    pub(super) fn read(&mut self, to: Register, reference: Register, charge: Charge) -> Lowered {
        let layout = self.referent(reference)?;
        if layout.has_vectors() {
            return self.interpret_here();
        }
        self.charge_bytes(charge, layout.size());
        let behind = self.reference(reference)?;
        self.touch(behind, &layout, layout.size(), Touch::Read);
        self.load_from(behind.0[0], 0, to)
    }

    pub(super) fn write(&mut self, reference: Register, from: Register) -> Lowered {
        let layout = self.referent(reference)?;
        let behind = self.reference(reference)?;
        self.touch(behind, &layout, layout.size(), Touch::Write);
        self.store_at(from, behind.0[0], 0)
    }

    pub(super) fn update(
        &mut self,
        operation: UpdateOperation,
        reference: Register,
        amount: Register,
        instruction: &Instruction,
    ) -> Lowered {
        let layout = self.referent(reference)?;
        let Form::Scalar(ty) = form(&layout) else { return self.interpret(instruction) };
        let integer = layout.ty().as_integer().ok_or(NotLowered)?;
        let behind = self.reference(reference)?;
        let ([at, record, _], origin) = behind;
        self.touch(behind, &layout, layout.size(), Touch::Update);
        let amount = self.get(amount)?;
        let old = self.b.ins().load(ty, plain(), at, 0);
        let Computed { value: new, fails, stop } =
            self.sum(operation.operation(), integer, old, amount);
        self.stop_updating(fails, stop, (at, layout.size()));
        self.b.ins().store(plain(), new, at, 0);
        if origin.is_record == Some(false) {
            return Ok(());
        }
        self.add_up((at, record, origin), (integer, operation), amount);
        Ok(())
    }

    /// Notes by how much an integer of a record has been updated.
    fn add_up(
        &mut self,
        (at, record, origin): (Value, Value, Origin),
        (ty, operation): (vm_access::IntegerType, UpdateOperation),
        amount: Value,
    ) {
        let done = self.b.create_block();
        if origin.is_record.is_none() {
            let noted = self.b.create_block();
            self.b.ins().brif(record, noted, &[], done, &[]);
            self.b.seal_block(noted);
            self.b.switch_to_block(noted);
        }
        let (low, high) = match self.b.func.dfg.value_type(amount) {
            types::I128 => self.b.ins().isplit(amount),
            types::I64 => (amount, self.word(0)),
            _ => (self.b.ins().uextend(types::I64, amount), self.word(0)),
        };
        let kind = self.word(helpers::update_kind(ty, operation));
        let arguments = [self.context, record, at, kind, low, high];
        self.help(helpers::add_up as *const u8, &arguments, false);
        self.b.ins().jump(done, &[]);
        self.b.seal_block(done);
        self.b.switch_to_block(done);
    }
}
