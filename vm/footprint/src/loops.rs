//! Loops of a function, and the registers that count their rounds.
//!
//! Inside of a loop [`Term::Index`] `l` is the number of rounds of loop `l` that are complete; a counter that starts at `s`
//! holds `s + l`. That is assumed of every register that looks like one, and checked on each way back once states have
//! settled: a register that does not hold one more than at the head is no counter, and analysis starts again without it.
//! What a variable stands for ends with the round: on the way back, and out of the loop, it is forgotten.

use std::collections::BTreeSet;

use vm_access::{Operator, Term, Type, Value};
use vm_bytecode::{BinaryOperation, BlockId, Code, Instruction, Register};

use crate::domain::{Abstract, Known, is_definite};
use crate::flow::successors;
use crate::state::State;

/// Loops of a function that are told apart; one that has more is analyzed without any.
const LOOPS_MAX: usize = 64;

/// Blocks of a function in which loops are looked for.
const BLOCKS_MAX: usize = 4096;

/// The loops of a function, outer ones before those inside.
#[derive(Clone, Debug, Default)]
pub(crate) struct Loops(Vec<Loop>);

/// A loop that is entered at one block.
#[derive(Clone, Debug)]
struct Loop {
    head: BlockId,
    blocks: BTreeSet<BlockId>,
    counters: BTreeSet<Register>,
}

/// A register that does not count the rounds of a loop.
pub(crate) type Broken = BTreeSet<(u8, Register)>;

impl Loops {
    /// Finds loops by the edges that lead back to a block that all ways to them pass. `ranks` orders the blocks.
    pub(crate) fn find(code: &Code, ranks: &[usize]) -> Self {
        if BLOCKS_MAX < code.blocks.len() {
            return Self::default();
        }
        let blocks = Blocks::new(code, ranks);
        let mut loops: Vec<Loop> = Vec::new();
        for (tail, head) in blocks.edges_back() {
            let body = blocks.between(head, tail);
            match loops.iter_mut().find(|own| own.head.index() == head) {
                Some(own) => own.blocks.extend(body),
                None => loops.push(Loop {
                    head: BlockId::new(head),
                    blocks: body,
                    counters: BTreeSet::new(),
                }),
            }
        }
        if LOOPS_MAX < loops.len() {
            return Self::default();
        }
        loops.sort_by_key(|own| (std::cmp::Reverse(own.blocks.len()), own.head));
        for own in &mut loops {
            own.counters = counters(code, &own.blocks);
        }
        Self(loops)
    }

    /// The same loops with fewer counters.
    pub(crate) fn without(mut self, broken: &Broken) -> Self {
        for (index, own) in (0_u8..).zip(&mut self.0) {
            own.counters.retain(|register| !broken.contains(&(index, *register)));
        }
        self
    }

    /// The same loops without any counter.
    pub(crate) fn without_counters(mut self) -> Self {
        self.0.iter_mut().for_each(|own| own.counters.clear());
        self
    }

    /// The variables of the loops around a block.
    pub(crate) fn around(&self, block: BlockId) -> impl Iterator<Item = u8> {
        (0_u8..).zip(&self.0).filter(move |(_, own)| own.blocks.contains(&block)).map(|it| it.0)
    }

    /// What holds after going from one block to another. `head` is what is known there so far; registers that turn out
    /// to be no counters go to `broken`.
    pub(crate) fn cross(
        &self,
        (from, to): (BlockId, BlockId),
        mut state: State,
        head: Option<&State>,
        broken: &mut Broken,
    ) -> State {
        for index in self.around(from).filter(|index| self.is_left(*index, to)) {
            state.forget(index);
        }
        for (index, own) in (0_u8..).zip(&self.0).filter(|(_, own)| own.head == to) {
            if own.blocks.contains(&from) {
                own.go_back(index, &mut state, head, broken);
            } else {
                own.enter(index, &mut state, head, broken);
            }
        }
        state
    }

    fn is_left(&self, index: u8, to: BlockId) -> bool {
        self.0.get(usize::from(index)).is_some_and(|own| !own.blocks.contains(&to))
    }
}

impl Loop {
    /// One round is over: a counter is one more than it was at the head.
    fn go_back(&self, index: u8, state: &mut State, head: Option<&State>, broken: &mut Broken) {
        let one = Term::Constant(Value::U64(1));
        for register in &self.counters {
            let before = head.and_then(|head| value(head, *register));
            let expected =
                before.map(|term| Term::operation(Operator::Add, &[term.clone(), one.clone()]));
            if expected.is_none() || value(state, *register) != expected.as_ref() {
                broken.insert((index, *register));
            }
        }
        state.forget(index);
        for register in &self.counters {
            let known = head.and_then(|head| head.registers.get(register.index()));
            if let (Some(slot), Some(known)) = (state.registers.get_mut(register.index()), known) {
                *slot = known.clone();
            }
        }
    }

    /// The first round begins: a counter is what it starts at, and the number of rounds.
    fn enter(&self, index: u8, state: &mut State, head: Option<&State>, broken: &mut Broken) {
        for register in &self.counters {
            let start = value(state, *register).filter(|term| is_definite(term)).cloned();
            let counted =
                start.map(|start| Term::operation(Operator::Add, &[Term::Index(index), start]));
            let known = head.and_then(|head| value(head, *register));
            if counted.is_none() || head.is_some() && known != counted.as_ref() {
                broken.insert((index, *register));
            }
            if let (Some(slot), Some(term)) = (state.registers.get_mut(register.index()), counted) {
                *slot = Abstract::Value(Known::new(term, None));
            }
        }
    }
}

fn value(state: &State, register: Register) -> Option<&Term> {
    match state.registers.get(register.index())? {
        Abstract::Value(known) => Some(&known.term),
        Abstract::Unset | Abstract::Reference(_) => None,
    }
}

/// Registers that code in `blocks` may add to.
fn counters(code: &Code, blocks: &BTreeSet<BlockId>) -> BTreeSet<Register> {
    let inside = blocks.iter().filter_map(|block| code.block(*block));
    let changed = inside.flat_map(|block| &block.instructions).filter_map(changed);
    changed.filter(|register| code.register(*register) == Some(&Type::U64)).collect()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "any other instruction changes no counter")]
fn changed(instruction: &Instruction) -> Option<Register> {
    match instruction {
        Instruction::Move { to, .. }
        | Instruction::Copy { to, .. }
        | Instruction::Binary { to, operation: BinaryOperation::Add, .. } => Some(*to),
        Instruction::BorrowLocal { local, .. } => Some(*local),
        _ => None,
    }
}

/// The blocks of a function, and which of them all ways to another pass.
struct Blocks<'a> {
    ranks: &'a [usize],
    predecessors: Vec<Vec<usize>>,
    /// The last block before each one that all ways to it pass.
    dominators: Vec<Option<usize>>,
}

impl<'a> Blocks<'a> {
    fn new(code: &Code, ranks: &'a [usize]) -> Self {
        let mut predecessors = vec![Vec::new(); code.blocks.len()];
        for (from, block) in code.blocks.iter().enumerate() {
            let is_reached = ranks.get(from).is_some_and(|rank| *rank != usize::MAX);
            for to in successors(&block.terminator).into_iter().filter(|_| is_reached) {
                if let Some(list) = predecessors.get_mut(to.index()) {
                    list.push(from);
                }
            }
        }
        let mut blocks = Self { ranks, predecessors, dominators: vec![None; code.blocks.len()] };
        blocks.dominate();
        blocks
    }

    /// After Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm".
    fn dominate(&mut self) {
        let mut order: Vec<usize> = (0..self.dominators.len()).collect();
        order.retain(|block| self.rank(*block) != usize::MAX);
        order.sort_by_key(|block| self.rank(*block));
        if let Some(first) = self.dominators.first_mut() {
            *first = Some(0);
        }
        let mut is_changed = true;
        while is_changed {
            is_changed = false;
            for block in order.iter().skip(1) {
                let ways = self.predecessors.get(*block).into_iter().flatten();
                let known = ways.filter(|from| self.dominator(**from).is_some()).copied();
                let found = known.reduce(|left, right| self.common(left, right));
                if found != self.dominator(*block) {
                    is_changed = true;
                    if let Some(slot) = self.dominators.get_mut(*block) {
                        *slot = found;
                    }
                }
            }
        }
    }

    fn rank(&self, block: usize) -> usize {
        self.ranks.get(block).copied().unwrap_or(usize::MAX)
    }

    fn dominator(&self, block: usize) -> Option<usize> {
        self.dominators.get(block).copied().flatten()
    }

    /// The last block that all ways to either pass.
    fn common(&self, mut left: usize, mut right: usize) -> usize {
        while left != right {
            let (later, other) =
                if self.rank(left) < self.rank(right) { (right, left) } else { (left, right) };
            (left, right) = (self.dominator(later).unwrap_or(0), other);
        }
        left
    }

    fn dominates(&self, head: usize, mut block: usize) -> bool {
        while self.rank(head) < self.rank(block) {
            block = self.dominator(block).unwrap_or(0);
        }
        block == head
    }

    /// Edges to a block that dominates the one they come from.
    fn edges_back(&self) -> Vec<(usize, usize)> {
        let edges = self.predecessors.iter().enumerate();
        edges
            .flat_map(|(head, tails)| tails.iter().map(move |tail| (*tail, head)))
            .filter(|(tail, head)| self.dominates(*head, *tail))
            .collect()
    }

    /// The blocks on ways from `head` to `tail`.
    fn between(&self, head: usize, tail: usize) -> BTreeSet<BlockId> {
        let mut body = BTreeSet::from([BlockId::new(head)]);
        let mut waiting = vec![tail];
        while let Some(block) = waiting.pop() {
            if body.insert(BlockId::new(block)) {
                waiting.extend(self.predecessors.get(block).into_iter().flatten());
            }
        }
        body
    }
}
