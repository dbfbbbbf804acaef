//! What modules, parameters and type parameters are called where a footprint is printed.

use std::collections::BTreeMap;

use vm_access::{AccountAddress, ModuleId, Names};
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
