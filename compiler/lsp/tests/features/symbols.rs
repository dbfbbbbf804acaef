//! Symbols of a document and of the workspace.

use expect_test::expect;
use serde_json::json;

use crate::client::Client;

const MODULE: &str = "module 0x2::bank {
    fun first() {}
    struct Balance has key { value: u64 }
    enum Color { Red, Blue { shade: u8 } }
    const E_NO: u64 = 1;
}
";

#[test]
fn a_document_is_a_tree_of_symbols() {
    let mut client = Client::open(MODULE);
    let transcript = client.transcript("textDocument/documentSymbol", json!({}));
    expect![[r#"
        textDocument/documentSymbol

        -
          children:
            -
              kind: 12
              name: first
              range: 1:4-1:18
              selectionRange: 1:8-1:13
            -
              children:
                -
                  kind: 8
                  name: value
                  range: 2:29-2:39
                  selectionRange: 2:29-2:34
              kind: 23
              name: Balance
              range: 2:4-2:41
              selectionRange: 2:11-2:18
            -
              children:
                -
                  kind: 22
                  name: Red
                  range: 3:17-3:20
                  selectionRange: 3:17-3:20
                -
                  children:
                    -
                      kind: 8
                      name: shade
                      range: 3:29-3:38
                      selectionRange: 3:29-3:34
                  kind: 22
                  name: Blue
                  range: 3:22-3:40
                  selectionRange: 3:22-3:26
              kind: 10
              name: Color
              range: 3:4-3:42
              selectionRange: 3:9-3:14
            -
              kind: 14
              name: E_NO
              range: 4:4-4:24
              selectionRange: 4:10-4:14
          kind: 2
          name: bank
          range: 0:0-5:1
          selectionRange: 0:12-0:16
    "#]]
    .assert_eq(&transcript);
}

#[test]
fn all_packages_are_searched_by_letters() {
    let files = [("sources/a.move", MODULE), ("tests/b.move", "module 0x2::b { fun blue() {} }")];
    let mut client = Client::with(json!({}), &files);
    let found = client.request("workspace/symbol", json!({"query": "BLE"})).unwrap();
    expect![[r#"

        -
          containerName: bank
          kind: 23
          location:
            range: 2:11-2:18
            uri: file:///p/sources/a.move
          name: Balance
        -
          containerName: Color
          kind: 22
          location:
            range: 3:22-3:26
            uri: file:///p/sources/a.move
          name: Blue
        -
          containerName: b
          kind: 12
          location:
            range: 0:20-0:24
            uri: file:///p/tests/b.move
          name: blue
    "#]]
    .assert_eq(&client.show(&found));
}
