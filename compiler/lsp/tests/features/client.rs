//! A client that says what a test wants it to say, and keeps what it hears.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::thread::JoinHandle;
use std::time::Duration;

use compiler_lsp::{Exit, serve};
use lsp_server::{Connection, Message, Notification, Request, RequestId, Response, ResponseError};
use serde_json::{Value, json};
use tempfile::TempDir;

/// No answer takes so long unless something hangs.
const PATIENCE: Duration = Duration::from_mins(1);

/// What most packages of these tests are called.
pub(crate) const MANIFEST: &str = "[package]\nname = \"p\"\n";

/// A client, its server, and a folder of files.
pub(crate) struct Client {
    connection: Option<Connection>,
    server: Option<JoinHandle<std::io::Result<Exit>>>,
    folder: TempDir,
    requests: i32,
    heard: VecDeque<Message>,
}

impl Client {
    /// A client in a package of one module, which is open.
    pub(crate) fn open(module: &str) -> Self {
        let mut client = Self::with(json!({}), &[("sources/a.move", module)]);
        client.did_open("sources/a.move");
        client
    }

    /// A client with capabilities, in a package of files; none is open.
    pub(crate) fn with(capabilities: Value, files: &[(&str, &str)]) -> Self {
        let mut client = Self::silent(files);
        let root = client.uri("");
        let params = json!({"processId": null, "rootUri": root, "capabilities": capabilities});
        client.request("initialize", params).unwrap();
        client.notify("initialized", json!({}));
        client
    }

    /// A client that has said nothing yet.
    pub(crate) fn silent(files: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        let (server, connection) = Connection::memory();
        let server = std::thread::Builder::new().spawn(move || serve(server)).unwrap();
        let (connection, server) = (Some(connection), Some(server));
        let client = Self { connection, server, folder, requests: 0, heard: VecDeque::new() };
        if files.iter().all(|(path, _)| *path != "Move.toml") {
            client.write("Move.toml", MANIFEST);
        }
        files.iter().for_each(|(path, text)| client.write(path, text));
        client
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn uri(&self, path: &str) -> String {
        format!("file://{}", self.folder.path().canonicalize().unwrap().join(path).display())
    }

    pub(crate) fn document(&self, path: &str) -> Value {
        json!({"uri": self.uri(path)})
    }

    fn connection(&self) -> &Connection {
        self.connection.as_ref().unwrap()
    }

    pub(crate) fn notify(&self, method: &str, params: Value) {
        let notification = Notification::new(method.to_owned(), params);
        self.connection().sender.send(notification.into()).unwrap();
    }

    /// Sends a request and does not wait for its answer.
    pub(crate) fn send(&mut self, method: &str, params: Value) -> RequestId {
        self.requests += 1;
        let id = RequestId::from(self.requests);
        let request = Request::new(id.clone(), method.to_owned(), params);
        self.connection().sender.send(request.into()).unwrap();
        id
    }

    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value, ResponseError> {
        let id = self.send(method, params);
        self.answer(&id)
    }

    /// Waits for an answer; what comes before it is kept.
    pub(crate) fn answer(&mut self, id: &RequestId) -> Result<Value, ResponseError> {
        let is_it = |it: &Message| matches!(it, Message::Response(response) if response.id == *id);
        let Message::Response(response) = self.wait(is_it) else {
            panic!("what was waited for is an answer")
        };
        response.response_result
    }

    /// Waits for a notification.
    pub(crate) fn notification(&mut self, method: &str) -> Value {
        let is_it = |it: &Message| matches!(it, Message::Notification(it) if it.method == method);
        let Message::Notification(notification) = self.wait(is_it) else {
            panic!("what was waited for is a notification")
        };
        notification.params
    }

    /// Waits for a request of the server and answers it.
    pub(crate) fn asked(&mut self, method: &str, answer: Value) -> Value {
        let is_it = |it: &Message| matches!(it, Message::Request(it) if it.method == method);
        let Message::Request(request) = self.wait(is_it) else {
            panic!("what was waited for is a request")
        };
        let response = Response::new_ok(request.id, answer);
        self.connection().sender.send(response.into()).unwrap();
        request.params
    }

    fn wait(&mut self, is_it: impl Fn(&Message) -> bool) -> Message {
        if let Some(index) = self.heard.iter().position(&is_it) {
            return self.heard.remove(index).unwrap();
        }
        loop {
            let message = self.connection().receiver.recv_timeout(PATIENCE).unwrap();
            if is_it(&message) {
                return message;
            }
            self.heard.push_back(message);
        }
    }

    /// How many notifications were heard that nobody has waited for.
    pub(crate) fn count_of(&self, method: &str) -> usize {
        let is_it = |it: &&Message| matches!(it, Message::Notification(it) if it.method == method);
        self.heard.iter().filter(is_it).count()
    }

    /// Waits for diagnostics of a file.
    pub(crate) fn diagnostics(&mut self, path: &str) -> Value {
        let uri = self.uri(path);
        loop {
            let params = self.notification("textDocument/publishDiagnostics");
            if params["uri"] == uri {
                return params;
            }
        }
    }

    /// Opens a file as it is on disk.
    pub(crate) fn did_open(&mut self, path: &str) {
        let text = fs::read_to_string(self.folder.path().join(path)).unwrap();
        let item = json!({"uri": self.uri(path), "languageId": "move", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": item}));
    }

    /// Gives a file another text, as a whole.
    pub(crate) fn did_change(&mut self, path: &str, version: i32, text: &str) {
        let document = json!({"uri": self.uri(path), "version": version});
        let changes = json!([{"text": text}]);
        let params = json!({"textDocument": document, "contentChanges": changes});
        self.notify("textDocument/didChange", params);
    }

    /// Takes its leave as it should.
    pub(crate) fn leave(mut self) -> Exit {
        self.request("shutdown", Value::Null).unwrap();
        self.exit()
    }

    /// Takes its leave.
    pub(crate) fn exit(mut self) -> Exit {
        self.notify("exit", Value::Null);
        self.server.take().unwrap().join().unwrap().unwrap()
    }

    /// Goes without a word.
    pub(crate) fn vanish(mut self) -> Exit {
        self.connection.take();
        self.server.take().unwrap().join().unwrap().unwrap()
    }

    /// Asks something about the open module, and gives request and answer to compare.
    pub(crate) fn transcript(&mut self, method: &str, more: Value) -> String {
        let mut params = json!({"textDocument": self.document("sources/a.move")});
        let more = more.as_object().unwrap().clone();
        params.as_object_mut().unwrap().extend(more.clone());
        let answer = match self.request(method, params) {
            Ok(answer) => self.show(&answer),
            Err(error) => format!("error {}: {}\n", error.code, error.message),
        };
        format!("{method}{}{answer}", self.show(&more.into()))
    }

    /// A value as people read it: one line a field, ranges as `line:column-line:column`.
    pub(crate) fn show(&self, value: &Value) -> String {
        let mut shown = String::new();
        write_value(&mut shown, value, 0);
        shown
            .replace(&self.uri(""), "file:///p/")
            .replace(&format!("{}", self.folder().display()), "/p")
    }
}

fn position(value: &Value) -> Option<String> {
    let fields = value.as_object().filter(|it| it.len() == 2)?;
    Some(format!("{}:{}", fields.get("line")?, fields.get("character")?))
}

fn range(value: &Value) -> Option<String> {
    let fields = value.as_object().filter(|it| it.len() == 2)?;
    Some(format!("{}-{}", position(fields.get("start")?)?, position(fields.get("end")?)?))
}

fn write_value(shown: &mut String, value: &Value, depth: usize) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(fields) if position(value).or_else(|| range(value)).is_none() => {
            shown.push('\n');
            for (name, value) in fields {
                write!(shown, "{indent}{name}:").unwrap();
                write_value(shown, value, depth + 1);
            }
        }
        Value::Array(items) if items.iter().any(|it| it.is_object() && position(it).is_none()) => {
            shown.push('\n');
            for item in items {
                write!(shown, "{indent}-").unwrap();
                write_value(shown, item, depth + 1);
            }
        }
        Value::String(text) => writeln!(shown, " {}", text.replace('\n', "\u{23ce}")).unwrap(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            let short = position(value).or_else(|| range(value));
            let short = short.unwrap_or_else(|| value.to_string());
            writeln!(shown, " {short}").unwrap();
        }
    }
}
