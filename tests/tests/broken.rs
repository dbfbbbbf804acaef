//! Broken sources get diagnostics, few of them: no panic, no hang.
//!
//! Each case takes a program that compiles and deletes, doubles, swaps or replaces tokens of it.
//! `ACCESSVM_CASES` says how many cases (60 unless told), `ACCESSVM_SEED` with which they begin:
//!
//! ```sh
//! ACCESSVM_CASES=10000 cargo test --release -p tests --test broken
//! ```

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(
    clippy::disallowed_methods,
    reason = "the environment says how many cases, the clock finds hangs"
)]

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use compiler_diagnostics::{Severity, render};
use compiler_driver::{Options, SourceText, Sources, build};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

const MANIFEST: &str = "
[package]
name = \"Broken\"
version = \"0.1.0\"
[addresses]
test = \"0x99\"
[access]
declarations = \"inferred\"
";

/// Errors that one deleted token may give.
const ERRORS_MAX: usize = 20;

/// How long a build may take; an unoptimized one, beside others, may take longer.
const TIME_MAX: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 5 });

fn number_from(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// Programs that compile, each as a package of one file.
fn programs() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pending: Vec<PathBuf> =
        ["corpus/accept", "corpus/run", "tests/language/programs"].map(|it| root.join(it)).into();
    let mut paths = Vec::new();
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { pending.push(path) } else { paths.push(path) }
        }
    }
    paths.sort();
    let texts = paths.iter().map(|path| fs::read_to_string(path).unwrap());
    texts.filter(|text| check(text).0.is_empty()).collect()
}

/// The errors of a package of one file, and how long it took.
fn check(text: &str) -> (Vec<String>, Duration) {
    let source = |path: &str, text: &str| SourceText { path: path.into(), text: text.into() };
    let files = vec![source("sources/broken.move", text)];
    let sources = Sources::of_package(source("Move.toml", MANIFEST), files);
    let start = Instant::now();
    let built = build(&sources, &Options::default());
    let errors = built.diagnostics.iter().filter(|it| it.severity == Severity::Error);
    let errors = errors.map(|it| render(sources.files(), it, false)).collect();
    (errors, start.elapsed())
}

/// Where the tokens of a text are: words, numbers, strings and single signs, comments left out.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        if text[start..].starts_with("//") {
            while rest.next_if(|(_, next)| *next != '\n').is_some() {}
        } else if first.is_alphanumeric() || first == '_' {
            while rest.next_if(|(_, next)| next.is_alphanumeric() || *next == '_').is_some() {}
            found.push(start..rest.peek().map_or(text.len(), |(end, _)| *end));
        } else if first == '"' {
            while rest.next_if(|(_, next)| *next != '"').is_some() {}
            rest.next();
            found.push(start..rest.peek().map_or(text.len(), |(end, _)| *end));
        } else if !first.is_whitespace() {
            found.push(start..start + first.len_utf8());
        }
    }
    found
}

fn one_of<'a, T>(random: &mut TestRng, list: &'a [T]) -> &'a T {
    &list[random.next_u32() as usize % list.len()]
}

/// The text with one token less.
fn with_one_less(random: &mut TestRng, text: &str) -> String {
    let token = one_of(random, &tokens(text)).clone();
    [&text[..token.start], &text[token.end..]].concat()
}

/// The text with one to four tokens deleted, doubled, replaced by another one, or put elsewhere.
fn mutated(random: &mut TestRng, text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..=random.next_u32() % 4 {
        let all = tokens(&text);
        let (token, other) = (one_of(random, &all).clone(), one_of(random, &all).clone());
        let (own, other) = (text[token.clone()].to_owned(), text[other].to_owned());
        let new = match random.next_u32() % 4 {
            0 => String::new(),
            1 => format!("{own} {own}"),
            2 => other,
            _ => format!("{other} {own}"),
        };
        text.replace_range(token, &new);
    }
    text
}

#[test]
fn broken_programs_get_few_errors() {
    let programs = programs();
    assert!(5 < programs.len(), "programs that compile were found");
    let first = number_from("ACCESSVM_SEED", 0);
    for seed in first..first + number_from("ACCESSVM_CASES", 60) {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let mut random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let program = one_of(&mut random, &programs);
        let is_simple = seed % 2 == 0;
        let text = if is_simple {
            with_one_less(&mut random, program)
        } else {
            mutated(&mut random, program)
        };
        let outcome = std::panic::catch_unwind(|| check(&text));
        let (errors, time) = outcome.unwrap_or_else(|_| panic!("seed {seed} panics:\n{text}"));
        assert!(time < TIME_MAX, "seed {seed} takes {time:?}:\n{text}");
        let count = errors.len();
        assert!(
            !is_simple || count <= ERRORS_MAX,
            "seed {seed}: {count} errors\n{}\n{text}",
            errors.join("\n")
        );
    }
}
