//! Texts of open documents against those on disk, and requests against edits.

use lsp_server::ErrorCode;
use serde_json::{Value, json};

use crate::client::Client;

fn count(said: &Value) -> usize {
    said["diagnostics"].as_array().unwrap().len()
}

#[test]
fn open_texts_win_over_the_disk() {
    let mut client = Client::open("module 0x2::a { fun f(): u8 { true } }");
    assert_eq!(count(&client.diagnostics("sources/a.move")), 1);
    client.did_change("sources/a.move", 2, "module 0x2::a {}");
    assert_eq!(count(&client.diagnostics("sources/a.move")), 0);
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": []}));
    let document = client.document("sources/a.move");
    client.notify("textDocument/didClose", json!({"textDocument": document}));
    let said = client.diagnostics("sources/a.move");
    assert_eq!((count(&said), &said["version"]), (1, &Value::Null), "what is on disk holds again");
}

#[test]
fn files_that_change_on_disk_are_read_again() {
    let files = [("sources/a.move", "module 0x2::a {}"), ("sources/b.move", "module 0x2::b {}")];
    let mut client = Client::with(json!({}), &files);
    client.did_open("sources/a.move");
    assert_eq!(count(&client.diagnostics("sources/b.move")), 0);
    client.write("sources/b.move", "module 0x2::b { fun f(): u8 { true } }");
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": []}));
    assert_eq!(count(&client.diagnostics("sources/b.move")), 1);
}

#[test]
fn a_manifest_that_changes_is_read_again() {
    let module = "module bank::a {}";
    let files = [("sources/a.move", module), ("Move.toml", "[package]\nname = \"p\"\n")];
    let mut client = Client::with(json!({}), &files);
    client.did_open("Move.toml");
    assert_eq!(count(&client.diagnostics("sources/a.move")), 1);
    let text = "[package]\nname = \"p\"\n[addresses]\nbank = \"0x2\"\n";
    client.did_change("Move.toml", 2, text);
    assert_eq!(count(&client.diagnostics("sources/a.move")), 0);
}

#[test]
fn edits_are_of_parts_in_the_units_that_were_agreed_on() {
    for (encodings, column) in [(json!(["utf-8"]), 24), (json!(["utf-16"]), 22)] {
        let capabilities = json!({"general": {"positionEncodings": encodings}});
        let text = "module 0x2::a { /* 𝄞 */ fun }";
        let mut client = Client::with(capabilities, &[("sources/a.move", text)]);
        client.did_open("sources/a.move");
        assert_ne!(count(&client.diagnostics("sources/a.move")), 0);
        let (start, end) = (column + 2, column + 5);
        let range = json!({
            "start": {"line": 0, "character": start},
            "end": {"line": 0, "character": end},
        });
        let document = json!({"uri": client.uri("sources/a.move"), "version": 2});
        let changes = json!([{"range": range, "text": "fun f() {}"}]);
        let params = json!({"textDocument": document, "contentChanges": changes});
        client.notify("textDocument/didChange", params);
        let asked = json!({"textDocument": client.document("sources/a.move")});
        let symbols = client.request("textDocument/documentSymbol", asked).unwrap();
        assert_eq!(symbols[0]["children"][0]["name"], "f", "{symbols}");
    }
}

#[test]
fn a_dependency_that_is_edited_changes_who_uses_it() {
    let bank = |name: &str| format!("module 0x2::bank {{ public fun {name}() {{}} }}");
    let files = [
        ("bank/Move.toml", "[package]\nname = \"bank\"\n"),
        ("bank/sources/bank.move", &bank("f")),
        ("Move.toml", "[package]\nname = \"p\"\n[dependencies]\nbank = { local = \"bank\" }\n"),
        ("sources/a.move", "module 0x3::a { fun g() { 0x2::bank::f() } }"),
    ];
    let mut client = Client::with(json!({}), &files);
    client.did_open("sources/a.move");
    client.did_open("bank/sources/bank.move");
    let asked = json!({"textDocument": client.document("sources/a.move")});
    client.request("textDocument/codeLens", asked).unwrap();
    client.did_change("bank/sources/bank.move", 2, &bank("h"));
    let mut said = client.diagnostics("sources/a.move");
    while count(&said) == 0 {
        said = client.diagnostics("sources/a.move");
    }
    assert_eq!(said["diagnostics"][0]["code"], "E0203", "{said}");
}

#[test]
fn a_file_that_is_not_saved_yet_belongs_to_its_package() {
    let uses = "module 0x2::a { fun f() { 0x2::new::g() } }";
    let mut client = Client::open(uses);
    assert_eq!(count(&client.diagnostics("sources/a.move")), 1);
    let text = "module 0x2::new { public fun g() {} }";
    let item = json!({"uri": client.uri("sources/new.move"), "languageId": "move", "version": 1, "text": text});
    client.notify("textDocument/didOpen", json!({"textDocument": item}));
    assert_eq!(count(&client.diagnostics("sources/a.move")), 0);
}

#[test]
fn a_document_without_a_file_is_a_text_without_a_package() {
    let mut client = Client::with(json!({}), &[]);
    let document = json!({"uri": "untitled:Untitled-1"});
    let item = json!({"uri": "untitled:Untitled-1", "languageId": "move", "version": 1, "text": "module 0x2::a {\n}"});
    client.notify("textDocument/didOpen", json!({"textDocument": item}));
    let asked = json!({"textDocument": document});
    let folded = client.request("textDocument/foldingRange", asked.clone()).unwrap();
    assert_eq!(folded.as_array().unwrap().len(), 0);
    assert_eq!(client.request("textDocument/codeLens", asked).unwrap(), Value::Null);
    let unknown = json!({"textDocument": {"uri": "untitled:Untitled-2"}});
    let error = client.request("textDocument/codeLens", unknown).unwrap_err();
    assert_eq!(error.code, ErrorCode::InvalidParams as i32);
}

#[test]
fn a_test_that_is_being_written_is_read_from_the_editor() {
    let mut client = Client::open("module 0x2::a {}");
    assert_eq!(count(&client.diagnostics("sources/a.move")), 0);
    let text = "module 0x2::a { #[test] fun t() { let _x: u8 = true; } }";
    client.did_change("sources/a.move", 2, text);
    let said = client.diagnostics("sources/a.move");
    assert_eq!(said["diagnostics"][0]["code"], "E0301", "{said}");
}

#[test]
fn what_is_gone_from_the_disk_has_no_diagnostics() {
    let files =
        [("sources/a.move", "module 0x2::a { fun }"), ("sources/b.move", "module 0x2::b {}")];
    let mut client = Client::with(json!({}), &files);
    client.did_open("sources/b.move");
    assert_ne!(count(&client.diagnostics("sources/a.move")), 0);
    std::fs::remove_file(client.folder().join("sources/a.move")).unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": []}));
    assert_eq!(count(&client.diagnostics("sources/a.move")), 0);
    client.write("sources/a.move", "module 0x2::a { fun }");
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": []}));
    assert_ne!(count(&client.diagnostics("sources/a.move")), 0);
    std::fs::remove_file(client.folder().join("Move.toml")).unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": []}));
    assert_eq!(count(&client.diagnostics("sources/a.move")), 0);
}

/// A client with two packages in folders of their own, of which each has an error; nothing is open.
fn with_two_folders(capabilities: Value) -> Client {
    let broken = |name: &str| format!("module 0x2::{name} {{ fun f(): u8 {{ true }} }}");
    let files = [
        ("one/Move.toml", "[package]\nname = \"one\"\n"),
        ("one/sources/a.move", &broken("a")),
        ("two/Move.toml", "[package]\nname = \"two\"\n"),
        ("two/sources/b.move", &broken("b")),
        ("Move.toml", ""),
    ];
    let mut client = Client::silent(&files);
    std::fs::remove_file(client.folder().join("Move.toml")).unwrap();
    let folders = [folder(&client, "one"), folder(&client, "two")];
    let params =
        json!({"processId": null, "workspaceFolders": folders, "capabilities": capabilities});
    client.request("initialize", params).unwrap();
    client.notify("initialized", json!({}));
    client
}

fn folder(client: &Client, name: &str) -> Value {
    json!({"uri": client.uri(name), "name": name})
}

fn change_folders(client: &Client, added: &[&str], removed: &[&str]) {
    let folders =
        |names: &[&str]| names.iter().map(|name| folder(client, name)).collect::<Vec<_>>();
    let event = json!({"added": folders(added), "removed": folders(removed)});
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": event}));
}

/// The modules that the server knows.
fn modules(client: &mut Client) -> Vec<String> {
    let all = client.request("workspace/symbol", json!({"query": ""})).unwrap();
    let names = all.as_array().unwrap().iter().filter(|it| it["kind"] == 2);
    names.map(|it| it["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_packages_of_a_folder_go_with_it() {
    let mut client = with_two_folders(json!({}));
    assert_eq!(count(&client.diagnostics("one/sources/a.move")), 1);
    assert_eq!(count(&client.diagnostics("two/sources/b.move")), 1);
    assert_eq!(modules(&mut client), ["a", "b"]);
    change_folders(&client, &[], &["one"]);
    assert_eq!(count(&client.diagnostics("one/sources/a.move")), 0);
    assert_eq!(modules(&mut client), ["b"]);
    change_folders(&client, &["one"], &["two"]);
    assert_eq!(count(&client.diagnostics("one/sources/a.move")), 1);
    assert_eq!(count(&client.diagnostics("two/sources/b.move")), 0);
    assert_eq!(modules(&mut client), ["a"]);
}

#[test]
fn an_open_document_keeps_its_package_when_the_folder_goes() {
    let mut client = with_two_folders(json!({}));
    client.did_open("one/sources/a.move");
    assert_eq!(modules(&mut client), ["a", "b"]);
    change_folders(&client, &[], &["one", "two"]);
    assert_eq!(modules(&mut client), ["a"]);
    let document = client.document("one/sources/a.move");
    client.notify("textDocument/didClose", json!({"textDocument": document}));
    assert_eq!(modules(&mut client), Vec::<String>::new());
}

#[test]
fn a_client_that_asks_hears_that_there_is_nothing_left() {
    let refreshing = json!({"workspace": {"diagnostics": {"refreshSupport": true}}});
    let pulling = json!({
        "textDocument": {"diagnostic": {}},
        "workspace": refreshing["workspace"],
    });
    let mut client = with_two_folders(pulling);
    let ask = |client: &mut Client, known: &Value| {
        client.request("workspace/diagnostic", json!({"previousResultIds": known})).unwrap()
    };
    let before = ask(&mut client, &json!([]));
    let known = |report: &Value| {
        let items = report["items"].as_array().unwrap().iter();
        items.map(|it| json!({"uri": it["uri"], "value": it["resultId"]})).collect::<Value>()
    };
    change_folders(&client, &[], &["one"]);
    client.asked("workspace/diagnostic/refresh", Value::Null);
    let uri = client.uri("one/sources/a.move");
    let of_file = |report: &Value| {
        let mut items = report["items"].as_array().unwrap().iter();
        items.find(|it| it["uri"] == uri).cloned().unwrap()
    };
    assert_eq!(count_of_items(&of_file(&before)), 1);
    let after = ask(&mut client, &known(&before));
    assert_eq!(count_of_items(&of_file(&after)), 0);
    assert_eq!(of_file(&ask(&mut client, &known(&after)))["kind"], "unchanged");
}

fn count_of_items(report: &Value) -> usize {
    report["items"].as_array().unwrap().len()
}
