//! Patterns.

use compiler_syntax::ast::{FieldPattern, Pattern, PatternKind};

use crate::printer::{Printer, Shape};

impl Printer<'_> {
    /// A pattern with the parentheses around it.
    pub(crate) fn pattern(&mut self, pattern: &Pattern<'_>) {
        let (own, first) = match pattern.kind {
            PatternKind::Tuple([]) => (1, u32::MAX),
            PatternKind::Tuple([first, ..]) => (1, first.span.start),
            PatternKind::Error
            | PatternKind::Wildcard
            | PatternKind::Rest
            | PatternKind::Literal(_)
            | PatternKind::Path(_)
            | PatternKind::Struct { .. }
            | PatternKind::Positional { .. } => (0, u32::MAX),
        };
        if own < self.parens(first) {
            self.list(Shape::plain(")"), |printer, _| printer.pattern(pattern));
            return;
        }
        match pattern.kind {
            PatternKind::Error | PatternKind::Wildcard | PatternKind::Rest => self.take(),
            PatternKind::Literal(_) => self.literal(),
            PatternKind::Path(path) => self.path(&path),
            PatternKind::Tuple(elements) => self.patterns(elements),
            PatternKind::Struct { path, fields, .. } => {
                self.path(&path);
                self.space();
                self.list_of(Shape::braces(false), fields, Self::field_pattern);
            }
            PatternKind::Positional { path, elements } => {
                self.path(&path);
                self.patterns(elements);
            }
        }
    }

    fn patterns(&mut self, elements: &[Pattern<'_>]) {
        self.list_of(Shape::plain(")"), elements, Self::pattern);
    }

    fn field_pattern(&mut self, field: &FieldPattern<'_>) {
        self.take();
        if field.name.span != field.pattern.span {
            self.take();
            self.space();
            self.pattern(&field.pattern);
        }
    }
}
