//! A value where a type is expected: equal, or `&mut T` frozen to `&T`.

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::Expr;

use crate::checker::Checker;
use crate::ty::Ty;
use crate::typed::{Expression, ExpressionKind, PatternKind};

impl<'a> Checker<'a> {
    /// Infers an expression and fits it to the type expected of it.
    pub(crate) fn expect(&mut self, expr: &Expr<'a>, expected: &Ty) -> Expression {
        if let Some(lambda) = self.expected_lambda(expr, expected) {
            return self.coerce(lambda, expected, expr.span);
        }
        let value = self.infer(expr);
        self.coerce(value, expected, expr.span)
    }

    /// Fits a value to a type, freezing a mutable reference where `&T` is expected.
    pub(crate) fn coerce(&mut self, value: Expression, expected: &Ty, span: Span) -> Expression {
        let actual = self.type_of(&value);
        match (&actual, self.table.shallow(expected)) {
            (Ty::Reference(true, from), Ty::Reference(false, to)) => {
                self.equate(&to, from, (&to.clone().reference(false), &actual), span);
                let ty = (**from).clone().reference(false);
                self.expression(ExpressionKind::Freeze(Box::new(value)), &ty, span)
            }
            (Ty::Tuple(from), Ty::Tuple(to)) if from.len() == to.len() => {
                self.coerce_tuple(value, &to, &actual, span)
            }
            (Ty::Function(from), Ty::Function(to)) => {
                self.coerce_function(value, (from, &to), span)
            }
            (_, expected) => {
                self.equate(&expected, &actual, (&expected, &actual), span);
                value
            }
        }
    }

    fn coerce_tuple(
        &mut self,
        value: Expression,
        expected: &[Ty],
        actual: &Ty,
        span: Span,
    ) -> Expression {
        let ExpressionKind::Tuple(items) = value.kind else {
            return self.coerce_apart(value, expected, actual, span);
        };
        let coerced = items.into_iter().zip(expected).map(|(item, expected)| {
            let span = part_of(&item, span);
            self.coerce(item, expected, span)
        });
        let items = coerced.collect();
        self.expression(ExpressionKind::Tuple(items), &Ty::Tuple(expected.to_vec()), span)
    }

    /// Fits the values of a call, a block and the like: through variables, if any of them is to be frozen.
    fn coerce_apart(
        &mut self,
        value: Expression,
        expected: &[Ty],
        actual: &Ty,
        span: Span,
    ) -> Expression {
        let whole = Ty::Tuple(expected.to_vec());
        let Ty::Tuple(types) = actual.clone() else { return value };
        if !types.iter().zip(expected).any(|(from, to)| self.freezes(from, to)) {
            self.equate(&whole, actual, (&whole, actual), span);
            return value;
        }
        self.enter_block();
        let kept: Vec<_> = types.iter().map(|ty| self.declare(None, ty.clone(), span)).collect();
        let parts = kept.iter().map(|local| self.made(PatternKind::Local(*local), span)).collect();
        let pattern = Box::new(self.made(PatternKind::Tuple(parts), span));
        let kind = ExpressionKind::Assign(Box::new(value), pattern);
        let keep = self.expression(kind, &Ty::UNIT, span);
        let mut items = Vec::new();
        for (local, expected) in kept.into_iter().zip(expected) {
            let item = self.use_of(local, span);
            items.push(self.coerce(item, expected, span));
        }
        let tuple = self.expression(ExpressionKind::Tuple(items), &whole, span);
        let locals = self.leave_block();
        self.expression(ExpressionKind::Block(vec![keep, tuple], locals), &whole, span)
    }

    /// Whether a value is frozen to fit.
    fn freezes(&self, from: &Ty, to: &Ty) -> bool {
        let types = (self.table.shallow(from), self.table.shallow(to));
        matches!(types, (Ty::Reference(true, _), Ty::Reference(false, _)))
    }

    /// The type that values of both types fit, as far as freezing makes them.
    pub(crate) fn joined(&self, one: &Ty, other: &Ty) -> Ty {
        match (one, other) {
            (Ty::Tuple(some), Ty::Tuple(others)) if some.len() == others.len() => {
                let pairs = some.iter().zip(others);
                Ty::Tuple(pairs.map(|(one, other)| self.joined(one, other)).collect())
            }
            (one, other) if self.freezes(one, other) => other.clone(),
            (one, _) => one.clone(),
        }
    }

    /// Makes two types equal, or reports that `shown` (expected, found) are not.
    pub(crate) fn equate(
        &mut self,
        expected: &Ty,
        actual: &Ty,
        shown: (&Ty, &Ty),
        span: Span,
    ) -> bool {
        if self.table.unify(expected, actual).is_ok() {
            return true;
        }
        let (expected, actual) = (self.table.deep(shown.0), self.table.deep(shown.1));
        let message = format!("expected {}, found {}", self.quote(&expected), self.quote(&actual));
        let mut diagnostic = Diagnostic::error(Code::E0301, span, message)
            .with_label(format!("this is {}", self.quote(&actual)));
        if let Some(note) = self.mismatch_note(&expected, &actual) {
            diagnostic = diagnostic.with_note(note);
        }
        self.diagnostics.push(diagnostic);
        false
    }

    fn mismatch_note(&self, expected: &Ty, actual: &Ty) -> Option<&'static str> {
        match (expected, actual) {
            (Ty::Reference(true, _), Ty::Reference(false, _)) => {
                Some("an immutable reference cannot become a mutable one")
            }
            (Ty::Reference(..), Ty::Reference(..)) => None,
            (Ty::Reference(..), _) => Some("borrow the value with `&`"),
            (_, Ty::Reference(..)) => Some("read the value behind the reference with `*`"),
            _ if self.table.is_integer(expected) && self.table.is_integer(actual) => {
                Some("cast it with `as`")
            }
            _ => None,
        }
    }

    /// Infers an expression that must give exactly one value.
    pub(crate) fn single(&mut self, expr: &Expr<'a>) -> (Expression, Ty) {
        let value = self.infer(expr);
        let ty = self.type_of(&value);
        if let Ty::Tuple(types) = &ty {
            let found = if types.is_empty() { "none" } else { "several" };
            let message = format!("expected one value, found {found}");
            self.error(Code::E0301, expr.span, message);
            return (self.failed(expr.span), Ty::Error);
        }
        (value, ty)
    }
}

/// The span of a part of what stands at `whole`.
fn part_of(item: &Expression, whole: Span) -> Span {
    let part = Span::new(whole.file, item.span.start, item.span.end);
    let is_inside = whole.start <= part.start && part.end <= whole.end;
    if is_inside { part } else { whole }
}
