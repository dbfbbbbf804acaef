//! What running costs: one table, and the rule by which every engine charges it.
//!
//! Gas is charged when a block is entered, for all of its instructions up to and including the first *cut*: a call, the
//! making of a function value, or an operation whose cost depends on the size of a value. After a cut its dynamic part is charged (the callee's
//! own segments, or bytes times [`PER_BYTE`]), then the next segment, and so on. A block that is entered is thus paid
//! for before it runs, and the interpreter and compiled code run out of gas at the same point.

use vm_access::Type;

use crate::instruction::{BinaryOperation, Instruction, Terminator};
use crate::module::{Block, Code};
use crate::native::Native;
use crate::operands::stays_when_consumed;

/// Cost of each byte of a value that is copied, compared, hashed, encoded or emitted: of its flat layout, with the
/// elements of its vectors.
pub const PER_BYTE: u64 = 1;

/// Cost of each instruction of the cheap kind.
const BASE: u64 = 1;
/// Cost of a multiplication, division or remainder.
const PRODUCT: u64 = 3;
/// Cost of a read, a sum and a write in one.
const UPDATE: u64 = 3;
/// Cost of entering a function.
const CALL: u64 = 10;
/// Cost of making a function value, or of finding what one stands for; beside [`PER_BYTE`] for each byte that encodes it.
const CLOSURE: u64 = 10;
/// Cost of each operand of an instruction that takes a list.
const OPERAND: u64 = 1;
/// Cost of finding a record by its key.
const RECORD: u64 = 100;
/// Cost of making or removing a record, beside finding it.
const RECORD_CHANGE: u64 = 200;
/// Cost of a hash function, beside its bytes.
const HASH: u64 = 50;

/// Cost of checking or making a signature, beside its bytes.
const SIGNATURE: u64 = 5000;

/// A run of instructions that is charged at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// One past the last instruction of the run. The block's last segment ends one past the number of its
    /// instructions: it has the terminator in it.
    pub end: usize,
    /// Gas charged before the first instruction of the run.
    pub cost: u64,
}

/// The gas segments of a block, in order; at least one.
pub fn segments(code: &Code, block: &Block) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut cost = 0_u64;
    for (end, instruction) in (1..).zip(&block.instructions) {
        cost = cost.saturating_add(instruction_cost(instruction));
        if is_cut(code, instruction) {
            segments.push(Segment { end, cost });
            cost = 0;
        }
    }
    let end = block.instructions.len().saturating_add(1);
    segments.push(Segment { end, cost: cost.saturating_add(terminator_cost(&block.terminator)) });
    segments
}

/// Whether a gas segment ends after `instruction`.
pub fn is_cut(code: &Code, instruction: &Instruction) -> bool {
    let is_call = matches!(
        instruction,
        Instruction::Call { .. }
            | Instruction::CallClosure { .. }
            | Instruction::PackClosure { .. }
    );
    is_call || is_size_dependent(code, instruction)
}

/// Whether `instruction` costs [`PER_BYTE`] for each byte of a value, beside its [`instruction_cost`]: of the value
/// copied, or of both values compared (what is behind them, if they are references).
///
/// Type parameters count as types of unknown size, whatever they stand for.
pub fn is_size_dependent(code: &Code, instruction: &Instruction) -> bool {
    let is_sized = |register| code.register(register).is_some_and(is_sized_type);
    match instruction {
        Instruction::Copy { from, .. } => is_sized(*from),
        Instruction::Read { to, .. } | Instruction::Constant { to, .. } => is_sized(*to),
        Instruction::Binary {
            operation: BinaryOperation::Equal | BinaryOperation::NotEqual,
            left,
            ..
        } => code.register(*left).is_some_and(|ty| is_sized_type(ty.referent())),
        Instruction::Binary { .. }
        | Instruction::Move { .. }
        | Instruction::Not { .. }
        | Instruction::Cast { .. }
        | Instruction::Pack { .. }
        | Instruction::Unpack { .. }
        | Instruction::PackVariant { .. }
        | Instruction::UnpackVariant { .. }
        | Instruction::TestVariant { .. }
        | Instruction::BorrowVariantField { .. }
        | Instruction::BorrowLocal { .. }
        | Instruction::BorrowField { .. }
        | Instruction::Freeze { .. }
        | Instruction::Write { .. }
        | Instruction::Update { .. }
        | Instruction::BorrowGlobal { .. }
        | Instruction::Exists { .. }
        | Instruction::MoveFrom { .. }
        | Instruction::MoveTo { .. }
        | Instruction::VectorPack { .. }
        | Instruction::VectorUnpack { .. }
        | Instruction::VectorLength { .. }
        | Instruction::VectorBorrow { .. }
        | Instruction::VectorPush { .. }
        | Instruction::VectorPop { .. }
        | Instruction::VectorSwap { .. }
        | Instruction::Call { .. }
        | Instruction::PackClosure { .. }
        | Instruction::WidenClosure { .. }
        | Instruction::CallClosure { .. } => false,
    }
}

/// Whether values of the type have a size of their own: not scalars, references or signers.
fn is_sized_type(ty: &Type) -> bool {
    !(stays_when_consumed(ty) || ty.is_reference() || *ty == Type::Signer)
}

/// The static cost of an instruction.
pub fn instruction_cost(instruction: &Instruction) -> u64 {
    match instruction {
        Instruction::Constant { .. }
        | Instruction::Move { .. }
        | Instruction::Copy { .. }
        | Instruction::Not { .. }
        | Instruction::Cast { .. }
        | Instruction::BorrowLocal { .. }
        | Instruction::BorrowField { .. }
        | Instruction::BorrowVariantField { .. }
        | Instruction::TestVariant { .. }
        | Instruction::Freeze { .. }
        | Instruction::Read { .. }
        | Instruction::Write { .. }
        | Instruction::VectorLength { .. }
        | Instruction::VectorBorrow { .. }
        | Instruction::VectorPush { .. }
        | Instruction::VectorPop { .. }
        | Instruction::VectorSwap { .. }
        | Instruction::WidenClosure { .. } => BASE,
        Instruction::Binary { operation, .. } => operation_cost(*operation),
        Instruction::Update { .. } => UPDATE,
        Instruction::Pack { fields, .. } | Instruction::PackVariant { fields, .. } => {
            list_cost(BASE, fields.len())
        }
        Instruction::VectorPack { from, .. } => list_cost(BASE, from.len()),
        Instruction::Unpack { to, .. }
        | Instruction::UnpackVariant { to, .. }
        | Instruction::VectorUnpack { to, .. } => list_cost(BASE, to.len()),
        Instruction::BorrowGlobal { .. } | Instruction::Exists { .. } => RECORD,
        Instruction::MoveFrom { .. } | Instruction::MoveTo { .. } => RECORD + RECORD_CHANGE,
        Instruction::Call { to, arguments, .. } => {
            list_cost(CALL, arguments.len().saturating_add(to.len()))
        }
        Instruction::CallClosure { to, arguments, .. } => {
            list_cost(CLOSURE + CALL, arguments.len().saturating_add(to.len()))
        }
        Instruction::PackClosure { captured, .. } => list_cost(CLOSURE, captured.len()),
    }
}

/// The cost of a terminator.
pub fn terminator_cost(terminator: &Terminator) -> u64 {
    match terminator {
        Terminator::Jump(_) | Terminator::Branch { .. } | Terminator::Abort(_) => BASE,
        Terminator::Return(results) => list_cost(BASE, results.len()),
    }
}

/// What a native costs, beside its call and [`PER_BYTE`] for each byte of its arguments (of those it takes by
/// reference what is behind them, but not tables).
pub fn native_cost(native: Native) -> u64 {
    match native {
        Native::TableAdd | Native::TableRemove => RECORD + RECORD_CHANGE,
        Native::TableContains | Native::TableBorrow | Native::TableBorrowMut => RECORD,
        Native::TableNew
        | Native::FreshAddress
        | Native::Sha2
        | Native::Sha3
        | Native::SipHash
        | Native::Keccak
        | Native::Sha2Long
        | Native::Sha3Long
        | Native::Ripemd
        | Native::Blake2
        | Native::ContextHash
        | Native::ContextBytes
        | Native::FindFunction
        | Native::TypeName
        | Native::TypeModule
        | Native::TypeStruct
        | Native::Format => HASH,
        Native::Ed25519Verify
        | Native::Ed25519IsKey
        | Native::Ed25519KeyOf
        | Native::Ed25519Sign => SIGNATURE,
        Native::TableDestroy
        | Native::SignerBorrowAddress
        | Native::CreateSigner
        | Native::BcsToBytes
        | Native::BytesToAddress
        | Native::FromBytes
        | Native::Compare
        | Native::CheckUtf8
        | Native::EventEmit
        | Native::DebugShow
        | Native::EventsEmitted
        | Native::TypeAddress
        | Native::ContextGet
        | Native::ContextSet
        | Native::ContextSender
        | Native::Widen
        | Native::Narrow
        | Native::Greatest => BASE,
    }
}

fn operation_cost(operation: BinaryOperation) -> u64 {
    match operation {
        BinaryOperation::Multiply | BinaryOperation::Divide | BinaryOperation::Modulo => PRODUCT,
        BinaryOperation::Add
        | BinaryOperation::Subtract
        | BinaryOperation::BitAnd
        | BinaryOperation::BitOr
        | BinaryOperation::BitXor
        | BinaryOperation::ShiftLeft
        | BinaryOperation::ShiftRight
        | BinaryOperation::Less
        | BinaryOperation::LessEqual
        | BinaryOperation::Greater
        | BinaryOperation::GreaterEqual
        | BinaryOperation::Equal
        | BinaryOperation::NotEqual => BASE,
    }
}

fn list_cost(base: u64, length: usize) -> u64 {
    base.saturating_add(OPERAND.saturating_mul(length as u64))
}
