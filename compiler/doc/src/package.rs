//! A package as its documentation sees it: trees beside what they were built to.

use std::collections::BTreeMap;

use bumpalo::Bump;
use compiler_diagnostics::{FileId, Files, Span};
use compiler_driver::{Build, CompiledModule, NamedAddresses, Sources};
use compiler_syntax::ast::{self, AddressKind, Attribute, Function};
use compiler_syntax::parse;
use vm_access::{AccountAddress, Identifier, ModuleId};
use vm_bytecode::FunctionDefinition;
use vm_footprint::FunctionInference;

use crate::scope::{Item, ItemKind, Scope};

/// A package with all that its pages need.
#[derive(Debug)]
pub(crate) struct Package<'a> {
    /// Its name in the manifest.
    pub(crate) name: &'a str,
    files: &'a Files,
    modules: BTreeMap<ModuleId, Documented<'a>>,
}

/// A module that has a page.
#[derive(Debug)]
pub(crate) struct Documented<'a> {
    pub(crate) id: ModuleId,
    /// Its name as it is written: with the name of its address, if that has one.
    pub(crate) title: String,
    /// Its page.
    pub(crate) file_name: String,
    pub(crate) tree: ast::Module<'a>,
    pub(crate) compiled: &'a CompiledModule,
    pub(crate) scope: Scope,
    items: BTreeMap<String, ItemKind>,
}

/// A function in the build; an inline one has none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Built<'a> {
    pub(crate) definition: &'a FunctionDefinition,
    pub(crate) inference: &'a FunctionInference,
}

impl<'a> Package<'a> {
    pub(crate) fn new(sources: &'a Sources, build: &'a Build, arena: &'a Bump) -> Self {
        let files = sources.files();
        let mut trees: BTreeMap<FileId, &'a [ast::Module<'a>]> = BTreeMap::new();
        let mut modules = BTreeMap::new();
        for compiled in build.root_modules() {
            let text = files.get(compiled.file).map_or("", |file| file.text());
            let file = compiled.file;
            let trees = trees.entry(file).or_insert_with(|| parse(file, text, arena).file.modules);
            let is_it = |tree: &&ast::Module<'_>| {
                module_id(tree, &build.addresses).is_some_and(|id| id == compiled.module.id)
            };
            let Some(tree) = trees.iter().find(is_it) else { continue };
            if !is_for_tests(tree.attributes) {
                let documented = Documented::new(compiled, *tree, &build.addresses);
                modules.insert(documented.id.clone(), documented);
            }
        }
        Self { name: sources.name(sources.root()), files, modules }
    }

    /// The modules, in order of their names.
    pub(crate) fn modules(&self) -> impl Iterator<Item = &Documented<'a>> {
        self.modules.values()
    }

    /// The text under a span, with the indentation of a member taken away.
    pub(crate) fn text(&self, span: Span) -> String {
        self.files.slice(span).trim_end().replace("\n    ", "\n")
    }

    /// The line on which a span starts, from 1.
    pub(crate) fn line(&self, span: Span) -> u32 {
        self.files.position(span).line
    }

    /// Where an item is described; `None` if it is not of this package.
    pub(crate) fn target(&self, item: &Item) -> Option<String> {
        let module = self.modules.get(&item.module)?;
        let Some(name) = &item.name else { return Some(module.file_name.clone()) };
        let kind = module.items.get(name)?;
        Some(format!("{}#{}", module.file_name, kind.anchor(name)))
    }

    /// What kind of item that is.
    pub(crate) fn kind(&self, item: &Item) -> Option<ItemKind> {
        self.modules.get(&item.module)?.items.get(item.name.as_ref()?).copied()
    }

    /// How an item is called from within `module`.
    pub(crate) fn short_name(&self, item: &Item, module: &ModuleId) -> String {
        let title = match self.modules.get(&item.module) {
            Some(documented) => documented.title.clone(),
            None => item.module.to_string(),
        };
        match &item.name {
            Some(name) if item.module == *module => name.clone(),
            Some(name) => format!("{title}::{name}"),
            None => title,
        }
    }
}

impl<'a> Documented<'a> {
    fn new(
        compiled: &'a CompiledModule,
        tree: ast::Module<'a>,
        addresses: &NamedAddresses,
    ) -> Self {
        let id = compiled.module.id.clone();
        let address = match tree.address.map(|it| it.kind) {
            Some(AddressKind::Named(name)) => name.to_owned(),
            _ => id.address.to_string(),
        };
        Self {
            title: format!("{address}::{}", id.name),
            file_name: format!("{}.{}.html", id.address, id.name),
            scope: Scope::new(id.clone(), &tree, addresses),
            items: items(&tree),
            id,
            tree,
            compiled,
        }
    }

    /// What is described, in the order of the source.
    pub(crate) fn functions(&self) -> impl Iterator<Item = &'a Function<'a>> {
        self.tree.functions.iter().filter(|it| !is_for_tests(it.attributes))
    }

    pub(crate) fn built(&self, name: &str) -> Option<Built<'a>> {
        let name = Identifier::new(name);
        let functions = &self.compiled.module.functions;
        let mut pairs = functions.iter().zip(&self.compiled.inference.functions);
        let (definition, inference) = pairs.find(|(it, _)| it.name == name)?;
        Some(Built { definition, inference })
    }
}

/// What has an anchor on the page of a module.
fn items(tree: &ast::Module<'_>) -> BTreeMap<String, ItemKind> {
    let mut items = BTreeMap::new();
    let mut add = |kind, attributes: &[Attribute<'_>], name: &str| {
        if !is_for_tests(attributes) {
            items.insert(name.to_owned(), kind);
        }
    };
    tree.structs.iter().for_each(|it| add(ItemKind::Struct, it.attributes, it.name.text));
    tree.enums.iter().for_each(|it| add(ItemKind::Enum, it.attributes, it.name.text));
    tree.constants.iter().for_each(|it| add(ItemKind::Constant, it.attributes, it.name.text));
    tree.functions.iter().for_each(|it| add(ItemKind::Function, it.attributes, it.name.text));
    items
}

fn module_id(tree: &ast::Module<'_>, addresses: &NamedAddresses) -> Option<ModuleId> {
    Some(ModuleId::new(resolve(tree.address?.kind, addresses)?, tree.name.text))
}

/// The value of an address as written.
pub(crate) fn resolve(kind: AddressKind<'_>, addresses: &NamedAddresses) -> Option<AccountAddress> {
    match kind {
        AddressKind::Numeric(number) => Some(AccountAddress(number.to_be_bytes())),
        AddressKind::Named(name) => addresses.get(name).copied(),
    }
}

/// Tests, and what is there for them alone, are not described.
pub(crate) fn is_for_tests(attributes: &[Attribute<'_>]) -> bool {
    let names = attributes.iter().filter_map(|it| it.name.as_name());
    names.into_iter().any(|name| matches!(name.text, "test" | "test_only"))
}
