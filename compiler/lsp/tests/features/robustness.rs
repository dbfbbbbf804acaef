//! Whatever is on the screen while somebody types: every request has an answer that is no bug.

use std::fs;
use std::path::Path;

use lsp_server::ErrorCode;
use serde_json::{Value, json};

use crate::client::Client;

/// Everything that can be asked of a place in a document.
const AT_A_PLACE: [&str; 10] = [
    "textDocument/completion",
    "textDocument/definition",
    "textDocument/documentHighlight",
    "textDocument/hover",
    "textDocument/prepareCallHierarchy",
    "textDocument/prepareRename",
    "textDocument/references",
    "textDocument/rename",
    "textDocument/signatureHelp",
    "textDocument/typeDefinition",
];

/// Everything that can be asked of a document; `end` is the end of its text.
fn requests(end: &Value) -> Vec<(&'static str, Value)> {
    let far = json!({"line": 9999, "character": 9999});
    let range = json!({"start": {"line": 0, "character": 0}, "end": far});
    let context = json!({"diagnostics": []});
    let options = json!({"tabSize": 4, "insertSpaces": true});
    let more = json!({"includeDeclaration": true, "triggerKind": 1});
    let of_place = |at: &Value| json!({"position": at, "newName": "x", "context": more});
    let places = [end, &far].map(of_place);
    let mut requests: Vec<_> = AT_A_PLACE
        .into_iter()
        .flat_map(|method| places.iter().map(move |place| (method, place.clone())))
        .collect();
    requests.extend([
        ("textDocument/codeAction", json!({"range": range, "context": context})),
        ("textDocument/codeLens", json!({})),
        ("textDocument/diagnostic", json!({})),
        ("textDocument/documentSymbol", json!({})),
        ("textDocument/foldingRange", json!({})),
        ("textDocument/formatting", json!({"options": options})),
        ("textDocument/inlayHint", json!({"range": range})),
        ("textDocument/selectionRange", json!({"positions": [far, {"line": 3, "character": 7}]})),
        ("textDocument/semanticTokens/full", json!({})),
        ("textDocument/semanticTokens/range", json!({"range": range})),
    ]);
    requests
}

fn ask_all(client: &mut Client, text: &str) {
    let at = text.len();
    let column = text.rsplit('\n').next().unwrap().encode_utf16().count();
    let end = json!({"line": text.matches('\n').count(), "character": column});
    for (method, mut params) in requests(&end) {
        params["textDocument"] = client.document("sources/a.move");
        let answer = ask(client, (method, params), at);
        if method == "textDocument/completion" {
            let first = answer.as_array().and_then(|items| items.first()).cloned();
            first.map(|item| ask(client, ("completionItem/resolve", item), at));
        }
    }
}

/// What the server says; nothing if it has a reason to refuse.
fn ask(client: &mut Client, (method, params): (&str, Value), at: usize) -> Value {
    client.request(method, params).unwrap_or_else(|error| {
        let is_bug = error.code == ErrorCode::InternalError as i32;
        assert!(!is_bug, "{method} of the first {at} bytes: {error:?}");
        Value::Null
    })
}

#[test]
fn a_module_can_be_typed_from_its_first_letter_to_its_last() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/lending/sources");
    let module = fs::read_dir(path).unwrap().next().unwrap().unwrap().path();
    let text = fs::read_to_string(module).unwrap();
    let mut client = Client::open("");
    let settings =
        json!({"accessvm": {"inlayHints": {"footprints": true, "parameterNames": true}}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
    for (version, end) in (2..).zip((0..text.len()).step_by(331).chain([text.len()])) {
        let end = text.floor_char_boundary(end);
        client.did_change("sources/a.move", version, &text[..end]);
        ask_all(&mut client, &text[..end]);
    }
}
