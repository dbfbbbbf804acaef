//! What the suites share: a small library, and comparing what is said with what is expected.

use bumpalo::Bump;
use compiler_diagnostics::{Diagnostics, Files};
use compiler_syntax::Purpose;
use compiler_typing::{Checked, Dependencies, Options};
use expect_test::{Expect, expect};
use vm_access::AccountAddress;

/// Enough of the library for the programs here.
const LIBRARY: &str = "
module std::vector {
    native public fun empty<T>(): vector<T>;
    native public fun length<T>(self: &vector<T>): u64;
    native public fun borrow<T>(self: &vector<T>, i: u64): &T;
    native public fun borrow_mut<T>(self: &mut vector<T>, i: u64): &mut T;
    native public fun push_back<T>(self: &mut vector<T>, e: T);
    native public fun pop_back<T>(self: &mut vector<T>): T;
    native public fun destroy_empty<T>(self: vector<T>);
    native public fun swap<T>(self: &mut vector<T>, i: u64, j: u64);
}
module std::signer {
    native public fun borrow_address(s: &signer): &address;
    public fun address_of(s: &signer): address { *borrow_address(s) }
}
module std::table {
    struct Table<phantom K: copy + drop, phantom V> has store { handle: address }
    native public fun borrow<K: copy + drop, V: store>(self: &Table<K, V>, key: K): &V;
}
";

pub(crate) fn check_source(text: &str) -> (Files, Checked) {
    check_source_for(text, Purpose::Build)
}

pub(crate) fn check_source_for(text: &str, purpose: Purpose) -> (Files, Checked) {
    let arena = Bump::new();
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::new();
    let mut trees = Vec::new();
    for (path, text) in [("library.move", LIBRARY), ("test.move", text)] {
        let file = files.add(path, text);
        let parsed = compiler_syntax::parse(file, text, &arena);
        diagnostics.extend(parsed.diagnostics);
        trees.push(compiler_syntax::select(&parsed.file, purpose, &arena));
    }
    let addresses = [("std", AccountAddress::ONE), ("a", AccountAddress::from_low(10))];
    let addresses = addresses.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let options = Options { addresses, is_indexed: true };
    let mut checked = compiler_typing::check(&trees, &files, &Dependencies::default(), &options);
    diagnostics.extend(checked.diagnostics);
    checked.diagnostics = diagnostics;
    (files, checked)
}

/// Checks members of a module `a::m` against what is said of them: code, place, message.
pub(crate) fn check(members: &str, expected: &Expect) {
    check_modules(&format!("module a::m {{ {members} }}"), expected);
}

pub(crate) fn check_modules(text: &str, expected: &Expect) {
    let (files, checked) = check_source(text);
    let lines: Vec<String> = checked
        .diagnostics
        .iter()
        .map(|it| format!("{} `{}`: {}", it.code, files.slice(it.primary.span), it.message))
        .collect();
    expected.assert_eq(&lines.join("\n"));
}

pub(crate) fn accepts(members: &str) {
    check(members, &expect![""]);
}

/// Like [`check`], with the other labels: their places and texts.
pub(crate) fn check_labels(members: &str, expected: &Expect) {
    let (files, checked) = check_source(&format!("module a::m {{ {members} }}"));
    let mut lines = Vec::new();
    for it in &checked.diagnostics {
        lines.push(format!("{} `{}`: {}", it.code, files.slice(it.primary.span), it.message));
        for label in &it.secondary {
            lines.push(format!("    `{}`: {}", files.slice(label.span), label.text));
        }
    }
    expected.assert_eq(&lines.join("\n"));
}
