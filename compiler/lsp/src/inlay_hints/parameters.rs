//! Names of parameters before arguments that do not tell them.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "other expressions are no calls, and tell no name"
)]

use compiler_diagnostics::Span;
use compiler_driver::Symbol;
use compiler_syntax::ast::{Expr, ExprKind};
use gen_lsp_types::InlayHintKind;

use crate::functions::compiled;
use crate::inlay_hints::{Hint, Known};
use crate::walk::{Node, walk};

/// The name of each parameter before its argument.
pub(super) fn hints(known: &Known<'_, '_>) -> Vec<Hint> {
    let mut hints = Vec::new();
    walk(&known.tree, &mut |node| {
        let Node::Expr(expr) = node else { return };
        match expr.kind {
            ExprKind::Call { callee, arguments } => {
                let name = callee.last().map(|it| it.name.span);
                hints.extend(name.into_iter().flat_map(|name| of_call(known, name, 0, arguments)));
            }
            ExprKind::Method { name, arguments, .. } => {
                hints.extend(of_call(known, name.span, 1, arguments));
            }
            _ => {}
        }
    });
    hints
}

/// The hints of a call of the function with a name, whose first `skipped` parameters are given otherwise.
fn of_call(known: &Known<'_, '_>, name: Span, skipped: usize, arguments: &[Expr<'_>]) -> Vec<Hint> {
    let called = known.mentions(name).find_map(|it| {
        let Symbol::Function(name) = &it.symbol else { return None };
        compiled(&known.analysis.last_good, name)
    });
    let Some((_, definition, _)) = called else { return Vec::new() };
    let parameters = definition.parameters.iter().skip(skipped);
    let told = arguments.iter().zip(parameters).filter(|(argument, parameter)| {
        !parameter.name.as_str().starts_with('_') && !says(argument, parameter.name.as_str())
    });
    let hint = |(argument, parameter): (&Expr<'_>, &vm_bytecode::Parameter)| Hint {
        at: argument.span.start,
        label: format!("{}:", parameter.name),
        tooltip: None,
        kind: Some(InlayHintKind::Parameter),
    };
    told.map(hint).collect()
}

/// Whether an argument ends in the name of its parameter: `amount`, `&mut pool`, `self.amount`.
fn says(argument: &Expr<'_>, name: &str) -> bool {
    match argument.kind {
        ExprKind::Path(path) => path.last().is_some_and(|it| it.name.text == name),
        ExprKind::Field { field, .. } => field.text == name,
        ExprKind::Borrow { operand, .. } | ExprKind::Deref(operand) => says(operand, name),
        ExprKind::Move(own) | ExprKind::Copy(own) => own.text == name,
        _ => false,
    }
}
