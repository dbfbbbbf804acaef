//! The pages of `docs/` say what is so: their modules compile, what commands are shown to print is what they print, and the
//! figures are those of the examples.
//!
//! | a block marked | is |
//! | --- | --- |
//! | `move` | a package of its own, of which nothing is said |
//! | `move inferred` | the same, where nobody must declare |
//! | `move warns`, `move fails E0601` | one of which something is said |
//! | `text footprint`, `text check` | what the command prints of the last package |
//! | `console` | commands, and what they print; a line `…` stands for any lines |
//!
//! `ACCESSVM_REWRITE=1` writes what is so into the pages, but for `console`, instead of comparing.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "the environment says whether to rewrite")]

mod pages;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pages::Book;

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").canonicalize().unwrap()
}

/// The files below a folder whose names end in `.md`, from the folder on.
fn pages_below(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(place) = waiting.pop() {
        for entry in fs::read_dir(place).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|it| it == "md") {
                found.insert(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found
}

/// Checks the pages in a folder of `docs/`, or rewrites them.
fn check(folder: &str, names: &[&str]) {
    for name in names {
        let path = docs().join(folder).join(name);
        let page = fs::read_to_string(&path).unwrap();
        let right = Book::new().as_it_is(name, &page);
        if std::env::var_os("ACCESSVM_REWRITE").is_some() {
            fs::write(&path, right).unwrap();
            continue;
        }
        let differs = page.lines().zip(right.lines()).find(|(is, should)| is != should);
        assert!(differs.is_none(), "{name}: {differs:?}; ACCESSVM_REWRITE=1 writes it anew");
        assert_eq!(page, right, "{name}; ACCESSVM_REWRITE=1 writes it anew");
    }
}

#[test]
fn the_tutorial_does_what_it_shows() {
    check("", &["index.md", "tutorial.md"]);
}

#[test]
fn the_language_is_as_described() {
    let names = ["modules", "values", "structs", "functions", "references", "storage", "tests"];
    check("language", &names.map(|name| format!("{name}.md")).each_ref().map(String::as_str));
}

#[test]
fn declarations_and_footprints_are_as_described() {
    check("", &["declarations.md", "footprints.md", "precision.md"]);
}

#[test]
fn those_who_come_from_elsewhere_are_told_what_is_so() {
    check("", &["from-aptos.md", "from-solana-and-solidity.md"]);
}

#[test]
fn routes_that_depend_on_reserves() {
    check("arguments", &["routes.md"]);
}

#[test]
fn liquidations_of_any_size() {
    check("arguments", &["liquidations.md"]);
}

#[test]
fn composition_of_three() {
    check("arguments", &["composition.md"]);
}

#[test]
fn declarations_out_of_caution() {
    check("arguments", &["over-declaration.md"]);
}

#[test]
fn every_page_is_in_the_summary_and_every_block_is_checked() {
    let summary = fs::read_to_string(docs().join("SUMMARY.md")).unwrap();
    let listed: BTreeSet<String> = summary
        .split("](")
        .skip(1)
        .map(|rest| rest.split_once(')').unwrap().0.to_owned())
        .collect();
    let mut pages = pages_below(&docs());
    pages.remove("SUMMARY.md");
    // The index of decisions leads to each of them.
    let is_decision =
        |page: &String| page.starts_with("decisions/") && page != "decisions/index.md";
    pages.retain(|page| !is_decision(page));
    assert_eq!(listed, pages);
    let source = include_str!("main.rs");
    for page in pages {
        let text = fs::read_to_string(docs().join(&page)).unwrap();
        let has_code = text.contains("```move") || text.contains("```console");
        let name = page.rsplit('/').next().unwrap();
        let is_checked = source.contains(&format!("\"{name}\""))
            || source.contains(&format!("\"{}\"", name.trim_end_matches(".md")));
        assert!(!has_code || is_checked, "nothing checks the blocks of {page}");
    }
}
