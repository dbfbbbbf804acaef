//! Code lenses.

use expect_test::expect;
use serde_json::json;

use crate::client::Client;

#[test]
fn lenses_tell_what_runs_and_how_much_is_known() {
    let module = "module 0x2::bank {
    struct Balance has key { value: u64 }

    public entry fun set(owner: &signer, value: u64) writes Balance(owner).value {
        Balance[std::signer::address_of(owner)].value = value;
    }

    #[test]
    fun sets() {}
}
";
    let files = [("sources/a.move", module), ("batch.json", "{}")];
    let mut client = Client::with(json!({}), &files);
    client.did_open("sources/a.move");
    let transcript = client.transcript("textDocument/codeLens", json!({}));
    expect![[r#"
        textDocument/codeLens

        -
          command:
            arguments: ["/p/batch.json"]
            command: accessvm.runBatch
            title: run batch
          range: 0:12-0:16
        -
          command:
            command: 
            title: footprint: exact
          range: 3:21-3:24
        -
          command:
            arguments: ["/p","bank::sets"]
            command: accessvm.runTest
            title: run test
          range: 8:8-8:12
    "#]]
    .assert_eq(&transcript);
}

#[test]
fn a_broken_body_leaves_the_lenses_of_other_functions() {
    let module = |body: &str| {
        format!(
            "module 0x2::a {{\n    public fun f(): u8 {{ {body} }}\n    public fun g() {{}}\n}}\n"
        )
    };
    let mut client = Client::open(&module("1"));
    let before = client.transcript("textDocument/codeLens", json!({}));
    client.did_change("sources/a.move", 2, &module("1 +"));
    assert_eq!(client.transcript("textDocument/codeLens", json!({})), before);
}
