//! Lets temporaries that are never alive together share a register.
//!
//! A temporary mostly lives in one block, from the instruction that makes it to the one that takes it. Such
//! temporaries get their registers from a pool, by type. Frames become a third as large, and what is kept
//! per register and block in every later analysis shrinks with them. Parameters and variables with a name keep registers of
//! their own, and so does what is borrowed or crosses blocks.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::Type;
use vm_bytecode::{Block, Code, Instruction, Register, Terminator};

/// Renumbers the registers; gives the old number of each that is not shared.
///
/// `is_kept` says of an old register whether it is a parameter or has a name; parameters come first, and stay there.
pub(crate) fn share_registers(
    code: &mut Code,
    is_kept: impl Fn(Register) -> bool,
) -> BTreeMap<Register, Register> {
    let mut short = short_lived(code);
    short.retain(|register| !is_kept(*register));
    let mut numbering = Numbering::new(code, &short);
    for block in &mut code.blocks {
        numbering.block(block, &short);
    }
    code.registers = numbering.types;
    numbering.numbers.into_iter().map(|(old, new)| (new, old)).collect()
}

/// Registers that occur in one block alone, are written there before they are read, and never borrowed.
fn short_lived(code: &Code) -> BTreeSet<Register> {
    let mut homes: BTreeMap<Register, usize> = BTreeMap::new();
    let mut excluded = BTreeSet::new();
    let mut meet = |register: Register, block: usize, is_made: bool| {
        let home = homes.get(&register).copied();
        let is_excluded = match home {
            None => !is_made,
            Some(home) => home != block,
        };
        homes.insert(register, block);
        if is_excluded {
            excluded.insert(register);
        }
    };
    let mut borrowed = BTreeSet::new();
    for (index, block) in code.blocks.iter().enumerate() {
        for instruction in &block.instructions {
            instruction.operands().into_iter().for_each(|it| meet(it, index, false));
            instruction.targets().iter().for_each(|it| meet(*it, index, true));
            if let Instruction::BorrowLocal { local, .. } = instruction {
                borrowed.insert(*local);
            }
        }
        block.terminator.operands().iter().for_each(|it| meet(*it, index, false));
    }
    let is_short = |it: &Register| !excluded.contains(it) && !borrowed.contains(it);
    homes.keys().copied().filter(is_short).collect()
}

/// New numbers of registers, and the registers that are free, by type.
struct Numbering {
    old_types: Vec<Type>,
    types: Vec<Type>,
    numbers: BTreeMap<Register, Register>,
    free: BTreeMap<Type, Vec<Register>>,
}

impl Numbering {
    /// Numbers what is not short-lived, in the old order.
    fn new(code: &Code, short: &BTreeSet<Register>) -> Self {
        let mut numbering = Self {
            old_types: code.registers.clone(),
            types: Vec::new(),
            numbers: BTreeMap::new(),
            free: BTreeMap::new(),
        };
        for index in 0..code.registers.len() {
            let register = Register::new(index);
            if !short.contains(&register) {
                numbering.add(register);
            }
        }
        numbering
    }

    fn add(&mut self, old: Register) -> Register {
        let number = Register::new(self.types.len());
        self.types.push(self.old_types[old.index()].clone());
        self.numbers.insert(old, number);
        number
    }

    fn block(&mut self, block: &mut Block, short: &BTreeSet<Register>) {
        let mut last: BTreeMap<Register, usize> = BTreeMap::new();
        for (at, instruction) in block.instructions.iter().enumerate() {
            last.extend(instruction.operands().into_iter().map(|register| (register, at)));
            last.extend(instruction.targets().iter().map(|register| (*register, at)));
        }
        let end = block.instructions.len();
        last.extend(block.terminator.operands().iter().map(|register| (*register, end)));
        let mut ending: BTreeMap<usize, Vec<Register>> = BTreeMap::new();
        for (register, at) in last.into_iter().filter(|(register, _)| short.contains(register)) {
            ending.entry(at).or_default().push(register);
        }
        for (at, instruction) in block.instructions.iter_mut().enumerate() {
            for_each_register(instruction, &mut |register| self.rename(register));
            // Operands and results of one instruction never share: it may write before it has read all.
            ending.remove(&at).into_iter().flatten().for_each(|register| self.release(register));
        }
        match &mut block.terminator {
            Terminator::Jump(_) => {}
            Terminator::Branch { condition, .. } => self.rename(condition),
            Terminator::Return(results) => results.iter_mut().for_each(|it| self.rename(it)),
            Terminator::Abort(code) => self.rename(code),
        }
        ending.into_values().flatten().for_each(|register| self.release(register));
    }

    fn rename(&mut self, register: &mut Register) {
        let old = *register;
        if let Some(number) = self.numbers.get(&old) {
            *register = *number;
            return;
        }
        let free = self.free.get_mut(&self.old_types[old.index()]).and_then(Vec::pop);
        *register = free.unwrap_or_else(|| self.add(old));
        self.numbers.insert(old, *register);
    }

    fn release(&mut self, register: Register) {
        if let Some(number) = self.numbers.remove(&register) {
            let ty = self.old_types[register.index()].clone();
            self.free.entry(ty).or_default().push(number);
        }
    }
}

/// Visits the registers of an instruction, each place once.
fn for_each_register(instruction: &mut Instruction, visit: &mut dyn FnMut(&mut Register)) {
    match instruction {
        Instruction::Constant { to, .. } => visit(to),
        Instruction::Move { to, from }
        | Instruction::Copy { to, from }
        | Instruction::Not { to, from }
        | Instruction::Cast { to, from }
        | Instruction::Freeze { to, from }
        | Instruction::BorrowLocal { to, local: from }
        | Instruction::BorrowField { to, reference: from, .. }
        | Instruction::BorrowVariantField { to, reference: from, .. }
        | Instruction::TestVariant { to, reference: from, .. }
        | Instruction::Read { to, reference: from }
        | Instruction::BorrowGlobal { to, address: from }
        | Instruction::Exists { to, address: from, .. }
        | Instruction::MoveFrom { to, address: from }
        | Instruction::VectorLength { to, vector: from }
        | Instruction::WidenClosure { to, from }
        | Instruction::VectorPop { to, vector: from } => [from, to].into_iter().for_each(visit),
        Instruction::Binary { to, left, right, .. } => {
            [left, right, to].into_iter().for_each(visit);
        }
        Instruction::VectorBorrow { to, vector, index } => {
            [vector, index, to].into_iter().for_each(visit);
        }
        Instruction::Pack { to, fields: from }
        | Instruction::PackVariant { to, fields: from, .. }
        | Instruction::VectorPack { to, from } => {
            from.iter_mut().chain([to]).for_each(visit);
        }
        Instruction::Unpack { to, from }
        | Instruction::UnpackVariant { to, from, .. }
        | Instruction::VectorUnpack { to, from } => {
            [from].into_iter().chain(to).for_each(visit);
        }
        Instruction::Write { reference: one, from: other }
        | Instruction::Update { reference: one, amount: other, .. }
        | Instruction::MoveTo { signer: one, from: other }
        | Instruction::VectorPush { vector: one, from: other } => {
            [one, other].into_iter().for_each(visit);
        }
        Instruction::VectorSwap { vector, left, right } => {
            [vector, left, right].into_iter().for_each(visit);
        }
        Instruction::Call { to, arguments, .. } => arguments.iter_mut().chain(to).for_each(visit),
        Instruction::PackClosure { to, captured, .. } => {
            captured.iter_mut().chain([to]).for_each(visit);
        }
        Instruction::CallClosure { to, closure, arguments } => {
            [closure].into_iter().chain(arguments).chain(to).for_each(visit);
        }
    }
}
