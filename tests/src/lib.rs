//! What tests that span crates share; they stand in `tests/`.

use compiler_driver::{Options, SourceText, Sources, build};
use vm_verifier::Program;

/// A package with one file, linked with what it needs of the library.
///
/// # Panics
///
/// If anything is said about it, a warning included.
pub fn program(manifest: &str, file: &str, text: &str) -> Program {
    let source = |path: &str, text: &str| SourceText { path: path.into(), text: text.into() };
    let files = vec![source(file, text)];
    let sources = Sources::of_package(source("Move.toml", manifest), files);
    let built = build(&sources, &Options::default());
    let said: Vec<String> = built
        .diagnostics
        .iter()
        .map(|it| compiler_diagnostics::render(sources.files(), it, false))
        .collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
    built.program().expect("what is built together fits together")
}
