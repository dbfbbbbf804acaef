//! Constants: in which order they depend on each other, and what they evaluate to.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use std::collections::{BTreeMap, BTreeSet};

use compiler_syntax::ast::{self, Expr, ExprKind};
use vm_access::{Identifier, Integer, IntegerType, Type, U256, Value};
use vm_bytecode::{BinaryOperation, SourceSpan};

use crate::typed::{Body, Expression, ExpressionKind};

/// Type and value of each constant of a module.
pub(crate) type Constants = BTreeMap<Identifier, (Type, Value)>;

/// Positions of constants, each after those it mentions; and those that depend on themselves.
pub(crate) fn order(constants: &[ast::Constant<'_>]) -> (Vec<usize>, Vec<usize>) {
    let positions: BTreeMap<&str, usize> =
        constants.iter().enumerate().map(|(at, constant)| (constant.name.text, at)).collect();
    let mentioned: Vec<BTreeSet<usize>> = constants
        .iter()
        .map(|constant| {
            let mut names = BTreeSet::new();
            mention(&constant.value, &mut names);
            names.iter().filter_map(|name| positions.get(name).copied()).collect()
        })
        .collect();
    let mut waiting: Vec<usize> = mentioned.iter().map(BTreeSet::len).collect();
    let mut ready: BTreeSet<usize> = (0..constants.len()).filter(|at| waiting[*at] == 0).collect();
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); constants.len()];
    for (user, mentions) in mentioned.iter().enumerate() {
        mentions.iter().for_each(|at| users[*at].push(user));
    }
    let mut ordered = Vec::new();
    while let Some(at) = ready.pop_first() {
        ordered.push(at);
        for user in &users[at] {
            waiting[*user] -= 1;
            if waiting[*user] == 0 {
                ready.insert(*user);
            }
        }
    }
    let circular = (0..constants.len()).filter(|at| 0 < waiting[*at]).collect();
    (ordered, circular)
}

/// Collects the single names in an expression of a kind that constants can have.
fn mention<'a>(expr: &Expr<'a>, names: &mut BTreeSet<&'a str>) {
    match &expr.kind {
        ExprKind::Path(path) => names.extend(path.as_name().map(|name| name.text)),
        ExprKind::Unary { operand, .. }
        | ExprKind::Cast { operand, .. }
        | ExprKind::Annotated { operand, .. } => mention(operand, names),
        ExprKind::Binary { left, right, .. } => {
            mention(left, names);
            mention(right, names);
        }
        ExprKind::Vector { elements, .. } => {
            elements.iter().for_each(|element| mention(element, names));
        }
        ExprKind::Block(block) => block.tail.iter().for_each(|tail| mention(tail, names)),
        _ => {}
    }
}

/// Why an expression has no value at compile time, and where.
pub(crate) struct NotConstant {
    pub(crate) span: SourceSpan,
    pub(crate) why: &'static str,
}

/// The value of a constant's typed expression.
pub(crate) fn evaluate(body: &Body) -> Result<Value, NotConstant> {
    Evaluator { body }.value(&body.value)
}

struct Evaluator<'a> {
    body: &'a Body,
}

impl Evaluator<'_> {
    fn value(&self, expression: &Expression) -> Result<Value, NotConstant> {
        match &expression.kind {
            ExpressionKind::Integer(value) => self.integer(Some(*value), expression),
            ExpressionKind::Constant(value) => Ok(value.clone()),
            ExpressionKind::Vector(items) => self.vector(items, expression),
            ExpressionKind::Not(operand) => {
                Ok(Value::Bool(self.value(operand)? != Value::Bool(true)))
            }
            ExpressionKind::Cast(operand) => {
                let value = self.value(operand)?.as_integer();
                self.integer(value, expression)
            }
            ExpressionKind::Binary(operation, left, right) => {
                let (left, right) = (self.value(left)?, self.value(right)?);
                self.binary(*operation, &left, &right, expression)
            }
            ExpressionKind::And(left, right) => {
                if self.value(left)? == Value::Bool(true) {
                    self.value(right)
                } else {
                    Ok(Value::Bool(false))
                }
            }
            ExpressionKind::Or(left, right) => {
                if self.value(left)? == Value::Bool(true) {
                    Ok(Value::Bool(true))
                } else {
                    self.value(right)
                }
            }
            ExpressionKind::Block(steps, _) => match steps.split_last() {
                Some((last, before)) => {
                    // Nobody sees the values before the last, but no other code may stand there.
                    before.iter().try_for_each(|step| self.discarded(step))?;
                    self.value(last)
                }
                None => {
                    Err(fault(expression, "a block without a value cannot stand in a constant"))
                }
            },
            _ => Err(fault(expression, "this cannot stand in a constant")),
        }
    }

    /// What may stand before the last expression of a block: beside values `()` and other tuples.
    fn discarded(&self, step: &Expression) -> Result<(), NotConstant> {
        match &step.kind {
            ExpressionKind::Tuple(items) => items.iter().try_for_each(|it| self.discarded(it)),
            ExpressionKind::Block(steps, _) => steps.iter().try_for_each(|it| self.discarded(it)),
            _ => self.value(step).map(drop),
        }
    }

    fn vector(&self, items: &[Expression], whole: &Expression) -> Result<Value, NotConstant> {
        let values = items.iter().map(|item| self.value(item)).collect::<Result<Vec<_>, _>>()?;
        let is_bytes = matches!(
            self.body.types(whole.types),
            [Type::Vector(element)] if **element == Type::U8
        );
        if !is_bytes {
            return Ok(Value::Vector(values));
        }
        let bytes = values.iter().map(|value| match value {
            Value::U8(byte) => *byte,
            _ => 0,
        });
        Ok(Value::Bytes(bytes.collect()))
    }

    /// An integer of the expression's type; `None` is what an operation gives that aborts.
    fn integer(&self, value: Option<Integer>, whole: &Expression) -> Result<Value, NotConstant> {
        let value = value.and_then(|value| Value::integer(value, self.integer_type(whole)));
        value.ok_or(fault(whole, "the value does not fit the type"))
    }

    fn integer_type(&self, whole: &Expression) -> IntegerType {
        let ty = self.body.types(whole.types).first().and_then(Type::as_integer);
        ty.unwrap_or(IntegerType::U64)
    }

    fn binary(
        &self,
        operation: BinaryOperation,
        left: &Value,
        right: &Value,
        whole: &Expression,
    ) -> Result<Value, NotConstant> {
        match operation {
            BinaryOperation::Equal => return Ok(Value::Bool(left == right)),
            BinaryOperation::NotEqual => return Ok(Value::Bool(left != right)),
            _ => {}
        }
        let (Some(one), Some(other)) = (left.as_integer(), right.as_integer()) else {
            return Err(fault(whole, "this cannot stand in a constant"));
        };
        let ty = self.integer_type(whole);
        let result = match operation {
            BinaryOperation::Less => return Ok(Value::Bool(one < other)),
            BinaryOperation::LessEqual => return Ok(Value::Bool(one <= other)),
            BinaryOperation::Greater => return Ok(Value::Bool(one > other)),
            BinaryOperation::GreaterEqual => return Ok(Value::Bool(one >= other)),
            BinaryOperation::Add => one.add(other, ty),
            BinaryOperation::Subtract => one.subtract(other, ty),
            BinaryOperation::Multiply => one.multiply(other, ty),
            BinaryOperation::Divide => one.divide(other, ty),
            BinaryOperation::Modulo => one.modulo(other, ty),
            BinaryOperation::BitAnd
            | BinaryOperation::BitOr
            | BinaryOperation::BitXor
            | BinaryOperation::ShiftLeft
            | BinaryOperation::ShiftRight => {
                let operands = one.unsigned().zip(other.unsigned());
                operands.and_then(|(one, other)| bits(operation, one, other, ty)).map(Into::into)
            }
            BinaryOperation::Equal | BinaryOperation::NotEqual => None,
        };
        self.integer(result, whole)
    }
}

/// What an operation on bits gives in `ty`; `None` for any other, and for a shift by the width or more.
fn bits(operation: BinaryOperation, one: U256, other: U256, ty: IntegerType) -> Option<U256> {
    let by = usize::try_from(other).ok().filter(|by| *by < ty.bits());
    match operation {
        BinaryOperation::BitAnd => Some(one & other),
        BinaryOperation::BitOr => Some(one | other),
        BinaryOperation::BitXor => Some(one ^ other),
        BinaryOperation::ShiftLeft => Some((one << by?) & ty.greatest().magnitude()),
        BinaryOperation::ShiftRight => Some(one >> by?),
        _ => None,
    }
}

fn fault(expression: &Expression, why: &'static str) -> NotConstant {
    NotConstant { span: expression.span, why }
}
