//! Reads a package and all it depends on from disk: the only file access of this crate.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use compiler_diagnostics::{Code, Diagnostic, Span};

use crate::lock::LOCK;
use crate::sources::{PackageId, SourceText, Sources};

/// Name of a package's manifest.
pub const MANIFEST: &str = "Move.toml";
/// Name of the folder of a package's modules.
pub const SOURCES: &str = "sources";

/// A file or folder that could not be read.
#[derive(Debug)]
pub struct LoadError {
    /// Which one.
    pub path: PathBuf,
    /// Why.
    pub error: io::Error,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}: {}", self.path.display(), self.error)
    }
}

impl std::error::Error for LoadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// Reads the package whose manifest lies in `folder`, and its dependencies.
///
/// # Errors
///
/// If the package itself cannot be read. A dependency that cannot be is a diagnostic of the [`Sources`].
pub fn load(folder: &Path) -> Result<Sources, LoadError> {
    let manifest = read(&folder.join(MANIFEST))?;
    let mut loader = Loader { sources: Sources::beside(&manifest), known: BTreeMap::new() };
    loader.package(folder)?;
    let lock = folder.join(LOCK);
    if lock.is_file() {
        loader.sources.add_lock(read(&lock)?);
    }
    Ok(loader.sources)
}

/// Where a package stands in the walk over dependencies.
#[derive(Clone, Copy)]
enum Progress {
    /// Its own dependencies are being read.
    Started,
    /// It has been read.
    Done(PackageId),
}

struct Loader {
    sources: Sources,
    known: BTreeMap<PathBuf, Progress>,
}

impl Loader {
    fn package(&mut self, folder: &Path) -> Result<PackageId, LoadError> {
        let canonical = folder.canonicalize().map_err(|error| failed(folder, error))?;
        let manifest = self.sources.add_manifest(read(&folder.join(MANIFEST))?);
        self.known.insert(canonical.clone(), Progress::Started);
        let dependencies = self.dependencies(folder, &manifest.dependencies);
        let modules = modules(&folder.join(SOURCES))?;
        let id = self.sources.add_package(manifest, modules, dependencies);
        self.known.insert(canonical, Progress::Done(id));
        Ok(id)
    }

    fn dependencies(
        &mut self,
        folder: &Path,
        dependencies: &[crate::manifest::Dependency],
    ) -> Vec<PackageId> {
        let mut found = Vec::new();
        for dependency in dependencies {
            let target = folder.join(&dependency.path);
            match self.dependency(&target) {
                Ok(id) => found.push(id),
                Err(reason) => self.unreadable(dependency.span, &dependency.name, &reason),
            }
        }
        found
    }

    fn dependency(&mut self, folder: &Path) -> Result<PackageId, String> {
        let known = folder.canonicalize().ok().and_then(|path| self.known.get(&path).copied());
        match known {
            Some(Progress::Done(id)) => Ok(id),
            Some(Progress::Started) => Err("it depends on this package in turn".to_owned()),
            None => self.package(folder).map_err(|error| error.to_string()),
        }
    }

    fn unreadable(&mut self, span: Span, name: &str, reason: &str) {
        let message = format!("dependency `{name}` cannot be used");
        let diagnostic =
            Diagnostic::error(Code::E0703, span, message).with_label(reason.to_owned());
        self.sources.diagnostics.push(diagnostic);
    }
}

/// The texts of all `.move` files below a folder, in order of path; none if there is no such folder.
fn modules(folder: &Path) -> Result<Vec<SourceText>, LoadError> {
    let mut paths = Vec::new();
    if folder.is_dir() {
        collect(folder, &mut paths)?;
    }
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), LoadError> {
    for entry in fs::read_dir(folder).map_err(|error| failed(folder, error))? {
        let path = entry.map_err(|error| failed(folder, error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_source = name.ends_with(".move") && !name.ends_with(".spec.move");
        if path.is_dir() {
            collect(&path, paths)?;
        } else if is_source {
            paths.push(path);
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<SourceText, LoadError> {
    let text = fs::read_to_string(path).map_err(|error| failed(path, error))?;
    Ok(SourceText { path: shown(path), text })
}

/// The path as people see it: without `./` in front.
fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

fn failed(path: &Path, error: io::Error) -> LoadError {
    LoadError { path: path.to_path_buf(), error }
}
