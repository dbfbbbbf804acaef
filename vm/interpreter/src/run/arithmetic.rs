//! Integers and booleans: checked arithmetic, shifts, comparisons, casts.

use vm_access::{I256, Integer, IntegerType, U256};
use vm_bytecode::{BinaryOperation, Register, UpdateOperation};
use vm_layout::{Fault, Layout, Memory, Pointer, Source, is_equal};

use super::records::Touch;
use super::{Run, Step};
use crate::instance::Here;
use crate::outcome::ArithmeticError;

/// An integer of some type, as instructions compute with it. What the type does not hold is `None`, and so is what is
/// divided by zero.
pub trait Checked: Copy + Ord {
    /// The type.
    const TYPE: IntegerType;
    /// 0.
    const ZERO: Self;
    /// As many bytes as it is wide.
    type Bytes: Copy;

    /// From little-endian bytes.
    fn from_bytes(bytes: Self::Bytes) -> Self;
    /// To little-endian bytes.
    fn to_bytes(self) -> Self::Bytes;
    /// Reads it from memory.
    ///
    /// # Errors
    ///
    /// As [`Source::bytes`].
    fn load(memory: &Memory, at: Pointer) -> Result<Self, Fault>;
    /// Writes it to memory.
    ///
    /// # Errors
    ///
    /// As [`Memory::write`].
    fn store(self, memory: &mut Memory, at: Pointer) -> Result<(), Fault>;
    /// `+`
    fn add(self, other: Self) -> Option<Self>;
    /// `-`
    fn subtract(self, other: Self) -> Option<Self>;
    /// `*`
    fn multiply(self, other: Self) -> Option<Self>;
    /// `/`
    fn divide(self, other: Self) -> Option<Self>;
    /// `%`
    fn modulo(self, other: Self) -> Option<Self>;
}

/// An unsigned integer: a number of bits.
pub trait Bits: Checked {
    /// `&`
    #[must_use]
    fn and(self, other: Self) -> Self;
    /// `|`
    #[must_use]
    fn or(self, other: Self) -> Self;
    /// `^`
    #[must_use]
    fn xor(self, other: Self) -> Self;
    /// By less than the width.
    #[must_use]
    fn shift_left(self, amount: u8) -> Self;
    /// By less than the width.
    #[must_use]
    fn shift_right(self, amount: u8) -> Self;
}

macro_rules! checked {
    ($($type:ty: $variant:ident, $zero:expr, $bytes:literal bytes;)*) => {$(
        impl Checked for $type {
            const TYPE: IntegerType = IntegerType::$variant;
            const ZERO: Self = $zero;
            type Bytes = [u8; $bytes];

            fn from_bytes(bytes: [u8; $bytes]) -> Self {
                Self::from_le_bytes(bytes)
            }
            fn to_bytes(self) -> [u8; $bytes] {
                self.to_le_bytes()
            }
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
        }
    )*};
}

macro_rules! bits {
    ($($type:ty)*) => {$(
        impl Bits for $type {
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

checked! {
    u8: U8, 0, 1 bytes;
    u16: U16, 0, 2 bytes;
    u32: U32, 0, 4 bytes;
    u64: U64, 0, 8 bytes;
    u128: U128, 0, 16 bytes;
    U256: U256, U256::ZERO, 32 bytes;
    i8: I8, 0, 1 bytes;
    i16: I16, 0, 2 bytes;
    i32: I32, 0, 4 bytes;
    i64: I64, 0, 8 bytes;
    i128: I128, 0, 16 bytes;
    I256: I256, I256::ZERO, 32 bytes;
}

bits! { u8 u16 u32 u64 u128 U256 }

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

    pub(super) fn cast(&mut self, here: Here<'_>, to: Register, from: Register) -> Step {
        let number = self.integer(here.at(from)?, here.layout(from)?)?;
        let target = here.layout(to)?.ty().as_integer().ok_or(Fault::Shape)?;
        let number = number.within(target).ok_or(ArithmeticError::CastOutOfRange)?;
        let bytes = number.to_le_bytes();
        let bytes = bytes.get(..target.bytes()).ok_or(Fault::Shape)?;
        Ok(self.memory.write(here.at(to)?, bytes)?)
    }

    /// The integer at `at`.
    pub(super) fn integer(&self, at: Pointer, layout: &Layout) -> Step<Integer> {
        let ty = layout.ty().as_integer().ok_or(Fault::Shape)?;
        let number = Integer::from_le_slice(self.memory.bytes(at, ty.bytes())?, ty);
        Ok(number.ok_or(Fault::Shape)?)
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
            | BinaryOperation::Less
            | BinaryOperation::LessEqual
            | BinaryOperation::Greater
            | BinaryOperation::GreaterEqual => self.integers(operation, operands, layout),
            BinaryOperation::BitAnd
            | BinaryOperation::BitOr
            | BinaryOperation::BitXor
            | BinaryOperation::ShiftLeft
            | BinaryOperation::ShiftRight => self.bits(operation, operands, layout),
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
        let ty = layout.ty().as_integer().ok_or(Fault::Shape)?;
        let amount = self.integer(operands.right, layout)?;
        self.add_up(operands.to, ty, operation, amount);
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
        match layout.ty().as_integer().ok_or(Fault::Shape)? {
            IntegerType::U8 => self.binary_of::<u8>(op, operands),
            IntegerType::U16 => self.binary_of::<u16>(op, operands),
            IntegerType::U32 => self.binary_of::<u32>(op, operands),
            IntegerType::U64 => self.binary_of::<u64>(op, operands),
            IntegerType::U128 => self.binary_of::<u128>(op, operands),
            IntegerType::U256 => self.binary_of::<U256>(op, operands),
            IntegerType::I8 => self.binary_of::<i8>(op, operands),
            IntegerType::I16 => self.binary_of::<i16>(op, operands),
            IntegerType::I32 => self.binary_of::<i32>(op, operands),
            IntegerType::I64 => self.binary_of::<i64>(op, operands),
            IntegerType::I128 => self.binary_of::<i128>(op, operands),
            IntegerType::I256 => self.binary_of::<I256>(op, operands),
        }
    }

    fn bits(&mut self, op: BinaryOperation, operands: Operands, layout: &Layout) -> Step {
        match layout.ty().as_integer().ok_or(Fault::Shape)? {
            IntegerType::U8 => self.bits_of::<u8>(op, operands),
            IntegerType::U16 => self.bits_of::<u16>(op, operands),
            IntegerType::U32 => self.bits_of::<u32>(op, operands),
            IntegerType::U64 => self.bits_of::<u64>(op, operands),
            IntegerType::U128 => self.bits_of::<u128>(op, operands),
            IntegerType::U256 => self.bits_of::<U256>(op, operands),
            IntegerType::I8
            | IntegerType::I16
            | IntegerType::I32
            | IntegerType::I64
            | IntegerType::I128
            | IntegerType::I256 => Err(Fault::Shape.into()),
        }
    }

    fn binary_of<T: Checked>(&mut self, operation: BinaryOperation, operands: Operands) -> Step {
        let Operands { to, left, right } = operands;
        let (left, right) = (T::load(self.memory, left)?, T::load(self.memory, right)?);
        if operation.is_comparison() {
            let is_so = compare(operation, left, right);
            return Ok(self.memory.write(to, &[u8::from(is_so)])?);
        }
        let result = compute(operation, left, right).ok_or(Fault::Shape)??;
        Ok(result.store(self.memory, to)?)
    }

    fn bits_of<T: Bits>(&mut self, operation: BinaryOperation, operands: Operands) -> Step {
        let Operands { to, left, right } = operands;
        let left = T::load(self.memory, left)?;
        let result = match operation {
            BinaryOperation::ShiftLeft => left.shift_left(self.shift_of::<T>(right)?),
            BinaryOperation::ShiftRight => left.shift_right(self.shift_of::<T>(right)?),
            BinaryOperation::BitAnd => left.and(T::load(self.memory, right)?),
            BinaryOperation::BitOr => left.or(T::load(self.memory, right)?),
            BinaryOperation::BitXor => left.xor(T::load(self.memory, right)?),
            BinaryOperation::Add
            | BinaryOperation::Subtract
            | BinaryOperation::Multiply
            | BinaryOperation::Divide
            | BinaryOperation::Modulo
            | BinaryOperation::Less
            | BinaryOperation::LessEqual
            | BinaryOperation::Greater
            | BinaryOperation::GreaterEqual
            | BinaryOperation::Equal
            | BinaryOperation::NotEqual => return Err(Fault::Shape.into()),
        };
        Ok(result.store(self.memory, to)?)
    }

    /// The amount at `at`, by which a `T` is shifted.
    fn shift_of<T: Bits>(&self, at: Pointer) -> Step<u8> {
        let amount = u8::load(self.memory, at)?;
        let is_too_far = T::TYPE.bits() <= usize::from(amount);
        if is_too_far { Err(ArithmeticError::ShiftTooFar.into()) } else { Ok(amount) }
    }
}

fn compare<T: Checked>(operation: BinaryOperation, left: T, right: T) -> bool {
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

/// `left operation right`, of an operation that is checked; nothing for any other.
///
/// # Errors
///
/// If the type does not hold the result, or the divisor is 0.
#[inline(always)]
pub fn compute<T: Checked>(
    operation: BinaryOperation,
    left: T,
    right: T,
) -> Option<Result<T, ArithmeticError>> {
    use ArithmeticError::{DivisionByZero, Overflow};
    use BinaryOperation as B;
    Some(match operation {
        B::Add => left.add(right).ok_or(Overflow),
        B::Subtract => left.subtract(right).ok_or(ArithmeticError::below(T::TYPE)),
        B::Multiply => left.multiply(right).ok_or(Overflow),
        B::Divide | B::Modulo if right == T::ZERO => Err(DivisionByZero),
        B::Divide => left.divide(right).ok_or(Overflow),
        B::Modulo => left.modulo(right).ok_or(Overflow),
        B::BitAnd
        | B::BitOr
        | B::BitXor
        | B::ShiftLeft
        | B::ShiftRight
        | B::Less
        | B::LessEqual
        | B::Greater
        | B::GreaterEqual
        | B::Equal
        | B::NotEqual => return None,
    })
}
