//! Registers of instructions, to be changed in place.

use vm_bytecode::{Instruction, Register, Terminator};

/// Every register of an instruction: those it writes first.
pub(super) fn registers(instruction: &mut Instruction) -> Vec<&mut Register> {
    use Instruction as I;
    match instruction {
        I::Constant { to, .. } => vec![to],
        I::Move { to, from }
        | I::Copy { to, from }
        | I::Not { to, from }
        | I::Cast { to, from }
        | I::Freeze { to, from }
        | I::WidenClosure { to, from } => vec![to, from],
        I::Binary { to, left, right, .. } => vec![to, left, right],
        I::Pack { to, fields } | I::PackVariant { to, fields, .. } => one_and_many(to, fields),
        I::Unpack { to, from }
        | I::UnpackVariant { to, from, .. }
        | I::VectorUnpack { to, from } => {
            let mut all: Vec<_> = to.iter_mut().collect();
            all.push(from);
            all
        }
        I::TestVariant { to, reference, .. }
        | I::BorrowVariantField { to, reference, .. }
        | I::BorrowField { to, reference, .. }
        | I::Read { to, reference } => vec![to, reference],
        I::BorrowLocal { to, local } => vec![to, local],
        I::Write { reference, from } => vec![reference, from],
        I::Update { reference, amount, .. } => vec![reference, amount],
        I::BorrowGlobal { to, address }
        | I::MoveFrom { to, address }
        | I::Exists { to, address, .. } => {
            vec![to, address]
        }
        I::MoveTo { signer, from } => vec![signer, from],
        I::VectorPack { to, from } => one_and_many(to, from),
        I::VectorLength { to, vector } | I::VectorPop { to, vector } => vec![to, vector],
        I::VectorBorrow { to, vector, index } => vec![to, vector, index],
        I::VectorPush { vector, from } => vec![vector, from],
        I::VectorSwap { vector, left, right } => vec![vector, left, right],
        I::Call { to, arguments, .. } => to.iter_mut().chain(arguments).collect(),
        I::PackClosure { to, captured, .. } => one_and_many(to, captured),
        I::CallClosure { to, closure, arguments } => {
            let mut all: Vec<_> = to.iter_mut().collect();
            all.push(closure);
            all.extend(arguments);
            all
        }
    }
}

fn one_and_many<'a>(one: &'a mut Register, many: &'a mut [Register]) -> Vec<&'a mut Register> {
    std::iter::once(one).chain(many).collect()
}

/// Every register that a terminator reads.
pub(super) fn terminator_registers(terminator: &mut Terminator) -> Vec<&mut Register> {
    match terminator {
        Terminator::Jump(_) => vec![],
        Terminator::Branch { condition, .. } => vec![condition],
        Terminator::Return(results) => results.iter_mut().collect(),
        Terminator::Abort(code) => vec![code],
    }
}
