//! The abstract state at a point of a function: its registers, and what has been written since entry.

use std::collections::BTreeMap;

use vm_access::{Access, AccessPath, Mode, Term};

use crate::alias::Aliases;
use crate::domain::{Abstract, Known, is_definite_path, project};
use crate::limit::without_keys;
use crate::reason::Reason;

/// Written places that are told apart before all of state counts as written.
const WRITTEN_MAX: usize = 64;

/// Registers and written places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) registers: Vec<Abstract>,
    pub(crate) written: Written,
}

/// What has been written since entry, by this function or a callee.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// Per place its present value. A place that may be another one's is [`Term::Any`] as soon as that one is written.
    places: BTreeMap<AccessPath, Term>,
    /// Whether any place may have been written.
    is_lost: bool,
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
        Known::new(Term::stored(path.clone()), Some(Reason::KeyFromState))
    }

    /// The value that the written place at or nearest above `path` gives.
    fn nearest(&self, path: &AccessPath) -> Option<Term> {
        let mut above = path.clone();
        let mut below = Vec::new();
        loop {
            match self.places.get(&above) {
                Some(Term::Any) if below.is_empty() => return Some(Term::Any),
                Some(Term::Any) | None => below.insert(0, above.projections.pop()?),
                Some(term) => return Some(project(term.clone(), &below)),
            }
        }
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

    /// Forgets everything: any place may have been written.
    pub(crate) fn lose(&mut self) {
        self.places.clear();
        self.is_lost = true;
    }

    fn join(&self, other: &Self, aliases: Aliases<'_>) -> Self {
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

    /// Takes the keys off the places that `old` does not have: the places that a loop writes may be told apart without end
    /// by their keys, but not by their types and fields.
    fn drop_new_keys(&mut self, old: &Self) {
        let is_new = |path: &AccessPath| !old.places.contains_key(path);
        let new: Vec<_> = self.places.keys().filter(|path| is_new(path)).cloned().collect();
        for path in new {
            self.places.remove(&path);
            let Access { path, .. } = without_keys(Access { mode: Mode::Writes, path });
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
        }
    }

    /// Gives up on everything.
    pub(crate) fn forgotten(mut self) -> Self {
        for register in &mut self.registers {
            *register = register.widened(Reason::ChangesInLoop);
        }
        self.written.lose();
        self
    }

    /// Gives up on all that still changes from `old` to `self`.
    pub(crate) fn widened_from(mut self, old: &Self) -> Self {
        for (now, before) in self.registers.iter_mut().zip(&old.registers) {
            if now != before {
                *now = now.widened(Reason::ChangesInLoop);
            }
        }
        self.written.drop_new_keys(&old.written);
        for (path, term) in &mut self.written.places {
            if old.written.places.get(path) != Some(term) {
                *term = Term::Any;
            }
        }
        self
    }
}

/// Whether the record is made by this call: its address, handle or key is made up.
fn is_made_here(path: &AccessPath) -> bool {
    path.terms().any(|term| *term == Term::Fresh)
}
