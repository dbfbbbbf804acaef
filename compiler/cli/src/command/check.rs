//! `accessvm check`: says what is wrong with a package.

use std::path::PathBuf;

use clap::Args;
use compiler_diagnostics::report;

use crate::compile::CompileArguments;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm check
  accessvm check examples/router --format json
  accessvm check vendor/package --declarations inferred")]
pub(crate) struct Arguments {
    /// Folder of the package, or one below it.
    #[arg(default_value = ".")]
    path: PathBuf,

    #[command(flatten)]
    compile: CompileArguments,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Outcome {
    let compiled = arguments.compile.compile(&arguments.path)?;
    let diagnostics = &compiled.build.diagnostics;
    if output.is_json() {
        Output::json(&report(compiled.sources.files(), diagnostics))?;
    } else {
        output.diagnostics(compiled.sources.files(), diagnostics);
    }
    if diagnostics.has_errors() {
        return Err(Failure::Told);
    }
    if !output.is_json() {
        let name = compiled.sources.name(compiled.sources.root());
        let modules = match compiled.build.root_modules().count() {
            1 => "1 module".to_owned(),
            count => format!("{count} modules"),
        };
        output.note(&format!("{name}: {modules}, no errors"));
    }
    Ok(())
}
