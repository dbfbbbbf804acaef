//! The instruction set: typed registers, basic blocks.
//!
//! Registers are mutable and typed; a value *moved* out of a register leaves it uninitialised. Operand types follow from
//! the registers' types and are not repeated.

use std::fmt;

use serde::{Deserialize, Serialize};
use vm_access::Captures;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($prefix:literal);)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(
            /// The position.
            pub u32,
        );

        impl $name {
            /// The id of the item at `index` of its list.
            ///
            /// # Panics
            ///
            /// If `index` does not fit in 32 bits: no module is that large (`Limits`).
            pub fn new(index: usize) -> Self {
                Self(u32::try_from(index).expect("a module's lists are limited to far fewer than 2^32"))
            }

            /// Position in its list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }
    )*};
}

ids! {
    /// A register of a function.
    Register("r");
    /// A block of a function.
    BlockId("bb");
    /// A type in the module's pool.
    TypeId("t");
    /// A callee in the module's pool.
    CalleeId("f");
    /// A constant in the module's pool.
    ConstantId("c");
    /// A field of a struct or variant, by position.
    FieldId("field");
    /// A variant of an enum, by position.
    VariantId("variant");
}

/// The abort code of taking an enum for a variant that it is not.
pub const WRONG_VARIANT: u64 = 0xca26_cbd9_be0b_0001;

/// One instruction. `to` is the register written, if any.
///
/// An operand that is *consumed* is uninitialised afterwards, unless it is a scalar
/// ([`Instruction::consumed`]).
#[expect(missing_docs, reason = "the line above each variant names its operands")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Instruction {
    /// Loads a constant.
    Constant { to: Register, constant: ConstantId },
    /// Takes the value out of `from`, which is uninitialised afterwards.
    Move { to: Register, from: Register },
    /// Copies a value; its type has `copy`.
    Copy { to: Register, from: Register },
    /// `!a`
    Not { to: Register, from: Register },
    /// `a op b`. Operands are consumed: integers are copied anyway; for `==` and `!=` operands of any type with
    /// `drop`, or references, which compare what they point to.
    Binary { to: Register, operation: BinaryOperation, left: Register, right: Register },
    /// `a as T`, `T` the integer type of `to`; aborts if the value does not fit.
    Cast { to: Register, from: Register },
    /// Builds a struct of the type of `to` from one register per field, consumed.
    Pack { to: Register, fields: Vec<Register> },
    /// Takes a struct apart into one register per field.
    Unpack { to: Vec<Register>, from: Register },
    /// Builds a variant of the enum that is the type of `to`.
    PackVariant { to: Register, variant: VariantId, fields: Vec<Register> },
    /// Takes an enum apart into the fields of a variant; aborts with [`WRONG_VARIANT`] if it is another one.
    UnpackVariant { to: Vec<Register>, from: Register, variant: VariantId },
    /// Whether the enum behind `reference`, which stays, is this variant.
    TestVariant { to: Register, reference: Register, variant: VariantId },
    /// `&r.f` or `&mut r.f` of a variant's field, as the type of `to` says; aborts with [`WRONG_VARIANT`] if it is
    /// another variant. Consumes `reference`.
    BorrowVariantField { to: Register, reference: Register, variant: VariantId, field: FieldId },
    /// `&local` or `&mut local`, as the type of `to` says.
    BorrowLocal { to: Register, local: Register },
    /// `&r.f` or `&mut r.f`, as the type of `to` says; `reference` points to a struct of this module. Consumes
    /// `reference` (references are copied explicitly).
    BorrowField { to: Register, reference: Register, field: FieldId },
    /// Turns `&mut T` into `&T`.
    Freeze { to: Register, from: Register },
    /// `*r`; copies.
    Read { to: Register, reference: Register },
    /// `*r = v`; drops what was there, consumes both.
    Write { reference: Register, from: Register },
    /// `*r += v` or `*r -= v` of an integer; aborts as `+` and `-` do. The old value goes nowhere else. Consumes both.
    Update { reference: Register, operation: UpdateOperation, amount: Register },
    /// `borrow_global<R>(a)` or `borrow_global_mut<R>(a)`, as the type of `to` says.
    BorrowGlobal { to: Register, address: Register },
    /// `exists<R>(a)`
    Exists { to: Register, resource: TypeId, address: Register },
    /// `move_from<R>(a)`, `R` the type of `to`.
    MoveFrom { to: Register, address: Register },
    /// `move_to<R>(&signer, v)`, `R` the type of `from`.
    MoveTo { signer: Register, from: Register },
    /// `vector[a, b, …]` of the type of `to`.
    VectorPack { to: Register, from: Vec<Register> },
    /// Takes a vector of exactly as many elements apart; aborts if the number differs.
    VectorUnpack { to: Vec<Register>, from: Register },
    /// `vector::length(r)`
    VectorLength { to: Register, vector: Register },
    /// `vector::borrow(r, i)` or `borrow_mut`, as the type of `to` says.
    VectorBorrow { to: Register, vector: Register, index: Register },
    /// `vector::push_back(r, v)`
    VectorPush { vector: Register, from: Register },
    /// `vector::pop_back(r)`
    VectorPop { to: Register, vector: Register },
    /// `vector::swap(r, i, j)`
    VectorSwap { vector: Register, left: Register, right: Register },
    /// Calls a function of any module, natives included; consumes the arguments.
    Call { to: Vec<Register>, callee: CalleeId, arguments: Vec<Register> },
    /// Makes a function value of the type of `to`: a function, and values for some of its parameters, consumed.
    PackClosure { to: Register, callee: CalleeId, captures: Captures, captured: Vec<Register> },
    /// Takes a function value for one of a wider type: with fewer abilities, or clauses that allow more. Consumes `from`.
    WidenClosure { to: Register, from: Register },
    /// Calls a function value; consumes it and the arguments.
    CallClosure { to: Vec<Register>, closure: Register, arguments: Vec<Register> },
}

/// How a block ends.
#[expect(missing_docs, reason = "the line above each variant names its operands")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Terminator {
    /// Goes on at a block.
    Jump(BlockId),
    /// Goes on at one of two blocks.
    Branch { condition: Register, then: BlockId, otherwise: BlockId },
    /// Returns one register per result.
    Return(Vec<Register>),
    /// Aborts the transaction with the code in a `u64` register.
    Abort(Register),
}

/// Operations on two operands of one type. (The shift amount of `<<` and `>>` is a `u8`.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum BinaryOperation {
    /// `+`; aborts on overflow.
    Add,
    /// `-`; aborts below zero.
    Subtract,
    /// `*`; aborts on overflow.
    Multiply,
    /// `/`; aborts on zero.
    Divide,
    /// `%`; aborts on zero.
    Modulo,
    /// `&`
    BitAnd,
    /// `|`
    BitOr,
    /// `^`
    BitXor,
    /// `<<`; bits shifted out are lost; aborts if the amount is at least the width.
    ShiftLeft,
    /// `>>`; aborts if the amount is at least the width.
    ShiftRight,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
}

/// By what [`Instruction::Update`] changes an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum UpdateOperation {
    /// `+=`; aborts on overflow.
    Add,
    /// `-=`; aborts below zero.
    Subtract,
}

impl UpdateOperation {
    /// The operation on values.
    pub fn operation(self) -> BinaryOperation {
        match self {
            Self::Add => BinaryOperation::Add,
            Self::Subtract => BinaryOperation::Subtract,
        }
    }
}

impl BinaryOperation {
    /// The operation as written in Move.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
            Self::BitAnd => "&",
            Self::BitOr => "|",
            Self::BitXor => "^",
            Self::ShiftLeft => "<<",
            Self::ShiftRight => ">>",
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
            Self::Equal => "==",
            Self::NotEqual => "!=",
        }
    }

    /// Whether the result is a `bool` and not of the operands' type.
    pub fn is_comparison(self) -> bool {
        Self::Less <= self
    }
}
