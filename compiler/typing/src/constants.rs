//! The values of a module's constants.

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, Severity, Span};
use compiler_syntax::ast;
use vm_access::{Type, Value};

use crate::checker::Checker;
use crate::constant::{Constants, evaluate, order};
use crate::inline::Inlines;
use crate::interface::Interfaces;
use crate::scope::Addresses;
use crate::source::Source;

/// Evaluates the constants of a module; reports those that have no value.
pub(crate) fn constants(
    module: &Source<'_>,
    interfaces: &Interfaces,
    addresses: &Addresses,
    diagnostics: &mut Diagnostics,
) -> Constants {
    let written: Vec<ast::Constant<'_>> = module.constants().copied().collect();
    let (ordered, circular) = order(&written);
    for at in circular {
        let name = written[at].name;
        let message = format!("constant `{}` depends on itself", name.text);
        diagnostics.push(Diagnostic::error(Code::E0313, name.span, message));
    }
    let mut known = Constants::new();
    for at in ordered {
        let pass = Pass { module, interfaces, addresses, known: &known };
        if let Some(value) = pass.constant(&written[at], diagnostics) {
            known.insert(written[at].name.text.into(), value);
        }
    }
    known
}

/// What a constant is checked in.
struct Pass<'p> {
    module: &'p Source<'p>,
    interfaces: &'p Interfaces,
    addresses: &'p Addresses,
    /// Those it may mention.
    known: &'p Constants,
}

impl Pass<'_> {
    fn constant(
        &self,
        constant: &ast::Constant<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Type, Value)> {
        let before = diagnostics.count(Severity::Error);
        let file = constant.span.file;
        let scope = self.module.scope(self.addresses, self.interfaces);
        let inlines = Inlines::new();
        let mut checker = Checker::new((scope, file), &[], self.known, &inlines, diagnostics);
        let ty = checker.resolve_type(&constant.ty);
        let value = checker.expect(&constant.value, &ty);
        let finished = checker.table.finished(&ty);
        let (body, _) = checker.finish(value, 0, before)?;
        let ty = finished?;
        if !is_constant_type(&ty) {
            let message = format!("a constant cannot have type `{ty}`");
            let diagnostic = Diagnostic::error(Code::E0313, constant.ty.span, message)
                .with_note("constants are numbers, `bool`, `address`, and vectors of those");
            diagnostics.push(diagnostic);
            return None;
        }
        match evaluate(&body) {
            Ok(value) => Some((ty, value)),
            Err(fault) => {
                let span = Span::new(file, fault.span.start, fault.span.end);
                diagnostics.push(Diagnostic::error(Code::E0313, span, fault.why));
                None
            }
        }
    }
}

#[allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]
fn is_constant_type(ty: &Type) -> bool {
    match ty {
        Type::Bool | Type::Address => true,
        Type::Vector(element) => is_constant_type(element),
        other => other.is_integer(),
    }
}
