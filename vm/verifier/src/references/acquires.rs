//! Which resources a function of the module borrows from storage or takes out of it, itself or through those it calls.
//!
//! Only the module that defines a resource may do that, and modules call each other without circles: a call of another
//! module's function never comes back to one of these resources.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{Identifier, Type};
use vm_bytecode::{FunctionDefinition, Instruction, Module};

/// Names of structs of the module, by function.
pub(crate) type Acquired<'a> = BTreeMap<&'a Identifier, BTreeSet<&'a Identifier>>;

/// What each function of the module acquires.
pub(crate) fn acquired(module: &Module) -> Acquired<'_> {
    let mut acquired = Acquired::new();
    let mut callers: BTreeMap<&Identifier, BTreeSet<&Identifier>> = BTreeMap::new();
    for function in &module.functions {
        acquired.insert(&function.name, own(function));
        for callee in callees(module, function) {
            callers.entry(callee).or_default().insert(&function.name);
        }
    }
    let mut pending: BTreeSet<&Identifier> = acquired.keys().copied().collect();
    while let Some(name) = pending.pop_first() {
        let of_callee = acquired.get(name).cloned().unwrap_or_default();
        for caller in callers.get(name).into_iter().flatten() {
            let Some(known) = acquired.get_mut(caller) else { continue };
            let before = known.len();
            known.extend(&of_callee);
            if before < known.len() {
                pending.insert(caller);
            }
        }
    }
    acquired
}

fn instructions(function: &FunctionDefinition) -> impl Iterator<Item = &Instruction> {
    let blocks = function.code.iter().flat_map(|code| &code.blocks);
    blocks.flat_map(|block| &block.instructions)
}

fn own(function: &FunctionDefinition) -> BTreeSet<&Identifier> {
    let register = |register| function.code.as_ref()?.register(register);
    let found = instructions(function).filter_map(|instruction| {
        let (Instruction::BorrowGlobal { to, .. } | Instruction::MoveFrom { to, .. }) = instruction
        else {
            return None;
        };
        match register(*to)?.referent() {
            Type::Struct(structure) => Some(&structure.name),
            Type::Bool
            | Type::U8
            | Type::U16
            | Type::U32
            | Type::U64
            | Type::U128
            | Type::U256
            | Type::Address
            | Type::Signer
            | Type::Vector(_)
            | Type::Reference { .. }
            | Type::Parameter(_) => None,
        }
    });
    found.collect()
}

/// Functions of the module itself that a function calls.
fn callees<'a>(
    module: &'a Module,
    function: &'a FunctionDefinition,
) -> impl Iterator<Item = &'a Identifier> {
    instructions(function).filter_map(|instruction| {
        let Instruction::Call { callee, .. } = instruction else { return None };
        let name = &module.callee(*callee)?.function;
        (name.module == module.id).then_some(&name.name)
    })
}
