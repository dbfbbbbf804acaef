//! Selection ranges.

use expect_test::expect;
use serde_json::{Value, json};

use crate::client::Client;
use crate::cursor::cut;

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
          range: 1:30-1:31
    "#]]
    .assert_eq(&transcript);
}

/// The text of the smallest selection at the cursor, and of the one around it.
fn smallest(marked: &str) -> (String, String) {
    let (text, position) = cut(marked);
    let mut client = Client::open(&text);
    let asked = json!({"textDocument": client.document("sources/a.move"), "positions": [position]});
    let answer = client.request("textDocument/selectionRange", asked).unwrap();
    let slice = |range: &Value| {
        let column = |end: &str| range[end]["character"].as_u64().unwrap().try_into().unwrap();
        let (start, end): (usize, usize) = (column("start"), column("end"));
        text[start..end].to_owned()
    };
    (slice(&answer[0]["range"]), slice(&answer[0]["parent"]["range"]))
}

#[test]
fn between_two_tokens_a_word_is_meant() {
    let within =
        |body: &str| smallest(&format!("module 0x2::a {{ fun f(x: u64): u64 {{ {body} }} }}"));
    let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    assert_eq!(within("f(|f(x))"), pair("f", "f(x)"));
    assert_eq!(within("f(f|(x))"), pair("f", "f(x)"));
    assert_eq!(within("f(f(x|))"), pair("x", "f(x)"));
    assert_eq!(within("f(f(x)|)"), pair(")", "f(f(x))"));
}
