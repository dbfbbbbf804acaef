//! Integers and booleans: checked arithmetic, shifts, comparisons, casts.

use vm_access::U256;
use vm_bytecode::{BinaryOperation, Register, UpdateOperation};
use vm_layout::{Fault, Layout, Memory, Pointer, Shape, Source, is_equal};

use super::records::Touch;
use super::{Run, Step};
use crate::instance::Here;
use crate::outcome::{ArithmeticError, Cause};

/// An unsigned integer of some width.
trait Integer: Copy + Ord {
    /// Width in bits.
    const BITS: u32;

    fn load(memory: &Memory, at: Pointer) -> Result<Self, Fault>;
    fn store(self, memory: &mut Memory, at: Pointer) -> Result<(), Fault>;
    fn add(self, other: Self) -> Option<Self>;
    fn subtract(self, other: Self) -> Option<Self>;
    fn multiply(self, other: Self) -> Option<Self>;
    fn divide(self, other: Self) -> Option<Self>;
    fn modulo(self, other: Self) -> Option<Self>;
    fn and(self, other: Self) -> Self;
    fn or(self, other: Self) -> Self;
    fn xor(self, other: Self) -> Self;
    /// By less than the width.
    fn shift_left(self, amount: u8) -> Self;
    /// By less than the width.
    fn shift_right(self, amount: u8) -> Self;
}

macro_rules! integers {
    ($($type:ty: $bits:literal bits, $bytes:literal bytes;)*) => {$(
        impl Integer for $type {
            const BITS: u32 = $bits;

            fn load(memory: &Memory, at: Pointer) -> Result<Self, Fault> {
                Ok(Self::from_le_bytes(memory.array::<$bytes>(at)?))
            }
            fn store(self, memory: &mut Memory, at: Pointer) -> Result<(), Fault> {
                let bytes: [u8; $bytes] = self.to_le_bytes();
                memory.write(at, &bytes)
            }
            fn add(self, other: Self) -> Option<Self> {
                self.checked_add(other)
            }
            fn subtract(self, other: Self) -> Option<Self> {
                self.checked_sub(other)
            }
            fn multiply(self, other: Self) -> Option<Self> {
                self.checked_mul(other)
            }
            fn divide(self, other: Self) -> Option<Self> {
                self.checked_div(other)
            }
            fn modulo(self, other: Self) -> Option<Self> {
                self.checked_rem(other)
            }
            fn and(self, other: Self) -> Self {
                self & other
            }
            fn or(self, other: Self) -> Self {
                self | other
            }
            fn xor(self, other: Self) -> Self {
                self ^ other
            }
            fn shift_left(self, amount: u8) -> Self {
                self << amount
            }
            fn shift_right(self, amount: u8) -> Self {
                self >> amount
            }
        }
    )*};
}

integers! {
    u8: 8 bits, 1 bytes;
    u16: 16 bits, 2 bytes;
    u32: 32 bits, 4 bytes;
    u64: 64 bits, 8 bytes;
    u128: 128 bits, 16 bytes;
    U256: 256 bits, 32 bytes;
}

/// Where the result goes and where the operands lie.
#[derive(Clone, Copy)]
struct Operands {
    to: Pointer,
    left: Pointer,
    right: Pointer,
}

impl Run<'_> {
    pub(super) fn not(&mut self, here: Here<'_>, to: Register, from: Register) -> Step {
        let value = self.bool(here, from)?;
        self.set_bool(here, to, !value)
    }

    /// Copies the low bytes, where the high ones are zero.
    pub(super) fn cast(&mut self, here: Here<'_>, to: Register, from: Register) -> Step {
        let (source, target) = (here.layout(from)?.size(), here.layout(to)?.size());
        let mut bytes = self.memory.bytes(here.at(from)?, source)?.to_vec();
        if bytes.iter().skip(target).any(|byte| *byte != 0) {
            return Err(ArithmeticError::CastOutOfRange.into());
        }
        bytes.resize(target, 0);
        Ok(self.memory.write(here.at(to)?, &bytes)?)
    }

    pub(super) fn binary(
        &mut self,
        here: Here<'_>,
        operation: BinaryOperation,
        to: Register,
        (left, right): (Register, Register),
    ) -> Step {
        let layout = here.layout(left)?;
        let operands = Operands { to: here.at(to)?, left: here.at(left)?, right: here.at(right)? };
        match operation {
            BinaryOperation::Equal => self.equal(operands, layout, true),
            BinaryOperation::NotEqual => self.equal(operands, layout, false),
            BinaryOperation::Add
            | BinaryOperation::Subtract
            | BinaryOperation::Multiply
            | BinaryOperation::Divide
            | BinaryOperation::Modulo
            | BinaryOperation::BitAnd
            | BinaryOperation::BitOr
            | BinaryOperation::BitXor
            | BinaryOperation::ShiftLeft
            | BinaryOperation::ShiftRight
            | BinaryOperation::Less
            | BinaryOperation::LessEqual
            | BinaryOperation::Greater
            | BinaryOperation::GreaterEqual => self.integers(operation, operands, layout),
        }
    }

    /// `*reference += amount`, `*reference -= amount`
    pub(super) fn update(
        &mut self,
        here: Here<'_>,
        operation: UpdateOperation,
        reference: Register,
        amount: Register,
    ) -> Step {
        let layout = here.layout(amount)?;
        let operands = Operands {
            to: self.pointer(here, reference)?,
            left: self.pointer(here, reference)?,
            right: here.at(amount)?,
        };
        self.touch(operands.to, layout.size(), Touch::Update)?;
        if let Err(cause) = self.integers(operation.operation(), operands, layout) {
            self.depend_on(operands.to, layout.size());
            return Err(cause);
        }
        let amount = self.memory.bytes(operands.right, layout.size())?;
        let amount = U256::try_from_le_slice(amount).ok_or(Fault::Shape)?;
        self.add_up(operands.to, layout.size(), operation, amount);
        Ok(())
    }

    /// Compares values, or what is behind references.
    fn equal(&mut self, operands: Operands, layout: &Layout, expected: bool) -> Step {
        let Operands { to, mut left, mut right } = operands;
        let mut compared = layout;
        if let Some(behind) = layout.referent() {
            left = self.memory.pointer(left)?;
            right = self.memory.pointer(right)?;
            self.touch(left, behind.size(), Touch::Read)?;
            self.touch(right, behind.size(), Touch::Read)?;
            compared = behind;
        }
        let is_equal = is_equal(self.memory, left, right, compared)?;
        Ok(self.memory.write(to, &[u8::from(is_equal == expected)])?)
    }

    fn integers(&mut self, op: BinaryOperation, operands: Operands, layout: &Layout) -> Step {
        match layout.shape() {
            Shape::U8 => self.binary_of::<u8>(op, operands),
            Shape::U16 => self.binary_of::<u16>(op, operands),
            Shape::U32 => self.binary_of::<u32>(op, operands),
            Shape::U64 => self.binary_of::<u64>(op, operands),
            Shape::U128 => self.binary_of::<u128>(op, operands),
            Shape::U256 => self.binary_of::<U256>(op, operands),
            Shape::Bool
            | Shape::Address
            | Shape::Signer
            | Shape::Vector(_)
            | Shape::Struct(_)
            | Shape::Enum(_)
            | Shape::Reference { .. } => Err(Fault::Shape.into()),
        }
    }

    fn binary_of<T: Integer>(&mut self, operation: BinaryOperation, operands: Operands) -> Step {
        let Operands { to, left, right } = operands;
        let left = T::load(self.memory, left)?;
        if matches!(operation, BinaryOperation::ShiftLeft | BinaryOperation::ShiftRight) {
            let amount = u8::load(self.memory, right)?;
            return Ok(shift(operation, left, amount)?.store(self.memory, to)?);
        }
        let right = T::load(self.memory, right)?;
        if operation.is_comparison() {
            let is_so = compare(operation, left, right);
            return Ok(self.memory.write(to, &[u8::from(is_so)])?);
        }
        Ok(compute(operation, left, right)?.store(self.memory, to)?)
    }
}

fn shift<T: Integer>(operation: BinaryOperation, left: T, amount: u8) -> Result<T, Cause> {
    if T::BITS <= u32::from(amount) {
        return Err(ArithmeticError::ShiftTooFar.into());
    }
    let is_left = operation == BinaryOperation::ShiftLeft;
    Ok(if is_left { left.shift_left(amount) } else { left.shift_right(amount) })
}

fn compare<T: Integer>(operation: BinaryOperation, left: T, right: T) -> bool {
    match operation {
        BinaryOperation::Less => left < right,
        BinaryOperation::LessEqual => left <= right,
        BinaryOperation::Greater => left > right,
        BinaryOperation::GreaterEqual => left >= right,
        BinaryOperation::Equal => left == right,
        BinaryOperation::NotEqual => left != right,
        BinaryOperation::Add
        | BinaryOperation::Subtract
        | BinaryOperation::Multiply
        | BinaryOperation::Divide
        | BinaryOperation::Modulo
        | BinaryOperation::BitAnd
        | BinaryOperation::BitOr
        | BinaryOperation::BitXor
        | BinaryOperation::ShiftLeft
        | BinaryOperation::ShiftRight => false,
    }
}

fn compute<T: Integer>(operation: BinaryOperation, left: T, right: T) -> Result<T, Cause> {
    use ArithmeticError::{DivisionByZero, Overflow, Underflow};
    use BinaryOperation as B;
    match operation {
        B::Add => left.add(right).ok_or(Overflow.into()),
        B::Subtract => left.subtract(right).ok_or(Underflow.into()),
        B::Multiply => left.multiply(right).ok_or(Overflow.into()),
        B::Divide => left.divide(right).ok_or(DivisionByZero.into()),
        B::Modulo => left.modulo(right).ok_or(DivisionByZero.into()),
        B::BitAnd => Ok(left.and(right)),
        B::BitOr => Ok(left.or(right)),
        B::BitXor => Ok(left.xor(right)),
        B::ShiftLeft
        | B::ShiftRight
        | B::Less
        | B::LessEqual
        | B::Greater
        | B::GreaterEqual
        | B::Equal
        | B::NotEqual => Err(Fault::Shape.into()),
    }
}
