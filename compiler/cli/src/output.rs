//! Printing: results to stdout, everything else to stderr.

use std::io::{self, Write};

use clap::ValueEnum;
use compiler_diagnostics::{Diagnostics, Files, Severity, render};
use serde::Serialize;

use crate::failure::{Failure, Outcome};

/// For whom results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs: stable, with a versioned `schema` field.
    Json,
    /// For what collects the results of tests: XML, of `accessvm test` alone.
    Junit,
}

/// Where a command prints.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    format: Format,
    is_quiet: bool,
}

impl Output {
    pub(crate) fn new(format: Format, is_quiet: bool) -> Self {
        Self { format, is_quiet }
    }

    pub(crate) fn format(self) -> Format {
        self.format
    }

    pub(crate) fn is_json(self) -> bool {
        self.format == Format::Json
    }

    pub(crate) fn is_quiet(self) -> bool {
        self.is_quiet
    }

    /// Prints a result.
    pub(crate) fn result(text: &str) -> Outcome {
        let mut stdout = anstream::stdout().lock();
        let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
        written.map_err(|error| Failure::io("cannot write to stdout", &error))
    }

    /// Prints a result for programs.
    pub(crate) fn json(value: &impl Serialize) -> Outcome {
        let text = serde_json::to_string_pretty(value)
            .map_err(|error| Failure::Machine(format!("cannot write JSON: {error}")))?;
        Self::result(&format!("{text}\n"))
    }

    /// Says what has been done, unless quiet.
    pub(crate) fn note(self, text: &str) {
        if !self.is_quiet {
            to_stderr(&format!("{text}\n"));
        }
    }

    /// Says why nothing comes of it.
    pub(crate) fn error(message: &str) {
        to_stderr(&format!("\x1b[1;31merror\x1b[0m: {message}\n"));
    }

    /// Draws diagnostics, and counts them; when quiet, errors alone.
    pub(crate) fn diagnostics(self, files: &Files, diagnostics: &Diagnostics) {
        for diagnostic in diagnostics {
            if !self.is_quiet || diagnostic.severity == Severity::Error {
                to_stderr(&render(files, diagnostic, true));
            }
        }
        let count = |severity, word: &str| match diagnostics.count(severity) {
            0 => None,
            1 => Some(format!("1 {word}")),
            many => Some(format!("{many} {word}s")),
        };
        let counts = [count(Severity::Error, "error"), count(Severity::Warning, "warning")];
        let counts: Vec<String> = counts.into_iter().flatten().collect();
        if !counts.is_empty() {
            self.note(&counts.join(", "));
        }
    }
}

/// Writes to stderr; colours are left out where they are not wanted.
pub(crate) fn to_stderr(text: &str) {
    let mut stderr = anstream::stderr().lock();
    // Where stderr cannot be written, nobody can be told.
    let _: io::Result<()> = stderr.write_all(text.as_bytes());
}
