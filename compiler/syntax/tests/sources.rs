//! The library and the examples are read without a complaint.

use bumpalo::Bump;
use compiler_diagnostics::{Files, render};
use compiler_syntax::parse;
use std::{fs, path::Path};

/// Parses every Move file below a folder; gives what was said, and how many files there were.
fn complaints(folder: &Path) -> (String, usize) {
    let mut all = (String::new(), 0);
    let mut entries: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        let (text, count) = if path.is_dir() {
            complaints(&path)
        } else if path.extension().is_some_and(|extension| extension == "move") {
            (complaints_of(&path), 1)
        } else {
            continue;
        };
        all.0 += &text;
        all.1 += count;
    }
    all
}

fn complaints_of(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file is UTF-8");
    let (arena, mut files) = (Bump::new(), Files::new());
    let id = files.add(path.display().to_string(), text.as_str());
    let parsed = parse(id, &text, &arena);
    parsed.diagnostics.iter().map(|item| render(&files, item, false)).collect()
}

#[test]
fn library_and_examples_have_no_syntax_errors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for folder in ["stdlib", "examples"] {
        let (text, count) = complaints(&root.join(folder));
        assert!(text.is_empty(), "{text}");
        assert_ne!(count, 0, "{folder} has sources");
    }
}
