//! Text for a terminal, drawn by `codespan-reporting`.

use crate::{Diagnostic, FileId, Files, Severity, SourceFile, Suggestion};
use codespan_reporting::{
    diagnostic::{self as codespan, LabelStyle},
    files::{Error, Files as CodespanFiles},
    term::{self, termcolor::Buffer},
};

/// Draws a diagnostic with the lines it is about; `colour` adds ANSI escapes.
///
/// Ends with an empty line.
pub fn render(files: &Files, diagnostic: &Diagnostic, colour: bool) -> String {
    let mut out = if colour { Buffer::ansi() } else { Buffer::no_color() };
    let config = term::Config { tab_width: 4, ..term::Config::default() };
    match term::emit_to_write_style(&mut out, &config, files, &convert(files, diagnostic)) {
        Ok(()) => String::from_utf8_lossy(out.as_slice()).into_owned(),
        // A file that is not among `files`: the title is all that can be shown.
        Err(_) => format!(
            "{}[{}]: {}\n\n",
            diagnostic.severity.name(),
            diagnostic.code,
            diagnostic.message
        ),
    }
}

fn convert(files: &Files, diagnostic: &Diagnostic) -> codespan::Diagnostic<FileId> {
    let secondary = diagnostic.secondary.iter().map(|label| (LabelStyle::Secondary, label));
    let labels = std::iter::once((LabelStyle::Primary, &diagnostic.primary)).chain(secondary);
    let labels = labels.map(|(style, label)| {
        let floor = |at| files.get(label.span.file).map_or(0, |file| file.floor(at));
        let (start, end) = (floor(label.span.start), floor(label.span.end));
        codespan::Label::new(style, label.span.file, start..end.max(start))
            .with_message(&label.text)
    });
    let notes = diagnostic.notes.iter().map(|note| format!("note: {note}"));
    let helps = diagnostic.suggestions.iter().map(help);
    codespan::Diagnostic::new(match diagnostic.severity {
        Severity::Error => codespan::Severity::Error,
        Severity::Warning => codespan::Severity::Warning,
        Severity::Note => codespan::Severity::Note,
    })
    .with_code(diagnostic.code)
    .with_message(&diagnostic.message)
    .with_labels_iter(labels)
    .with_notes_iter(notes.chain(helps))
}

/// One line for a suggestion: its title, and the text it puts in if that is a line.
fn help(suggestion: &Suggestion) -> String {
    let texts: Vec<&str> = suggestion.edits.iter().map(|edit| edit.text.trim()).collect();
    match texts.as_slice() {
        [text] if !text.is_empty() && !suggestion.title.contains(text) => {
            format!("help: {}: {}", suggestion.title, text.replace('\n', "\n      "))
        }
        _ => format!("help: {}", suggestion.title),
    }
}

impl<'a> CodespanFiles<'a> for Files {
    type FileId = FileId;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: FileId) -> Result<&'a str, Error> {
        file(self, id).map(SourceFile::path)
    }

    fn source(&'a self, id: FileId) -> Result<&'a str, Error> {
        file(self, id).map(SourceFile::text)
    }

    fn line_index(&'a self, id: FileId, byte_index: usize) -> Result<usize, Error> {
        file(self, id).map(|file| file.line_index(byte_index))
    }

    fn line_range(&'a self, id: FileId, line: usize) -> Result<std::ops::Range<usize>, Error> {
        file(self, id)?.line_range(line).ok_or(Error::FileMissing)
    }
}

fn file(files: &Files, id: FileId) -> Result<&SourceFile, Error> {
    files.get(id).ok_or(Error::FileMissing)
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::{Code, Diagnostic, Diagnostics, FileId, Files, Span, report};
    use expect_test::expect;

    const TEXT: &str = "module 0x1::m {\n    fun f() { g() }\n}\n";

    fn example() -> (Files, Diagnostic) {
        let mut files = Files::new();
        let id = files.add("sources/m.move", TEXT);
        let diagnostic = Diagnostic::error(Code::E0201, Span::new(id, 30, 31), "unknown name `g`")
            .with_label("no function of this name")
            .with_secondary(Span::new(id, 24, 25), "did you mean this one?")
            .with_note("functions of other modules need a `use`")
            .with_fix("call `f`", Span::new(id, 30, 31), "f");
        (files, diagnostic)
    }

    #[test]
    fn a_diagnostic_is_drawn_with_its_lines() {
        let (files, diagnostic) = example();
        expect![[r#"
            error[E0201]: unknown name `g`
              ┌─ sources/m.move:2:15
              │
            2 │     fun f() { g() }
              │         -     ^ no function of this name
              │         │      
              │         did you mean this one?
              │
              = note: functions of other modules need a `use`
              = help: call `f`

        "#]]
        .assert_eq(&render(&files, &diagnostic, false));
    }

    #[test]
    fn colour_is_only_there_when_wanted() {
        let (files, diagnostic) = example();
        assert!(!render(&files, &diagnostic, false).contains('\x1b'));
        assert!(render(&files, &diagnostic, true).contains("\x1b["));
    }

    #[test]
    fn a_missing_file_and_a_bad_span_still_give_the_title() {
        let (mut files, mut diagnostic) = example();
        diagnostic.primary.span.file = FileId(7);
        assert!(render(&files, &diagnostic, false).starts_with("error[E0201]: unknown name `g`"));
        let id = files.add("empty.move", "ü");
        diagnostic.primary.span = Span::new(id, 1, 99);
        assert!(render(&files, &diagnostic, false).contains("unknown name `g`"));
    }

    #[test]
    fn json_has_lines_columns_and_byte_offsets() {
        let (files, diagnostic) = example();
        let all: Diagnostics = [diagnostic].into_iter().collect();
        expect![[r#"
            [
                JsonDiagnostic {
                    code: "E0201",
                    severity: "error",
                    message: "unknown name `g`",
                    file: "sources/m.move",
                    line: 2,
                    column: 15,
                    labels: [
                        JsonLabel {
                            primary: true,
                            file: "sources/m.move",
                            line: 2,
                            column: 15,
                            start: 30,
                            end: 31,
                            message: "no function of this name",
                        },
                        JsonLabel {
                            primary: false,
                            file: "sources/m.move",
                            line: 2,
                            column: 9,
                            start: 24,
                            end: 25,
                            message: "did you mean this one?",
                        },
                    ],
                    notes: [
                        "functions of other modules need a `use`",
                    ],
                    suggestions: [
                        JsonSuggestion {
                            title: "call `f`",
                            edits: [
                                JsonEdit {
                                    file: "sources/m.move",
                                    start: 30,
                                    end: 31,
                                    text: "f",
                                },
                            ],
                            applicability: "machine-applicable",
                        },
                    ],
                },
            ]
        "#]]
        .assert_debug_eq(&report(&files, &all).diagnostics);
    }
}
