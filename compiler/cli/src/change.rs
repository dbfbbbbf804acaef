//! Changes of sources: shown as a diff, or written, all of them or none.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use compiler_driver::Change;
use serde::Serialize;
use similar::TextDiff;

use crate::failure::{Failure, Outcome};

/// Lines around a change in a diff.
const CONTEXT_LINES: usize = 3;

/// A change of a file, for programs.
#[derive(Debug, Serialize)]
pub(crate) struct ChangeReport {
    file: String,
    diff: String,
}

/// Changes for programs.
pub(crate) fn reports(changes: &[Change<'_>]) -> Vec<ChangeReport> {
    let report =
        |change: &Change<'_>| ChangeReport { file: change.path.to_owned(), diff: diff(change) };
    changes.iter().map(report).collect()
}

/// A change as a unified diff.
pub(crate) fn diff(change: &Change<'_>) -> String {
    let diff = TextDiff::from_lines(change.before, change.after);
    let mut unified = diff.unified_diff();
    let (before, after) = (format!("a/{}", change.path), format!("b/{}", change.path));
    unified.context_radius(CONTEXT_LINES).header(&before, &after).to_string()
}

/// Writes all changes: each into a file beside its own, which then takes its place.
///
/// If one cannot take its place, those that have are put back.
pub(crate) fn write(changes: &[Change<'_>]) -> Outcome {
    let mut staged = Vec::new();
    for change in changes {
        match stage(change) {
            Ok(file) => staged.push((file, change)),
            Err(failure) => {
                discard(staged.iter().map(|(file, _)| file));
                return Err(failure);
            }
        }
    }
    for (position, (file, _)) in staged.iter().enumerate() {
        if let Err(error) = fs::rename(&file.temporary, &file.target) {
            discard(staged.iter().skip(position).map(|(file, _)| file));
            for (file, change) in staged.iter().take(position) {
                // What cannot be put back is as it was to be; the failure is told all the same.
                let _: std::io::Result<()> = fs::write(&file.target, change.before);
            }
            return Err(failed(&file.target, &error));
        }
    }
    Ok(())
}

/// Writes a file that may not be there yet, through one beside it.
pub(crate) fn write_new(path: &Path, text: &str) -> Outcome {
    if !path.exists() {
        return fs::write(path, text).map_err(|error| failed(path, &error));
    }
    let before = fs::read_to_string(path).map_err(|error| failed(path, &error))?;
    let shown = path.to_string_lossy();
    if before == text {
        return Ok(());
    }
    write(&[Change { path: &shown, before: &before, after: text }])
}

/// A text on its way to its place.
struct Staged {
    temporary: PathBuf,
    target: PathBuf,
}

fn stage(change: &Change<'_>) -> Outcome<Staged> {
    let shown = Path::new(change.path);
    // A link stays a link: what it leads to is replaced.
    let target = shown.canonicalize().map_err(|error| failed(shown, &error))?;
    let now = fs::read_to_string(&target).map_err(|error| failed(shown, &error))?;
    if now != change.before {
        return Err(Failure::Input(format!("{} has changed meanwhile", shown.display())));
    }
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let temporary = target.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let file = Staged { temporary, target };
    let written = fill(&file, change.after);
    written.map_err(|error| {
        discard(std::iter::once(&file));
        failed(shown, &error)
    })?;
    Ok(file)
}

fn fill(file: &Staged, text: &str) -> std::io::Result<()> {
    let mut out = fs::OpenOptions::new().write(true).create_new(true).open(&file.temporary)?;
    out.write_all(text.as_bytes())?;
    out.set_permissions(fs::metadata(&file.target)?.permissions())?;
    out.sync_all()
}

fn discard<'s>(files: impl Iterator<Item = &'s Staged>) {
    for file in files {
        // What is left over harms nobody.
        let _: std::io::Result<()> = fs::remove_file(&file.temporary);
    }
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::io(&format!("cannot write {}", path.display()), error)
}
