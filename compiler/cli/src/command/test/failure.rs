//! A failed test: why, at which line, and by which calls.

use std::fmt::Write as _;

use compiler_diagnostics::{Code, Diagnostic, Span, render};
use compiler_driver::UnitTest;
use vm_interpreter::{Site, Status};

use crate::compile::Compiled;

/// Calls that are shown of a stack, innermost first.
const CALLS_MAX: usize = 32;

/// Why a test failed.
#[derive(Debug)]
pub(crate) struct Failed {
    diagnostic: Diagnostic,
}

impl Failed {
    pub(crate) fn new(
        test: &UnitTest,
        reason: String,
        status: &Status,
        compiled: &Compiled,
    ) -> Self {
        let (site, callers) = match status {
            Status::Committed => (None, &[][..]),
            Status::Aborted(abort) => (abort.site.as_ref(), abort.callers.as_slice()),
        };
        let place = site.and_then(|site| span(site, compiled));
        let mut diagnostic = Diagnostic::error(Code::E0906, place.unwrap_or(test.span), reason);
        if let (Some(site), Some(_)) = (site, place) {
            diagnostic = diagnostic.with_label(format!("in {}", site.function));
        }
        if !callers.is_empty() {
            diagnostic = diagnostic.with_note(stack(callers, compiled));
        }
        Self { diagnostic }
    }

    /// The reason in a line.
    pub(crate) fn message(&self) -> &str {
        &self.diagnostic.message
    }

    /// File and line.
    pub(crate) fn place(&self, compiled: &Compiled) -> (String, u32) {
        let (files, span) = (compiled.sources.files(), self.diagnostic.primary.span);
        (files.path(span.file).to_owned(), files.position(span).line)
    }

    /// Drawn with the line where it failed.
    pub(crate) fn drawn(&self, compiled: &Compiled, colour: bool) -> String {
        render(compiled.sources.files(), &self.diagnostic, colour)
    }
}

fn span(site: &Site, compiled: &Compiled) -> Option<Span> {
    let module = compiled.build.modules.iter().find(|it| it.module.id == site.function.module)?;
    let map = module.source_map.functions.get(&site.function.name)?;
    Some(module.span(map.span(site.point)))
}

fn stack(callers: &[Site], compiled: &Compiled) -> String {
    let mut text = String::from("called by");
    for site in callers.iter().take(CALLS_MAX) {
        let files = compiled.sources.files();
        let place = span(site, compiled).map_or_else(String::new, |span| {
            format!(" at {}:{}", files.path(span.file), files.position(span).line)
        });
        // Writing to a string does not fail.
        let _: std::fmt::Result = write!(text, "\n      {}{place}", site.function);
    }
    if CALLS_MAX < callers.len() {
        let _: std::fmt::Result = write!(text, "\n      … {} more", callers.len() - CALLS_MAX);
    }
    text
}
