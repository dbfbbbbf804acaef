//! Which registers are used again.

use std::collections::BTreeSet;

use crate::instruction::{BlockId, Register};
use crate::module::{Block, Code};

/// A set of registers, a bit each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterSet(Vec<u64>);

impl RegisterSet {
    /// The empty set, for a function with `count` registers.
    pub fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    fn word(register: Register) -> (usize, u64) {
        let index = register.index();
        (index.wrapping_shr(6), 1u64.wrapping_shl(register.0 & 63))
    }

    /// Whether the register is in the set.
    pub fn has(&self, register: Register) -> bool {
        let (word, bit) = Self::word(register);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// Adds a register; one that the function does not have is ignored.
    pub fn add(&mut self, register: Register) {
        let (word, bit) = Self::word(register);
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= bit;
        }
    }

    /// Takes a register out.
    pub fn remove(&mut self, register: Register) {
        let (word, bit) = Self::word(register);
        if let Some(bits) = self.0.get_mut(word) {
            *bits &= !bit;
        }
    }
}

/// The registers whose values may be used again, at the head of each block.
#[derive(Clone, Debug)]
pub struct Liveness<'a> {
    code: &'a Code,
    at_head: Vec<RegisterSet>,
}

impl<'a> Liveness<'a> {
    /// Looks from the end of the code backwards, to a fixpoint.
    ///
    /// A local that is borrowed is used where it is borrowed; that a reference to it is used later does not count.
    pub fn of(code: &'a Code) -> Self {
        let blocks = code.blocks.len();
        let none = RegisterSet::none(code.registers.len());
        let own: Vec<_> = code.blocks.iter().map(|block| uses(block, &none)).collect();
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); blocks];
        for (index, block) in code.blocks.iter().enumerate() {
            for successor in block.terminator.successors() {
                before.get_mut(successor.index()).into_iter().for_each(|list| list.push(index));
            }
        }
        let mut liveness = Self { code, at_head: vec![none; blocks] };
        let mut pending: BTreeSet<usize> = (0..blocks).collect();
        while let Some(index) = pending.pop_last() {
            let (Some(block), Some((used, set))) = (code.blocks.get(index), own.get(index)) else {
                continue;
            };
            let mut live = liveness.at_end(block);
            let words = live.0.iter_mut().zip(used.0.iter().zip(&set.0));
            words.for_each(|(live, (used, set))| *live = used | (*live & !set));
            let Some(known) = liveness.at_head.get_mut(index) else { continue };
            if *known != live {
                *known = live;
                pending.extend(before.get(index).into_iter().flatten());
            }
        }
        liveness
    }

    /// Whether what the register holds at the head of a block may be used.
    pub fn is_live(&self, block: BlockId, register: Register) -> bool {
        self.at_head.get(block.index()).is_some_and(|live| live.has(register))
    }

    /// What may be used after a block.
    pub fn at_end(&self, block: &Block) -> RegisterSet {
        let mut live = RegisterSet::none(self.code.registers.len());
        for successor in block.terminator.successors() {
            let Some(head) = self.at_head.get(successor.index()) else { continue };
            live.0.iter_mut().zip(&head.0).for_each(|(live, head)| *live |= head);
        }
        live
    }
}

/// The registers that a block uses before it sets them, and those that it sets.
fn uses(block: &Block, none: &RegisterSet) -> (RegisterSet, RegisterSet) {
    let (mut used, mut set) = (none.clone(), none.clone());
    let mut meet = |set: &RegisterSet, register: Register| {
        if !set.has(register) {
            used.add(register);
        }
    };
    for instruction in &block.instructions {
        instruction.operands().iter().for_each(|it| meet(&set, *it));
        instruction.targets().iter().for_each(|it| set.add(*it));
    }
    block.terminator.operands().iter().for_each(|it| meet(&set, *it));
    (used, set)
}
