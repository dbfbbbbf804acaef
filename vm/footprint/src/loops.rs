//! Loops of a function, and the registers that count their rounds.
//!
//! Inside of a loop [`Term::Index`] `l` is the number of rounds of loop `l` that are complete; a counter that starts at `s`
//! holds `s + l`, or `s - l` where it counts down. That is assumed of every register that looks like one, and checked on
//! each way back once states have settled: one that does not hold one more, or one less, than at the head is no counter,
//! and analysis starts again without it. A loop without any may have a register that never turns back, which then is the
//! loop's own: `l` is how far it has come from `s`. What a variable stands for ends with the round: on the way back, and
//! out of the loop, it is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{Operator, Term, Type, Value};
use vm_bytecode::{BinaryOperation, BlockId, Code, Instruction, Register};

use crate::domain::{Abstract, Known, is_definite};
use crate::flow::successors;
use crate::head::Counters;
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
    counters: BTreeMap<Register, Pace>,
    /// Registers that are compared with something.
    compared: BTreeSet<Register>,
    /// Registers that may be taken for the loop's own where nothing counts its rounds.
    spare: BTreeMap<Register, Pace>,
}

/// How a counter changes with each round, as long as nothing shows otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// By one up.
    Up,
    /// By one down.
    Down,
    /// Up by any number, 0 included.
    Forward,
    /// Down by any number, 0 included.
    Backward,
}

/// Registers that do not count the rounds of a loop as assumed, and how they change on all ways back.
pub(crate) type Broken = BTreeMap<(u8, Register), Vec<Pace>>;

impl Pace {
    const ALL: [Self; 4] = [Self::Up, Self::Down, Self::Forward, Self::Backward];

    /// What a counter holds at the head that started at `start`.
    fn counted(self, index: u8, start: Term) -> Term {
        match self {
            Self::Up | Self::Forward => {
                Term::operation(Operator::Add, &[Term::Index(index), start])
            }
            Self::Down | Self::Backward => {
                Term::operation(Operator::Subtract, &[start, Term::Index(index)])
            }
        }
    }

    /// Whether a register that held `before` at the head may hold `after` on the way back.
    fn fits(self, before: &Term, after: &Term) -> bool {
        let mut all = after.alternatives().iter();
        // A term that is too deep is any, and so is what nothing is known of.
        let is_one_apart = |operator| {
            let one = Term::Constant(Value::U64(1));
            *after != Term::Any && *after == Term::operation(operator, &[before.clone(), one])
        };
        match self {
            Self::Up => is_one_apart(Operator::Add),
            Self::Down => is_one_apart(Operator::Subtract),
            Self::Forward => all.all(|after| is_at_least(after, before)),
            Self::Backward => all.all(|after| is_at_most(after, before)),
        }
    }
}

/// Whether `term`, if it can be computed, is surely not less than `least`, a number.
fn is_at_least(term: &Term, least: &Term) -> bool {
    if term == least || is_constant_apart(least, term) {
        return true;
    }
    match term.as_operation() {
        Some((Operator::Add, parts)) => parts.iter().any(|part| is_at_least(part, least)),
        Some(_) | None => false,
    }
}

/// Whether `term`, if it can be computed, is surely not greater than `most`, a number.
fn is_at_most(term: &Term, most: &Term) -> bool {
    if term == most || is_constant_apart(term, most) {
        return true;
    }
    match term.as_operation() {
        Some((Operator::Subtract | Operator::Divide, [from, _])) => is_at_most(from, most),
        Some(_) | None => false,
    }
}

/// Whether `more` is `less` and a constant, which is not negative.
fn is_constant_apart(less: &Term, more: &Term) -> bool {
    let (less, by) = less.without_constant();
    let (more, also_by) = more.without_constant();
    less == more && by <= also_by
}

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
                    counters: BTreeMap::new(),
                    compared: BTreeSet::new(),
                    spare: BTreeMap::new(),
                }),
            }
        }
        if LOOPS_MAX < loops.len() {
            return Self::default();
        }
        loops.sort_by_key(|own| (std::cmp::Reverse(own.blocks.len()), own.head));
        for own in &mut loops {
            own.counters = counters(code, &own.blocks);
            own.compared = compared(code, &own.blocks);
        }
        Self(loops)
    }

    /// The same loops with other assumptions about what broke the last ones.
    pub(crate) fn without(mut self, broken: &Broken) -> Self {
        for (index, own) in (0_u8..).zip(&mut self.0) {
            let found = broken.range((index, Register::new(0))..).take_while(|it| it.0.0 == index);
            for ((_, register), paces) in found {
                own.correct(*register, paces);
            }
            if own.counters.is_empty() {
                own.counters.extend(own.spare.pop_first());
            }
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

    /// The variable of the loop that begins at a block, and what counts it: registers that change by one come first.
    pub(crate) fn counters(&self, head: BlockId) -> Counters {
        let (index, own) = (0_u8..).zip(&self.0).find(|(_, own)| own.head == head)?;
        let is_by_one = |pace: &Pace| matches!(pace, Pace::Up | Pace::Down);
        let by_one = own.counters.iter().filter(|(_, pace)| is_by_one(pace));
        let other = own.counters.iter().filter(|(_, pace)| !is_by_one(pace));
        Some((index, by_one.chain(other).map(|(register, _)| *register).collect()))
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
    /// Assumes something else of a register, which changes by `paces` in truth.
    fn correct(&mut self, register: Register, paces: &[Pace]) {
        let assumed = self.counters.remove(&register);
        if assumed == Some(Pace::Up) && paces.contains(&Pace::Down) {
            self.counters.insert(register, Pace::Down);
        } else if matches!(assumed, Some(Pace::Up | Pace::Down))
            && self.compared.contains(&register)
        {
            let steady = [Pace::Forward, Pace::Backward].into_iter();
            let found = steady.filter(|pace| paces.contains(pace));
            self.spare.extend(found.map(|pace| (register, pace)));
        }
    }

    /// One round is over: a counter is one more, or one less, than it was at the head.
    fn go_back(&self, index: u8, state: &mut State, head: Option<&State>, broken: &mut Broken) {
        for (register, assumed) in &self.counters {
            let before = head.and_then(|head| value(head, *register));
            let before = before.filter(|term| is_definite(term));
            let after = value(state, *register);
            let fits = |pace: Pace| match (before, after) {
                (Some(before), Some(after)) => pace.fits(before, after),
                _ => false,
            };
            let is_known = broken.contains_key(&(index, *register));
            if is_known || !fits(*assumed) {
                let all = || Pace::ALL.to_vec();
                let paces = broken.entry((index, *register)).or_insert_with(all);
                paces.retain(|pace| fits(*pace));
            }
        }
        state.forget(index);
        for register in self.counters.keys() {
            let known = head.and_then(|head| head.registers.get(register.index()));
            if let (Some(slot), Some(known)) = (state.registers.get_mut(register.index()), known) {
                *slot = known.clone();
            }
        }
    }

    /// The first round begins: a counter is what it starts at, and the number of rounds.
    fn enter(&self, index: u8, state: &mut State, head: Option<&State>, broken: &mut Broken) {
        for (register, pace) in &self.counters {
            let start = value(state, *register).filter(|term| is_definite(term)).cloned();
            let counted = start.map(|start| pace.counted(index, start));
            let known = head.and_then(|head| value(head, *register));
            if counted.is_none() || head.is_some() && known != counted.as_ref() {
                broken.insert((index, *register), Vec::new());
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

/// Registers that code in `blocks` may add to, or subtract from.
fn counters(code: &Code, blocks: &BTreeSet<BlockId>) -> BTreeMap<Register, Pace> {
    let changed = instructions(code, blocks).filter_map(changed);
    let changed = changed.filter(|register| code.register(*register) == Some(&Type::U64));
    changed.map(|register| (register, Pace::Up)).collect()
}

fn instructions<'a>(
    code: &'a Code,
    blocks: &'a BTreeSet<BlockId>,
) -> impl Iterator<Item = &'a Instruction> {
    blocks.iter().filter_map(|block| code.block(*block)).flat_map(|block| &block.instructions)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "any other instruction changes no counter")]
fn changed(instruction: &Instruction) -> Option<Register> {
    match instruction {
        Instruction::Move { to, .. }
        | Instruction::Copy { to, .. }
        | Instruction::Binary {
            to,
            operation: BinaryOperation::Add | BinaryOperation::Subtract | BinaryOperation::Divide,
            ..
        } => Some(*to),
        Instruction::BorrowLocal { local, .. } => Some(*local),
        _ => None,
    }
}

/// Registers that code in `blocks` compares, or copies for that.
fn compared(code: &Code, blocks: &BTreeSet<BlockId>) -> BTreeSet<Register> {
    let mut compared = BTreeSet::new();
    for instruction in instructions(code, blocks) {
        if let Instruction::Binary { operation, left, right, .. } = instruction
            && operation.is_comparison()
        {
            compared.extend([*left, *right]);
        }
    }
    for instruction in instructions(code, blocks) {
        if let Instruction::Copy { to, from } = instruction
            && compared.contains(to)
        {
            compared.insert(*from);
        }
    }
    compared
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
