//! Selection ranges.

use expect_test::expect;
use serde_json::json;

use crate::client::Client;

#[test]
fn a_selection_grows_from_a_token_to_the_file() {
    let mut client = Client::open("module 0x2::a {\n    fun f(x: u64): u64 { x + (1 * x) }\n}\n");
    let positions = json!({"positions": [{"line": 1, "character": 30}]});
    let transcript = client.transcript("textDocument/selectionRange", positions);
    expect![[r#"
        textDocument/selectionRange
        positions: [{"character":30,"line":1}]

        -
          parent:
            parent:
              parent:
                parent:
                  parent:
                    parent:
                      range: 0:0-3:0
                    range: 0:0-2:1
                  range: 1:4-1:38
                range: 1:23-1:38
              range: 1:25-1:36
            range: 1:29-1:36
          range: 1:29-1:30
    "#]]
    .assert_eq(&transcript);
}
