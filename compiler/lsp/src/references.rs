//! Where a thing is named: in one file, or in all packages that are open.

use std::collections::BTreeSet;

use compiler_diagnostics::Span;
use compiler_driver::{Mention, Symbol};
use gen_lsp_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, Location, ReferenceParams,
};

use crate::analysis::Analysis;
use crate::cursor::Cursor;
use crate::names;
use crate::place::Places;
use crate::requests::Answer;
use crate::workspace::{Desk, Workspace};

/// Answers `textDocument/references`.
pub(crate) fn references(
    workspace: &mut Workspace,
    params: &ReferenceParams,
) -> Answer<Option<Vec<Location>>> {
    let Some(cursor) = Cursor::of(workspace, &params.text_document_position_params)? else {
        return Ok(None);
    };
    let symbols = symbols(&cursor);
    let mut found: Vec<Location> = Vec::new();
    let with_declarations = params.context.include_declaration;
    if symbols.iter().all(is_local) {
        found.extend(locations(cursor.desk, cursor.analysis, &symbols, with_declarations));
    } else {
        for (desk, package) in workspace.refresh_all() {
            for analysis in package.analyses() {
                found.extend(locations(desk, analysis, &symbols, with_declarations));
            }
        }
    }
    let key = |it: &Location| {
        let Location { uri, range } = it;
        (uri.0.clone(), range.start.line, range.start.character)
    };
    found.sort_by_key(key);
    found.dedup();
    Ok(Some(found))
}

/// Answers `textDocument/documentHighlight`.
pub(crate) fn highlight(
    workspace: &mut Workspace,
    params: &DocumentHighlightParams,
) -> Answer<Option<Vec<DocumentHighlight>>> {
    let Some(cursor) = Cursor::of(workspace, &params.text_document_position_params)? else {
        return Ok(None);
    };
    let symbols = symbols(&cursor);
    let all = symbols.iter().flat_map(|symbol| names::mentions(&cursor.analysis.build, symbol));
    let here: BTreeSet<&Mention> = all.filter(|it| it.span.file == cursor.file).collect();
    let mut places = cursor.places();
    let highlight = |it: &Mention| {
        let kind = if it.is_declaration {
            DocumentHighlightKind::Write
        } else {
            DocumentHighlightKind::Read
        };
        DocumentHighlight { range: places.range(it.span), kind: Some(kind) }
    };
    Ok(Some(here.into_iter().map(highlight).collect()))
}

/// What the name at a place means; the short form of a field, that field and the variable.
pub(crate) fn symbols(cursor: &Cursor<'_>) -> Vec<Symbol> {
    cursor.names().into_iter().map(|it| it.symbol.clone()).collect()
}

/// Whether nothing outside of a function can name it.
pub(crate) fn is_local(symbol: &Symbol) -> bool {
    matches!(symbol, Symbol::Local(_) | Symbol::TypeParameter(_))
}

fn locations(
    desk: &Desk,
    analysis: &Analysis,
    symbols: &[Symbol],
    with_declarations: bool,
) -> Vec<Location> {
    let all = symbols.iter().flat_map(|symbol| names::mentions(&analysis.build, symbol));
    let spans: BTreeSet<Span> =
        all.filter(|it| with_declarations || !it.is_declaration).map(|it| it.span).collect();
    let mut places = Places::new(desk, analysis);
    spans.into_iter().map(|span| places.location(span)).collect()
}
