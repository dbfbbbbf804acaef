//! Tries code that others wrote, out of a folder that is not part of this project.
//!
//! ```text
//! cargo build && cargo run -p tests --example published -- packages FOLDER
//! cargo run -p tests --example published -- suite FOLDER
//! ```
//!
//! - `packages`: checks, tests and prints the footprints of each package below the folder, with the program `accessvm` of
//!   the same build.
//! - `suite`: compiles and runs the tests of Move's own compiler, `move-compiler-v2` in a checkout of Move, and compares with
//!   what it says of them.
//!
//! Nothing here fails because code is refused: it tells numbers, and where we disagree.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a program with arguments that prints what it finds"
)]

mod packages;
mod suite;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["packages", folder] => packages::report(Path::new(folder)),
        ["suite", folder] => suite::report(Path::new(folder)),
        _ => Err("usage: published packages FOLDER | published suite FOLDER".to_owned()),
    };
    match done {
        Ok(report) => {
            print!("{report}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// The files below a folder whose names end so, in order.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut pending = vec![folder.to_path_buf()];
    let mut found = Vec::new();
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                pending.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The text of a file.
fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
