//! Compares a build with an earlier one: which footprints of its interface became wider, and what that means for its version.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{Access, FunctionName, Identifier, ModuleId, Type};
use vm_bytecode::{FunctionDefinition, Module, StructDefinition, Visibility};
use vm_footprint::{Interfaces, interface_footprint};

use crate::build::{Build, CompiledModule};
use crate::names::clauses;
use crate::promise::{beyond, is_interface};

/// What became of a function of the interface. Ordered by consequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InterfaceChange {
    /// It may do what it might do before.
    Equal,
    /// It may do less.
    Narrowed,
    /// It is new.
    Added,
    /// It may do something it might not do before.
    Widened,
    /// Its parameters, type parameters or results are others, so that footprints cannot be compared.
    Resigned,
    /// It is no longer there, or no longer for everybody.
    Removed,
}

/// What a change of an interface means for a package's version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Consequence {
    /// Nothing a caller could rely on has changed.
    Patch,
    /// Callers keep what they rely on, and there is more of it.
    Minor,
    /// A caller may break.
    Major,
}

/// One function, compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedFunction {
    /// Which one.
    pub function: FunctionName,
    /// What became of it.
    pub change: InterfaceChange,
    /// What it may do now and might not do before, as clauses.
    pub gained: Vec<String>,
    /// What it might do before and may not do now, as clauses.
    pub lost: Vec<String>,
    /// Whether it could be applied in clauses before, and can no longer.
    pub is_no_term: bool,
}

/// An interface, compared function by function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// By name.
    pub functions: Vec<ComparedFunction>,
}

impl InterfaceChange {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Narrowed => "narrowed",
            Self::Added => "added",
            Self::Widened => "widened",
            Self::Resigned => "changed",
            Self::Removed => "removed",
        }
    }

    /// What it means for the version.
    pub fn consequence(self) -> Consequence {
        match self {
            Self::Equal => Consequence::Patch,
            Self::Narrowed | Self::Added => Consequence::Minor,
            Self::Widened | Self::Resigned | Self::Removed => Consequence::Major,
        }
    }
}

impl Consequence {
    /// The word in reports: the part of a version that has to be raised.
    pub fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Comparison {
    /// What the gravest change means.
    pub fn consequence(&self) -> Consequence {
        let all = self.functions.iter().map(|it| it.change.consequence());
        all.max().unwrap_or(Consequence::Patch)
    }
}

/// Compares the package that was asked for with earlier modules of it, which need not be verified.
///
/// With `only`, modules that are not among the earlier ones are left out. Calls into other packages mean what they mean
/// in the present build, for then and now alike.
pub fn compare(build: &Build, earlier: &[Module], only: bool) -> Comparison {
    let then = Earlier {
        modules: earlier.iter().map(|module| (&module.id, module)).collect(),
        now: build.modules.iter().map(|it| (&it.module.id, &*it.module)).collect(),
    };
    let now = Earlier { modules: BTreeMap::new(), now: then.now.clone() };
    let mut functions = Vec::new();
    for module in build.root_modules() {
        let old = then.modules.get(&module.module.id).copied();
        if only && old.is_none() {
            continue;
        }
        for function in module.module.functions.iter().filter(|it| is_interface(it)) {
            let before = old.and_then(|old| Some((old, old.function(&function.name)?)));
            let before = before.filter(|(_, before)| is_interface(before));
            functions.push(compare_function((module, function), before, &now, &then));
        }
    }
    let present: BTreeSet<FunctionName> = functions.iter().map(|it| it.function.clone()).collect();
    for old in then.modules.values() {
        let gone = old.functions.iter().filter(|it| is_interface(it));
        let gone = gone.map(|it| FunctionName { module: old.id.clone(), name: it.name.clone() });
        let gone = gone.filter(|name| !present.contains(name));
        functions.extend(gone.map(|it| ComparedFunction::new(it, InterfaceChange::Removed)));
    }
    functions.sort_by(|left, right| left.function.cmp(&right.function));
    functions.dedup_by(|left, right| left.function == right.function);
    Comparison { functions }
}

impl ComparedFunction {
    fn new(function: FunctionName, change: InterfaceChange) -> Self {
        Self { function, change, gained: Vec::new(), lost: Vec::new(), is_no_term: false }
    }
}

fn compare_function(
    (module, function): (&CompiledModule, &FunctionDefinition),
    before: Option<(&Module, &FunctionDefinition)>,
    now: &Earlier<'_>,
    then: &Earlier<'_>,
) -> ComparedFunction {
    let name = FunctionName { module: module.module.id.clone(), name: function.name.clone() };
    let Some((old_module, old)) = before else {
        return ComparedFunction::new(name, InterfaceChange::Added);
    };
    let loses_calls = old.visibility == Visibility::Public && function.visibility != old.visibility
        || old.is_entry && !function.is_entry;
    if loses_calls {
        return ComparedFunction::new(name, InterfaceChange::Removed);
    }
    if !has_same_signature(old, function) {
        return ComparedFunction::new(name, InterfaceChange::Resigned);
    }
    let after = interface_footprint(&module.module, now, function);
    let before = interface_footprint(old_module, then, old);
    let names = module.names(function);
    let shown = |accesses: &[Access]| clauses(accesses, &names).into_iter().map(|it| it.1);
    let is_no_term = old.is_term_function && !function.is_term_function;
    let (gained, lost) = (beyond(&after, &before), beyond(&before, &after));
    let change = match (gained.is_none() && !is_no_term, lost.is_none()) {
        (false, _) => InterfaceChange::Widened,
        (true, false) => InterfaceChange::Narrowed,
        (true, true) => InterfaceChange::Equal,
    };
    ComparedFunction {
        function: name,
        change,
        gained: gained.iter().flat_map(|it| shown(it)).collect(),
        lost: lost.iter().flat_map(|it| shown(it)).collect(),
        is_no_term,
    }
}

fn has_same_signature(old: &FunctionDefinition, new: &FunctionDefinition) -> bool {
    let types = |function: &FunctionDefinition| -> Vec<Type> {
        function.parameters.iter().map(|parameter| parameter.ty.clone()).collect()
    };
    old.type_parameters == new.type_parameters
        && types(old) == types(new)
        && old.results == new.results
}

/// Earlier modules, and for what is not among them the present ones.
struct Earlier<'a> {
    modules: BTreeMap<&'a ModuleId, &'a Module>,
    now: BTreeMap<&'a ModuleId, &'a Module>,
}

impl Earlier<'_> {
    fn module(&self, id: &ModuleId) -> Option<&Module> {
        self.modules.get(id).or_else(|| self.now.get(id)).copied()
    }
}

impl Interfaces for Earlier<'_> {
    fn structure(&self, module: &ModuleId, name: &Identifier) -> Option<&StructDefinition> {
        self.module(module)?.structure(name)
    }

    fn function(&self, name: &FunctionName) -> Option<&FunctionDefinition> {
        self.module(&name.module)?.function(&name.name)
    }
}
