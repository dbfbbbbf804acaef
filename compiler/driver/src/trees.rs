//! Syntax trees of all files, as they are compiled, and what is read off them; kept from build to build while texts stay.

use std::collections::BTreeMap;
use std::sync::Arc;

use bumpalo::Bump;
use compiler_diagnostics::{Diagnostics, FileId, Files, SourceFile};
use compiler_syntax::{Parsed, Purpose, ast, parse, select};
use self_cell::self_cell;
use vm_access::ModuleId;

use crate::addresses::NamedAddresses;
use crate::attributes;
use crate::outline::{ModuleOutline, outline};
use crate::sources::{PackageId, Sources};

self_cell! {
    struct Tree {
        owner: Bump,
        #[covariant]
        dependent: Parsed,
    }

    impl {Debug}
}

/// A file of a package.
#[derive(Debug)]
pub(crate) struct Parse {
    path: String,
    /// What it was parsed from.
    pub(crate) text: Arc<str>,
    tree: Tree,
    /// Its modules.
    pub(crate) outlines: Vec<(ModuleId, Arc<ModuleOutline>)>,
    /// What others depend on: where it is, and its text but for bodies of functions that are not inline.
    pub(crate) context: Arc<str>,
}

impl Parse {
    fn new(id: FileId, source: &SourceFile, purpose: Purpose, addresses: &NamedAddresses) -> Self {
        let tree = Tree::new(Bump::new(), |arena| {
            let Parsed { file, mut diagnostics } = parse(id, source.text(), arena);
            let file = select(&file, purpose, arena);
            diagnostics.extend(attributes::check(&file, purpose));
            Parsed { file, diagnostics }
        });
        let file = &tree.borrow_dependent().file;
        let outlines = outline(file, addresses).into_iter();
        let outlines = outlines.map(|(module, outline)| (module, Arc::new(outline))).collect();
        let context = context(file, id, source).into();
        Self { path: source.path().to_owned(), text: source.text().into(), outlines, context, tree }
    }

    /// Whether `source` gives the same again.
    fn is_of(&self, source: &SourceFile) -> bool {
        self.path == source.path() && *self.text == *source.text()
    }

    /// The tree, without what is not compiled.
    pub(crate) fn file(&self) -> ast::File<'_> {
        self.tree.borrow_dependent().file
    }

    /// What is wrong with the text.
    pub(crate) fn diagnostics(&self) -> &Diagnostics {
        &self.tree.borrow_dependent().diagnostics
    }
}

/// Where a module is from.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) file: FileId,
    /// Of the file.
    pub(crate) text: Arc<str>,
    pub(crate) outline: Arc<ModuleOutline>,
}

/// Where each module is from.
pub(crate) type Origins = BTreeMap<ModuleId, Origin>;

/// The files of a package, those that are compiled and others that have been.
#[derive(Debug)]
pub(crate) struct PackageTrees {
    /// What all of it is compiled with, as text.
    settings: Arc<str>,
    pub(crate) purpose: Purpose,
    pub(crate) addresses: NamedAddresses,
    all: BTreeMap<FileId, Parse>,
    /// Those that are compiled, in order.
    files: Vec<FileId>,
}

impl PackageTrees {
    /// The files that are compiled, in order.
    pub(crate) fn files(&self) -> impl Iterator<Item = (FileId, &Parse)> {
        self.files.iter().filter_map(|id| Some((*id, self.all.get(id)?)))
    }

    /// The modules that are compiled.
    pub(crate) fn modules(&self) -> Origins {
        let modules = self.files().flat_map(|(id, file)| {
            file.outlines.iter().map(move |(module, outline)| {
                let (text, outline) = (Arc::clone(&file.text), Arc::clone(outline));
                (module.clone(), Origin { file: id, text, outline })
            })
        });
        modules.collect()
    }

    /// What modules of this and other packages depend on: how files are compiled, and which.
    pub(crate) fn context(&self) -> impl Iterator<Item = Arc<str>> {
        let files = self.files().map(|(_, file)| &file.context);
        std::iter::once(&self.settings).chain(files).cloned()
    }

    /// All that the package is compiled from.
    pub(crate) fn texts(&self) -> Vec<Arc<str>> {
        self.context().chain(self.files().map(|(_, file)| Arc::clone(&file.text))).collect()
    }

    fn new(purpose: Purpose, addresses: NamedAddresses) -> Self {
        let settings = format!("for {purpose:?} with {addresses:?}").into();
        Self { settings, purpose, addresses, all: BTreeMap::new(), files: Vec::new() }
    }

    /// Parses what is not there yet of `files`.
    fn update(&mut self, sources: &Files, files: Vec<FileId>) {
        let is_same = |file: &FileId, parse: &Parse| {
            sources.get(*file).is_some_and(|source| parse.is_of(source))
        };
        self.all.retain(|file, parse| is_same(file, parse));
        for id in &files {
            let Some(source) = sources.get(*id) else { continue };
            let parse = || Parse::new(*id, source, self.purpose, &self.addresses);
            self.all.entry(*id).or_insert_with(parse);
        }
        self.files = files;
    }
}

/// The files of all packages.
#[derive(Debug, Default)]
pub(crate) struct Trees(BTreeMap<PackageId, PackageTrees>);

impl Trees {
    /// Parses what is not there yet of some files of a package.
    pub(crate) fn update(
        &mut self,
        sources: &Sources,
        id: PackageId,
        (files, addresses): (Vec<FileId>, NamedAddresses),
    ) {
        let purpose = sources.purpose(id);
        let is_as_before = |it: &PackageTrees| it.purpose == purpose && it.addresses == addresses;
        let mut package = match self.0.remove(&id).filter(is_as_before) {
            Some(package) => package,
            None => PackageTrees::new(purpose, addresses),
        };
        package.update(sources.files(), files);
        self.0.insert(id, package);
    }

    /// The packages that have been parsed, in order.
    pub(crate) fn packages(&self) -> impl Iterator<Item = (PackageId, &PackageTrees)> {
        self.0.iter().map(|(id, package)| (*id, package))
    }

    /// Forgets all packages but the first ones.
    pub(crate) fn truncate(&mut self, count: usize) {
        self.0.retain(|id, _| id.index() < count);
    }
}

fn context(file: &ast::File<'_>, id: FileId, source: &SourceFile) -> String {
    let mut context = format!("{} at {}\n", id.0, source.path());
    let functions = file.modules.iter().flat_map(|module| module.functions);
    let bodies = functions.filter(|it| !it.is_inline).filter_map(|it| it.body).map(|it| it.span);
    let mut bodies: Vec<(usize, usize)> =
        bodies.map(|span| (span.start as usize, span.end as usize)).collect();
    bodies.sort_unstable();
    let (text, mut end) = (source.text(), 0);
    for (start, after) in bodies {
        context.push_str(text.get(end..start).unwrap_or_default());
        end = after;
    }
    context.push_str(text.get(end..).unwrap_or_default());
    context
}
