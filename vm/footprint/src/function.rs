//! One function: states at block heads to a fixpoint, and what the code does from there.

use std::collections::BTreeSet;

use vm_access::{Access, AccessPath, Footprint, Projection, Root, Term, Type, U256};
use vm_bytecode::{
    Block, BlockId, Code, FunctionDefinition, Head, Register, ResultSummary, Terminator,
};

use crate::alias::Aliases;
use crate::amounts::farthest;
use crate::domain::{Abstract, Known, Reference, Target, mentions};
use crate::facts::Facts;
use crate::flow::{Flow, successors};
use crate::graph::components;
use crate::head::{Forgotten, heads};
use crate::limit::{limit, with_implied, without_keys};
use crate::live::Live;
use crate::loops::Broken;
use crate::overwrite::Writing;
use crate::reach::merge;
use crate::state::{Changes, State, Written};
use crate::summary::{Summary, is_applicable, without_values};
use crate::transfer::{Context, Recorder, Step, is_signer, point};

/// Accesses collected before they are limited, to bound the work.
const COLLECTED_MAX: usize = 512;

/// Times that registers are found to count no loop before none is taken to.
const COUNTERS_ROUNDS_MAX: usize = 6;

/// What one function does.
#[derive(Debug)]
pub(crate) struct Analyzed {
    pub(crate) summary: Summary,
    pub(crate) recorder: Recorder,
    /// What holds where several ways meet.
    pub(crate) heads: Vec<Head>,
}

/// What carrying a block out from its head came to.
struct Visit {
    recorder: Recorder,
    /// What holds at its end; `None` if that is not reached.
    after: Option<State>,
}

/// What was found once states have settled.
struct Recorded {
    recorder: Recorder,
    /// What is returned; `None` if nothing ever is.
    returned: Option<Vec<Abstract>>,
    heads: Vec<Option<State>>,
    forgotten: Vec<Forgotten>,
    /// Registers that are no counters.
    broken: Broken,
}

/// Analyzes `function`, whose callees are known in `context`.
pub(crate) fn analyze(
    context: &Context<'_>,
    function: &FunctionDefinition,
    code: &Code,
) -> Analyzed {
    let module = context.world.module();
    let farthest = farthest(module, code, function.parameters.len());
    let (repeated, flow) = (repeated(code), Flow::new(code));
    let live = Live::of(code);
    let mut walk = Walk { context, function, code, farthest, repeated, flow, live };
    let mut round = 0_usize;
    loop {
        let Recorded { mut recorder, returned, heads: states, forgotten, broken } = walk.record();
        if broken.is_empty() {
            let summary = walk.summarize(&mut recorder, returned);
            let heads = heads(code, &states, &forgotten, &walk.flow);
            return Analyzed { summary, recorder, heads };
        }
        let loops = std::mem::take(&mut walk.flow.loops);
        let may_hope = round < COUNTERS_ROUNDS_MAX;
        walk.flow.loops = if may_hope { loops.without(&broken) } else { loops.without_counters() };
        round = round.saturating_add(1);
    }
}

struct Walk<'a> {
    context: &'a Context<'a>,
    function: &'a FunctionDefinition,
    code: &'a Code,
    farthest: Vec<Option<U256>>,
    /// For each block whether a loop may come to it again.
    repeated: Vec<bool>,
    flow: Flow,
    live: Live<'a>,
}

impl Walk<'_> {
    /// Notes what leaves the module by mutable references: others may overwrite it.
    fn hand_out(&self, results: &[Register], state: &State, recorder: &mut Recorder) {
        if !self.context.fixed.may_leave(self.function) {
            return;
        }
        let aliases = Aliases { world: self.context.world, function: self.function };
        let writing = Writing { context: self.context, aliases, state };
        for register in results {
            writing.note(self.code.register(*register), *register, &mut recorder.overwritten);
        }
    }

    /// Puts together what the blocks do, once what holds at their heads has settled.
    fn record(&self) -> Recorded {
        let (heads, visits) = self.settle();
        let mut recorder = Recorder::default();
        let mut returned: Option<Vec<Abstract>> = None;
        let mut broken = Broken::new();
        let mut forgotten = Vec::new();
        let blocks = self.code.blocks.iter().zip(&heads).zip(visits).enumerate();
        for (index, ((block, head), visit)) in blocks {
            let Some(head) = head else { continue };
            let id = BlockId::new(index);
            let visit = visit.unwrap_or_else(|| self.visit(id, block, head, Recorder::default()));
            recorder.append(visit.recorder);
            let Some(mut state) = visit.after else { continue };
            let after = self.flow.next(id, block, &state, &heads, &mut broken);
            let lost = after.iter().filter_map(|(to, after)| Forgotten::on_way(*to, &state, after));
            forgotten.extend(lost);
            if let Terminator::Return(results) = &block.terminator {
                self.flow.loops.around(id).for_each(|variable| state.forget(variable));
                self.hand_out(results, &state, &mut recorder);
                let results = results.iter().map(|register| {
                    state.registers.get(register.index()).cloned().unwrap_or(Abstract::Unset)
                });
                returned = Some(match returned.take() {
                    None => results.collect(),
                    Some(known) => {
                        known.iter().zip(results).map(|(left, right)| left.join(&right)).collect()
                    }
                });
            }
        }
        Recorded { recorder, returned, heads, forgotten, broken }
    }

    /// The state at the head of each block, `None` where no way leads; and what the blocks do that no loop comes back to.
    ///
    /// Whenever a head changes its block is carried out again, so the last visit is from what settled. Most blocks are
    /// visited once: those before them come first.
    fn settle(&self) -> (Vec<Option<State>>, Vec<Option<Visit>>) {
        let mut heads: Vec<Option<State>> = vec![None; self.code.blocks.len()];
        let mut visits: Vec<Option<Visit>> = heads.iter().map(|_| None).collect();
        let mut changes = vec![Changes::default(); heads.len()];
        let mut waiting = BTreeSet::new();
        if let Some(first) = heads.first_mut() {
            *first = Some(self.entry());
            waiting.insert((0, BlockId(0)));
        }
        while let Some((_, id)) = waiting.pop_first() {
            let (Some(Some(head)), Some(block)) = (heads.get(id.index()), self.code.block(id))
            else {
                continue;
            };
            let is_repeated = self.is_repeated(id);
            let recorder = Recorder { is_deaf: is_repeated, ..Recorder::default() };
            let visit = self.visit(id, block, head, recorder);
            let after = visit.after.as_ref().map_or_else(Vec::new, |state| {
                self.flow.next(id, block, state, &heads, &mut Broken::new())
            });
            if let Some(slot) = visits.get_mut(id.index()).filter(|_| !is_repeated) {
                *slot = Some(visit);
            }
            for (next, mut state) in after {
                self.live.forget_at(next, &mut state);
                let (Some(known), Some(changes)) =
                    (heads.get_mut(next.index()), changes.get_mut(next.index()))
                else {
                    continue;
                };
                let (rank, own_rank) = (self.flow.rank(next), self.flow.rank(id));
                // Every circle has an edge that leads back; where ways only meet, nothing grows without end.
                let changes = (rank <= own_rank).then_some(changes);
                let joined = match known {
                    Some(known) if *known == state => continue,
                    // What one way alone leads to is what it leads to last.
                    Some(_) if !self.flow.meetings.contains(&next) => state,
                    None => state,
                    Some(known) => match self.meet(known, &state, changes) {
                        Some(joined) => joined,
                        None => continue,
                    },
                };
                *known = Some(joined);
                waiting.insert((rank, next));
            }
        }
        (heads, visits)
    }

    /// What holds at a block's head when one more way arrives there; `None` if nothing is new. On a way back `changes`
    /// counts what is.
    fn meet(
        &self,
        known: &State,
        arriving: &State,
        changes: Option<&mut Changes>,
    ) -> Option<State> {
        let aliases = Aliases { world: self.context.world, function: self.function };
        let mut joined = known.join(arriving, aliases);
        if joined == *known {
            return None;
        }
        if let Some(changes) = changes {
            joined = joined.settled_from(known, changes);
        }
        (joined != *known).then_some(joined)
    }

    /// The state at entry: parameters, and nothing written.
    fn entry(&self) -> State {
        let mut registers = vec![Abstract::Unset; self.code.registers.len()];
        for (index, slot) in registers.iter_mut().enumerate().take(self.function.parameters.len()) {
            let Ok(parameter) = u16::try_from(index) else { break };
            *slot = match self.code.registers.get(index) {
                // Nothing is stored behind a signer.
                Some(ty @ Type::Reference { .. }) if is_signer(ty) => {
                    let target = Target::Value(Term::Parameter(parameter));
                    Abstract::Reference(Reference::to(target))
                }
                Some(Type::Reference { .. }) => {
                    let path = AccessPath::root(Root::Parameter(parameter));
                    Abstract::Reference(Reference::to(Target::Path(path)))
                }
                Some(_) | None => Abstract::Value(Known::new(Term::Parameter(parameter), None)),
            };
        }
        State { registers, written: Written::default(), facts: Facts::default() }
    }

    /// Carries a block out from what holds at its head.
    fn visit(&self, id: BlockId, block: &Block, head: &State, mut recorder: Recorder) -> Visit {
        let mut state = head.clone();
        let is_end_reached =
            block.instructions.iter().enumerate().all(|(position, instruction)| {
                let mut step = Step {
                    context: self.context,
                    function: self.function,
                    code: self.code,
                    point: point(id.index(), position),
                    is_repeated: self.is_repeated(id),
                    farthest: &self.farthest,
                    state: &mut state,
                    recorder: &mut recorder,
                };
                step.run(instruction)
            });
        if !is_end_reached {
            return Visit { recorder, after: None };
        }
        self.live.forget_after(block, &mut state);
        Visit { recorder, after: Some(state) }
    }

    fn is_repeated(&self, block: BlockId) -> bool {
        self.repeated.get(block.index()).copied().unwrap_or(true)
    }

    fn summarize(&self, recorder: &mut Recorder, returned: Option<Vec<Abstract>>) -> Summary {
        let mut footprint = Footprint::default();
        if recorder.is_open {
            footprint = Footprint::open();
        }
        for recorded in &recorder.accesses {
            footprint.insert(recorded.access.clone());
            if COLLECTED_MAX < footprint.accesses().len() {
                footprint = limit(footprint, &mut recorder.widenings);
            }
        }
        let footprint = limit(merged(footprint), &mut recorder.widenings);
        let footprint = without_values(&footprint, self.function);
        let is_contained = |access: &Access| matches!(access.path.root, Root::Parameter(_));
        let is_term_function = !recorder.leaves_terms
            && !footprint.is_open()
            && footprint.accesses().iter().all(is_contained);
        let results = returned.map(|results| self.results(&results, recorder));
        Summary {
            footprint,
            is_term_function,
            results,
            is_applicable: is_applicable(self.function),
            amounts: std::mem::take(&mut recorder.amounts),
        }
    }

    fn results(&self, returned: &[Abstract], recorder: &Recorder) -> Vec<ResultSummary> {
        let mut results: Vec<ResultSummary> = returned.iter().map(result_summary).collect();
        let is_straight = self.code.blocks.len() == 1 && !recorder.aborts_silently;
        let is_said = |term: &Term| {
            results.iter().any(|result| mentions(&result.value, &|part| part == term))
        };
        let is_exact = is_straight && recorder.aborting.iter().all(is_said);
        for result in &mut results {
            let is_one = result.value != Term::Any && !mentions(&result.value, &Term::has_among);
            result.is_exact = is_exact && is_one;
        }
        results
    }
}

/// Makes one of accesses whose conditions exhaust what there is.
fn merged(footprint: Footprint) -> Footprint {
    let accesses = merge(footprint.accesses());
    if accesses.len() == footprint.accesses().len() {
        return footprint;
    }
    let mut merged: Footprint = accesses.into_iter().collect();
    if footprint.is_open() {
        merged.join(&Footprint::open());
    }
    merged
}

fn result_summary(result: &Abstract) -> ResultSummary {
    let nothing = || ResultSummary { value: Term::Any, targets: Vec::new(), is_exact: false };
    match result {
        Abstract::Unset => nothing(),
        Abstract::Value(known) => ResultSummary { value: known.term.clone(), ..nothing() },
        Abstract::Reference(reference) => reference_summary(reference).unwrap_or_else(|| {
            let targets = vec![AccessPath::root(Root::Everything)];
            ResultSummary { targets, ..nothing() }
        }),
    }
}

/// The summary of a returned reference; `None` if it may lead anywhere.
fn reference_summary(reference: &Reference) -> Option<ResultSummary> {
    if reference.is_lost {
        return None;
    }
    let mut targets = Vec::new();
    let mut values = Vec::new();
    for target in reference.targets.iter() {
        match target {
            Target::Path(path) => targets.push(path.clone()),
            Target::Value(term) => values.push(term.clone()),
            Target::Local(..) | Target::Within(_) => return None,
        }
    }
    match (targets.is_empty(), values.is_empty()) {
        (true, false) => {
            Some(ResultSummary { value: Term::choice(values), targets, is_exact: false })
        }
        (false, true) => Some(ResultSummary { value: Term::Any, targets, is_exact: false }),
        (true, true) | (false, false) => None,
    }
}

/// For each block whether a way leads from it back to it.
fn repeated(code: &Code) -> Vec<bool> {
    let next = |block: &Block| -> Vec<usize> {
        successors(&block.terminator).into_iter().map(BlockId::index).collect()
    };
    let edges: Vec<Vec<usize>> = code.blocks.iter().map(next).collect();
    let mut repeated = vec![false; edges.len()];
    for group in components(&edges) {
        let is_circle = 1 < group.len()
            || group.iter().any(|block| edges.get(*block).is_some_and(|to| to.contains(block)));
        for block in group {
            if let Some(slot) = repeated.get_mut(block) {
                *slot = is_circle;
            }
        }
    }
    repeated
}

/// Gives up on what still grows from `old` to `new` in a recursion.
pub(crate) fn widen_summary(old: &Summary, new: &mut Summary) {
    let fresh: Vec<_> = new
        .footprint
        .accesses()
        .iter()
        .filter(|access| !old.footprint.accesses().contains(access))
        .cloned()
        .collect();
    let mut widened = old.footprint.clone();
    let known: Vec<Access> = old.footprint.accesses().iter().flat_map(with_implied).collect();
    let is_known = |access: &Access| {
        known.iter().any(|it| it.mode.covers(access.mode) && it.path == access.path)
    };
    let widen = |access: Access| {
        if is_known(&access) {
            // It is its conditions alone that differ.
            access
        } else if let Some(access) = without_key_of_known(&access, &old.footprint) {
            access
        } else {
            without_keys(access)
        }
    };
    for access in fresh.iter().map(Access::unqualified) {
        widened.insert(widen(access.clone()));
        for read in with_implied(&access) {
            if !widened.covers_access(&read) {
                widened.insert(widen(read));
            }
        }
    }
    let is_open = new.footprint.is_open();
    new.footprint = widened;
    if is_open {
        new.footprint.join(&Footprint::open());
    }
    let (Some(before), Some(now)) = (&old.results, &mut new.results) else { return };
    for (before, now) in before.iter().zip(now) {
        if before.value != now.value {
            now.value = Term::Any;
        }
        if before.targets != now.targets {
            now.targets = vec![AccessPath::root(Root::Everything)];
        }
        now.is_exact = false;
    }
}

/// Any item of the same table, if the table is known from `old`: it is its key alone that grows.
fn without_key_of_known(access: &Access, old: &Footprint) -> Option<Access> {
    let Root::Item(pattern, handle, _) = &access.path.root else { return None };
    let is_it = |known: &Access| matches!(&known.path.root, Root::Item(other, at, _) if other == pattern && at == handle);
    let is_simple =
        access.path.projections.iter().all(|step| !matches!(step, Projection::Element(_)));
    (is_simple && old.accesses().iter().any(is_it)).then(|| {
        let root = Root::Item(pattern.clone(), handle.clone(), Term::Any.into());
        let projections = access.path.projections.clone();
        Access::new(access.mode, AccessPath { root, projections })
    })
}

/// The summary of a function that may do anything it has the means to.
pub(crate) fn hopeless(function: &FunctionDefinition) -> Summary {
    let nothing = |ty: &Type| ResultSummary {
        value: Term::Any,
        targets: if ty.is_reference() {
            vec![AccessPath::root(Root::Everything)]
        } else {
            Vec::new()
        },
        is_exact: false,
    };
    Summary { results: Some(function.results.iter().map(nothing).collect()), ..Summary::unknown() }
}
