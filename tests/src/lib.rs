//! What tests that span crates share; they stand in `tests/`.

use compiler_driver::{Options, SourceText, Sources, build};
use vm_bytecode::Module;

/// The modules of a package with one file, and of the library what it needs.
///
/// # Panics
///
/// If anything is said about it, a warning included.
pub fn compile(manifest: &str, file: &str, program: &str) -> Vec<Module> {
    let source = |path: &str, text: &str| SourceText { path: path.into(), text: text.into() };
    let files = vec![source(file, program)];
    let sources = Sources::of_package(source("Move.toml", manifest), files);
    let built = build(&sources, &Options::default());
    let said: Vec<String> = built
        .diagnostics
        .iter()
        .map(|it| compiler_diagnostics::render(sources.files(), it, false))
        .collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
    built.modules.into_iter().map(|compiled| compiled.module).collect()
}
