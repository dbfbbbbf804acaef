//! Completion in access clauses.

use expect_test::expect;
use serde_json::json;

use super::{check, labels, words};
use crate::client::Client;
use crate::cursor::{ask_of, cut};

/// A function with access clauses.
fn declared(clauses: &str) -> String {
    format!(
        "module 0x2::a {{
            struct Pool has key {{ fee: u64 }}
            struct Coin has store {{ n: u64 }}
            const LIMIT: u64 = 3;
            fun next(n: u64): u64 {{ n + 1 }}
            fun noisy(a: address): u64 acquires Pool {{ Pool[a].fee = 1; 2 }}
            fun f(a: address, n: u64, coin: &Coin) {clauses} {{}}
        }}"
    )
}

#[test]
fn places_begin_with_resources_and_owners_of_tables() {
    check(
        &declared("reads P|"),
        &expect![[r#"
        coin: &Coin
        Pool"#]],
    );
    check(
        &declared("writes Pool(a), |"),
        &expect![[r#"
        coin: &Coin
        Pool"#]],
    );
    check(
        &declared("reads P|(a).fee"),
        &expect![[r#"
        coin: &Coin
        Pool"#]],
    );
}

#[test]
fn keys_are_made_of_parameters_constants_and_term_functions() {
    check(
        &declared("reads Pool(|)"),
        &expect![[r#"
        a: address
        coin: &Coin
        n: u64
        LIMIT
        Pool"#]],
    );
    check(
        &declared("reads Pool(a).fee[i|] for i in 0..n"),
        &expect![[r#"
        a: address
        coin: &Coin
        i
        n: u64
        LIMIT
        Pool"#]],
    );
}

#[test]
fn keys_are_computed_by_functions_that_were_inferred_to_be_terms() {
    let mut client = Client::open(&declared("reads Pool(a)"));
    let answer = client.request("textDocument/hover", json!({
        "textDocument": client.document("sources/a.move"), "position": {"line": 0, "character": 0}
    }));
    answer.unwrap();
    let (text, position) = cut(&declared("reads Pool(n|)"));
    client.did_change("sources/a.move", 2, &text);
    let answer = ask_of(&mut client, position, "textDocument/completion", json!({})).unwrap();
    let labels = labels(&answer);
    assert!(labels.lines().any(|it| it == "next"), "{labels}");
    assert!(!labels.contains("noisy"), "{labels}");
}

#[test]
fn calls_name_functions() {
    let text =
        "module 0x2::a { fun g(n: u64, act: |u64|) calls {} fun h() {} struct R has key {} }";
    let at = text.find("calls ").unwrap() + "calls ".len();
    let mut client = Client::open(text);
    let position = json!({"line": 0, "character": at});
    let answer = ask_of(&mut client, position, "textDocument/completion", json!({})).unwrap();
    expect![[r#"
        act: |u64|
        g
        h"#]]
    .assert_eq(&labels(&answer));
}

#[test]
fn clauses_begin_with_their_modes() {
    let modes = "adds calls pure reads writes";
    assert_eq!(words(&declared("|")), modes);
    assert_eq!(words(&declared("wri|")), modes);
    assert_eq!(words(&declared("reads Pool(a) w|")), modes);
    assert_eq!(words(&declared("reads |")), "");
    assert_eq!(words(&declared("reads Pool(|)")), "exists false true");
}

#[test]
fn fields_follow_places_and_what_is_not_written_of_them_braces() {
    let fields = expect!["fee"];
    check(&declared("reads Pool(a).|"), &fields);
    check(&declared("reads Pool(a).f|, Pool(a)"), &fields);
    check(&declared("reads Pool(a).{|}"), &fields);
    check(&declared("reads Pool(a).{fee, |}"), &expect![""]);
    check(&declared("reads Pool(coin.|)"), &expect!["n"]);
}

#[test]
fn what_is_hidden_elsewhere_may_be_named() {
    check(
        "module 0x2::b { struct Hidden has key { n: u64, of: Inner } struct Inner has store { m: u64 } }
         module 0x2::a { fun f(at: address) reads 0x2::b::Hidden(at).of.| {} }",
        &expect!["m"],
    );
}

#[test]
fn a_value_in_a_key_has_functions_that_are_terms() {
    let module = |key: &str| {
        format!(
            "module 0x2::a {{
                struct R has key {{ n: u64 }}
                struct Id has copy, drop {{ at: address }}
                fun place(self: &Id): address {{ self.at }}
                fun noisy(self: &Id): u64 {{ R[self.at].n }}
                fun f(id: Id): u64 reads R({key}).n {{ R[id.at].n }}
            }}"
        )
    };
    let mut client = Client::open(&module("id.at"));
    let asked = json!({"textDocument": client.document("sources/a.move")});
    client.request("textDocument/codeLens", asked).unwrap();
    let (text, position) = cut(&module("id.|"));
    client.did_change("sources/a.move", 2, &text);
    let answer = ask_of(&mut client, position, "textDocument/completion", json!({})).unwrap();
    expect![[r#"
        at
        place"#]]
    .assert_eq(&labels(&answer));
}
