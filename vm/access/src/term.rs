//! Smart constructors of terms: every term is built here, hence normal.
//!
//! - A field of a known struct is that field; a field of what is stored at `p` is what is stored at `p.f`.
//! - A signer and its address are the same term: `signer::address_of(s)` is `s`.
//! - Operations on constants are carried out; constants stand on the right.
//! - Choices are sorted, flat and distributed outwards: they stand only at the top of a term.
//! - What another alternative covers is none: `v[0]` beside `v[*]`.
//! - A choice of vectors, of one of which only the elements are known, is a vector of which only these are known.
//! - What is deeper than [`TERM_DEPTH_MAX`] or has more than [`CHOICES_MAX`] alternatives is [`Term::Any`].

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::path::{AccessPath, Application, Operator, Projection, Root, Term, TermFunction};
use crate::types::{StructType, Type};
use crate::{AccountAddress, Captures, FunctionName, Identifier, Value};

/// Alternatives a choice may have before it becomes [`Term::Any`].
pub const CHOICES_MAX: usize = 8;

/// A closure of which the function is known, and what it was made with.
#[derive(Clone, Copy, Debug)]
pub struct Closure<'a> {
    /// The function.
    pub function: &'a FunctionName,
    /// Its type arguments.
    pub type_arguments: &'a [Type],
    /// Which of its parameters are captured.
    pub captures: Captures,
    /// What is captured, in order.
    pub captured: &'a [Term],
}

/// Constructors on the longest way down a term before it becomes [`Term::Any`].
pub const TERM_DEPTH_MAX: usize = 8;

impl Term {
    /// An address literal.
    pub fn address(address: AccountAddress) -> Self {
        Self::Constant(Value::Address(address))
    }

    /// One of several terms.
    #[must_use]
    pub fn choice(alternatives: impl IntoIterator<Item = Term>) -> Self {
        let mut distinct = BTreeSet::new();
        for alternative in alternatives {
            if let Self::Choice(inner) = alternative {
                distinct.extend(inner.iter().cloned());
            } else {
                distinct.insert(alternative);
            }
        }
        if 1 < distinct.len() && distinct.iter().any(Self::is_among) {
            return Self::among(distinct.iter().flat_map(Self::elements));
        }
        let mut distinct = widest(distinct);
        if distinct.contains(&Self::Any) || CHOICES_MAX < distinct.len() {
            return Self::Any;
        }
        if 1 < distinct.len() {
            return Self::Choice(distinct.into_iter().collect());
        }
        distinct.pop_first().unwrap_or(Self::Any)
    }

    /// The alternatives of a choice; of any other term itself.
    pub fn alternatives(&self) -> &[Term] {
        if let Self::Choice(alternatives) = self {
            alternatives
        } else {
            std::slice::from_ref(self)
        }
    }

    /// `t.f`
    #[must_use]
    pub fn field(term: Term, field: &Identifier) -> Self {
        match term {
            Self::Any => Self::Any,
            Self::Fresh => Self::Fresh,
            Self::Choice(alternatives) => {
                Self::choice(alternatives.iter().map(|term| Self::field(term.clone(), field)))
            }
            Self::Pack(_, fields) => fields
                .iter()
                .find_map(|(name, term)| (name == field).then(|| term.clone()))
                .unwrap_or(Self::Any),
            Self::Stored(path) => {
                Self::stored(Arc::unwrap_or_clone(path).then(Projection::Field(field.clone())))
            }
            term @ (Self::Constant(_)
            | Self::Parameter(_)
            | Self::Index(_)
            | Self::Field(..)
            | Self::Element(..)
            | Self::AnyElement(_)
            | Self::Apply(_)) => Self::Field(Arc::new(term), field.clone()).capped(),
        }
    }

    /// `t[i]`; any element if nothing is known of `i`.
    #[must_use]
    pub fn element(term: Term, index: Term) -> Self {
        match (term, index) {
            (term, Self::Any | Self::Fresh) => Self::any_element(term),
            (Self::Any | Self::Fresh, _) => Self::Any,
            (term, _) if term.is_among() => Self::any_element(term),
            (Self::Choice(terms), index) => {
                Self::choice(terms.iter().map(|term| Self::element(term.clone(), index.clone())))
            }
            (term, Self::Choice(indices)) => {
                Self::choice(indices.iter().map(|index| Self::element(term.clone(), index.clone())))
            }
            (Self::Stored(path), index) => {
                Self::stored(Arc::unwrap_or_clone(path).then(Projection::Element(index)))
            }
            (term, index) => Self::Element(Arc::new(term), Arc::new(index)).capped(),
        }
    }

    /// `t[*]`
    #[must_use]
    pub fn any_element(term: Term) -> Self {
        if term.is_among() {
            return Self::choice(term.elements());
        }
        match term {
            Self::Any | Self::Fresh => Self::Any,
            Self::Choice(terms) => Self::choice(terms.iter().cloned().map(Self::any_element)),
            Self::Stored(path) => {
                Self::stored(Arc::unwrap_or_clone(path).then(Projection::Element(Self::Any)))
            }
            term @ (Self::Constant(_)
            | Self::Parameter(_)
            | Self::Index(_)
            | Self::Field(..)
            | Self::Element(..)
            | Self::AnyElement(_)
            | Self::Pack(..)
            | Self::Apply(_)) => Self::AnyElement(Arc::new(term)).capped(),
        }
    }

    /// A vector each of whose elements is one of `elements`.
    #[must_use]
    pub fn among(elements: impl IntoIterator<Item = Term>) -> Self {
        let mut distinct = BTreeSet::new();
        for element in elements {
            distinct.extend(element.alternatives().iter().cloned());
        }
        let distinct = widest(distinct);
        let is_unknown = |term: &Term| matches!(term, Self::Any | Self::Fresh);
        if CHOICES_MAX < distinct.len() || distinct.iter().any(is_unknown) {
            return Self::Any;
        }
        let function = TermFunction::Operator(Operator::Among);
        let arguments = distinct.into_iter().collect();
        Self::Apply(Arc::new(Application { function, type_arguments: Vec::new(), arguments }))
            .capped()
    }

    /// What the elements of a vector may be.
    pub fn elements(&self) -> Vec<Term> {
        if let Some((Operator::Among, elements)) = self.as_operation() {
            return elements.to_vec();
        }
        if let Self::Choice(terms) = self {
            return terms.iter().flat_map(Self::elements).collect();
        }
        vec![Self::any_element(self.clone())]
    }

    /// The value stored at `path`, at entry. Behind a reference parameter that is a part of the parameter's value.
    #[must_use]
    pub fn stored(path: AccessPath) -> Self {
        let Root::Parameter(index) = path.root else {
            let is_record = match &path.root {
                Root::Resource(_, address) => !matches!(address, Self::Any | Self::Choice(_)),
                Root::Item(_, handle, key) => handle.is_single() && key.is_single(),
                Root::Everything
                | Root::Account(_)
                | Root::Module(_)
                | Root::Parameter(_)
                | Root::At(_)
                | Root::Call(..) => false,
            };
            return if is_record { Self::Stored(Arc::new(path)).capped() } else { Self::Any };
        };
        path.projections.into_iter().fold(Self::Parameter(index), |term, step| match step {
            Projection::Existence => Self::Any,
            Projection::Field(field) => Self::field(term, &field),
            Projection::Element(index) => Self::element(term, index),
        })
    }

    /// A struct value.
    #[must_use]
    pub fn pack(ty: impl Into<Arc<StructType>>, fields: Vec<(Identifier, Term)>) -> Self {
        Self::Pack(ty.into(), fields.into()).capped()
    }

    /// A term function applied. Nothing is known of it where nothing is known of an argument.
    #[must_use]
    pub fn apply(function: &TermFunction, types: &[Type], arguments: &[Term]) -> Self {
        if let ([signer], true) = (arguments, function.is_address_of_signer()) {
            return signer.clone();
        }
        if *function == TermFunction::Operator(Operator::Among) {
            return Self::among(arguments.iter().cloned());
        }
        let is_closure = matches!(function, TermFunction::Closure(..));
        let is_unknown = |term: &Term| {
            matches!(term, Self::Any | Self::Fresh)
                || term.has_among()
                || term.as_closure().is_some()
        };
        if !is_closure && arguments.iter().flat_map(Self::alternatives).any(is_unknown) {
            return Self::Any;
        }
        let mut rows: Vec<Vec<Term>> = vec![Vec::new()];
        for argument in arguments {
            let extended = rows.iter().flat_map(|row| {
                argument.alternatives().iter().map(|term| {
                    let mut row = row.clone();
                    row.push(term.clone());
                    row
                })
            });
            rows = extended.collect();
            if CHOICES_MAX < rows.len() {
                return Self::Any;
            }
        }
        Self::choice(rows.into_iter().map(|arguments| {
            if let TermFunction::Operator(operator) = function
                && let Some(simple) = operator.on(types, &arguments)
            {
                return simple;
            }
            let type_arguments = types.to_vec();
            let function = function.clone();
            Self::Apply(Arc::new(Application { function, type_arguments, arguments })).capped()
        }))
    }

    /// Whether this denotes one value that can be named: no choice, wildcard or made-up name.
    fn is_single(&self) -> bool {
        !matches!(self, Self::Any | Self::Choice(_) | Self::Fresh) && !self.has_among()
    }

    fn is_among(&self) -> bool {
        matches!(self.as_operation(), Some((Operator::Among, _)))
    }

    /// Whether this is, or a struct holds, a vector of which no more is known than what its elements may be.
    pub fn has_among(&self) -> bool {
        match self {
            Self::Apply(_) => self.is_among(),
            Self::Pack(_, fields) => fields.iter().any(|(_, term)| term.has_among()),
            Self::Choice(terms) => terms.iter().any(Self::has_among),
            Self::Constant(_)
            | Self::Parameter(_)
            | Self::Field(..)
            | Self::Element(..)
            | Self::AnyElement(_)
            | Self::Index(_)
            | Self::Stored(_)
            | Self::Fresh
            | Self::Any => false,
        }
    }

    fn capped(self) -> Self {
        if self.depth() <= TERM_DEPTH_MAX && !self.has_any_inside() { self } else { Self::Any }
    }

    /// An application to a wildcard says nothing that can be bound.
    fn has_any_inside(&self) -> bool {
        let is_vague = |term: &Term| matches!(term, Self::Any);
        let Self::Apply(application) = self else { return false };
        let Application { function, arguments, .. } = &**application;
        !matches!(function, TermFunction::Closure(..)) && arguments.iter().any(is_vague)
    }

    /// The function, its type arguments, and what stands for which of its parameters, if this is a closure.
    pub fn as_closure(&self) -> Option<Closure<'_>> {
        let Self::Apply(application) = self else { return None };
        let Application { function, type_arguments, arguments } = &**application;
        let TermFunction::Closure(function, captures) = function else { return None };
        Some(Closure { function, type_arguments, captures: *captures, captured: arguments })
    }

    /// Constructors on the longest way down; 1 for a leaf.
    pub fn depth(&self) -> usize {
        let deepest = |terms: &[Term]| terms.iter().map(Term::depth).max().unwrap_or(0);
        match self {
            Self::Constant(_) | Self::Parameter(_) | Self::Index(_) | Self::Fresh | Self::Any => 1,
            Self::Field(term, _) | Self::AnyElement(term) => term.depth() + 1,
            Self::Element(term, index) => term.depth().max(index.depth()) + 1,
            Self::Apply(application) => deepest(&application.arguments) + 1,
            Self::Pack(_, fields) => {
                fields.iter().map(|(_, term)| term.depth()).max().unwrap_or(0) + 1
            }
            Self::Choice(terms) => deepest(terms),
            Self::Stored(path) => path.depth() + 1,
        }
    }

    /// Calls `visit` with every path whose stored value this term is made from, inner ones too.
    pub fn for_each_stored(&self, visit: &mut dyn FnMut(&AccessPath)) {
        match self {
            Self::Constant(_) | Self::Parameter(_) | Self::Index(_) | Self::Fresh | Self::Any => {}
            Self::Field(term, _) | Self::AnyElement(term) => term.for_each_stored(visit),
            Self::Element(term, index) => {
                term.for_each_stored(visit);
                index.for_each_stored(visit);
            }
            Self::Apply(application) => {
                application.arguments.iter().for_each(|term| term.for_each_stored(visit));
            }
            Self::Choice(terms) => terms.iter().for_each(|term| term.for_each_stored(visit)),
            Self::Pack(_, fields) => {
                fields.iter().for_each(|(_, term)| term.for_each_stored(visit));
            }
            Self::Stored(path) => {
                visit(path);
                path.terms().for_each(|term| term.for_each_stored(visit));
            }
        }
    }
}

/// The terms that no other one covers.
fn widest(terms: BTreeSet<Term>) -> BTreeSet<Term> {
    let stands_for_many = |part: &Term| matches!(part, Term::AnyElement(_) | Term::Any);
    if terms.len() < 2 || !terms.iter().any(|term| term.has_part(&stands_for_many)) {
        return terms;
    }
    let is_covered = |term: &&Term| terms.iter().any(|wide| wide != *term && wide.covers(term));
    terms.iter().filter(|term| !is_covered(term)).cloned().collect()
}

impl TermFunction {
    /// Whether this takes a signer to its address or back: in terms the two are one.
    pub fn is_address_of_signer(&self) -> bool {
        let Self::Named(function) = self else { return false };
        function.module.address == AccountAddress::ONE
            && matches!(
                (function.module.name.as_str(), function.name.as_str()),
                ("signer", "address_of" | "borrow_address") | ("create_signer", "create_signer")
            )
    }
}

impl AccessPath {
    /// The terms that occur directly in the path.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        let (first, second, rest) = match &self.root {
            Root::Resource(_, address) | Root::At(address) => (Some(address), None, &[][..]),
            Root::Item(_, handle, key) => (Some(&**handle), Some(&**key), &[][..]),
            Root::Call(function, arguments) => (Some(&**function), None, arguments.as_slice()),
            Root::Everything | Root::Account(_) | Root::Module(_) | Root::Parameter(_) => {
                (None, None, &[][..])
            }
        };
        let indices = self.projections.iter().filter_map(|projection| match projection {
            Projection::Element(index) => Some(index),
            Projection::Existence | Projection::Field(_) => None,
        });
        first.into_iter().chain(second).chain(rest).chain(indices)
    }

    /// Depth of the deepest term, and of the projections.
    fn depth(&self) -> usize {
        self.terms().map(Term::depth).max().unwrap_or(0).max(self.projections.len())
    }
}
