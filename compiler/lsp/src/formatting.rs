//! Formatting: what `accessvm fmt` does, as edits of the lines that change.

use compiler_diagnostics::FileId;
use compiler_format::{Refusal as Unformatted, format};
use gen_lsp_types::{DocumentFormattingParams, DocumentRangeFormattingParams, TextEdit};
use similar::TextDiff;

use crate::position::Lines;
use crate::requests::{Answer, Refusal};
use crate::workspace::Workspace;

/// Answers `textDocument/formatting`.
pub(crate) fn of_document(
    workspace: &mut Workspace,
    params: &DocumentFormattingParams,
) -> Answer<Option<Vec<TextEdit>>> {
    let text = workspace.desk.text(&params.text_document.uri)?;
    let lines = Lines::new(&text, workspace.desk.client.encoding);
    Ok(Some(changes(&lines, &formatted(&text)?)))
}

/// Answers `textDocument/rangeFormatting`: of the changes of the whole file those that meet the range.
pub(crate) fn of_range(
    workspace: &mut Workspace,
    params: &DocumentRangeFormattingParams,
) -> Answer<Option<Vec<TextEdit>>> {
    let text = workspace.desk.text(&params.text_document.uri)?;
    let lines = Lines::new(&text, workspace.desk.client.encoding);
    let mut changes = changes(&lines, &formatted(&text)?);
    let range = params.range;
    changes.retain(|it| it.range.start <= range.end && range.start <= it.range.end);
    Ok(Some(changes))
}

fn formatted(text: &str) -> Answer<String> {
    format(FileId(0), text).map_err(|refusal| {
        let why = match refusal {
            Unformatted::Syntax(_) => "it has syntax errors",
            Unformatted::Unfaithful => {
                "this is a bug in accessvm: it would not be the same program"
            }
        };
        Refusal::failed(format!("not formatted: {why}"))
    })
}

/// The edits that make a text another one, each of whole lines.
pub(crate) fn changes(lines: &Lines<'_>, after: &str) -> Vec<TextEdit> {
    let before = lines.text();
    let diff = TextDiff::from_lines(before, after);
    let starts = |text: &str| {
        let mut start = 0;
        let ends = text.split_inclusive('\n').map(move |line| {
            start += line.len();
            start
        });
        std::iter::once(0).chain(ends).collect::<Vec<usize>>()
    };
    let (old, new) = (starts(before), starts(after));
    let at = |starts: &[usize], line: usize| starts.get(line).copied().unwrap_or_default();
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let edits = diff.ops().iter().filter(|op| op.tag() != similar::DiffTag::Equal).map(|op| {
        let (old_lines, new_lines) = (op.old_range(), op.new_range());
        let (start, end) = (at(&old, old_lines.start), at(&old, old_lines.end));
        let text = after.get(at(&new, new_lines.start)..at(&new, new_lines.end));
        TextEdit {
            range: lines.range_of(offset(start), offset(end)),
            new_text: text.unwrap_or_default().to_owned(),
        }
    });
    edits.collect()
}
