//! `accessvm fmt`: lays sources out anew.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use compiler_diagnostics::{Diagnostics, Files, JsonDiagnostic, report};
use compiler_driver::Change;
use compiler_format::{Refusal, format};
use serde::Serialize;

use crate::change::{self, ChangeReport};
use crate::command::fix::summary;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// What a text from stdin is called.
const STDIN: &str = "<stdin>";

/// Arguments of `fmt`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm fmt
  accessvm fmt sources tests/pool_tests.move
  accessvm fmt --check
  accessvm fmt --stdin < sources/pool.move

Lines have 100 columns; comments, the order of things and the groups that empty lines make stay. A file with
syntax errors is left as it is, and told. Status 1 if there was one, or if `--check` finds what would change.")]
pub(crate) struct Arguments {
    /// Files, and folders whose `.move` files are meant, `build` left out.
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Prints the changes as a diff and writes nothing.
    #[arg(long)]
    check: bool,

    /// Reads a text from stdin and prints it formatted.
    #[arg(long, conflicts_with = "paths")]
    stdin: bool,
}

/// What `--format json` prints.
#[derive(Debug, Serialize)]
struct FormatReport {
    schema: &'static str,
    files: Vec<ChangeReport>,
    diagnostics: Vec<JsonDiagnostic>,
}

/// Texts with what comes of them.
#[derive(Debug, Default)]
struct Formatted {
    files: Files,
    diagnostics: Diagnostics,
    /// Path, text before, text after.
    texts: Vec<(String, String, String)>,
    /// Paths of what would come out as another program.
    unfaithful: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Outcome {
    let mut formatted = Formatted::default();
    if arguments.stdin {
        let mut text = String::new();
        let read = std::io::stdin().read_to_string(&mut text);
        read.map_err(|error| Failure::io("cannot read stdin", &error))?;
        formatted.add(STDIN.to_owned(), text);
    } else {
        for path in sources(&arguments.paths)? {
            let shown = path.strip_prefix(".").unwrap_or(&path).display().to_string();
            let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
            formatted.add(shown, text);
        }
    }
    let changes = formatted.changes();
    match (arguments.check, arguments.stdin) {
        (false, false) => change::write(&changes)?,
        (false, true) if !output.is_json() => formatted.print()?,
        _ => {}
    }
    formatted.tell(&changes, arguments, output)?;
    assert!(
        formatted.unfaithful.is_empty(),
        "what is formatted says the same as before, but for {}, which is left as it is",
        formatted.unfaithful.join(", ")
    );
    let is_refused = arguments.check && !changes.is_empty();
    if is_refused || formatted.diagnostics.has_errors() { Err(Failure::Told) } else { Ok(()) }
}

impl Formatted {
    fn add(&mut self, path: String, text: String) {
        let file = self.files.add(path.clone(), text.as_str());
        match format(file, &text) {
            Ok(after) => self.texts.push((path, text, after)),
            Err(Refusal::Syntax(diagnostics)) => self.diagnostics.extend(diagnostics),
            Err(Refusal::Unfaithful) => self.unfaithful.push(path),
        }
    }

    fn changes(&self) -> Vec<Change<'_>> {
        let changed = self.texts.iter().filter(|(_, before, after)| before != after);
        changed.map(|(path, before, after)| Change { path, before, after }).collect()
    }

    /// Prints the texts that could be formatted.
    fn print(&self) -> Outcome {
        self.texts.iter().try_for_each(|(_, _, after)| Output::result(after))
    }

    /// Says what was or would be changed, and what is wrong.
    fn tell(&self, changes: &[Change<'_>], arguments: &Arguments, output: Output) -> Outcome {
        if output.is_json() {
            let diagnostics = report(&self.files, &self.diagnostics).diagnostics;
            let files = change::reports(changes);
            return Output::json(&FormatReport { schema: "accessvm.fmt/1", files, diagnostics });
        }
        if arguments.check {
            changes.iter().try_for_each(|it| Output::result(&change::diff(it)))?;
        }
        output.diagnostics(&self.files, &self.diagnostics);
        if arguments.check || !arguments.stdin {
            output.note(&summary(changes.len(), arguments.check));
        }
        Ok(())
    }
}

/// The files that paths stand for, each once.
fn sources(paths: &[PathBuf]) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            collect(path, &mut found)?;
        } else {
            found.push(path.clone());
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Outcome {
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if name != "build" && !name.starts_with('.') {
                collect(&path, found)?;
            }
        } else if name.ends_with(".move") {
            found.push(path);
        }
    }
    Ok(())
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::io(&format!("cannot read {}", path.display()), error)
}
