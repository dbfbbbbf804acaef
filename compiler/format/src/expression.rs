//! Expressions.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names the expressions it is about")]

mod block;
mod chain;
mod control;
mod parens;

use compiler_syntax::ast::{Expr, ExprKind, FieldInit, LambdaParameter, Path, Type, TypeArguments};

use crate::printer::{Printer, Shape};

impl Printer<'_> {
    /// An expression without the parentheses around it.
    fn bare(&mut self, expr: &Expr<'_>) {
        match expr.kind {
            ExprKind::Literal(_) => self.literal(),
            ExprKind::Error | ExprKind::Underscore => self.take(),
            ExprKind::Path(path) => self.path(&path),
            ExprKind::Call { callee, arguments } => self.call(&callee, arguments),
            ExprKind::CallValue { callee, arguments } => self.call_value(callee, arguments),
            ExprKind::Macro { arguments, .. } => self.macro_call(arguments),
            ExprKind::Method { .. } | ExprKind::Field { .. } | ExprKind::Index { .. } => {
                self.chain(expr);
            }
            ExprKind::Pack { path, fields, .. } => self.pack(&path, fields),
            ExprKind::Vector { type_arguments, elements } => self.vector(type_arguments, elements),
            ExprKind::Tuple(elements) => self.list_of(Shape::plain(")"), elements, Self::expr),
            ExprKind::Unary { operand, .. }
            | ExprKind::Deref(operand)
            | ExprKind::Borrow { operand, .. } => self.prefix(operand),
            ExprKind::Binary { op, left, right } => self.operands(op, left, right, true),
            ExprKind::Move(_) | ExprKind::Copy(_) => self.words(2),
            ExprKind::Break(label) | ExprKind::Continue(label) => self.jump(label.is_some()),
            ExprKind::Cast { operand, ty } => self.cast(operand, ty),
            ExprKind::Annotated { operand, ty } => self.annotated(operand, ty),
            ExprKind::Is { operand, variants } => self.test(operand, variants),
            ExprKind::Assign { target, value, .. } => self.assign(target, value),
            ExprKind::Return(value) | ExprKind::Abort(value) => self.give(value),
            ExprKind::Lambda { is_move, parameters, body } => {
                self.lambda(is_move, parameters, body);
            }
            ExprKind::If { .. } => self.if_chain(expr),
            ExprKind::While { label, condition, body } => {
                self.label(label.is_some());
                self.while_loop(condition, body);
            }
            ExprKind::Loop { label, body } => {
                self.label(label.is_some());
                self.plain_loop(body);
            }
            ExprKind::For { label, start, end, body, .. } => {
                self.label(label.is_some());
                self.for_loop(start, end, body);
            }
            ExprKind::Match { scrutinee, arms } => self.match_arms(scrutinee, arms),
            ExprKind::Block(block) => self.block(block),
        }
    }

    fn call(&mut self, callee: &Path<'_>, arguments: &[Expr<'_>]) {
        let parens = self.closing_parens(callee.span.end);
        self.glue(parens);
        self.path(callee);
        self.glue(parens);
        self.arguments(arguments);
    }

    fn call_value(&mut self, callee: &Expr<'_>, arguments: &[Expr<'_>]) {
        self.expr(callee);
        self.arguments(arguments);
    }

    /// `assert!(…)`
    fn macro_call(&mut self, arguments: &[Expr<'_>]) {
        self.glue(2);
        self.arguments(arguments);
    }

    /// `(a, b)`; a block at the end of the last argument breaks instead of the list.
    fn arguments(&mut self, arguments: &[Expr<'_>]) {
        let shape = match hugged(arguments) {
            Some(index) => Shape::plain(")").hugging(index),
            None => Shape::plain(")"),
        };
        self.list_of(shape, arguments, Self::expr);
    }

    fn pack(&mut self, path: &Path<'_>, fields: &[FieldInit<'_>]) {
        self.path(path);
        self.space();
        let is_broken = self.breaks_after(self.place());
        self.list_of(Shape::braces(is_broken), fields, |printer, field| {
            printer.take();
            if field.name.span != field.value.span {
                printer.take();
                printer.value(&field.value);
            }
        });
    }

    /// `vector<T>[a, b]`; literals fill lines.
    fn vector(&mut self, types: Option<TypeArguments<'_>>, elements: &[Expr<'_>]) {
        self.take();
        if let Some(types) = types {
            self.type_arguments(&types);
        }
        let is_literal = |it: &Expr<'_>| matches!(it.kind, ExprKind::Literal(_));
        let shape = Shape::plain("]");
        let shape = if elements.iter().all(is_literal) { shape.filled() } else { shape };
        self.list_of(shape, elements, Self::expr);
    }

    /// An operator before its operand.
    fn prefix(&mut self, operand: &Expr<'_>) {
        self.prefix_operator();
        self.expr(operand);
    }

    fn jump(&mut self, has_label: bool) {
        self.words(if has_label { 2 } else { 1 });
    }

    fn cast(&mut self, operand: &Expr<'_>, ty: &Type<'_>) {
        self.expr(operand);
        self.infix();
        self.ty(ty);
    }

    fn annotated(&mut self, operand: &Expr<'_>, ty: &Type<'_>) {
        self.list(Shape::plain(")"), |printer, _| {
            printer.expr(operand);
            printer.annotation(ty);
        });
    }

    /// `a is V | W`
    fn test(&mut self, operand: &Expr<'_>, variants: &[Path<'_>]) {
        self.expr(operand);
        for variant in variants {
            self.infix();
            self.path(variant);
        }
    }

    fn assign(&mut self, target: &Expr<'_>, value: &Expr<'_>) {
        self.expr(target);
        self.space();
        self.take();
        self.value(value);
    }

    /// `return a`, `abort a`
    fn give(&mut self, value: Option<&Expr<'_>>) {
        self.take();
        if let Some(value) = value {
            self.space();
            self.expr(value);
        }
    }

    fn lambda(&mut self, is_move: bool, parameters: &[LambdaParameter<'_>], body: &Expr<'_>) {
        if is_move {
            self.take();
            self.space();
        }
        if !self.take_if("||") {
            self.list_of(Shape::plain("|"), parameters, |printer, parameter| {
                printer.pattern(&parameter.pattern);
                if let Some(ty) = &parameter.ty {
                    printer.annotation(ty);
                }
            });
        }
        self.space();
        self.expr(body);
    }
}

/// Which argument ends in a block, if it is the last one and the only one.
fn hugged(arguments: &[Expr<'_>]) -> Option<usize> {
    let (last, others) = arguments.split_last()?;
    (ends_in_block(last) && !others.iter().any(ends_in_block)).then_some(others.len())
}

fn ends_in_block(expr: &Expr<'_>) -> bool {
    match expr.kind {
        ExprKind::Block(_) => true,
        ExprKind::Lambda { body, .. } => ends_in_block(body),
        _ => false,
    }
}
