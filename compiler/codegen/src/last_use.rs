//! Turns the last copy of a variable into a move.
//!
//! A copy of a vector or struct costs its size, a move nothing. A variable that is borrowed anywhere keeps its
//! copies: a reference to it may still be in use.

use std::collections::BTreeSet;

use vm_access::Type;
use vm_bytecode::{Code, Instruction, Register, Terminator};

use crate::builder::targets;

/// Rewrites each copy out of a register that nothing reads afterwards.
pub(crate) fn turn_copies_into_moves(code: &mut Code) {
    let candidates = candidates(code);
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

/// Registers of a type that is dear to copy, which are copied and never borrowed.
fn candidates(code: &Code) -> BTreeSet<Register> {
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
        .filter(|register| !borrowed.contains(register))
        .filter(|register| {
            matches!(
                code.registers[register.index()],
                Type::Vector(_) | Type::Struct(_) | Type::Parameter(_)
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
                terminator_reads(&block.terminator)
                    .into_iter()
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
    targets(terminator).iter().flat_map(|block| at_entry[block.index()].iter().copied()).collect()
}

fn step_back(
    instruction: &Instruction,
    candidates: &BTreeSet<Register>,
    live: &mut BTreeSet<Register>,
) {
    let (reads, writes) = registers_of(instruction);
    for register in writes {
        live.remove(&register);
    }
    live.extend(reads.into_iter().filter(|register| candidates.contains(register)));
}

fn terminator_reads(terminator: &Terminator) -> Vec<Register> {
    match terminator {
        Terminator::Jump(_) => Vec::new(),
        Terminator::Branch { condition, .. } => vec![*condition],
        Terminator::Return(results) => results.clone(),
        Terminator::Abort(code) => vec![*code],
    }
}

/// The registers an instruction reads, and those it writes.
fn registers_of(instruction: &Instruction) -> (Vec<Register>, Vec<Register>) {
    match instruction {
        Instruction::Constant { to, .. } => (vec![], vec![*to]),
        Instruction::Move { to, from }
        | Instruction::Copy { to, from }
        | Instruction::Not { to, from }
        | Instruction::Cast { to, from }
        | Instruction::Freeze { to, from } => (vec![*from], vec![*to]),
        Instruction::Binary { to, left, right, .. } => (vec![*left, *right], vec![*to]),
        Instruction::Pack { to, fields } => (fields.clone(), vec![*to]),
        Instruction::Unpack { to, from } | Instruction::VectorUnpack { to, from } => {
            (vec![*from], to.clone())
        }
        Instruction::BorrowLocal { to, local } => (vec![*local], vec![*to]),
        Instruction::BorrowField { to, reference, .. } | Instruction::Read { to, reference } => {
            (vec![*reference], vec![*to])
        }
        Instruction::Write { reference, from } => (vec![*reference, *from], vec![]),
        Instruction::BorrowGlobal { to, address }
        | Instruction::Exists { to, address, .. }
        | Instruction::MoveFrom { to, address } => (vec![*address], vec![*to]),
        Instruction::MoveTo { signer, from } => (vec![*signer, *from], vec![]),
        Instruction::VectorPack { to, from } => (from.clone(), vec![*to]),
        Instruction::VectorLength { to, vector } | Instruction::VectorPop { to, vector } => {
            (vec![*vector], vec![*to])
        }
        Instruction::VectorBorrow { to, vector, index } => (vec![*vector, *index], vec![*to]),
        Instruction::VectorPush { vector, from } => (vec![*vector, *from], vec![]),
        Instruction::VectorSwap { vector, left, right } => (vec![*vector, *left, *right], vec![]),
        Instruction::Call { to, arguments, .. } => (arguments.clone(), to.clone()),
    }
}
