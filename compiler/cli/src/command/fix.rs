//! `accessvm fix`: applies what `check` suggests.

use std::path::PathBuf;

use clap::Args;
use compiler_diagnostics::{JsonDiagnostic, report};
use compiler_driver::{Fixed, Sources, fix};
use serde::Serialize;

use crate::change::{self, ChangeReport};
use crate::compile::CompileArguments;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Arguments of `fix`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm fix
  accessvm fix examples/router --dry-run
  accessvm fix --declarations required

Applies every suggestion that a tool may apply, checks again, and goes on until there is none. Files are
written all together or not at all. Status 1 if errors are left.")]
pub(crate) struct Arguments {
    /// Folder of the package, or one below it.
    #[arg(default_value = ".")]
    path: PathBuf,

    /// Prints the changes as a diff and writes nothing.
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    compile: CompileArguments,
}

/// What `--format json` prints.
#[derive(Debug, Serialize)]
struct FixReport {
    schema: &'static str,
    applied: usize,
    files: Vec<ChangeReport>,
    /// What is left to be said.
    diagnostics: Vec<JsonDiagnostic>,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Outcome {
    let (sources, options) = arguments.compile.load(&arguments.path)?;
    let fixed = fix(&sources, &options);
    finish("accessvm.fix/1", &sources, &fixed, arguments.dry_run, output)
}

/// Writes or shows what was changed, and tells what is left to be said.
pub(crate) fn finish(
    schema: &'static str,
    before: &Sources,
    fixed: &Fixed,
    is_dry: bool,
    output: Output,
) -> Outcome {
    let changes = fixed.changes(before);
    if !is_dry {
        change::write(&changes)?;
    }
    let diagnostics = &fixed.build.diagnostics;
    if output.is_json() {
        let left = report(fixed.sources.files(), diagnostics).diagnostics;
        let files = change::reports(&changes);
        Output::json(&FixReport { schema, applied: fixed.applied, files, diagnostics: left })?;
    } else {
        if is_dry {
            changes.iter().try_for_each(|it| Output::result(&change::diff(it)))?;
        }
        output.diagnostics(fixed.sources.files(), diagnostics);
        output.note(&summary(changes.len(), is_dry));
    }
    if diagnostics.has_errors() { Err(Failure::Told) } else { Ok(()) }
}

/// Says how many files were or would be changed.
pub(crate) fn summary(files: usize, is_dry: bool) -> String {
    let files = match files {
        0 => return "nothing to change".to_owned(),
        1 => "1 file".to_owned(),
        count => format!("{count} files"),
    };
    if is_dry { format!("{files} would change") } else { format!("{files} changed") }
}
