//! What access diagnostics need of the syntax tree, which is gone by then: where clauses stand, and what things are called.

use std::collections::BTreeMap;

use compiler_diagnostics::Span;
use compiler_syntax::ast::{self, AddressKind, ClauseKind};
use vm_access::{AccountAddress, Identifier, Mode, ModuleId, U256};

use crate::addresses::NamedAddresses;
use crate::unit_test::named;

/// A module's outline.
#[derive(Clone, Debug, Default)]
pub(crate) struct ModuleOutline {
    /// Names that `use` gives to other modules.
    pub(crate) aliases: BTreeMap<ModuleId, String>,
    /// By name; of functions of one name the first.
    pub(crate) functions: BTreeMap<Identifier, FunctionOutline>,
}

/// A function's outline.
#[derive(Clone, Debug)]
pub(crate) struct FunctionOutline {
    /// Its name in the header.
    pub(crate) name: Span,
    /// The names after `acquires`, if that is written.
    pub(crate) acquires: Option<Vec<(Identifier, Span)>>,
    /// Names of its type parameters.
    pub(crate) type_parameters: Vec<Identifier>,
    /// The empty place where clauses would be put.
    pub(crate) access_place: Span,
    /// All clauses, if there are any.
    pub(crate) declaration: Option<Span>,
    /// The clauses, as written; none for `pure`.
    pub(crate) clauses: Vec<ClauseOutline>,
    /// Whether it is a test, or there for tests alone.
    pub(crate) is_for_tests: bool,
}

/// `reads A, B` or `calls f(x), g(y)`.
#[derive(Clone, Debug)]
pub(crate) struct ClauseOutline {
    /// The whole of it.
    pub(crate) span: Span,
    /// `None` for `calls`, and for several places with ranges or conditions in common.
    pub(crate) mode: Option<Mode>,
    /// Its places, or calls.
    pub(crate) places: Vec<Span>,
}

/// Outlines the modules of a file.
pub(crate) fn outline(
    file: &ast::File<'_>,
    addresses: &NamedAddresses,
) -> Vec<(ModuleId, ModuleOutline)> {
    let modules = file.modules.iter();
    modules
        .filter_map(|module| {
            Some((module_id(module, addresses)?, outline_module(module, addresses)))
        })
        .collect()
}

pub(crate) fn module_id(module: &ast::Module<'_>, addresses: &NamedAddresses) -> Option<ModuleId> {
    Some(ModuleId::new(resolve(module.address?, addresses)?, module.name.text))
}

pub(crate) fn resolve(
    address: ast::Address<'_>,
    addresses: &NamedAddresses,
) -> Option<AccountAddress> {
    address_of(address.kind, addresses)
}

/// The value of an address as written.
pub(crate) fn address_of(
    kind: AddressKind<'_>,
    addresses: &NamedAddresses,
) -> Option<AccountAddress> {
    match kind {
        AddressKind::Numeric(number) => Some(numeric(number)),
        AddressKind::Named(name) => addresses.get(name).copied(),
    }
}

fn numeric(number: U256) -> AccountAddress {
    AccountAddress(number.to_be_bytes())
}

fn outline_module(module: &ast::Module<'_>, addresses: &NamedAddresses) -> ModuleOutline {
    let items = module.uses.iter().flat_map(|it| it.items);
    let aliases = items.filter(|item| item.member.is_none_or(|name| name.text == "Self"));
    let aliases = aliases.filter_map(|item| {
        let id = ModuleId::new(resolve(item.address, addresses)?, item.module.text);
        let name = item.alias.unwrap_or(item.module);
        Some((id, name.text.to_owned()))
    });
    let mut functions = BTreeMap::new();
    for function in module.functions {
        let name = Identifier::new(function.name.text);
        let is_for_tests = is_for_tests(module.attributes) || is_for_tests(function.attributes);
        functions.entry(name).or_insert_with(|| outline_function(function, is_for_tests));
    }
    ModuleOutline { aliases: aliases.collect(), functions }
}

fn is_for_tests(attributes: &[ast::Attribute<'_>]) -> bool {
    named(attributes, "test").is_some() || named(attributes, "test_only").is_some()
}

fn outline_function(function: &ast::Function<'_>, is_for_tests: bool) -> FunctionOutline {
    let names = function.type_parameters.iter();
    let clauses = function.access.iter().flat_map(|access| access.clauses);
    FunctionOutline {
        name: function.name.span,
        acquires: function.acquires.map(|paths| paths.iter().filter_map(outline_path).collect()),
        type_parameters: names.map(|it| Identifier::new(it.name.text)).collect(),
        access_place: function.access_place,
        declaration: function.access.map(|access| access.span),
        clauses: clauses.filter_map(outline_clause).collect(),
        is_for_tests,
    }
}

/// The last name of a path.
fn outline_path(path: &ast::Path<'_>) -> Option<(Identifier, Span)> {
    let last = path.segments.last()?;
    Some((Identifier::new(last.name.text), path.span))
}

fn outline_clause(clause: &ast::Clause<'_>) -> Option<ClauseOutline> {
    let (mode, places) = match clause.kind {
        ClauseKind::Error | ClauseKind::Pure => return None,
        // Of a qualified clause with several places none is replaced alone.
        ClauseKind::Access { mode, places, quantifiers, condition, .. } => {
            let is_plain = quantifiers.is_empty() && condition.is_none() || places.len() == 1;
            let mode = is_plain.then(|| mode_of(mode));
            (mode, places.iter().map(|place| place.span).collect())
        }
        ClauseKind::Calls(calls) => (None, calls.iter().map(|call| call.span).collect()),
    };
    Some(ClauseOutline { span: clause.span, mode, places })
}

fn mode_of(mode: ast::Mode) -> Mode {
    match mode {
        ast::Mode::Reads => Mode::Reads,
        ast::Mode::Writes => Mode::Writes,
        ast::Mode::Adds => Mode::Adds,
    }
}
