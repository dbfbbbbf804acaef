//! Every source there is keeps its tree and its comments, and is as it is when formatted again.

use std::fs;
use std::path::{Path, PathBuf};

use bumpalo::Bump;
use compiler_diagnostics::FileId;
use compiler_format::{Refusal, format};
use compiler_syntax::{PieceKind, parse, pieces};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "move") {
            found.push(path);
        }
    }
}

/// The tree in words, without the places where things stand.
fn tree(text: &str) -> String {
    let arena = Bump::new();
    let words = format!("{:?}", parse(FileId(0), text, &arena).file);
    let mut parts = words.split("Span {");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |sum, part| sum + part.split_once('}').map_or("", |(_, rest)| rest))
}

fn comments(text: &str) -> Vec<String> {
    let is_comment = |kind| !matches!(kind, PieceKind::Token | PieceKind::TypeBracket);
    let comments = pieces(text).into_iter().filter(|piece| is_comment(piece.kind));
    comments.map(|piece| piece.text.lines().map(str::trim).collect()).collect()
}

/// Formats all sources below some folders, of which there are at least so many.
fn check(folders: &[&str], count_min: usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut paths = Vec::new();
    folders.iter().for_each(|folder| sources(&root.join(folder), &mut paths));
    let findings: Vec<String> = paths.iter().filter_map(|path| finding(path)).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    assert!(count_min <= paths.len(), "{} sources", paths.len());
}

/// What is wrong with how a source is formatted.
fn finding(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).expect("a source file is UTF-8");
    let shown = path.display();
    let formatted = match format(FileId(0), &text) {
        Ok(formatted) => formatted,
        // Some of what must be rejected does not even parse.
        Err(Refusal::Syntax(_)) if shown.to_string().contains("reject") => return None,
        Err(refusal) => return Some(format!("{shown}: {refusal:?}")),
    };
    if tree(&text) != tree(&formatted) {
        return Some(format!("{shown}: another tree"));
    }
    if comments(&text) != comments(&formatted) {
        return Some(format!("{shown}: other comments"));
    }
    match format(FileId(0), &formatted) {
        Ok(again) if again == formatted => None,
        Ok(again) => {
            let differ = formatted.lines().zip(again.lines()).find(|(one, two)| one != two);
            Some(format!("{shown}: changes when formatted again: {differ:?}"))
        }
        Err(refusal) => Some(format!("{shown}: {refusal:?} when formatted again")),
    }
}

#[test]
fn the_library_keeps_its_tree_and_its_comments() {
    check(&["stdlib"], 90);
}

#[test]
fn the_examples_keep_their_tree_and_their_comments() {
    check(&["examples", "compiler/syntax/tests"], 50);
}

#[test]
fn the_corpus_keeps_its_tree_and_its_comments() {
    check(&["tests/corpus"], 120);
}

#[test]
fn programs_of_tests_keep_their_tree_and_their_comments() {
    check(&["tests/adversarial", "tests/packages"], 35);
}
