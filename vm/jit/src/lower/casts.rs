//! Casts between integer types.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Type, Value, types};
use vm_access::IntegerType;
use vm_bytecode::Register;

use super::{Lowered, Lowering, NotLowered, plain};
use crate::abi::{Form, form};
use crate::helpers::Stop;

impl Lowering<'_, '_> {
    pub(super) fn cast(&mut self, to: Register, from: Register) -> Lowered {
        let integer = |layout: &vm_layout::Layout| layout.ty().as_integer().ok_or(NotLowered);
        let (source, target) = (integer(self.layout(from)?)?, integer(self.layout(to)?)?);
        match (form(self.layout(from)?), form(self.layout(to)?)) {
            (Form::Scalar(_), Form::Scalar(ty)) => {
                let value = self.get(from)?;
                let value = self.convert(value, source, target, ty);
                self.set(to, value)
            }
            (Form::Scalar(_), Form::Memory) if !source.is_signed() => self.widen(to, from),
            (Form::Memory, Form::Scalar(ty)) if !source.is_signed() && !target.is_signed() => {
                self.narrow(to, from, ty)
            }
            (Form::Memory, Form::Memory) if source == target => self.move_value(to, from),
            _ => self.interpret_here(),
        }
    }

    fn convert(&mut self, value: Value, from: IntegerType, to: IntegerType, ty: Type) -> Value {
        let is_wider = from.bits() < to.bits();
        if from.is_signed() && to.is_signed() {
            if is_wider {
                return self.b.ins().sextend(ty, value);
            }
            if from == to {
                return value;
            }
            let reduced = self.b.ins().ireduce(ty, value);
            let own = self.b.func.dfg.value_type(value);
            let back = self.b.ins().sextend(own, reduced);
            let differs = self.b.ins().icmp(IntCC::NotEqual, back, value);
            self.stop_if(differs, Stop::CastOutOfRange);
            return reduced;
        }
        if from.is_signed() {
            let is_negative = self.is_negative(value);
            self.stop_if(is_negative, Stop::CastOutOfRange);
        }
        // Not negative: the bits that the target has no room for must be 0. From a signed type the highest is.
        let room = to.bits() - usize::from(to.is_signed());
        let bits = from.bits() - usize::from(from.is_signed());
        if room < bits {
            let amount = self.b.ins().iconst(types::I8, i64::try_from(room).expect("under 128"));
            let above = self.b.ins().ushr(value, amount);
            let above = self.any_bit(above);
            self.stop_if(above, Stop::CastOutOfRange);
        }
        match from.bits().cmp(&to.bits()) {
            std::cmp::Ordering::Less => self.b.ins().uextend(ty, value),
            std::cmp::Ordering::Equal => value,
            std::cmp::Ordering::Greater => self.b.ins().ireduce(ty, value),
        }
    }

    /// Something that is not 0 if `value` is not, for a branch.
    fn any_bit(&mut self, value: Value) -> Value {
        if self.b.func.dfg.value_type(value) != types::I128 {
            return value;
        }
        let (low, high) = self.b.ins().isplit(value);
        self.b.ins().bor(low, high)
    }

    /// Makes 256 bits of an unsigned integer.
    fn widen(&mut self, to: Register, from: Register) -> Lowered {
        let value = self.get(from)?;
        let (low, high) = match self.b.func.dfg.value_type(value) {
            types::I128 => self.b.ins().isplit(value),
            types::I64 => (value, self.word(0)),
            _ => (self.b.ins().uextend(types::I64, value), self.word(0)),
        };
        let (at, zero) = (self.slot_address(to)?, self.word(0));
        for (word, offset) in [(low, 0), (high, 8), (zero, 16), (zero, 24)] {
            self.b.ins().store(plain(), word, at, offset);
        }
        Ok(())
    }

    /// Makes an unsigned integer of 256 bits.
    fn narrow(&mut self, to: Register, from: Register, ty: Type) -> Lowered {
        let at = self.slot_address(from)?;
        let [low, second, third, fourth] =
            [0, 8, 16, 24].map(|offset| self.b.ins().load(types::I64, plain(), at, offset));
        let mut above = self.b.ins().bor(third, fourth);
        if ty != types::I128 {
            above = self.b.ins().bor(above, second);
        }
        self.stop_if(above, Stop::CastOutOfRange);
        let value = if ty == types::I128 {
            self.b.ins().iconcat(low, second)
        } else {
            let bits = usize::try_from(ty.bits()).expect("at most 64");
            let own = [IntegerType::U8, IntegerType::U16, IntegerType::U32, IntegerType::U64];
            let own = own.into_iter().find(|own| own.bits() == bits).ok_or(NotLowered)?;
            self.convert(low, IntegerType::U64, own, ty)
        };
        self.set(to, value)
    }
}
