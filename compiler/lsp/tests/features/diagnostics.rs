//! Diagnostics, pushed and pulled.

use expect_test::expect;
use serde_json::{Value, json};

use crate::client::Client;

const BANK: &str = "module 0x2::bank {
    struct Balance has key { value: u64 }

    public fun deposit(to: address, amount: u64) {
        let unused = 1;
        add(to, amount);
    }

    fun add(to: address, amount: u64) {
        Balance[to].value += amount;
    }

    #[test]
    fun wrong() { let x: u8 = true; }
}
";

/// What a client says that asks for diagnostics.
fn pulling() -> Value {
    json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {"diagnostics": {"refreshSupport": true}},
    })
}

#[test]
fn diagnostics_come_when_a_file_is_opened() {
    let mut client = Client::open(BANK);
    let mut said = client.diagnostics("sources/a.move");
    // The package may have been read before, when the file was not open.
    said.as_object_mut().unwrap().remove("version");
    expect![[r#"

        diagnostics:
          -
            code: E0602
            codeDescription:
              href: accessvm:/explain/E0602.md
            message: public function `deposit` touches state and declares nothing⏎has no clauses
            range: 3:15-3:22
            relatedInformation:
              -
                location:
                  range: 5:8-5:23
                  uri: file:///p/sources/a.move
                message: calls `add`
              -
                location:
                  range: 9:8-9:35
                  uri: file:///p/sources/a.move
                message: adds to `Balance(to).value`
            severity: 1
            source: accessvm
          -
            code: E0301
            codeDescription:
              href: accessvm:/explain/E0301.md
            message: expected `u8`, found `bool`⏎this is `bool`
            range: 13:30-13:34
            severity: 1
            source: accessvm
        uri: file:///p/sources/a.move
    "#]]
    .assert_eq(&client.show(&said));
}

#[test]
fn files_that_are_not_open_get_theirs_too() {
    let broken = "module 0x2::b { fun f() { 1 } }";
    let files = [("sources/a.move", "module 0x2::a {}"), ("tests/b.move", broken)];
    let mut client = Client::with(json!({}), &files);
    client.did_open("sources/a.move");
    let said = client.diagnostics("tests/b.move");
    assert_eq!(said["diagnostics"][0]["code"], "E0301", "{said}");
    assert_eq!(said["version"], Value::Null);
}

#[test]
fn a_manifest_gets_its_own() {
    let files = [("Move.toml", "[package]\nname = \"p\"\nunknown = 1\n"), ("sources/a.move", "")];
    let mut client = Client::with(json!({}), &files);
    client.did_open("Move.toml");
    let said = client.diagnostics("Move.toml");
    assert_eq!(said["diagnostics"][0]["code"], "E0701", "{said}");
}

#[test]
fn what_is_mended_is_taken_back() {
    let mut client = Client::open("module 0x2::a { fun f(): u8 { true } }");
    assert_eq!(client.diagnostics("sources/a.move")["diagnostics"].as_array().unwrap().len(), 1);
    client.did_change("sources/a.move", 2, "module 0x2::a { fun f(): bool { true } }");
    let said = client.diagnostics("sources/a.move");
    assert_eq!((said["diagnostics"].as_array().unwrap().len(), &said["version"]), (0, &json!(2)));
}

#[test]
fn a_client_that_asks_is_not_pushed() {
    let mut client = Client::with(pulling(), &[("sources/a.move", BANK)]);
    client.did_open("sources/a.move");
    let asked = json!({"textDocument": client.document("sources/a.move")});
    let report = client.request("textDocument/diagnostic", asked.clone()).unwrap();
    assert_eq!((&report["kind"], report["items"].as_array().unwrap().len()), (&json!("full"), 2));
    let mut again = asked;
    again["previousResultId"] = report["resultId"].clone();
    let report = client.request("textDocument/diagnostic", again).unwrap();
    assert_eq!(report["kind"], "unchanged");
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": []}));
    client.asked("workspace/diagnostic/refresh", Value::Null);
    assert_eq!(client.count_of("textDocument/publishDiagnostics"), 0);
}

#[test]
fn a_workspace_is_reported_file_by_file() {
    let files =
        [("sources/a.move", "module 0x2::a {}"), ("sources/b.move", "module 0x2::b { fun }")];
    let mut client = Client::with(pulling(), &files);
    let all = client.request("workspace/diagnostic", json!({"previousResultIds": []})).unwrap();
    let items = all["items"].as_array().unwrap();
    let counts: Vec<String> = items
        .iter()
        .map(|it| {
            format!("{}: {}\n", it["uri"].as_str().unwrap(), it["items"].as_array().unwrap().len())
        })
        .collect();
    let counts = counts.concat().replace(&client.uri(""), "");
    expect![[r#"
        Move.toml: 0
        sources/a.move: 0
        sources/b.move: 1
    "#]]
    .assert_eq(&counts);
    let known = items.iter().map(|it| json!({"uri": it["uri"], "value": it["resultId"]}));
    let known: Vec<Value> = known.collect();
    let again =
        client.request("workspace/diagnostic", json!({"previousResultIds": known})).unwrap();
    let mut kinds = again["items"].as_array().unwrap().iter().map(|it| &it["kind"]);
    assert!(kinds.all(|kind| kind == "unchanged"), "{again}");
}
