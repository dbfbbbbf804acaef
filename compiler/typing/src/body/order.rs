//! `<` and its like of values that are no integers: what `std::cmp` says of them.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{BinaryOp, Expr};
use vm_access::{AccountAddress, FunctionName, ModuleId, Type};

use crate::checker::Checker;
use crate::ty::{StructName, Ty};
use crate::typed::{Expression, ExpressionKind, LocalId};

/// The function of `std::cmp` that asks an order what the operator asks.
pub(crate) fn test_of(op: BinaryOp) -> Option<&'static str> {
    match op {
        BinaryOp::Lt => Some("is_lt"),
        BinaryOp::Le => Some("is_le"),
        BinaryOp::Gt => Some("is_gt"),
        BinaryOp::Ge => Some("is_ge"),
        _ => None,
    }
}

impl<'a> Checker<'a> {
    /// Whether values of the type are ordered, but by no instruction.
    pub(crate) fn is_ordered_by_library(&self, ty: &Ty) -> bool {
        match self.table.shallow(ty) {
            Ty::Atom(ty) => !ty.is_integer() && ty != Type::Signer,
            Ty::Struct(..) | Ty::Vector(_) | Ty::Reference(..) => true,
            Ty::Tuple(_) | Ty::Function(_) | Ty::Variable(_) | Ty::Error => false,
        }
    }

    /// `left < right`: both are kept, and compared by reference; references compare what they refer to.
    pub(crate) fn order(
        &mut self,
        test: &str,
        (left, left_span): (Expression, Span),
        right: &Expr<'a>,
        span: Span,
    ) -> Expression {
        let library = ModuleId::new(AccountAddress::ONE, "cmp");
        if self.interfaces.module(&library).is_none() {
            let message = "only integers are compared without module `std::cmp`";
            self.diagnostics.push(Diagnostic::error(Code::E0202, span, message));
            return self.failed(span);
        }
        self.used_modules.insert(library.clone());
        self.enter_block();
        let ty = match self.type_of(&left) {
            Ty::Reference(_, to) => (*to).reference(false),
            other => other,
        };
        let left = self.coerce(left, &ty, left_span);
        let (first, one) = self.held(left, &ty, left_span);
        let right_value = self.expect(right, &ty);
        let (second, other) = self.held(right_value, &ty, right.span);
        let (operands, compared) = match ty {
            Ty::Reference(_, to) => ([self.use_of(one, span), self.use_of(other, span)], *to),
            value => {
                self.require_drop(&value, span, "both operands are dropped by the comparison");
                ([self.looked_at(one, &value, span), self.looked_at(other, &value, span)], value)
            }
        };
        let ordering =
            Ty::Struct(StructName { module: library.clone(), name: "Ordering".into() }, vec![]);
        let function = |name: &str| FunctionName { module: library.clone(), name: name.into() };
        let type_arguments = self.list(vec![compared]);
        let arguments = operands.into();
        let compare =
            ExpressionKind::Call { function: function("compare"), type_arguments, arguments };
        let compare = self.expression(compare, &ordering, span);
        let (third, order) = self.held(compare, &ordering, span);
        let arguments = vec![self.looked_at(order, &ordering, span)];
        let type_arguments = self.list(Vec::new());
        let asked = ExpressionKind::Call { function: function(test), type_arguments, arguments };
        let asked = self.expression(asked, &Ty::BOOL, span);
        let locals = self.leave_block();
        let steps = vec![first, second, third, asked];
        self.expression(ExpressionKind::Block(steps, locals), &Ty::BOOL, span)
    }

    /// Puts a value into a variable.
    fn held(&mut self, value: Expression, ty: &Ty, span: Span) -> (Expression, LocalId) {
        let local = self.declare(None, ty.clone(), span);
        (self.put(value, local, span), local)
    }

    /// `&x`
    fn looked_at(&mut self, local: LocalId, ty: &Ty, span: Span) -> Expression {
        let reference = ty.clone().reference(false);
        self.expression(ExpressionKind::BorrowLocal(local), &reference, span)
    }
}
