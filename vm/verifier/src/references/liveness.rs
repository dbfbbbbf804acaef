//! Which references are used again: one that is not can do no harm, and is borrowed no longer.

use std::collections::BTreeSet;

use vm_bytecode::{Block, Code, Register};

/// A set of registers, a bit each.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Registers(Vec<u64>);

impl Registers {
    fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    fn word(register: Register) -> (usize, u64) {
        let index = register.index();
        (index.wrapping_shr(6), 1u64.wrapping_shl(register.0 & 63))
    }

    fn has(&self, register: Register) -> bool {
        let (word, bit) = Self::word(register);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    fn add(&mut self, register: Register) {
        let (word, bit) = Self::word(register);
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= bit;
        }
    }

    fn remove(&mut self, register: Register) {
        let (word, bit) = Self::word(register);
        if let Some(bits) = self.0.get_mut(word) {
            *bits &= !bit;
        }
    }
}

/// What is used again, at each block.
pub(crate) struct Liveness<'a> {
    code: &'a Code,
    at_head: Vec<Registers>,
}

impl<'a> Liveness<'a> {
    /// Looks from the end of the code backwards, to a fixpoint.
    pub(crate) fn of(code: &'a Code) -> Self {
        let blocks = code.blocks.len();
        let none = Registers::none(code.registers.len());
        let own: Vec<(Registers, Registers)> =
            code.blocks.iter().map(|block| uses(code, block, &none)).collect();
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
    pub(crate) fn is_live(&self, block: usize, register: Register) -> bool {
        self.at_head.get(block).is_some_and(|live| live.has(register))
    }

    /// Per instruction of a block, and for its end, the references there that are not used afterwards.
    pub(crate) fn dying(&self, block: &Block) -> Vec<Vec<Register>> {
        let mut live = self.at_end(block);
        let mut dying = Vec::new();
        let mut last: Vec<Register> = Vec::new();
        for register in block.terminator.operands() {
            if self.is_reference(*register) && !live.has(*register) {
                last.push(*register);
            }
        }
        block.terminator.operands().iter().for_each(|it| live.add(*it));
        dying.push(last);
        for instruction in block.instructions.iter().rev() {
            let operands = instruction.operands();
            let all = operands.iter().chain(instruction.targets());
            let mut ending: Vec<Register> =
                all.copied().filter(|it| self.is_reference(*it) && !live.has(*it)).collect();
            ending.sort();
            ending.dedup();
            instruction.targets().iter().for_each(|it| live.remove(*it));
            operands.iter().for_each(|it| live.add(*it));
            dying.push(ending);
        }
        dying.reverse();
        dying
    }

    fn is_reference(&self, register: Register) -> bool {
        self.code.register(register).is_some_and(vm_access::Type::is_reference)
    }

    fn at_end(&self, block: &Block) -> Registers {
        let mut live = Registers::none(self.code.registers.len());
        for successor in block.terminator.successors() {
            let Some(head) = self.at_head.get(successor.index()) else { continue };
            live.0.iter_mut().zip(&head.0).for_each(|(live, head)| *live |= head);
        }
        live
    }
}

/// The references that a block uses before it sets them, and those that it sets.
fn uses(code: &Code, block: &Block, none: &Registers) -> (Registers, Registers) {
    let (mut used, mut set) = (none.clone(), none.clone());
    let is_reference = |it: Register| code.register(it).is_some_and(vm_access::Type::is_reference);
    let mut meet = |set: &Registers, register: Register| {
        if is_reference(register) && !set.has(register) {
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
