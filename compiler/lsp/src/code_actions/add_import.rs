//! Imports a module where its name is not in scope.

use std::iter::once;

use bumpalo::Bump;
use compiler_diagnostics::{Code, Diagnostic, Edit, Span};
use gen_lsp_types::CodeAction;

use super::{Asked, action};
use crate::completion::paths;
use crate::diagnostics::convert;
use crate::import::import;
use crate::place::Places;

/// An action for each module that a name at the place may be meant to stand for.
pub(super) fn add(asked: &Asked<'_>, places: &mut Places<'_>) -> Vec<CodeAction> {
    let lacks = asked.diagnostics().filter(|it| it.code == Code::E0202);
    lacks.flat_map(|it| imports(asked, it, places)).collect()
}

fn imports(asked: &Asked<'_>, lack: &Diagnostic, places: &mut Places<'_>) -> Vec<CodeAction> {
    let name = lack.primary.span;
    let text = places.lines(name.file).text();
    if !is_first(text, name) {
        return Vec::new();
    }
    let candidates = paths(asked.analysis, name.file, asked.analysis.sources.files().slice(name));
    let edits = candidates.into_iter().filter_map(|path| {
        let edit = edit(asked, text, name, &path)?;
        Some((path, edit))
    });
    let actions = edits.map(|(path, edit)| CodeAction {
        diagnostics: Some(vec![convert(lack, places)]),
        ..action(&format!("import `{path}`"), places.edit(once(&edit)))
    });
    actions.collect()
}

/// Whether a name begins a path: what stands behind an address is no name that `use` can bring in.
fn is_first(text: &str, name: Span) -> bool {
    let before = text.get(..name.start as usize).unwrap_or_default();
    let after = text.get(name.end as usize..).unwrap_or_default();
    after.trim_start().starts_with("::") && !before.trim_end().ends_with("::")
}

/// The edit that imports the module at `path` into the one around a place.
fn edit(asked: &Asked<'_>, text: &str, place: Span, path: &str) -> Option<Edit> {
    let arena = Bump::new();
    let tree = asked.analysis.tree(place.file, &arena)?;
    let mut modules = tree.modules.iter();
    let module = modules.find(|it| it.span.start <= place.start && place.end <= it.span.end)?;
    let (at, text) = import(text, module, path)?;
    Some(Edit { span: Span::new(place.file, at, at), text })
}
