//! Reads a package and all it depends on from disk: the only file access of this crate.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::Purpose;

use crate::lock::LOCK;
use crate::manifest::{Dependency, Manifest};
use crate::sources::{PackageId, SourceText, Sources};

/// Name of a package's manifest.
pub const MANIFEST: &str = "Move.toml";
/// Name of the folder of a package's modules.
pub const SOURCES: &str = "sources";
/// Name of the folder of a package's scripts.
const SCRIPTS: &str = "scripts";
/// Name of the folder of modules that are there for tests alone.
const TESTS: &str = "tests";

/// How a package is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadOptions {
    /// Folders of dependencies by name, instead of what manifests say.
    pub dependencies: BTreeMap<String, PathBuf>,
    /// What the package is read for; tests need folders of tests and dependencies for development, too.
    pub purpose: Purpose,
    /// Texts that stand for those on disk, such as those an editor has not saved yet; by canonical path.
    pub overlay: BTreeMap<PathBuf, String>,
}

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
    load_with(folder, &LoadOptions::default())
}

/// As [`load`].
///
/// # Errors
///
/// As [`load`].
pub fn load_with(folder: &Path, options: &LoadOptions) -> Result<Sources, LoadError> {
    let disk = Disk { overlay: &options.overlay };
    let manifest = disk.read(&folder.join(MANIFEST))?;
    let mut sources = Sources::beside(&manifest);
    sources.purpose = options.purpose;
    let overrides = &options.dependencies;
    let mut loader = Loader { sources, known: BTreeMap::new(), overrides, disk };
    loader.package(folder, Role::Root)?;
    let lock = folder.join(LOCK);
    // Tests may use what the package itself does not: a lock says nothing of that.
    if lock.is_file() && options.purpose == Purpose::Build {
        loader.sources.add_lock(disk.read(&lock)?);
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

/// Why a package is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It was asked for.
    Root,
    /// Another one uses it.
    Dependency,
}

struct Loader<'o> {
    sources: Sources,
    known: BTreeMap<PathBuf, Progress>,
    overrides: &'o BTreeMap<String, PathBuf>,
    disk: Disk<'o>,
}

impl Loader<'_> {
    fn package(&mut self, folder: &Path, role: Role) -> Result<PackageId, LoadError> {
        let canonical = folder.canonicalize().map_err(|error| failed(folder, error))?;
        let manifest = self.sources.add_manifest(self.disk.read(&folder.join(MANIFEST))?);
        self.known.insert(canonical.clone(), Progress::Started);
        let dependencies = self.dependencies(folder, &manifest);
        let mut modules = self.disk.modules(&folder.join(SOURCES))?;
        for (part, is_read) in
            [(SCRIPTS, role == Role::Root), (TESTS, self.sources.purpose == Purpose::Test)]
        {
            if is_read {
                modules.extend(self.disk.modules(&folder.join(part))?);
            }
        }
        let id = self.sources.add_package(manifest, modules, dependencies);
        self.known.insert(canonical, Progress::Done(id));
        Ok(id)
    }

    fn dependencies(&mut self, folder: &Path, manifest: &Manifest) -> Vec<PackageId> {
        // Helpers that lie with a dependency's tests serve those who use it, too, and need what these need.
        let is_for_tests = self.sources.purpose == Purpose::Test;
        let dev = if is_for_tests { &manifest.dev_dependencies[..] } else { &[] };
        let mut found = Vec::new();
        for dependency in manifest.dependencies.iter().chain(dev) {
            let Some(target) = self.folder(folder, dependency) else {
                self.sources.refuse(dependency);
                continue;
            };
            match self.dependency(&target) {
                Ok(id) => found.push(id),
                Err(reason) => self.unreadable(dependency.span, &dependency.name, &reason),
            }
        }
        found
    }

    /// Where a dependency of the package in `folder` lies.
    fn folder(&self, folder: &Path, dependency: &Dependency) -> Option<PathBuf> {
        let given = self.overrides.get(&dependency.name).cloned();
        given.or_else(|| Some(folder.join(dependency.path.as_ref()?)))
    }

    fn dependency(&mut self, folder: &Path) -> Result<PackageId, String> {
        let known = folder.canonicalize().ok().and_then(|path| self.known.get(&path).copied());
        match known {
            Some(Progress::Done(id)) => Ok(id),
            Some(Progress::Started) => Err("it depends on this package in turn".to_owned()),
            None => self.package(folder, Role::Dependency).map_err(|error| error.to_string()),
        }
    }

    fn unreadable(&mut self, span: Span, name: &str, reason: &str) {
        let message = format!("dependency `{name}` cannot be used");
        let diagnostic =
            Diagnostic::error(Code::E0703, span, message).with_label(reason.to_owned());
        self.sources.diagnostics.push(diagnostic);
    }
}

/// Files, as they are on disk or laid over it.
#[derive(Clone, Copy)]
struct Disk<'o> {
    overlay: &'o BTreeMap<PathBuf, String>,
}

impl Disk<'_> {
    /// The texts of all `.move` files below a folder, in order of path; none if there is no such folder.
    fn modules(self, folder: &Path) -> Result<Vec<SourceText>, LoadError> {
        let mut paths = Vec::new();
        if folder.is_dir() {
            collect(folder, &mut paths)?;
            paths.extend(self.unsaved(folder));
        }
        paths.sort();
        paths.iter().map(|path| self.read(path)).collect()
    }

    /// Modules below a folder that are nowhere but in the overlay.
    fn unsaved(self, folder: &Path) -> Vec<PathBuf> {
        let Ok(folder) = folder.canonicalize() else { return Vec::new() };
        let is_new =
            |path: &&PathBuf| path.starts_with(&folder) && is_source(path) && !path.exists();
        self.overlay.keys().filter(is_new).cloned().collect()
    }

    fn read(self, path: &Path) -> Result<SourceText, LoadError> {
        let known = self.overlay.get(path);
        let known = known.or_else(|| self.overlay.get(&path.canonicalize().ok()?));
        let text = match known.cloned() {
            Some(text) => text,
            None => fs::read_to_string(path).map_err(|error| failed(path, error))?,
        };
        Ok(SourceText { path: shown(path), text })
    }
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), LoadError> {
    for entry in fs::read_dir(folder).map_err(|error| failed(folder, error))? {
        let path = entry.map_err(|error| failed(folder, error))?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if is_source(&path) {
            paths.push(path);
        }
    }
    Ok(())
}

fn is_source(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".move") && !name.ends_with(".spec.move")
}

/// The path as people see it: without `./` in front.
fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

fn failed(path: &Path, error: io::Error) -> LoadError {
    LoadError { path: path.to_path_buf(), error }
}
