//! `accessvm check`: says what is wrong with a package.

mod against;

use std::path::PathBuf;

use clap::Args;
use compiler_diagnostics::{Report, report};
use compiler_driver::{Consequence, Purpose, compare};
use serde::Serialize;

use crate::command::check::against::{AgainstReport, read};
use crate::compile::CompileArguments;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm check
  accessvm check examples/router --format json
  accessvm check vendor/package --declarations inferred
  accessvm check --against published/build

With --against, footprints of public and entry functions are compared with those of an earlier build: widening
one, or removing a function, is breaking (status 1); narrowing one, or a new function, is a minor change.")]
pub(crate) struct Arguments {
    /// Folder of the package, or one below it.
    #[arg(default_value = ".")]
    path: PathBuf,

    /// An earlier build to compare footprints with: a folder of bytecode modules, or one of them.
    #[arg(long, value_name = "OLD")]
    against: Option<PathBuf>,

    #[command(flatten)]
    compile: CompileArguments,
}

/// What `--format json` prints.
#[derive(Debug, Serialize)]
struct CheckReport {
    #[serde(flatten)]
    diagnostics: Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<AgainstReport>,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Outcome {
    let earlier = arguments.against.as_deref().map(read).transpose()?;
    let sources = arguments.compile.sources(&arguments.path, Purpose::Build)?;
    let compiled = arguments.compile.try_out(sources);
    let files = compiled.sources.files();
    let diagnostics = &compiled.build.diagnostics;
    let has_errors = diagnostics.has_errors();
    // A package with errors has no interface to compare.
    let earlier = earlier.filter(|_| !has_errors);
    let comparison = earlier.map(|it| compare(&compiled.build, &it.modules, it.is_file));
    let against = comparison.as_ref().map(AgainstReport::new);
    let is_breaking = comparison.is_some_and(|it| it.consequence() == Consequence::Major);
    if output.is_json() {
        Output::json(&CheckReport { diagnostics: report(files, diagnostics), against })?;
    } else {
        output.diagnostics(files, diagnostics);
        if let Some(against) = &against {
            Output::result(&against.text())?;
        }
    }
    if has_errors || is_breaking {
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
