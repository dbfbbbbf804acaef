//! Footprints inferred of Move sources: `corpus/footprints/*.move`, with what is expected beside each.
//!
//! `UPDATE_EXPECT=1` writes the expectations.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use compiler_driver::{CompiledModule, Options, SourceText, Sources, build};
use expect_test::expect_file;

const MANIFEST: &str = "[package]\nname = \"Corpus\"\nversion = \"0.1.0\"\n\n[addresses]\ntest = \"0x7e57\"\n\n\
                        [access]\ndeclarations = \"inferred\"\n";

fn text(path: &str, text: &str) -> SourceText {
    SourceText { path: path.to_owned(), text: text.to_owned() }
}

/// One paragraph per function: its accesses, and why they are wide.
fn footprints(module: &CompiledModule) -> String {
    let mut out = String::new();
    for (function, found) in module.module.functions.iter().zip(&module.inference.functions) {
        let names = module.names(function);
        writeln!(out, "{}", function.name).unwrap();
        for access in found.footprint.accesses() {
            writeln!(out, "    {}", access.display(&names)).unwrap();
        }
        let mut reasons: Vec<String> =
            found.widenings.iter().map(|it| it.reason.to_string()).collect();
        reasons.dedup();
        for reason in reasons {
            writeln!(out, "    ({reason})").unwrap();
        }
    }
    out
}

#[test]
fn corpus_is_inferred_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/footprints");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "move"));
    paths.sort();
    for path in paths {
        let source = text(&path.to_string_lossy(), &fs::read_to_string(&path).unwrap());
        let sources = Sources::of_package(text("Move.toml", MANIFEST), vec![source]);
        let build = build(&sources, &Options::default());
        let errors: Vec<String> = build.diagnostics.iter().map(|it| format!("{it:?}")).collect();
        assert!(!build.diagnostics.has_errors(), "{errors:#?}");
        let found: String = build.root_modules().map(footprints).collect();
        expect_file![path.with_extension("footprints")].assert_eq(&found);
    }
}
