//! Selection ranges: the token at a place, and all that it is part of.

use bumpalo::Bump;
use compiler_diagnostics::FileId;
use compiler_syntax::{Piece, parse, pieces};
use gen_lsp_types::{SelectionRange, SelectionRangeParams};

use crate::position::Lines;
use crate::requests::Answer;
use crate::walk::walk;
use crate::workspace::Workspace;

/// Answers `textDocument/selectionRange`.
pub(crate) fn answer(
    workspace: &mut Workspace,
    params: &SelectionRangeParams,
) -> Answer<Option<Vec<SelectionRange>>> {
    let text = workspace.desk.text(&params.text_document.uri)?;
    let lines = Lines::new(&text, workspace.desk.client.encoding);
    let ranges = params.positions.iter().map(|&position| {
        let spans = selections(&text, lines.offset(position));
        let outermost = None;
        let chain = spans.into_iter().rev().fold(outermost, |parent, (start, end)| {
            Some(SelectionRange { range: lines.range_of(start, end), parent: parent.map(Box::new) })
        });
        let at = gen_lsp_types::Range { start: position, end: position };
        chain.unwrap_or(SelectionRange { range: at, parent: None })
    });
    Ok(Some(ranges.collect()))
}

/// What holds a place, the smallest first; each lies within the next.
pub(crate) fn selections(text: &str, offset: u32) -> Vec<(u32, u32)> {
    let holds = |start: u32, end: u32| start <= offset && offset <= end;
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let pieces = pieces(text).into_iter().filter(|piece| holds(piece.start, piece.end()));
    // Where two touch, a word is meant, or the one behind the place.
    let is_word =
        |piece: &Piece<'_>| piece.text.starts_with(|it: char| it.is_alphanumeric() || it == '_');
    let piece = pieces.max_by_key(|piece| (is_word(piece), piece.start));
    let mut spans: Vec<(u32, u32)> = piece.iter().map(|it| (it.start, it.end())).collect();
    spans.push((0, end));
    let arena = Bump::new();
    walk(&parse(FileId(0), text, &arena).file, &mut |node| {
        let span = node.span();
        if holds(span.start, span.end) {
            spans.push((span.start, span.end));
        }
    });
    spans.sort_by_key(|(start, end)| (end.saturating_sub(*start), *start));
    spans.dedup();
    let mut nested: Vec<(u32, u32)> = Vec::new();
    for (start, end) in spans {
        if nested.last().is_none_or(|inner| start <= inner.0 && inner.1 <= end) {
            nested.push((start, end));
        }
    }
    nested
}
