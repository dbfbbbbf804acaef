//! `accessvm doc`: a package's documentation as a static site.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use compiler_doc::site;

use crate::compile::{CompileArguments, package_folder};
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Arguments of `doc`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm doc                              into build/doc of the package here
  accessvm doc examples/exchange --output /tmp/exchange

Open index.html: the pages need no server and no network.")]
pub(crate) struct Arguments {
    /// Folder of the package, or one below it.
    #[arg(default_value = ".")]
    path: PathBuf,

    /// Folder for the pages; `build/doc` in the package if not given.
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,

    #[command(flatten)]
    compile: CompileArguments,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Outcome {
    let compiled = arguments.compile.compile_or_tell(&arguments.path, output)?;
    let folder = match &arguments.output {
        Some(folder) => folder.clone(),
        None => package_folder(&arguments.path)?.join("build/doc"),
    };
    let failed = |error| Failure::io(&format!("cannot write to {}", folder.display()), &error);
    fs::create_dir_all(&folder).map_err(failed)?;
    let site = site(&compiled.sources, &compiled.build);
    for (name, text) in &site {
        fs::write(folder.join(name), text).map_err(failed)?;
    }
    let index = folder.join("index.html").display().to_string();
    if output.is_json() {
        let files: Vec<&String> = site.keys().collect();
        let report =
            serde_json::json!({ "schema": "accessvm.doc/1", "index": index, "files": files });
        return Output::json(&report);
    }
    output.note(&format!("documentation is in {index}"));
    Ok(())
}
