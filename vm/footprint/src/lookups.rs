//! What a result rests on: each definition of another module that was looked at on the way to it.
//!
//! Lookups are noted where they are made, so nothing that a result rests on can be forgotten.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use vm_access::{FunctionName, Identifier, ModuleId};
use vm_bytecode::{Code, FunctionDefinition, StructDefinition};

use crate::summary::Interfaces;

/// Definitions by module and name; `None` where there was none.
type Seen<Definition> = BTreeMap<ModuleId, BTreeMap<Identifier, Option<Arc<Definition>>>>;

/// Definitions that were looked at, as they were; functions without their code.
#[derive(Clone, Debug, Default)]
pub struct Lookups {
    functions: Seen<FunctionDefinition>,
    structs: Seen<StructDefinition>,
}

impl Lookups {
    /// The functions that were looked at, `None` where there was none. One that had code has some, which is empty.
    pub fn functions(
        &self,
    ) -> impl Iterator<Item = (&ModuleId, &Identifier, Option<&FunctionDefinition>)> {
        flat(&self.functions)
    }

    /// The structs that were looked at, `None` where there was none.
    pub fn structs(
        &self,
    ) -> impl Iterator<Item = (&ModuleId, &Identifier, Option<&StructDefinition>)> {
        flat(&self.structs)
    }

    /// Whether looking again finds the same: what was found with these definitions is found again.
    pub fn hold(&self, interfaces: &dyn Interfaces) -> bool {
        let is_same_function = |(module, name, seen): (_, _, Option<&FunctionDefinition>)| {
            let name =
                FunctionName { module: ModuleId::clone(module), name: Identifier::clone(name) };
            match (interfaces.function(&name), seen) {
                (Some(found), Some(seen)) => is_same_but_for_code(found, seen),
                (found, seen) => found.is_none() && seen.is_none(),
            }
        };
        self.structs().all(|(module, name, seen)| interfaces.structure(module, name) == seen)
            && self.functions().all(is_same_function)
    }
}

fn flat<Definition>(
    seen: &Seen<Definition>,
) -> impl Iterator<Item = (&ModuleId, &Identifier, Option<&Definition>)> {
    let of_module = |(module, names)| {
        let names: &BTreeMap<Identifier, Option<Arc<Definition>>> = names;
        names.iter().map(move |(name, found)| (module, name, found.as_deref()))
    };
    seen.iter().flat_map(of_module)
}

/// Passes lookups on and remembers them. By how much functions change integers is not told: no [`Lookups`] know it.
pub struct Watched<'a> {
    inner: &'a dyn Interfaces,
    seen: RefCell<Lookups>,
}

impl<'a> Watched<'a> {
    /// Starts with nothing looked at.
    pub fn new(inner: &'a dyn Interfaces) -> Self {
        Self { inner, seen: RefCell::default() }
    }

    /// What was looked at.
    pub fn finish(self) -> Lookups {
        self.seen.into_inner()
    }
}

impl std::fmt::Debug for Watched<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watched").field("seen", &self.seen).finish_non_exhaustive()
    }
}

impl Interfaces for Watched<'_> {
    fn structure(&self, module: &ModuleId, name: &Identifier) -> Option<&StructDefinition> {
        let found = self.inner.structure(module, name);
        let copy = || found.map(|definition| Arc::new(definition.clone()));
        note(&mut self.seen.borrow_mut().structs, module, name, copy);
        found
    }

    fn function(&self, name: &FunctionName) -> Option<&FunctionDefinition> {
        let found = self.inner.function(name);
        let copy = || found.map(|definition| Arc::new(without_code(definition)));
        note(&mut self.seen.borrow_mut().functions, &name.module, &name.name, copy);
        found
    }
}

fn note<Definition>(
    seen: &mut Seen<Definition>,
    module: &ModuleId,
    name: &Identifier,
    found: impl Fn() -> Option<Arc<Definition>>,
) {
    match seen.get_mut(module) {
        Some(names) if names.contains_key(name) => {}
        Some(names) => {
            names.insert(name.clone(), found());
        }
        None => {
            seen.insert(module.clone(), BTreeMap::from([(name.clone(), found())]));
        }
    }
}

/// Whether [`without_code`] gives the same of both.
fn is_same_but_for_code(left: &FunctionDefinition, right: &FunctionDefinition) -> bool {
    let FunctionDefinition {
        name,
        visibility,
        is_entry,
        is_view,
        is_persistent,
        type_parameters,
        parameters,
        results,
        declaration,
        inferred,
        is_term_function,
        result_summaries,
        code,
    } = left;
    *name == right.name
        && *visibility == right.visibility
        && *is_entry == right.is_entry
        && *is_view == right.is_view
        && *is_persistent == right.is_persistent
        && *type_parameters == right.type_parameters
        && *parameters == right.parameters
        && *results == right.results
        && *declaration == right.declaration
        && *inferred == right.inferred
        && *is_term_function == right.is_term_function
        && *result_summaries == right.result_summaries
        && code.is_some() == right.code.is_some()
}

/// The function without its code, but still with some if it has any.
fn without_code(definition: &FunctionDefinition) -> FunctionDefinition {
    let no_code = || Code { registers: Vec::new(), blocks: Vec::new(), heads: Vec::new() };
    FunctionDefinition {
        name: definition.name.clone(),
        visibility: definition.visibility,
        is_entry: definition.is_entry,
        is_view: definition.is_view,
        is_persistent: definition.is_persistent,
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
