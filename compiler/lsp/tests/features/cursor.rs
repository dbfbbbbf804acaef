//! Texts with a cursor in them, and places as people read them.

use serde_json::{Value, json};

use crate::client::Client;

/// A module of the package, and a `|` where the cursor is.
const PATH: &str = "sources/a.move";

/// A text without its cursor `|`, and where that is.
pub(crate) fn cut(marked: &str) -> (String, Value) {
    let (before, after) = marked.split_once('|').unwrap();
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap().encode_utf16().count();
    (format!("{before}{after}"), json!({"line": line, "character": column}))
}

/// A client with a module open, and the position of the cursor in it.
pub(crate) fn open(marked: &str, others: &[(&str, &str)]) -> (Client, Value) {
    let (text, position) = cut(marked);
    let mut files = vec![(PATH, text.as_str())];
    files.extend_from_slice(others);
    let mut client = Client::with(json!({}), &files);
    client.did_open(PATH);
    (client, position)
}

/// What the server says to a request about the place of the cursor.
pub(crate) fn ask(marked: &str, method: &str, more: Value) -> Result<Value, String> {
    let (mut client, position) = open(marked, &[]);
    ask_of(&mut client, position, method, more)
}

/// What the server says to a request about a position.
pub(crate) fn ask_of(
    client: &mut Client,
    position: Value,
    method: &str,
    more: Value,
) -> Result<Value, String> {
    let mut params = json!({"textDocument": client.document(PATH), "position": position});
    params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    client.request(method, params).map_err(|error| error.message)
}

/// Ranges in a text, each as the line with brackets around it.
pub(crate) fn marked(text: &str, ranges: impl Iterator<Item = Value>) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let show = |range: Value| {
        let number = |path: &str| usize::try_from(range.pointer(path).unwrap().as_u64().unwrap());
        let line = lines[number("/start/line").unwrap()];
        let (from, to) = (number("/start/character").unwrap(), number("/end/character").unwrap());
        let (before, rest) = line.split_at(from);
        let (name, after) = rest.split_at(to - from);
        format!("{}[{name}]{after}", before.trim_start())
    };
    ranges.map(show).collect::<Vec<_>>().join("\n")
}

/// A text after edits, which are in order.
pub(crate) fn applied(text: &str, edits: &Value) -> String {
    let mut text = text.to_owned();
    for edit in edits.as_array().unwrap().iter().rev() {
        let offset = |path: &str| {
            let at = |field: &str| edit.pointer(&format!("/range/{path}/{field}")).unwrap();
            let line = usize::try_from(at("line").as_u64().unwrap()).unwrap();
            let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            before + usize::try_from(at("character").as_u64().unwrap()).unwrap()
        };
        let range = offset("start")..offset("end");
        text.replace_range(range, edit["newText"].as_str().unwrap());
    }
    text
}
