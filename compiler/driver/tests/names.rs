//! Every name in a source means something, and tools can ask what.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use compiler_diagnostics::Span;
use compiler_driver::{LoadOptions, Memory, Options, Purpose, Sources, load_with, rebuild};
use compiler_syntax::{Piece, PieceKind, pieces};

/// Words that name nothing that is declared in a source: keywords, what is built in, and settings of attributes.
const WORDS: &[&str] = &[
    "Self",
    "abort",
    "abort_code",
    "acquires",
    "address",
    "adds",
    "arithmetic_error",
    "as",
    "assert",
    "bool",
    "borrow_global",
    "borrow_global_mut",
    "break",
    "calls",
    "const",
    "continue",
    "copy",
    "drop",
    "else",
    "entry",
    "enum",
    "event",
    "exists",
    "expected_failure",
    "false",
    "for",
    "fresh",
    "friend",
    "fun",
    "group",
    "has",
    "i128",
    "i16",
    "i256",
    "i32",
    "i64",
    "i8",
    "if",
    "in",
    "inline",
    "is",
    "key",
    "let",
    "location",
    "loop",
    "match",
    "module",
    "move",
    "move_from",
    "move_to",
    "mut",
    "native",
    "package",
    "persistent",
    "phantom",
    "public",
    "pure",
    "reads",
    "resource_group",
    "resource_group_member",
    "return",
    "scope",
    "signer",
    "store",
    "struct",
    "test",
    "test_only",
    "true",
    "u128",
    "u16",
    "u256",
    "u32",
    "u64",
    "u8",
    "use",
    "vector",
    "vector_error",
    "view",
    "while",
    "writes",
    "MIN_I128",
    "MIN_I256",
    "MIN_I64",
    "global",
    "b",
    "x",
];

/// Names of a package that nothing is known of, each with its file and line.
fn unknown_names(sources: &Sources) -> Vec<String> {
    let built = rebuild(sources, &Options::default(), &mut Memory::default());
    assert!(!built.diagnostics.has_errors());
    let mentions = built.indices.iter().flat_map(|index| index.mentions());
    let known: BTreeSet<Span> = mentions.map(|it| it.span).collect();
    let mut unknown = Vec::new();
    for module in built.root_modules() {
        let source = sources.files().get(module.file).unwrap();
        let pieces: Vec<Piece<'_>> =
            pieces(source.text()).into_iter().filter(|it| it.kind == PieceKind::Token).collect();
        for (at, piece) in pieces.iter().enumerate() {
            let span = Span::new(module.file, piece.start, piece.end());
            let after = |count: usize| pieces.get(at + count).map_or("", |it| it.text);
            let is_name = piece.text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
                && piece.text.starts_with(|it: char| it.is_ascii_alphabetic());
            // An address: `@name`, or `name::module::…`.
            let before = at.checked_sub(1).and_then(|at| pieces.get(at)).map_or("", |it| it.text);
            let is_address = before == "@" || before != "::" && after(1) == "::";
            if is_name && !is_address && !known.contains(&span) && !WORDS.contains(&piece.text) {
                let line = source.text().get(..piece.start as usize).unwrap().lines().count();
                unknown.push(format!("{}:{line}: {}", source.path(), piece.text));
            }
        }
    }
    unknown
}

#[test]
fn all_names_of_the_library_mean_something() {
    let unknown = unknown_names(&Sources::of_library_for_tests());
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

#[test]
fn all_names_of_the_examples_mean_something() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut count = 0;
    for folder in [examples.clone(), examples.join("aptos")]
        .into_iter()
        .flat_map(|it| fs::read_dir(it).unwrap())
    {
        let path = folder.unwrap().path();
        let options = LoadOptions { purpose: Purpose::Test, ..LoadOptions::default() };
        if !path.join("Move.toml").exists() {
            continue;
        }
        let sources = load_with(&path, &options).unwrap();
        let unknown = unknown_names(&sources);
        assert!(unknown.is_empty(), "{}", unknown.join("\n"));
        count += 1;
    }
    assert!(10 <= count, "{count} examples");
}
