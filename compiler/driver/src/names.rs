//! What modules, parameters and type parameters are called where a footprint is printed.

use std::collections::BTreeMap;

use vm_access::{Access, AccountAddress, Identifier, Mode, ModuleId, Names, Projection};
use vm_bytecode::FunctionDefinition;

use crate::addresses::NamedAddresses;
use crate::build::CompiledModule;

/// The last of the addresses that are short in text, as those of the library are.
const SPECIAL_MAX: AccountAddress = AccountAddress::from_low(0xf);

/// What modules and addresses are called in a package, unless a module gives them another name.
#[derive(Debug, Default)]
pub(crate) struct PackageNames {
    modules: BTreeMap<ModuleId, String>,
    addresses: BTreeMap<AccountAddress, String>,
}

/// The names that hold in the header of `function`.
pub(crate) fn names_of(inferred: &CompiledModule, function: &FunctionDefinition) -> Names {
    let outline = &inferred.outline;
    let type_parameters = outline.functions.get(&function.name);
    let type_parameters = type_parameters.map(|it| it.type_parameters.clone()).unwrap_or_default();
    let parameters = function.parameters.iter();
    let mut modules = inferred.names.modules.clone();
    modules.extend(outline.aliases.iter().map(|(id, name)| (id.clone(), name.clone())));
    Names {
        module: Some(inferred.module.id.clone()),
        modules,
        addresses: inferred.names.addresses.clone(),
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

impl PackageNames {
    /// Names `modules` by named addresses of a package.
    pub(crate) fn new<'a>(
        modules: impl Iterator<Item = &'a ModuleId>,
        addresses: &NamedAddresses,
    ) -> Self {
        let mut names: BTreeMap<AccountAddress, Vec<&str>> = BTreeMap::new();
        for (name, address) in addresses {
            names.entry(*address).or_default().push(name);
        }
        let modules = modules.filter_map(|id| {
            let name = names.get(&id.address)?.first()?;
            Some((id.clone(), format!("{name}::{}", id.name)))
        });
        let modules = modules.collect();
        // Which of several names is meant, nothing tells; and the library's own are known by their numbers.
        let own = names.into_iter().filter(|(address, _)| SPECIAL_MAX < *address);
        let addresses = own.filter_map(|(address, names)| match names.as_slice() {
            [name] => Some((address, (*name).to_owned())),
            _ => None,
        });
        Self { modules, addresses: addresses.collect() }
    }
}
