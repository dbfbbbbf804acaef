//! Integers of 256 bits, which lie in memory. Products, quotients and shifts are left to functions of ours.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value, types};
use vm_access::{I256, IntegerType, U256};
use vm_bytecode::{BinaryOperation, Register};

use super::arithmetic::condition;
use super::{Lowered, Lowering, NotLowered, Passed, plain};
use crate::helpers::{self, Stop, Wide};

impl Lowering<'_, '_> {
    pub(super) fn call_wide(&mut self, function: Wide, places: [Value; 3]) -> Lowered {
        let status = self.help(function as *const u8, &places, true);
        let status = status.ok_or(NotLowered)?;
        self.stop_for(status, Passed::Difference(status, 1));
        Ok(())
    }

    /// An operation on integers in memory.
    pub(super) fn wide(
        &mut self,
        operation: BinaryOperation,
        ty: IntegerType,
        to: Register,
        (left, right): (Register, Register),
    ) -> Lowered {
        use BinaryOperation as B;
        match operation {
            B::Add | B::Subtract if !ty.is_signed() => self.wide_sum(operation, to, (left, right)),
            B::Add | B::Subtract | B::Multiply | B::Divide | B::Modulo => {
                let places = self.slot_addresses([to, left, right])?;
                let function = if ty.is_signed() {
                    helpers::wide::<I256>(operation)
                } else {
                    helpers::unsigned(operation)
                };
                self.call_wide(function.ok_or(NotLowered)?, places)
            }
            B::BitAnd | B::BitOr | B::BitXor => self.wide_bits(operation, to, (left, right)),
            B::ShiftLeft | B::ShiftRight => {
                let amount = self.get(right)?;
                let amount = self.b.ins().uextend(types::I64, amount);
                let [to, from] = self.slot_addresses([to, left])?;
                let function = if operation == B::ShiftLeft {
                    helpers::shift_left::<U256> as *const u8
                } else {
                    helpers::shift_right::<U256> as *const u8
                };
                self.help(function, &[to, from, amount], false);
                Ok(())
            }
            B::Less | B::LessEqual | B::Greater | B::GreaterEqual | B::Equal | B::NotEqual => {
                self.compare_wide((operation, ty), to, (left, right))
            }
        }
    }

    /// `left + right` or `left - right` of unsigned integers, in two halves.
    fn wide_sum(
        &mut self,
        operation: BinaryOperation,
        to: Register,
        (left, right): (Register, Register),
    ) -> Lowered {
        let (left, right) = (self.halves(left)?, self.halves(right)?);
        let (low, high, fails, stop) = if operation == BinaryOperation::Add {
            let (low, carry) = self.add_half(left[0], right[0]);
            let (high, over) = self.add_half(left[1], right[1]);
            let carry = self.b.ins().uextend(types::I128, carry);
            let (high, over_too) = self.add_half(high, carry);
            (low, high, self.b.ins().bor(over, over_too), Stop::Overflow)
        } else {
            let (low, borrow) = self.subtract_half(left[0], right[0]);
            let (high, below) = self.subtract_half(left[1], right[1]);
            let borrow = self.b.ins().uextend(types::I128, borrow);
            let (high, below_too) = self.subtract_half(high, borrow);
            (low, high, self.b.ins().bor(below, below_too), Stop::Underflow)
        };
        self.stop_if(fails, stop);
        let (at, _) = self.slot(to)?;
        for (half, offset) in [(low, 0), (high, 16)] {
            self.b.ins().store(plain(), half, self.frame, at + offset);
        }
        Ok(())
    }

    /// A sum, and whether it does not fit.
    fn add_half(&mut self, left: Value, right: Value) -> (Value, Value) {
        let sum = self.b.ins().iadd(left, right);
        (sum, self.b.ins().icmp(IntCC::UnsignedLessThan, sum, left))
    }

    /// A difference, and whether it is below 0.
    fn subtract_half(&mut self, left: Value, right: Value) -> (Value, Value) {
        let is_below = self.b.ins().icmp(IntCC::UnsignedLessThan, left, right);
        (self.b.ins().isub(left, right), is_below)
    }

    /// The low and the high half of an integer in memory.
    fn halves(&mut self, register: Register) -> Lowered<[Value; 2]> {
        let (at, _) = self.slot(register)?;
        Ok([0, 16].map(|offset| self.b.ins().load(types::I128, plain(), self.frame, at + offset)))
    }

    fn compare_wide(
        &mut self,
        (operation, ty): (BinaryOperation, IntegerType),
        to: Register,
        (left, right): (Register, Register),
    ) -> Lowered {
        let (left, right) = (self.halves(left)?, self.halves(right)?);
        // The high halves tell, unless they are equal.
        let by_high = self.b.ins().icmp(condition(operation, ty.is_signed()), left[1], right[1]);
        let by_low = self.b.ins().icmp(condition(operation, false), left[0], right[0]);
        let is_equal = self.b.ins().icmp(IntCC::Equal, left[1], right[1]);
        let holds = self.b.ins().select(is_equal, by_low, by_high);
        self.set(to, holds)
    }

    fn wide_bits(
        &mut self,
        operation: BinaryOperation,
        to: Register,
        (left, right): (Register, Register),
    ) -> Lowered {
        let [to, left, right] = self.slot_addresses([to, left, right])?;
        for at in [0, 8, 16, 24] {
            let [left, right] =
                [left, right].map(|base| self.b.ins().load(types::I64, plain(), base, at));
            let word = self.integers(operation, IntegerType::U64, left, right)?;
            self.b.ins().store(plain(), word, to, at);
        }
        Ok(())
    }
}
