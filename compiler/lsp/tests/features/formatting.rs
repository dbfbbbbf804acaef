//! Formatting.

use expect_test::expect;
use serde_json::{Value, json};

use crate::client::Client;

const UGLY: &str = "module 0x2::a {
    fun f( ) {   }

    fun fine() {}

    fun g(x:u64):u64 { x }
}
";

fn options(more: Value) -> Value {
    let mut options = json!({"options": {"tabSize": 4, "insertSpaces": true}});
    options.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    options
}

#[test]
fn only_lines_that_change_are_edited() {
    let mut client = Client::open(UGLY);
    let transcript = client.transcript("textDocument/formatting", options(json!({})));
    expect![[r#"
        textDocument/formatting
        options:
          insertSpaces: true
          tabSize: 4

        -
          newText:     fun f() {}⏎
          range: 1:0-2:0
        -
          newText:     fun g(x: u64): u64 { x }⏎
          range: 5:0-6:0
    "#]]
    .assert_eq(&transcript);
}

#[test]
fn a_range_is_formatted_alone() {
    let mut client = Client::open(UGLY);
    let place = json!({"line": 5, "character": 8});
    let range = options(json!({"range": {"start": place, "end": place}}));
    let transcript = client.transcript("textDocument/rangeFormatting", range);
    expect![[r#"
        textDocument/rangeFormatting
        options:
          insertSpaces: true
          tabSize: 4
        range: 5:8-5:8

        -
          newText:     fun g(x: u64): u64 { x }⏎
          range: 5:0-6:0
    "#]]
    .assert_eq(&transcript);
}

#[test]
fn what_cannot_be_read_is_not_formatted() {
    let mut client = Client::open("module 0x2::a { fun }");
    let transcript = client.transcript("textDocument/formatting", options(json!({})));
    expect![[r#"
        textDocument/formatting
        options:
          insertSpaces: true
          tabSize: 4
        error -32803: not formatted: it has syntax errors
    "#]]
    .assert_eq(&transcript);
}
