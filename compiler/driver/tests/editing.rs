//! What editors need: texts that are not saved yet, and changes of one module or function.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;

use compiler_diagnostics::FileId;
use compiler_driver::{
    Build, LoadOptions, Options, SourceText, Sources, build, declaration_of, load_with, tighten,
};
use tempfile::TempDir;
use vm_access::Identifier;

const MANIFEST: &str = "[package]\nname = \"p\"\n";

fn package(modules: &[(&str, &str)]) -> Sources {
    let source = |path: &str, text: &str| SourceText { path: path.into(), text: text.into() };
    let modules = modules.iter().map(|(path, text)| source(path, text)).collect();
    Sources::of_package(source("Move.toml", MANIFEST), modules)
}

fn text(sources: &Sources, module: FileId) -> &str {
    sources.files().get(module).unwrap().text()
}

#[test]
fn texts_laid_over_the_disk_win_and_need_not_be_on_it() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("sources/a.move");
    fs::create_dir(folder.path().join("sources")).unwrap();
    fs::write(folder.path().join("Move.toml"), MANIFEST).unwrap();
    fs::write(&path, "module 0x2::a {}").unwrap();
    let unsaved = "module 0x2::b {}".to_owned();
    let new = "module 0x2::new {}".to_owned();
    let canonical = path.canonicalize().unwrap();
    let overlay =
        BTreeMap::from([(canonical.with_file_name("new.move"), new), (canonical, unsaved)]);
    let options = LoadOptions { overlay, ..LoadOptions::default() };
    let sources = load_with(folder.path(), &options).unwrap();
    let texts: Vec<&str> = sources.own_files().iter().map(|it| text(&sources, *it)).collect();
    assert_eq!(texts, ["module 0x2::b {}", "module 0x2::new {}"]);
}

#[test]
fn a_text_that_is_set_is_what_is_built() {
    let mut sources = package(&[("a.move", "module 0x2::a { fun f(): u8 { true } }")]);
    assert!(build(&sources, &Options::default()).diagnostics.has_errors());
    let module = sources.own_files()[0];
    sources.set_text(module, "module 0x2::a {}");
    assert!(build(&sources, &Options::default()).diagnostics.is_empty());
}

#[test]
fn tightening_one_module_leaves_the_others() {
    let wide = |name: &str| {
        format!("module 0x2::{name} {{ struct R has key {{}} fun f() writes R {{}} fun g() {{}} }}")
    };
    let (a, b) = (wide("a"), wide("b"));
    let sources = package(&[("a.move", &a), ("b.move", &b)]);
    let tight = tighten(&sources, &Options::default(), sources.own_files()[0]);
    let texts: Vec<&str> = sources.own_files().iter().map(|it| text(&tight.sources, *it)).collect();
    assert_eq!((tight.applied, texts[0].contains("writes"), texts[1]), (1, false, b.as_str()));
}

fn declared(build: &Build, sources: &Sources, function: &str) -> Option<String> {
    let module = &build.root_modules().next().unwrap().module.id;
    declaration_of(build, sources, module, &Identifier::new(function)).map(|edit| edit.text)
}

#[test]
fn one_function_is_declared_if_it_does_something_unsaid() {
    let sources = package(&[(
        "a.move",
        "module 0x2::a {
    struct R has key { x: u64 }
    fun private(a: address): u64 { R[a].x }
    fun nothing() {}
    public fun said(a: address): u64 reads R(a).x { R[a].x }
}",
    )]);
    let built = build(&sources, &Options::default());
    let edit = declared(&built, &sources, "private").unwrap();
    assert_eq!(edit.trim(), "reads R(a).x");
    assert_eq!(declared(&built, &sources, "nothing"), None);
    assert_eq!(declared(&built, &sources, "said"), None);
}
