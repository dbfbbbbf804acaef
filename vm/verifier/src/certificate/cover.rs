//! Whether the stored footprint covers an access where it happens: in the ranges of the variables that its keys are made
//! of, and under the conditions that hold there.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{Access, AccessPath, Footprint, Mode, RANGES_MAX, Term};

use super::fact::bounds;
use super::key::is_said;
use super::layout::Layout;

/// The first variable of a callee's ranges; loops have lower ones.
const CALLEE_VARIABLE: u8 = u8::MAX - 7;

/// An access at a point of the code.
pub(super) struct Happening<'a> {
    pub(super) mode: Mode,
    pub(super) path: AccessPath,
    /// What is known there.
    pub(super) facts: &'a BTreeSet<Term>,
    /// What a callee says of its own access, over the caller's terms.
    pub(super) inherited: &'a Qualifiers,
}

/// The ranges and conditions of a callee's access, over the caller's terms.
#[derive(Debug, Default)]
pub(super) struct Qualifiers {
    /// Of [`Qualifiers::variable`] 0 and those after it.
    pub(super) ranges: Vec<Term>,
    pub(super) conditions: Vec<Term>,
}

impl Qualifiers {
    /// What stands for the variable of the callee's range at `position`.
    pub(super) fn variable(position: u8) -> Term {
        Term::Index(CALLEE_VARIABLE.saturating_add(position))
    }

    fn range(&self, variable: u8) -> Option<&Term> {
        self.ranges.get(usize::from(variable.checked_sub(CALLEE_VARIABLE)?))
    }
}

/// Whether `footprint` allows what happens.
pub(super) fn is_covered(footprint: &Footprint, it: &Happening<'_>, layout: &Layout<'_>) -> bool {
    if footprint.is_open() {
        return true;
    }
    // A key that is one of several makes several accesses.
    let mut paths = it.path.alternatives().into_iter();
    paths.all(|path| {
        let it = Happening { path, ..*it };
        let all_bounds = it.bounds();
        // Several facts may bound a variable: each in turn, and the last ones where others have more.
        let attempts = all_bounds.values().map(Vec::len).max().unwrap_or(0).max(1);
        (0..attempts)
            .any(|attempt| is_covered_in(footprint, &it, &it.ranges(&all_bounds, attempt, layout)))
    })
}

/// The same in these ranges. What an access does, and what its keys are read from, may be allowed on other conditions.
fn is_covered_in(footprint: &Footprint, it: &Happening<'_>, ranges: &BTreeMap<u8, Term>) -> bool {
    let whenever = it.qualified(ranges, Vec::new());
    if footprint.covers_access(&whenever) {
        return true;
    }
    let holding = it.holding(ranges);
    let clauses = footprint.accesses().iter().filter(|clause| !clause.conditions.is_empty());
    let known: BTreeSet<Vec<Term>> =
        clauses.map(|clause| conditions_of(clause, &holding)).chain([Vec::new()]).collect();
    known.iter().any(|conditions| {
        let on =
            |it: &Happening<'_>, conditions: &[Term]| it.qualified(ranges, conditions.to_vec());
        let access = on(it, conditions);
        // Reads count as the access says them, which may be "any"; each may be allowed on other conditions.
        let mut reads = access.implied_reads().into_iter().filter(|read| read.path.is_storage());
        footprint.allows(&access)
            && reads.all(|read| {
                let is_same = |place: &Happening<'_>| on(place, conditions) == read;
                let mut same = it.reads(ranges).filter(is_same);
                footprint.allows(&read)
                    || same
                        .any(|place| known.iter().any(|other| footprint.allows(&on(&place, other))))
            })
    })
}

impl Happening<'_> {
    /// The access wherever and whenever it happens.
    pub(super) fn anyhow(&self) -> Access {
        Access::new(self.mode, self.path.map_indices(&|_| Term::Any))
    }

    /// The reads that naming its keys and ranges implies.
    fn reads(&self, ranges: &BTreeMap<u8, Term>) -> impl Iterator<Item = Happening<'_>> {
        let terms = self.path.terms().chain(ranges.values());
        let paths: BTreeSet<AccessPath> = terms.flat_map(Term::implied_reads).collect();
        paths.into_iter().map(|path| Happening { mode: Mode::Reads, path, ..*self })
    }

    /// The numbers that each variable is known to stay below, of those in the path and of those in these numbers.
    fn bounds(&self) -> BTreeMap<u8, Vec<Term>> {
        self.of_variables(|variable| match self.inherited.range(variable) {
            Some(range) => vec![range.clone()],
            None => bounds(self.facts, variable),
        })
    }

    /// One of these bounds each; any where nothing that can be evaluated is known.
    fn ranges(
        &self,
        all: &BTreeMap<u8, Vec<Term>>,
        attempt: usize,
        layout: &Layout<'_>,
    ) -> BTreeMap<u8, Term> {
        let ranges = self.of_variables(|variable| {
            let bounds = all.get(&variable).map_or(&[][..], Vec::as_slice);
            let bound = bounds.get(attempt).or(bounds.last());
            let said = bound.filter(|bound| is_said(bound, layout));
            vec![said.cloned().unwrap_or(Term::Any)]
        });
        ranges
            .into_iter()
            .filter_map(|(variable, mut range)| Some((variable, range.pop()?)))
            .collect()
    }

    /// These terms for each variable of the path, and for those that occur in them.
    fn of_variables(&self, terms: impl Fn(u8) -> Vec<Term>) -> BTreeMap<u8, Vec<Term>> {
        let mut found: BTreeMap<u8, Vec<Term>> = BTreeMap::new();
        let mut waiting = BTreeSet::new();
        self.path.terms().for_each(|term| variables(term, &mut waiting));
        while let Some(variable) = waiting.pop_first() {
            let own = terms(variable);
            let mut inner = BTreeSet::new();
            own.iter().for_each(|term| variables(term, &mut inner));
            found.insert(variable, own);
            waiting.extend(inner.into_iter().filter(|variable| !found.contains_key(variable)));
        }
        found
    }

    fn qualified(&self, ranges: &BTreeMap<u8, Term>, mut conditions: Vec<Term>) -> Access {
        if ranges.is_empty() && conditions.is_empty() {
            return Access::new(self.mode, self.path.clone());
        }
        // Loops come from outer to inner, and before what is called in them.
        let position = |variable: u8| {
            let position = ranges.keys().position(|other| *other == variable)?;
            u8::try_from(position).ok().filter(|position| usize::from(*position) < RANGES_MAX)
        };
        let rename = |variable: u8| position(variable).map_or(Term::Any, Term::Index);
        conditions.retain(|condition| {
            let mut used = BTreeSet::new();
            variables(condition, &mut used);
            used.into_iter().all(|variable| position(variable).is_some())
        });
        let conditions = conditions.iter().map(|term| term.map_indices(&rename)).collect();
        let ranges = ranges.values().take(RANGES_MAX).map(|range| range.map_indices(&rename));
        let path = self.path.map_indices(&rename);
        Access::qualified(self.mode, path, ranges.collect(), conditions)
    }

    /// What holds here, each with the shapes that it has as the conditions of a clause.
    fn holding(&self, ranges: &BTreeMap<u8, Term>) -> Vec<(&Term, Vec<Term>)> {
        let facts = self.facts.iter().chain(&self.inherited.conditions);
        let shapes = facts.map(|fact| {
            // A variable that counts down is turned round, and what is said of it looks different then.
            let said = self.qualified(ranges, vec![fact.clone()]);
            (fact, said.conditions.iter().map(shape).collect())
        });
        shapes.collect()
    }
}

/// What holds and is, but for the names of variables, a condition of the clause.
fn conditions_of(clause: &Access, holding: &[(&Term, Vec<Term>)]) -> Vec<Term> {
    let wanted: Vec<Term> = clause.conditions.iter().map(shape).collect();
    let is_it = |shapes: &[Term]| shapes.iter().any(|shape| wanted.contains(shape));
    holding.iter().filter(|(_, shapes)| is_it(shapes)).map(|(fact, _)| (*fact).clone()).collect()
}

/// A condition whatever its variables.
fn shape(condition: &Term) -> Term {
    condition.map_indices(&|_| Term::Index(0))
}

fn variables(term: &Term, found: &mut BTreeSet<u8>) {
    term.for_each(&mut |part| {
        if let Term::Index(variable) = part {
            found.insert(*variable);
        }
    });
}
