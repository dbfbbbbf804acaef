//! Which registers an instruction reads, consumes and writes.

use smallvec::{SmallVec, smallvec};
use vm_access::Type;

use crate::instruction::{BlockId, Instruction, Register, Terminator};

/// A short list of registers.
pub type Registers = SmallVec<[Register; 4]>;

impl Instruction {
    /// The register that holds, or leads to, the struct that is built, taken apart or looked into.
    #[expect(clippy::wildcard_enum_match_arm, reason = "all others look into no struct")]
    pub fn opens(&self) -> Option<Register> {
        match self {
            Self::Pack { to, .. } | Self::PackVariant { to, .. } => Some(*to),
            Self::Unpack { from, .. } | Self::UnpackVariant { from, .. } => Some(*from),
            Self::BorrowField { reference, .. }
            | Self::BorrowVariantField { reference, .. }
            | Self::TestVariant { reference, .. } => Some(*reference),
            _ => None,
        }
    }

    /// Registers read, in order of evaluation; each must hold a value.
    pub fn operands(&self) -> Registers {
        match self {
            Self::Constant { .. } => smallvec![],
            Self::Move { from, .. }
            | Self::Copy { from, .. }
            | Self::Not { from, .. }
            | Self::Cast { from, .. }
            | Self::Unpack { from, .. }
            | Self::UnpackVariant { from, .. }
            | Self::VectorUnpack { from, .. }
            | Self::WidenClosure { from, .. }
            | Self::Freeze { from, .. } => smallvec![*from],
            Self::Binary { left, right, .. } => smallvec![*left, *right],
            Self::Pack { fields, .. } | Self::PackVariant { fields, .. } => {
                SmallVec::from_slice(fields)
            }
            Self::BorrowLocal { local, .. } => smallvec![*local],
            Self::BorrowField { reference, .. }
            | Self::BorrowVariantField { reference, .. }
            | Self::TestVariant { reference, .. }
            | Self::Read { reference, .. } => smallvec![*reference],
            Self::Write { reference, from } => smallvec![*reference, *from],
            Self::Update { reference, amount, .. } => smallvec![*reference, *amount],
            Self::BorrowGlobal { address, .. }
            | Self::Exists { address, .. }
            | Self::MoveFrom { address, .. } => smallvec![*address],
            Self::MoveTo { signer, from } => smallvec![*signer, *from],
            Self::VectorPack { from, .. } => SmallVec::from_slice(from),
            Self::VectorLength { vector, .. } | Self::VectorPop { vector, .. } => {
                smallvec![*vector]
            }
            Self::VectorBorrow { vector, index, .. } => smallvec![*vector, *index],
            Self::VectorPush { vector, from } => smallvec![*vector, *from],
            Self::VectorSwap { vector, left, right } => smallvec![*vector, *left, *right],
            Self::Call { arguments, .. } => SmallVec::from_slice(arguments),
            Self::PackClosure { captured, .. } => SmallVec::from_slice(captured),
            Self::CallClosure { closure, arguments, .. } => {
                std::iter::once(*closure).chain(arguments.iter().copied()).collect()
            }
        }
    }

    /// Operands whose value is taken: uninitialised afterwards, unless [`stays_when_consumed`].
    ///
    /// The operand of [`Instruction::Move`] is uninitialised afterwards whatever its type.
    pub fn consumed(&self) -> Registers {
        match self {
            Self::Move { .. }
            | Self::Binary { .. }
            | Self::Pack { .. }
            | Self::Unpack { .. }
            | Self::PackVariant { .. }
            | Self::UnpackVariant { .. }
            | Self::BorrowField { .. }
            | Self::BorrowVariantField { .. }
            | Self::Write { .. }
            | Self::Update { .. }
            | Self::VectorPack { .. }
            | Self::VectorUnpack { .. }
            | Self::Call { .. }
            | Self::PackClosure { .. }
            | Self::WidenClosure { .. }
            | Self::CallClosure { .. } => self.operands(),
            Self::MoveTo { from, .. } | Self::VectorPush { from, .. } => smallvec![*from],
            Self::Constant { .. }
            | Self::Copy { .. }
            | Self::Not { .. }
            | Self::Cast { .. }
            | Self::BorrowLocal { .. }
            | Self::Freeze { .. }
            | Self::Read { .. }
            | Self::TestVariant { .. }
            | Self::BorrowGlobal { .. }
            | Self::Exists { .. }
            | Self::MoveFrom { .. }
            | Self::VectorLength { .. }
            | Self::VectorBorrow { .. }
            | Self::VectorPop { .. }
            | Self::VectorSwap { .. } => smallvec![],
        }
    }

    /// Registers written, in order.
    pub fn targets(&self) -> &[Register] {
        match self {
            Self::Constant { to, .. }
            | Self::Move { to, .. }
            | Self::Copy { to, .. }
            | Self::Not { to, .. }
            | Self::Binary { to, .. }
            | Self::Cast { to, .. }
            | Self::Pack { to, .. }
            | Self::PackVariant { to, .. }
            | Self::TestVariant { to, .. }
            | Self::BorrowVariantField { to, .. }
            | Self::BorrowLocal { to, .. }
            | Self::BorrowField { to, .. }
            | Self::Freeze { to, .. }
            | Self::Read { to, .. }
            | Self::BorrowGlobal { to, .. }
            | Self::Exists { to, .. }
            | Self::MoveFrom { to, .. }
            | Self::VectorPack { to, .. }
            | Self::VectorLength { to, .. }
            | Self::VectorBorrow { to, .. }
            | Self::VectorPop { to, .. }
            | Self::PackClosure { to, .. }
            | Self::WidenClosure { to, .. } => std::slice::from_ref(to),
            Self::Unpack { to, .. }
            | Self::UnpackVariant { to, .. }
            | Self::VectorUnpack { to, .. }
            | Self::Call { to, .. }
            | Self::CallClosure { to, .. } => to,
            Self::Write { .. }
            | Self::Update { .. }
            | Self::MoveTo { .. }
            | Self::VectorPush { .. }
            | Self::VectorSwap { .. } => &[],
        }
    }
}

impl Terminator {
    /// Registers read, in order; those of a return are consumed.
    pub fn operands(&self) -> &[Register] {
        match self {
            Self::Jump(_) => &[],
            Self::Branch { condition, .. } => std::slice::from_ref(condition),
            Self::Return(results) => results,
            Self::Abort(code) => std::slice::from_ref(code),
        }
    }

    /// Blocks that may run next.
    pub fn successors(&self) -> SmallVec<[BlockId; 2]> {
        match self {
            Self::Jump(block) => smallvec![*block],
            Self::Branch { then, otherwise, .. } => smallvec![*then, *otherwise],
            Self::Return(_) | Self::Abort(_) => smallvec![],
        }
    }
}

/// Whether a register of this type keeps its value when it is consumed (but by a move): scalars do.
pub fn stays_when_consumed(ty: &Type) -> bool {
    match ty {
        Type::Bool | Type::Integer(_) | Type::Address => true,
        Type::Signer
        | Type::Vector(_)
        | Type::Struct(_)
        | Type::Reference { .. }
        | Type::Parameter(_)
        | Type::Function(_) => false,
    }
}
