//! Modules in the order of their dependencies.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{ModuleId, Type};
use vm_bytecode::Module;

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

/// Modules whose functions or structs the module's code and types use.
pub(crate) fn dependencies(module: &Module) -> BTreeSet<ModuleId> {
    let mut found = BTreeSet::new();
    module.types.iter().for_each(|ty| collect(ty, &mut found));
    for callee in &module.callees {
        found.insert(callee.function.module.clone());
        callee.type_arguments.iter().for_each(|ty| collect(ty, &mut found));
    }
    for definition in &module.structs {
        definition.fields.iter().for_each(|field| collect(&field.ty, &mut found));
    }
    for function in &module.functions {
        let parameters = function.parameters.iter().map(|parameter| &parameter.ty);
        let registers = function.code.iter().flat_map(|code| &code.registers);
        let types = parameters.chain(&function.results).chain(registers);
        types.for_each(|ty| collect(ty, &mut found));
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
        Type::Bool
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::U128
        | Type::U256
        | Type::Address
        | Type::Signer
        | Type::Parameter(_) => {}
    }
}
