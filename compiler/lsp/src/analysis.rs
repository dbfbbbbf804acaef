//! What the compiler made of a package's texts: all that features look at.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bumpalo::Bump;
use compiler_diagnostics::FileId;
use compiler_driver::{Build, CompiledModule, Sources};
use compiler_syntax::ast;

use crate::document::canonical;

/// The texts of a package and its dependencies, and their build.
#[derive(Debug)]
pub(crate) struct Analysis {
    pub(crate) sources: Sources,
    pub(crate) build: Arc<Build>,
    /// The last build that had modules of this package: what was known of functions before the text was broken.
    pub(crate) last_good: Arc<Build>,
    /// Where each file is on disk, without links; `None` for those of the library that the compiler carries.
    paths: Vec<Option<PathBuf>>,
}

impl Analysis {
    pub(crate) fn new(sources: Sources, build: Build) -> Self {
        let on_disk = |path: &str| {
            let path = Path::new(path);
            path.is_absolute().then(|| canonical(path))
        };
        let paths = sources.files().iter().map(|(_, file)| on_disk(file.path())).collect();
        let build = Arc::new(build);
        Self { sources, last_good: Arc::clone(&build), build, paths }
    }

    /// Takes the build of new texts.
    pub(crate) fn replace_build(&mut self, build: Build) {
        self.build = Arc::new(build);
        if self.build.root_modules().next().is_some() {
            self.last_good = Arc::clone(&self.build);
        }
    }

    /// The syntax tree of a file, with all that is there for tests.
    pub(crate) fn tree<'a>(&'a self, file: FileId, arena: &'a Bump) -> Option<ast::File<'a>> {
        let text = self.sources.files().get(file)?.text();
        Some(compiler_syntax::parse(file, text, arena).file)
    }

    /// The file at a path.
    pub(crate) fn file(&self, path: &Path) -> Option<FileId> {
        let mut files = self.sources.files().iter().zip(&self.paths);
        files.find(|(_, it)| it.as_deref() == Some(path)).map(|((file, _), _)| file)
    }

    /// Where a file is on disk; `None` if the compiler carries it.
    pub(crate) fn path(&self, file: FileId) -> Option<&Path> {
        self.paths.get(file.0 as usize)?.as_deref()
    }

    /// The module of a file by its name, as it was last compiled.
    pub(crate) fn module(&self, file: FileId, name: &str) -> Option<&CompiledModule> {
        let is_it = |it: &&CompiledModule| it.file == file && it.module.id.name.as_str() == name;
        self.last_good.modules.iter().find(is_it)
    }
}
