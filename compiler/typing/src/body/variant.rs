//! Enums beside `match`: `is`, and fields that several variants have.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Span};
use compiler_syntax::ast::{Expr, Literal, LiteralKind, Path};
use vm_bytecode::{BinaryOperation, FieldId, VariantId};

use crate::checker::Checker;
use crate::ty::Ty;
use crate::typed::{Expression, ExpressionKind, LocalId};

impl<'a> Checker<'a> {
    /// `e is V | W`
    pub(crate) fn variant_test(
        &mut self,
        operand: &Expr<'a>,
        variants: &[Path<'a>],
        span: Span,
    ) -> Expression {
        let place = self.place(operand);
        let ty = place.ty.clone();
        let reference = match ty {
            Ty::Error => return self.failed(span),
            Ty::Reference(..) => self.read(place),
            Ty::Atom(_)
            | Ty::Variable(_)
            | Ty::Vector(_)
            | Ty::Struct(..)
            | Ty::Tuple(_)
            | Ty::Function(_) => self.reference_to(place.into_seen(), false),
        };
        self.enter_block();
        let kept = self.declare(None, self.type_of(&reference), operand.span);
        let keep = self.put(reference, kept, operand.span);
        let may_refuse = std::mem::replace(&mut self.may_refuse, true);
        let mut any: Option<Expression> = None;
        for path in variants {
            let Some((instance, _)) = self.taken_apart(path, &ty, path.span) else {
                any = Some(self.failed(span));
                continue;
            };
            let Some((variant, _)) = instance.variant else {
                self.error(Code::E0307, path.span, "`is` asks for a variant of an enum");
                continue;
            };
            let test = self.tested(kept, variant, path.span);
            any = Some(match any {
                Some(before) => {
                    let kind = ExpressionKind::Or(Box::new(before), Box::new(test));
                    self.expression(kind, &Ty::BOOL, span)
                }
                None => test,
            });
        }
        self.may_refuse = may_refuse;
        let locals = self.leave_block();
        let Some(any) = any else { return self.failed(span) };
        self.expression(ExpressionKind::Block(vec![keep, any], locals), &Ty::BOOL, span)
    }

    /// Whether the enum behind the reference in a variable is a variant.
    fn tested(&mut self, reference: LocalId, variant: VariantId, span: Span) -> Expression {
        let reference = Box::new(self.use_of(reference, span));
        self.expression(ExpressionKind::TestVariant(reference, variant), &Ty::BOOL, span)
    }

    /// A reference to the field of whichever of these variants the enum behind a reference is.
    pub(crate) fn variant_field_reference(
        &mut self,
        reference: Expression,
        fields: &[(VariantId, FieldId)],
        to: &Ty,
        span: Span,
    ) -> Expression {
        let Some(((variant, field), others)) = fields.split_last() else {
            return self.failed(span);
        };
        if others.is_empty() {
            let kind = ExpressionKind::BorrowVariantField(Box::new(reference), *variant, *field);
            return self.expression(kind, to, span);
        }
        self.enter_block();
        let kept = self.declare(None, self.type_of(&reference), span);
        let keep = self.put(reference, kept, span);
        let mut found = self.borrowed(kept, (*variant, *field), to, span);
        for (variant, field) in others.iter().rev() {
            let test = Box::new(self.tested(kept, *variant, span));
            let this = Box::new(self.borrowed(kept, (*variant, *field), to, span));
            let kind = ExpressionKind::If(test, this, Some(Box::new(found)));
            found = self.expression(kind, to, span);
        }
        let locals = self.leave_block();
        self.expression(ExpressionKind::Block(vec![keep, found], locals), to, span)
    }

    fn borrowed(
        &mut self,
        reference: LocalId,
        (variant, field): (VariantId, FieldId),
        to: &Ty,
        span: Span,
    ) -> Expression {
        let reference = Box::new(self.use_of(reference, span));
        self.expression(ExpressionKind::BorrowVariantField(reference, variant, field), to, span)
    }

    /// A literal in a pattern for a value of type `ty`, or a reference to one; its value.
    pub(crate) fn literal_pattern(&mut self, literal: &Literal<'a>, ty: &Ty) -> Expression {
        let value = self.literal(literal);
        let found = self.type_of(&value);
        let expected = match self.table.shallow(ty) {
            Ty::Reference(_, to) => *to,
            other => other,
        };
        self.equate(&expected, &found, (&expected, &found), literal.span);
        if let (LiteralKind::Bytes(_), false) = (&literal.kind, found.is_error()) {
            self.error(Code::E0310, literal.span, "a byte string cannot stand in a pattern");
        }
        value
    }

    /// `left == right`
    pub(crate) fn equal(&mut self, left: Expression, right: Expression, span: Span) -> Expression {
        let operation = BinaryOperation::Equal;
        let kind = ExpressionKind::Binary(operation, Box::new(left), Box::new(right));
        self.expression(kind, &Ty::BOOL, span)
    }
}
