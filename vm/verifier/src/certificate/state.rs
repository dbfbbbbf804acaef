//! What is known at a point: what registers hold, what has been written since entry, what the branches taken say.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{AccessPath, Term};

use super::layout::Layout;
use super::reference::{Reference, any_term, map_indices};
use super::term::{includes, is_definite_path, limited, mentions_index, part};

/// Written places that are told apart.
const WRITTEN_MAX: usize = 64;

/// What is known at a point, over the values at entry and the variables of loops: there are numbers for these such that
/// all of it holds.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) registers: Vec<Content>,
    pub(super) written: Written,
    pub(super) facts: BTreeSet<Term>,
}

/// What a register holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Nothing that could be read.
    Unset,
    Value(Term),
    Reference(Reference),
}

/// The places written since entry, each with what it holds now. Nothing else has changed. `None`: any place may have been.
#[derive(Clone, Debug)]
pub(super) struct Written(pub(super) Option<BTreeMap<AccessPath, Term>>);

impl State {
    /// The state with a term in place of a variable.
    pub(super) fn with_variable(&self, variable: u8, term: &Term) -> Self {
        let of = |index: u8| if index == variable { term.clone() } else { Term::Index(index) };
        let registers = self.registers.iter().map(|content| content.map_indices(&of));
        Self {
            registers: registers.collect(),
            written: Written(self.written.0.as_ref().map(|places| put_in(places, &of))),
            facts: self.facts.iter().map(|fact| fact.map_indices(&of)).collect(),
        }
    }

    /// Whether a variable occurs anywhere.
    pub(super) fn mentions_index(&self, variable: u8) -> bool {
        let is_it = |term: &Term| mentions_index(term, variable);
        let mut places = self.written.0.iter().flatten();
        self.registers.iter().any(|content| content.any_term(&is_it))
            || places.any(|(path, term)| path.terms().any(is_it) || is_it(term))
            || self.facts.iter().any(is_it)
    }

    /// What holds where either of the two does.
    pub(super) fn join(&self, other: &Self, layout: &Layout<'_>) -> Self {
        let registers = self.registers.iter().zip(&other.registers);
        Self {
            registers: registers.map(|(left, right)| left.join(right)).collect(),
            written: self.written.join(&other.written, layout),
            facts: self.facts.intersection(&other.facts).cloned().collect(),
        }
    }

    /// Whether all that `said` says follows.
    pub(super) fn implies(&self, said: &State, layout: &Layout<'_>) -> bool {
        let mut registers = self.registers.iter().zip(&said.registers);
        registers.all(|(known, said)| said.includes(known))
            && self.written.implies(&said.written, layout)
            && said.facts.is_subset(&self.facts)
    }
}

impl Content {
    fn join(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Unset, known) | (known, Self::Unset) => known.clone(),
            (Self::Value(left), Self::Value(right)) => {
                Self::Value(limited(Term::choice([left.clone(), right.clone()])))
            }
            (Self::Reference(left), Self::Reference(right)) => Self::Reference(left.join(right)),
            (Self::Value(_), Self::Reference(_)) | (Self::Reference(_), Self::Value(_)) => {
                Self::Value(Term::Any)
            }
        }
    }

    fn includes(&self, other: &Self) -> bool {
        match (self, other) {
            // What holds nothing is not read.
            (_, Self::Unset) => true,
            (Self::Value(wide), Self::Value(narrow)) => includes(wide, narrow),
            (Self::Reference(wide), Self::Reference(narrow)) => wide.includes(narrow),
            (Self::Unset | Self::Value(_) | Self::Reference(_), _) => false,
        }
    }

    fn any_term(&self, is_it: &dyn Fn(&Term) -> bool) -> bool {
        match self {
            Self::Unset | Self::Reference(Reference::Anywhere) => false,
            Self::Value(term) => is_it(term),
            Self::Reference(reference) => reference.targets().any(|target| any_term(target, is_it)),
        }
    }

    fn map_indices(&self, of: &dyn Fn(u8) -> Term) -> Self {
        match self {
            Self::Value(term) => Self::Value(term.map_indices(of)),
            Self::Reference(Reference::To(targets)) => {
                let mapped = targets.iter().map(|target| map_indices(target, of));
                Self::Reference(Reference::collect(mapped))
            }
            Self::Unset | Self::Reference(Reference::Anywhere) => self.clone(),
        }
    }
}

impl Written {
    /// These places, if they are not too many.
    pub(super) fn limited(places: Option<BTreeMap<AccessPath, Term>>) -> Self {
        let few = places.filter(|places| places.len() <= WRITTEN_MAX);
        Self(few.map(|places| put_in(&places, &Term::Index)))
    }

    /// What a place holds now.
    pub(super) fn read(&self, path: &AccessPath, layout: &Layout<'_>) -> Term {
        let Some(places) = &self.0 else { return Term::Any };
        if is_made_here(path) {
            return Term::Any;
        }
        if let Some(term) = nearest(places, path) {
            return term;
        }
        if places.keys().any(|written| layout.may_meet(written, path)) {
            return Term::Any;
        }
        Term::stored(path.clone())
    }

    /// Puts a value in a place; what may be the same place is unknown then.
    pub(super) fn write(&mut self, path: &AccessPath, value: Term, layout: &Layout<'_>) {
        let Some(places) = &mut self.0 else { return };
        // What is made in this call was not there at entry, and nothing is known of it.
        if is_made_here(path) {
            return;
        }
        let is_one = is_definite_path(path);
        if is_one {
            places.retain(|other, _| {
                other.root != path.root || !other.projections.starts_with(&path.projections)
            });
        }
        for (other, term) in places.iter_mut() {
            if *term != Term::Any && layout.may_meet(other, path) {
                *term = Term::Any;
            }
        }
        places.insert(path.clone(), if is_one { value } else { Term::Any });
        if WRITTEN_MAX < places.len() {
            self.0 = None;
        }
    }

    /// Forgets what was put where: all of it may have been overwritten. What was there at entry is relied on only where it
    /// was not.
    pub(super) fn doubt(&mut self) {
        self.0.iter_mut().flatten().for_each(|(_, term)| *term = Term::Any);
    }

    fn join(&self, other: &Self, layout: &Layout<'_>) -> Self {
        let (Some(left), Some(right)) = (&self.0, &other.0) else { return Self(None) };
        let either = |path: &AccessPath| {
            let values = [self.read(path, layout), other.read(path, layout)];
            (path.clone(), limited(Term::choice(values)))
        };
        Self::limited(Some(left.keys().chain(right.keys()).map(either).collect()))
    }

    /// Whether nothing was written but where `said` says so, and places hold what it says.
    fn implies(&self, said: &Self, layout: &Layout<'_>) -> bool {
        let Some(said) = &said.0 else { return true };
        let Some(own) = &self.0 else { return false };
        let is_said = |path: &AccessPath| {
            said.contains_key(path) || said.keys().any(|wide| wide.covers(path))
        };
        let holds = |(path, term): (&AccessPath, &Term)| {
            *term == Term::Any || is_definite_path(path) && includes(term, &self.read(path, layout))
        };
        own.keys().all(is_said) && said.iter().all(holds)
    }
}

/// Written places with a term in place of each variable. Nothing is known where several become one, or one several.
fn put_in(
    places: &BTreeMap<AccessPath, Term>,
    of: &dyn Fn(u8) -> Term,
) -> BTreeMap<AccessPath, Term> {
    let mut all = BTreeMap::new();
    for (path, term) in places {
        let path = path.map_indices(of);
        let term = if is_definite_path(&path) { term.map_indices(of) } else { Term::Any };
        all.entry(path).and_modify(|known| *known = Term::Any).or_insert(term);
    }
    all
}

/// What the written place at or nearest above a path gives.
fn nearest(places: &BTreeMap<AccessPath, Term>, path: &AccessPath) -> Option<Term> {
    let mut above = path.clone();
    let mut below = Vec::new();
    loop {
        match places.get(&above) {
            Some(Term::Any) if below.is_empty() => return Some(Term::Any),
            Some(Term::Any) | None => below.insert(0, above.projections.pop()?),
            Some(term) => return Some(part(term.clone(), &below)),
        }
    }
}

/// Whether a record is made in this call: its address, handle or key is made up.
fn is_made_here(path: &AccessPath) -> bool {
    path.terms().any(|term| *term == Term::Fresh)
}
