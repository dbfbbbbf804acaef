//! All that the worker knows: open documents, settings, and the packages around them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use compiler_diagnostics::FileId;
use compiler_driver::{Build, LoadError, MANIFEST};
use crossbeam_channel::Sender;
use gen_lsp_types::Uri;

use crate::analysis::Analysis;
use crate::client::Client;
use crate::configuration::Configuration;
use crate::document::{Document, canonical};
use crate::package::Package;
use crate::requests::{Answer, Refusal};
use crate::uri;
use crate::worker::Report;

/// What lies on the desk: what the client has open and wants, apart from what the compiler makes of it.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    /// By URI.
    documents: BTreeMap<String, Document>,
    pub(crate) client: Client,
    pub(crate) configuration: Configuration,
}

/// The desk and the packages.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) desk: Desk,
    /// Folders that are open, as the client calls them, and without links.
    folders: BTreeMap<PathBuf, PathBuf>,
    /// By folder: those that an open folder leads to or contains, and those of open documents.
    packages: BTreeMap<PathBuf, Package>,
    /// Folders of packages whose diagnostics are not those of their texts.
    unsaid: BTreeSet<PathBuf>,
    /// Hears of work that takes long.
    reports: Sender<Report>,
}

/// Where a document is at home.
#[derive(Debug)]
pub(crate) struct Home<'w> {
    pub(crate) desk: &'w Desk,
    pub(crate) package: &'w Package,
    /// Where the document is on disk.
    pub(crate) path: PathBuf,
}

impl Desk {
    /// An open document.
    pub(crate) fn document(&self, uri: &Uri) -> Option<&Document> {
        self.documents.get(&uri.0)
    }

    /// The text of a document: as it is open, or else as it is on disk.
    pub(crate) fn text(&self, uri: &Uri) -> Answer<Cow<'_, str>> {
        if let Some(document) = self.document(uri) {
            return Ok(Cow::Borrowed(&document.text));
        }
        let path = uri::path(uri).ok_or_else(|| Refusal::unknown(uri))?;
        fs::read_to_string(path).map(Cow::Owned).map_err(|_| Refusal::unknown(uri))
    }

    /// Where a document is on disk; `None` if it is no file.
    fn path(&self, uri: &Uri) -> Answer<Option<PathBuf>> {
        if let Some(document) = self.document(uri) {
            return Ok(document.path.clone());
        }
        let path = uri::path(uri).ok_or_else(|| Refusal::unknown(uri))?;
        Ok(Some(canonical(&path)))
    }

    /// What the client calls a file.
    pub(crate) fn uri(&self, path: &Path) -> Uri {
        let mut documents = self.documents.values();
        let open = documents.find(|document| document.path.as_deref() == Some(path));
        open.map_or_else(|| uri::of_path(path), |document| document.uri.clone())
    }

    fn overlay(&self) -> BTreeMap<PathBuf, String> {
        let files = self.documents.values();
        files.filter_map(|it| Some((it.path.clone()?, it.text.clone()))).collect()
    }
}

impl Workspace {
    pub(crate) fn new(client: Client, reports: Sender<Report>) -> Self {
        let desk = Desk { client, ..Desk::default() };
        let (folders, packages) = (BTreeMap::new(), BTreeMap::new());
        Self { desk, folders, packages, unsaid: BTreeSet::new(), reports }
    }

    /// Takes up the package of a folder that was opened.
    pub(crate) fn add_folder(&mut self, folder: PathBuf) {
        let path = canonical(&folder);
        if let Some(folder) = package_folder(&path) {
            self.package(folder);
        }
        self.folders.insert(folder, path);
    }

    /// Lets go of the packages of a folder that was closed.
    pub(crate) fn remove_folder(&mut self, folder: &Path) {
        if self.folders.remove(folder).is_some() {
            self.let_go();
        }
    }

    /// A document was opened or has changed.
    pub(crate) fn put(&mut self, document: Document) {
        if let Some(path) = &document.path {
            let is_new = !self.desk.documents.contains_key(&document.uri.0);
            if let Some(folder) = package_folder(path) {
                self.package(folder).meet(path, is_new);
            }
            self.edit(path, &document.text);
        }
        self.desk.documents.insert(document.uri.0.clone(), document);
    }

    /// A document was closed: what is on disk holds again.
    pub(crate) fn close(&mut self, uri: &Uri) {
        let Some(document) = self.desk.documents.remove(&uri.0) else { return };
        if let Some(path) = document.path {
            let saved = fs::read_to_string(&path).unwrap_or_default();
            self.edit(&path, &saved);
            self.let_go();
        }
    }

    /// Forgets packages that neither an open folder nor an open document keeps, and has it said that nothing is said of them.
    fn let_go(&mut self) {
        let folders: Vec<&PathBuf> = self.folders.values().collect();
        let documents = self.desk.documents.values().filter_map(|it| it.path.as_ref());
        let kept: BTreeSet<PathBuf> =
            documents.chain(folders.iter().copied()).filter_map(|it| package_folder(it)).collect();
        let unsaid = &mut self.unsaid;
        self.packages.retain(|folder, _| {
            let is_kept = kept.contains(folder) || folders.iter().any(|it| folder.starts_with(it));
            if !is_kept {
                unsaid.insert(folder.clone());
            }
            is_kept
        });
    }

    fn edit(&mut self, path: &Path, text: &str) {
        for (folder, package) in &mut self.packages {
            if package.edit(path, text) {
                self.unsaid.insert(folder.clone());
            }
        }
    }

    /// Something has changed on disk.
    pub(crate) fn reread(&mut self) {
        // What was said of packages that are gone is to be taken back, too.
        self.say_all();
        self.packages.values_mut().for_each(Package::reread);
        self.packages.retain(|folder, _| folder.join(MANIFEST).is_file());
    }

    /// The settings have changed.
    pub(crate) fn configure(&mut self, configuration: Configuration) {
        self.desk.configuration = configuration;
        self.packages.values_mut().for_each(Package::rebuild);
        self.say_all();
    }

    /// What was being done has failed half way.
    pub(crate) fn forget(&mut self) {
        self.packages.values_mut().for_each(Package::forget);
    }

    fn say_all(&mut self) {
        self.unsaid = self.packages.keys().cloned().collect();
    }

    /// Takes one of the packages whose diagnostics are to be made.
    pub(crate) fn next_unsaid(&mut self) -> Option<PathBuf> {
        self.unsaid.pop_first()
    }

    /// Whether diagnostics are to be made.
    pub(crate) fn has_unsaid(&self) -> bool {
        !self.unsaid.is_empty()
    }

    fn package(&mut self, folder: PathBuf) -> &mut Package {
        let unsaid = &mut self.unsaid;
        self.packages.entry(folder).or_insert_with_key(|folder| {
            unsaid.insert(folder.clone());
            Package::new(folder.clone())
        })
    }

    /// Brings the package in `folder` up to date.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub(crate) fn refresh(&mut self, folder: &Path) -> Result<Option<&Package>, LoadError> {
        let Some(package) = self.packages.get_mut(folder) else { return Ok(None) };
        let is_long = package.is_new();
        if is_long {
            self.reports.send(Report::Began(folder.to_path_buf())).ok();
        }
        let declarations = self.desk.configuration.declarations();
        let refreshed = package.refresh(&|| self.desk.overlay(), declarations);
        if is_long {
            self.reports.send(Report::Ended).ok();
        }
        refreshed.map(|()| Some(&*package))
    }

    /// What is known of packages, and what they would be with other texts: of all that these concern.
    pub(crate) fn suppose(&mut self, texts: &BTreeMap<PathBuf, String>) -> Vec<(&Analysis, Build)> {
        let declarations = self.desk.configuration.declarations();
        let packages = self.packages.values_mut();
        packages.flat_map(|package| package.suppose(texts, declarations)).collect()
    }

    /// What is known of a document's package, and what it would be with another text of that document.
    pub(crate) fn suppose_one(
        &mut self,
        path: &Path,
        text: String,
    ) -> Option<(&Desk, &Analysis, Build)> {
        let declarations = self.desk.configuration.declarations();
        let package = self.packages.get_mut(&package_folder(path)?)?;
        let (analysis, build) = package.suppose_one(path, text, declarations)?;
        Some((&self.desk, analysis, build))
    }

    /// A package as it was last brought up to date.
    pub(crate) fn known(&self, folder: &Path) -> Option<(&Desk, &Package)> {
        self.packages.get(folder).map(|package| (&self.desk, package))
    }

    /// Brings all packages up to date; those that cannot be read are left out.
    pub(crate) fn refresh_all(&mut self) -> Vec<(&Desk, &Package)> {
        let folders: Vec<PathBuf> = self.packages.keys().cloned().collect();
        let is_read = |folder: &&PathBuf| self.refresh(folder).is_ok();
        let read: BTreeSet<PathBuf> = folders.iter().filter(is_read).cloned().collect();
        let packages = self.packages.iter().filter(|(folder, _)| read.contains(*folder));
        packages.map(|(_, package)| (&self.desk, package)).collect()
    }

    /// The package that a document belongs to, up to date; `None` if there is none, or it cannot be read.
    pub(crate) fn home_of(&mut self, uri: &Uri) -> Answer<Option<Home<'_>>> {
        let Some(path) = self.desk.path(uri)? else { return Ok(None) };
        let Some(folder) = package_folder(&path) else { return Ok(None) };
        self.package(folder.clone());
        if self.refresh(&folder).is_err() {
            return Ok(None);
        }
        let package = self.packages.get(&folder);
        Ok(package.map(|package| Home { desk: &self.desk, package, path }))
    }

    /// What is known of a document; `None` if it is no module of a package that can be read.
    pub(crate) fn analysis_of(&mut self, uri: &Uri) -> Answer<Option<(&Desk, &Analysis, FileId)>> {
        let Some(Home { desk, package, path }) = self.home_of(uri)? else { return Ok(None) };
        Ok(package.analysis_of(&path).map(|(analysis, file)| (desk, analysis, file)))
    }
}

/// The folder of the package that a path belongs to.
fn package_folder(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|folder| folder.join(MANIFEST).is_file()).map(Path::to_path_buf)
}
