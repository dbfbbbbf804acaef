//! Touching records: what each access notes, and whether it is permitted. The interpreter's `Run::touch`, on bits.
//!
//! The part of a record that a reference leads to is a word: 0 for all of it; else the number of the component that it leads
//! to or into, and bit 6 if it leads to the whole of one that no other field shares.

use std::sync::Arc;

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{Block, InstBuilder, Value, types};
use cranelift_frontend::FunctionBuilder;
use vm_access::{Component, ComponentSet};
use vm_bytecode::{Instruction, Register, TypeId};
use vm_interpreter::{Locator, Notes, Touch};
use vm_layout::{Layout, Shape};

use super::stops::Call;
use super::{Lowered, Lowering, NotLowered, Origin, Passed, plain};
use crate::context::{LOCATORS, NOTES, RECORD};
use crate::helpers;

/// Bit of a part that is the whole of its component.
pub(super) const IS_WHOLE: u64 = 1 << 6;

/// Bytes of the notes on one record.
const STRIDE: i64 = size_of::<Notes>() as i64;

/// Where the notes of a record are, from its number on: records are counted from 1.
const fn place(field: usize) -> i32 {
    field as i32 - STRIDE as i32
}

const READABLE: i32 = place(std::mem::offset_of!(Notes, readable));
const WRITABLE: i32 = place(std::mem::offset_of!(Notes, writable));
const ADDABLE: i32 = place(std::mem::offset_of!(Notes, addable));
const READ: i32 = place(std::mem::offset_of!(Notes, read));
const WRITTEN: i32 = place(std::mem::offset_of!(Notes, written));
const UPDATED: i32 = place(std::mem::offset_of!(Notes, updated));

const ADDRESS: i32 = std::mem::offset_of!(Locator, address) as i32;
const LAYOUT: i32 = std::mem::offset_of!(Locator, layout) as i32;
const AT: i32 = std::mem::offset_of!(Locator, at) as i32;
const EDITED: i32 = std::mem::offset_of!(Locator, edited) as i32;
const NUMBER: i32 = std::mem::offset_of!(Locator, number) as i32;

/// An access that has been noted: to do so again changes nothing, since notes only grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Noted {
    record: Value,
    /// Where it is not known before the code runs.
    part: Option<Value>,
    known: Option<u64>,
    /// Components, if it is all of the record.
    all: ComponentSet,
    touch: Touch,
}

/// The part of a component.
pub(super) fn part_of(component: Component) -> u64 {
    let is_shared = component == Component::of_field(usize::MAX);
    u64::from(component.index()) | if is_shared { 0 } else { IS_WHOLE }
}

impl Lowering<'_, '_> {
    /// Borrows a resource.
    pub(super) fn borrow_global(&mut self, to: Register, address: Register) -> Lowered {
        self.known.headers.clear();
        let instance = Arc::clone(&self.scope.instance);
        let (_, reference) = instance.slot(to).ok_or(NotLowered)?;
        let Shape::Reference { is_mutable, to: layout } = reference.shape() else {
            return Err(NotLowered);
        };
        let address = self.slot_address(address)?;
        let gas = self.gas();
        let (other, done) = (self.b.create_block(), self.b.create_block());
        let [at, record] = [(); 2].map(|()| self.b.append_block_param(done, types::I64));
        // Where it has been opened, and lies where it can be touched, nobody has to be asked.
        let found = self.find_opened(address, layout, other);
        let field = if *is_mutable { EDITED } else { AT };
        let known = self.b.ins().load(types::I64, plain(), found, field);
        self.go_on_if(known, other);
        self.note_existence(found, other);
        let number = self.b.ins().load(types::I64, plain(), found, NUMBER);
        self.b.ins().jump(done, &[known.into(), number.into()]);

        self.b.switch_to_block(other);
        self.b.seal_block(other);
        let layout = self.address_of(layout);
        let (site, is_mutable) = (self.site(), self.word(i64::from(*is_mutable)));
        let arguments = [self.context, site, address, layout, is_mutable, gas];
        let asked = self.help(helpers::borrow_global as *const u8, &arguments, true);
        let asked = asked.ok_or(NotLowered)?;
        let has_failed = self.b.ins().icmp_imm_s(IntCC::Equal, asked, 0);
        self.branch_off(has_failed, self.scope.failed);
        let number = self.b.ins().load(types::I64, plain(), self.context, RECORD);
        self.b.ins().jump(done, &[asked.into(), number.into()]);

        self.b.switch_to_block(done);
        self.b.seal_block(done);
        let part = self.word(0);
        self.set_reference(to, [at, record, part], Origin::RECORD)
    }

    /// The locator of the resource of a type at the address in memory; goes to `other` if it has not been opened.
    fn find_opened(&mut self, address: Value, layout: &Arc<Layout>, other: Block) -> Value {
        self.b.set_cold_block(other);
        let load = |b: &mut FunctionBuilder<'_>, base, offset| {
            b.ins().load(types::I64, plain(), base, offset)
        };
        let sought = [0, 8, 16, 24].map(|offset| load(&mut self.b, address, offset));
        let first = load(&mut self.b, self.context, LOCATORS);
        let end = load(&mut self.b, self.context, LOCATORS + 8);
        let [each, looked, next, found] = [(); 4].map(|()| self.b.create_block());
        let own = self.b.append_block_param(each, types::I64);
        self.b.ins().jump(each, &[first.into()]);

        self.b.switch_to_block(each);
        let is_end = self.b.ins().icmp(IntCC::Equal, own, end);
        self.b.ins().brif(is_end, other, &[], looked, &[]);

        self.b.switch_to_block(looked);
        self.b.seal_block(looked);
        let word = self.word(Locator::layout_word(layout).cast_signed());
        let layout = load(&mut self.b, own, LAYOUT);
        let mut differs = self.b.ins().bxor(layout, word);
        for (offset, sought) in (0..).step_by(8).zip(sought) {
            let part = load(&mut self.b, own, ADDRESS + offset);
            let part = self.b.ins().bxor(part, sought);
            differs = self.b.ins().bor(differs, part);
        }
        self.b.ins().brif(differs, next, &[], found, &[]);

        self.b.switch_to_block(next);
        self.b.seal_block(next);
        let after = self.b.ins().iadd_imm_s(own, size_of::<Locator>() as i64);
        self.b.ins().jump(each, &[after.into()]);
        self.b.seal_block(each);

        self.b.switch_to_block(found);
        self.b.seal_block(found);
        own
    }

    /// Goes to `other` unless `condition` holds.
    fn go_on_if(&mut self, condition: Value, other: Block) {
        let rest = self.b.create_block();
        self.b.ins().brif(condition, rest, &[], other, &[]);
        self.b.seal_block(rest);
        self.b.switch_to_block(rest);
    }

    /// Notes that the existence of an opened record is looked at; goes to `other` if that is not permitted.
    fn note_existence(&mut self, locator: Value, other: Block) {
        let existence: ComponentSet = [Component::EXISTENCE].into_iter().collect();
        let bits = existence.bits().cast_signed();
        let number = self.b.ins().load(types::I64, plain(), locator, NUMBER);
        let notes = self.b.ins().load(types::I64, plain(), self.context, NOTES);
        let offset = self.b.ins().imul_imm_s(number, STRIDE);
        let notes = self.b.ins().iadd(notes, offset);
        let readable = self.note(notes, READABLE);
        let permitted = self.b.ins().band_imm_s(readable, bits);
        self.go_on_if(permitted, other);
        let written = self.note(notes, WRITTEN);
        let touched = self.word(bits);
        let read = self.b.ins().band_not(touched, written);
        self.add_to_note(notes, READ, read);
    }

    /// Puts a reference to the record that was borrowed last into a register.
    pub(super) fn set_borrowed(&mut self, to: Register, at: Value) -> Lowered {
        let record = self.b.ins().load(types::I64, plain(), self.context, RECORD);
        let part = self.word(0);
        self.set_reference(to, [at, record, part], Origin::RECORD)
    }

    /// Asks whether there is a resource.
    pub(super) fn exists(&mut self, to: Register, resource: TypeId, address: Register) -> Lowered {
        let instance = Arc::clone(&self.scope.instance);
        let layout = instance.resource(resource).map_err(|_| NotLowered)?;
        let address = self.slot_address(address)?;
        let gas = self.gas();
        let (other, done) = (self.b.create_block(), self.b.create_block());
        let is_there = self.b.append_block_param(done, types::I8);
        let found = self.find_opened(address, layout, other);
        self.note_existence(found, other);
        let at = self.b.ins().load(types::I64, plain(), found, AT);
        let known = self.b.ins().icmp_imm_s(IntCC::NotEqual, at, 0);
        self.b.ins().jump(done, &[known.into()]);

        self.b.switch_to_block(other);
        self.b.seal_block(other);
        let layout = self.address_of(layout);
        let site = self.site();
        let arguments = [self.context, site, address, layout, gas];
        let asked = self.help(helpers::exists as *const u8, &arguments, true).ok_or(NotLowered)?;
        let has_failed = self.b.ins().icmp_imm_s(IntCC::Equal, asked, 2);
        self.branch_off(has_failed, self.scope.failed);
        let asked = self.b.ins().ireduce(types::I8, asked);
        self.b.ins().jump(done, &[asked.into()]);

        self.b.switch_to_block(done);
        self.b.seal_block(done);
        self.set(to, is_there)
    }

    /// The address of something that the instance has.
    pub(super) fn address_of<T>(&mut self, part: &T) -> Value {
        self.word((&raw const *part).expose_provenance().cast_signed() as i64)
    }

    /// Borrows a record by way of the interpreter.
    pub(super) fn borrow_record(&mut self, instruction: &Instruction, to: Register) -> Lowered {
        self.known.headers.clear();
        self.spill(&instruction.operands())?;
        let (slot, _) = self.slot(to)?;
        let (site, frame) = (self.site(), self.own_frame());
        let offset = self.word((slot - self.scope.base).into());
        let arguments = [self.context, site, frame, offset];
        self.help_with_gas(helpers::borrow as *const u8, &arguments)?;
        let address = self.b.ins().load(types::I64, plain(), self.frame, slot);
        self.set_borrowed(to, address)
    }

    /// Notes an access of what a reference leads to, or of the first `size` bytes of it, and stops if it is not permitted.
    pub(super) fn touch(
        &mut self,
        (reference, origin): ([Value; 3], Origin),
        layout: &Layout,
        size: usize,
        touch: Touch,
    ) {
        if origin.is_record == Some(false) {
            return;
        }
        let [address, record, part] = reference.map(|it| self.same(it));
        let all = layout.components_at(0, size);
        let unknown = origin.part.is_none().then_some(part);
        let noted = Noted { record, part: unknown, known: origin.part, all, touch };
        let is_like = |own: &Noted| {
            let is_read = touch == Touch::Read && own.touch == Touch::Change;
            let own = Noted {
                record: self.same(own.record),
                part: own.part.map(|it| self.same(it)),
                ..*own
            };
            own == noted || (is_read && Noted { touch, ..own } == noted)
        };
        if self.known.noted.iter().any(is_like) {
            return;
        }
        self.known.noted.push(noted);
        let done = self.b.create_block();
        if origin.is_record.is_none() {
            // Most references that are passed on lead to locals, or the record is noted once for many accesses.
            let noting = self.b.create_block();
            self.b.set_cold_block(noting);
            self.b.ins().brif(record, noting, &[], done, &[]);
            self.b.seal_block(noting);
            self.b.switch_to_block(noting);
        }
        let (touched, kept) = self.masks((part, origin.part), layout, size);
        let notes = self.b.ins().load(types::I64, plain(), self.context, NOTES);
        let offset = self.b.ins().imul_imm_s(record, STRIDE);
        let notes = self.b.ins().iadd(notes, offset);
        let read = match touch {
            Touch::Read | Touch::Change => Some(touched),
            Touch::Write => kept,
            Touch::Update => None,
        };
        let is_changed = matches!(touch, Touch::Write | Touch::Change);
        self.permit(notes, (touched, read), touch, (address, size));
        if touch == Touch::Update {
            self.note_update(notes, touched);
        }
        let written = (read.is_some() || is_changed).then(|| self.note(notes, WRITTEN));
        if let (Some(read), Some(written)) = (read, written) {
            let own = self.b.ins().band_not(read, written);
            self.add_to_note(notes, READ, own);
        }
        if is_changed {
            self.add_to_note(notes, WRITTEN, touched);
        }
        self.b.ins().jump(done, &[]);
        self.b.seal_block(done);
        self.b.switch_to_block(done);
    }

    /// The components that are touched, and those of them of which something else is kept, if any can be.
    fn masks(
        &mut self,
        (part, known): (Value, Option<u64>),
        layout: &Layout,
        size: usize,
    ) -> (Value, Option<Value>) {
        let all = layout.components_at(0, size);
        let shared = all.minus(layout.components_within(0, size));
        match known {
            Some(0) => {
                let kept = (!shared.is_empty()).then(|| self.set_of(shared));
                (self.set_of(all), kept)
            }
            Some(part) => {
                let mask = self.word(1_u64.wrapping_shl((part & 63) as u32).cast_signed());
                (mask, (part & IS_WHOLE == 0).then_some(mask))
            }
            None => {
                let is_all = self.b.ins().icmp_imm_s(IntCC::Equal, part, 0);
                let one = self.word(1);
                let component = self.b.ins().ishl(one, part);
                let (all, shared) = (self.set_of(all), self.set_of(shared));
                let mask = self.b.ins().select(is_all, all, component);
                let whole = self.b.ins().band_imm_s(part, IS_WHOLE.cast_signed());
                let nothing = self.word(0);
                let rest = self.b.ins().select(whole, nothing, component);
                (mask, Some(self.b.ins().select(is_all, shared, rest)))
            }
        }
    }

    fn set_of(&mut self, components: ComponentSet) -> Value {
        self.word(components.bits().cast_signed())
    }

    /// Stops unless the access is permitted.
    fn permit(
        &mut self,
        notes: Value,
        (touched, read): (Value, Option<Value>),
        touch: Touch,
        (address, size): (Value, usize),
    ) {
        let permits = match touch {
            Touch::Read => READABLE,
            Touch::Write | Touch::Change => WRITABLE,
            Touch::Update => ADDABLE,
        };
        let permitted = self.note(notes, permits);
        let mut denied = self.b.ins().band_not(touched, permitted);
        // Who may write may read, so only what is kept of a write remains.
        if let (Touch::Write, Some(read)) = (touch, read) {
            let permitted = self.note(notes, READABLE);
            let unread = self.b.ins().band_not(read, permitted);
            denied = self.b.ins().bor(denied, unread);
        }
        let arguments = vec![
            Passed::Value(self.context),
            Passed::Word(self.site_address()),
            Passed::Value(address),
            Passed::Word(size.cast_signed() as i64),
            Passed::Word(helpers::number(touch)),
            self.gas.passed(),
        ];
        let block = self.cold(vec![Call { function: helpers::deny as *const u8, arguments }]);
        self.branch_off(denied, block);
    }

    /// What the call has replaced itself is its own, and not updated.
    fn note_update(&mut self, notes: Value, touched: Value) {
        let (read, written) = (self.note(notes, READ), self.note(notes, WRITTEN));
        let updated = self.note(notes, UPDATED);
        let own = self.b.ins().band_not(written, read);
        let own = self.b.ins().band_not(own, updated);
        let new = self.b.ins().band_not(touched, own);
        let all = self.b.ins().bor(updated, new);
        self.b.ins().store(plain(), all, notes, UPDATED);
    }

    fn note(&mut self, notes: Value, field: i32) -> Value {
        self.b.ins().load(types::I64, plain(), notes, field)
    }

    fn add_to_note(&mut self, notes: Value, field: i32, components: Value) {
        let old = self.note(notes, field);
        let new = self.b.ins().bor(old, components);
        self.b.ins().store(plain(), new, notes, field);
    }
}
