//! Operators, casts and assignments.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{BinaryOp, Expr, ExprKind, Type, UnaryOp};
use vm_access::{Integer, Type as Resolved};
use vm_bytecode::BinaryOperation;

use crate::body::order;
use crate::checker::Checker;
use crate::obligation::Obligation;
use crate::ty::Ty;
use crate::typed::{Expression, ExpressionKind, LocalId, Pattern, PatternKind, Usage};
use crate::unify::Kind;

impl<'a> Checker<'a> {
    pub(crate) fn unary(&mut self, op: UnaryOp, operand: &Expr<'a>, span: Span) -> Expression {
        match op {
            UnaryOp::Not => {
                let operand = Box::new(self.expect(operand, &Ty::BOOL));
                self.expression(ExpressionKind::Not(operand), &Ty::BOOL, span)
            }
            UnaryOp::Negate => self.negate(operand, span),
        }
    }

    /// `-x` is `0 - x`.
    fn negate(&mut self, operand: &Expr<'a>, span: Span) -> Expression {
        let (value, ty) = self.single(operand);
        if !self.make_signed(&ty, operand.span) {
            return self.failed(span);
        }
        let zero = self.expression(ExpressionKind::Integer(Integer::ZERO), &ty, span);
        self.operation(BinaryOp::Sub, zero, value, &ty, span)
    }

    /// Makes the type of an operand of `-` a signed one; reports it, and gives false, if it cannot be.
    pub(crate) fn make_signed(&mut self, ty: &Ty, span: Span) -> bool {
        let signed = self.table.fresh(Kind::Signed);
        let is_signed = self.table.unify(&signed, ty).is_ok();
        if !is_signed {
            let message = format!("`-` needs a signed integer, not {}", self.quote(ty));
            self.error(Code::E0305, span, message);
        }
        is_signed
    }

    /// Demands an operand that `op` can be applied to.
    fn require_operand(&mut self, op: BinaryOp, ty: &Ty, span: Span) {
        let (ty, symbol) = (ty.clone(), op.symbol());
        self.demand(match op {
            BinaryOp::BitAnd
            | BinaryOp::BitOr
            | BinaryOp::BitXor
            | BinaryOp::Shl
            | BinaryOp::Shr => Obligation::Unsigned { ty, span, symbol },
            _ => Obligation::Integer { ty, span, symbol },
        });
    }

    /// Demands a type with values of an operand that may be reached never: `return >> 1`.
    fn demand_operand(&mut self, ty: &Ty) {
        if self.table.is_diverging(ty) {
            self.demand(Obligation::Operand { ty: ty.clone() });
        }
    }

    pub(crate) fn cast(&mut self, operand: &Expr<'a>, ty: &Type<'a>, span: Span) -> Expression {
        let operand_span = operand.span;
        let (operand, from) = self.single(operand);
        self.demand_operand(&from);
        self.demand(Obligation::Cast { ty: from, span: operand_span });
        let to = self.resolve_type(ty);
        if !self.table.is_integer(&to) {
            let message = format!("only integer types can be cast to, not {}", self.quote(&to));
            self.error(Code::E0316, ty.span, message);
            return self.failed(span);
        }
        self.expression(ExpressionKind::Cast(Box::new(operand)), &to, span)
    }

    pub(crate) fn binary(
        &mut self,
        op: BinaryOp,
        left: &Expr<'a>,
        right: &Expr<'a>,
        span: Span,
    ) -> Expression {
        match op {
            BinaryOp::And | BinaryOp::Or => self.logical(op, left, right, span),
            BinaryOp::Eq | BinaryOp::Ne => self.equality(op, left, right, span),
            BinaryOp::Shl | BinaryOp::Shr => self.shift(op, left, right, span),
            BinaryOp::Add
            | BinaryOp::Sub
            | BinaryOp::Mul
            | BinaryOp::Div
            | BinaryOp::Mod
            | BinaryOp::BitAnd
            | BinaryOp::BitOr
            | BinaryOp::BitXor
            | BinaryOp::Lt
            | BinaryOp::Le
            | BinaryOp::Gt
            | BinaryOp::Ge => self.arithmetic(op, left, right, span),
        }
    }

    fn logical(
        &mut self,
        op: BinaryOp,
        left: &Expr<'a>,
        right: &Expr<'a>,
        span: Span,
    ) -> Expression {
        let left = Box::new(self.expect(left, &Ty::BOOL));
        let right = Box::new(self.expect(right, &Ty::BOOL));
        let kind = if op == BinaryOp::And {
            ExpressionKind::And(left, right)
        } else {
            ExpressionKind::Or(left, right)
        };
        self.expression(kind, &Ty::BOOL, span)
    }

    fn arithmetic(
        &mut self,
        op: BinaryOp,
        left: &Expr<'a>,
        right: &Expr<'a>,
        span: Span,
    ) -> Expression {
        let (left_value, ty) = self.single(left);
        if let (Some(test), true) = (order::test_of(op), self.is_ordered_by_library(&ty)) {
            return self.order(test, (left_value, left.span), right, span);
        }
        self.require_operand(op, &ty, left.span);
        // A wrong left operand is reported once, and says nothing about the right one.
        let is_wrong =
            matches!(ty, Ty::Reference(..) | Ty::Struct(..) | Ty::Vector(_) | Ty::Tuple(_));
        let right = if is_wrong { self.infer(right) } else { self.expect(right, &ty) };
        self.operation(op, left_value, right, &ty, span)
    }

    /// `left op right`, both checked; operands of type `ty`.
    fn operation(
        &mut self,
        op: BinaryOp,
        left: Expression,
        right: Expression,
        ty: &Ty,
        span: Span,
    ) -> Expression {
        let Some(operation) = operation_of(op) else { return self.failed(span) };
        self.demand_operand(ty);
        let result = if operation.is_comparison() { Ty::BOOL } else { ty.clone() };
        let kind = ExpressionKind::Binary(operation, Box::new(left), Box::new(right));
        self.expression(kind, &result, span)
    }

    fn shift(&mut self, op: BinaryOp, left: &Expr<'a>, right: &Expr<'a>, span: Span) -> Expression {
        let (left_value, ty) = self.single(left);
        self.require_operand(op, &ty, left.span);
        let amount = self.expect(right, &Ty::Atom(Resolved::U8));
        self.operation(op, left_value, amount, &ty, span)
    }

    /// `==` and `!=`: values of one type with `drop`, or references, which compare what they point to.
    fn equality(
        &mut self,
        op: BinaryOp,
        left: &Expr<'a>,
        right: &Expr<'a>,
        span: Span,
    ) -> Expression {
        let (mut left_value, mut ty) = self.single(left);
        if let Ty::Reference(true, to) = &ty {
            ty = (**to).clone().reference(false);
            left_value = self.coerce(left_value, &ty, left.span);
        }
        let right = self.expect(right, &ty);
        self.require_drop(&ty, span, "both operands are dropped by the comparison");
        self.operation(op, left_value, right, &ty, span)
    }

    /// `target = value`, `target += value`
    pub(crate) fn assign(
        &mut self,
        target: &Expr<'a>,
        op: Option<BinaryOp>,
        value: &Expr<'a>,
        span: Span,
    ) -> Expression {
        if let Some(op) = op {
            return self.compound(target, op, value, span);
        }
        let value = match self.type_of_target(target) {
            Some(expected) => self.expect(value, &expected),
            None => self.infer(value),
        };
        let ty = self.type_of(&value);
        let pattern = Box::new(self.target(target, &ty));
        self.check_assigned_once(&pattern, target.span);
        let kind = ExpressionKind::Assign(Box::new(value), pattern);
        self.expression(kind, &Ty::UNIT, span)
    }

    /// The type of variables on the left of `=`, which lets mutable references be frozen; a place never holds a
    /// reference.
    fn type_of_target(&mut self, target: &Expr<'a>) -> Option<Ty> {
        match &target.kind {
            ExprKind::Path(path) => {
                let local = path.as_name().and_then(|name| self.local(name))?;
                Some(self.local_type(local))
            }
            ExprKind::Tuple(parts) => {
                let types = parts.iter().map(|part| {
                    let known = self.type_of_target(part);
                    known.unwrap_or_else(|| self.table.fresh(Kind::General))
                });
                Some(Ty::Tuple(types.collect()))
            }
            _ => None,
        }
    }

    /// Reports a variable that one assignment gives two values.
    fn check_assigned_once(&mut self, pattern: &Pattern, span: Span) {
        let mut assigned = Vec::new();
        pattern.each_local(&mut |local| assigned.push(local));
        let twice = (1..assigned.len()).find(|at| assigned[..*at].contains(&assigned[*at]));
        if let Some(name) = twice.and_then(|at| self.locals[assigned[at].index()].name.clone()) {
            self.error(Code::E0204, span, format!("`{name}` is assigned twice at once"));
        }
    }

    /// `target op= value`: the value first, then the place, once.
    fn compound(
        &mut self,
        target: &Expr<'a>,
        op: BinaryOp,
        value: &Expr<'a>,
        span: Span,
    ) -> Expression {
        let place = self.place(target);
        let ty = place.ty.clone();
        if let Ty::Reference(..) = ty {
            let message = format!("`{}=` needs an integer, not {}", op.symbol(), self.quote(&ty));
            let diagnostic = Diagnostic::error(Code::E0305, target.span, message)
                .with_note("write `*` before it to change what is behind the reference");
            self.diagnostics.push(diagnostic);
            return self.failed(span);
        }
        self.require_operand(op, &ty, target.span);
        let is_shift = matches!(op, BinaryOp::Shl | BinaryOp::Shr);
        let amount = if is_shift { Ty::Atom(Resolved::U8) } else { ty.clone() };
        self.enter_block();
        let value_span = value.span;
        let value = self.expect(value, &amount);
        let may_stay = place.is_plain();
        let (steps, value) = self.kept(value, &amount, may_stay, value_span);
        let mut steps: Vec<Expression> = steps.into_iter().collect();
        if let Some(local) = place.as_local() {
            let old = self.use_of(local, target.span);
            let new = self.operation(op, old, value, &ty, span);
            steps.push(self.put(new, local, span));
        } else {
            let reference = self.reference_to(place.into_target(), true);
            let reference_type = ty.clone().reference(true);
            let kept = self.declare(None, reference_type, target.span);
            steps.push(self.put(reference, kept, target.span));
            steps.push(self.change_behind(kept, op, value, &ty, span));
        }
        let locals = self.leave_block();
        self.expression(ExpressionKind::Block(steps, locals), &Ty::UNIT, span)
    }

    /// Keeps a value in a temporary, unless it is a literal or named constant, or a variable that `may_stay`.
    fn kept(
        &mut self,
        value: Expression,
        ty: &Ty,
        may_stay: bool,
        span: Span,
    ) -> (Option<Expression>, Expression) {
        let is_variable = matches!(value.kind, ExpressionKind::Local(_, Usage::Implicit));
        if matches!(value.kind, ExpressionKind::Integer(_)) || (is_variable && may_stay) {
            return (None, value);
        }
        let local = self.declare(None, ty.clone(), span);
        let step = self.put(value, local, span);
        (Some(step), self.use_of(local, span))
    }

    /// `*reference = *reference op value`
    fn change_behind(
        &mut self,
        reference: LocalId,
        op: BinaryOp,
        value: Expression,
        ty: &Ty,
        span: Span,
    ) -> Expression {
        let copy = self.use_of(reference, span);
        let old = self.expression(ExpressionKind::Read(Box::new(copy)), ty, span);
        let new = self.operation(op, old, value, ty, span);
        let reference_type = self.local_type(reference);
        let last = ExpressionKind::Local(reference, Usage::Move);
        let last = Box::new(self.expression(last, &reference_type, span));
        let pattern = Pattern { kind: PatternKind::Place(last), span: self.locate(span) };
        let kind = ExpressionKind::Assign(Box::new(new), Box::new(pattern));
        self.expression(kind, &Ty::UNIT, span)
    }
}

fn operation_of(op: BinaryOp) -> Option<BinaryOperation> {
    Some(match op {
        BinaryOp::Add => BinaryOperation::Add,
        BinaryOp::Sub => BinaryOperation::Subtract,
        BinaryOp::Mul => BinaryOperation::Multiply,
        BinaryOp::Div => BinaryOperation::Divide,
        BinaryOp::Mod => BinaryOperation::Modulo,
        BinaryOp::BitAnd => BinaryOperation::BitAnd,
        BinaryOp::BitOr => BinaryOperation::BitOr,
        BinaryOp::BitXor => BinaryOperation::BitXor,
        BinaryOp::Shl => BinaryOperation::ShiftLeft,
        BinaryOp::Shr => BinaryOperation::ShiftRight,
        BinaryOp::Eq => BinaryOperation::Equal,
        BinaryOp::Ne => BinaryOperation::NotEqual,
        BinaryOp::Lt => BinaryOperation::Less,
        BinaryOp::Le => BinaryOperation::LessEqual,
        BinaryOp::Gt => BinaryOperation::Greater,
        BinaryOp::Ge => BinaryOperation::GreaterEqual,
        BinaryOp::And | BinaryOp::Or => return None,
    })
}
