//! Modules in the order of their dependencies.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{
    Access, AccessPath, Application, Clause, Declaration, ModuleId, Root, Term, TermFunction, Type,
    TypePattern,
};
use vm_bytecode::{FunctionDefinition, Module};

/// Sorts items so that each comes after those it depends on, by name where that leaves a choice.
///
/// Dependencies that are not among the items are passed over. `Err` is a module on a circle.
pub(crate) fn in_order<T>(
    items: Vec<T>,
    module: impl Fn(&T) -> &Module,
) -> Result<Vec<T>, ModuleId> {
    let mut waiting: BTreeMap<ModuleId, (T, BTreeSet<ModuleId>)> = BTreeMap::new();
    let names: BTreeSet<ModuleId> = items.iter().map(|item| module(item).id.clone()).collect();
    for item in items {
        let mut needs = dependencies(module(&item));
        needs.retain(|name| names.contains(name));
        waiting.insert(module(&item).id.clone(), (item, needs));
    }
    let mut ordered = Vec::new();
    while let Some(first) = waiting.keys().next().cloned() {
        let ready = waiting.iter().find(|(_, (_, needs))| needs.is_empty());
        let name = ready.map(|(name, _)| name.clone()).ok_or(first)?;
        let Some((item, _)) = waiting.remove(&name) else { return Err(name) };
        for (_, needs) in waiting.values_mut() {
            needs.remove(&name);
        }
        ordered.push(item);
    }
    Ok(ordered)
}

/// Modules whose functions or structs the module's code, types and footprints name.
pub(crate) fn dependencies(module: &Module) -> BTreeSet<ModuleId> {
    let mut found = BTreeSet::new();
    module.types.iter().for_each(|ty| collect(ty, &mut found));
    for callee in &module.callees {
        found.insert(callee.function.module.clone());
        callee.type_arguments.iter().for_each(|ty| collect(ty, &mut found));
    }
    for definition in &module.structs {
        definition.all_fields().for_each(|field| collect(&field.ty, &mut found));
    }
    for function in &module.functions {
        let parameters = function.parameters.iter().map(|parameter| &parameter.ty);
        let registers = function.code.iter().flat_map(|code| &code.registers);
        let types = parameters.chain(&function.results).chain(registers);
        types.for_each(|ty| collect(ty, &mut found));
        collect_named(function, &mut found);
    }
    found.remove(&module.id);
    found
}

fn collect(ty: &Type, found: &mut BTreeSet<ModuleId>) {
    match ty {
        Type::Vector(inner) | Type::Reference { to: inner, .. } => collect(inner, found),
        Type::Struct(structure) => {
            found.insert(structure.module.clone());
            structure.arguments.iter().for_each(|inner| collect(inner, found));
        }
        Type::Bool | Type::Integer(_) | Type::Address | Type::Signer | Type::Parameter(_) => {}
        Type::Function(function) => {
            function.types().for_each(|inner| collect(inner, found));
            function.declaration.iter().for_each(|it| collect_in_clauses(it, found));
        }
    }
}

/// Modules named in the function's declaration and footprint.
fn collect_named(function: &FunctionDefinition, found: &mut BTreeSet<ModuleId>) {
    function.declaration.iter().for_each(|declaration| collect_in_clauses(declaration, found));
    function.inferred.accesses().iter().for_each(|access| collect_in_access(access, found));
}

fn collect_in_clauses(declaration: &Declaration, found: &mut BTreeSet<ModuleId>) {
    for clause in &declaration.clauses {
        match clause {
            Clause::Access(access) | Clause::Not(access) => collect_in_access(access, found),
            Clause::Calls(call) => {
                found.insert(call.function.module.clone());
                call.type_arguments.iter().for_each(|ty| collect(ty, found));
                call.arguments.iter().for_each(|term| collect_in_term(term, found));
            }
        }
    }
}

fn collect_in_access(access: &Access, found: &mut BTreeSet<ModuleId>) {
    collect_in_path(&access.path, found);
    let terms = access.ranges.iter().chain(&access.conditions);
    terms.for_each(|term| collect_in_term(term, found));
}

fn collect_in_path(path: &AccessPath, found: &mut BTreeSet<ModuleId>) {
    match &path.root {
        Root::Everything
        | Root::Account(_)
        | Root::Module(_)
        | Root::Parameter(_)
        | Root::At(_)
        | Root::Call(..) => {}
        Root::Resource(pattern, _) => {
            found.insert(pattern.module.clone());
            for argument in pattern.arguments.iter().flatten() {
                match argument {
                    TypePattern::Any => {}
                    TypePattern::Is(ty) => collect(ty, found),
                }
            }
        }
        Root::Item(table, _, _) => {
            collect(&table.key, found);
            collect(&table.value, found);
        }
    }
    path.terms().for_each(|term| collect_in_term(term, found));
}

fn collect_in_term(term: &Term, found: &mut BTreeSet<ModuleId>) {
    match term {
        Term::Constant(_) | Term::Parameter(_) | Term::Index(_) | Term::Fresh | Term::Any => {}
        Term::Field(of, _) | Term::AnyElement(of) => collect_in_term(of, found),
        Term::Element(of, index) => {
            collect_in_term(of, found);
            collect_in_term(index, found);
        }
        Term::Apply(application) => {
            let Application { function, type_arguments, arguments } = &**application;
            if let TermFunction::Named(name) | TermFunction::Closure(name, _) = function {
                found.insert(name.module.clone());
            }
            for ty in type_arguments {
                collect(ty, found);
            }
            for term in arguments {
                collect_in_term(term, found);
            }
        }
        Term::Pack(structure, fields) => {
            collect(&Type::Struct((**structure).clone()), found);
            for (_, term) in fields.iter() {
                collect_in_term(term, found);
            }
        }
        Term::Choice(terms) => terms.iter().for_each(|term| collect_in_term(term, found)),
        Term::Stored(path) => collect_in_path(path, found),
    }
}
