//! Hover: what the name under the cursor stands for.

use gen_lsp_types::{Hover, HoverParams, MarkupContent, MarkupKind};

use crate::cursor::Cursor;
use crate::describe::describe;
use crate::requests::Answer;
use crate::workspace::Workspace;

/// Answers `textDocument/hover`.
pub(crate) fn hover(workspace: &mut Workspace, params: &HoverParams) -> Answer<Option<Hover>> {
    let cursor = Cursor::of(workspace, &params.text_document_position_params)?;
    Ok(cursor.and_then(|cursor| hover_at(&cursor)))
}

fn hover_at(cursor: &Cursor<'_>) -> Option<Hover> {
    let names = cursor.names();
    let parts = names.iter().filter_map(|it| describe(cursor.analysis, &it.symbol));
    let parts: Vec<String> = parts.collect();
    let range = cursor.places().range(cursor.name()?);
    let value = parts.join("\n\n---\n\n");
    let contents = MarkupContent { kind: MarkupKind::Markdown, value }.into();
    (!parts.is_empty()).then_some(Hover { contents, range: Some(range) })
}
