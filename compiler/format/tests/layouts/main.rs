//! How things are laid out, each with what is before and what comes of it.

#![allow(clippy::needless_pass_by_value, reason = "`expect!` is written where it is passed")]

mod access;
mod comments;
mod expressions;
mod items;
mod statements;

use compiler_diagnostics::FileId;
use compiler_format::format;
use expect_test::Expect;

/// Formats a text without errors, twice.
fn formatted(text: &str) -> String {
    let once = format(FileId(0), text).unwrap_or_else(|refusal| panic!("{refusal:?}\n{text}"));
    let twice = format(FileId(0), &once).unwrap_or_else(|refusal| panic!("{refusal:?}\n{once}"));
    assert_eq!(once, twice);
    once
}

/// Compares how a file is formatted.
fn check_file(text: &str, expected: Expect) {
    expected.assert_eq(&formatted(text));
}

/// Compares how members of a module are formatted.
fn check_items(items: &str, expected: Expect) {
    let text = formatted(&format!("module 0x1::m {{\n{items}\n}}\n"));
    expected.assert_eq(&inside(&text, "module 0x1::m {"));
}

/// Compares how the statements of a function are formatted.
fn check(statements: &str, expected: Expect) {
    let text = formatted(&format!("module 0x1::m;\nfun f() {{\n{statements}\n}}\n"));
    let (_, body) = text.split_once('\n').expect("a header");
    expected.assert_eq(&inside(body, "fun f() {"));
}

/// What stands between a head and the brace that ends the text, moved to the left.
fn inside(text: &str, head: &str) -> String {
    let lines = text.trim().strip_prefix(head).and_then(|rest| rest.strip_suffix('}'));
    let lines = lines.unwrap_or_else(|| panic!("{text}")).trim_matches('\n').lines();
    lines.map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned() + "\n").collect()
}
