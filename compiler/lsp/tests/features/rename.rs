//! Rename.

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use crate::client::Client;
use crate::cursor::{applied, ask_of, open};

/// The files of a package after a rename, or why there is none.
fn renamed(client: &mut Client, position: Value, name: &str, files: &[&str]) -> String {
    let answer = ask_of(client, position, "textDocument/rename", json!({"newName": name}));
    let answer = match answer {
        Ok(answer) => answer,
        Err(message) => return format!("refused: {message}"),
    };
    let changes = answer["changes"].as_object().unwrap();
    let mut shown = Vec::new();
    for path in files {
        let mut text = std::fs::read_to_string(client.folder().join(path)).unwrap();
        if let Some(edits) = changes.get(&client.uri(path)) {
            text = applied(&text, edits);
        }
        shown.push(text);
    }
    shown.join("\n---\n")
}

fn check(marked: &str, name: &str, expected: &Expect) {
    let (mut client, position) = open(marked, &[]);
    let shown = renamed(&mut client, position, name, &["sources/a.move"]);
    expected.assert_eq(&shown);
}

#[test]
fn a_variable_is_renamed_where_it_is_meant() {
    check(
        "module 0x2::a { fun f(x|: u64): u64 reads R(x) { let y = x; { let x = y; x }; x } struct R has key { } }",
        "count",
        &expect![
            "module 0x2::a { fun f(count: u64): u64 reads R(count) { let y = count; { let x = y; x }; count } struct R has key { } }"
        ],
    );
}

#[test]
fn short_fields_become_long_ones() {
    let rest = "struct S has drop { n: u64 } fun g(s: S): u64 { let S { n } = s; n } }";
    let text = |head: &str| format!("module 0x2::a {{ {head} {rest}");
    check(
        &text("fun f(n|: u64): S { S { n } }"),
        "count",
        &expect![
            "module 0x2::a { fun f(count: u64): S { S { n: count } } struct S has drop { n: u64 } fun g(s: S): u64 { let S { n } = s; n } }"
        ],
    );
    check(
        "module 0x2::a { struct S has drop { n|: u64 } fun f(n: u64): S { S { n } } fun g(s: S): u64 { let S { n } = s; n } }",
        "count",
        &expect![
            "module 0x2::a { struct S has drop { count: u64 } fun f(n: u64): S { S { count: n } } fun g(s: S): u64 { let S { count: n } = s; n } }"
        ],
    );
}

#[test]
fn a_name_that_would_capture_another_is_refused() {
    check(
        "module 0x2::a { fun f(x|: u64, y: u64): u64 { let z = y; x + y + z } }",
        "y",
        &expect![
            "refused: `x` cannot be called `y`: `x` in line 1 of a.move would mean something else"
        ],
    );
    check(
        "module 0x2::a { fun f(x|: u64): u64 { let y = 1; x + y } }",
        "y",
        &expect![
            "refused: `x` cannot be called `y`: `x` in line 1 of a.move would mean something else"
        ],
    );
    check(
        "module 0x2::a { fun f|() { } fun g() { f() } }",
        "g",
        &expect![
            "refused: `f` cannot be called `g`: `f` in line 1 of a.move would mean something else"
        ],
    );
    check("module 0x2::a { fun f|() { } }", "let", &expect!["refused: `let` is no name"]);
    check("module 0x2::a { fun f|() { } }", "a b", &expect!["refused: `a b` is no name"]);
    check("module 0x2::a { fun f(a|: u8) { a; } }", "let", &expect!["refused: `let` is no name"]);
    check("module 0x2::a { fun f(a|: u8) { a; } }", "_", &expect!["refused: `_` is no name"]);
    check(
        "module 0x2::a { fun f(a|: u8) { a; } }",
        "reads",
        &expect!["module 0x2::a { fun f(reads: u8) { reads; } }"],
    );
    check(
        "module 0x2::a { struct S| has drop { } }",
        "lower",
        &expect!["refused: `S` cannot be called `lower`: `lower` cannot be the name of a struct"],
    );
}

#[test]
fn what_the_library_declares_keeps_its_name() {
    check(
        "module 0x2::a { fun f(v: &vector<u8>): u64 { v.leng|th() } }",
        "size",
        &expect!["refused: `length` is of the library"],
    );
}

#[test]
fn an_alias_is_renamed_where_it_is_used() {
    check(
        "module 0x2::a { use std::vector as v; fun f(x: &vector<u8>): u64 { v|::length(x) } }",
        "vec",
        &expect![
            "module 0x2::a { use std::vector as vec; fun f(x: &vector<u8>): u64 { vec::length(x) } }"
        ],
    );
}

#[test]
fn modules_functions_and_constants_are_renamed_in_all_files() {
    let test = "#[test_only] module 0x2::t { use 0x2::a::{Self, f}; #[test, expected_failure(abort_code = a::E)] fun t() { f(); a::f() } }";
    let other = "module 0x2::b { friend 0x2::a; fun g() { 0x2::a::f() } }";
    for (text, name) in [
        ("module 0x2::a { const E: u64 = 1; public fun f|() { abort E } }", "fail"),
        ("module 0x2::a { const E|: u64 = 1; public fun f() { abort E } }", "ENOT"),
    ] {
        let (mut client, position) =
            open(text, &[("tests/t.move", test), ("sources/b.move", other)]);
        let files = ["sources/a.move", "sources/b.move", "tests/t.move"];
        let shown = renamed(&mut client, position, name, &files);
        // Every file names it as it is called now, and none as it was.
        let (old, new) = match name {
            "fail" => (["fun f(", "Self, f}", " f()"], ["fun fail(", "Self, fail}", " fail()"]),
            _ => (["const E:", "abort E ", "a::E)"], ["const ENOT:", "abort ENOT ", "a::ENOT)"]),
        };
        assert!(old.iter().all(|it| !shown.contains(it)), "{shown}");
        assert!(new.iter().all(|it| shown.contains(it)), "{shown}");
    }
    let (mut client, position) = open(
        "module 0x2::a| { public fun f() { } }",
        &[(
            "sources/b.move",
            "module 0x2::b { use 0x2::a; use 0x2::a::f; fun g() { a::f(); f() } }",
        )],
    );
    let shown = renamed(&mut client, position, "base", &["sources/a.move", "sources/b.move"]);
    expect![[r#"
        module 0x2::base { public fun f() { } }
        ---
        module 0x2::b { use 0x2::base; use 0x2::base::f; fun g() { base::f(); f() } }"#]]
    .assert_eq(&shown);
}

#[test]
fn packages_that_depend_on_a_package_are_renamed_with_it() {
    let manifest = "[package]\nname = \"q\"\n[dependencies]\np = { local = \"..\" }\n";
    let user = "module 0x3::user { fun g() { 0x2::a::f() } }";
    let (mut client, position) = open(
        "module 0x2::a { public fun f|() { } }",
        &[("q/Move.toml", manifest), ("q/sources/user.move", user)],
    );
    client.did_open("q/sources/user.move");
    let shown = renamed(&mut client, position, "go", &["sources/a.move", "q/sources/user.move"]);
    expect![[r#"
        module 0x2::a { public fun go() { } }
        ---
        module 0x3::user { fun g() { 0x2::a::go() } }"#]]
    .assert_eq(&shown);
}

#[test]
fn the_name_under_the_cursor_is_what_can_be_renamed() {
    let (mut client, position) = open("module 0x2::a { fun na|me() { } }", &[]);
    let answer = ask_of(&mut client, position, "textDocument/prepareRename", json!({})).unwrap();
    expect![[r#"

        placeholder: name
        range: 0:20-0:24
    "#]]
    .assert_eq(&client.show(&answer));
    let (mut client, position) = open("module 0x2::a { fun f() { 1 +| 1; } }", &[]);
    let answer = ask_of(&mut client, position, "textDocument/prepareRename", json!({})).unwrap();
    assert_eq!(answer, Value::Null);
}

/// The edits that go with the rename of `a.move` to `name`.
fn followed(files: &[(&str, &str)], name: &str) -> String {
    let mut client = Client::with(json!({}), files);
    client.did_open(files[0].0);
    let (old, new) = (client.uri("sources/a.move"), client.uri(&format!("sources/{name}")));
    let renames = json!({"files": [{"oldUri": old, "newUri": new}]});
    let answer = client.request("workspace/willRenameFiles", renames).unwrap();
    let changes = answer["changes"].as_object().cloned().unwrap_or_default();
    let shown = changes.iter().map(|(uri, edits)| {
        let texts = edits.as_array().unwrap().iter().map(|it| it["newText"].as_str().unwrap());
        format!("{}: {}", uri.rsplit('/').next().unwrap(), texts.collect::<Vec<_>>().join(" "))
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_module_follows_its_file() {
    let module = ("sources/a.move", "module 0x2::a { public fun f() {} }");
    let user = ("sources/u.move", "module 0x2::u { use 0x2::a; fun g() { a::f() } }");
    expect!["a.move: b\nu.move: b b"].assert_eq(&followed(&[module, user], "b.move"));
    let elsewhere = followed(&[module, user], "deeper/a.move");
    assert_eq!(elsewhere, "", "a file that moves keeps its name");
}

#[test]
fn a_module_stays_where_its_file_does_not_name_it() {
    let path = "sources/a.move";
    let user = ("sources/b.move", "module 0x2::b {}");
    assert_eq!(followed(&[(path, "module 0x2::c {}")], "b.move"), "", "another name");
    let two = "module 0x2::a {} module 0x2::c {}";
    assert_eq!(followed(&[(path, two)], "b.move"), "", "two modules");
    assert_eq!(followed(&[(path, "module 0x2::a {}")], "b-c.move"), "", "no name");
    assert_eq!(followed(&[(path, "module 0x2::a {}")], "b.txt"), "", "no module any more");
    assert_eq!(followed(&[(path, "module 0x2::a {}"), user], "b.move"), "", "taken");
}
