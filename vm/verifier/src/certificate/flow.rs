//! The way through a function: each block that is reached is carried out once, from what holds at its head.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{AccessPath, Root, Term};
use vm_bytecode::{Block, BlockId, Code, Target, Terminator};

use super::fact::learn;
use super::head::Said;
use super::reference::Reference;
use super::result::check_results;
use super::state::{Content, State, Written};
use super::walk::{Walk, is_signer};
use crate::error::{Checked, Fault, Plain};

/// Goes through the code of a function.
pub(super) fn follow(walk: &mut Walk<'_>) -> Checked {
    let code = walk.body.code;
    let mut flow = Flow {
        heads: BTreeMap::new(),
        ways: ways(code),
        reached: BTreeSet::new(),
        waiting: Vec::new(),
    };
    for head in &code.heads {
        let said =
            Said::new(head, code).map_err(|fault| walk.body.at(head.block.index(), 0, fault))?;
        flow.heads.insert(head.block, said);
    }
    let entry = walk.state.clone();
    flow.arrive(walk, BlockId(0), entry).map_err(|fault| walk.body.at(0, 0, fault))?;
    while let Some((id, state)) = flow.waiting.pop() {
        walk.state = state;
        let Some(block) = code.block(id) else { continue };
        flow.block(walk, id, block)?;
    }
    Ok(())
}

struct Flow {
    heads: BTreeMap<BlockId, Said>,
    /// How many ways lead to each block.
    ways: BTreeMap<BlockId, usize>,
    reached: BTreeSet<BlockId>,
    waiting: Vec<(BlockId, State)>,
}

impl Flow {
    fn block(&mut self, walk: &mut Walk<'_>, id: BlockId, block: &Block) -> Checked {
        let body = walk.body;
        for (position, instruction) in block.instructions.iter().enumerate() {
            let is_next_reached = walk
                .instruction(instruction)
                .map_err(|fault| body.at(id.index(), position, fault))?;
            if !is_next_reached {
                return Ok(());
            }
        }
        self.leave(walk, &block.terminator)
            .map_err(|fault| body.at(id.index(), block.instructions.len(), fault))
    }

    fn leave(&mut self, walk: &mut Walk<'_>, terminator: &Terminator) -> Plain {
        match terminator {
            Terminator::Jump(next) => {
                let state = walk.state.clone();
                self.arrive(walk, *next, state)
            }
            Terminator::Branch { condition, then, otherwise } => {
                let condition = walk.value(*condition);
                for (next, holds) in [(*then, true), (*otherwise, false)] {
                    let mut state = walk.state.clone();
                    if then != otherwise {
                        learn(&mut state.facts, &condition, holds);
                    }
                    self.arrive(walk, next, state)?;
                }
                Ok(())
            }
            Terminator::Return(results) => {
                walk.has_returned = true;
                walk.replaces_returned(results)?;
                check_results(walk, results)
            }
            Terminator::Abort(_) => Ok(()),
        }
    }

    /// Comes to the head of a block with what holds on this way.
    fn arrive(&mut self, walk: &Walk<'_>, block: BlockId, state: State) -> Plain {
        let is_first = self.reached.insert(block);
        let state = match self.heads.get(&block) {
            Some(said) if !said.follows_from(&state, &walk.layout()) => {
                return Err(Fault::NotHeldAtHead(block));
            }
            Some(said) => said.state.clone(),
            None if self.ways.get(&block).is_some_and(|ways| 1 < *ways) => {
                State::unknown(walk.body.code)
            }
            None => state,
        };
        if is_first {
            self.waiting.push((block, state));
        }
        Ok(())
    }
}

/// How many ways lead to each block; to the first, one from outside.
fn ways(code: &Code) -> BTreeMap<BlockId, usize> {
    let mut ways = BTreeMap::from([(BlockId(0), 1)]);
    let mut count = |block: &BlockId| {
        let count: &mut usize = ways.entry(*block).or_default();
        *count = count.saturating_add(1);
    };
    for block in &code.blocks {
        match &block.terminator {
            Terminator::Jump(next) => count(next),
            Terminator::Branch { then, otherwise, .. } => {
                [then, otherwise].into_iter().for_each(&mut count);
            }
            Terminator::Return(_) | Terminator::Abort(_) => {}
        }
    }
    ways
}

impl State {
    /// What holds at the entry: parameters are what they are, and nothing has been written.
    pub(super) fn at_entry(code: &Code, parameters: usize) -> Self {
        let registers = (0_u16..).zip(&code.registers).map(|(index, ty)| {
            let parameter = Term::Parameter(index);
            if parameters <= usize::from(index) {
                Content::Unset
            } else if !ty.is_reference() {
                Content::Value(parameter)
            } else if is_signer(ty) {
                // Nothing is stored behind a signer.
                Content::Reference(Reference::to(Target::Value(parameter)))
            } else {
                let path = AccessPath::root(Root::Parameter(index));
                Content::Reference(Reference::to(Target::Path(path)))
            }
        });
        Self {
            registers: registers.collect(),
            written: Written(Some(BTreeMap::new())),
            facts: BTreeSet::new(),
        }
    }

    /// A state that nothing is known of.
    pub(super) fn unknown(code: &Code) -> Self {
        let registers = code.registers.iter().map(|ty| {
            if ty.is_reference() {
                Content::Reference(Reference::Anywhere)
            } else {
                Content::Value(Term::Any)
            }
        });
        Self { registers: registers.collect(), written: Written(None), facts: BTreeSet::new() }
    }
}
