//! From spans of the compiler to locations of the protocol.

use std::collections::BTreeMap;

use compiler_diagnostics::{Edit, FileId, Span};
use gen_lsp_types::{Location, Range, TextEdit, Uri, WorkspaceEdit};

use crate::analysis::Analysis;
use crate::position::Lines;
use crate::uri;
use crate::workspace::Desk;

/// Places in the files of an analysis; lines are counted once a file.
#[derive(Debug)]
pub(crate) struct Places<'a> {
    desk: &'a Desk,
    analysis: &'a Analysis,
    lines: BTreeMap<FileId, Lines<'a>>,
}

impl<'a> Places<'a> {
    pub(crate) fn new(desk: &'a Desk, analysis: &'a Analysis) -> Self {
        Self { desk, analysis, lines: BTreeMap::new() }
    }

    /// The lines of a file.
    pub(crate) fn lines(&mut self, file: FileId) -> &Lines<'a> {
        self.lines.entry(file).or_insert_with(|| {
            let text = self.analysis.sources.files().get(file).map_or("", |it| it.text());
            Lines::new(text, self.desk.client.encoding)
        })
    }

    pub(crate) fn range(&mut self, span: Span) -> Range {
        self.lines(span.file).range(span)
    }

    /// What the client calls a file; files that the compiler carries have addresses of their own.
    pub(crate) fn uri(&self, file: FileId) -> Uri {
        match self.analysis.path(file) {
            Some(path) => self.desk.uri(path),
            None => uri::of_text(self.analysis.sources.files().path(file)),
        }
    }

    pub(crate) fn location(&mut self, span: Span) -> Location {
        Location { uri: self.uri(span.file), range: self.range(span) }
    }

    /// Edits as the client is to apply them.
    pub(crate) fn edit<'e>(&mut self, edits: impl Iterator<Item = &'e Edit>) -> WorkspaceEdit {
        let mut changes: BTreeMap<FileId, Vec<TextEdit>> = BTreeMap::new();
        for Edit { span, text } in edits {
            let edit = TextEdit { range: self.range(*span), new_text: text.clone() };
            changes.entry(span.file).or_default().push(edit);
        }
        let changes = changes.into_iter().map(|(file, edits)| (self.uri(file), edits));
        WorkspaceEdit { changes: Some(changes.collect()), ..WorkspaceEdit::default() }
    }
}
