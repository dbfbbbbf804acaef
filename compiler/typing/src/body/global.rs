//! Global storage: `borrow_global`, `borrow_global_mut`, `exists`, `move_from`, `move_to`.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{Expr, TypeArguments};
use vm_access::{Ability, AbilitySet, Type};

use crate::checker::Checker;
use crate::obligation::Obligation;
use crate::ty::Ty;
use crate::typed::{Expression, ExpressionKind};
use crate::types::count;

/// A built-in operation on global storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GlobalOperation {
    Borrow,
    BorrowMut,
    Exists,
    MoveFrom,
    MoveTo,
}

impl GlobalOperation {
    /// The operation of that name.
    pub(crate) fn find(name: &str) -> Option<Self> {
        match name {
            "borrow_global" => Some(Self::Borrow),
            "borrow_global_mut" => Some(Self::BorrowMut),
            "exists" => Some(Self::Exists),
            "move_from" => Some(Self::MoveFrom),
            "move_to" => Some(Self::MoveTo),
            _ => None,
        }
    }

    fn parameter_count(self) -> usize {
        match self {
            Self::Borrow | Self::BorrowMut | Self::Exists | Self::MoveFrom => 1,
            Self::MoveTo => 2,
        }
    }
}

impl<'a> Checker<'a> {
    pub(crate) fn global_operation(
        &mut self,
        (operation, name): (GlobalOperation, &str),
        written: Option<TypeArguments<'a>>,
        arguments: &[Expr<'a>],
        span: Span,
    ) -> Expression {
        let parameters = [AbilitySet::NONE];
        let resource = self.resolve_type_arguments(written, &parameters, name, span);
        let resource = resource.into_iter().next().unwrap_or(Ty::Error);
        let expected = operation.parameter_count();
        if arguments.len() != expected {
            let found = arguments.len();
            let message = format!("`{name}` takes {}, not {found}", count(expected, "argument"));
            self.error(Code::E0303, span, message);
            return self.failed(span);
        }
        self.global_kind(operation, &resource, arguments, span)
    }

    fn global_kind(
        &mut self,
        operation: GlobalOperation,
        resource: &Ty,
        arguments: &[Expr<'a>],
        span: Span,
    ) -> Expression {
        if let (GlobalOperation::MoveTo, [signer, value]) = (operation, arguments) {
            let to_signer = Ty::Atom(Type::Signer).reference(false);
            let signer = Box::new(self.expect(signer, &to_signer));
            let value = Box::new(self.expect(value, resource));
            self.require_resource(resource, span);
            return self.expression(ExpressionKind::MoveTo(signer, value), &Ty::UNIT, span);
        }
        let Some(address) = arguments.first() else { return self.failed(span) };
        let address = Box::new(self.expect(address, &Ty::ADDRESS));
        self.require_resource(resource, span);
        let (kind, ty) = match operation {
            GlobalOperation::Exists => {
                let resource = self.list(vec![resource.clone()]);
                (ExpressionKind::Exists(resource, address), Ty::BOOL)
            }
            GlobalOperation::MoveFrom => (ExpressionKind::MoveFrom(address), resource.clone()),
            GlobalOperation::Borrow => {
                (ExpressionKind::BorrowGlobal(address), resource.clone().reference(false))
            }
            GlobalOperation::BorrowMut | GlobalOperation::MoveTo => {
                (ExpressionKind::BorrowGlobal(address), resource.clone().reference(true))
            }
        };
        self.expression(kind, &ty, span)
    }

    /// Demands a struct of this module with `key`.
    pub(crate) fn require_resource(&mut self, resource: &Ty, span: Span) {
        self.require(
            resource,
            Ability::Key,
            (span, Code::E0405, "only structs with `key` lie in global storage"),
        );
        self.demand(Obligation::OwnStruct { ty: resource.clone(), span });
    }

    /// Reports a type that is no struct of this module.
    pub(crate) fn settle_own_struct(&mut self, ty: &Ty, span: Span) {
        let shallow = self.table.shallow(ty);
        let module = match &shallow {
            Ty::Struct(name, _) if name.module != *self.module => name.module.clone(),
            // Where an inline function is expanded, the parameter is a type of that module.
            Ty::Atom(Type::Parameter(_)) if self.environment.inline.is_some() => return,
            Ty::Atom(Type::Parameter(_)) => {
                let message = "global storage is accessed by a struct's name, not a type parameter";
                self.error(Code::E0405, span, message);
                return;
            }
            _ => return,
        };
        let message =
            format!("only its own module may access {} in global storage", self.quote(&shallow));
        let diagnostic = Diagnostic::error(Code::E0208, span, message)
            .with_note(format!("call a function of `{module}` instead"));
        self.diagnostics.push(diagnostic);
    }
}
