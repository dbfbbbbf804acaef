//! The JSON that scripts rely on: schema `accessvm.check/1`.

use crate::{Diagnostic, Diagnostics, Files, Label, Span, Suggestion};
use serde::Serialize;

/// What `check --format json` prints.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Always `accessvm.check/1`.
    pub schema: &'static str,
    /// The diagnostics, by place.
    pub diagnostics: Vec<JsonDiagnostic>,
}

/// A [`Diagnostic`] with its places resolved.
#[derive(Clone, Debug, Serialize)]
pub struct JsonDiagnostic {
    /// The stable code.
    pub code: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// The title line.
    pub message: String,
    /// Path of the file it is about.
    pub file: String,
    /// Line of the primary place, from 1.
    pub line: u32,
    /// Column of the primary place, from 1, in characters.
    pub column: u32,
    /// All labels, the primary one first.
    pub labels: Vec<JsonLabel>,
    /// Further sentences.
    pub notes: Vec<String>,
    /// Changes that would settle it.
    pub suggestions: Vec<JsonSuggestion>,
}

/// A [`Label`] with its place resolved.
#[derive(Clone, Debug, Serialize)]
pub struct JsonLabel {
    /// Whether it is the place the diagnostic is about.
    pub primary: bool,
    /// Path of the file.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
    /// The words; may be empty.
    pub message: String,
}

/// A [`Suggestion`] with its places resolved.
#[derive(Clone, Debug, Serialize)]
pub struct JsonSuggestion {
    /// What it does.
    pub title: String,
    /// Its edits.
    pub edits: Vec<JsonEdit>,
    /// `machine-applicable` or `maybe-incorrect`.
    pub applicability: &'static str,
}

/// An edit of a file, by byte offsets.
#[derive(Clone, Debug, Serialize)]
pub struct JsonEdit {
    /// Path of the file.
    pub file: String,
    /// Offset of the first byte that is replaced.
    pub start: u32,
    /// Offset after the last one.
    pub end: u32,
    /// What is put there.
    pub text: String,
}

/// Resolves the places of all diagnostics.
pub fn report(files: &Files, diagnostics: &Diagnostics) -> Report {
    let diagnostics = diagnostics.iter().map(|item| json_diagnostic(files, item)).collect();
    Report { schema: "accessvm.check/1", diagnostics }
}

fn json_diagnostic(files: &Files, diagnostic: &Diagnostic) -> JsonDiagnostic {
    let position = files.position(diagnostic.primary.span);
    let secondary = diagnostic.secondary.iter().map(|label| json_label(files, label, false));
    JsonDiagnostic {
        code: diagnostic.code.name(),
        severity: diagnostic.severity.name(),
        message: diagnostic.message.clone(),
        file: path(files, diagnostic.primary.span),
        line: position.line,
        column: position.column,
        labels: std::iter::once(json_label(files, &diagnostic.primary, true))
            .chain(secondary)
            .collect(),
        notes: diagnostic.notes.clone(),
        suggestions: diagnostic.suggestions.iter().map(|s| json_suggestion(files, s)).collect(),
    }
}

fn json_label(files: &Files, label: &Label, primary: bool) -> JsonLabel {
    let position = files.position(label.span);
    JsonLabel {
        primary,
        file: path(files, label.span),
        line: position.line,
        column: position.column,
        start: label.span.start,
        end: label.span.end,
        message: label.text.clone(),
    }
}

fn json_suggestion(files: &Files, suggestion: &Suggestion) -> JsonSuggestion {
    let edits = suggestion.edits.iter().map(|edit| JsonEdit {
        file: path(files, edit.span),
        start: edit.span.start,
        end: edit.span.end,
        text: edit.text.clone(),
    });
    JsonSuggestion {
        title: suggestion.title.clone(),
        edits: edits.collect(),
        applicability: suggestion.applicability.name(),
    }
}

fn path(files: &Files, span: Span) -> String {
    files.path(span.file).to_owned()
}
