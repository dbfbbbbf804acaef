//! `p = p + e` and `p = p - e`, as `p += e` is too: one instruction, which tells that the old value goes nowhere else.

use compiler_typing::typed::{Expression, ExpressionKind};
use vm_bytecode::{BinaryOperation, Instruction, SourceSpan, UpdateOperation};

use crate::builder::Builder;

/// In which order a place and the amount it changes by are evaluated.
#[derive(Clone, Copy)]
enum Order {
    PlaceFirst,
    AmountFirst,
}

impl Builder<'_> {
    /// Emits `place = value` as an update, if it is one. Returns whether it did.
    pub(crate) fn update(
        &mut self,
        value: &Expression,
        place: &Expression,
        span: SourceSpan,
    ) -> bool {
        let ExpressionKind::Binary(operation, left, right) = &value.kind else { return false };
        let operation = match operation {
            BinaryOperation::Add => UpdateOperation::Add,
            BinaryOperation::Subtract => UpdateOperation::Subtract,
            BinaryOperation::Multiply
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
            | BinaryOperation::GreaterEqual
            | BinaryOperation::Equal
            | BinaryOperation::NotEqual => return false,
        };
        let is_old = |operand: &Expression| matches!(&operand.kind, ExpressionKind::Read(read) if is_same_place(read, place));
        let (amount, order) = if is_old(left) {
            let Some(order) = order_after(place, right) else { return false };
            (right, order)
        } else if operation == UpdateOperation::Add && is_old(right) && effect_of(left).is_some() {
            (left, Order::AmountFirst)
        } else {
            return false;
        };
        let (reference, amount) = match order {
            Order::PlaceFirst => {
                let reference = self.operand(place, &[amount]);
                (reference, self.operand(amount, &[]))
            }
            Order::AmountFirst => {
                let amount = self.operand(amount, &[place]);
                (self.operand(place, &[]), amount)
            }
        };
        self.push(Instruction::Update { reference, operation, amount }, span);
        true
    }
}

/// The order that keeps the meaning of `place = *place + amount`: what aborts first, and no `&mut` to the place while
/// anything is read. `None` if there is none.
fn order_after(place: &Expression, amount: &Expression) -> Option<Order> {
    let effect = effect_of(amount)?;
    if !effect.may_abort || !effect_of(place).is_some_and(|it| it.may_abort) {
        return Some(Order::AmountFirst);
    }
    (!effect.reads).then_some(Order::PlaceFirst)
}

/// What evaluating an expression may do beside giving a value.
#[derive(Clone, Copy, Default)]
struct Effect {
    may_abort: bool,
    /// Whether it looks behind a reference or into state.
    reads: bool,
}

/// What evaluating an expression may do; `None` if it may change something or do anything else.
fn effect_of(expression: &Expression) -> Option<Effect> {
    let aborting = |effect: Effect| Effect { may_abort: true, ..effect };
    let reading = |effect: Effect| Effect { reads: true, ..effect };
    match &expression.kind {
        ExpressionKind::Integer(_)
        | ExpressionKind::Constant(_)
        | ExpressionKind::Local(..)
        | ExpressionKind::BorrowLocal(_) => Some(Effect::default()),
        ExpressionKind::Not(operand)
        | ExpressionKind::BorrowField(operand, _)
        | ExpressionKind::Freeze(operand) => effect_of(operand),
        ExpressionKind::Cast(operand) => effect_of(operand).map(aborting),
        ExpressionKind::Read(operand) | ExpressionKind::Exists(_, operand) => {
            effect_of(operand).map(reading)
        }
        ExpressionKind::BorrowGlobal(operand) => effect_of(operand).map(reading).map(aborting),
        ExpressionKind::Binary(_, left, right) => {
            let (left, right) = (effect_of(left)?, effect_of(right)?);
            Some(Effect { may_abort: true, reads: left.reads || right.reads })
        }
        ExpressionKind::Tuple(_)
        | ExpressionKind::Pack(_)
        | ExpressionKind::PackVariant(..)
        | ExpressionKind::TestVariant(..)
        | ExpressionKind::BorrowVariantField(..)
        | ExpressionKind::Vector(_)
        | ExpressionKind::Call { .. }
        | ExpressionKind::Closure { .. }
        | ExpressionKind::WidenClosure(_)
        | ExpressionKind::CallClosure(..)
        | ExpressionKind::And(..)
        | ExpressionKind::Or(..)
        | ExpressionKind::BorrowValue(_)
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
        | ExpressionKind::Abort(_) => None,
    }
}

/// Whether two references, evaluated one after the other, lead to the same place.
fn is_same_place(one: &Expression, other: &Expression) -> bool {
    match (&one.kind, &other.kind) {
        (ExpressionKind::Freeze(one), _) => is_same_place(one, other),
        (_, ExpressionKind::Freeze(other)) => is_same_place(one, other),
        (ExpressionKind::Local(one, _), ExpressionKind::Local(other, _))
        | (ExpressionKind::BorrowLocal(one), ExpressionKind::BorrowLocal(other)) => one == other,
        (ExpressionKind::BorrowField(one, left), ExpressionKind::BorrowField(other, right)) => {
            left == right && is_same_place(one, other)
        }
        (ExpressionKind::BorrowGlobal(one), ExpressionKind::BorrowGlobal(other)) => {
            is_same_key(one, other)
        }
        _ => false,
    }
}

fn is_same_key(one: &Expression, other: &Expression) -> bool {
    match (&one.kind, &other.kind) {
        (ExpressionKind::Local(one, _), ExpressionKind::Local(other, _)) => one == other,
        (ExpressionKind::Constant(one), ExpressionKind::Constant(other)) => one == other,
        _ => false,
    }
}
