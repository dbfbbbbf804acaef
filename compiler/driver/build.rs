//! Writes tables of texts that the binary carries: the library's files, and the pages of codes.

#![allow(clippy::disallowed_methods, reason = "cargo speaks to build scripts by the environment")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let crate_folder = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let library = crate_folder.join("../../stdlib");
    write_table("library.rs", &library, |name| name)?;
    write_table("library_tests.rs", &library.join("tests"), |name| name)?;
    write_table("pages.rs", &crate_folder.join("pages"), |name| name.trim_end_matches(".md"))
}

/// Writes the names and texts of all files below `folder`.
fn write_table(table: &str, folder: &Path, shorten: fn(&str) -> &str) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut text = String::from("&[\n");
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.strip_prefix(folder).map_err(io::Error::other)?;
        let name = name.to_string_lossy().replace('\\', "/");
        let path = file.canonicalize()?;
        let (name, path) = (shorten(&name).to_owned(), path.display().to_string());
        writeln!(text, "    ({name:?}, include_str!({path:?})),").map_err(io::Error::other)?;
    }
    text.push_str("]\n");
    fs::write(Path::new(&variable("OUT_DIR")?).join(table), text)
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(io::Error::other)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_text = path.extension().is_some_and(|it| it == "move" || it == "md");
        if path.is_dir() && !path.ends_with("build") && !path.ends_with("tests") {
            collect(&path, files)?;
        } else if is_text || path.ends_with("Move.toml") {
            files.push(path);
        }
    }
    Ok(())
}
