//! Ranges and conditions of an access: their normal form, and when one access' allow another's.
//!
//! - Ranges start at 0, and each is used by the path or by a range further in.
//! - Where nothing can be said of a range, its variable is any; where nothing can be said of a condition, there is none.
//! - `v[i] for i in 0..v.length()` is `v[*]`, if that is all `i` is used for.

use crate::Value;
use crate::footprint::Access;
use crate::path::{AccessPath, Application, Mode, Operator, Projection, Root, Term};

/// Ranges that an access may have; those further in count as any.
pub const RANGES_MAX: usize = 2;

/// Conditions that an access may have; others are dropped.
pub const CONDITIONS_MAX: usize = 4;

/// A variable that counts down, while it is being turned round.
const TURNED: u8 = u8::MAX;

impl Access {
    /// An access without qualification.
    pub fn new(mode: Mode, path: AccessPath) -> Self {
        Self { mode, path, ranges: Vec::new(), conditions: Vec::new() }
    }

    /// An access for all values of the variables that `ranges` bind, under `conditions`; in normal form.
    pub fn qualified(
        mode: Mode,
        path: AccessPath,
        ranges: Vec<Term>,
        conditions: Vec<Term>,
    ) -> Self {
        if ranges.is_empty() && conditions.is_empty() {
            return Self::new(mode, path);
        }
        let mut access = Self { mode, path, ranges, conditions };
        access.conditions = conjuncts(std::mem::take(&mut access.conditions));
        access.widen_vague_ranges();
        access.drop_unused_ranges();
        for index in (0..access.ranges.len()).rev() {
            // What is left may count down in its turn: `n - 1 - (n - 1 - i)`.
            while access.turn_round(index) {}
            access.take_all_elements(index);
        }
        access.conditions.truncate(CONDITIONS_MAX);
        access
    }

    /// The same at another path, which may use the same variables.
    #[must_use]
    pub fn at(&self, mode: Mode, path: AccessPath) -> Self {
        Self::qualified(mode, path, self.ranges.clone(), self.conditions.clone())
    }

    /// Whether it has ranges or conditions.
    pub fn is_qualified(&self) -> bool {
        !self.ranges.is_empty() || !self.conditions.is_empty()
    }

    /// The least access without qualification that allows this one.
    #[must_use]
    pub fn unqualified(&self) -> Self {
        if self.ranges.is_empty() {
            return Self::new(self.mode, self.path.clone());
        }
        Self::new(self.mode, self.path.map_indices(&|_| Term::Any))
    }

    /// The access with any key that is read from state "any".
    pub(crate) fn without_stored(&self) -> Access {
        let any = |term: &Term| if term.mentions_stored() { Term::Any } else { term.clone() };
        let ranges = self.ranges.iter().map(any).collect();
        Self::qualified(self.mode, self.path.map_terms(&any), ranges, self.conditions.clone())
    }

    /// A variable is any where its range, or its place, says nothing.
    fn widen_vague_ranges(&mut self) {
        for index in 0..self.ranges.len() {
            if RANGES_MAX <= index || self.ranges.get(index).is_some_and(is_vague) {
                self.put_in(index, &Term::Any);
            }
        }
        self.conditions.retain(|condition| !is_vague(condition) && !condition.mentions_stored());
    }

    fn put_in(&mut self, index: usize, term: &Term) {
        let put_in = |of: u8| if usize::from(of) == index { term.clone() } else { Term::Index(of) };
        self.path = self.path.map_indices(&put_in);
        for inner in self.ranges.iter_mut().skip(index + 1) {
            *inner = inner.map_indices(&put_in);
        }
        for condition in &mut self.conditions {
            *condition = condition.map_indices(&put_in);
        }
    }

    fn drop_unused_ranges(&mut self) {
        for index in (0..self.ranges.len()).rev() {
            let inner = self.ranges.iter().skip(index + 1);
            let uses: usize = inner.map(|range| range.count_index(index)).sum();
            if uses == 0 && self.path.count_index(index) == 0 {
                self.drop_range(index);
            }
        }
        let bound = self.ranges.len();
        self.conditions.retain(|condition| condition.has_only_indices_below(bound));
    }

    /// Takes out a range that neither the path nor another range uses.
    fn drop_range(&mut self, index: usize) {
        self.ranges.remove(index);
        self.conditions.retain(|condition| condition.count_index(index) == 0);
        let renumber =
            |of: u8| Term::Index(if index < usize::from(of) { of.saturating_sub(1) } else { of });
        self.path = self.path.map_indices(&renumber);
        for term in self.ranges.iter_mut().chain(&mut self.conditions) {
            *term = term.map_indices(&renumber);
        }
    }

    /// `v[n - 1 - i] for i in 0..n` is `v[i] for i in 0..n`. Returns whether there was something to turn, which leaves
    /// fewer subtractions.
    fn turn_round(&mut self, index: usize) -> bool {
        let Some(range) = self.ranges.get(index) else { return false };
        let (Ok(variable), (end, less)) = (u8::try_from(index), range.without_difference()) else {
            return false;
        };
        let end = end.clone();
        let turn = |term: &Term| {
            let (from, back) = term.down_from(index)?;
            // With `j` for `end - less - 1 - i`, `end - back - i` is `j + (less + 1) - back`.
            let start = less.checked_add(1)?.checked_sub(back).filter(|_| *from == end)?;
            let start = Term::Constant(Value::U64(start));
            Some(Term::operation(Operator::Add, &[Term::Index(TURNED), start]))
        };
        let mut turned = self.clone();
        turned.path = turned.path.map_terms(&|term| term.replaced(&turn));
        for term in turned.ranges.iter_mut().skip(index + 1).chain(&mut turned.conditions) {
            *term = term.replaced(&turn);
        }
        let mut rest = turned.ranges.iter().skip(index + 1).chain(&turned.conditions);
        if rest.any(|term| 0 < term.count_index(index)) || 0 < turned.path.count_index(index) {
            return false;
        }
        let name = |of: u8| Term::Index(if of == TURNED { variable } else { of });
        turned.path = turned.path.map_indices(&name);
        for term in turned.ranges.iter_mut().skip(index + 1).chain(&mut turned.conditions) {
            *term = term.map_indices(&name);
        }
        let is_turned = turned != *self;
        *self = turned;
        is_turned
    }

    /// `v[i] for i in 0..v.length()` is `v[*]`.
    fn take_all_elements(&mut self, index: usize) {
        let range = self.ranges.get(index).cloned();
        let Some((Operator::Length, [vector])) = range.as_ref().and_then(Term::as_operation) else {
            return;
        };
        let inner = self.ranges.iter().skip(index + 1).chain(&self.conditions);
        let others: usize = inner.map(|term| term.count_index(index)).sum();
        if others != 0 || self.path.count_index(index) != 1 {
            return;
        }
        let path = self.path.with_any_element(vector, index);
        if path.count_index(index) == 0 {
            self.path = path;
            self.drop_range(index);
        }
    }

    /// Whether what qualifies `self` holds wherever what qualifies `other` does, and `covers` then says of the paths that
    /// they are one within the other.
    pub(crate) fn allows(
        &self,
        other: &Access,
        covers: &dyn Fn(&AccessPath, &AccessPath) -> bool,
    ) -> bool {
        if self.ranges.is_empty() {
            let holds = |condition: &Term| other.conditions.contains(condition);
            return self.conditions.iter().all(holds) && covers(&self.path, &other.path);
        }
        // Most pairs differ in what no variable changes, and to rename takes long.
        if !self.path.root.may_cover(&other.path.root) {
            return false;
        }
        self.renamings(other).iter().any(|names| {
            let rename =
                |of: u8| names.get(usize::from(of)).map_or(Term::Any, |name| Term::Index(*name));
            let holds =
                |condition: &Term| other.conditions.contains(&condition.map_indices(&rename));
            self.conditions.iter().all(holds)
                && covers(&self.path.map_indices(&rename), &other.path)
        })
    }

    /// For each way to give the variables of `self` names of `other`'s whose ranges lie within, the names in order.
    fn renamings(&self, other: &Access) -> Vec<Vec<u8>> {
        let mut all: Vec<Vec<u8>> = vec![Vec::new()];
        for range in &self.ranges {
            let mut longer = Vec::new();
            for names in &all {
                let rename = |of: u8| {
                    names.get(usize::from(of)).map_or(Term::Any, |name| Term::Index(*name))
                };
                let range = range.map_indices(&rename);
                for (name, narrow) in (0_u8..).zip(&other.ranges) {
                    if !names.contains(&name) && counts_at_least(&range, narrow) {
                        longer.push(names.iter().copied().chain([name]).collect());
                    }
                }
            }
            all = longer;
        }
        all
    }
}

/// Whether the number `wide` is not less than `narrow`, where the latter can be computed.
fn counts_at_least(wide: &Term, narrow: &Term) -> bool {
    if wide == narrow {
        return true;
    }
    if let (Term::Constant(Value::U64(wide)), Term::Constant(Value::U64(narrow))) = (wide, narrow) {
        return narrow <= wide;
    }
    match narrow.as_operation() {
        Some((Operator::Subtract, [from, _])) => counts_at_least(wide, from),
        Some(_) | None => false,
    }
}

/// Whether a term does not stand for one value.
fn is_vague(term: &Term) -> bool {
    let mut is_vague = false;
    term.for_each(&mut |part| {
        is_vague |= matches!(part, Term::Any | Term::Fresh | Term::Choice(_) | Term::AnyElement(_))
            || part.has_among();
    });
    is_vague
}

/// Conditions that hold together, sorted.
fn conjuncts(conditions: Vec<Term>) -> Vec<Term> {
    let mut waiting = conditions;
    let mut flat = Vec::new();
    while let Some(condition) = waiting.pop() {
        if let Some((Operator::And, parts)) = condition.as_operation() {
            waiting.extend_from_slice(parts);
        } else if condition != Term::Constant(Value::Bool(true)) {
            flat.push(condition);
        }
    }
    flat.sort();
    flat.dedup();
    flat
}

impl Term {
    /// Puts a term in place of each bound variable.
    #[must_use]
    pub fn map_indices(&self, of: &dyn Fn(u8) -> Term) -> Term {
        if let Self::Index(index) = self {
            return of(*index);
        }
        // Most terms have no variable: then nothing is made anew.
        if self.has_only_indices_below(0) {
            return self.clone();
        }
        self.map_parts(&|term| term.map_indices(of))
    }

    /// Calls `visit` with the term and every part of it, those inside paths too.
    pub fn for_each(&self, visit: &mut dyn FnMut(&Term)) {
        visit(self);
        match self {
            Self::Constant(_) | Self::Parameter(_) | Self::Index(_) | Self::Fresh | Self::Any => {}
            Self::Field(term, _) | Self::AnyElement(term) => term.for_each(visit),
            Self::Element(term, index) => {
                term.for_each(visit);
                index.for_each(visit);
            }
            Self::Apply(application) => {
                application.arguments.iter().for_each(|term| term.for_each(visit));
            }
            Self::Choice(terms) => terms.iter().for_each(|term| term.for_each(visit)),
            Self::Pack(_, fields) => fields.iter().for_each(|(_, term)| term.for_each(visit)),
            Self::Stored(path) => path.terms().for_each(|term| term.for_each(visit)),
        }
    }

    /// Whether `predicate` holds for the term or for a part of it.
    pub(crate) fn has_part(&self, predicate: &dyn Fn(&Term) -> bool) -> bool {
        let mut is_there = false;
        self.for_each(&mut |part| is_there |= predicate(part));
        is_there
    }

    /// Whether of the variables that ranges bind only the first `bound` occur.
    pub fn has_only_indices_below(&self, bound: usize) -> bool {
        let mut is_below = true;
        self.for_each(&mut |part| {
            is_below &= !matches!(part, Self::Index(index) if bound <= usize::from(*index));
        });
        is_below
    }

    fn count_index(&self, index: usize) -> usize {
        let mut count = 0;
        self.for_each(&mut |part| {
            count += usize::from(matches!(part, Self::Index(of) if usize::from(*of) == index));
        });
        count
    }

    fn mentions_stored(&self) -> bool {
        self.has_part(&|part| matches!(part, Self::Stored(_)))
    }

    /// `v[*]` for `v[i]`, wherever `i` is the variable and `v` is `vector`.
    fn with_any_element(&self, vector: &Term, index: usize) -> Term {
        match self {
            Self::Element(of, at) if **of == *vector && at.is_index(index) => {
                Self::any_element((**of).clone())
            }
            Self::Stored(path) => Self::stored(path.with_any_element(vector, index)),
            Self::Constant(_)
            | Self::Parameter(_)
            | Self::Index(_)
            | Self::Fresh
            | Self::Any
            | Self::Field(..)
            | Self::Element(..)
            | Self::AnyElement(_)
            | Self::Apply(_)
            | Self::Pack(..)
            | Self::Choice(_) => self.map_parts(&|term| term.with_any_element(vector, index)),
        }
    }

    /// `x` and `n` of `x - n`, where `n` is a constant; else the term and 0.
    fn without_difference(&self) -> (&Term, u64) {
        match self.as_operation() {
            Some((Operator::Subtract, [of, Self::Constant(Value::U64(amount))])) => (of, *amount),
            Some(_) | None => (self, 0),
        }
    }

    /// `x` and `n` of `x - n - i`, whose parts may be subtracted in any order; `x` does not depend on the variable.
    fn down_from(&self, index: usize) -> Option<(&Term, u64)> {
        let (inner, after) = self.without_difference();
        let (Operator::Subtract, [from, variable]) = inner.as_operation()? else { return None };
        let (from, before) = from.without_difference();
        let is_it = variable.is_index(index) && from.count_index(index) == 0;
        Some((from, before.checked_add(after)?)).filter(|_| is_it)
    }

    /// The term with whatever `replace` gives put in place of each part for which it gives something.
    fn replaced(&self, replace: &dyn Fn(&Term) -> Option<Term>) -> Term {
        if let Some(term) = replace(self) {
            return term;
        }
        self.map_parts(&|term| term.replaced(replace))
    }

    /// Puts what `map` gives in place of each part.
    pub(crate) fn map_parts(&self, map: &dyn Fn(&Term) -> Term) -> Term {
        match self {
            Self::Constant(_) | Self::Parameter(_) | Self::Index(_) | Self::Fresh | Self::Any => {
                self.clone()
            }
            Self::Field(of, field) => Self::field(map(of), field),
            Self::Element(of, at) => Self::element(map(of), map(at)),
            Self::AnyElement(of) => Self::any_element(map(of)),
            Self::Apply(application) => {
                let Application { function, type_arguments, arguments } = &**application;
                let arguments: Vec<_> = arguments.iter().map(map).collect();
                Self::apply(function, type_arguments, &arguments)
            }
            Self::Pack(ty, fields) => {
                let fields = fields.iter().map(|(name, term)| (name.clone(), map(term)));
                Self::pack(ty.clone(), fields.collect())
            }
            Self::Choice(terms) => Self::choice(terms.iter().map(map)),
            Self::Stored(path) => Self::stored(path.map_terms(map)),
        }
    }

    fn is_index(&self, index: usize) -> bool {
        matches!(self, Self::Index(of) if usize::from(*of) == index)
    }
}

impl AccessPath {
    /// Puts a term in place of each bound variable.
    #[must_use]
    pub fn map_indices(&self, of: &dyn Fn(u8) -> Term) -> AccessPath {
        self.map_terms(&|term| term.map_indices(of))
    }

    pub(crate) fn map_terms(&self, map: &dyn Fn(&Term) -> Term) -> AccessPath {
        let root = match &self.root {
            Root::Resource(pattern, address) => Root::Resource(pattern.clone(), map(address)),
            Root::Item(pattern, handle, key) => {
                Root::Item(pattern.clone(), map(handle).into(), map(key).into())
            }
            Root::At(address) => Root::At(map(address)),
            Root::Call(function, arguments) => {
                Root::call(map(function), arguments.iter().map(map).collect())
            }
            root @ (Root::Everything | Root::Account(_) | Root::Module(_) | Root::Parameter(_)) => {
                root.clone()
            }
        };
        let step = |step: &Projection| match step {
            Projection::Existence | Projection::Field(_) => step.clone(),
            Projection::Element(index) => Projection::Element(map(index)),
        };
        AccessPath { root, projections: self.projections.iter().map(step).collect() }
    }

    fn count_index(&self, index: usize) -> usize {
        self.terms().map(|term| term.count_index(index)).sum()
    }

    fn with_any_element(&self, vector: &Term, index: usize) -> AccessPath {
        let mut path = self.map_terms(&|term| term.with_any_element(vector, index));
        for position in 0..path.projections.len() {
            let (above, rest) = path.projections.split_at(position);
            let Some(Projection::Element(at)) = rest.first() else { continue };
            let above = AccessPath { root: path.root.clone(), projections: above.to_vec() };
            if at.is_index(index)
                && Term::stored(above) == *vector
                && let Some(step) = path.projections.get_mut(position)
            {
                *step = Projection::Element(Term::Any);
            }
        }
        path
    }
}
