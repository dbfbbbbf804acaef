//! Programs that are accepted or refused.

use std::fs;
use std::path::{Path, PathBuf};

use compiler_driver::Purpose;

use crate::read;
use crate::suite::compile::compile;
use crate::suite::{Tally, shown, skip};

/// Endings of what the compiler says, in order of preference: first with functions as values, which are of the language.
const ENDINGS: &[&str] = &["lambda.exp", "exp", "opt.exp", "on.exp", "off.exp"];

/// Compiles a program and compares the verdict.
pub(crate) fn compare(home: &Path, path: &Path, tally: &mut Tally) -> Result<(), String> {
    let text = read(path)?;
    let name = shown(home, path);
    let Some(said) = said(path, ENDINGS)? else {
        tally.skip("nothing is said of it");
        return Ok(());
    };
    let said: Vec<&str> = said.lines().map(str::trim).filter(|line| is_error(line)).collect();
    if let Some(reason) = skip::reason(&name, &text, &said) {
        tally.skip(reason);
        return Ok(());
    }
    let mut texts = dependencies(home, &text)?;
    texts.push(text);
    let is_test = name.contains("/unit_test/test/");
    let compiled = compile(&texts, if is_test { Purpose::Test } else { Purpose::Build });
    let error = compiled.first_error();
    let is_alike = said.is_empty() == error.is_empty();
    match (said.first(), skip::reason_of_refusal(&name, compiled.errors())) {
        (None, Some(reason)) if !is_alike => tally.skip(reason),
        (said, _) if !tally.verdicts.add(is_alike) => tally.disagreements.push(match said {
            Some(said) => format!("{name}: refused by Move: {said}"),
            None => format!("{name}: refused by us: {error}"),
        }),
        _ => {}
    }
    Ok(())
}

/// What is said of a program, in the first file beside it with one of these endings.
pub(crate) fn said(path: &Path, endings: &[&str]) -> Result<Option<String>, String> {
    let mut places = endings.iter().map(|ending| path.with_extension(ending));
    match places.find(|place| place.exists()) {
        Some(place) => read(&place).map(Some),
        None => Ok(None),
    }
}

/// Whether a line of it is an error.
fn is_error(line: &str) -> bool {
    let starts = ["error:", "error[", "bug:", "============ bytecode verification failed"];
    starts.iter().any(|start| line.trim_start().starts_with(start))
}

/// Files that a program asks for, by lines `// dep: PATH`.
fn dependencies(home: &Path, text: &str) -> Result<Vec<String>, String> {
    let named = text.lines().filter_map(|line| line.trim().strip_prefix("// dep:"));
    let paths = named.map(|name| home.join(name.trim())).flat_map(sources);
    paths.map(|path| read(&path)).collect()
}

/// A file, or those of a folder.
fn sources(path: PathBuf) -> Vec<PathBuf> {
    let is_folder = fs::metadata(&path).is_ok_and(|it| it.is_dir());
    if is_folder { crate::files(&path, ".move") } else { vec![path] }
}
