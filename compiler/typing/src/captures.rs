//! The variables of a typed expression: which a lambda captures, and the numbers they get in a function of their own.

use crate::typed::{Expression, ExpressionKind, LocalId, Pattern, PatternKind, TypesId};

/// What is done to a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// Its value is read or taken.
    Value,
    /// A reference is made to it, of this type.
    Borrow(TypesId),
    /// It gets a value.
    Assign,
    /// A block ends, and it with it.
    End,
}

type Visit<'v> = &'v mut dyn FnMut(&mut LocalId, Use);

/// Calls `visit` with each variable of an expression, in order of evaluation.
pub(crate) fn for_each_local(expression: &mut Expression, visit: Visit<'_>) {
    match &mut expression.kind {
        ExpressionKind::Integer(_) | ExpressionKind::Constant(_) | ExpressionKind::Continue(_) => {}
        ExpressionKind::Local(local, _) => visit(local, Use::Value),
        ExpressionKind::BorrowLocal(local) => visit(local, Use::Borrow(expression.types)),
        ExpressionKind::Tuple(items)
        | ExpressionKind::Vector(items)
        | ExpressionKind::Call { arguments: items, .. }
        | ExpressionKind::Closure { captured: items, .. } => all(items, visit),
        ExpressionKind::CallClosure(closure, arguments) => {
            for_each_local(closure, visit);
            all(arguments, visit);
        }
        ExpressionKind::Pack(fields) | ExpressionKind::PackVariant(_, fields) => {
            fields.iter_mut().for_each(|(_, value)| for_each_local(value, visit));
        }
        ExpressionKind::Not(operand)
        | ExpressionKind::Cast(operand)
        | ExpressionKind::BorrowValue(operand)
        | ExpressionKind::BorrowField(operand, _)
        | ExpressionKind::BorrowVariantField(operand, ..)
        | ExpressionKind::TestVariant(operand, _)
        | ExpressionKind::BorrowGlobal(operand)
        | ExpressionKind::Freeze(operand)
        | ExpressionKind::WidenClosure(operand)
        | ExpressionKind::Read(operand)
        | ExpressionKind::Exists(_, operand)
        | ExpressionKind::MoveFrom(operand)
        | ExpressionKind::Return(operand)
        | ExpressionKind::Abort(operand) => for_each_local(operand, visit),
        ExpressionKind::Binary(_, left, right)
        | ExpressionKind::MoveTo(left, right)
        | ExpressionKind::And(left, right)
        | ExpressionKind::Or(left, right)
        | ExpressionKind::Assert(left, right) => {
            for_each_local(left, visit);
            for_each_local(right, visit);
        }
        ExpressionKind::Assign(value, pattern) => {
            for_each_local(value, visit);
            in_pattern(pattern, visit);
        }
        ExpressionKind::Block(steps, locals) => {
            all(steps, visit);
            locals.iter_mut().for_each(|local| visit(local, Use::End));
        }
        ExpressionKind::If(condition, then, otherwise) => {
            for_each_local(condition, visit);
            for_each_local(then, visit);
            otherwise.iter_mut().for_each(|otherwise| for_each_local(otherwise, visit));
        }
        ExpressionKind::Loop { body, step, .. } => {
            for_each_local(body, visit);
            step.iter_mut().for_each(|step| for_each_local(step, visit));
        }
        ExpressionKind::Break(_, value) => {
            value.iter_mut().for_each(|value| for_each_local(value, visit));
        }
    }
}

fn all(expressions: &mut [Expression], visit: Visit<'_>) {
    expressions.iter_mut().for_each(|expression| for_each_local(expression, visit));
}

fn in_pattern(pattern: &mut Pattern, visit: Visit<'_>) {
    match &mut pattern.kind {
        PatternKind::Ignore => {}
        PatternKind::Local(local) => visit(local, Use::Assign),
        PatternKind::Tuple(parts)
        | PatternKind::Unpack(_, parts)
        | PatternKind::UnpackVariant(_, _, parts) => {
            parts.iter_mut().for_each(|part| in_pattern(part, visit));
        }
        PatternKind::UnpackReference(parts) | PatternKind::UnpackVariantReference(_, parts) => {
            parts.iter_mut().for_each(|part| in_pattern(&mut part.pattern, visit));
        }
        PatternKind::Place(place) => for_each_local(place, visit),
    }
}
