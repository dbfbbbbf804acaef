//! Terms: places, what stands in them, and conditions.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names the terms it is about")]

use compiler_syntax::ast::{BinaryOp, Place, PlaceField, PlaceKind};

use crate::layout::Style;
use crate::printer::{Printer, Shape};

impl Printer<'_> {
    /// Terms between brackets.
    pub(super) fn terms(&mut self, close: &'static str, terms: &[Place<'_>]) {
        self.list_of(Shape::plain(close), terms, Self::term);
    }

    /// A place, a term in one, or a condition.
    pub(super) fn term(&mut self, term: &Place<'_>) {
        // No term starts with a parenthesis of its own.
        if 0 < self.parens(start(term)) {
            self.list(Shape::plain(")"), |printer, _| printer.term(term));
        } else {
            self.bare_term(term);
        }
    }

    /// A term without the parentheses around it.
    fn bare_term(&mut self, term: &Place<'_>) {
        match term.kind {
            PlaceKind::Literal(_) => self.literal(),
            PlaceKind::Error | PlaceKind::Any => self.take(),
            PlaceKind::AnyAt(_) => {
                self.take();
                self.any();
            }
            PlaceKind::AnyOf(path) => {
                self.path(&path);
                self.any();
            }
            PlaceKind::AnyIn(address) => {
                self.take();
                self.terms(")", &[*address]);
            }
            PlaceKind::Path(path) => self.path(&path),
            PlaceKind::Apply { path, arguments } => {
                self.path(&path);
                self.terms(")", arguments);
            }
            PlaceKind::Exists { ty, address } => {
                self.take();
                self.list(Shape::plain(">"), |printer, _| printer.ty(ty));
                self.terms(")", &[*address]);
            }
            PlaceKind::Borrow(operand) | PlaceKind::Not(operand) | PlaceKind::Negate(operand) => {
                self.prefix_operator();
                self.term(operand);
            }
            PlaceKind::Choice(terms) => self.list_of(Shape::names(), terms, Self::term),
            PlaceKind::Cast { operand, ty } => {
                self.term(operand);
                self.infix();
                self.ty(ty);
            }
            PlaceKind::Binary { op, left, right } => self.binary_term(op, left, right),
            PlaceKind::Pack { path, fields } => {
                self.path(&path);
                self.space();
                self.list_of(Shape::braces(false), fields, Self::term_field);
            }
            PlaceKind::Field { .. }
            | PlaceKind::Fields { .. }
            | PlaceKind::Method { .. }
            | PlaceKind::Index { .. } => self.projection(&term.kind),
        }
    }

    /// `::*`, as often as it stands, and `(*)`.
    fn any(&mut self) {
        while self.is("::") {
            self.glue(2);
        }
        if self.is("(") {
            self.glue(3);
        }
    }

    /// What follows a dot, or an index.
    fn projection(&mut self, kind: &PlaceKind<'_>) {
        match kind {
            PlaceKind::Field { base, .. } => {
                self.term(base);
                self.glue(2);
            }
            PlaceKind::Fields { base, .. } => {
                self.term(base);
                self.take();
                self.list(Shape::names(), |printer, _| printer.take());
            }
            PlaceKind::Method { receiver, type_arguments, arguments, .. } => {
                self.term(receiver);
                self.method(*type_arguments);
                self.terms(")", arguments);
            }
            PlaceKind::Index { base, index } => {
                self.term(base);
                self.terms("]", &[**index]);
            }
            _ => {}
        }
    }

    /// Operands, as those of expressions.
    fn binary_term(&mut self, op: BinaryOp, left: &Place<'_>, right: &Place<'_>) {
        self.open(Style::Plain);
        let mut rest = vec![right];
        let mut first = left;
        while let PlaceKind::Binary { op: inner, left, right } = first.kind
            && inner.precedence() == op.precedence()
            && first.span.start == left.span.start
        {
            rest.push(right);
            first = left;
        }
        self.term(first);
        self.indent();
        for operand in rest.into_iter().rev() {
            self.line(true);
            self.take();
            self.space();
            self.term(operand);
        }
        self.dedent();
        self.close();
    }

    fn term_field(&mut self, field: &PlaceField<'_>) {
        self.take();
        if field.name.span != field.value.span {
            self.take();
            self.space();
            self.term(&field.value);
        }
    }
}

/// Where the first part of a term starts, whose parentheses are not around the whole.
fn start(term: &Place<'_>) -> u32 {
    match term.kind {
        PlaceKind::Field { base, .. }
        | PlaceKind::Fields { base, .. }
        | PlaceKind::Index { base, .. } => base.span.start,
        PlaceKind::Method { receiver, .. } => receiver.span.start,
        PlaceKind::Cast { operand, .. } => operand.span.start,
        PlaceKind::Binary { left, .. } => left.span.start,
        _ => u32::MAX,
    }
}
