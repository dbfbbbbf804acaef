//! Integers and booleans: checked arithmetic, shifts, comparisons. What the machine cannot do with 128 bits is left to
//! functions of ours.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    BlockArg, InstBuilder, StackSlotData, StackSlotKind, Type, Value, types,
};
use vm_access::IntegerType;
use vm_bytecode::{BinaryOperation, Register};
use vm_interpreter::{Charge, Checked, Touch};

use super::memory::At;
use super::{Lowered, Lowering, NotLowered, plain};
use crate::abi::{Form, form};
use crate::helpers::{self, Stop};

/// A result, and when there is none.
pub(super) struct Computed {
    pub(super) value: Value,
    pub(super) fails: Value,
    pub(super) stop: Stop,
}

impl Lowering<'_, '_> {
    pub(super) fn not(&mut self, to: Register, from: Register) -> Lowered {
        let value = self.get(from)?;
        let value = self.b.ins().bxor_imm_s(value, 1);
        self.set(to, value)
    }

    pub(super) fn binary(
        &mut self,
        operation: BinaryOperation,
        to: Register,
        (left, right): (Register, Register),
        charge: Charge,
    ) -> Lowered {
        if matches!(operation, BinaryOperation::Equal | BinaryOperation::NotEqual) {
            return self.equal(operation, to, (left, right), charge);
        }
        let ty = self.layout(left)?.ty().as_integer().ok_or(NotLowered)?;
        if let Form::Memory = form(self.layout(left)?) {
            return self.wide(operation, ty, to, (left, right));
        }
        let (left, right) = (self.get(left)?, self.get(right)?);
        let value = self.integers(operation, ty, left, right)?;
        self.set(to, value)
    }

    pub(super) fn integers(
        &mut self,
        operation: BinaryOperation,
        ty: IntegerType,
        left: Value,
        right: Value,
    ) -> Lowered<Value> {
        use BinaryOperation as B;
        Ok(match operation {
            B::Add | B::Subtract => {
                let Computed { value, fails, stop } = self.sum(operation, ty, left, right);
                self.stop_if(fails, stop);
                value
            }
            B::Multiply if ty.bits() <= 64 => {
                let (value, fails) = if ty.is_signed() {
                    self.b.ins().smul_overflow(left, right)
                } else {
                    self.product(ty, left, right)
                };
                self.stop_if(fails, Stop::Overflow);
                value
            }
            B::Divide | B::Modulo if ty.bits() <= 64 => self.divide(operation, ty, left, right),
            B::Multiply | B::Divide | B::Modulo => self.of_128(operation, ty, left, right)?,
            B::BitAnd => self.b.ins().band(left, right),
            B::BitOr => self.b.ins().bor(left, right),
            B::BitXor => self.b.ins().bxor(left, right),
            B::ShiftLeft => {
                self.check_shift(ty, right);
                self.b.ins().ishl(left, right)
            }
            B::ShiftRight => {
                self.check_shift(ty, right);
                self.b.ins().ushr(left, right)
            }
            B::Less | B::LessEqual | B::Greater | B::GreaterEqual | B::Equal | B::NotEqual => {
                self.b.ins().icmp(condition(operation, ty.is_signed()), left, right)
            }
        })
    }

    /// The product of unsigned integers of at most 64 bits, and what is above: not 0 if the type does not hold it.
    fn product(&mut self, ty: IntegerType, left: Value, right: Value) -> (Value, Value) {
        let own = self.b.func.dfg.value_type(left);
        if own == types::I64 {
            let [left, right] = [left, right].map(|it| self.b.ins().uextend(types::I128, it));
            let product = self.b.ins().imul(left, right);
            return self.b.ins().isplit(product);
        }
        let [left, right] = [left, right].map(|it| self.b.ins().uextend(types::I64, it));
        let product = self.b.ins().imul(left, right);
        let bits = i64::try_from(ty.bits()).expect("at most 32");
        let above = self.b.ins().ushr_imm_u(product, bits);
        (self.b.ins().ireduce(own, product), above)
    }

    /// `left + right` or `left - right`.
    pub(super) fn sum(
        &mut self,
        operation: BinaryOperation,
        ty: IntegerType,
        left: Value,
        right: Value,
    ) -> Computed {
        let is_sum = operation == BinaryOperation::Add;
        let stop = if is_sum || ty.is_signed() { Stop::Overflow } else { Stop::Underflow };
        // A comparison and a branch become one instruction; a branch on a flag of an addition does not.
        let (value, fails) = match (is_sum, ty.is_signed(), ty.bits() <= 64) {
            (true, true, true) => self.b.ins().sadd_overflow(left, right),
            (false, true, true) => self.b.ins().ssub_overflow(left, right),
            (true, false, _) => {
                let value = self.b.ins().iadd(left, right);
                (value, self.b.ins().icmp(IntCC::UnsignedLessThan, value, left))
            }
            (false, false, _) => {
                let fails = self.b.ins().icmp(IntCC::UnsignedLessThan, left, right);
                (self.b.ins().isub(left, right), fails)
            }
            (_, true, false) => {
                let value = if is_sum {
                    self.b.ins().iadd(left, right)
                } else {
                    self.b.ins().isub(left, right)
                };
                // The sign is not what it must be.
                let other = if is_sum { value } else { left };
                let of_left = self.b.ins().bxor(left, value);
                let of_right = self.b.ins().bxor(right, other);
                let both = self.b.ins().band(of_left, of_right);
                (value, self.is_negative(both))
            }
        };
        Computed { value, fails, stop }
    }

    /// Whether 128 bits are a number below 0.
    pub(super) fn is_negative(&mut self, number: Value) -> Value {
        let high = if self.b.func.dfg.value_type(number) == types::I128 {
            self.b.ins().isplit(number).1
        } else {
            number
        };
        self.b.ins().icmp_imm_s(IntCC::SignedLessThan, high, 0)
    }

    fn divide(
        &mut self,
        operation: BinaryOperation,
        ty: IntegerType,
        left: Value,
        right: Value,
    ) -> Value {
        let is_zero = self.b.ins().icmp_imm_s(IntCC::Equal, right, 0);
        self.stop_if(is_zero, Stop::DivisionByZero);
        let is_quotient = operation == BinaryOperation::Divide;
        if !ty.is_signed() {
            return if is_quotient {
                self.b.ins().udiv(left, right)
            } else {
                self.b.ins().urem(left, right)
            };
        }
        let least = i64::MIN.wrapping_shr(64 - u32::try_from(ty.bits()).unwrap_or(64));
        let is_least = self.b.ins().icmp_imm_s(IntCC::Equal, left, least);
        let is_minus_one = self.b.ins().icmp_imm_s(IntCC::Equal, right, -1);
        let fails = self.b.ins().band(is_least, is_minus_one);
        self.stop_if(fails, Stop::Overflow);
        if is_quotient { self.b.ins().sdiv(left, right) } else { self.b.ins().srem(left, right) }
    }

    /// A product or quotient of 128 bits: at once if the operands have 64, else by a call.
    fn of_128(
        &mut self,
        operation: BinaryOperation,
        ty: IntegerType,
        left: Value,
        right: Value,
    ) -> Lowered<Value> {
        if ty.is_signed() {
            return self.call_128::<i128>(operation, left, right);
        }
        let [slow, fast, done] = std::array::from_fn(|_| self.b.create_block());
        let result = self.b.append_block_param(done, types::I128);
        let (left_low, left_high) = self.b.ins().isplit(left);
        let (right_low, right_high) = self.b.ins().isplit(right);
        let high = self.b.ins().bor(left_high, right_high);
        self.b.ins().brif(high, slow, &[], fast, &[]);
        self.b.seal_block(fast);
        self.b.seal_block(slow);
        self.b.switch_to_block(fast);
        let value = if operation == BinaryOperation::Multiply {
            let [left, right] =
                [left_low, right_low].map(|low| self.b.ins().uextend(types::I128, low));
            self.b.ins().imul(left, right)
        } else {
            let low = self.divide(operation, IntegerType::U64, left_low, right_low);
            self.b.ins().uextend(types::I128, low)
        };
        self.b.ins().jump(done, &[BlockArg::from(value)]);
        self.b.switch_to_block(slow);
        let value = self.call_128::<u128>(operation, left, right)?;
        self.b.ins().jump(done, &[BlockArg::from(value)]);
        self.b.seal_block(done);
        self.b.switch_to_block(done);
        Ok(result)
    }

    fn call_128<T: Checked>(
        &mut self,
        operation: BinaryOperation,
        left: Value,
        right: Value,
    ) -> Lowered<Value> {
        let slot = *self.scratch.get_or_insert_with(|| {
            let data = StackSlotData::new(StackSlotKind::ExplicitSlot, 48, 4);
            self.b.create_sized_stack_slot(data)
        });
        let [to, at_left, at_right] =
            [0, 16, 32].map(|offset| self.b.ins().stack_addr(types::I64, slot, offset));
        self.b.ins().store(plain(), left, at_left, 0);
        self.b.ins().store(plain(), right, at_right, 0);
        let function = helpers::wide::<T>(operation).ok_or(NotLowered)?;
        self.call_wide(function, [to, at_left, at_right])?;
        Ok(self.b.ins().load(types::I128, plain(), to, 0))
    }

    /// Calls the function for an operation on integers in memory, and stops where it does.
    pub(super) fn slot_addresses<const N: usize>(
        &mut self,
        registers: [Register; N],
    ) -> Lowered<[Value; N]> {
        let mut addresses = [self.frame; N];
        for (address, register) in addresses.iter_mut().zip(registers) {
            *address = self.slot_address(register)?;
        }
        Ok(addresses)
    }

    /// Stops unless a number can be shifted so far.
    fn check_shift(&mut self, ty: IntegerType, amount: Value) {
        let bits = i64::try_from(ty.bits()).expect("at most 128");
        let far = IntCC::UnsignedGreaterThanOrEqual;
        let is_too_far = self.b.ins().icmp_imm_u(far, amount, bits);
        self.stop_if(is_too_far, Stop::ShiftTooFar);
    }

    fn equal(
        &mut self,
        operation: BinaryOperation,
        to: Register,
        (left, right): (Register, Register),
        charge: Charge,
    ) -> Lowered {
        let layout = std::sync::Arc::clone(self.layout(left)?);
        let compared = layout.referent().unwrap_or(&layout);
        let size = compared.size();
        let scalar = if let Form::Scalar(ty) = form(compared) { Some(ty) } else { None };
        if scalar.is_none() && !(compared.is_dense() && size <= super::memory::INLINE_MAX) {
            return self.interpret_here();
        }
        self.charge_bytes(charge, size.saturating_mul(2));
        let is_equal = if layout.referent().is_some() {
            let (left, right) = (self.reference(left)?, self.reference(right)?);
            self.touch(left, compared, size, Touch::Read);
            self.touch(right, compared, size, Touch::Read);
            self.equal_at((left.0[0], 0), (right.0[0], 0), size, scalar)?
        } else if scalar.is_some() {
            let (left, right) = (self.get(left)?, self.get(right)?);
            self.b.ins().icmp(IntCC::Equal, left, right)
        } else {
            let [left, right] = self.slot_addresses([left, right])?;
            self.equal_at((left, 0), (right, 0), size, None)?
        };
        let is_negated = operation == BinaryOperation::NotEqual;
        let value = if is_negated { self.b.ins().bxor_imm_s(is_equal, 1) } else { is_equal };
        self.set(to, value)
    }

    fn equal_at(&mut self, left: At, right: At, size: usize, ty: Option<Type>) -> Lowered<Value> {
        let Some(ty) = ty else { return self.equal_bytes(left, right, size).ok_or(NotLowered) };
        let [left, right] =
            [left, right].map(|(base, offset)| self.b.ins().load(ty, plain(), base, offset));
        Ok(self.b.ins().icmp(IntCC::Equal, left, right))
    }
}

pub(super) fn condition(operation: BinaryOperation, is_signed: bool) -> IntCC {
    use BinaryOperation as B;
    match (operation, is_signed) {
        (B::Less, false) => IntCC::UnsignedLessThan,
        (B::Less, true) => IntCC::SignedLessThan,
        (B::LessEqual, false) => IntCC::UnsignedLessThanOrEqual,
        (B::LessEqual, true) => IntCC::SignedLessThanOrEqual,
        (B::Greater, false) => IntCC::UnsignedGreaterThan,
        (B::Greater, true) => IntCC::SignedGreaterThan,
        (B::GreaterEqual, false) => IntCC::UnsignedGreaterThanOrEqual,
        (B::GreaterEqual, true) => IntCC::SignedGreaterThanOrEqual,
        (B::NotEqual, _) => IntCC::NotEqual,
        (
            B::Equal
            | B::Add
            | B::Subtract
            | B::Multiply
            | B::Divide
            | B::Modulo
            | B::BitAnd
            | B::BitOr
            | B::BitXor
            | B::ShiftLeft
            | B::ShiftRight,
            _,
        ) => IntCC::Equal,
    }
}
