//! `accessvm new`: a package to begin with.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use vm_access::Identifier;

use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// The contract; `NAME` is replaced.
const CONTRACT: &str = include_str!("new/counter.move.txt");
/// The manifest; `NAME` is replaced.
const MANIFEST: &str = include_str!("new/Move.toml.txt");
/// The batch; `NAME` is replaced.
const BATCH: &str = include_str!("new/batch.json.txt");

/// Arguments of `new`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm new coffee
  accessvm run coffee")]
pub(crate) struct Arguments {
    /// Folder to make; its last part is the package's name.
    path: PathBuf,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Outcome {
    let path = &arguments.path;
    let name = path.file_name().unwrap_or_default().to_string_lossy().replace('-', "_");
    let starts_well = name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_');
    if !Identifier::new(&name).is_valid() || !starts_well {
        return Err(Failure::Input(format!(
            "`{name}` cannot name a module: expected small letters, digits and `_`"
        )));
    }
    if path.exists() {
        return Err(Failure::Input(format!("{} is there already", path.display())));
    }
    let failed =
        |error: std::io::Error| Failure::io(&format!("cannot write {}", path.display()), &error);
    fs::create_dir_all(path.join("sources")).map_err(failed)?;
    let files = [
        ("Move.toml", MANIFEST),
        ("sources/counter.move", CONTRACT),
        ("batch.json", BATCH),
        (".gitignore", "build/\n"),
    ];
    for (file, text) in files {
        fs::write(path.join(file), text.replace("NAME", &name)).map_err(failed)?;
    }
    output.note(&format!(
        "{0}: a contract and a batch\ntry: accessvm check {0}; accessvm run {0}",
        path.display()
    ));
    Ok(())
}
