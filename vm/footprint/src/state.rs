//! The abstract state at a point of a function: its registers, and what has been written since entry.

use std::collections::BTreeMap;

use vm_access::{Access, AccessPath, Mode, Term};

use crate::alias::Aliases;
use crate::domain::{Abstract, Known, is_definite_path, project};
use crate::facts::{Facts, mentions_index};
use crate::limit::without_keys;
use crate::reason::Reason;

/// Ways back to a block on which a register, or what was written, may change before it is given up.
const CHANGES_MAX: usize = 4;

/// Ways back to a block on which anything may change before everything is given up.
const CHANGING_MAX: usize = 16;

/// Written places that are told apart before all of state counts as written.
const WRITTEN_MAX: usize = 64;

/// Registers and written places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) registers: Vec<Abstract>,
    pub(crate) written: Written,
    /// What the branches taken say.
    pub(crate) facts: Facts,
}

/// What has been written since entry, by this function or a callee.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// Per place its present value. A place that may be another one's is [`Term::Any`] as soon as that one is written.
    places: BTreeMap<AccessPath, Term>,
    /// Whether any place may have been written.
    is_lost: bool,
}

/// How often what is known at the head of a block has changed on ways back to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    all: usize,
    registers: Vec<usize>,
    written: usize,
}

impl Written {
    /// The present value at `path`, over what was there at entry.
    pub(crate) fn read(&self, path: &AccessPath, aliases: Aliases<'_>) -> Known {
        let changed = || Known::nothing(Reason::MayHaveChanged);
        if self.is_lost || is_made_here(path) {
            return changed();
        }
        if let Some(term) = self.nearest(path) {
            return Known::new(term, Some(Reason::MayHaveChanged));
        }
        if self.places.keys().any(|written| aliases.may_meet(written, path)) {
            return changed();
        }
        let is_named = path.terms().all(|term| *term != Term::Any);
        let why = if is_named { Reason::TooLarge } else { Reason::KeyFromUnknown };
        Known::new(Term::stored(path.clone()), Some(why))
    }

    /// The value that the written place at or nearest above `path` gives.
    fn nearest(&self, path: &AccessPath) -> Option<Term> {
        let above = self.places.iter().filter_map(|(written, term)| {
            let below = path.projections.strip_prefix(written.projections.as_slice())?;
            let is_known = below.is_empty() || *term != Term::Any;
            (is_known && written.root == path.root).then_some((below, term))
        });
        let found = above.min_by_key(|(below, _)| below.len());
        found.map(|(below, term)| project(term.clone(), below))
    }

    /// Writes `value` at `path`; whatever may be the same place changes too.
    pub(crate) fn write(&mut self, path: &AccessPath, value: Term, aliases: Aliases<'_>) {
        // What is made in this call was not there at entry: nothing is known of it anyway.
        if is_made_here(path) {
            return;
        }
        let is_below = |other: &AccessPath| {
            other.root == path.root && other.projections.starts_with(&path.projections)
        };
        let is_definite = is_definite_path(path);
        self.places.retain(|other, _| !(is_definite && is_below(other)));
        for (other, term) in &mut self.places {
            if aliases.may_meet(other, path) {
                *term = Term::Any;
            }
        }
        self.places.insert(path.clone(), if is_definite { value } else { Term::Any });
        self.limit();
    }

    /// Whether a place that both know has another value in `other`.
    pub(crate) fn has_other_values(&self, other: &Self) -> bool {
        let differs = |(path, term): (&AccessPath, &Term)| {
            other.places.get(path).is_some_and(|it| it != term)
        };
        self.places.iter().any(differs)
    }

    /// Forgets what was put where: all of it may have been overwritten. What was there at entry is relied on only where it
    /// was not.
    pub(crate) fn doubt(&mut self) {
        self.places.values_mut().for_each(|term| *term = Term::Any);
    }

    /// Forgets everything: any place may have been written.
    pub(crate) fn lose(&mut self) {
        self.places.clear();
        self.is_lost = true;
    }

    /// The places written and what they hold, in order; `None` if any place may have been written.
    pub(crate) fn places(&self) -> Option<Vec<(AccessPath, Term)>> {
        let places = self.places.iter().map(|(path, term)| (path.clone(), term.clone()));
        (!self.is_lost).then(|| places.collect())
    }

    fn join(&self, other: &Self, aliases: Aliases<'_>) -> Self {
        if self == other {
            return self.clone();
        }
        let mut joined = Self { places: BTreeMap::new(), is_lost: self.is_lost || other.is_lost };
        if !joined.is_lost {
            for path in self.places.keys().chain(other.places.keys()) {
                let value = self.read(path, aliases).join(&other.read(path, aliases));
                joined.places.insert(path.clone(), value.term);
            }
            joined.limit();
        }
        joined
    }

    /// Forgets a loop's variable: places that are told apart by it are any of their kind, and changed.
    fn forget(&mut self, index: u8) {
        let places = std::mem::take(&mut self.places);
        for (path, term) in places {
            let any = |of: u8| if of == index { Term::Any } else { Term::Index(of) };
            let wide = path.map_indices(&any);
            if wide == path {
                let term = if mentions_index(&term, index) { Term::Any } else { term };
                self.places.entry(path).and_modify(|known| *known = Term::Any).or_insert(term);
            } else {
                self.places.insert(wide, Term::Any);
            }
        }
    }

    /// Gives up on what is different from `old`.
    fn widen_from(&mut self, old: &Self) {
        self.drop_new_keys(old);
        for (path, term) in &mut self.places {
            if old.places.get(path) != Some(term) {
                *term = Term::Any;
            }
        }
    }

    /// Takes the keys off the places that `old` does not have: the places that a loop writes may be told apart without end
    /// by their keys, but not by their types and fields.
    fn drop_new_keys(&mut self, old: &Self) {
        let is_new = |path: &AccessPath| !old.places.contains_key(path);
        let new: Vec<_> = self.places.keys().filter(|path| is_new(path)).cloned().collect();
        for path in new {
            self.places.remove(&path);
            let Access { path, .. } = without_keys(Access::new(Mode::Writes, path));
            self.places.insert(path, Term::Any);
        }
        self.limit();
    }

    fn limit(&mut self) {
        if WRITTEN_MAX < self.places.len() {
            self.lose();
        }
    }
}

impl State {
    /// What holds where two ways meet.
    pub(crate) fn join(&self, other: &Self, aliases: Aliases<'_>) -> Self {
        let pairs = self.registers.iter().zip(&other.registers);
        Self {
            registers: pairs.map(|(left, right)| left.join(right)).collect(),
            written: self.written.join(&other.written, aliases),
            facts: self.facts.join(&other.facts),
        }
    }

    /// Forgets a loop's variable: what was said by it may be said of any round.
    pub(crate) fn forget(&mut self, index: u8) {
        for register in &mut self.registers {
            *register = register.without_index(index);
        }
        self.written.forget(index);
        self.facts.forget(index);
    }

    /// Gives up on what changes too often from `old` to `self`, as counted in `changes`.
    pub(crate) fn settled_from(mut self, old: &Self, changes: &mut Changes) -> Self {
        changes.all = changes.all.saturating_add(1);
        let is_hopeless = CHANGING_MAX < changes.all;
        changes.registers.resize(self.registers.len(), 0);
        let pairs = self.registers.iter_mut().zip(&old.registers);
        for ((now, before), count) in pairs.zip(&mut changes.registers) {
            if now != before {
                *count = count.saturating_add(1);
                if is_hopeless || CHANGES_MAX < *count {
                    *now = now.widened(Reason::ChangesInLoop);
                }
            }
        }
        if self.written != old.written {
            changes.written = changes.written.saturating_add(1);
            if is_hopeless {
                self.written.lose();
            } else if CHANGES_MAX < changes.written {
                self.written.widen_from(&old.written);
            }
        }
        self
    }
}

/// Whether the record is made by this call: its address, handle or key is made up.
fn is_made_here(path: &AccessPath) -> bool {
    path.terms().any(|term| *term == Term::Fresh)
}
