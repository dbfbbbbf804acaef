//! The pages of `docs/library` have every public struct and function of the library as its sources do.
//!
//! `ACCESSVM_REWRITE=1` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "the environment says whether to rewrite")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use bumpalo::Bump;
use compiler_diagnostics::{FileId, Span};
use compiler_syntax::ast::{Ability, Attribute, Function, Module, Visibility};
use compiler_syntax::parse;

/// The folders of the library, each a page.
const FOLDERS: [(&str, &str); 4] = [
    ("std", "0x1"),
    ("aptos_std", "0x1"),
    ("aptos_framework", "0x1"),
    ("aptos_token_objects", "0x4"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// The text of a span, with the indentation of a member taken away.
fn text_of(source: &str, span: Span) -> String {
    let text = source.get(span.start as usize..span.end as usize).unwrap();
    text.trim_end().replace("\n    ", "\n")
}

fn is_for_tests(attributes: &[Attribute<'_>]) -> bool {
    attributes.iter().any(|attribute| {
        let parts = attribute.name.segments.iter();
        parts.clone().count() == 1 && parts.clone().any(|it| it.name.text == "test_only")
    })
}

/// Doc comments as paragraphs.
fn prose(docs: &[&str]) -> String {
    docs.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The first sentence of a doc comment.
fn summary(docs: &[&str]) -> String {
    let text = prose(docs).replace('\n', " ");
    text.split_once(". ").map_or(text.clone(), |(first, _)| format!("{first}."))
}

fn abilities(abilities: &[Ability]) -> String {
    let names: Vec<String> =
        abilities.iter().map(|it| format!("{:?}", it.kind).to_lowercase()).collect();
    if names.is_empty() { String::new() } else { format!(" has {}", names.join(", ")) }
}

fn is_listed(function: &Function<'_>) -> bool {
    function.visibility == Visibility::Public && !is_for_tests(function.attributes)
}

/// One module: its structs and enums by name, its public functions with signature and clauses.
fn module(page: &mut String, folder: &str, source: &str, module: &Module<'_>) {
    writeln!(page, "\n## {folder}::{}\n\n{}", module.name.text, prose(module.docs)).unwrap();
    let structs = module.structs.iter().filter(|it| !is_for_tests(it.attributes));
    let structs = structs.map(|it| (it.name, it.abilities, it.docs));
    let enums = module.enums.iter().filter(|it| !is_for_tests(it.attributes));
    let enums = enums.map(|it| (it.name, it.abilities, it.docs));
    let mut types = structs.chain(enums).peekable();
    if types.peek().is_some() {
        writeln!(page, "\n| type | is |\n| --- | --- |").unwrap();
    }
    for (name, has, docs) in types {
        writeln!(page, "| `{}{}` | {} |", name.text, abilities(has), summary(docs)).unwrap();
    }
    for function in module.functions.iter().filter(|it| is_listed(it)) {
        let signature = text_of(source, function.signature);
        writeln!(page, "\n```text\n{signature}\n```\n\n{}", prose(function.docs)).unwrap();
    }
}

/// A page, the lines of its modules for the index, and how many functions it has.
fn page(folder: &str, address: &str) -> (String, String, usize) {
    let mut paths: Vec<PathBuf> = fs::read_dir(root().join("stdlib/sources").join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let mut page = format!("# {folder}\n\nModules at `{address}`.\n");
    let (mut lines, mut functions) = (String::new(), 0);
    for path in paths {
        let source = fs::read_to_string(path).unwrap();
        let arena = Bump::new();
        let parsed = parse(FileId(0), &source, &arena);
        for one in parsed.file.modules.iter().filter(|it| !is_for_tests(it.attributes)) {
            functions += one.functions.iter().filter(|it| is_listed(it)).count();
            module(&mut page, folder, &source, one);
            let name = one.name.text;
            let link = format!("{folder}.md#{folder}{name}");
            writeln!(lines, "| [`{folder}::{name}`]({link}) | {} |", summary(one.docs)).unwrap();
        }
    }
    (page, lines, functions)
}

fn compare(name: &str, right: &str) {
    let path = root().join("docs/library").join(name);
    if std::env::var_os("ACCESSVM_REWRITE").is_some() {
        fs::write(&path, right).unwrap();
        return;
    }
    let page = fs::read_to_string(&path).unwrap();
    let differs = page.lines().zip(right.lines()).find(|(is, should)| is != should);
    assert!(differs.is_none(), "{name}: {differs:?}; ACCESSVM_REWRITE=1 writes it anew");
    assert_eq!(page, right, "{name}; ACCESSVM_REWRITE=1 writes it anew");
}

#[test]
fn the_library_reference_says_what_the_sources_say() {
    let mut index = "# The library\n\nWritten for AccessVM, with the names and signatures that Move programmers know. \
        Each function is shown with its\nclauses; one without any touches nothing.\n\n| module | is |\n| --- | --- |\n"
        .to_owned();
    let mut functions = 0;
    for (folder, address) in FOLDERS {
        let (page, lines, count) = page(folder, address);
        compare(&format!("{folder}.md"), &page);
        index.push_str(&lines);
        functions += count;
    }
    assert!(500 < functions, "the sources were found: {functions}");
    compare("index.md", &index);
}
