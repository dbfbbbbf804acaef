//! Operands: values that are already in a register of their own are read there.
//!
//! Instructions leave scalars in their registers, and most leave references there; what is moved anyway may be consumed
//! where it is. So a variable need not be copied to be an operand, unless an operand evaluated after it could change it.

use compiler_typing::typed::{Expression, ExpressionKind, Local, Usage};
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
        let in_place = self.in_place(operand, later, |local, usage| match usage {
            Usage::Move => true,
            Usage::Copy => stays_when_consumed(&local.ty),
            Usage::Implicit => !local.is_copyable || stays_when_consumed(&local.ty),
        });
        in_place.unwrap_or_else(|| self.value(operand))
    }

    /// Evaluates a reference that the instruction does not consume.
    pub(crate) fn behind(&mut self, reference: &Expression, later: &[&Expression]) -> Register {
        let in_place = self.in_place(reference, later, |local, _| local.ty.is_reference());
        in_place.unwrap_or_else(|| self.value(reference))
    }

    /// The register of a variable, if the operand is one that may be read there.
    fn in_place(
        &self,
        operand: &Expression,
        later: &[&Expression],
        is_fitting: fn(&Local, Usage) -> bool,
    ) -> Option<Register> {
        let ExpressionKind::Local(local, usage) = operand.kind else { return None };
        let may_stay = is_fitting(&self.body.locals[local.index()], usage)
            && later.iter().all(|expression| self.changes_nothing(expression));
        may_stay.then(|| Self::local(local))
    }

    /// Takes a value from one register to another; a variable that is a scalar keeps its value.
    pub(crate) fn transfer(&mut self, to: Register, from: Register, span: SourceSpan) {
        let is_variable = from.index() < self.body.locals.len();
        let instruction = if is_variable && stays_when_consumed(self.type_of(from)) {
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
            | ExpressionKind::Local(..) => true,
            ExpressionKind::BorrowLocal(_) => !self.is_mutable_reference(expression),
            ExpressionKind::Not(operand)
            | ExpressionKind::Read(operand)
            | ExpressionKind::Cast(operand)
            | ExpressionKind::BorrowValue(operand)
            | ExpressionKind::BorrowField(operand, _)
            | ExpressionKind::BorrowVariantField(operand, ..)
            | ExpressionKind::TestVariant(operand, _)
            | ExpressionKind::BorrowGlobal(operand)
            | ExpressionKind::Exists(_, operand)
            | ExpressionKind::WidenClosure(operand)
            | ExpressionKind::Freeze(operand) => self.changes_nothing(operand),
            ExpressionKind::Binary(_, left, right)
            | ExpressionKind::And(left, right)
            | ExpressionKind::Or(left, right) => {
                self.changes_nothing(left) && self.changes_nothing(right)
            }
            ExpressionKind::Call { arguments, .. } => arguments.iter().all(|argument| {
                self.changes_nothing(argument) && !self.is_mutable_reference(argument)
            }),
            ExpressionKind::CallClosure(closure, arguments) => {
                self.changes_nothing(closure)
                    && arguments.iter().all(|argument| {
                        self.changes_nothing(argument) && !self.is_mutable_reference(argument)
                    })
            }
            ExpressionKind::Tuple(items)
            | ExpressionKind::Vector(items)
            | ExpressionKind::Closure { captured: items, .. } => {
                items.iter().all(|item| self.changes_nothing(item))
            }
            ExpressionKind::Pack(fields) | ExpressionKind::PackVariant(_, fields) => {
                fields.iter().all(|(_, value)| self.changes_nothing(value))
            }
            ExpressionKind::MoveFrom(_)
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
