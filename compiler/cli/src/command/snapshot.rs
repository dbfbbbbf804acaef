//! `accessvm snapshot`: keeps what entry functions may do and cost, so that lost parallelism is noticed.

mod compare;
mod file;
mod measure;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use compiler_driver::Change;
use serde::Serialize;

use crate::change;
use crate::command::snapshot::compare::{Loss, losses};
use crate::command::snapshot::file::Snapshot;
use crate::command::snapshot::measure::measure;
use crate::compile::{CompileArguments, package_folder};
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Name of the file, beside the manifest.
const FILE: &str = "accessvm.snapshot";

/// Arguments of `snapshot`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm snapshot examples/exchange
  accessvm snapshot examples/exchange --check
  accessvm snapshot --diff

Writes `accessvm.snapshot` beside the manifest: for each entry function its footprint, class and clauses, and
what it cost in gas on the package's batch (`batch.json`), alone and on the critical path. It depends on the
sources and the batch alone. With --check nothing is written, and the status is 1 if a footprint got wider or
the batch's span longer.")]
pub(crate) struct Arguments {
    /// Folder of the package, or one below it.
    #[arg(default_value = ".")]
    path: PathBuf,

    /// Compares with the file instead of writing it: status 1 if anything got wider or slower.
    #[arg(long)]
    check: bool,

    /// Shows how the file would change instead of writing it.
    #[arg(long)]
    diff: bool,

    #[command(flatten)]
    compile: CompileArguments,
}

/// What `--check --format json` prints.
#[derive(Debug, Serialize)]
struct CheckReport {
    schema: &'static str,
    losses: Vec<Loss>,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Outcome {
    let folder = package_folder(&arguments.path)?;
    let path = folder.join(FILE);
    let before = read(&path, arguments.check)?;
    let now = measure(&folder, &arguments.compile, output)?;
    let text = now.text()?;
    let shown = path.display().to_string();
    if arguments.diff && !output.is_json() {
        let before = before.as_deref().unwrap_or_default();
        if before != text {
            Output::result(&change::diff(&Change { path: &shown, before, after: &text }))?;
        }
    }
    if arguments.check {
        let before = before.as_deref().unwrap_or_default();
        return check(&shown, before, &now, output);
    }
    if output.is_json() {
        Output::result(&text)?;
    }
    if arguments.diff {
        return Ok(());
    }
    change::write_new(&path, &text)?;
    output.note(&format!("{shown}: {}", now.summary()));
    Ok(())
}

/// The text of the file; it may be missing where nothing rests on it.
fn read(path: &Path, is_needed: bool) -> Outcome<Option<String>> {
    if !is_needed && !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(path);
    text.map(Some).map_err(|error| Failure::io(&format!("cannot read {}", path.display()), &error))
}

fn check(path: &str, before: &str, now: &Snapshot, output: Output) -> Outcome {
    let before = Snapshot::parse(before).map_err(|why| Failure::Input(format!("{path}: {why}")))?;
    let losses = losses(&before, now).map_err(|why| Failure::Input(format!("{path}: {why}")))?;
    let is_good = losses.is_empty();
    if output.is_json() {
        Output::json(&CheckReport { schema: "accessvm.snapshot-check/1", losses })?;
    } else {
        losses.iter().try_for_each(|loss| Output::result(&loss.text()))?;
        output.note(if is_good { "nothing got wider or slower" } else { "parallelism was lost" });
    }
    if is_good { Ok(()) } else { Err(Failure::Told) }
}
