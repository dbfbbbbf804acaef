//! The language server as editors start it: a process that is spoken to over stdin and stdout.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::needless_pass_by_value, reason = "`json!` makes values")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A server, and the package it serves.
struct Session {
    server: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    folder: TempDir,
    requests: i32,
}

impl Session {
    /// A server that has heard nothing yet, beside a package of one module.
    fn silent(module: &str) -> Self {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("Move.toml"), "[package]\nname = \"p\"\n").unwrap();
        fs::create_dir(folder.path().join("sources")).unwrap();
        fs::write(folder.path().join("sources/a.move"), module).unwrap();
        let mut server = Command::new(env!("CARGO_BIN_EXE_accessvm"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let stdin = server.stdin.take();
        let stdout = BufReader::new(server.stdout.take().unwrap());
        Self { server, stdin, stdout, folder, requests: 0 }
    }

    /// A server that has the module open.
    fn open(module: &str) -> Self {
        let mut session = Self::silent(module);
        let params = json!({"processId": null, "rootUri": null, "capabilities": {}});
        session.ask("initialize", params);
        session.notify("initialized", json!({}));
        let uri = session.uri();
        let item = json!({"uri": uri, "languageId": "move", "version": 1, "text": module});
        session.notify("textDocument/didOpen", json!({"textDocument": item}));
        session
    }

    fn uri(&self) -> String {
        let folder = self.folder.path().canonicalize().unwrap();
        format!("file://{}", folder.join("sources/a.move").display())
    }

    fn write(&mut self, bytes: &str) {
        let stdin = self.stdin.as_mut().unwrap();
        stdin.write_all(bytes.as_bytes()).unwrap();
        stdin.flush().unwrap();
    }

    fn say(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let text = message.to_string();
        self.write(&format!("Content-Length: {}\r\n\r\n{text}", text.len()));
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.say(json!({"method": method, "params": params}));
    }

    fn send(&mut self, method: &str, params: Value) -> i32 {
        self.requests += 1;
        let id = self.requests;
        self.say(json!({"id": id, "method": method, "params": params}));
        id
    }

    /// The next message; `None` at the end.
    fn hear(&mut self) -> Option<Value> {
        let mut length = None;
        loop {
            let mut line = String::new();
            if self.stdout.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            match line.trim_end().strip_prefix("Content-Length: ") {
                Some(bytes) => length = Some(bytes.parse().unwrap()),
                None if line.trim_end().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length?];
        self.stdout.read_exact(&mut body).unwrap();
        Some(serde_json::from_slice(&body).unwrap())
    }

    fn answer(&mut self, id: i32) -> Value {
        loop {
            let message = self.hear().unwrap();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
        }
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.send(method, params);
        self.answer(id)
    }

    fn diagnostics(&mut self) -> Value {
        loop {
            let message = self.hear().unwrap();
            let is_it = message["params"]["uri"] == self.uri();
            if is_it && message["method"] == "textDocument/publishDiagnostics" {
                return message["params"].clone();
            }
        }
    }

    fn change(&mut self, version: i32, change: Value) {
        let document = json!({"uri": self.uri(), "version": version});
        let params = json!({"textDocument": document, "contentChanges": [change]});
        self.notify("textDocument/didChange", params);
    }

    /// Closes stdin, and waits for the server to end.
    fn status(mut self) -> Option<i32> {
        self.stdin.take();
        while self.hear().is_some() {}
        self.server.wait().unwrap().code()
    }
}

fn insertion(line: u32, character: u32, text: &str) -> Value {
    let at = json!({"line": line, "character": character});
    json!({"range": {"start": at, "end": at}, "text": text})
}

const CLEAN: &str = "module 0x2::a {\n    fun f() {}\n}\n";

#[test]
fn a_burst_of_edits_ends_in_the_diagnostics_of_the_last() {
    let mut session = Session::open(CLEAN);
    // Each of them says something new.
    for version in 2..202 {
        session.change(version, insertion(1, 13, "true; "));
    }
    session.change(202, insertion(1, 13, "wrong; "));
    let mut said = session.diagnostics();
    let mut count = 1;
    while said["version"] != 202 {
        said = session.diagnostics();
        count += 1;
    }
    let codes = said["diagnostics"].as_array().unwrap().iter().map(|it| &it["code"]);
    assert!(codes.into_iter().any(|code| code == "E0201"), "{said}");
    assert!(count < 100, "not every edit is analyzed: {count} of 202");
}

#[test]
fn a_request_can_be_cancelled() {
    let mut session = Session::open(CLEAN);
    let params = json!({"textDocument": {"uri": session.uri()}});
    let id = session.send("textDocument/codeLens", params.clone());
    session.notify("$/cancelRequest", json!({"id": id}));
    assert_eq!(session.answer(id)["error"]["code"], -32800);
    assert!(session.ask("textDocument/codeLens", params)["result"].is_array());
}

#[test]
fn text_beyond_the_basic_plane_keeps_its_columns() {
    let module = "module 0x2::a {\n    /* \u{1d11e}\u{1d11e} */ fun f(): u8 { true }\n}\n";
    let mut session = Session::open(module);
    let said = session.diagnostics();
    let start = &said["diagnostics"][0]["range"]["start"];
    assert_eq!(start, &json!({"line": 1, "character": 29}), "{said}");
    let range = json!({
        "start": {"line": 1, "character": 24},
        "end": {"line": 1, "character": 26},
    });
    session.change(2, json!({"range": range, "text": "bool"}));
    assert_eq!(session.diagnostics()["diagnostics"], json!([]), "{said}");
}

#[test]
fn a_session_ends_well_with_shutdown_and_exit() {
    let mut session = Session::open(CLEAN);
    assert_eq!(session.ask("shutdown", Value::Null)["result"], Value::Null);
    session.notify("exit", Value::Null);
    assert_eq!(session.status(), Some(0));
}

#[test]
fn a_session_ends_badly_without_shutdown() {
    let mut session = Session::open(CLEAN);
    session.notify("exit", Value::Null);
    assert_eq!(session.status(), Some(1));
    assert_eq!(Session::open(CLEAN).status(), Some(1), "stdin was closed");
    let mut session = Session::silent(CLEAN);
    session.notify("exit", Value::Null);
    assert_eq!(session.status(), Some(1), "before the start");
}

#[test]
fn a_malformed_header_ends_the_session() {
    let mut session = Session::open(CLEAN);
    session.write("Content-Length: many\r\n\r\n{}");
    assert_eq!(session.status(), Some(1));
    let mut session = Session::silent(CLEAN);
    session.write("GET / HTTP/1.1\r\n\r\n");
    assert_eq!(session.status(), Some(1));
}

#[test]
fn what_is_no_json_ends_the_session() {
    let mut session = Session::open(CLEAN);
    session.write("Content-Length: 5\r\n\r\n{\"id\"");
    assert_eq!(session.status(), Some(1));
}

#[test]
fn a_request_that_nobody_knows_is_refused_and_the_session_goes_on() {
    let mut session = Session::open(CLEAN);
    assert_eq!(session.ask("textDocument/dance", json!({}))["error"]["code"], -32601);
    let wrong = session.ask("textDocument/hover", json!({"position": "there"}));
    assert_eq!(wrong["error"]["code"], -32602);
    let params = json!({"textDocument": {"uri": session.uri()}});
    assert!(session.ask("textDocument/codeLens", params)["result"].is_array());
}

#[test]
fn a_request_before_the_start_is_refused() {
    let mut session = Session::silent(CLEAN);
    let answer = session.ask("textDocument/hover", json!({}));
    assert_eq!(answer["error"]["code"], -32002, "{answer}");
    let params = json!({"processId": null, "rootUri": null, "capabilities": {}});
    assert!(session.ask("initialize", params)["result"]["capabilities"].is_object());
}

#[test]
fn a_rename_goes_through_packages() {
    let mut session = Session::open("module 0x2::a {\n    public fun f() {}\n}\n");
    let folder = session.folder.path().canonicalize().unwrap().join("user");
    fs::create_dir_all(folder.join("sources")).unwrap();
    let manifest = "[package]\nname = \"user\"\n[dependencies]\np = { local = \"..\" }\n";
    fs::write(folder.join("Move.toml"), manifest).unwrap();
    let text = "module 0x3::user {\n    fun g() { 0x2::a::f() }\n}\n";
    fs::write(folder.join("sources/user.move"), text).unwrap();
    let user = format!("file://{}", folder.join("sources/user.move").display());
    let item = json!({"uri": user, "languageId": "move", "version": 1, "text": text});
    session.notify("textDocument/didOpen", json!({"textDocument": item}));
    let params = json!({
        "textDocument": {"uri": session.uri()},
        "position": {"line": 1, "character": 15},
        "newName": "go",
    });
    let answer = session.ask("textDocument/rename", params);
    let changes = &answer["result"]["changes"];
    let edit =
        |from: Value, to: Value| json!([{"range": {"start": from, "end": to}, "newText": "go"}]);
    let at = |line: u32, character: u32| json!({"line": line, "character": character});
    assert_eq!(changes[session.uri()], edit(at(1, 15), at(1, 16)), "{answer}");
    assert_eq!(changes[user], edit(at(1, 22), at(1, 23)), "{answer}");
}

#[test]
fn what_changes_on_disk_is_read_again() {
    let mut session = Session::open("module 0x2::a {\n    fun f() { 0x2::b::g() }\n}\n");
    assert_eq!(session.diagnostics()["diagnostics"][0]["code"], "E0202");
    let other = session.folder.path().join("sources/b.move");
    fs::write(&other, "module 0x2::b {\n    public fun g() {}\n}\n").unwrap();
    let uri = format!("file://{}", other.canonicalize().unwrap().display());
    let changes = json!({"changes": [{"uri": uri, "type": 1}]});
    session.notify("workspace/didChangeWatchedFiles", changes);
    assert_eq!(session.diagnostics()["diagnostics"], json!([]));
}

#[test]
fn a_crash_costs_one_answer() {
    let mut session = Session::open(CLEAN);
    assert_eq!(session.ask("accessvm/crash", Value::Null)["error"]["code"], -32603);
    let params = json!({"textDocument": {"uri": session.uri()}});
    assert!(session.ask("textDocument/codeLens", params)["result"].is_array());
    session.ask("shutdown", Value::Null);
    session.notify("exit", Value::Null);
    assert_eq!(session.status(), Some(0));
}
