//! `accessvm annotate`: writes access declarations into the sources.

use std::path::PathBuf;

use clap::Args;
use compiler_driver::annotate;

use crate::command::fix::finish;
use crate::compile::CompileArguments;
use crate::failure::Outcome;
use crate::output::Output;

/// Arguments of `annotate`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm annotate
  accessvm annotate examples/exchange-over-declared --dry-run
  accessvm annotate vendor/package

Public and entry functions get the clauses they need, `calls` where that says it shorter; clauses that miss
something or allow too much are mended. Layout and comments stay, and a second run changes nothing. Status 1
if errors are left.")]
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

pub(crate) fn run(arguments: &Arguments, output: Output) -> Outcome {
    let (sources, options) = arguments.compile.load(&arguments.path)?;
    let annotated = annotate(&sources, &options);
    finish("accessvm.annotate/1", &sources, &annotated, arguments.dry_run, output)
}
