//! Where a clause of a declaration may begin.

use bumpalo::Bump;
use compiler_diagnostics::FileId;
use compiler_syntax::ast::ClauseKind;
use compiler_syntax::parse;

use super::spot::MARKER;
use crate::walk::{Node, walk};

/// A clause that is one word.
const CLAUSE: &str = "pure";

/// Whether the name that the marker at `offset` is part of may be the first word of a clause.
///
/// The parser knows: it takes a clause of one word there for a clause, or not.
pub(super) fn may_begin(text: &str, file: FileId, offset: u32) -> bool {
    let Some((before, after)) = around(text, offset as usize) else { return false };
    let start = u32::try_from(before.len()).unwrap_or(u32::MAX);
    let text = format!("{before}{CLAUSE}{after}");
    let arena = Bump::new();
    let mut found = false;
    walk(&parse(file, &text, &arena).file, &mut |node| {
        if let Node::Clause(clause) = node {
            found |= clause.span.start == start && matches!(clause.kind, ClauseKind::Pure);
        }
    });
    found
}

/// What is before and after the name around the marker.
fn around(text: &str, offset: usize) -> Option<(&str, &str)> {
    let is_part = |it: char| it.is_ascii_alphanumeric() || it == '_';
    let (before, rest) = (text.get(..offset)?, text.get(offset..)?);
    let after = rest.strip_prefix(MARKER)?;
    Some((before.trim_end_matches(is_part), after.trim_start_matches(is_part)))
}
