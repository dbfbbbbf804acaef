//! Parentheses, which leave nothing in the tree: the tokens before an expression tell.

use compiler_syntax::ast::{Expr, ExprKind};

use crate::printer::{Printer, Shape};

impl Printer<'_> {
    /// An expression with the parentheses around it.
    pub(crate) fn expr(&mut self, expr: &Expr<'_>) {
        if self.own_parens(expr) < self.parens(first(expr)) {
            self.in_parens(expr);
        } else {
            self.bare(expr);
        }
    }

    /// `(e)`; what is a block inside breaks instead of the parentheses.
    pub(super) fn in_parens(&mut self, expr: &Expr<'_>) {
        if matches!(expr.kind, ExprKind::Block(_) | ExprKind::Match { .. }) {
            self.take();
            self.expr(expr);
            self.take();
            return;
        }
        self.list(Shape::plain(")"), |printer, _| match expr.kind {
            ExprKind::Binary { op, left, right } if printer.parens(left.span.start) == 0 => {
                printer.operands(op, left, right, false);
            }
            _ => printer.expr(expr),
        });
    }

    /// How many parentheses an expression itself starts with.
    fn own_parens(&self, expr: &Expr<'_>) -> usize {
        match expr.kind {
            ExprKind::Tuple(_) | ExprKind::Annotated { .. } => 1,
            // The tree does not tell `(f)(x)` from `f(x)`.
            ExprKind::Call { callee, .. } => self.closing_parens(callee.span.end),
            _ => 0,
        }
    }
}

/// Where the first part of an expression starts, whose parentheses are not around the whole.
fn first(expr: &Expr<'_>) -> u32 {
    match expr.kind {
        ExprKind::Binary { left: part, .. }
        | ExprKind::Method { receiver: part, .. }
        | ExprKind::Field { base: part, .. }
        | ExprKind::Index { base: part, .. }
        | ExprKind::Cast { operand: part, .. }
        | ExprKind::Annotated { operand: part, .. }
        | ExprKind::Is { operand: part, .. }
        | ExprKind::Assign { target: part, .. }
        | ExprKind::CallValue { callee: part, .. }
        | ExprKind::Tuple([part, ..]) => part.span.start,
        _ => u32::MAX,
    }
}
