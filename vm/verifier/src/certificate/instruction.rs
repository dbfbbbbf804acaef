//! What one instruction does to what is known, and which accesses it makes: a family a file.

use vm_bytecode::Instruction;

use super::walk::Walk;
use crate::error::Fault;

impl Walk<'_> {
    /// Carries `instruction` out. Returns whether the next one is reached.
    pub(super) fn instruction(&mut self, instruction: &Instruction) -> Result<bool, Fault> {
        match instruction {
            Instruction::Constant { to, constant } => self.constant(*to, *constant),
            Instruction::Move { to, from }
            | Instruction::Copy { to, from }
            | Instruction::Freeze { to, from } => self.set(*to, self.content(*from).clone()),
            Instruction::Not { to, from } => self.not(*to, *from),
            Instruction::Binary { to, operation, left, right } => {
                self.binary(*to, *operation, *left, *right)?;
            }
            Instruction::Cast { to, from } => self.cast(*to, *from),
            Instruction::Pack { to, fields } => self.pack(*to, fields),
            Instruction::Unpack { to, from } => self.unpack(to, *from),
            Instruction::PackVariant { to, .. } => self.set_unknown(&[*to]),
            Instruction::UnpackVariant { to, .. } => self.unpack_variant(to),
            Instruction::TestVariant { to, reference, .. } => self.test_variant(*to, *reference)?,
            Instruction::BorrowVariantField { to, reference, .. } => {
                self.borrow_variant_field(*to, *reference)?;
            }
            Instruction::BorrowLocal { to, local } => self.borrow_local(*to, *local),
            Instruction::BorrowField { to, reference, field } => {
                self.borrow_field(*to, *reference, *field);
            }
            Instruction::Read { to, reference } => self.read(*to, *reference)?,
            Instruction::Write { reference, from } => self.write(*reference, *from)?,
            Instruction::Update { reference, operation, amount } => {
                self.update(*reference, *operation, *amount)?;
            }
            Instruction::BorrowGlobal { to, address } => self.borrow_global(*to, *address)?,
            Instruction::Exists { to, resource, address } => {
                self.exists(*to, *resource, *address)?;
            }
            Instruction::MoveFrom { to, address } => self.move_from(*to, *address)?,
            Instruction::MoveTo { signer, from } => self.move_to(*signer, *from)?,
            Instruction::VectorPack { to, from } => self.vector_pack(*to, from),
            Instruction::VectorUnpack { to, from } => self.vector_unpack(to, *from),
            Instruction::VectorLength { to, vector } => self.vector_length(*to, *vector)?,
            Instruction::VectorBorrow { to, vector, index } => {
                self.vector_borrow(*to, *vector, *index)?;
            }
            Instruction::VectorPush { vector, from } => self.vector_push(*vector, *from)?,
            Instruction::VectorPop { to, vector } => self.vector_pop(*to, *vector)?,
            Instruction::VectorSwap { vector, .. } => self.vector_swap(*vector)?,
            Instruction::Call { to, callee, arguments } => {
                return self.call(to, callee.index(), arguments);
            }
            Instruction::PackClosure { to, callee, captures, captured } => {
                self.pack_closure(*to, callee.index(), *captures, captured)?;
            }
            Instruction::WidenClosure { to, from } => self.widen_closure(*to, *from)?,
            Instruction::CallClosure { to, closure, arguments } => {
                return self.call_closure(to, *closure, arguments);
            }
        }
        Ok(true)
    }
}
