//! References and highlights.

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use crate::cursor::{ask, ask_of, cut, marked, open};

fn check(text: &str, with_declaration: bool, expected: &Expect) {
    let context = json!({"context": {"includeDeclaration": with_declaration}});
    let answer = ask(text, "textDocument/references", context).unwrap();
    let ranges = answer.as_array().unwrap().iter().map(|it| it["range"].clone());
    expected.assert_eq(&marked(&cut(text).0, ranges));
}

const MODULE: &str = "module 0x2::a {
    struct R has key { n|: u64 }
    fun read(at: address): u64 reads R(at).n { R[at].n }
    fun make(n: u64): R { R { n } }
    #[test] fun t() { let R { n } = make(1); assert!(n == 1) }
}";

#[test]
fn a_field_is_named_in_clauses_patterns_and_short_forms() {
    check(
        MODULE,
        true,
        &expect![[r#"
        struct R has key { [n]: u64 }
        fun read(at: address): u64 reads R(at).[n] { R[at].n }
        fun read(at: address): u64 reads R(at).n { R[at].[n] }
        fun make(n: u64): R { R { [n] } }
        #[test] fun t() { let R { [n] } = make(1); assert!(n == 1) }"#]],
    );
}

#[test]
fn declarations_are_left_out_if_they_are_not_wanted() {
    check(
        "module 0x2::a { fun f|() { } fun g() { f(); f() } }",
        false,
        &expect![[r#"
        module 0x2::a { fun f() { } fun g() { [f](); f() } }
        module 0x2::a { fun f() { } fun g() { f(); [f]() } }"#]],
    );
}

#[test]
fn functions_are_named_in_all_files_and_in_tests() {
    let text = "module 0x2::a { public fun f|() { } }";
    let b = "module 0x2::b { use 0x2::a::f; fun g() { f() } }";
    let test = "#[test_only] module 0x2::t { #[test] fun t() { 0x2::a::f() } }";
    let (mut client, position) = open(text, &[("sources/b.move", b), ("tests/t.move", test)]);
    let context = json!({"context": {"includeDeclaration": true}});
    let answer = ask_of(&mut client, position, "textDocument/references", context).unwrap();
    expect![[r#"

        -
          range: 0:27-0:28
          uri: file:///p/sources/a.move
        -
          range: 0:28-0:29
          uri: file:///p/sources/b.move
        -
          range: 0:41-0:42
          uri: file:///p/sources/b.move
        -
          range: 0:55-0:56
          uri: file:///p/tests/t.move
    "#]]
    .assert_eq(&client.show(&answer));
}

#[test]
fn packages_that_depend_on_a_package_name_what_is_in_it() {
    let manifest = "[package]\nname = \"q\"\n[dependencies]\np = { local = \"..\" }\n";
    let user = "module 0x3::user { fun g() { 0x2::a::f() } }";
    let (mut client, position) = open(
        "module 0x2::a { public fun f|() { } }",
        &[("q/Move.toml", manifest), ("q/sources/user.move", user)],
    );
    client.did_open("q/sources/user.move");
    let context = json!({"context": {"includeDeclaration": false}});
    let answer = ask_of(&mut client, position, "textDocument/references", context).unwrap();
    expect![[r#"

        -
          range: 0:37-0:38
          uri: file:///p/q/sources/user.move
    "#]]
    .assert_eq(&client.show(&answer));
}

#[test]
fn highlights_tell_declarations_from_uses() {
    let text = "module 0x2::a { fun f(x: u64): u64 { x + x| } }";
    let answer = ask(text, "textDocument/documentHighlight", json!({})).unwrap();
    let kinds: Vec<&Value> = answer.as_array().unwrap().iter().map(|it| &it["kind"]).collect();
    assert_eq!(kinds, [3, 2, 2]);
}
