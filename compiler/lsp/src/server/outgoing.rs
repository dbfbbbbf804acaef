//! All that the server sends: answers, and what it says or asks of its own accord.

use std::collections::BTreeMap;
use std::path::Path;

use crossbeam_channel::Sender;
use gen_lsp_types::{
    self as lsp, ConfigurationItem, ConfigurationParams, DidChangeWatchedFilesRegistrationOptions,
    FileSystemWatcher, LogMessageParams, MessageType, Notification as _, ProgressParams,
    PublishDiagnosticsParams, Registration, RegistrationParams, ShowMessageParams,
    WorkDoneProgressBegin, WorkDoneProgressCreateParams, WorkDoneProgressEnd,
};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};

use crate::client::Client;
use crate::configuration::SECTION;
use crate::server::Gone;

/// What is asked of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// Its settings.
    Settings,
    /// Something whose answer does not matter.
    Other,
}

/// The way to the client.
#[derive(Debug)]
pub(super) struct Outgoing {
    sender: Sender<Message>,
    client: Client,
    asked: BTreeMap<RequestId, Asked>,
    /// Requests and progress so far.
    count: i32,
    /// Token of the progress that is shown.
    progress: Option<String>,
}

impl Outgoing {
    pub(super) fn new(sender: Sender<Message>, client: Client) -> Self {
        Self { sender, client, asked: BTreeMap::new(), count: 0, progress: None }
    }

    fn send(&self, message: impl Into<Message>) -> Result<(), Gone> {
        self.sender.send(message.into()).map_err(|_| Gone)
    }

    fn notify<N: lsp::Notification>(&self, params: N::Params) -> Result<(), Gone> {
        self.send(Notification::new(N::METHOD.as_str().to_owned(), params))
    }

    fn ask<R: lsp::Request>(&mut self, asked: Asked, params: R::Params) -> Result<(), Gone> {
        self.count = self.count.wrapping_add(1);
        let id = RequestId::from(self.count);
        self.asked.insert(id.clone(), asked);
        self.send(Request::new(id, R::METHOD.as_str().to_owned(), params))
    }

    pub(super) fn answer(&self, response: Response) -> Result<(), Gone> {
        self.send(response)
    }

    pub(super) fn refuse(
        &self,
        id: RequestId,
        code: ErrorCode,
        message: String,
    ) -> Result<(), Gone> {
        self.send(Response::new_err(id, code as i32, message))
    }

    /// The settings, if the response brings them.
    pub(super) fn settings(&mut self, response: Response) -> Option<Value> {
        let asked = self.asked.remove(&response.id)?;
        let result = response.response_result.ok()?;
        (asked == Asked::Settings).then(|| result.get(0).cloned().unwrap_or_default())
    }

    /// Asks for all that the client can do of its own accord.
    pub(super) fn register(&mut self) -> Result<(), Gone> {
        if self.client.is_configurable {
            self.ask_for_settings()?;
        }
        if !self.client.watches {
            return Ok(());
        }
        let watcher =
            |glob: &str| FileSystemWatcher { glob_pattern: glob.to_owned().into(), kind: None };
        let globs = ["**/*.move", "**/Move.toml", "**/accessvm.lock"];
        let watchers = globs.iter().map(|glob| watcher(glob)).collect();
        let options = DidChangeWatchedFilesRegistrationOptions { watchers };
        let registration = Registration {
            id: "watched-files".to_owned(),
            method: lsp::DidChangeWatchedFilesNotification::METHOD.as_str().to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        self.ask::<lsp::RegistrationRequest>(Asked::Other, params)
    }

    pub(super) fn ask_for_settings(&mut self) -> Result<(), Gone> {
        let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
        let params = ConfigurationParams { items: vec![item] };
        self.ask::<lsp::ConfigurationRequest>(Asked::Settings, params)
    }

    pub(super) fn publish(&self, params: PublishDiagnosticsParams) -> Result<(), Gone> {
        self.notify::<lsp::PublishDiagnosticsNotification>(params)
    }

    /// Tells the client that it may ask for diagnostics again.
    pub(super) fn refresh(&mut self) -> Result<(), Gone> {
        if self.client.refreshes {
            return self.ask::<lsp::DiagnosticRefreshRequest>(Asked::Other, ());
        }
        Ok(())
    }

    /// A package is being read.
    pub(super) fn began(&mut self, folder: &Path) -> Result<(), Gone> {
        if !self.client.shows_progress {
            return Ok(());
        }
        self.count = self.count.wrapping_add(1);
        let token = format!("accessvm/{}", self.count);
        let create = WorkDoneProgressCreateParams { token: token.clone().into() };
        self.ask::<lsp::WorkDoneProgressCreateRequest>(Asked::Other, create)?;
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let begin = WorkDoneProgressBegin {
            title: "checking".to_owned(),
            message: Some(name.into_owned()),
            ..WorkDoneProgressBegin::default()
        };
        self.progress = Some(token.clone());
        self.progressed(token, "begin", serde_json::to_value(begin).unwrap_or_default())
    }

    /// It has been.
    pub(super) fn ended(&mut self) -> Result<(), Gone> {
        let Some(token) = self.progress.take() else { return Ok(()) };
        let end = WorkDoneProgressEnd::default();
        self.progressed(token, "end", serde_json::to_value(end).unwrap_or_default())
    }

    fn progressed(&self, token: String, kind: &str, mut value: Value) -> Result<(), Gone> {
        if let Some(fields) = value.as_object_mut() {
            fields.insert("kind".to_owned(), json!(kind));
        }
        self.notify::<lsp::ProgressNotification>(ProgressParams { token: token.into(), value })
    }

    pub(super) fn log(&self, message: String) -> Result<(), Gone> {
        let params = LogMessageParams { kind: MessageType::Warning, message };
        self.notify::<lsp::LogMessageNotification>(params)
    }

    /// Shows the user something.
    pub(super) fn warn(&self, message: &str) -> Result<(), Gone> {
        let params = ShowMessageParams { kind: MessageType::Warning, message: message.to_owned() };
        self.notify::<lsp::ShowMessageNotification>(params)
    }
}
