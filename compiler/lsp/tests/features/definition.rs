//! Definition and type definition.

use expect_test::{Expect, expect};
use serde_json::json;

use crate::cursor::{ask, cut, marked};

fn check_method(text: &str, method: &str, expected: &Expect) {
    let answer = ask(text, method, json!({})).unwrap();
    let locations = answer.as_array().cloned().unwrap_or_default();
    let own = |it: &&serde_json::Value| it["uri"].as_str().unwrap().ends_with("/a.move");
    let ranges = locations.iter().filter(own).map(|it| it["range"].clone());
    let mut lines = vec![marked(&cut(text).0, ranges)];
    lines.extend(locations.iter().filter(|it| !own(it)).map(|it| it["uri"].to_string()));
    lines.retain(|line| !line.is_empty());
    expected.assert_eq(&lines.join("\n"));
}

fn check(text: &str, expected: &Expect) {
    check_method(text, "textDocument/definition", expected);
}

fn check_type(text: &str, expected: &Expect) {
    check_method(text, "textDocument/typeDefinition", expected);
}

#[test]
fn variables_lead_to_the_innermost_declaration() {
    check(
        "module 0x2::a {
    fun f(x: u64): u64 {
        let x = x + 1;
        x|
    }
}",
        &expect!["let [x] = x + 1;"],
    );
}

#[test]
fn fields_of_enums_lead_to_each_variant_that_has_them() {
    check(
        "module 0x2::a {
    enum E has drop {
        A { x: u64 },
        B { x: u64, y: u64 },
    }
    fun f(e: E): u64 { e.x| }
}",
        &expect![[r#"
            A { [x]: u64 },
            B { [x]: u64, y: u64 },"#]],
    );
}

#[test]
fn names_of_the_library_lead_to_the_text_that_the_compiler_carries() {
    check(
        "module 0x2::a { fun f(s: &signer): address { std::signer::addr|ess_of(s) } }",
        &expect![[r#""accessvm:/stdlib/sources/std/signer.move""#]],
    );
}

#[test]
fn types_of_variables_fields_and_results_are_found() {
    let rest = "    struct S has drop, store { x: u64 }
    struct T has drop { s: vector<S> }
    fun make(): S { S { x: 1 } }
}";
    for text in ["fun f(s: &S) { s|; }", "fun f(t: &T) { &t.s|; }", "fun f() { ma|ke(); }"] {
        check_type(
            &format!("module 0x2::a {{\n{text}\n{rest}"),
            &expect!["struct [S] has drop, store { x: u64 }"],
        );
    }
}
