//! Blocks and their statements.

use compiler_syntax::ast::{Block, Expr, Pattern, Statement, StatementKind, Type};

use crate::printer::Printer;

impl Printer<'_> {
    /// Whether a block cannot be one line: it was not, or holds more than one thing.
    pub(crate) fn is_broken(&self, block: &Block<'_>) -> bool {
        let count = block.statements.len().saturating_add(usize::from(block.tail.is_some()));
        1 < count || 0 < count && self.breaks_after(block.span.start)
    }

    pub(crate) fn block(&mut self, block: &Block<'_>) {
        let is_broken = self.is_broken(block);
        self.grouped(|printer| printer.braces(block, is_broken));
    }

    /// A block as a part of the innermost group.
    pub(crate) fn braces(&mut self, block: &Block<'_>, is_broken: bool) {
        self.take();
        self.hugged();
        if self.is("}") && !self.has_comments() {
            self.take();
            return;
        }
        self.indent();
        let mut is_first = true;
        let mut separate = |printer: &mut Self| {
            let is_blank = !std::mem::take(&mut is_first) && printer.is_after_blank();
            if is_broken {
                printer.new_line(is_blank);
            } else {
                printer.line(true);
            }
            printer.comments();
        };
        self.semicolons(&mut separate);
        for statement in block.statements {
            separate(self);
            self.statement(statement);
            self.semicolons(&mut separate);
        }
        if let Some(expr) = block.tail {
            separate(self);
            self.expr(expr);
        }
        if self.has_comments() {
            separate(self);
        }
        self.dedent();
        if is_broken {
            self.new_line(false);
        } else {
            self.line(true);
        }
        self.take();
    }

    /// Semicolons that end nothing: each behind what stands before it.
    fn semicolons(&mut self, separate: &mut impl FnMut(&mut Self)) {
        while self.is(";") {
            if self.has_comments() {
                separate(self);
            }
            self.take();
        }
    }

    fn statement(&mut self, statement: &Statement<'_>) {
        match &statement.kind {
            StatementKind::Error => self.take(),
            StatementKind::Let { pattern, ty, value } => {
                self.local(pattern, ty.as_ref(), value.as_ref());
            }
            StatementKind::Expr(expr) => {
                self.expr(expr);
                if self.place() < statement.span.end {
                    self.take();
                }
            }
            StatementKind::Use(_) => self.use_declaration(),
        }
    }

    /// `let pattern: T = value;`
    fn local(&mut self, pattern: &Pattern<'_>, ty: Option<&Type<'_>>, value: Option<&Expr<'_>>) {
        self.take();
        self.space();
        self.pattern(pattern);
        if let Some(ty) = ty {
            self.annotation(ty);
        }
        if let Some(value) = value {
            self.space();
            self.take();
            self.value(value);
        }
        self.take();
    }
}
