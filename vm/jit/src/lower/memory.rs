//! Copying and comparing bytes.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, InstructionData, Opcode, Type, Value, ValueDef, types};

use super::{Lowering, plain};
use crate::helpers;

/// Bytes that are copied, or compared, by instructions of their own; more by a call.
pub(super) const INLINE_MAX: usize = 128;

/// Bytes that are copied word by word: integers and addresses are written so, and a wider load would have to wait until
/// what was written before is in memory.
const WORDS_MAX: usize = 32;

/// A place in memory: an address, and bytes from there.
pub(super) type At = (Value, i32);

/// The same, in a form in which places that are the same look the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    base: Value,
    offset: i64,
}

impl Place {
    /// Whether it lies so many bytes from `base` on, or more.
    pub(super) fn is_from(self, base: Value, offset: i32) -> bool {
        self.base == base && i64::from(offset) <= self.offset
    }
}

impl Lowering<'_, '_> {
    /// The place that an address is.
    pub(super) fn place(&self, address: Value) -> Place {
        let dfg = &self.b.func.dfg;
        let (mut base, mut offset) = (self.same(address), 0_i64);
        while let ValueDef::Result(instruction, 0) = dfg.value_def(base)
            && let InstructionData::Binary { opcode: Opcode::Iadd, args: [left, right] } =
                dfg.insts[instruction]
            && let ValueDef::Result(number, 0) = dfg.value_def(self.same(right))
            && let InstructionData::UnaryImm { opcode: Opcode::Iconst, imm } = dfg.insts[number]
        {
            base = self.same(left);
            offset = offset.wrapping_add(imm.bits());
        }
        Place { base, offset }
    }

    /// Copies `size` bytes, which may overlap.
    pub(super) fn copy_bytes(&mut self, from: At, to: At, size: usize) {
        if from == to {
            return;
        }
        if INLINE_MAX < size {
            let [from, to] =
                [from, to].map(|(base, offset)| self.b.ins().iadd_imm_s(base, i64::from(offset)));
            let size = self.word(size.cast_signed() as i64);
            self.help(helpers::copy as *const u8, &[to, from, size], false);
            return;
        }
        // All is read before anything is written.
        let mut read = Vec::new();
        for (ty, at) in pieces(size, WORDS_MAX < size) {
            read.push((self.b.ins().load(ty, plain(), from.0, from.1.saturating_add(at)), at));
        }
        for (value, at) in read {
            self.b.ins().store(plain(), value, to.0, to.1.saturating_add(at));
        }
    }

    /// Swaps `size` bytes, all or none of which are the same.
    pub(super) fn swap_bytes(&mut self, left: Value, right: Value, size: usize) {
        let mut read = Vec::new();
        for (ty, at) in pieces(size, WORDS_MAX < size) {
            let [left, right] = [left, right].map(|base| self.b.ins().load(ty, plain(), base, at));
            read.push((left, right, at));
        }
        for (was_left, was_right, at) in read {
            self.b.ins().store(plain(), was_left, right, at);
            self.b.ins().store(plain(), was_right, left, at);
        }
    }

    /// Whether `size` bytes are equal: not 0 if they are. Nothing if they are too many.
    pub(super) fn equal_bytes(&mut self, left: At, right: At, size: usize) -> Option<Value> {
        if INLINE_MAX < size {
            return None;
        }
        let mut differences = None;
        for (ty, at) in pieces(size, false) {
            let left = self.b.ins().load(ty, plain(), left.0, left.1.saturating_add(at));
            let right = self.b.ins().load(ty, plain(), right.0, right.1.saturating_add(at));
            let differs = self.b.ins().bxor(left, right);
            let differs =
                if ty == types::I64 { differs } else { self.b.ins().uextend(types::I64, differs) };
            differences = Some(match differences {
                Some(others) => self.b.ins().bor(others, differs),
                None => differs,
            });
        }
        let differences = differences?;
        Some(self.b.ins().icmp_imm_s(IntCC::Equal, differences, 0))
    }
}

/// Pieces that `size` bytes are made of, with where they start: sixteen at once where that is possible, and `is_wide`.
fn pieces(size: usize, is_wide: bool) -> Vec<(Type, i32)> {
    let kinds =
        [(types::I8X16, 16), (types::I64, 8), (types::I32, 4), (types::I16, 2), (types::I8, 1)];
    let mut pieces = Vec::new();
    let mut at = 0;
    for (ty, bytes) in kinds.into_iter().skip(usize::from(!is_wide)) {
        while at + bytes <= size {
            pieces.push((ty, i32::try_from(at).expect("at most 128")));
            at += bytes;
        }
    }
    pieces
}
