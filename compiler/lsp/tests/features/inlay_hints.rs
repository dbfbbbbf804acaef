//! Inlay hints.

use expect_test::expect;
use serde_json::{Value, json};

use crate::client::Client;

const MODULE: &str = "module 0x2::bank {
    struct Balance has key { value: u64 }

    fun add(to: address, amount: u64) {
        Balance[to].value = amount;
    }

    fun nothing() {}

    public fun declared(of: address): u64 reads Balance(of).value { Balance[of].value }
}
";

fn everywhere() -> Value {
    json!({"range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}})
}

#[test]
fn functions_without_clauses_show_those_inferred() {
    let mut client = Client::open(MODULE);
    let settings = json!({"accessvm": {"inlayHints": {"clauses": true}}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
    let transcript = client.transcript("textDocument/inlayHint", everywhere());
    expect![[r#"
        textDocument/inlayHint
        range: 0:0-99:0

        -
          label: writes Balance(to).value
          paddingLeft: true
          position: 3:37
          tooltip: writes Balance(to).value
        -
          label: pure
          paddingLeft: true
          position: 7:17
          tooltip: pure
    "#]]
    .assert_eq(&transcript);
}

#[test]
fn they_are_off_unless_wanted() {
    let mut client = Client::open(MODULE);
    let mut asked = everywhere();
    asked["textDocument"] = client.document("sources/a.move");
    assert_eq!(client.request("textDocument/inlayHint", asked).unwrap(), Value::Null);
}
