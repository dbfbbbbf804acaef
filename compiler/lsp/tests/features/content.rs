//! Texts that only the server has.

use serde_json::json;

use crate::client::Client;

#[test]
fn pages_and_library_can_be_read() {
    let mut client = Client::open("module 0x2::a {}");
    let mut text = |uri: &str| {
        let answer = client.request("workspace/textDocumentContent", json!({"uri": uri}));
        answer.map(|it| it["text"].as_str().unwrap().to_owned())
    };
    assert!(text("accessvm:/explain/E0101.md").unwrap().starts_with("# E0101"));
    assert!(
        text("accessvm:/stdlib/sources/std/vector.move").unwrap().contains("module std::vector")
    );
    assert!(text("accessvm:/stdlib/no.move").is_err());
}
