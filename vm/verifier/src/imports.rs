//! How definitions of other modules are not what a module was compiled or verified against.

use std::fmt;

use vm_access::{
    Access, Clause, Declaration, Footprint, FunctionName, Identifier, ModuleId, Names, Term,
};
use vm_bytecode::{FunctionDefinition, Module, ResultSummary, StructDefinition};
use vm_footprint::Interfaces;

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

/// How a function is not what a module was verified against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Its types are others, or who may call it.
    Signature,
    /// It declares something else in a way that cannot be compared, or nothing.
    Declaration,
    /// It may do this, which was not among what it might do; `None` for everything.
    Wider(Option<Box<Access>>),
    /// It is no term function any more.
    NotATermFunction,
    /// Less is known of a result.
    Result(usize),
}

/// What keeps a verdict that rests on `seen` from holding with `found`; narrower is as good.
pub(crate) fn change(
    seen: &FunctionDefinition,
    found: &FunctionDefinition,
    is_same_package: bool,
) -> Option<Change> {
    if !has_same_signature(seen, found) {
        return Some(Change::Signature);
    }
    if seen.is_term_function && !found.is_term_function {
        return Some(Change::NotATermFunction);
    }
    let mut results = seen.result_summaries.iter().enumerate();
    let is_less = |(index, seen): &(usize, &ResultSummary)| {
        found.result_summaries.get(*index).is_none_or(|found| !says_as_much(found, seen))
    };
    if let Some((index, _)) = results.find(is_less) {
        return Some(Change::Result(index));
    }
    let counts =
        seen.counts_as_inferred(is_same_package) || found.counts_as_inferred(is_same_package);
    if counts && let Some(change) = wider(&seen.inferred, &found.inferred) {
        return Some(change);
    }
    change_of_declaration(seen.declaration.as_ref(), found.declaration.as_ref())
}

fn has_same_signature(seen: &FunctionDefinition, found: &FunctionDefinition) -> bool {
    let types = |definition: &FunctionDefinition| {
        let parameters = definition.parameters.iter().map(|parameter| parameter.ty.clone());
        parameters.collect::<Vec<_>>()
    };
    seen.visibility == found.visibility
        && seen.is_persistent == found.is_persistent
        && seen.type_parameters == found.type_parameters
        && types(seen) == types(found)
        && seen.results == found.results
        && seen.code.is_none() == found.code.is_none()
}

/// Whether all that `seen` says of a result follows from what `found` says.
fn says_as_much(found: &ResultSummary, seen: &ResultSummary) -> bool {
    let includes = |wide: &Term, narrow: &Term| {
        *wide == Term::Any
            || narrow.alternatives().iter().all(|term| wide.alternatives().contains(term))
    };
    // Without targets a reference leads to a place of its own, which is something else than one of some places.
    let is_alike = seen.targets.is_empty() == found.targets.is_empty() && !seen.is_exact;
    found == seen
        || is_alike
            && includes(&seen.value, &found.value)
            && found.targets.iter().all(|target| seen.targets.contains(target))
}

fn wider(seen: &Footprint, found: &Footprint) -> Option<Change> {
    if seen.covers(found) {
        return None;
    }
    let access = found.accesses().iter().find(|access| !seen.covers_access(access));
    Some(Change::Wider(access.cloned().map(Box::new)))
}

/// Calls are compared as they are written: what they stand for was looked up too, and is compared for itself.
fn change_of_declaration(
    seen: Option<&Declaration>,
    found: Option<&Declaration>,
) -> Option<Change> {
    if seen == found {
        return None;
    }
    let (Some(seen), Some(found)) = (seen.and_then(accesses), found.and_then(accesses)) else {
        return Some(Change::Declaration);
    };
    // A declaration without clauses leaves reference parameters to the default.
    if seen.is_empty() == found.is_empty() {
        wider(&seen, &found)
    } else {
        Some(Change::Declaration)
    }
}

/// What a declaration allows, if it says so without `calls` and exclusions.
fn accesses(declaration: &Declaration) -> Option<Footprint> {
    let clauses = declaration.clauses.iter();
    let accesses = clauses.map(|clause| match clause {
        Clause::Access(access) => Some(access.clone()),
        Clause::Not(_) | Clause::Calls(_) => None,
    });
    accesses.collect()
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature => f.write_str("its types or its visibility are others"),
            Self::Declaration => f.write_str("it declares something else"),
            Self::Wider(Some(access)) => {
                write!(f, "it may do more: {}", access.display(&Names::default()))
            }
            Self::Wider(None) => f.write_str("it may do anything"),
            Self::NotATermFunction => f.write_str("it is no term function any more"),
            Self::Result(index) => write!(f, "less is known of its result {index}"),
        }
    }
}
