//! Inlay hints: the clauses that were inferred, on functions without any.

use bumpalo::Bump;
use compiler_diagnostics::FileId;
use compiler_driver::clauses;
use compiler_syntax::parse;
use gen_lsp_types::{InlayHint, InlayHintParams};

use crate::analysis::Analysis;
use crate::functions::{Written, functions, inferred};
use crate::place::Places;
use crate::requests::Answer;
use crate::workspace::Workspace;

/// Characters of a hint that are shown; the rest is told when it is pointed at.
const SHOWN_MAX: usize = 100;

/// Answers `textDocument/inlayHint`.
pub(crate) fn answer(
    workspace: &mut Workspace,
    params: &InlayHintParams,
) -> Answer<Option<Vec<InlayHint>>> {
    if !workspace.desk.configuration.inlay_hints.clauses {
        return Ok(None);
    }
    let known = workspace.analysis_of(&params.text_document.uri)?;
    let Some((desk, analysis, file)) = known else { return Ok(None) };
    let mut places = Places::new(desk, analysis);
    let lines = places.lines(file);
    let bytes = lines.bytes(params.range);
    let hints = inferred_clauses(analysis, file, lines.text()).into_iter();
    let hints = hints.filter(|(at, _)| bytes.start <= *at && *at <= bytes.end);
    Ok(Some(hints.map(|(at, clauses)| hint(lines.position(at), &clauses)).collect()))
}

/// Where clauses would be put, and which: of each function that has none.
pub(crate) fn inferred_clauses(
    analysis: &Analysis,
    file: FileId,
    text: &str,
) -> Vec<(u32, Vec<String>)> {
    let arena = Bump::new();
    let tree = parse(file, text, &arena).file;
    let undeclared = functions(&tree, file).into_iter().filter(|it| it.function.access.is_none());
    let known = undeclared
        .filter(|it| it.function.body.is_some())
        .filter_map(|it| Some((it.function.access_place.start, lines_of(analysis, file, &it)?)));
    known.collect()
}

fn lines_of(analysis: &Analysis, file: FileId, written: &Written<'_>) -> Option<Vec<String>> {
    let (module, definition, found) = inferred(analysis, file, written)?;
    let clauses = clauses(found.footprint.accesses(), &module.names(definition));
    let lines: Vec<String> = clauses.into_iter().map(|(_, text)| text).collect();
    Some(if lines.is_empty() { vec!["pure".to_owned()] } else { lines })
}

fn hint(position: gen_lsp_types::Position, clauses: &[String]) -> InlayHint {
    let whole = clauses.join(", ");
    let end = whole.char_indices().nth(SHOWN_MAX).map(|(end, _)| end);
    let label = match end.and_then(|end| whole.get(..end)) {
        Some(shown) => format!("{shown}…"),
        None => whole,
    };
    InlayHint {
        position,
        label: label.into(),
        kind: None,
        text_edits: None,
        tooltip: Some(clauses.join("\n").into()),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    }
}
