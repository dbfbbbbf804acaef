//! What may be offered: the modules that there are, and their members.

use bumpalo::Bump;
use compiler_diagnostics::{FileId, Span};
use compiler_driver::{Build, StructName, Symbol, Typed};
use compiler_syntax::ast::{self, Attribute, Fields, Function, Module, Visibility};
use compiler_syntax::parse;
use gen_lsp_types::CompletionItemKind;
use vm_access::{AccountAddress, FunctionName, Identifier, ModuleId, Type};

use super::candidate::Candidate;
use super::modules::Listed;
use crate::analysis::Analysis;
use crate::functions::is_for_tests;
use crate::names;
use crate::package;

/// Which structs of other modules show their fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// Those that are visible.
    Seen,
    /// All: what is named in a clause is not accessed there.
    Any,
}

/// A package with the marker in one of its files.
#[derive(Clone, Copy, Debug)]
pub(super) struct World<'w> {
    pub(super) analysis: &'w Analysis,
    pub(super) build: &'w Build,
    pub(super) file: FileId,
    /// With the marker.
    pub(super) text: &'w str,
    /// Whether what is there for tests may be named.
    pub(super) in_tests: bool,
    /// The modules that may be named.
    pub(super) modules: &'w [Listed],
    /// The module around the marker.
    pub(super) here: Option<&'w ModuleId>,
}

impl World<'_> {
    pub(super) fn slice(&self, span: Span) -> &str {
        let range = span.start as usize..span.end as usize;
        self.text_of(span.file).get(range).unwrap_or_default()
    }

    fn text_of(&self, file: FileId) -> &str {
        if file == self.file {
            return self.text;
        }
        self.analysis.sources.files().get(file).map_or("", |it| it.text())
    }

    /// Shows a module as it is written.
    pub(super) fn with_module<T>(
        &self,
        id: &ModuleId,
        show: impl FnOnce(&Module<'_>) -> T,
    ) -> Option<T> {
        let listed = self.modules.iter().find(|it| it.id == *id)?;
        let arena = Bump::new();
        let tree = parse(listed.file, self.text_of(listed.file), &arena).file;
        let mut modules = tree.modules.iter();
        modules.find(|it| listed.name.is_none_or(|name| it.name.span == name)).map(show)
    }

    /// The value of an address as it is written: `0x1`, `std`, `@std`.
    pub(super) fn address(&self, written: &str) -> Option<AccountAddress> {
        let written = written.trim_start_matches('@');
        let named = self.build.addresses.get(written).copied();
        named.or_else(|| AccountAddress::parse(written))
    }

    /// What the name at a place stands for.
    pub(super) fn symbol(&self, span: Span) -> Option<&Symbol> {
        names::at(self.build, span.file, span.start).first().map(|it| &it.symbol)
    }

    /// The type of what stands before a `.`.
    pub(super) fn type_of(&self, base: Span) -> Option<&Typed> {
        self.build.indices.iter().find_map(|index| index.type_at(base))
    }

    pub(super) fn function(id: &ModuleId, function: &Function<'_>) -> Option<Candidate> {
        let name = FunctionName { module: id.clone(), name: named(function.name.text)? };
        let candidate = Candidate::new(
            function.name.text,
            CompletionItemKind::Function,
            Symbol::Function(name),
        );
        Some(Candidate { arguments: Some(function.parameters.len()), ..candidate })
    }

    /// Whether an item with these attributes may be named here, seen from what it is compiled for.
    pub(super) fn is_there(&self, attributes: &[Attribute<'_>]) -> bool {
        self.in_tests || !is_for_tests(attributes)
    }

    /// Whether what is declared so in another module may be named here.
    pub(super) fn sees(&self, visibility: Visibility, of: &Module<'_>) -> bool {
        match visibility {
            Visibility::Public => true,
            Visibility::Private => false,
            Visibility::Package => self.analysis.sources.own_files().contains(&of.name.span.file),
            Visibility::Friend => of.friends.iter().filter_map(|it| it.module.last()).any(|it| {
                matches!(self.symbol(it.name.span), Some(Symbol::Module(id)) if Some(id) == self.here)
            }),
        }
    }

    /// The variants of an enum.
    pub(super) fn variants(&self, of: &StructName) -> Vec<Candidate> {
        let variants = |module: &Module<'_>| {
            let mut enums = module.enums.iter();
            let found = enums.find(|it| it.name.text == of.name.as_str());
            let variants = found.into_iter().flat_map(|it| it.variants);
            let candidates = variants.filter_map(|it| {
                let symbol = Symbol::Variant(of.clone(), named(it.name.text)?);
                Some(Candidate::new(it.name.text, CompletionItemKind::EnumMember, symbol))
            });
            candidates.collect()
        };
        self.with_module(&of.module, variants).unwrap_or_default()
    }

    /// What may follow `.` after a value of a type: its fields, and functions that take it as `self`.
    pub(super) fn of_value(&self, ty: &Type) -> Vec<Candidate> {
        match ty {
            Type::Reference { to, .. } => self.of_value(to),
            Type::Struct(of) => {
                let name = StructName { module: of.module.clone(), name: of.name.clone() };
                let mut all = self.fields(&name, None, Naming::Seen);
                all.extend(self.receivers(&of.module, of.name.as_str()));
                all
            }
            Type::Vector(_) => {
                let id = ModuleId::new(AccountAddress::ONE, "vector");
                self.receivers(&id, "vector")
            }
            Type::Bool
            | Type::Integer(_)
            | Type::Address
            | Type::Signer
            | Type::Parameter(_)
            | Type::Function(_) => Vec::new(),
        }
    }

    /// What may follow `.` after a place of a type: its fields, and functions that values in places are made by.
    pub(super) fn of_place(&self, ty: &Type) -> Vec<Candidate> {
        let mut all = match ty {
            Type::Struct(of) => {
                let name = StructName { module: of.module.clone(), name: of.name.clone() };
                self.fields(&name, None, Naming::Any)
            }
            Type::Reference { to, .. } => return self.of_place(to),
            Type::Vector(_)
            | Type::Bool
            | Type::Integer(_)
            | Type::Address
            | Type::Signer
            | Type::Parameter(_)
            | Type::Function(_) => Vec::new(),
        };
        all.extend(self.of_value(ty).into_iter().filter(|it| self.is_term(it)));
        all
    }

    /// The fields of a struct, or of the variants of an enum or one of them, if they may be named here.
    pub(super) fn fields(
        &self,
        of: &StructName,
        only: Option<&Identifier>,
        naming: Naming,
    ) -> Vec<Candidate> {
        let fields = |module: &Module<'_>| {
            let own = naming == Naming::Any || self.here == Some(&of.module);
            let is_it = |name: &str, visibility| {
                name == of.name.as_str() && (own || self.sees(visibility, module))
            };
            let structs = module.structs.iter().filter(|it| is_it(it.name.text, it.visibility));
            let enums = module.enums.iter().filter(|it| is_it(it.name.text, it.visibility));
            let variants = enums.flat_map(|it| it.variants);
            let variants =
                variants.filter(|it| only.is_none_or(|one| one.as_str() == it.name.text));
            let variants = variants.map(|it| it.fields);
            let all = structs.map(|it| it.fields).chain(variants);
            all.flat_map(|it| field_names(&it)).collect::<std::collections::BTreeSet<String>>()
        };
        let all = self.with_module(&of.module, fields).unwrap_or_default();
        let candidates = all.into_iter().map(|name| {
            let symbol = Symbol::Field(of.clone(), Identifier::new(&name));
            Candidate::new(&name, CompletionItemKind::Field, symbol)
        });
        candidates.collect()
    }

    /// Functions whose first parameter is `self` of a type of that name.
    fn receivers(&self, id: &ModuleId, ty: &str) -> Vec<Candidate> {
        let receivers = |module: &Module<'_>| {
            let own = self.here == Some(id);
            let functions = module.functions.iter().filter(|it| self.is_there(it.attributes));
            let seen = functions.filter(|it| own || self.sees(it.visibility, module));
            let fitting = seen.filter(|it| receives(it, ty));
            let methods = fitting.filter_map(|it| Self::function(id, it)).map(|it| Candidate {
                kind: CompletionItemKind::Method,
                arguments: it.arguments.map(|count| count.saturating_sub(1)),
                ..it
            });
            methods.collect()
        };
        self.with_module(id, receivers).unwrap_or_default()
    }
}

/// Whether a file lies where a package has its tests.
pub(super) fn is_in_tests(analysis: &Analysis, file: FileId) -> bool {
    analysis.path(file).is_some_and(package::is_in_tests)
}

pub(super) fn named(name: &str) -> Option<Identifier> {
    (!name.is_empty()).then(|| Identifier::new(name))
}

fn field_names(fields: &Fields<'_>) -> Vec<String> {
    match fields {
        Fields::Unit => Vec::new(),
        Fields::Named(fields) => fields.iter().map(|it| it.name.text.to_owned()).collect(),
        Fields::Positional(types) => (0..types.len()).map(|it| it.to_string()).collect(),
    }
}

fn receives(function: &Function<'_>, ty: &str) -> bool {
    let first = function.parameters.first().filter(|it| it.name.text == "self");
    first.and_then(|it| head(&it.ty)).is_some_and(|head| head == ty)
}

/// The last name of a type, behind references.
fn head<'a>(ty: &ast::Type<'a>) -> Option<&'a str> {
    match &ty.kind {
        ast::TypeKind::Path(path) => path.last().map(|it| it.name.text),
        ast::TypeKind::Reference { target, .. } => head(target),
        ast::TypeKind::Error
        | ast::TypeKind::Tuple(_)
        | ast::TypeKind::Function { .. }
        | ast::TypeKind::Infer => None,
    }
}
