//! The worker: one thread that owns the packages, and does one thing after another.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::{io, thread};

use crossbeam_channel::{Receiver, Sender};
use gen_lsp_types::{PublishDiagnosticsParams, Uri};
use lsp_server::{ErrorCode, Request, RequestId, Response, ResponseError};

use crate::client::Client;
use crate::configuration::Configuration;
use crate::diagnostics::Published;
use crate::document::Document;
use crate::requests::{Handler, table};
use crate::workspace::Workspace;

/// Stack of the worker: deep programs recurse deeply, up to limits that fit well within.
const STACK_BYTES: usize = 256 << 20;

/// What the worker is given to do.
#[derive(Debug)]
pub(crate) enum Job {
    /// A document was opened or has changed.
    Put(Document),
    /// A document was closed.
    Close(Uri),
    /// A folder was opened.
    AddFolder(PathBuf),
    /// A folder was closed.
    RemoveFolder(PathBuf),
    /// Something has changed on disk.
    Reread,
    /// The settings have changed.
    Configure(Configuration),
    /// A request is to be answered.
    Answer(Request),
    /// A request need not be answered any more.
    Cancel(RequestId),
}

/// What the worker has to say.
#[derive(Debug)]
pub(crate) enum Report {
    /// The answer of a request.
    Answered(Response),
    /// Diagnostics of a document.
    Publish(PublishDiagnosticsParams),
    /// Of diagnostics more may have changed than the client knows.
    Refresh,
    /// A package is being read.
    Began(PathBuf),
    /// It has been.
    Ended,
    /// Something for the log.
    Log(String),
}

/// Starts the worker. It ends when no more jobs can come.
///
/// # Errors
///
/// If there is no thread to be had.
pub(crate) fn start(
    client: Client,
    jobs: Receiver<Job>,
    reports: Sender<Report>,
) -> io::Result<thread::JoinHandle<()>> {
    let run = move || {
        let workspace = Workspace::new(client, reports.clone());
        let published = Published::default();
        Worker { workspace, published, reports, waiting: VecDeque::new(), table: table() }
            .run(&jobs);
    };
    thread::Builder::new().name("analysis".to_owned()).stack_size(STACK_BYTES).spawn(run)
}

struct Worker {
    workspace: Workspace,
    published: Published,
    reports: Sender<Report>,
    waiting: VecDeque<Request>,
    table: Vec<Handler>,
}

impl Worker {
    fn run(mut self, jobs: &Receiver<Job>) {
        loop {
            if self.waiting.is_empty() && !self.workspace.has_unsaid() {
                let Ok(job) = jobs.recv() else { return };
                self.take(job);
            }
            // What has come meanwhile may change what is asked, or make it needless.
            jobs.try_iter().for_each(|job| self.take(job));
            if let Some(request) = self.waiting.pop_front() {
                self.answer(request);
            } else if let Some(folder) = self.workspace.next_unsaid() {
                self.say(&folder);
            }
        }
    }

    fn take(&mut self, job: Job) {
        match job {
            Job::Put(document) => self.workspace.put(document),
            Job::Close(uri) => self.workspace.close(&uri),
            Job::AddFolder(folder) => self.workspace.add_folder(folder),
            Job::RemoveFolder(folder) => {
                self.workspace.remove_folder(&folder);
                self.report(Report::Refresh);
            }
            Job::Reread => {
                self.workspace.reread();
                self.report(Report::Refresh);
            }
            Job::Configure(configuration) => {
                self.workspace.configure(configuration);
                self.report(Report::Refresh);
            }
            Job::Answer(request) => self.waiting.push_back(request),
            Job::Cancel(id) => self.waiting.retain(|request| request.id != id),
        }
    }

    fn answer(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let Some(handler) = self.table.iter().find(|handler| handler.method == method) else {
            return;
        };
        let workspace = &mut self.workspace;
        let answered = catch_unwind(AssertUnwindSafe(|| handler.answer(workspace, params)));
        let response_result = if let Ok(answer) = answered {
            answer.map_err(ResponseError::from)
        } else {
            self.workspace.forget();
            Err(bug(&method))
        };
        self.report(Report::Answered(Response { id, response_result }));
    }

    /// Makes the diagnostics of a package, and says what has changed of them.
    fn say(&mut self, folder: &Path) {
        if self.workspace.desk.client.pulls {
            return;
        }
        let (workspace, published) = (&mut self.workspace, &mut self.published);
        let said = catch_unwind(AssertUnwindSafe(|| published.update(workspace, folder)));
        match said {
            Ok(Ok(changed)) => changed.into_iter().for_each(|it| self.report(Report::Publish(it))),
            Ok(Err(error)) => self.report(Report::Log(error.to_string())),
            Err(_) => {
                self.workspace.forget();
                self.report(Report::Log(bug("diagnostics").message));
            }
        }
    }

    fn report(&self, report: Report) {
        // Nobody listens any more when the server ends, and then jobs end, too.
        self.reports.send(report).ok();
    }
}

fn bug(what: &str) -> ResponseError {
    let message = format!("this is a bug in accessvm: {what} has failed");
    ResponseError { code: ErrorCode::InternalError as i32, message, data: None }
}
