//! The blocks of a function: their order, the loops among them, and what holds after a branch.

use std::collections::BTreeSet;

use vm_access::Term;
use vm_bytecode::{Block, BlockId, Code, Terminator};

use crate::domain::Abstract;
use crate::graph::ranks;
use crate::loops::{Broken, Loops};
use crate::state::State;

/// What is known of a function's blocks before anything is known of its values.
pub(crate) struct Flow {
    ranks: Vec<usize>,
    /// Whether a way leads from a block to one that returns.
    returns: Vec<bool>,
    /// The blocks that several ways lead to.
    pub(crate) meetings: BTreeSet<BlockId>,
    pub(crate) loops: Loops,
}

impl Flow {
    pub(crate) fn new(code: &Code) -> Self {
        let next = |block: &Block| -> Vec<usize> {
            // A loop's body, which its branch names first, comes before what follows the loop.
            successors(&block.terminator).into_iter().rev().map(BlockId::index).collect()
        };
        let ranks = ranks(&code.blocks.iter().map(next).collect::<Vec<_>>());
        let loops = Loops::find(code, &ranks);
        Self { returns: returning(code), meetings: where_ways_meet(code), loops, ranks }
    }

    /// The place of a block in an order in which only loops lead back.
    pub(crate) fn rank(&self, block: BlockId) -> usize {
        self.ranks.get(block.index()).copied().unwrap_or(usize::MAX)
    }

    /// The blocks that may follow `block`, which ends in `state`, and what holds on the way to each, given what is known
    /// at the `heads` so far.
    pub(crate) fn next(
        &self,
        from: BlockId,
        block: &Block,
        state: &State,
        heads: &[Option<State>],
        broken: &mut Broken,
    ) -> Vec<(BlockId, State)> {
        let mut cross = |to: BlockId, state: State| {
            let head = heads.get(to.index()).and_then(Option::as_ref);
            (to, self.loops.cross((from, to), state, head, broken))
        };
        let Terminator::Branch { condition, then, otherwise } = &block.terminator else {
            let next = successors(&block.terminator).into_iter();
            return next.map(|to| cross(to, state.clone())).collect();
        };
        let condition = match state.registers.get(condition.index()) {
            Some(Abstract::Value(known)) => known.term.clone(),
            Some(Abstract::Unset | Abstract::Reference(_)) | None => Term::Any,
        };
        [(*then, *otherwise, true), (*otherwise, *then, false)]
            .into_iter()
            .map(|(to, other, holds)| {
                let mut state = state.clone();
                if to != other {
                    state.facts.learn(&condition, holds, self.may_return(other));
                }
                cross(to, state)
            })
            .collect()
    }

    fn may_return(&self, block: BlockId) -> bool {
        self.returns.get(block.index()).copied().unwrap_or(true)
    }
}

/// The blocks that several ways lead to; the first is reached from outside.
fn where_ways_meet(code: &Code) -> BTreeSet<BlockId> {
    let mut reached = BTreeSet::from([BlockId(0)]);
    let next = code.blocks.iter().flat_map(|block| block.terminator.successors());
    next.filter(|block| !reached.insert(*block)).collect()
}

/// The blocks that a block leads to.
pub(crate) fn successors(terminator: &Terminator) -> Vec<BlockId> {
    match terminator {
        Terminator::Jump(next) => vec![*next],
        Terminator::Branch { then, otherwise, .. } => vec![*then, *otherwise],
        Terminator::Return(_) | Terminator::Abort(_) => Vec::new(),
    }
}

/// For each block whether a way leads to one that returns.
fn returning(code: &Code) -> Vec<bool> {
    let mut predecessors = vec![Vec::new(); code.blocks.len()];
    let mut waiting = Vec::new();
    for (from, block) in code.blocks.iter().enumerate() {
        if matches!(block.terminator, Terminator::Return(_)) {
            waiting.push(from);
        }
        for to in successors(&block.terminator) {
            if let Some(list) = predecessors.get_mut(to.index()) {
                list.push(from);
            }
        }
    }
    let mut returns = vec![false; code.blocks.len()];
    while let Some(block) = waiting.pop() {
        match returns.get_mut(block) {
            Some(mark) if !*mark => *mark = true,
            Some(_) | None => continue,
        }
        waiting.extend(predecessors.get(block).into_iter().flatten());
    }
    returns
}
