//! Which resources a function of the module borrows from storage or takes out of it, itself or through those it calls.
//!
//! Only the module that defines a resource may do that, and modules call each other without circles: a call of another
//! module's function comes back to one of these resources through function values alone (`callbacks`).

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{Identifier, Type};
use vm_bytecode::{BlockId, CalleeId, CodePoint, FunctionDefinition, Instruction, Module};

use super::callbacks::{Callbacks, Called, Touched, Values};

/// What each function of a module acquires.
pub(crate) struct Acquired<'a> {
    /// The module's structs, by name.
    structs: BTreeMap<&'a Identifier, usize>,
    /// A bit for each struct, by function.
    sets: BTreeMap<&'a Identifier, Vec<u64>>,
}

impl<'a> Acquired<'a> {
    /// What functions do themselves, or through those that they name.
    fn by_name(module: &'a Module) -> Self {
        let own = |function: &'a FunctionDefinition| {
            (Touched::new(), callees(module, function).collect())
        };
        Self::through(module, own)
    }

    /// The same, and what they do through function values.
    pub(crate) fn of(module: &'a Module, callbacks: &Callbacks<'a>) -> Self {
        Self::through(module, |function| {
            let mut called: BTreeSet<&'a Identifier> = callees(module, function).collect();
            let mut touched = Touched::new();
            let Some(code) = &function.code else { return (touched, called) };
            let values = Values::of(code, function.parameters.len());
            for instruction in instructions(function) {
                if let Instruction::Call { callee, .. } = instruction {
                    touched.extend(callbacks.of_call(*callee).into_iter().flatten());
                }
                let Instruction::CallClosure { closure, .. } = instruction else { continue };
                match values.called(*closure) {
                    Some(Called::Known(known)) => {
                        for id in known {
                            touched.extend(callbacks.of_call(id).into_iter().flatten());
                            called.extend(own_function(module, id));
                        }
                    }
                    Some(Called::Any(ty)) => touched.extend(callbacks.of_type(ty)),
                    None => {}
                }
            }
            (touched, called)
        })
    }

    /// Goes from each function to those that call it, to a fixpoint; `of` gives what calls come back to, and whom.
    fn through(
        module: &'a Module,
        of: impl Fn(&'a FunctionDefinition) -> (Touched, BTreeSet<&'a Identifier>),
    ) -> Self {
        let structs = module.structs.iter().enumerate().map(|(index, it)| (&it.name, index));
        let mut acquired = Self { structs: structs.collect(), sets: BTreeMap::new() };
        let mut callers: BTreeMap<&Identifier, BTreeSet<&Identifier>> = BTreeMap::new();
        for function in &module.functions {
            let mut set = vec![0; module.structs.len().div_ceil(64)];
            let (touched, called) = of(function);
            let own = own(function).into_iter().filter_map(|name| acquired.bit(name));
            for (word, bit) in own.chain(touched.into_iter().filter_map(bit)) {
                set.get_mut(word).into_iter().for_each(|bits: &mut u64| *bits |= bit);
            }
            acquired.sets.insert(&function.name, set);
            for callee in called {
                callers.entry(callee).or_default().insert(&function.name);
            }
        }
        let mut pending: BTreeSet<&Identifier> = acquired.sets.keys().copied().collect();
        while let Some(name) = pending.pop_first() {
            let of_callee = acquired.sets.get(name).cloned().unwrap_or_default();
            for caller in callers.get(name).into_iter().flatten() {
                let Some(known) = acquired.sets.get_mut(caller) else { continue };
                for (bits, added) in known.iter_mut().zip(&of_callee) {
                    if *added & !*bits != 0 {
                        pending.insert(caller);
                    }
                    *bits |= added;
                }
            }
        }
        acquired
    }

    /// Whether a function of the module acquires resources of a struct of the module.
    pub(crate) fn has(&self, function: &Identifier, structure: &Identifier) -> bool {
        let Some((word, bit)) = self.bit(structure) else { return false };
        let bits = self.sets.get(function).and_then(|set| set.get(word));
        bits.is_some_and(|bits| bits & bit != 0)
    }

    fn bit(&self, structure: &Identifier) -> Option<(usize, u64)> {
        bit(*self.structs.get(structure)?)
    }
}

/// The word and the bit of the struct at a position.
fn bit(index: usize) -> Option<(usize, u64)> {
    Some((index.checked_div(64)?, 1u64.checked_shl(u32::try_from(index % 64).ok()?)?))
}

/// Finds what each function with code acquires, and where it first does so.
pub fn find_acquired(module: &Module) -> BTreeMap<Identifier, BTreeMap<Identifier, CodePoint>> {
    let acquired = Acquired::by_name(module);
    let mut found = BTreeMap::new();
    for function in module.functions.iter().filter(|function| function.code.is_some()) {
        let mut places = BTreeMap::new();
        for (point, instruction) in points(function) {
            if let Some(name) = own_name(function, instruction) {
                places.entry(name.clone()).or_insert(point);
            }
            let Some(callee) = callee(module, instruction) else { continue };
            let through = module.structs.iter().filter(|it| acquired.has(callee, &it.name));
            for structure in through {
                places.entry(structure.name.clone()).or_insert(point);
            }
        }
        found.insert(function.name.clone(), places);
    }
    found
}

fn points(function: &FunctionDefinition) -> impl Iterator<Item = (CodePoint, &Instruction)> {
    let blocks = function.code.iter().flat_map(|code| &code.blocks).zip(0..);
    blocks.flat_map(|(block, number)| {
        let instructions = block.instructions.iter().zip(0..);
        instructions
            .map(move |(it, instruction)| (CodePoint { block: BlockId(number), instruction }, it))
    })
}

fn instructions(function: &FunctionDefinition) -> impl Iterator<Item = &Instruction> {
    let blocks = function.code.iter().flat_map(|code| &code.blocks);
    blocks.flat_map(|block| &block.instructions)
}

fn own(function: &FunctionDefinition) -> BTreeSet<&Identifier> {
    instructions(function).filter_map(|instruction| own_name(function, instruction)).collect()
}

/// The struct whose resource an instruction borrows or takes out.
fn own_name<'a>(
    function: &'a FunctionDefinition,
    instruction: &Instruction,
) -> Option<&'a Identifier> {
    let (Instruction::BorrowGlobal { to, .. } | Instruction::MoveFrom { to, .. }) = instruction
    else {
        return None;
    };
    let ty = function.code.as_ref()?.register(*to)?;
    if let Type::Struct(structure) = ty.referent() { Some(&structure.name) } else { None }
}

/// Functions of the module itself that a function calls.
fn callees<'a>(
    module: &'a Module,
    function: &'a FunctionDefinition,
) -> impl Iterator<Item = &'a Identifier> {
    instructions(function).filter_map(|instruction| callee(module, instruction))
}

fn callee<'a>(module: &'a Module, instruction: &Instruction) -> Option<&'a Identifier> {
    let Instruction::Call { callee, .. } = instruction else { return None };
    own_function(module, *callee)
}

/// The function of the pool, if it is one of the module itself.
pub(super) fn own_function(module: &Module, callee: CalleeId) -> Option<&Identifier> {
    let name = &module.callee(callee)?.function;
    (name.module == module.id).then_some(&name.name)
}
