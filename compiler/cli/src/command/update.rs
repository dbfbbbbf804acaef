//! `accessvm update`: writes down what dependencies may do.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use compiler_driver::{Change, LOCK, build, lock};
use serde::Serialize;

use crate::change::{self, ChangeReport};
use crate::compile::{CompileArguments, package_folder};
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Arguments of `update`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm update examples/router
  accessvm update --dry-run

Writes `accessvm.lock` beside the manifest: what public and entry functions of all dependencies may do. As
long as it is there, a dependency that may do more is an error (E0705); running this again accepts it. The
library comes with the compiler and is not locked.")]
pub(crate) struct Arguments {
    /// Folder of the package, or one below it.
    #[arg(default_value = ".")]
    path: PathBuf,

    /// Prints the change as a diff and writes nothing.
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    compile: CompileArguments,
}

/// What `--format json` prints.
#[derive(Debug, Serialize)]
struct UpdateReport {
    schema: &'static str,
    files: Vec<ChangeReport>,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Outcome {
    let (sources, options) = arguments.compile.load(&arguments.path)?;
    // What the present lock says about dependencies is what is to be replaced.
    let sources = sources.without_lock();
    let built = build(&sources, &options);
    if built.diagnostics.has_errors() {
        output.diagnostics(sources.files(), &built.diagnostics);
        return Err(Failure::Told);
    }
    let path = package_folder(&arguments.path)?.join(LOCK);
    let shown = path.display().to_string();
    let before = if path.exists() { fs::read(&path) } else { Ok(Vec::new()) };
    let before = before.map_err(|error| Failure::io(&format!("cannot read {shown}"), &error))?;
    let before = String::from_utf8_lossy(&before);
    let after = lock(&sources, &built);
    let change = Change { path: &shown, before: &before, after: &after };
    let changes = if before == after { Vec::new() } else { vec![change] };
    if !arguments.dry_run {
        change::write_new(&path, &after)?;
    }
    if output.is_json() {
        let files = change::reports(&changes);
        return Output::json(&UpdateReport { schema: "accessvm.update/1", files });
    }
    if arguments.dry_run {
        changes.iter().try_for_each(|it| Output::result(&change::diff(it)))?;
    }
    let count = after.matches("\n[[function]]\n").count();
    let word = if changes.is_empty() { "unchanged" } else { "changed" };
    output.note(&format!("{shown}: {word}, {count} functions of dependencies"));
    Ok(())
}
