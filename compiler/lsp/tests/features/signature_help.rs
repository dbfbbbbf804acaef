//! Signature help.

use expect_test::{Expect, expect};
use serde_json::json;

use crate::cursor::ask;

/// The signature with brackets around the parameter that is being written.
fn check(marked: &str, expected: &Expect) {
    let answer = ask(marked, "textDocument/signatureHelp", json!({})).unwrap();
    let Some(signature) = answer.pointer("/signatures/0") else {
        return expected.assert_eq("nothing");
    };
    let mut label = signature["label"].as_str().unwrap().to_owned();
    let active = usize::try_from(answer["activeParameter"].as_u64().unwrap()).unwrap();
    if let Some(parameter) = signature["parameters"].get(active) {
        let at =
            |index: usize| usize::try_from(parameter["label"][index].as_u64().unwrap()).unwrap();
        label.insert(at(1), ']');
        label.insert(at(0), '[');
    }
    expected.assert_eq(&label);
}

#[test]
fn the_parameter_at_the_cursor_is_told() {
    let rest = "fun f<T: drop>(a: u64, b: vector<T>, c: bool): u64 { a }";
    let text = |body: &str| format!("module 0x2::a {{ {rest} fun g(): u64 {{ {body} }} }}");
    check(&text("f(|)"), &expect!["f<T: drop>([a: u64], b: vector<T>, c: bool): u64"]);
    check(
        &text("f<u8>(1, vector[1, 2|], true)"),
        &expect!["f<T: drop>(a: u64, [b: vector<T>], c: bool): u64"],
    );
    check(
        &text("f((1 + 2), vector[], |"),
        &expect!["f<T: drop>(a: u64, b: vector<T>, [c: bool]): u64"],
    );
    check(
        &text("f(1, { 2; vector[f(|)] }, true)"),
        &expect!["f<T: drop>([a: u64], b: vector<T>, c: bool): u64"],
    );
}

#[test]
fn a_method_call_starts_with_the_second_parameter() {
    check(
        "module 0x2::a { fun g(v: &mut vector<u8>) { v.push_back(|) } }",
        &expect!["push_back<Element>([e: Element])"],
    );
}

#[test]
fn heads_of_functions_and_parentheses_are_no_calls() {
    check("module 0x2::a { fun g(|) { } }", &expect!["nothing"]);
    check("module 0x2::a { fun g(): u64 { (1 + |2) } }", &expect!["nothing"]);
}
