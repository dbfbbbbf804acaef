//! Code as HTML: escaped, with links at the names that have a page.

use crate::html::{escape, link};
use crate::package::Package;
use crate::scope::{Item, ItemKind, Scope};

/// Writes code that stands in `scope`.
pub(crate) fn code(text: &str, package: &Package<'_>, scope: &Scope) -> String {
    let mut out = String::new();
    let mut rest = text;
    let mut before = None;
    while let Some(first) = rest.chars().next() {
        let (piece, after) = if is_word(first) { take_path(rest) } else { take_others(rest) };
        if is_word(first) && before != Some('.') {
            out.push_str(&path(piece, after, package, scope));
        } else {
            out.push_str(&escape(piece));
        }
        before = piece.trim_end().chars().next_back().or(before);
        rest = after;
    }
    out
}

/// A path, linked if it means something that has a page. Parameters may be called as functions and modules are: so a
/// function is what is applied, and no name alone is a module.
fn path(text: &str, after: &str, package: &Package<'_>, scope: &Scope) -> String {
    let parts: Vec<&str> = text.split("::").collect();
    let is_applied = after.starts_with(['(', '<']);
    let is_meant = |item: &Item| match package.kind(item) {
        Some(ItemKind::Function) => is_applied,
        Some(ItemKind::Struct | ItemKind::Enum | ItemKind::Constant) => true,
        None => 1 < parts.len(),
    };
    let target = scope.meaning(&parts).filter(is_meant).and_then(|item| package.target(&item));
    target.map_or_else(|| escape(text), |target| link(&target, &escape(text)))
}

/// Names and the `::` between them, and what follows.
fn take_path(text: &str) -> (&str, &str) {
    let (_, mut after) = take(text, is_word);
    while let Some(next) = after.strip_prefix("::").filter(|next| next.starts_with(is_word)) {
        (_, after) = take(next, is_word);
    }
    let path = text.strip_suffix(after).unwrap_or(text);
    (path, after)
}

fn take_others(text: &str) -> (&str, &str) {
    take(text, |character| !is_word(character))
}

fn take(text: &str, is_wanted: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|character| !is_wanted(character)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// A name of the package where a comment has it between backticks; a function needs no parentheses there.
pub(crate) fn mentioned(text: &str, package: &Package<'_>, scope: &Scope) -> String {
    let parts: Vec<&str> = text.split("::").collect();
    let target = scope.meaning(&parts).and_then(|item| package.target(&item));
    target.map_or_else(|| code(text, package, scope), |target| link(&target, &escape(text)))
}
