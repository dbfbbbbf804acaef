//! The modules that there are: those of the package and its dependencies, and of the library also those that nobody has named.

use std::collections::{BTreeMap, BTreeSet};

use bumpalo::Bump;
use compiler_diagnostics::{FileId, Span};
use compiler_driver::{Build, Symbol};
use compiler_syntax::ast::Module;
use compiler_syntax::parse;
use vm_access::{AccountAddress, ModuleId};

use crate::analysis::Analysis;
use crate::functions::is_for_tests;
use crate::package;

/// A module.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) id: ModuleId,
    /// How `use` names it: its address as it was declared, and its name.
    pub(super) path: Option<String>,
    pub(super) file: FileId,
    /// Its name where it is declared; `None` of one that is alone in its file.
    pub(super) name: Option<Span>,
    is_for_tests: bool,
}

/// All modules, each once, given the text of the file that is edited; those for tests if they may be named.
pub(super) fn modules(
    analysis: &Analysis,
    build: &Build,
    (edited, edited_text): (FileId, &str),
    in_tests: bool,
) -> Vec<Listed> {
    let mut all: BTreeMap<ModuleId, Listed> = BTreeMap::new();
    for (file, source) in analysis.sources.files().iter() {
        if analysis.path(file).is_none()
            && let Some(listed) = of_library(build, file, source.text())
        {
            all.entry(listed.id.clone()).or_insert(listed);
        }
    }
    for (file, declared) in declared(analysis, build) {
        let on_disk = analysis.sources.files().get(file).map_or("", |it| it.text());
        let text = if file == edited { edited_text } else { on_disk };
        let arena = Bump::new();
        let tree = parse(file, text, &arena).file;
        for module in tree.modules {
            let Some(id) = declared.get(&module.name.span) else { continue };
            let listed = written(analysis, id, module, text);
            all.entry(listed.id.clone()).or_insert(listed);
        }
    }
    all.into_values().filter(|it| in_tests || !it.is_for_tests).collect()
}

/// Where modules are declared that the compiler does not carry, by file.
fn declared<'b>(
    analysis: &Analysis,
    build: &'b Build,
) -> BTreeMap<FileId, BTreeMap<Span, &'b ModuleId>> {
    let mut files: BTreeMap<FileId, BTreeMap<Span, &ModuleId>> = BTreeMap::new();
    for mention in build.indices.iter().flat_map(|index| index.mentions()) {
        if let Symbol::Module(id) = &mention.symbol
            && mention.is_declaration
            && analysis.path(mention.span.file).is_some()
        {
            files.entry(mention.span.file).or_default().insert(mention.span, id);
        }
    }
    files
}

/// A module as it is written.
fn written(analysis: &Analysis, id: &ModuleId, module: &Module<'_>, text: &str) -> Listed {
    let file = module.name.span.file;
    let address = module.address.map(|it| it.span).filter(|it| it.file == file);
    let address = address.and_then(|it| text.get(it.start as usize..it.end as usize));
    let is_test_file = analysis.path(file).is_some_and(package::is_in_tests);
    Listed {
        id: id.clone(),
        path: address.map(|address| format!("{address}::{}", id.name)),
        file,
        name: Some(module.name.span),
        is_for_tests: is_test_file || is_for_tests(module.attributes),
    }
}

/// The module of a file of the library, which has one, from its head alone: most are asked for their names only.
fn of_library(build: &Build, file: FileId, text: &str) -> Option<Listed> {
    let mut before = BTreeSet::new();
    let head = text.lines().find_map(|line| {
        before.insert(line);
        line.strip_prefix("module ")
    })?;
    let path = head.trim_end_matches(['{', ';', ' ']);
    let (address, name) = path.split_once("::")?;
    let named = build.addresses.get(address).copied();
    let address = named.or_else(|| AccountAddress::parse(address))?;
    let is_for_tests = before.contains("#[test_only]");
    let (id, path) = (ModuleId::new(address, name), Some(path.to_owned()));
    Some(Listed { id, path, file, name: None, is_for_tests })
}
