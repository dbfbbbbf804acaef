//! Programs of the suite as packages.

use compiler_diagnostics::{Diagnostic, Severity};
use compiler_driver::{Build, Options, Purpose, SourceText, Sources, build};

/// The named addresses that the suite's programs use.
const MANIFEST: &str = "
[package]
name = \"Suite\"
version = \"0.1.0\"
[addresses]
M = \"0x1\"
A = \"0x42\"
B = \"0x42\"
K = \"0x19\"
[access]
declarations = \"inferred\"
";

/// A package that was built.
pub(crate) struct Compiled {
    pub(crate) build: Build,
    sources: Sources,
}

impl Compiled {
    /// The errors.
    pub(crate) fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.build.diagnostics.iter().filter(|it| it.severity == Severity::Error)
    }

    /// The line of a diagnostic, from 1.
    pub(crate) fn line(&self, diagnostic: &Diagnostic) -> usize {
        self.sources.files().position(diagnostic.primary.span).line as usize
    }

    /// The first error on a line of its own.
    pub(crate) fn first_error(&self) -> String {
        let told = |it: &Diagnostic| format!("{} line {}: {}", it.code, self.line(it), it.message);
        self.errors().next().map(told).unwrap_or_default()
    }
}

/// Compiles texts as one package.
pub(crate) fn compile(texts: &[String], purpose: Purpose) -> Compiled {
    let source = |path: String, text: &str| SourceText { path, text: text.to_owned() };
    let files = texts.iter().enumerate();
    let files = files.map(|(at, text)| source(format!("sources/{at}.move"), text)).collect();
    let sources = Sources::of_package(source("Move.toml".to_owned(), MANIFEST), files);
    let sources = if purpose == Purpose::Test { sources.for_tests() } else { sources };
    let build = build(&sources, &Options::default());
    Compiled { build, sources }
}
