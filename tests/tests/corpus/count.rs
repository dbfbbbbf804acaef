//! How much the corpus holds: it only grows.

use std::fs;

use crate::expectation::{marked, runs};
use crate::programs;

/// Functions of `accept`, each a program that compiles.
const ACCEPTED_MIN: usize = 725;
/// Lines of `reject` with a diagnostic they must have.
const REJECTED_MIN: usize = 858;
/// Functions of `run`, each with how it ends.
const RUN_MIN: usize = 691;

/// The sum of what is counted in each file of a folder.
fn sum(kind: &str, count: impl Fn(&str) -> usize) -> usize {
    programs(kind).iter().map(|path| count(&fs::read_to_string(path).unwrap())).sum()
}

/// Functions that a text defines, but for those of specifications.
fn functions(text: &str) -> usize {
    let lines = text.lines().map(str::trim);
    let code = lines.filter(|line| !line.starts_with("//") && !line.starts_with("spec"));
    code.filter(|line| line.starts_with("fun ") || line.contains(" fun ")).count()
}

#[test]
fn the_corpus_does_not_shrink() {
    let accepted = sum("accept", functions);
    let rejected = sum("reject", |text| marked(text).len());
    let run = sum("run", |text| runs(text).len());
    let is_as_large = ACCEPTED_MIN <= accepted && REJECTED_MIN <= rejected && RUN_MIN <= run;
    assert!(is_as_large, "{accepted} accepted, {rejected} rejected, {run} run");
}
