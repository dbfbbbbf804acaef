//! Inlay hints: types of variables, names of parameters, and the clauses that were inferred; each kind can be switched.

mod footprints;
mod parameters;
mod types;

use bumpalo::Bump;
use compiler_diagnostics::{FileId, Span};
use compiler_driver::{Mention, Typed};
use compiler_syntax::ast::File;
use gen_lsp_types::{InlayHint, InlayHintKind, InlayHintParams};

use crate::analysis::Analysis;
use crate::place::Places;
use crate::requests::Answer;
use crate::workspace::Workspace;

/// Characters of a hint that are shown; the rest is told when it is pointed at.
const SHOWN_MAX: usize = 100;

/// A hint at a byte of a text.
struct Hint {
    at: u32,
    label: String,
    tooltip: Option<String>,
    kind: Option<InlayHintKind>,
}

/// A file, its tree, and what is known of it.
struct Known<'k, 'a> {
    analysis: &'k Analysis,
    file: FileId,
    tree: File<'a>,
}

/// Answers `textDocument/inlayHint`.
pub(crate) fn answer(
    workspace: &mut Workspace,
    params: &InlayHintParams,
) -> Answer<Option<Vec<InlayHint>>> {
    let wanted = workspace.desk.configuration.inlay_hints.clone();
    let known = workspace.analysis_of(&params.text_document.uri)?;
    let Some((desk, analysis, file)) = known else { return Ok(None) };
    let mut places = Places::new(desk, analysis);
    let lines = places.lines(file);
    let bytes = lines.bytes(params.range);
    let arena = Bump::new();
    let tree = compiler_syntax::parse(file, lines.text(), &arena).file;
    let known = Known { analysis, file, tree };
    let mut hints = Vec::new();
    if wanted.types {
        hints.extend(types::hints(&known));
    }
    if wanted.parameter_names {
        hints.extend(parameters::hints(&known));
    }
    if wanted.footprints {
        hints.extend(footprints::hints(&known));
    }
    hints.retain(|hint| bytes.start <= hint.at && hint.at <= bytes.end);
    hints.sort_by_key(|hint| hint.at);
    let shown = hints.into_iter().map(|hint| {
        let position = lines.position(hint.at);
        hint.show(position)
    });
    Ok(Some(shown.collect()))
}

impl Known<'_, '_> {
    fn mentions(&self, span: Span) -> impl Iterator<Item = &Mention> {
        let indices = self.analysis.build.indices.iter();
        let here = indices.flat_map(move |index| index.at(span.file, span.start));
        here.filter(move |it| it.span == span)
    }

    fn type_at(&self, span: Span) -> Option<&Typed> {
        self.analysis.build.indices.iter().find_map(|index| index.type_at(span))
    }
}

impl Hint {
    fn show(self, position: gen_lsp_types::Position) -> InlayHint {
        let end = self.label.char_indices().nth(SHOWN_MAX).map(|(end, _)| end);
        let shown = end.and_then(|end| self.label.get(..end)).map(|shown| format!("{shown}…"));
        let tooltip = self.tooltip.or_else(|| shown.is_some().then(|| self.label.clone()));
        let is_parameter = self.kind == Some(InlayHintKind::Parameter);
        InlayHint {
            position,
            label: shown.unwrap_or(self.label).into(),
            kind: self.kind,
            text_edits: None,
            tooltip: tooltip.map(Into::into),
            padding_left: self.kind.is_none().then_some(true),
            padding_right: is_parameter.then_some(true),
            data: None,
        }
    }
}
