//! The abstract domain: what a register may hold.

use std::collections::BTreeSet;
use std::rc::Rc;

use vm_access::{AccessPath, Mode, Projection, Root, Term, TermFunction, Type};
use vm_bytecode::Register;

use crate::facts::mentions_index;
use crate::reason::Reason;

/// Targets a reference may have before their keys are forgotten, and steps each may have before nothing is known of it.
pub(crate) const TARGETS_MAX: usize = 8;

/// Constructors a term may have in all before nothing is known: work stays bounded.
const TERM_SIZE_MAX: usize = 256;

/// What a register holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Abstract {
    /// Nothing yet.
    Unset,
    /// A value.
    Value(Known),
    /// A reference.
    Reference(Reference),
}

/// What is known of a value: a term over what was there at entry, and why it is not narrower.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) term: Term,
    pub(crate) why: Option<Reason>,
}

/// What a reference may lead to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reference {
    /// In order, each once.
    pub(crate) targets: Rc<[Target]>,
    /// Whether it may lead anywhere besides.
    pub(crate) is_lost: bool,
    pub(crate) why: Option<Reason>,
}

/// One place a reference may lead to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    /// A place in state, or behind a reference parameter.
    Path(AccessPath),
    /// A part of a local variable.
    Local(Register, Vec<Projection>),
    /// Some part of what lies at this place; which one, nothing tells.
    Within(Box<Target>),
    /// A place of its own that holds this value and is never written.
    Value(Term),
}

impl Known {
    /// Nothing, for this reason.
    pub(crate) fn nothing(reason: Reason) -> Self {
        Self { term: Term::Any, why: Some(reason) }
    }

    /// The value of `term`; `reason` says why, should it be [`Term::Any`].
    pub(crate) fn new(term: Term, reason: Option<Reason>) -> Self {
        let mut budget = TERM_SIZE_MAX;
        if !is_within(&term, &mut budget) {
            return Self::nothing(Reason::TooLarge);
        }
        let why = if mentions(&term, &|term| *term == Term::Any) {
            Some(reason.unwrap_or(Reason::TooLarge))
        } else {
            None
        };
        Self { term, why }
    }

    /// One of the two.
    pub(crate) fn join(&self, other: &Self) -> Self {
        if self == other {
            return self.clone();
        }
        let term = Term::choice([self.term.clone(), other.term.clone()]);
        Self::new(term, self.why.or(other.why))
    }
}

/// Whether references lead into what a root names.
fn is_record(root: &Root) -> bool {
    match root {
        Root::Resource(..) | Root::Item(..) | Root::Parameter(_) => true,
        Root::Everything | Root::Account(_) | Root::Module(_) | Root::At(_) | Root::Call(..) => {
            false
        }
    }
}

impl Reference {
    /// A reference that leads to one place.
    pub(crate) fn to(target: Target) -> Self {
        Self { targets: Rc::new([target]), is_lost: false, why: None }
    }

    /// A reference that may lead anywhere.
    pub(crate) fn lost(why: Reason) -> Self {
        Self { targets: Rc::new([]), is_lost: true, why: Some(why) }
    }

    /// Collects targets, within the limits: of too many the keys are forgotten.
    ///
    /// A target beside the same one with any keys says nothing, and is left out. So what is collected in the rounds of a
    /// loop only grows.
    pub(crate) fn collect(targets: impl IntoIterator<Item = Target>, why: Option<Reason>) -> Self {
        let mut targets: Vec<Target> = targets.into_iter().collect();
        if 1 < targets.len() {
            targets = distinct(targets);
        }
        let is_anywhere = |target: &Target| match target {
            Target::Path(path) => !is_record(&path.root) || TARGETS_MAX < path.projections.len(),
            Target::Local(_, steps) => TARGETS_MAX < steps.len(),
            Target::Within(_) | Target::Value(_) => false,
        };
        if TARGETS_MAX < targets.len() || targets.iter().any(is_anywhere) {
            return Self::lost(why.unwrap_or(Reason::UnknownReference));
        }
        Self { targets: targets.into(), is_lost: false, why }
    }

    /// Either of the two.
    pub(crate) fn join(&self, other: &Self) -> Self {
        if self.is_lost || other.is_lost {
            return Self::lost(self.why.or(other.why).unwrap_or(Reason::UnknownReference));
        }
        let all = self.targets.iter().chain(other.targets.iter()).cloned();
        Self::collect(all, self.why.or(other.why))
    }

    /// A reference to some part of what this one leads to.
    pub(crate) fn within(&self, why: Option<Reason>) -> Self {
        if self.is_lost {
            return self.clone();
        }
        Self::collect(self.targets.iter().cloned().map(Target::within), self.why.or(why))
    }

    /// The reference one step further down.
    pub(crate) fn then(&self, steps: &[Projection], why: Option<Reason>) -> Self {
        if self.is_lost {
            return self.clone();
        }
        let extended = self
            .targets
            .iter()
            .flat_map(|target| steps.iter().map(|step| target.clone().then(step.clone())));
        Self::collect(extended, self.why.or(why))
    }
}

/// The targets in order, each once; with any keys where they are too many or one is there with any.
fn distinct(targets: Vec<Target>) -> Vec<Target> {
    let mut distinct: BTreeSet<Target> = targets.into_iter().collect();
    let is_many = TARGETS_MAX < distinct.len();
    let wide = distinct.iter().map(Target::with_any_keys);
    let wide: BTreeSet<Target> = wide.filter(|it| is_many || distinct.contains(it)).collect();
    distinct.retain(|target| !wide.contains(&target.with_any_keys()));
    distinct.extend(wide);
    distinct.into_iter().collect()
}

impl Target {
    /// The target one step further down.
    pub(crate) fn then(self, step: Projection) -> Self {
        match self {
            Self::Path(path) => Self::Path(path.then(step)),
            Self::Local(register, mut steps) => {
                steps.push(step);
                Self::Local(register, steps)
            }
            Self::Within(whole) => Self::Within(whole),
            Self::Value(term) => Self::Value(project(term, &[step])),
        }
    }

    /// Some part of what lies at the target.
    fn within(self) -> Self {
        match self {
            Self::Within(whole) => Self::Within(whole),
            whole @ (Self::Path(_) | Self::Local(..) | Self::Value(_)) => {
                Self::Within(Box::new(whole))
            }
        }
    }

    /// The target as it stands in a module.
    pub(crate) fn said(&self) -> vm_bytecode::Target {
        match self {
            Self::Path(path) => vm_bytecode::Target::Path(path.clone()),
            Self::Local(local, steps) => vm_bytecode::Target::Local(*local, steps.clone()),
            Self::Within(whole) => vm_bytecode::Target::Within(Box::new(whole.said())),
            Self::Value(value) => vm_bytecode::Target::Value(value.clone()),
        }
    }

    /// The target with every key and index "any".
    fn with_any_keys(&self) -> Self {
        match self {
            Self::Path(path) => Self::Path(path.with_any_keys()),
            Self::Local(local, steps) => {
                Self::Local(*local, steps.iter().map(Projection::with_any_keys).collect())
            }
            Self::Within(whole) => Self::Within(Box::new(whole.with_any_keys())),
            Self::Value(_) => Self::Value(Term::Any),
        }
    }

    /// Puts a term in place of each variable.
    fn map_indices(&self, of: &dyn Fn(u8) -> Term) -> Self {
        match self {
            Self::Path(path) => Self::Path(path.map_indices(of)),
            Self::Local(local, steps) => {
                let step = |step: &Projection| match step {
                    Projection::Existence | Projection::Field(_) => step.clone(),
                    Projection::Element(at) => Projection::Element(at.map_indices(of)),
                };
                Self::Local(*local, steps.iter().map(step).collect())
            }
            Self::Value(value) => Self::Value(value.map_indices(of)),
            Self::Within(whole) => Self::Within(Box::new(whole.map_indices(of))),
        }
    }

    /// The access of state that an access of the target is; `None` if it lies in none.
    ///
    /// Adding to a part changes the whole in a way that does not commute with anything.
    pub(crate) fn access(&self, mode: Mode) -> Option<(Mode, &AccessPath)> {
        match self {
            Self::Path(path) => Some((mode, path)),
            Self::Within(whole) => {
                let mode = if mode == Mode::Adds { Mode::Writes } else { mode };
                whole.access(mode)
            }
            Self::Local(..) | Self::Value(_) => None,
        }
    }
}

impl Abstract {
    /// Either of the two.
    pub(crate) fn join(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Unset, known) | (known, Self::Unset) => known.clone(),
            (Self::Value(left), Self::Value(right)) => Self::Value(left.join(right)),
            (Self::Reference(left), Self::Reference(right)) => Self::Reference(left.join(right)),
            (Self::Value(_), Self::Reference(_)) | (Self::Reference(_), Self::Value(_)) => {
                Self::Value(Known::nothing(Reason::NotATerm))
            }
        }
    }

    /// The same without a loop's variable, which may be any.
    pub(crate) fn without_index(&self, index: u8) -> Self {
        let any = |of: u8| if of == index { Term::Any } else { Term::Index(of) };
        let term = |term: &Term| {
            if mentions_index(term, index) { term.map_indices(&any) } else { term.clone() }
        };
        match self {
            Self::Unset => Self::Unset,
            Self::Value(known) => {
                let reason = known.why.unwrap_or(Reason::ChangesInLoop);
                Self::Value(Known::new(term(&known.term), Some(reason)))
            }
            Self::Reference(reference) if reference.is_lost => self.clone(),
            Self::Reference(reference) => {
                let targets = reference.targets.iter().map(|target| target.map_indices(&any));
                Self::Reference(Reference::collect(targets, reference.why))
            }
        }
    }

    /// What is left of `self` when it does not settle.
    pub(crate) fn widened(&self, reason: Reason) -> Self {
        match self {
            Self::Unset => Self::Unset,
            Self::Value(_) => Self::Value(Known::nothing(reason)),
            Self::Reference(_) => Self::Reference(Reference::lost(reason)),
        }
    }
}

/// The part of a value that `steps` lead to.
pub(crate) fn project(term: Term, steps: &[Projection]) -> Term {
    steps.iter().fold(term, |term, step| match step {
        Projection::Existence => Term::Any,
        Projection::Field(field) => Term::field(term, field),
        Projection::Element(index) => Term::element(term, index.clone()),
    })
}

/// Whether `predicate` holds for a part of `term`. What paths are made of counts, but for wildcard indices.
pub(crate) fn mentions(term: &Term, predicate: &dyn Fn(&Term) -> bool) -> bool {
    predicate(term)
        || match term {
            Term::Constant(_) | Term::Parameter(_) | Term::Index(_) | Term::Fresh | Term::Any => {
                false
            }
            Term::Field(inner, _) | Term::AnyElement(inner) => mentions(inner, predicate),
            Term::Element(inner, index) => mentions(inner, predicate) || mentions(index, predicate),
            Term::Apply(application) => {
                application.arguments.iter().any(|term| mentions(term, predicate))
            }
            Term::Choice(terms) => terms.iter().any(|term| mentions(term, predicate)),
            Term::Pack(_, fields) => fields.iter().any(|(_, term)| mentions(term, predicate)),
            Term::Stored(path) => {
                path.terms().any(|term| !matches!(term, Term::Any) && mentions(term, predicate))
            }
        }
}

/// Whether `term` has at most `budget` constructors, which are taken off.
fn is_within(term: &Term, budget: &mut usize) -> bool {
    let Some(rest) = budget.checked_sub(1) else { return false };
    *budget = rest;
    match term {
        Term::Constant(_) | Term::Parameter(_) | Term::Index(_) | Term::Fresh | Term::Any => true,
        Term::Field(inner, _) | Term::AnyElement(inner) => is_within(inner, budget),
        Term::Element(inner, index) => is_within(inner, budget) && is_within(index, budget),
        Term::Apply(application) => {
            application.arguments.iter().all(|term| is_within(term, budget))
        }
        Term::Choice(terms) => terms.iter().all(|term| is_within(term, budget)),
        Term::Pack(_, fields) => fields.iter().all(|(_, term)| is_within(term, budget)),
        Term::Stored(path) => path.terms().all(|term| is_within(term, budget)),
    }
}

/// Whether equal terms mean equal values: no wildcard, choice or made-up name inside.
pub(crate) fn is_definite(term: &Term) -> bool {
    let is_vague = |term: &Term| match term {
        Term::Any | Term::Fresh | Term::Choice(_) | Term::AnyElement(_) => true,
        Term::Stored(path) => !is_definite_path(path),
        Term::Constant(_)
        | Term::Parameter(_)
        | Term::Index(_)
        | Term::Field(..)
        | Term::Element(..)
        | Term::Pack(..) => false,
        Term::Apply(_) => term.has_among() || term.as_closure().is_some(),
    };
    !mentions(term, &is_vague)
}

/// Whether equal paths name one and the same place.
pub(crate) fn is_definite_path(path: &AccessPath) -> bool {
    path.terms().all(is_definite)
}

/// A term function applied; nothing is known where nothing nameable goes in.
pub(crate) fn apply(function: &TermFunction, types: &[Type], arguments: &[Term]) -> Term {
    if let TermFunction::Closure(..) = function {
        return Term::apply(function, types, arguments);
    }
    let is_unnameable = |term: &Term| matches!(term, Term::Any | Term::Fresh);
    let is_signer = arguments.len() == 1 && function.is_address_of_signer();
    if !is_signer && arguments.iter().any(|term| mentions(term, &is_unnameable)) {
        return Term::Any;
    }
    Term::apply(function, types, arguments)
}
