//! A package that is being edited: read for building and for testing, and built again where texts have changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use compiler_diagnostics::{FileId, SourceFile};
use compiler_driver::{
    Build, Declarations, LoadError, LoadOptions, MANIFEST, Memory, OpenAddresses, Options, Purpose,
    load_with, rebuild,
};

use crate::analysis::Analysis;

/// Name of the folder of modules that are there for tests alone.
const TESTS: &str = "tests";

/// A package.
#[derive(Debug)]
pub(crate) struct Package {
    folder: PathBuf,
    /// Whether it has been read since all was forgotten.
    was_read: bool,
    code: Reading,
    tests: Reading,
}

/// Gives texts that win over those on disk, by path without links.
pub(crate) type Overlay<'o> = dyn Fn() -> BTreeMap<PathBuf, String> + 'o;

/// A package, read for one purpose.
#[derive(Debug)]
struct Reading {
    purpose: Purpose,
    memory: Memory,
    /// `None` before it was read, and after something has changed on disk.
    analysis: Option<Analysis>,
    /// Whether the build is that of the texts.
    is_current: bool,
}

impl Package {
    /// A package that has not been read yet.
    pub(crate) fn new(folder: PathBuf) -> Self {
        let (code, tests) = (Reading::new(Purpose::Build), Reading::new(Purpose::Test));
        Self { folder, was_read: false, code, tests }
    }

    /// Whether nothing is remembered of it, so that refreshing takes long.
    pub(crate) fn is_new(&self) -> bool {
        !self.was_read
    }

    /// Takes the new text of a file, and tells whether that matters here.
    pub(crate) fn edit(&mut self, path: &Path, text: &str) -> bool {
        let in_code = self.code.edit(path, text);
        let in_tests = self.tests.edit(path, text);
        in_code || in_tests || self.code.analysis.is_none()
    }

    /// A file is open; if that is new, and nobody knows the file, all is read anew.
    pub(crate) fn meet(&mut self, path: &Path, is_new: bool) {
        if is_new && self.analysis_of(path).is_none() {
            self.reread();
        }
    }

    /// Something has changed on disk: all is read anew.
    pub(crate) fn reread(&mut self) {
        self.code.analysis = None;
        self.tests.analysis = None;
    }

    /// Other options: all is built anew.
    pub(crate) fn rebuild(&mut self) {
        self.code.is_current = false;
        self.tests.is_current = false;
    }

    /// All that is known may be half of something.
    pub(crate) fn forget(&mut self) {
        *self = Self::new(self.folder.clone());
    }

    /// Brings it up to date, with texts that win over those on disk.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub(crate) fn refresh(
        &mut self,
        overlay: &Overlay<'_>,
        declarations: Option<Declarations>,
    ) -> Result<(), LoadError> {
        self.was_read = true;
        self.code.refresh(&self.folder, overlay, declarations)?;
        if self.has_tests() {
            self.tests.refresh(&self.folder, overlay, declarations)?;
        } else {
            self.tests.analysis = None;
        }
        Ok(())
    }

    /// Whether there is code that is compiled for tests alone.
    fn has_tests(&self) -> bool {
        let Some(code) = &self.code.analysis else { return false };
        let files = code.sources.own_files().iter();
        let mut texts = files.filter_map(|file| code.sources.files().get(*file));
        let has_folder = || fs::read_dir(self.folder.join(TESTS)).is_ok();
        texts.any(|file| file.text().contains("#[test")) || has_folder()
    }

    /// What is known of it, and what it would be with other texts: of the readings that these concern.
    pub(crate) fn suppose(
        &mut self,
        texts: &BTreeMap<PathBuf, String>,
        declarations: Option<Declarations>,
    ) -> Vec<(&Analysis, Build)> {
        let readings = [&mut self.code, &mut self.tests].into_iter();
        readings.filter_map(|reading| reading.suppose(texts, declarations)).collect()
    }

    /// What is known of it, and what it would be with another text of one file: of the reading that shows the most.
    pub(crate) fn suppose_one(
        &mut self,
        path: &Path,
        text: String,
        declarations: Option<Declarations>,
    ) -> Option<(&Analysis, Build)> {
        let texts = BTreeMap::from([(path.to_path_buf(), text)]);
        let in_tests = self.tests.analysis.as_ref().is_some_and(|it| it.file(path).is_some());
        let reading = if in_tests { &mut self.tests } else { &mut self.code };
        reading.suppose(&texts, declarations)
    }

    /// What is known of it, as it is built and as it is tested: none before it was read.
    pub(crate) fn analyses(&self) -> impl Iterator<Item = &Analysis> {
        [&self.code, &self.tests].into_iter().filter_map(|reading| reading.analysis.as_ref())
    }

    /// What is known of a file: of tests, too, if there are any.
    pub(crate) fn analysis_of(&self, path: &Path) -> Option<(&Analysis, FileId)> {
        let mut analyses =
            [&self.tests, &self.code].into_iter().filter_map(|it| it.analysis.as_ref());
        analyses.find_map(|it| Some((it, it.file(path)?)))
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Reading {
    fn new(purpose: Purpose) -> Self {
        Self { purpose, memory: Memory::default(), analysis: None, is_current: false }
    }

    fn edit(&mut self, path: &Path, text: &str) -> bool {
        let Some(analysis) = &mut self.analysis else { return false };
        let Some(file) = analysis.file(path) else { return false };
        let known = analysis.sources.files().get(file).map(SourceFile::text);
        if known == Some(text) {
            return false;
        }
        if path.extension().is_some_and(|it| it == "move") {
            analysis.sources.set_text(file, text);
            self.is_current = false;
        } else {
            // A manifest says which files there are.
            self.analysis = None;
        }
        true
    }

    fn suppose(
        &mut self,
        texts: &BTreeMap<PathBuf, String>,
        declarations: Option<Declarations>,
    ) -> Option<(&Analysis, Build)> {
        let analysis = self.analysis.as_ref()?;
        let files = texts.iter().filter_map(|(path, text)| Some((analysis.file(path)?, text)));
        let files: Vec<(FileId, &String)> = files.collect();
        if files.is_empty() {
            return None;
        }
        let mut sources = analysis.sources.clone();
        files.into_iter().for_each(|(file, text)| sources.set_text(file, text));
        let build = rebuild(&sources, &options(declarations), &mut self.memory);
        Some((analysis, build))
    }

    fn refresh(
        &mut self,
        folder: &Path,
        overlay: &Overlay<'_>,
        declarations: Option<Declarations>,
    ) -> Result<(), LoadError> {
        let options = options(declarations);
        match &mut self.analysis {
            Some(_) if self.is_current => {}
            Some(analysis) => {
                let build = rebuild(&analysis.sources, &options, &mut self.memory);
                analysis.replace_build(build);
            }
            None => {
                let (purpose, overlay) = (self.purpose, overlay());
                let read = LoadOptions { purpose, overlay, ..LoadOptions::default() };
                let sources = load_with(folder, &read)?;
                let build = rebuild(&sources, &options, &mut self.memory);
                self.analysis = Some(Analysis::new(sources, build));
            }
        }
        self.is_current = true;
        Ok(())
    }
}

/// How packages are built here: to see whether it can be done, so whatever address has no value yet gets one.
pub(crate) fn options(declarations: Option<Declarations>) -> Options {
    Options { declarations, open_addresses: OpenAddresses::Assumed, ..Options::default() }
}

/// Whether a file lies in a folder that a package has its tests in.
pub(crate) fn is_in_tests(file: &Path) -> bool {
    let mut folders = file.ancestors().filter(|it| it.ends_with(TESTS));
    folders.any(|it| it.with_file_name(MANIFEST).is_file())
}
