//! Control flow: `if`, loops, `break`, `continue`, `return`, `abort`, `assert!`.

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{Expr, Name};
use vm_access::{Identifier, Integer};
use vm_bytecode::BinaryOperation;

use crate::checker::{Checker, LoopFrame};
use crate::environment::Leave;
use crate::ty::Ty;
use crate::typed::{Expression, ExpressionKind, LocalId, LoopId, Pattern, PatternKind, Usage};
use crate::unify::Kind;

/// The abort code of an `assert!` or `abort` without one: the category "unspecified" of the standard library.
const UNSPECIFIED_ABORT_CODE: u64 = 0xca26_cbd9_be0b_0000;

impl<'a> Checker<'a> {
    pub(crate) fn conditional(
        &mut self,
        condition: &Expr<'a>,
        then: &Expr<'a>,
        otherwise: Option<&Expr<'a>>,
        span: Span,
    ) -> Expression {
        let condition = Box::new(self.expect(condition, &Ty::BOOL));
        let Some(otherwise) = otherwise else {
            let then = Box::new(self.expect(then, &Ty::UNIT));
            return self.expression(ExpressionKind::If(condition, then, None), &Ty::UNIT, span);
        };
        let (then_span, otherwise_span) = (then.span, otherwise.span);
        let then = self.infer(then);
        let otherwise = self.infer(otherwise);
        let (one, other) = (self.type_of(&then), self.type_of(&otherwise));
        let ty = self.joined(&one, &other);
        let then = self.coerce(then, &ty, then_span);
        let otherwise = self.coerce(otherwise, &ty, otherwise_span);
        let branches = (Box::new(then), Some(Box::new(otherwise)));
        self.expression(ExpressionKind::If(condition, branches.0, branches.1), &ty, span)
    }

    pub(crate) fn while_loop(
        &mut self,
        label: Option<Name<'a>>,
        condition: &Expr<'a>,
        body: &Expr<'a>,
        span: Span,
    ) -> Expression {
        let id = self.labelled_loop(label);
        let condition = self.expect(condition, &Ty::BOOL);
        let body = self.expect(body, &Ty::UNIT);
        self.environment.loops.pop();
        let body = self.guarded(id, condition, body, span);
        let kind = ExpressionKind::Loop { id, body: Box::new(body), step: None };
        self.expression(kind, &Ty::UNIT, span)
    }

    /// Enters a loop; reports a label that one around it has.
    fn labelled_loop(&mut self, label: Option<Name<'a>>) -> LoopId {
        if let Some(label) = label {
            let mut around = self.environment.loops.iter().filter_map(|it| it.label.as_ref());
            if around.any(|known| known.as_str() == label.text) {
                let message = format!("a loop around has the label `'{}` already", label.text);
                self.error(Code::E0204, label.span, message);
            }
        }
        self.enter_loop(label.map(|label| Identifier::new(label.text)))
    }

    /// `if (condition) body else break`
    fn guarded(
        &mut self,
        id: LoopId,
        condition: Expression,
        body: Expression,
        span: Span,
    ) -> Expression {
        let exit = self.expression(ExpressionKind::Break(id, None), &Ty::UNIT, span);
        let kind = ExpressionKind::If(Box::new(condition), Box::new(body), Some(Box::new(exit)));
        self.expression(kind, &Ty::UNIT, span)
    }

    pub(crate) fn endless_loop(
        &mut self,
        label: Option<Name<'a>>,
        body: &Expr<'a>,
        span: Span,
    ) -> Expression {
        let id = self.labelled_loop(label);
        let body = Box::new(self.expect(body, &Ty::UNIT));
        let has_break = self.environment.loops.pop().is_some_and(|frame| frame.has_break);
        let ty = if has_break { Ty::UNIT } else { self.table.fresh(Kind::Diverging) };
        self.expression(ExpressionKind::Loop { id, body, step: None }, &ty, span)
    }

    /// `for (i in a..b) body`: both bounds are evaluated once; `continue` goes on with the next number.
    pub(crate) fn for_loop(
        &mut self,
        label: Option<Name<'a>>,
        variable: Name<'a>,
        (start, end): (&Expr<'a>, &Expr<'a>),
        body: &Expr<'a>,
        span: Span,
    ) -> Expression {
        self.enter_block();
        let ty = self.table.fresh(Kind::Integer);
        let (start, end_value) = (self.expect(start, &ty), self.expect(end, &ty));
        let end_local = self.declare(None, ty.clone(), end.span);
        let counter = self.declare_variable(variable, ty.clone());
        let set_counter = self.put(start, counter, variable.span);
        let set_end = self.put(end_value, end_local, end.span);
        let id = self.labelled_loop(label);
        let body = self.expect(body, &Ty::UNIT);
        self.environment.loops.pop();
        let (index, bound) = (self.use_of(counter, span), self.use_of(end_local, span));
        let less = (BinaryOperation::Less, Box::new(index), Box::new(bound));
        let condition =
            self.expression(ExpressionKind::Binary(less.0, less.1, less.2), &Ty::BOOL, span);
        let body = Box::new(self.guarded(id, condition, body, span));
        let step = Some(Box::new(self.increment(counter, &ty, span)));
        let repeat = self.expression(ExpressionKind::Loop { id, body, step }, &Ty::UNIT, span);
        let locals = self.leave_block();
        let steps = vec![set_counter, set_end, repeat];
        self.expression(ExpressionKind::Block(steps, locals), &Ty::UNIT, span)
    }

    fn increment(&mut self, counter: LocalId, ty: &Ty, span: Span) -> Expression {
        let index = Box::new(self.use_of(counter, span));
        let one = Box::new(self.expression(ExpressionKind::Integer(Integer::ONE), ty, span));
        let kind = ExpressionKind::Binary(BinaryOperation::Add, index, one);
        let next = self.expression(kind, ty, span);
        self.put(next, counter, span)
    }

    /// The value of a variable.
    pub(crate) fn use_of(&mut self, local: LocalId, span: Span) -> Expression {
        let ty = self.local_type(local);
        self.expression(ExpressionKind::Local(local, Usage::Implicit), &ty, span)
    }

    /// `local = value`
    pub(crate) fn put(&mut self, value: Expression, local: LocalId, span: Span) -> Expression {
        let pattern = Pattern { kind: PatternKind::Local(local), span: self.locate(span) };
        let kind = ExpressionKind::Assign(Box::new(value), Box::new(pattern));
        self.expression(kind, &Ty::UNIT, span)
    }

    pub(crate) fn break_out(&mut self, label: Option<Name<'a>>, span: Span) -> Expression {
        let Some(frame) = self.target_loop(label, span, "break") else {
            return self.failed(span);
        };
        frame.has_break = true;
        let id = frame.id;
        self.diverging(ExpressionKind::Break(id, None), span)
    }

    pub(crate) fn continue_with(&mut self, label: Option<Name<'a>>, span: Span) -> Expression {
        match self.target_loop(label, span, "continue").map(|frame| frame.id) {
            Some(id) => self.diverging(ExpressionKind::Continue(id), span),
            None => self.failed(span),
        }
    }

    fn target_loop(
        &mut self,
        label: Option<Name<'a>>,
        span: Span,
        word: &str,
    ) -> Option<&mut LoopFrame> {
        let found = match label {
            None => self.environment.loops.len().checked_sub(1),
            Some(label) => self.environment.loops.iter().rposition(|frame| {
                frame.label.as_ref().is_some_and(|known| known.as_str() == label.text)
            }),
        };
        if found.is_none() {
            let (span, message) = match label {
                None => (span, format!("`{word}` outside a loop")),
                Some(label) => {
                    (label.span, format!("no loop around has the label `'{}`", label.text))
                }
            };
            let mut diagnostic = Diagnostic::error(Code::E0312, span, message);
            if self.environment.leave == Leave::Lambda {
                diagnostic = diagnostic.with_note("a lambda cannot leave a loop around it");
            }
            self.diagnostics.push(diagnostic);
        }
        self.environment.loops.get_mut(found?)
    }

    pub(crate) fn return_value(&mut self, value: Option<&Expr<'a>>, span: Span) -> Expression {
        if self.environment.leave == Leave::Lambda {
            value.into_iter().for_each(|value| drop(self.infer(value)));
            return self.return_in_lambda(span);
        }
        let results = self.environment.results.clone();
        let value = if let Some(value) = value {
            self.expect(value, &results)
        } else {
            let unit = self.unit(span);
            self.coerce(unit, &results, span)
        };
        let kind = match self.environment.leave {
            Leave::Inline(id) => {
                let id = id.unwrap_or_else(|| self.new_loop());
                self.environment.leave = Leave::Inline(Some(id));
                ExpressionKind::Break(id, Some(Box::new(value)))
            }
            Leave::Function | Leave::Lambda => ExpressionKind::Return(Box::new(value)),
        };
        self.diverging(kind, span)
    }

    pub(crate) fn abort(&mut self, code: Option<&Expr<'a>>, span: Span) -> Expression {
        let code = self.abort_code(code, span);
        self.diverging(ExpressionKind::Abort(Box::new(code)), span)
    }

    fn abort_code(&mut self, code: Option<&Expr<'a>>, span: Span) -> Expression {
        if let Some(code) = code {
            return self.expect(code, &Ty::U64);
        }
        let code = Integer::from(UNSPECIFIED_ABORT_CODE);
        self.expression(ExpressionKind::Integer(code), &Ty::U64, span)
    }

    /// `assert!(condition, code)`
    pub(crate) fn macro_call(
        &mut self,
        name: Name<'a>,
        arguments: &[Expr<'a>],
        span: Span,
    ) -> Expression {
        let (condition, code) = match (name.text, arguments) {
            ("assert", [condition]) => (condition, None),
            ("assert", [condition, code]) => (condition, Some(code)),
            ("assert", _) => {
                let message =
                    format!("`assert!` takes a condition and a code, not {}", arguments.len());
                self.error(Code::E0303, span, message);
                return self.failed(span);
            }
            _ => {
                let message = format!("there is no macro `{}!`", name.text);
                let diagnostic = Diagnostic::error(Code::E0201, name.span, message)
                    .with_note("the only macro is `assert!`");
                self.diagnostics.push(diagnostic);
                return self.failed(span);
            }
        };
        let condition = Box::new(self.expect(condition, &Ty::BOOL));
        let code = Box::new(self.abort_code(code, span));
        self.expression(ExpressionKind::Assert(condition, code), &Ty::UNIT, span)
    }

    /// An expression that control never comes out of; it fits where any type is expected.
    pub(crate) fn diverging(&mut self, kind: ExpressionKind, span: Span) -> Expression {
        let ty = self.table.fresh(Kind::Diverging);
        self.expression(kind, &ty, span)
    }
}
