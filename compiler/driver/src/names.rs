//! What modules, parameters and type parameters are called where a footprint is printed.

use std::collections::BTreeMap;

use vm_access::{
    Access, AccessPath, AccountAddress, Identifier, Mode, ModuleId, Names, Projection,
};
use vm_bytecode::FunctionDefinition;

use crate::addresses::NamedAddresses;
use crate::pipeline::CompiledModule;

/// The names that hold in the header of `function`.
pub(crate) fn names_of(inferred: &CompiledModule, function: &FunctionDefinition) -> Names {
    let outline = &inferred.outline;
    let type_parameters = outline.functions.get(&function.name);
    let type_parameters = type_parameters.map(|it| it.type_parameters.clone()).unwrap_or_default();
    let parameters = function.parameters.iter();
    Names {
        module: Some(inferred.module.id.clone()),
        modules: outline.aliases.clone(),
        parameters: parameters.map(|it| (it.name.clone(), it.ty.clone())).collect(),
        type_parameters,
    }
}

/// Prints accesses as clauses: those to fields of one record in one mode together, as `reads R(a).{f, g}`.
pub fn clauses(accesses: &[Access], names: &Names) -> Vec<(Mode, String)> {
    let mut groups: Vec<(&Access, Vec<&Identifier>)> = Vec::new();
    for access in accesses {
        let [Projection::Field(field)] = access.path.projections.as_slice() else {
            groups.push((access, Vec::new()));
            continue;
        };
        let is_alike = |(first, fields): &&mut (&Access, Vec<&Identifier>)| {
            !fields.is_empty() && first.mode == access.mode && first.path.root == access.path.root
        };
        match groups.iter_mut().find(is_alike) {
            Some((_, fields)) => fields.push(field),
            None => groups.push((access, vec![field])),
        }
    }
    let print = |(access, fields): (&Access, Vec<&Identifier>)| {
        if fields.len() < 2 {
            return (access.mode, access.display(names).to_string());
        }
        let record = Access::new(access.mode, AccessPath::root(access.path.root.clone()));
        let fields: Vec<&str> = fields.into_iter().map(Identifier::as_str).collect();
        (access.mode, format!("{}.{{{}}}", record.display(names), fields.join(", ")))
    };
    groups.into_iter().map(print).collect()
}

/// Adds a name with a named address for each module that `use` has not named.
pub(crate) fn name_modules<'a>(
    aliases: &mut BTreeMap<ModuleId, String>,
    modules: impl Iterator<Item = &'a ModuleId>,
    addresses: &NamedAddresses,
) {
    let mut names: BTreeMap<AccountAddress, &str> = BTreeMap::new();
    for (name, address) in addresses {
        names.entry(*address).or_insert(name);
    }
    for id in modules {
        if let Some(name) = names.get(&id.address) {
            aliases.entry(id.clone()).or_insert_with(|| format!("{name}::{}", id.name));
        }
    }
}
