//! The sources of a package and of all it depends on.

use std::fmt;

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Files};
use compiler_syntax::Purpose;

use crate::library;
use crate::manifest::{self, Declarations, Dependency, Manifest};

/// A package of a [`Sources`]; each comes after those it depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackageId(pub u32);

impl PackageId {
    /// The library, which is always there.
    pub const LIBRARY: Self = Self(0);

    /// Position among the packages.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for PackageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "package{}", self.0)
    }
}

/// The text of a file and the path people know it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    /// The path.
    pub path: String,
    /// The text.
    pub text: String,
}

/// A file whose text has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    /// The path people know it by, from the folder they are in.
    pub path: &'a str,
    /// Its text before.
    pub before: &'a str,
    /// Its text now.
    pub after: &'a str,
}

/// A package: its manifest and its modules, as files.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    pub(crate) manifest: Manifest,
    pub(crate) files: Vec<FileId>,
    pub(crate) dependencies: Vec<PackageId>,
}

/// All texts a build needs; the last package is the one that was asked for.
#[derive(Clone, Debug)]
pub struct Sources {
    pub(crate) files: Files,
    pub(crate) packages: Vec<Package>,
    pub(crate) diagnostics: Diagnostics,
    /// What the last package is built for.
    pub(crate) purpose: Purpose,
    /// What dependencies may do, if somebody keeps it.
    pub(crate) lock: Option<FileId>,
}

impl Sources {
    /// The library alone, as the binary carries it.
    pub fn of_library() -> Self {
        Self::of_library_with(Vec::new())
    }

    /// The library alone, to be tested, as the binary carries it.
    pub fn of_library_for_tests() -> Self {
        let text = |(path, text): &(&str, &str)| SourceText {
            path: format!("{}{path}", library::TESTS_PREFIX),
            text: (*text).to_owned(),
        };
        Self::of_library_with(library::TESTS.iter().map(text).collect()).for_tests()
    }

    fn of_library_with(tests: Vec<SourceText>) -> Self {
        let mut sources = Self::empty();
        let text = |path: &str, text: &str| SourceText {
            path: format!("{}{path}", library::PREFIX),
            text: text.to_owned(),
        };
        let manifest = library::FILES.iter().filter(|(path, _)| *path == "Move.toml");
        let modules = library::FILES.iter().filter(|(path, _)| *path != "Move.toml");
        let manifest = manifest.map(|(path, content)| text(path, content)).next();
        let manifest = manifest.unwrap_or_else(|| text("Move.toml", ""));
        let modules = modules.map(|(path, content)| text(path, content)).chain(tests).collect();
        let manifest = sources.add_manifest(manifest);
        sources.add_package(manifest, modules, Vec::new());
        sources
    }

    /// What is there before the package of `manifest`: the library, unless this is the library itself.
    pub(crate) fn beside(manifest: &SourceText) -> Self {
        let (manifest, _) = manifest::read(FileId(0), &manifest.text);
        if manifest.name == library::NAME { Self::empty() } else { Self::of_library() }
    }

    fn empty() -> Self {
        Self {
            files: Files::new(),
            packages: Vec::new(),
            diagnostics: Diagnostics::new(),
            purpose: Purpose::Build,
            lock: None,
        }
    }

    /// A package without dependencies but the library, from texts.
    pub fn of_package(manifest: SourceText, modules: Vec<SourceText>) -> Self {
        let mut sources = Self::of_library();
        let manifest = sources.add_manifest(manifest);
        let needed: Vec<_> = manifest.dependencies.iter().filter(|it| it.path.is_none()).collect();
        needed.into_iter().for_each(|dependency| sources.refuse(dependency));
        sources.add_package(manifest, modules, Vec::new());
        sources
    }

    /// The same, to be tested.
    #[must_use]
    pub fn for_tests(mut self) -> Self {
        self.purpose = Purpose::Test;
        self
    }

    /// What a package is built for.
    pub(crate) fn purpose(&self, package: PackageId) -> Purpose {
        match self.purpose {
            Purpose::Test if package != self.root() => Purpose::TestDependency,
            Purpose::Build | Purpose::TestDependency | Purpose::Test => self.purpose,
        }
    }

    /// Reports a dependency that would have to be downloaded.
    pub(crate) fn refuse(&mut self, dependency: &Dependency) {
        let name = &dependency.name;
        let message = format!("dependency `{name}` has no local folder");
        let unknown = Diagnostic::error(Code::E0703, dependency.span, message)
            .with_label("packages are not downloaded")
            .with_note(format!(
                "say where a copy of it lies: `--dependency {name}=../folder`, or `local = \"../folder\"` here"
            ))
            .with_note(format!("built in: {}", library::ALIASES.join(", ")));
        self.diagnostics.push(unknown);
    }

    /// Reads a manifest; its package follows by [`Self::add_package`].
    pub(crate) fn add_manifest(&mut self, manifest: SourceText) -> Manifest {
        let file = self.files.add(manifest.path, manifest.text.clone());
        let (manifest, diagnostics) = manifest::read(file, &manifest.text);
        self.diagnostics.extend(diagnostics);
        manifest
    }

    pub(crate) fn add_package(
        &mut self,
        manifest: Manifest,
        modules: Vec<SourceText>,
        dependencies: Vec<PackageId>,
    ) -> PackageId {
        let files = modules.into_iter().map(|it| self.files.add(it.path, it.text)).collect();
        let id = u32::try_from(self.packages.len()).expect("fewer packages than 2^32");
        self.packages.push(Package { manifest, files, dependencies });
        PackageId(id)
    }

    pub(crate) fn add_lock(&mut self, lock: SourceText) {
        self.lock = Some(self.files.add(lock.path, lock.text));
    }

    /// The same without the lock of its dependencies: nothing is compared with it.
    #[must_use]
    pub fn without_lock(mut self) -> Self {
        self.lock = None;
        self
    }

    /// The texts, for rendering diagnostics.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// What the manifests gave cause to say.
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }

    /// The package that was asked for.
    ///
    /// # Panics
    ///
    /// With 2³² packages.
    pub fn root(&self) -> PackageId {
        let last = self.packages.len().saturating_sub(1);
        PackageId(u32::try_from(last).expect("fewer packages than 2^32"))
    }

    /// Name of a package.
    pub fn name(&self, package: PackageId) -> &str {
        self.packages.get(package.index()).map_or("", |it| it.manifest.name.as_str())
    }

    /// Gives a module another text. A manifest or a lock says more than its text, so for them the package is loaded again.
    pub fn set_text(&mut self, module: FileId, text: impl Into<String>) {
        self.files.set_text(module, text);
    }

    /// The modules of the package that was asked for.
    pub fn own_files(&self) -> &[FileId] {
        self.packages.last().map_or(&[], |package| &package.files)
    }

    /// The manifest of the package that was asked for.
    pub fn own_manifest(&self) -> Option<FileId> {
        self.packages.last().map(|package| package.manifest.file)
    }

    /// Whether a file is a module of the package that was asked for.
    pub(crate) fn is_own(&self, file: FileId) -> bool {
        self.own_files().contains(&file)
    }

    /// The texts of the package that was asked for.
    pub(crate) fn own_texts(&self) -> Vec<String> {
        let files = self.packages.iter().last().into_iter().flat_map(|package| &package.files);
        files.filter_map(|file| Some(self.files.get(*file)?.text().to_owned())).collect()
    }

    /// The files whose text is not what it was in `before`.
    pub(crate) fn changes_since<'a>(&'a self, before: &'a Self) -> Vec<Change<'a>> {
        let pairs = before.files.iter().zip(self.files.iter());
        let changes = pairs.map(|((_, old), (_, new))| Change {
            path: new.path(),
            before: old.text(),
            after: new.text(),
        });
        changes.filter(|change| change.before != change.after).collect()
    }

    /// Who must declare in a package, if no command overrides it.
    pub fn declarations(&self, package: PackageId) -> Declarations {
        self.own_declarations(package).unwrap_or_default()
    }

    /// Who must declare in a package, if its manifest says.
    pub(crate) fn own_declarations(&self, package: PackageId) -> Option<Declarations> {
        self.packages.get(package.index())?.manifest.declarations
    }
}
