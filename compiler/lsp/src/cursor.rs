//! A place in a document, and what is known of its package.

use compiler_diagnostics::{FileId, Span};
use compiler_driver::Mention;
use gen_lsp_types::TextDocumentPositionParams;

use crate::analysis::Analysis;
use crate::names;
use crate::place::Places;
use crate::requests::Answer;
use crate::workspace::{Desk, Workspace};

/// A place in a document that belongs to a package.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'w> {
    pub(crate) desk: &'w Desk,
    pub(crate) analysis: &'w Analysis,
    pub(crate) file: FileId,
    /// In bytes.
    pub(crate) offset: u32,
}

impl<'w> Cursor<'w> {
    /// The place that a request is about; `None` outside of packages.
    pub(crate) fn of(
        workspace: &'w mut Workspace,
        params: &TextDocumentPositionParams,
    ) -> Answer<Option<Self>> {
        let Some((desk, analysis, file)) = workspace.analysis_of(&params.text_document.uri)? else {
            return Ok(None);
        };
        let offset = Places::new(desk, analysis).lines(file).offset(params.position);
        Ok(Some(Self { desk, analysis, file, offset }))
    }

    /// What the name here means, and its place; the variable before the field that is called the same.
    pub(crate) fn names(&self) -> Vec<&'w Mention> {
        names::at(&self.analysis.build, self.file, self.offset)
    }

    /// The place of the name here.
    pub(crate) fn name(&self) -> Option<Span> {
        self.names().first().map(|mention| mention.span)
    }

    pub(crate) fn places(&self) -> Places<'w> {
        Places::new(self.desk, self.analysis)
    }
}
