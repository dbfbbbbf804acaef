//! What goes on and on: operators of one precedence, and what follows dots.

use compiler_syntax::ast::{BinaryOp, Expr, ExprKind};

use crate::expression::hugged;
use crate::layout::Style;
use crate::printer::{Printer, Shape};

/// How long a name may be for the first call to stay behind it: as long as an indentation.
const SHORT_NAME: usize = 4;

impl Printer<'_> {
    /// Operands, each but the first on a line of its own with its operator before it, if they do not fit in one.
    pub(crate) fn operands(
        &mut self,
        op: BinaryOp,
        left: &Expr<'_>,
        right: &Expr<'_>,
        is_indented: bool,
    ) {
        let mut rest = vec![right];
        let mut first = left;
        while let ExprKind::Binary { op: inner, left, right } = first.kind
            && inner.precedence() == op.precedence()
            && first.span.start == left.span.start
        {
            rest.push(right);
            first = left;
        }
        self.open(Style::Plain);
        self.expr(first);
        if is_indented {
            self.indent();
        }
        for operand in rest.into_iter().rev() {
            self.line(true);
            self.take();
            self.space();
            self.expr(operand);
        }
        if is_indented {
            self.dedent();
        }
        self.close();
    }

    /// Methods, fields and elements; two calls or more stand under each other if they do not fit in one line.
    pub(crate) fn chain(&mut self, expr: &Expr<'_>) {
        let (root, links) = links(expr);
        let calls = links.iter().filter(|link| is_call(link)).count();
        if calls < 2 {
            self.expr(root);
            links.into_iter().for_each(|link| self.link(link));
            return;
        }
        let last = links.last().copied();
        let is_hugging = last.is_some_and(is_hugging);
        let group = self.open(if is_hugging { Style::Hug } else { Style::Plain });
        self.expr(root);
        self.indent();
        let mut stays = is_short(root);
        for link in links {
            if is_call(link) && !std::mem::take(&mut stays) {
                self.line(false);
                self.comments();
            }
            if is_hugging && last.is_some_and(|last| std::ptr::eq(last, link)) {
                self.hug(group);
            }
            self.link(link);
        }
        self.dedent();
        self.close();
    }

    /// One of what follows the start of a chain.
    fn link(&mut self, link: &Expr<'_>) {
        match link.kind {
            ExprKind::Method { type_arguments, arguments, .. } => {
                self.method(type_arguments);
                self.arguments(arguments);
            }
            ExprKind::Index { index, .. } => {
                self.list(Shape::plain("]"), |printer, _| printer.expr(index));
            }
            _ => self.glue(2),
        }
    }
}

/// What a chain starts with, and what follows.
fn links<'e, 'a>(expr: &'e Expr<'a>) -> (&'e Expr<'a>, Vec<&'e Expr<'a>>) {
    let mut links = vec![expr];
    let mut root = base(expr).unwrap_or(expr);
    while let Some(inner) = base(root).filter(|inner| inner.span.start == root.span.start) {
        links.push(root);
        root = inner;
    }
    links.reverse();
    (root, links)
}

fn base<'e, 'a>(expr: &'e Expr<'a>) -> Option<&'e Expr<'a>> {
    match expr.kind {
        ExprKind::Method { receiver: base, .. }
        | ExprKind::Field { base, .. }
        | ExprKind::Index { base, .. } => Some(base),
        _ => None,
    }
}

fn is_call(link: &Expr<'_>) -> bool {
    matches!(link.kind, ExprKind::Method { .. })
}

/// Whether the last argument of a call ends in a block.
fn is_hugging(link: &Expr<'_>) -> bool {
    matches!(link.kind, ExprKind::Method { arguments, .. } if hugged(arguments).is_some())
}

fn is_short(root: &Expr<'_>) -> bool {
    match root.kind {
        ExprKind::Path(path) => path.as_name().is_some_and(|name| name.text.len() <= SHORT_NAME),
        _ => false,
    }
}
