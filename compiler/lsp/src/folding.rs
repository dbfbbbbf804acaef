//! Folding ranges: whatever stands in braces, comments, and runs of `use`.

use bumpalo::Bump;
use compiler_diagnostics::FileId;
use compiler_syntax::{Piece, PieceKind, parse, pieces};
use gen_lsp_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

use crate::position::{Encoding, Lines};
use crate::requests::Answer;
use crate::walk::{Node, walk};
use crate::workspace::Workspace;

/// Answers `textDocument/foldingRange`.
pub(crate) fn answer(
    workspace: &mut Workspace,
    params: &FoldingRangeParams,
) -> Answer<Option<Vec<FoldingRange>>> {
    let text = workspace.desk.text(&params.text_document.uri)?;
    Ok(Some(folding_ranges(&text)))
}

/// The ranges of a text, by their first lines.
pub(crate) fn folding_ranges(text: &str) -> Vec<FoldingRange> {
    let lines = Lines::new(text, Encoding::Utf8);
    let pieces = pieces(text);
    let mut ranges = brackets(&lines, &pieces);
    ranges.extend(comments(&lines, &pieces));
    ranges.extend(uses(&lines));
    ranges.retain(|range| range.start_line < range.end_line);
    ranges.sort_by_key(|range| (range.start_line, range.end_line));
    ranges
}

fn range(lines: &Lines<'_>, start: u32, end: u32, kind: Option<FoldingRangeKind>) -> FoldingRange {
    let (start_line, end_line) = (lines.position(start).line, lines.position(end).line);
    FoldingRange { start_line, end_line, kind, ..FoldingRange::default() }
}

/// What stands in brackets; the line of the closing one stays.
fn brackets(lines: &Lines<'_>, pieces: &[Piece<'_>]) -> Vec<FoldingRange> {
    let mut open = Vec::new();
    let mut ranges = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.kind == PieceKind::Token) {
        match piece.text {
            "{" | "(" | "[" => open.push(piece.start),
            "}" | ")" | "]" => {
                let Some(start) = open.pop() else { continue };
                let mut range = range(lines, start, piece.start, None);
                range.end_line = range.end_line.saturating_sub(1);
                ranges.push(range);
            }
            _ => {}
        }
    }
    ranges
}

/// Block comments, and line comments under each other.
fn comments(lines: &Lines<'_>, pieces: &[Piece<'_>]) -> Vec<FoldingRange> {
    let comment = Some(FoldingRangeKind::Comment);
    let mut ranges: Vec<FoldingRange> = Vec::new();
    let mut run: Option<FoldingRange> = None;
    for piece in pieces {
        let found = range(lines, piece.start, piece.end(), comment.clone());
        let follows = |run: &FoldingRange| found.start_line <= run.end_line.saturating_add(1);
        match (piece.kind, &mut run) {
            (PieceKind::LineComment, Some(run)) if follows(run) => run.end_line = found.end_line,
            (PieceKind::LineComment, _) => ranges.extend(run.replace(found)),
            (PieceKind::BlockComment, _) => ranges.push(found),
            (PieceKind::Token | PieceKind::TypeBracket | PieceKind::Spec, _) => {
                ranges.extend(run.take());
            }
        }
    }
    ranges.extend(run);
    ranges
}

/// The `use` declarations of each module, if they stand under each other.
fn uses(lines: &Lines<'_>) -> Vec<FoldingRange> {
    let arena = Bump::new();
    let parsed = parse(FileId(0), lines.text(), &arena);
    let mut ranges = Vec::new();
    walk(&parsed.file, &mut |node| {
        let uses = if let Node::Module(module) = node {
            module.uses
        } else if let Node::Script(script) = node {
            script.uses
        } else {
            return;
        };
        let mut run: Option<FoldingRange> = None;
        for declaration in uses {
            let span = declaration.span;
            let found = range(lines, span.start, span.end, Some(FoldingRangeKind::Imports));
            match &mut run {
                Some(run) if found.start_line <= run.end_line.saturating_add(1) => {
                    run.end_line = found.end_line;
                }
                _ => ranges.extend(run.replace(found)),
            }
        }
        ranges.extend(run);
    });
    ranges
}
