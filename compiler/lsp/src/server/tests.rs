//! What happens when we fail, or while we are at something: it takes requests that only tests have.

use std::sync::{Barrier, Mutex};

use gen_lsp_types::{LspRequestMethod, MessageDirection, Request as LspRequest};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde_json::{Value, json};

use crate::requests::Answer;
use crate::server::{Exit, serve};
use crate::workspace::Workspace;

/// A request that is answered when the gate is open.
pub(crate) enum Stall {}

impl LspRequest for Stall {
    type Params = Value;
    type Result = Value;
    const METHOD: LspRequestMethod<'static> = LspRequestMethod::new("test/stall");
    const MESSAGE_DIRECTION: MessageDirection = MessageDirection::ClientToServer;
}

/// Closed while somebody holds it.
static GATE: Mutex<()> = Mutex::new(());
/// Where the worker tells whoever holds the gate that it stands before it.
static BEGUN: Barrier = Barrier::new(2);

#[allow(clippy::unnecessary_wraps, reason = "as the others in the table")]
pub(crate) fn stall(_: &mut Workspace, _: &Value) -> Answer<Value> {
    BEGUN.wait();
    let _open = GATE.lock().unwrap();
    Ok(Value::Null)
}

const URI: &str = "untitled:a";

/// A client that has one document open.
struct Client {
    connection: Connection,
    server: std::thread::JoinHandle<std::io::Result<Exit>>,
}

impl Client {
    fn open() -> Self {
        let (server, connection) = Connection::memory();
        let server = std::thread::Builder::new().spawn(move || serve(server)).unwrap();
        let client = Self { connection, server };
        client.send(
            0,
            "initialize",
            json!({"processId": null, "rootUri": null, "capabilities": {}}),
        );
        client.answer();
        let item = json!({"uri": URI, "languageId": "move", "version": 1, "text": ""});
        client.notify("textDocument/didOpen", json!({"textDocument": item}));
        client
    }

    fn send(&self, id: i32, method: &str, params: Value) {
        let request = Request::new(id.into(), method.to_owned(), params);
        self.connection.sender.send(request.into()).unwrap();
    }

    fn notify(&self, method: &str, params: Value) {
        let notification = Notification::new(method.to_owned(), params);
        self.connection.sender.send(notification.into()).unwrap();
    }

    /// The next answer: its request, and the code of an error.
    fn answer(&self) -> (lsp_server::RequestId, Option<i32>) {
        loop {
            match self.connection.receiver.recv().unwrap() {
                Message::Response(Response { id, response_result }) => {
                    return (id, response_result.err().map(|error| error.code));
                }
                Message::Request(_) | Message::Notification(_) => {}
            }
        }
    }

    fn leave(self) -> Exit {
        self.send(99, "shutdown", Value::Null);
        assert_eq!(self.answer(), (99.into(), None));
        self.notify("exit", Value::Null);
        self.server.join().unwrap().unwrap()
    }
}

fn document() -> Value {
    json!({"textDocument": {"uri": URI}})
}

fn change() -> Value {
    json!({"textDocument": {"uri": URI, "version": 2}, "contentChanges": [{"text": "// new"}]})
}

#[test]
fn a_crash_costs_one_answer() {
    let client = Client::open();
    client.send(1, "accessvm/crash", Value::Null);
    assert_eq!(client.answer(), (1.into(), Some(ErrorCode::InternalError as i32)));
    client.send(2, "textDocument/foldingRange", document());
    assert_eq!(client.answer(), (2.into(), None));
    assert_eq!(client.leave(), Exit::Proper);
}

#[test]
fn a_request_that_is_cancelled_is_answered_once() {
    let client = Client::open();
    let closed = GATE.lock().unwrap();
    client.send(1, "test/stall", Value::Null);
    BEGUN.wait();
    client.send(2, "textDocument/foldingRange", document());
    for id in [1, 2] {
        client.notify("$/cancelRequest", json!({"id": id}));
        assert_eq!(client.answer(), (id.into(), Some(ErrorCode::RequestCanceled as i32)));
    }
    drop(closed);
    client.notify("$/cancelRequest", json!({"id": 1}));
    client.send(3, "textDocument/foldingRange", document());
    assert_eq!(client.answer(), (3.into(), None));
    assert_eq!(client.leave(), Exit::Proper);
}

#[test]
fn an_answer_about_an_old_text_is_not_given() {
    let client = Client::open();
    let closed = GATE.lock().unwrap();
    client.send(1, "test/stall", Value::Null);
    BEGUN.wait();
    client.send(2, "textDocument/foldingRange", document());
    client.send(3, "workspace/symbol", json!({"query": ""}));
    client.notify("textDocument/didChange", change());
    assert_eq!(client.answer(), (2.into(), Some(ErrorCode::ContentModified as i32)));
    drop(closed);
    assert_eq!(client.answer(), (1.into(), None));
    assert_eq!(client.answer(), (3.into(), None), "it is not about one text");
    assert_eq!(client.leave(), Exit::Proper);
}
