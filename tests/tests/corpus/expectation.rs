//! What programs of the corpus say of themselves.

use std::fmt;

use compiler_diagnostics::{Code, Severity};

/// A diagnostic and its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    pub(crate) line: usize,
    pub(crate) severity: Severity,
    pub(crate) code: Code,
}

impl fmt::Display for Marked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.line, self.severity.name(), self.code)
    }
}

/// The diagnostics that comments ask for; several codes of one line are separated by commas.
pub(crate) fn marked(text: &str) -> Vec<Marked> {
    let mut found = Vec::new();
    for (line, content) in (1..).zip(text.lines()) {
        let marks = [("// error: ", Severity::Error), ("// warning: ", Severity::Warning)];
        for (mark, severity) in marks {
            let Some((_, codes)) = content.split_once(mark) else { continue };
            for code in codes.split(',') {
                let code = code.trim().parse();
                let code = code.unwrap_or_else(|error| panic!("line {line}: {error}"));
                found.push(Marked { line, severity, code });
            }
        }
    }
    found
}

/// A function that is run, and how that must end.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) module: String,
    pub(crate) function: String,
    pub(crate) end: End,
}

/// How a run must end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With these results, separated by commas.
    Returns(String),
    /// With an abort of this code, or for this reason.
    Aborts(String),
}

/// The functions of a file that are run.
pub(crate) fn runs(text: &str) -> Vec<Run> {
    let mut module = "";
    let mut expected = None;
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("module ") {
            module = rest.trim_end_matches(['{', ' ']);
        } else if let Some(end) = end(line) {
            assert!(expected.replace(end).is_none(), "{module}: no function before `{line}`");
        } else if let Some((_, rest)) = line.split_once("fun ")
            && let Some(end) = expected.take()
        {
            let function = rest.split(['(', '<']).next().unwrap_or_default().to_owned();
            found.push(Run { module: module.to_owned(), function, end });
        }
    }
    assert!(expected.is_none(), "{module}: no function at the end");
    found
}

/// How the function below must end.
fn end(line: &str) -> Option<End> {
    let returned = line.strip_prefix("// returns: ").map(|it| End::Returns(it.to_owned()));
    returned.or_else(|| line.strip_prefix("// aborts: ").map(|it| End::Aborts(it.to_owned())))
}
