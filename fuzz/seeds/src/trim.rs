//! Takes out of modules what some functions do not need.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{FunctionName, Identifier, ModuleId};
use vm_bytecode::{
    CalleeId, ConstantId, FunctionDefinition, Instruction, Limits, Module, StructDefinition, TypeId,
};
use vm_footprint::{Interfaces, annotate, infer};
use vm_verifier::verify;

use crate::Known;

/// The modules with no more than `roots` and what they call; `None` if that is not accepted.
pub(crate) fn trim(
    library: &Known,
    modules: &[&Module],
    roots: &[FunctionName],
) -> Option<Vec<Module>> {
    let kept = called(modules, roots);
    let mut trimmed = Vec::new();
    for module in modules {
        let is_kept = |it: &&FunctionDefinition| {
            let name = FunctionName { module: module.id.clone(), name: it.name.clone() };
            kept.contains(&name)
        };
        let functions: Vec<_> = module.functions.iter().filter(is_kept).cloned().collect();
        let mut module = Module { functions, ..Module::clone(module) };
        module.error_names.clear();
        module.friends.retain(|friend| modules.iter().any(|it| it.id == *friend));
        compact(&mut module);
        trimmed.push(module);
    }
    trimmed.retain(|module| !module.functions.is_empty() || is_named(module, modules, &kept));
    renew(library, &mut trimmed);
    if !all_accepted(library, &trimmed) {
        return None;
    }
    drop_structs(library, &mut trimmed);
    Some(trimmed)
}

/// Whether functions that are kept may name a struct of the module.
fn is_named(module: &Module, modules: &[&Module], kept: &BTreeSet<FunctionName>) -> bool {
    let uses = |it: &&&Module| it.imports.iter().any(|import| import.module == module.id);
    let mut users = modules.iter().filter(uses);
    users.any(|user| kept.iter().any(|name| name.module == user.id))
}

/// The functions of some modules that others call, and these.
fn called(modules: &[&Module], roots: &[FunctionName]) -> BTreeSet<FunctionName> {
    let mut called: BTreeSet<FunctionName> = roots.iter().cloned().collect();
    let mut pending = roots.to_vec();
    while let Some(name) = pending.pop() {
        let Some(module) = modules.iter().find(|it| it.id == name.module) else { continue };
        let Some(code) = module.function(&name.name).and_then(|it| it.code.as_ref()) else {
            continue;
        };
        for instruction in code.blocks.iter().flat_map(|block| &block.instructions) {
            let (Instruction::Call { callee, .. } | Instruction::PackClosure { callee, .. }) =
                instruction
            else {
                continue;
            };
            let Some(callee) = module.callee(*callee) else { continue };
            if called.insert(callee.function.clone()) {
                pending.push(callee.function.clone());
            }
        }
    }
    called
}

/// Numbers the items of pools that are used anew, and forgets the others.
fn compact(module: &mut Module) {
    let (mut callees, mut constants, mut types) =
        (Pool::default(), Pool::default(), Pool::default());
    let codes = module.functions.iter_mut().filter_map(|it| it.code.as_mut());
    for instruction in codes.flat_map(|it| &mut it.blocks).flat_map(|it| &mut it.instructions) {
        match instruction {
            Instruction::Call { callee, .. } | Instruction::PackClosure { callee, .. } => {
                *callee = CalleeId(callees.number(callee.0));
            }
            Instruction::Constant { constant, .. } => {
                *constant = ConstantId(constants.number(constant.0));
            }
            Instruction::Exists { resource, .. } => *resource = TypeId(types.number(resource.0)),
            _ => {}
        }
    }
    module.callees = callees.take(&module.callees);
    module.constants = constants.take(&module.constants);
    module.types = types.take(&module.types);
}

/// Which items of a pool are used, by old number and new.
#[derive(Default)]
struct Pool(BTreeMap<u32, u32>);

impl Pool {
    fn number(&mut self, old: u32) -> u32 {
        let next = u32::try_from(self.0.len()).expect("pools are small");
        *self.0.entry(old).or_insert(next)
    }

    fn take<T: Clone>(&self, items: &[T]) -> Vec<T> {
        let mut used: Vec<_> = self.0.iter().map(|(old, new)| (*new, *old)).collect();
        used.sort_unstable();
        used.into_iter().map(|(_, old)| items[old as usize].clone()).collect()
    }
}

/// Infers what each module says of itself.
fn renew(library: &Known, modules: &mut [Module]) {
    for index in 0..modules.len() {
        let (before, rest) = modules.split_at_mut(index);
        let Some(module) = rest.first_mut() else { return };
        let inference = infer(module, &Sight { library, own: before });
        annotate(module, &inference);
    }
}

/// Whether the verifier lets all of them pass.
pub(crate) fn all_accepted(library: &Known, modules: &[Module]) -> bool {
    let accepts = |(index, module): (usize, &Module)| {
        let sight = Sight { library, own: &modules[..index] };
        verify(module.clone(), &sight, &Limits::default()).is_ok()
    };
    modules.iter().enumerate().all(accepts)
}

/// What a module sees: the library, and modules before it.
struct Sight<'a> {
    library: &'a Known,
    own: &'a [Module],
}

impl Sight<'_> {
    fn module(&self, id: &ModuleId) -> Option<&Module> {
        self.own.iter().find(|it| it.id == *id).or_else(|| self.library.get(id))
    }
}

impl Interfaces for Sight<'_> {
    fn structure(&self, module: &ModuleId, name: &Identifier) -> Option<&StructDefinition> {
        self.module(module)?.structure(name)
    }

    fn function(&self, name: &FunctionName) -> Option<&FunctionDefinition> {
        self.module(&name.module)?.function(&name.name)
    }
}

/// Takes out each struct without which all are accepted.
fn drop_structs(library: &Known, modules: &mut [Module]) {
    for index in 0..modules.len() {
        for position in (0..modules[index].structs.len()).rev() {
            let without = modules[index].structs.remove(position);
            if !all_accepted(library, modules) {
                modules[index].structs.insert(position, without);
            }
        }
    }
}
