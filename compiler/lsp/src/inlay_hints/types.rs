//! Types of variables that are declared without one.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "other nodes declare no variables, or say their types"
)]

use compiler_diagnostics::Span;
use compiler_syntax::ast::{ExprKind, Pattern, PatternKind, StatementKind};
use gen_lsp_types::InlayHintKind;

use crate::inlay_hints::{Hint, Known};
use crate::walk::{Node, walk};

/// The type of each variable of a `let` or a lambda that does not say it, behind its name.
pub(super) fn hints(known: &Known<'_, '_>) -> Vec<Hint> {
    let mut names = Vec::new();
    walk(&known.tree, &mut |node| match node {
        Node::Statement(statement) => {
            if let StatementKind::Let { pattern, ty: None, .. } = &statement.kind {
                bound(pattern, &mut names);
            }
        }
        Node::Expr(expr) => {
            if let ExprKind::Lambda { parameters, .. } = expr.kind {
                let untyped = parameters.iter().filter(|it| it.ty.is_none());
                untyped.for_each(|it| bound(&it.pattern, &mut names));
            }
        }
        _ => {}
    });
    let hint = |name: Span| {
        let label = format!(": {}", known.type_at(name)?.shown);
        Some(Hint { at: name.end, label, tooltip: None, kind: Some(InlayHintKind::Type) })
    };
    names.into_iter().filter_map(hint).collect()
}

/// The names in a pattern that may be those of variables.
fn bound(pattern: &Pattern<'_>, names: &mut Vec<Span>) {
    match &pattern.kind {
        PatternKind::Path(path) => names.extend(path.as_name().map(|name| name.span)),
        PatternKind::Tuple(parts) | PatternKind::Positional { elements: parts, .. } => {
            parts.iter().for_each(|part| bound(part, names));
        }
        PatternKind::Struct { fields, .. } => {
            fields.iter().for_each(|field| bound(&field.pattern, names));
        }
        PatternKind::Error
        | PatternKind::Wildcard
        | PatternKind::Rest
        | PatternKind::Literal(_) => {}
    }
}
