//! What modules, parameters and type parameters are called where a footprint is printed.

use std::collections::BTreeMap;

use vm_access::{Access, AccountAddress, Identifier, Mode, ModuleId, Names, Projection};
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

/// Prints accesses as clauses: those that differ in the last field alone together, as `reads R(a).{f, g}`.
pub fn clauses(accesses: &[Access], names: &Names) -> Vec<(Mode, String)> {
    let mut groups: Vec<(Access, Vec<&Identifier>)> = Vec::new();
    for access in accesses {
        let mut base = access.clone();
        let last = base.path.projections.pop();
        let Some(Projection::Field(_)) = &last else {
            groups.push((access.clone(), Vec::new()));
            continue;
        };
        let Some(Projection::Field(field)) = access.path.projections.last() else { continue };
        match groups.iter_mut().find(|(group, fields)| !fields.is_empty() && *group == base) {
            Some((_, fields)) => fields.push(field),
            None => groups.push((base, vec![field])),
        }
    }
    let print = |(base, fields): (Access, Vec<&Identifier>)| {
        let whole = base.display(names).to_string();
        let place = format!("{} {}", base.mode, base.path.display(names));
        // Ranges and conditions follow the fields.
        let qualifiers = whole.strip_prefix(&place).unwrap_or_default();
        let text = match fields.as_slice() {
            [] => whole,
            [field] => format!("{place}.{field}{qualifiers}"),
            fields => {
                let fields: Vec<&str> = fields.iter().map(|field| field.as_str()).collect();
                format!("{place}.{{{}}}{qualifiers}", fields.join(", "))
            }
        };
        (base.mode, text)
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
