//! The main thread: takes messages, keeps the open documents, and hands out what the worker says.

mod outgoing;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use crossbeam_channel::{Receiver, Sender, select, unbounded};
use gen_lsp_types::{
    self as lsp, InitializeParams, InitializeResult, Notification as _, Request as _, ServerInfo,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::client::{Client, capabilities, folders};
use crate::configuration::{Configuration, SECTION};
use crate::document::Document;
use crate::requests::{Handler, Holds, table};
use crate::server::outgoing::Outgoing;
use crate::uri;
use crate::worker::{self, Job, Report};

/// How the client took its leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It asked for shutdown before.
    Proper,
    /// It did not, or it just went.
    Improper,
}

/// Serves a client over stdin and stdout until it leaves.
///
/// # Errors
///
/// If there is no thread to be had, or what comes is not the protocol.
pub fn serve_stdio() -> io::Result<Exit> {
    let (connection, threads) = Connection::stdio();
    let exit = serve(connection)?;
    threads.join()?;
    Ok(exit)
}

/// Serves a client until it leaves.
///
/// # Errors
///
/// If there is no thread to be had, or the one there was has stopped.
pub fn serve(connection: Connection) -> io::Result<Exit> {
    let Ok((id, params)) = connection.initialize_start() else { return Ok(Exit::Improper) };
    let params: InitializeParams = match serde_json::from_value(params) {
        Ok(params) => params,
        Err(error) => {
            let code = ErrorCode::InvalidParams as i32;
            let refusal = Response::new_err(id, code, error.to_string());
            connection.sender.send(refusal.into()).ok();
            return Ok(Exit::Improper);
        }
    };
    let client = Client::new(&params.capabilities);
    let result = InitializeResult {
        capabilities: capabilities(&client),
        server_info: Some(ServerInfo {
            name: SECTION.to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    };
    connection.sender.send(Response::new_ok(id, result).into()).ok();
    let (jobs, to_do) = unbounded();
    let (reports, said) = unbounded();
    worker::start(client.clone(), to_do, reports)?;
    let mut server = Server::new(connection.sender, client, jobs);
    server.begin(&params);
    server.run(&connection.receiver, &said)
}

/// The client does not listen any more.
struct Gone;

struct Server {
    client: Client,
    jobs: Sender<Job>,
    /// Open documents by URI.
    documents: BTreeMap<String, Document>,
    /// Requests that have no answer yet, each with the URI of the document whose text it is about: a change makes it void.
    pending: BTreeMap<RequestId, Option<String>>,
    outgoing: Outgoing,
    table: Vec<Handler>,
    is_shut_down: bool,
}

impl Server {
    fn new(client_sender: Sender<Message>, client: Client, jobs: Sender<Job>) -> Self {
        Self {
            outgoing: Outgoing::new(client_sender, client.clone()),
            client,
            jobs,
            documents: BTreeMap::new(),
            pending: BTreeMap::new(),
            table: table(),
            is_shut_down: false,
        }
    }

    /// Takes up the folders and settings that came with the first message.
    fn begin(&mut self, params: &InitializeParams) {
        let options = params.initialization_options.clone().unwrap_or_default();
        self.configure(options).ok();
        let folders: Vec<PathBuf> = folders(params).iter().filter_map(uri::path).collect();
        folders.into_iter().for_each(|folder| self.job(Job::AddFolder(folder)));
    }

    fn run(
        &mut self,
        messages: &Receiver<Message>,
        reports: &Receiver<Report>,
    ) -> io::Result<Exit> {
        loop {
            let done = select! {
                recv(messages) -> message => match message {
                    Ok(Message::Notification(it)) if it.method == exit_method() => break,
                    Ok(message) => self.message(message),
                    Err(_) => break,
                },
                recv(reports) -> report => match report {
                    Ok(report) => self.report(report),
                    Err(_) => return Err(io::Error::other("the analysis has stopped")),
                },
            };
            if done.is_err() {
                break;
            }
        }
        Ok(if self.is_shut_down { Exit::Proper } else { Exit::Improper })
    }

    fn message(&mut self, message: Message) -> Result<(), Gone> {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(notification) => self.notification(notification),
            Message::Response(response) => match self.outgoing.settings(response) {
                Some(settings) => self.configure(settings),
                None => Ok(()),
            },
        }
    }

    fn request(&mut self, request: Request) -> Result<(), Gone> {
        let Request { id, method, params } = &request;
        if self.is_shut_down {
            let message = "the server is shut down".to_owned();
            return self.outgoing.refuse(id.clone(), ErrorCode::InvalidRequest, message);
        }
        if method == lsp::ShutdownRequest::METHOD.as_str() {
            self.is_shut_down = true;
            return self.outgoing.answer(Response::new_ok(id.clone(), Value::Null));
        }
        let Some(handler) = self.table.iter().find(|handler| handler.method == method) else {
            let message = format!("there is no request `{method}`");
            return self.outgoing.refuse(id.clone(), ErrorCode::MethodNotFound, message);
        };
        let uri = params.pointer("/textDocument/uri").and_then(Value::as_str);
        let document = uri.filter(|_| handler.holds == Holds::Then).map(str::to_owned);
        self.pending.insert(id.clone(), document);
        self.job(Job::Answer(request));
        Ok(())
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "others concern what the server does not do")]
    fn notification(&mut self, notification: Notification) -> Result<(), Gone> {
        use lsp::LspNotificationMethod as Method;
        let Notification { method, params } = notification;
        match Method::from(method.as_str()) {
            Method::Initialized => self.outgoing.register()?,
            Method::TextDocumentDidOpen => with(params, |it| self.open(it))?,
            Method::TextDocumentDidChange => with(params, |it| self.change(it))?,
            Method::TextDocumentDidClose => with(params, |it| self.close(it))?,
            Method::TextDocumentDidSave | Method::WorkspaceDidChangeWatchedFiles => {
                self.job(Job::Reread);
            }
            Method::WorkspaceDidChangeWorkspaceFolders => with(params, |it| self.folders(&it))?,
            Method::WorkspaceDidChangeConfiguration => self.new_settings(&params)?,
            Method::CancelRequest => self.cancel(&params)?,
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, params: lsp::DidOpenTextDocumentParams) -> Result<(), Gone> {
        let document = Document::open(params.text_document);
        self.documents.insert(document.uri.0.clone(), document.clone());
        self.void(&document.uri.0)?;
        self.job(Job::Put(document));
        Ok(())
    }

    fn change(&mut self, params: lsp::DidChangeTextDocumentParams) -> Result<(), Gone> {
        let lsp::VersionedTextDocumentIdentifier { version, text_document_identifier } =
            params.text_document;
        let uri = text_document_identifier.uri.0;
        let Some(document) = self.documents.get_mut(&uri) else { return Ok(()) };
        document.change(version, params.content_changes, self.client.encoding);
        let document = document.clone();
        self.void(&uri)?;
        self.job(Job::Put(document));
        Ok(())
    }

    fn close(&mut self, params: lsp::DidCloseTextDocumentParams) -> Result<(), Gone> {
        let uri = params.text_document.uri;
        self.documents.remove(&uri.0);
        self.void(&uri.0)?;
        self.job(Job::Close(uri));
        Ok(())
    }

    /// What was asked about the text of a document is not answered any more: it has another text.
    fn void(&mut self, uri: &str) -> Result<(), Gone> {
        let is_void = |it: &(&RequestId, &Option<String>)| it.1.as_deref() == Some(uri);
        let void: Vec<RequestId> =
            self.pending.iter().filter(is_void).map(|it| it.0.clone()).collect();
        void.into_iter().try_for_each(|id| {
            self.withdraw(id, ErrorCode::ContentModified, "the document has changed since")
        })
    }

    /// Refuses a request that the worker has or had.
    fn withdraw(&mut self, id: RequestId, code: ErrorCode, why: &str) -> Result<(), Gone> {
        self.pending.remove(&id);
        self.job(Job::Cancel(id.clone()));
        self.outgoing.refuse(id, code, why.to_owned())
    }

    #[allow(clippy::unnecessary_wraps, reason = "as the other notifications")]
    fn folders(&self, params: &lsp::DidChangeWorkspaceFoldersParams) -> Result<(), Gone> {
        // What is in both is never let go.
        let added = params.event.added.iter().filter_map(|folder| uri::path(&folder.uri));
        added.for_each(|folder| self.job(Job::AddFolder(folder)));
        let removed = params.event.removed.iter().filter_map(|folder| uri::path(&folder.uri));
        removed.for_each(|folder| self.job(Job::RemoveFolder(folder)));
        Ok(())
    }

    /// Settings have changed: they are in the message, or must be asked for.
    fn new_settings(&mut self, params: &Value) -> Result<(), Gone> {
        if self.client.is_configurable {
            return self.outgoing.ask_for_settings();
        }
        self.configure(params.pointer("/settings/accessvm").cloned().unwrap_or_default())
    }

    fn configure(&mut self, section: Value) -> Result<(), Gone> {
        match Configuration::read(section) {
            Ok(configuration) => {
                self.job(Job::Configure(configuration));
                Ok(())
            }
            Err(error) => self.outgoing.warn(&format!("settings of `{SECTION}`: {error}")),
        }
    }

    fn cancel(&mut self, params: &Value) -> Result<(), Gone> {
        let id = params.get("id").cloned().and_then(|id| serde_json::from_value(id).ok());
        match id.filter(|id| self.pending.contains_key(id)) {
            Some(id) => self.withdraw(id, ErrorCode::RequestCanceled, "canceled by the client"),
            None => Ok(()),
        }
    }

    fn report(&mut self, report: Report) -> Result<(), Gone> {
        match report {
            Report::Answered(response) => self.answered(response),
            Report::Publish(params) => self.outgoing.publish(params),
            Report::Refresh => self.outgoing.refresh(),
            Report::Began(folder) => self.outgoing.began(&folder),
            Report::Ended => self.outgoing.ended(),
            Report::Log(message) => self.outgoing.log(message),
        }
    }

    fn answered(&mut self, response: Response) -> Result<(), Gone> {
        // A request that was withdrawn has its answer.
        match self.pending.remove(&response.id) {
            Some(_) => self.outgoing.answer(response),
            None => Ok(()),
        }
    }

    fn job(&self, job: Job) {
        // Without a worker the next report fails, and the server ends.
        self.jobs.send(job).ok();
    }
}

fn exit_method() -> &'static str {
    lsp::ExitNotification::METHOD.as_str()
}

/// Does something with parameters, if they are what they should be: a notification has no answer to say otherwise in.
fn with<P: DeserializeOwned>(
    params: Value,
    act: impl FnOnce(P) -> Result<(), Gone>,
) -> Result<(), Gone> {
    serde_json::from_value(params).map_or(Ok(()), act)
}
