//! What a module was verified against: each definition of another module that any pass looked at.
//!
//! Lookups are recorded where they are made, so nothing that a verdict rests on can be forgotten here.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use vm_access::{Clause, Declaration, Footprint, FunctionName, Identifier, ModuleId};
use vm_bytecode::{Code, FunctionDefinition, Module, StructDefinition};
use vm_footprint::Interfaces;

/// Definitions that were looked at; `None` where there was none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Imports {
    pub(crate) functions: BTreeMap<FunctionName, Option<Arc<FunctionDefinition>>>,
    pub(crate) structs: BTreeMap<(ModuleId, Identifier), Option<Arc<StructDefinition>>>,
}

/// Passes lookups on and remembers them.
pub(crate) struct Recorder<'a> {
    inner: &'a dyn Interfaces,
    seen: RefCell<Imports>,
}

impl<'a> Recorder<'a> {
    pub(crate) fn new(inner: &'a dyn Interfaces) -> Self {
        Self { inner, seen: RefCell::default() }
    }

    pub(crate) fn finish(self) -> Imports {
        self.seen.into_inner()
    }
}

impl Interfaces for Recorder<'_> {
    fn structure(&self, module: &ModuleId, name: &Identifier) -> Option<&StructDefinition> {
        let found = self.inner.structure(module, name);
        let key = (module.clone(), name.clone());
        let copy = || found.map(|definition| Arc::new(definition.clone()));
        self.seen.borrow_mut().structs.entry(key).or_insert_with(copy);
        found
    }

    fn function(&self, name: &FunctionName) -> Option<&FunctionDefinition> {
        let found = self.inner.function(name);
        let copy = || found.map(|definition| Arc::new(interface(definition)));
        self.seen.borrow_mut().functions.entry(name.clone()).or_insert_with(copy);
        found
    }
}

/// The function without its code (but still with some, if it has any).
fn interface(definition: &FunctionDefinition) -> FunctionDefinition {
    let no_code = || Code { registers: Vec::new(), blocks: Vec::new(), heads: Vec::new() };
    FunctionDefinition {
        name: definition.name.clone(),
        visibility: definition.visibility,
        is_entry: definition.is_entry,
        is_view: definition.is_view,
        type_parameters: definition.type_parameters.clone(),
        parameters: definition.parameters.clone(),
        results: definition.results.clone(),
        declaration: definition.declaration.clone(),
        inferred: definition.inferred.clone(),
        is_term_function: definition.is_term_function,
        result_summaries: definition.result_summaries.clone(),
        code: definition.code.as_ref().map(|_| no_code()),
    }
}

/// Definitions that a module was compiled against, and that are not as they were then.
pub(crate) fn changed(module: &Module, imports: &dyn Interfaces) -> Vec<(ModuleId, Identifier)> {
    let mut changed = Vec::new();
    for import in &module.imports {
        let is_same_package = import.module.address == module.id.address;
        for (name, digest) in &import.functions {
            let key = FunctionName { module: import.module.clone(), name: name.clone() };
            let found = imports.function(&key);
            if found.map(|it| it.interface_digest(is_same_package)) != Some(*digest) {
                changed.push((import.module.clone(), name.clone()));
            }
        }
        for (name, digest) in &import.structs {
            let found = imports.structure(&import.module, name);
            if found.map(StructDefinition::digest) != Some(*digest) {
                changed.push((import.module.clone(), name.clone()));
            }
        }
    }
    changed
}

/// Whether what was verified against `seen` also holds with `found`: the same signature, and no wider.
pub(crate) fn is_compatible(seen: &FunctionDefinition, found: &FunctionDefinition) -> bool {
    let types = |definition: &FunctionDefinition| {
        let parameters = definition.parameters.iter().map(|parameter| parameter.ty.clone());
        parameters.collect::<Vec<_>>()
    };
    seen.visibility == found.visibility
        && seen.type_parameters == found.type_parameters
        && types(seen) == types(found)
        && seen.results == found.results
        && seen.code.is_none() == found.code.is_none()
        && (found.is_term_function || !seen.is_term_function)
        && seen.result_summaries == found.result_summaries
        && seen.inferred.covers(&found.inferred)
        && is_as_narrow(seen.declaration.as_ref(), found.declaration.as_ref())
}

/// Whether a declaration is no wider than the one seen. Calls are compared as they are written: what they stand for was
/// looked up too, and is compared for itself.
fn is_as_narrow(seen: Option<&Declaration>, found: Option<&Declaration>) -> bool {
    if seen == found {
        return true;
    }
    let (Some(seen), Some(found)) = (seen, found) else { return false };
    let accesses = |declaration: &Declaration| {
        let accesses = declaration.clauses.iter().map(|clause| match clause {
            Clause::Access(access) => Some(access.clone()),
            Clause::Not(_) | Clause::Calls(_) => None,
        });
        accesses.collect::<Option<Footprint>>()
    };
    match (accesses(seen), accesses(found)) {
        (Some(seen), Some(found)) => names_the_same(&seen, &found) && seen.covers(&found),
        (None, _) | (_, None) => false,
    }
}

/// Whether both are silent or both speak: a declaration without clauses leaves reference parameters to the default.
fn names_the_same(seen: &Footprint, found: &Footprint) -> bool {
    seen.is_empty() == found.is_empty()
}
