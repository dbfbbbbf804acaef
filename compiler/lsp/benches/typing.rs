//! How long after a keystroke the diagnostics come: `cargo bench -p compiler-lsp --bench typing`.
//!
//! Opens the largest example package in a server in this process and types into it: behind the first brace of one function
//! after the other, a statement comes in letter by letter and goes again. After each edit the client asks for the
//! diagnostics of the document and waits; most texts on the way do not parse. Prints the median, the 99th percentile and
//! the slowest of these times, and the resident memory of the process as it goes on. `ACCESSVM_EDITS` says how many edits
//! (1,000 unless told).
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]
#![allow(clippy::print_stdout, reason = "this is what it is for")]
#![allow(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use compiler_lsp::{Exit, serve};
use lsp_server::{Connection, Message, Notification, Request, Response};
use serde_json::{Value, json};

/// What is typed: a call, a path, an operator, an unknown name.
const STATEMENT: &str = "let sum = std::vector::length(&vector[1, 2]) + oops;";
/// How often memory is looked at.
const LOOKS: usize = 10;

fn main() {
    let edits: usize = std::env::var("ACCESSVM_EDITS").map_or(1_000, |it| it.parse().unwrap());
    let package = largest_example();
    let file = largest_file(&package.join("sources"));
    let text = fs::read_to_string(&file).unwrap();
    println!("{}: {} lines in the file that is edited", package.display(), text.lines().count());

    let mut client = Client::start(&package);
    let start = Instant::now();
    client.open(&file, &text);
    client.diagnostics();
    println!("opened in {} ms, {} MB resident", millis(start.elapsed()), resident());

    let script = script(&text, edits);
    let mut times = Vec::new();
    for (at, edit) in script.iter().enumerate() {
        let start = Instant::now();
        client.change(edit);
        client.diagnostics();
        times.push(start.elapsed());
        if at.is_multiple_of(edits.div_ceil(LOOKS)) {
            println!("  after {at:>6} edits: {} MB resident", resident());
        }
    }
    println!("  after {:>6} edits: {} MB resident", script.len(), resident());
    times.sort_unstable();
    let at = |share: usize| millis(times[(times.len() * share / 100).min(times.len() - 1)]);
    println!(
        "edit to diagnostics: median {} ms, p99 {} ms, slowest {} ms",
        at(50),
        at(99),
        at(100)
    );
    client.stop();
}

/// A text put for a range of one line.
struct Edit {
    line: usize,
    from: usize,
    to: usize,
    text: String,
}

/// Letters that come and, once the statement is complete, go again all at once, in one function after the other.
fn script(text: &str, edits: usize) -> Vec<Edit> {
    let is_body =
        |line: &&(usize, &str)| line.1.trim_end().ends_with('{') && line.1.contains("fun ");
    let lines: Vec<(usize, &str)> = text.lines().enumerate().collect();
    let bodies: Vec<(usize, usize)> =
        lines.iter().filter(is_body).map(|(line, text)| (*line, text.trim_end().len())).collect();
    assert!(!bodies.is_empty(), "no function begins on a line of its own");
    let mut script = Vec::new();
    for (line, column) in bodies.into_iter().cycle() {
        for (at, letter) in STATEMENT.char_indices() {
            let at = column + at;
            script.push(Edit { line, from: at, to: at, text: letter.to_string() });
        }
        let to = column + STATEMENT.len();
        script.push(Edit { line, from: column, to, text: String::new() });
        if edits <= script.len() {
            script.truncate(edits);
            return script;
        }
    }
    script
}

fn examples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").canonicalize().unwrap();
    let folders = [root.clone(), root.join("aptos")];
    let folders = folders.iter().flat_map(|it| fs::read_dir(it).unwrap());
    folders.map(|it| it.unwrap().path()).filter(|it| it.join("Move.toml").exists()).collect()
}

fn files(folder: &Path) -> Vec<(u64, PathBuf)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|it| it.unwrap().path());
    let files = paths.filter(|it| it.extension().is_some_and(|it| it == "move"));
    files.map(|path| (fs::metadata(&path).unwrap().len(), path)).collect()
}

fn largest_example() -> PathBuf {
    let size = |package: &PathBuf| -> u64 {
        let folders = ["sources", "tests"].map(|it| package.join(it));
        folders.iter().flat_map(|it| files(it)).map(|it| it.0).sum()
    };
    examples().into_iter().max_by_key(size).unwrap()
}

fn largest_file(folder: &Path) -> PathBuf {
    files(folder).into_iter().max().unwrap().1
}

/// In megabytes.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}

fn millis(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1e3)
}

struct Client {
    connection: Connection,
    server: std::thread::JoinHandle<Exit>,
    uri: Value,
    id: i32,
    version: i32,
}

impl Client {
    fn start(package: &Path) -> Self {
        let (server, connection) = Connection::memory();
        let server = std::thread::spawn(move || serve(server).unwrap());
        let mut client = Self { connection, server, uri: Value::Null, id: 0, version: 0 };
        let folder = json!({ "uri": format!("file://{}", package.display()), "name": "package" });
        let capabilities = json!({ "textDocument": { "diagnostic": {} } });
        client.ask(
            "initialize",
            json!({ "processId": null, "rootUri": null, "workspaceFolders": [folder], "capabilities": capabilities }),
        );
        client.tell("initialized", json!({}));
        client
    }

    fn ask(&mut self, method: &str, params: Value) -> Response {
        self.id += 1;
        let request = Request::new(self.id.into(), method.to_owned(), params);
        self.connection.sender.send(request.into()).unwrap();
        loop {
            match self.connection.receiver.recv().unwrap() {
                Message::Response(response) => return response,
                Message::Request(_) | Message::Notification(_) => {}
            }
        }
    }

    fn tell(&mut self, method: &str, params: Value) {
        let notification = Notification::new(method.to_owned(), params);
        self.connection.sender.send(notification.into()).unwrap();
    }

    fn open(&mut self, file: &Path, text: &str) {
        self.uri = json!(format!("file://{}", file.display()));
        let document = json!({ "uri": self.uri, "languageId": "move", "version": 0, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn change(&mut self, edit: &Edit) {
        self.version += 1;
        let position = |character: usize| json!({ "line": edit.line, "character": character });
        let range = json!({ "start": position(edit.from), "end": position(edit.to) });
        let document = json!({ "uri": self.uri, "version": self.version });
        let changes = json!([{ "range": range, "text": edit.text }]);
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.tell("textDocument/didChange", params);
    }

    fn diagnostics(&mut self) {
        let uri = self.uri.clone();
        let response =
            self.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
        response.response_result.expect("diagnostics are there");
    }

    fn stop(mut self) {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        assert_eq!(self.server.join().unwrap(), Exit::Proper);
    }
}
