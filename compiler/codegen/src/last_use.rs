//! Turns the last copy of a variable into a move.
//!
//! A copy of a vector or struct costs its size, a move nothing. A variable that is borrowed anywhere keeps its
//! copies: a reference to it may still be in use. One that cannot be dropped must be moved at last in any case.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use std::collections::BTreeSet;

use compiler_typing::typed::Local;
use vm_access::Type;
use vm_bytecode::{Code, Instruction, Register, Terminator};

/// Rewrites each copy out of a register that nothing reads afterwards.
pub(crate) fn turn_copies_into_moves(code: &mut Code, locals: &[Local]) {
    let candidates = candidates(code, locals);
    if candidates.is_empty() {
        return;
    }
    let live_at_entry = live_at_entry(code, &candidates);
    for block in &mut code.blocks {
        let mut live = live_behind(&block.terminator, &live_at_entry);
        for instruction in block.instructions.iter_mut().rev() {
            if let Instruction::Copy { to, from } = *instruction
                && candidates.contains(&from)
                && !live.contains(&from)
                && to != from
            {
                *instruction = Instruction::Move { to, from };
            }
            step_back(instruction, &candidates, &mut live);
        }
    }
}

/// Registers of a type that is dear to copy, which are copied; and never borrowed, if they may be dropped.
fn candidates(code: &Code, locals: &[Local]) -> BTreeSet<Register> {
    let instructions = || code.blocks.iter().flat_map(|block| &block.instructions);
    let borrowed: BTreeSet<Register> = instructions()
        .filter_map(|instruction| match instruction {
            Instruction::BorrowLocal { local, .. } => Some(*local),
            _ => None,
        })
        .collect();
    instructions()
        .filter_map(|instruction| match instruction {
            Instruction::Copy { from, .. } => Some(*from),
            _ => None,
        })
        .filter(|register| {
            let is_lasting = locals.get(register.index()).is_some_and(|local| !local.is_droppable);
            is_lasting || !borrowed.contains(register)
        })
        .filter(|register| {
            matches!(
                code.registers[register.index()],
                Type::Vector(_) | Type::Struct(_) | Type::Parameter(_) | Type::Function(_)
            )
        })
        .collect()
}

/// Per block, the candidates that may be read before they are written. A fixpoint, from the end backwards.
fn live_at_entry(code: &Code, candidates: &BTreeSet<Register>) -> Vec<BTreeSet<Register>> {
    let mut at_entry = vec![BTreeSet::new(); code.blocks.len()];
    loop {
        let mut is_stable = true;
        for (index, block) in code.blocks.iter().enumerate().rev() {
            let mut live = live_behind(&block.terminator, &at_entry);
            live.extend(
                block
                    .terminator
                    .operands()
                    .iter()
                    .copied()
                    .filter(|register| candidates.contains(register)),
            );
            for instruction in block.instructions.iter().rev() {
                step_back(instruction, candidates, &mut live);
            }
            is_stable &= live == at_entry[index];
            at_entry[index] = live;
        }
        if is_stable {
            return at_entry;
        }
    }
}

fn live_behind(terminator: &Terminator, at_entry: &[BTreeSet<Register>]) -> BTreeSet<Register> {
    let successors = terminator.successors();
    successors.iter().flat_map(|block| at_entry[block.index()].iter().copied()).collect()
}

fn step_back(
    instruction: &Instruction,
    candidates: &BTreeSet<Register>,
    live: &mut BTreeSet<Register>,
) {
    for register in instruction.targets() {
        live.remove(register);
    }
    let operands = instruction.operands();
    live.extend(operands.into_iter().filter(|register| candidates.contains(register)));
}
