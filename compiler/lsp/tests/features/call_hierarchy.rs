//! Call hierarchy.

use expect_test::expect;
use serde_json::{Value, json};

use crate::client::Client;
use crate::cursor::{ask_of, open};

const MODULE: &str = "module 0x2::a {
    struct R has key { n: u64 }
    struct Q has key { n: u64 }

    public fun count|(at: address) {
        R[at].n += 1;
        note(at)
    }

    fun note(at: address) { Q[at].n = 1 }

    public fun twice(at: address) { count(at); count(at) }
}
";

fn calls(client: &mut Client, item: &Value, way: &str) -> String {
    let answer = client.request(&format!("callHierarchy/{way}"), json!({"item": item})).unwrap();
    client.show(&answer)
}

#[test]
fn each_call_shows_what_it_brings_in() {
    let test = "#[test_only] module 0x2::t { #[test] fun t() { 0x2::a::count(@0x1) } }";
    let (mut client, position) = open(MODULE, &[("tests/t.move", test)]);
    let items =
        ask_of(&mut client, position, "textDocument/prepareCallHierarchy", json!({})).unwrap();
    let item = items[0].clone();
    expect![[r#"

        -
          detail: exact
          kind: 12
          name: a::count
          range: 4:4-7:5
          selectionRange: 4:15-4:20
          uri: file:///p/sources/a.move
    "#]]
    .assert_eq(&client.show(&items));
    let incoming = calls(&mut client, &item, "incomingCalls");
    expect![[r#"

        -
          from:
            detail: adds R(at).n, writes Q(at).n
            kind: 12
            name: a::twice
            range: 11:4-11:58
            selectionRange: 11:15-11:20
            uri: file:///p/sources/a.move
          fromRanges:
            - 11:36-11:41
            - 11:47-11:52
        -
          from:
            detail: adds 0x2::a::R(@0x1).n, writes 0x2::a::Q(@0x1).n
            kind: 12
            name: t::t
            range: 0:37-0:68
            selectionRange: 0:41-0:42
            uri: file:///p/tests/t.move
          fromRanges:
            - 0:55-0:60
    "#]]
    .assert_eq(&incoming);
    let outgoing = calls(&mut client, &item, "outgoingCalls");
    expect![[r#"

        -
          fromRanges:
            - 6:8-6:12
          to:
            detail: writes Q(at).n
            kind: 12
            name: a::note
            range: 9:4-9:41
            selectionRange: 9:8-9:12
            uri: file:///p/sources/a.move
    "#]]
    .assert_eq(&outgoing);
}

#[test]
fn scripts_call_and_are_called_by_nobody() {
    let script = "script { use 0x2::a; fun main(at: address) { a::count(at) } }";
    let (mut client, position) = open(
        "module 0x2::a { struct R has key { n: u64 }
         public fun count|(at: address) adds R(at).n { R[at].n += 1; } }",
        &[("scripts/s.move", script)],
    );
    let items =
        ask_of(&mut client, position, "textDocument/prepareCallHierarchy", json!({})).unwrap();
    let incoming = client.request("callHierarchy/incomingCalls", json!({"item": items[0]}));
    let incoming = incoming.unwrap();
    let names = incoming.as_array().unwrap().iter().map(|it| it["from"]["name"].as_str().unwrap());
    assert_eq!(names.collect::<Vec<_>>(), ["script::main"]);
    let main = &incoming[0]["from"];
    assert_eq!(main["detail"], "adds a::R(at).n");
    let outgoing = client.request("callHierarchy/outgoingCalls", json!({"item": main})).unwrap();
    assert_eq!(outgoing[0]["to"]["name"], "a::count");
    let nobody = client.request("callHierarchy/incomingCalls", json!({"item": main})).unwrap();
    assert_eq!(nobody, json!([]));
}
