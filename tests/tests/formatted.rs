//! Formatting changes how a program looks and nothing else: the bytecode is the same, and so is the text if it is formatted again.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use compiler_diagnostics::FileId;
use compiler_driver::{LoadOptions, Options, Purpose, SourceText, Sources, build, load_with};
use compiler_format::format;
use vm_bytecode::Module;

/// The modules of a package without errors; scripts are called after the place where they stand, and left out.
fn modules(sources: &Sources, name: &str) -> Vec<Module> {
    let built = build(sources, &Options::default());
    let errors: Vec<_> = built.diagnostics.iter().map(|it| &it.message).collect();
    assert!(!built.diagnostics.has_errors(), "{name}: {errors:?}");
    let modules = built.root_modules().map(|it| &*it.module);
    modules.filter(|it| !it.id.name.as_str().starts_with("script_")).cloned().collect()
}

/// Formats all modules of a package and compares; gives the number of texts that changed.
fn check(mut sources: Sources, name: &str) -> usize {
    let before = modules(&sources, name);
    assert!(!before.is_empty(), "{name} has modules");
    let mut changed = 0;
    for file in sources.own_files().to_vec() {
        let source = sources.files().get(file).unwrap();
        let formatted = format(file, source.text()).unwrap_or_else(|_| panic!("{}", source.path()));
        let again = format(FileId(0), &formatted).unwrap();
        assert_eq!(again, formatted, "{} is settled", source.path());
        changed += usize::from(formatted != source.text());
        sources.set_text(file, formatted);
    }
    let after = modules(&sources, name);
    assert_eq!(before.len(), after.len(), "{name}");
    for (before, after) in before.iter().zip(&after) {
        assert!(before == after, "{name}: {} is another module", before.id);
    }
    changed
}

/// Packages in a folder.
fn packages(folder: &Path) -> Vec<PathBuf> {
    let folders = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let mut found: Vec<PathBuf> = folders.filter(|it| it.join("Move.toml").exists()).collect();
    found.sort();
    found
}

/// Files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let (folders, mut files): (Vec<_>, Vec<_>) = entries.partition(|it| it.is_dir());
    files.extend(folders.iter().flat_map(|it| self::files(it)));
    files.sort();
    files
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

#[test]
fn the_library_compiles_to_the_same_bytecode() {
    check(Sources::of_library_for_tests(), "library");
}

#[test]
fn the_examples_compile_to_the_same_bytecode() {
    let examples = root().join("examples");
    let all = [packages(&examples), packages(&examples.join("aptos"))].concat();
    assert!(10 <= all.len());
    for package in all {
        let options = LoadOptions { purpose: Purpose::Test, ..LoadOptions::default() };
        check(load_with(&package, &options).unwrap(), &package.display().to_string());
    }
}

#[test]
fn the_corpus_compiles_to_the_same_bytecode() {
    let manifest = SourceText {
        path: "Move.toml".to_owned(),
        text: "[package]\nname = \"Corpus\"\n[access]\ndeclarations = \"inferred\"\n".to_owned(),
    };
    for kind in ["accept", "run"] {
        let folder = root().join("tests/corpus").join(kind);
        let text = |path: PathBuf| SourceText {
            path: path.display().to_string(),
            text: fs::read_to_string(path).unwrap(),
        };
        let texts = files(&folder).into_iter().map(text).collect();
        let changed = check(Sources::of_package(manifest.clone(), texts), kind);
        assert!(0 < changed, "nothing was formatted");
    }
}
