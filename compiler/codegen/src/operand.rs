//! Operands: values that are already in a register of their own are read there.
//!
//! Instructions leave scalars in their registers, and most leave references there. So a variable need not be copied to
//! be an operand, unless an operand evaluated after it could change it.

use compiler_typing::typed::{Expression, ExpressionKind, Usage};
use vm_access::Type;
use vm_bytecode::{Instruction, Register, SourceSpan, stays_when_consumed};

use crate::builder::Builder;

impl Builder<'_> {
    /// Evaluates the operands of an instruction from left to right.
    pub(crate) fn operands(&mut self, operands: &[&Expression]) -> Vec<Register> {
        let each = operands.iter().enumerate();
        each.map(|(at, operand)| self.operand(operand, &operands[at + 1..])).collect()
    }

    /// Evaluates an operand that is consumed; `later` are evaluated between it and the instruction.
    pub(crate) fn operand(&mut self, operand: &Expression, later: &[&Expression]) -> Register {
        self.in_place(operand, later, stays_when_consumed).unwrap_or_else(|| self.value(operand))
    }

    /// Evaluates a reference that the instruction does not consume.
    pub(crate) fn behind(&mut self, reference: &Expression, later: &[&Expression]) -> Register {
        let in_place = self.in_place(reference, later, Type::is_reference);
        in_place.unwrap_or_else(|| self.value(reference))
    }

    /// The register of a variable, if the operand is one that may be read there.
    fn in_place(
        &self,
        operand: &Expression,
        later: &[&Expression],
        is_kept: fn(&Type) -> bool,
    ) -> Option<Register> {
        let ExpressionKind::Local(local, Usage::Implicit | Usage::Copy) = operand.kind else {
            return None;
        };
        let may_stay = is_kept(&self.body.locals[local.index()].ty)
            && later.iter().all(|expression| self.changes_nothing(expression));
        may_stay.then(|| Self::local(local))
    }

    /// Takes a value from one register to another; one that is a scalar variable keeps its value.
    pub(crate) fn transfer(&mut self, to: Register, from: Register, span: SourceSpan) {
        let is_variable = from.index() < self.body.locals.len();
        let instruction = if is_variable {
            Instruction::Copy { to, from }
        } else {
            Instruction::Move { to, from }
        };
        self.push(instruction, span);
    }

    /// Whether evaluating an expression surely leaves all variables as they are.
    fn changes_nothing(&self, expression: &Expression) -> bool {
        match &expression.kind {
            ExpressionKind::Integer(_)
            | ExpressionKind::Constant(_)
            | ExpressionKind::Local(_, Usage::Implicit | Usage::Copy) => true,
            ExpressionKind::BorrowLocal(_) => !self.is_mutable_reference(expression),
            ExpressionKind::Not(operand)
            | ExpressionKind::Read(operand)
            | ExpressionKind::Cast(operand)
            | ExpressionKind::BorrowValue(operand)
            | ExpressionKind::BorrowField(operand, _)
            | ExpressionKind::BorrowGlobal(operand)
            | ExpressionKind::Exists(_, operand)
            | ExpressionKind::Freeze(operand) => self.changes_nothing(operand),
            ExpressionKind::Binary(_, left, right)
            | ExpressionKind::And(left, right)
            | ExpressionKind::Or(left, right) => {
                self.changes_nothing(left) && self.changes_nothing(right)
            }
            ExpressionKind::Call { arguments, .. } => arguments.iter().all(|argument| {
                self.changes_nothing(argument) && !self.is_mutable_reference(argument)
            }),
            ExpressionKind::Tuple(items) | ExpressionKind::Vector(items) => {
                items.iter().all(|item| self.changes_nothing(item))
            }
            ExpressionKind::Pack(fields) => {
                fields.iter().all(|(_, value)| self.changes_nothing(value))
            }
            ExpressionKind::Local(_, Usage::Move)
            | ExpressionKind::MoveFrom(_)
            | ExpressionKind::MoveTo(..)
            | ExpressionKind::Assign(..)
            | ExpressionKind::Block(..)
            | ExpressionKind::If(..)
            | ExpressionKind::Assert(..)
            | ExpressionKind::Loop { .. }
            | ExpressionKind::Break(..)
            | ExpressionKind::Continue(_)
            | ExpressionKind::Return(_)
            | ExpressionKind::Abort(_) => false,
        }
    }

    fn is_mutable_reference(&self, expression: &Expression) -> bool {
        let types = self.body.types(expression.types);
        types.iter().any(|ty| matches!(ty, Type::Reference { is_mutable: true, .. }))
    }
}
