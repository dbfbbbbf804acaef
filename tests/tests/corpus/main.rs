//! The rules of the language, a folder a rule: `corpus/accept`, `corpus/reject` and `corpus/run`.
//!
//! Many programs stand in one file, each function or struct on its own:
//!
//! - What is in `accept` compiles without errors, all files as one package.
//! - Each file of `reject` is a package; each line that ends in `// error: E0xxx` (or `// warning: E0xxx`) has that
//!   diagnostic, and no other line has an error. Those in `reject/unit_tests` are built for tests.
//! - Each function of `run` with `// returns: …` or `// aborts: …` above it does what that says when it is called
//!   alone, on an empty state. It takes nothing, or a signer.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod count;
mod expectation;
mod machine;

use std::fs;
use std::path::{Path, PathBuf};

use compiler_diagnostics::{Severity, render};
use compiler_driver::{Build, Options, SourceText, Sources, build};

use expectation::{Marked, marked};

const MANIFEST: &str = "
[package]
name = \"Corpus\"
version = \"0.1.0\"
[access]
declarations = \"inferred\"
";

/// The programs below one of the corpus' folders, in order.
fn programs(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(kind);
    let mut pending = vec![folder];
    let mut found = Vec::new();
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { pending.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// A package of these files, with the library.
fn compile(paths: &[PathBuf]) -> (Sources, Build) {
    let text = |path: &PathBuf| SourceText {
        path: path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display().to_string(),
        text: fs::read_to_string(path).unwrap(),
    };
    let manifest = SourceText { path: "Move.toml".to_owned(), text: MANIFEST.to_owned() };
    let sources = Sources::of_package(manifest, paths.iter().map(text).collect());
    let is_for_tests = paths.iter().any(|path| path.parent().unwrap().ends_with("unit_tests"));
    let sources = if is_for_tests { sources.for_tests() } else { sources };
    let built = build(&sources, &Options::default());
    (sources, built)
}

/// The errors of a package that must have none.
fn errors(sources: &Sources, built: &Build) -> String {
    let errors = built.diagnostics.iter().filter(|it| it.severity == Severity::Error);
    let lines: Vec<String> = errors.map(|it| render(sources.files(), it, false)).collect();
    lines.join("\n")
}

#[test]
fn accepted_programs_compile() {
    let (sources, built) = compile(&programs("accept"));
    assert!(!built.diagnostics.has_errors(), "{}", errors(&sources, &built));
}

#[test]
fn rejected_programs_have_their_errors() {
    let mut wrong = Vec::new();
    for path in programs("reject") {
        let (sources, built) = compile(std::slice::from_ref(&path));
        let file = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display().to_string();
        let expected = marked(&fs::read_to_string(&path).unwrap());
        assert!(!expected.is_empty(), "{file} expects nothing");
        let found: Vec<Marked> = built
            .diagnostics
            .iter()
            .map(|it| Marked {
                line: sources.files().position(it.primary.span).line as usize,
                severity: it.severity,
                code: it.code,
            })
            .collect();
        let missing = expected.iter().filter(|it| !found.contains(it));
        wrong.extend(missing.map(|it| format!("{file}:{it} is missing")));
        let errors = found.iter().filter(|it| it.severity == Severity::Error);
        let excess = errors.filter(|it| !expected.contains(it));
        wrong.extend(excess.map(|it| format!("{file}:{it} is not expected")));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn programs_run_as_they_say() {
    let paths = programs("run");
    let (sources, built) = compile(&paths);
    assert!(!built.diagnostics.has_errors(), "{}", errors(&sources, &built));
    let cases = paths.iter().flat_map(|path| expectation::runs(&fs::read_to_string(path).unwrap()));
    let wrong = machine::wrong(&built, &cases.collect::<Vec<_>>());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
