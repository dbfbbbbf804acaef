//! Branches and loops.

use compiler_syntax::ast::{Block, Expr, ExprKind, MatchArm};

use crate::layout::Style;
use crate::printer::{Printer, Shape};

impl Printer<'_> {
    /// `'a: ` before a loop.
    pub(super) fn label(&mut self, is_there: bool) {
        if is_there {
            self.glue(2);
            self.space();
        }
    }

    pub(super) fn while_loop(&mut self, condition: &Expr<'_>, body: &Expr<'_>) {
        self.take();
        self.space();
        self.in_parens(condition);
        self.body(body);
    }

    pub(super) fn plain_loop(&mut self, body: &Expr<'_>) {
        self.take();
        self.body(body);
    }

    /// `for (i in a..b) …`
    pub(super) fn for_loop(&mut self, start: &Expr<'_>, end: &Expr<'_>, body: &Expr<'_>) {
        self.take();
        self.space();
        self.list(Shape::plain(")"), |printer, _| {
            printer.words(2);
            printer.space();
            printer.expr(start);
            printer.take();
            printer.expr(end);
        });
        self.body(body);
    }

    /// What a loop repeats, or an arm gives.
    fn body(&mut self, body: &Expr<'_>) {
        match block_of(body) {
            Some(block) => {
                self.space();
                self.block(block);
            }
            None => self.value(body),
        }
    }

    /// What follows `=` and the like.
    pub(crate) fn value(&mut self, value: &Expr<'_>) {
        let ExprKind::If { then, .. } = value.kind else {
            self.hang(Style::Hang, |printer, _| printer.expr(value));
            return;
        };
        // Without a block it has an `else` to put under its `if`.
        let has_block = block_of(then).is_some();
        self.hang(if has_block { Style::Hang } else { Style::Plain }, |printer, group| {
            if has_block {
                printer.hug(group);
            }
            printer.expr(value);
        });
    }

    /// `if (a) … else if (b) … else …`; in one line if all of it fits and its blocks were written so.
    pub(super) fn if_chain(&mut self, expr: &Expr<'_>) {
        let is_broken = self.has_broken_block(expr);
        self.open(Style::Plain);
        let mut next = Some(expr);
        while let Some(expr) = next {
            let ExprKind::If { condition, then, otherwise } = expr.kind else { break };
            self.take();
            self.space();
            self.in_parens(condition);
            self.branch(then, is_broken);
            next = None;
            if let Some(otherwise) = otherwise {
                let stays = block_of(then).or(block_of(otherwise)).is_some();
                if stays {
                    self.space();
                } else {
                    self.line(true);
                }
                self.take();
                if self.is("if") && matches!(otherwise.kind, ExprKind::If { .. }) {
                    self.space();
                    next = Some(otherwise);
                } else {
                    self.branch(otherwise, is_broken);
                }
            }
        }
        self.close();
    }

    fn branch(&mut self, branch: &Expr<'_>, is_broken: bool) {
        match block_of(branch) {
            Some(block) => {
                self.space();
                self.braces(block, is_broken);
            }
            None => self.value(branch),
        }
    }

    /// Whether a block of an `if` or an `else` needs lines of its own.
    fn has_broken_block(&self, expr: &Expr<'_>) -> bool {
        let mut next = Some(expr);
        while let Some(expr) = next {
            let (branch, otherwise) = match expr.kind {
                ExprKind::If { then, otherwise, .. } => (then, otherwise),
                _ => (expr, None),
            };
            if block_of(branch).is_some_and(|block| self.is_broken(block)) {
                return true;
            }
            next = otherwise;
        }
        false
    }

    pub(super) fn match_arms(&mut self, scrutinee: &Expr<'_>, arms: &[MatchArm<'_>]) {
        self.take();
        self.space();
        self.in_parens(scrutinee);
        self.space();
        let is_broken = self.breaks_after(self.place());
        self.list_of(Shape::arms(is_broken), arms, Self::arm);
    }

    fn arm(&mut self, arm: &MatchArm<'_>) {
        self.pattern(&arm.pattern);
        if let Some(guard) = &arm.guard {
            self.infix();
            self.expr(guard);
        }
        self.space();
        self.take();
        self.body(&arm.body);
    }
}

/// A block, if an expression is one without parentheses around it.
fn block_of<'a>(expr: &Expr<'a>) -> Option<&'a Block<'a>> {
    match expr.kind {
        ExprKind::Block(block) if block.span.start == expr.span.start => Some(block),
        _ => None,
    }
}
