//! Expressions, statements and patterns.

use super::{Cx, Recovery, depth};
use crate::ast::{
    BinaryOp, Block, Expr, ExprKind, FieldInit, FieldPattern, Name, Pattern, PatternKind, Place,
    PlaceKind, Statement, StatementKind, Type, TypeArguments, Use,
};
use compiler_diagnostics::{Code, Diagnostic, Span};

/// Operands with operators between them, before precedence is known.
pub(crate) struct Chain<T> {
    first: T,
    rest: Vec<(BinaryOp, T)>,
}

impl<T> Chain<T> {
    pub(crate) fn new(first: T) -> Self {
        Self { first, rest: Vec::new() }
    }

    pub(crate) fn with(mut self, op: BinaryOp, operand: T) -> Self {
        self.rest.push((op, operand));
        self
    }
}

/// A method or an element, of what stands before it.
pub(crate) enum Step<'a> {
    /// `.name(arguments)`
    Method { name: Name<'a>, type_arguments: Option<TypeArguments<'a>>, arguments: &'a [Expr<'a>] },
    /// `[index]`
    Element(&'a Expr<'a>),
}

impl<'a> Step<'a> {
    pub(crate) fn of(self, base: &'a Expr<'a>) -> ExprKind<'a> {
        match self {
            Self::Method { name, type_arguments, arguments } => {
                ExprKind::Method { receiver: base, name, type_arguments, arguments }
            }
            Self::Element(index) => ExprKind::Index { base, index },
        }
    }
}

/// What operators can stand between.
pub(crate) trait Operand<'a>: Copy {
    fn binary(cx: &Cx<'a>, op: BinaryOp, left: Self, right: Self) -> Self;
}

impl<'a> Operand<'a> for Expr<'a> {
    fn binary(cx: &Cx<'a>, op: BinaryOp, left: Self, right: Self) -> Self {
        let kind = ExprKind::Binary { op, left: cx.alloc(left), right: cx.alloc(right) };
        cx.expr(left.span.start, kind, right.span.end)
    }
}

impl<'a> Operand<'a> for Place<'a> {
    fn binary(cx: &Cx<'a>, op: BinaryOp, left: Self, right: Self) -> Self {
        let kind = PlaceKind::Binary { op, left: cx.alloc(left), right: cx.alloc(right) };
        cx.place(left.span.start, kind, right.span.end)
    }
}

impl<'a> Cx<'a> {
    pub(crate) fn expr(&self, start: u32, kind: ExprKind<'a>, end: u32) -> Expr<'a> {
        let (span, depth) = (self.span(start, end), depth::of_expr(&kind));
        if self.fits(span, depth) {
            Expr { span, kind, depth }
        } else {
            self.error_expr(start, end)
        }
    }

    pub(crate) fn error_expr(&self, start: u32, end: u32) -> Expr<'a> {
        Expr { span: self.span(start, end), kind: ExprKind::Error, depth: 0 }
    }

    /// Folds a chain of expressions by precedence.
    pub(crate) fn fold(&self, chain: Chain<Expr<'a>>) -> Expr<'a> {
        fold(self, chain)
    }

    /// Folds a chain of places by precedence.
    pub(crate) fn fold_places(&self, chain: Chain<Place<'a>>) -> Place<'a> {
        fold(self, chain)
    }

    pub(crate) fn assign(
        &self,
        start: u32,
        target: Chain<Expr<'a>>,
        op: Option<BinaryOp>,
        value: Expr<'a>,
        end: u32,
    ) -> Expr<'a> {
        let target = self.fold(target);
        if !is_assignable(&target) {
            let diagnostic =
                Diagnostic::error(Code::E0110, target.span, "cannot assign to this expression")
                    .with_label("not a variable, field, element or dereference");
            self.report(diagnostic);
        }
        let (target, value) = (self.alloc(target), self.alloc(value));
        self.expr(start, ExprKind::Assign { target, op, value }, end)
    }

    pub(crate) fn if_else(
        &self,
        start: u32,
        condition: Expr<'a>,
        then: Expr<'a>,
        otherwise: Option<Expr<'a>>,
        end: u32,
    ) -> Expr<'a> {
        let condition = self.condition(condition);
        let otherwise = otherwise.map(|otherwise| self.alloc(otherwise));
        self.expr(start, ExprKind::If { condition, then: self.alloc(then), otherwise }, end)
    }

    /// A condition; an assignment in its place is reported.
    pub(crate) fn condition(&self, condition: Expr<'a>) -> &'a Expr<'a> {
        if let ExprKind::Assign { target, op: None, value } = condition.kind {
            let between = Span { start: target.span.end, end: value.span.start, ..target.span };
            let diagnostic =
                Diagnostic::error(Code::E0101, condition.span, "assignment as a condition")
                    .with_label("`=` assigns, `==` compares")
                    .with_hint("compare", between, " == ");
            self.report(diagnostic);
            let kind = ExprKind::Binary { op: BinaryOp::Eq, left: target, right: value };
            return self.alloc(self.expr(condition.span.start, kind, condition.span.end));
        }
        self.alloc(condition)
    }

    pub(crate) fn call(&self, callee: Expr<'a>, arguments: &'a [Expr<'a>]) -> ExprKind<'a> {
        if let ExprKind::Path(callee) = callee.kind {
            return ExprKind::Call { callee, arguments };
        }
        ExprKind::CallValue { callee: self.alloc(callee), arguments }
    }

    pub(crate) fn parens(&self, elements: Vec<Expr<'a>>) -> ExprKind<'a> {
        match elements.as_slice() {
            [one] => match self.without_last_cast(one) {
                Some((operand, ty)) => ExprKind::Cast { operand: self.alloc(operand), ty },
                None => one.kind,
            },
            _ => ExprKind::Tuple(self.list(elements)),
        }
    }

    /// An operation that ends in a cast, without it: `(a + b as T)` casts the sum, though `a + b as T` casts `b`.
    ///
    /// That is what the parentheses have meant since casts could stand in them alone. An operand in parentheses of its own
    /// starts before what is in it, and is left as it is.
    fn without_last_cast(&self, expr: &Expr<'a>) -> Option<(Expr<'a>, &'a Type<'a>)> {
        let ExprKind::Binary { op, left, right } = expr.kind else { return None };
        if expr.span.start != left.span.start {
            return None;
        }
        let (right, ty) = if let ExprKind::Cast { operand, ty } = right.kind
            && right.span.start == operand.span.start
        {
            (*operand, ty)
        } else {
            self.without_last_cast(right)?
        };
        let end = right.span.end;
        let kind = ExprKind::Binary { op, left, right: self.alloc(right) };
        Some((self.expr(expr.span.start, kind, end), ty))
    }

    pub(crate) fn shorthand(&self, name: Name<'a>) -> FieldInit<'a> {
        let kind = ExprKind::Path(self.name_path(name));
        FieldInit { name, value: self.expr(name.span.start, kind, name.span.end) }
    }

    pub(crate) fn block(
        &self,
        start: u32,
        statements: Vec<Option<Statement<'a>>>,
        tail: Option<Expr<'a>>,
        end: u32,
    ) -> Block<'a> {
        let mut statements = statements;
        let tail = tail.or_else(|| pop_tail(&mut statements));
        let statements = self.list(statements.into_iter().flatten().collect::<Vec<_>>());
        let tail = tail.map(|tail| self.alloc(tail));
        let depth = depth::of_block(statements, tail);
        Block { span: self.span(start, end), statements, tail, depth }
    }

    pub(crate) fn recovered_block(
        &self,
        recovery: Recovery<'a>,
        start: u32,
        statements: Vec<Option<Statement<'a>>>,
        end: u32,
    ) -> Block<'a> {
        let tail = self.error_expr(end.saturating_sub(1), end.saturating_sub(1));
        self.recovered(recovery, ());
        self.block(start, statements, Some(tail), end)
    }

    pub(crate) fn statement_let(
        &self,
        start: u32,
        pattern: Pattern<'a>,
        ty: Option<Type<'a>>,
        value: Option<Expr<'a>>,
        end: u32,
    ) -> Statement<'a> {
        self.statement(self.span(start, end), StatementKind::Let { pattern, ty, value })
    }

    pub(crate) fn statement_expr(&self, start: u32, expr: Expr<'a>, end: u32) -> Statement<'a> {
        self.statement(self.span(start, end), StatementKind::Expr(expr))
    }

    pub(crate) fn statement_use(&self, uses: Use<'a>) -> Statement<'a> {
        self.statement(uses.span, StatementKind::Use(uses))
    }

    pub(crate) fn statement_error(&self, start: u32, end: u32) -> Statement<'a> {
        self.statement(self.span(start, end), StatementKind::Error)
    }

    fn statement(&self, span: Span, kind: StatementKind<'a>) -> Statement<'a> {
        Statement { span, depth: depth::of_statement(&kind), kind }
    }

    pub(crate) fn pattern(&self, start: u32, kind: PatternKind<'a>, end: u32) -> Pattern<'a> {
        let (span, depth) = (self.span(start, end), depth::of_pattern(&kind));
        if self.fits(span, depth) {
            Pattern { span, kind, depth }
        } else {
            Pattern { span, kind: PatternKind::Error, depth: 0 }
        }
    }

    pub(crate) fn tuple_pattern(&self, elements: Vec<Pattern<'a>>) -> PatternKind<'a> {
        match elements.as_slice() {
            [one] if !matches!(one.kind, PatternKind::Rest) => one.kind,
            _ => PatternKind::Tuple(self.pattern_parts(elements)),
        }
    }

    /// The parts of a pattern; reports a second `..`.
    pub(crate) fn pattern_parts(&self, parts: Vec<Pattern<'a>>) -> &'a [Pattern<'a>] {
        let mut rests = parts.iter().filter(|part| matches!(part.kind, PatternKind::Rest));
        if let Some(second) = rests.nth(1) {
            let message = "second `..` of a pattern";
            let diagnostic = Diagnostic::error(Code::E0101, second.span, message);
            self.report(diagnostic.with_label("one of them is enough"));
        }
        self.list(parts)
    }

    pub(crate) fn pattern_shorthand(&self, name: Name<'a>) -> FieldPattern<'a> {
        let kind = PatternKind::Path(self.name_path(name));
        FieldPattern { name, pattern: self.pattern(name.span.start, kind, name.span.end) }
    }
}

/// Operator precedence by two stacks, so that a long chain needs no recursion.
fn fold<'a, T: Operand<'a>>(cx: &Cx<'a>, chain: Chain<T>) -> T {
    let mut operators: Vec<(BinaryOp, T)> = Vec::new();
    let mut right = chain.first;
    for (op, next) in chain.rest {
        while let Some((before, left)) =
            operators.pop_if(|(before, _)| op.precedence() <= before.precedence())
        {
            right = T::binary(cx, before, left, right);
        }
        operators.push((op, right));
        right = next;
    }
    while let Some((op, left)) = operators.pop() {
        right = T::binary(cx, op, left, right);
    }
    right
}

/// A block-like statement without a semicolon at the end is the block's value.
fn pop_tail<'a>(statements: &mut Vec<Option<Statement<'a>>>) -> Option<Expr<'a>> {
    let Some(Some(Statement { kind: StatementKind::Expr(expr), span, .. })) = statements.last()
    else {
        return None;
    };
    let (expr, has_semicolon) = (*expr, expr.span.end < span.end);
    if has_semicolon {
        return None;
    }
    statements.pop();
    Some(expr)
}

fn is_assignable(target: &Expr<'_>) -> bool {
    match &target.kind {
        ExprKind::Error
        | ExprKind::Path(_)
        | ExprKind::Underscore
        | ExprKind::Field { .. }
        | ExprKind::Index { .. }
        | ExprKind::Deref(_)
        | ExprKind::Pack { .. }
        | ExprKind::Call { .. }
        | ExprKind::Tuple(_) => true,
        ExprKind::Literal(_)
        | ExprKind::CallValue { .. }
        | ExprKind::Macro { .. }
        | ExprKind::Method { .. }
        | ExprKind::Vector { .. }
        | ExprKind::Unary { .. }
        | ExprKind::Binary { .. }
        | ExprKind::Borrow { .. }
        | ExprKind::Move(_)
        | ExprKind::Copy(_)
        | ExprKind::Cast { .. }
        | ExprKind::Annotated { .. }
        | ExprKind::Is { .. }
        | ExprKind::Assign { .. }
        | ExprKind::If { .. }
        | ExprKind::While { .. }
        | ExprKind::Loop { .. }
        | ExprKind::For { .. }
        | ExprKind::Match { .. }
        | ExprKind::Block(_)
        | ExprKind::Lambda { .. }
        | ExprKind::Break(_)
        | ExprKind::Continue(_)
        | ExprKind::Return(_)
        | ExprKind::Abort(_) => false,
    }
}
