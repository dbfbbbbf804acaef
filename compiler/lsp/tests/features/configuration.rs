//! Settings: given at the start, sent, or asked for.

use serde_json::{Value, json};

use crate::client::Client;

const NEEDLESS: &str = "module 0x2::a { struct R has key {} fun f() writes R {} }";

fn codes(said: &Value) -> Vec<&str> {
    let said = said["diagnostics"].as_array().unwrap();
    said.iter().map(|it| it["code"].as_str().unwrap()).collect()
}

#[test]
fn codes_can_be_switched_off() {
    let mut client = Client::open(NEEDLESS);
    assert_eq!(codes(&client.diagnostics("sources/a.move")), ["E0605"]);
    let settings = json!({"accessvm": {"diagnostics": {"disabled": ["E0605"]}}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
    assert!(codes(&client.diagnostics("sources/a.move")).is_empty());
}

#[test]
fn a_client_with_settings_is_asked_for_them() {
    let capabilities = json!({"workspace": {"configuration": true}});
    let mut client = Client::with(capabilities, &[("sources/a.move", NEEDLESS)]);
    let disabled = json!([{"diagnostics": {"disabled": ["E0605"]}}]);
    let asked = client.asked("workspace/configuration", disabled);
    assert_eq!(asked, json!({"items": [{"section": "accessvm"}]}));
    client.did_open("sources/a.move");
    let mut said = client.diagnostics("sources/a.move");
    while !codes(&said).is_empty() {
        said = client.diagnostics("sources/a.move");
    }
}

#[test]
fn who_declares_can_be_set() {
    let mut client = Client::open(
        "module 0x2::a { struct R has key { x: u64 } public fun f(a: address) { R[a].x = 1; } }",
    );
    assert_eq!(codes(&client.diagnostics("sources/a.move")), ["E0602"]);
    let settings = json!({"accessvm": {"declarations": "inferred"}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
    assert!(codes(&client.diagnostics("sources/a.move")).is_empty());
}

#[test]
fn malformed_settings_are_told_to_the_user() {
    let mut client = Client::open(NEEDLESS);
    let settings = json!({"accessvm": {"inlayHints": 3}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
    let message = client.notification("window/showMessage");
    assert!(
        message["message"].as_str().unwrap().starts_with("settings of `accessvm`"),
        "{message}"
    );
}
