//! What the checker asks of terms.

use vm_access::{AccessPath, Operator, Projection, Term, TermFunction, Type};

/// Constructors that a term may have before nothing counts as known.
const SIZE_MAX: usize = 256;

/// The term, or [`Term::Any`] for one that is too large.
pub(super) fn limited(term: Term) -> Term {
    let mut count = 0_usize;
    term.for_each(&mut |_| count = count.saturating_add(1));
    if count <= SIZE_MAX { term } else { Term::Any }
}

/// Whether `predicate` holds for a part of `term`; the indices "any" of paths do not count.
pub(super) fn mentions(term: &Term, predicate: &dyn Fn(&Term) -> bool) -> bool {
    let inside = |terms: &[Term]| terms.iter().any(|term| mentions(term, predicate));
    predicate(term)
        || match term {
            Term::Constant(_) | Term::Parameter(_) | Term::Index(_) | Term::Fresh | Term::Any => {
                false
            }
            Term::Field(of, _) | Term::AnyElement(of) => mentions(of, predicate),
            Term::Element(of, at) => mentions(of, predicate) || mentions(at, predicate),
            Term::Apply(application) => inside(&application.arguments),
            Term::Choice(terms) => inside(terms),
            Term::Pack(_, fields) => fields.iter().any(|(_, term)| mentions(term, predicate)),
            Term::Stored(path) => {
                let mut named = path.terms().filter(|term| **term != Term::Any);
                named.any(|term| mentions(term, predicate))
            }
        }
}

/// Whether a variable occurs in a term.
pub(super) fn mentions_index(term: &Term, index: u8) -> bool {
    let mut is_there = false;
    term.for_each(&mut |part| is_there |= *part == Term::Index(index));
    is_there
}

/// Whether a term stands for one value alone.
pub(super) fn is_definite(term: &Term) -> bool {
    let is_vague = |part: &Term| match part {
        Term::Any | Term::Fresh | Term::Choice(_) | Term::AnyElement(_) => true,
        Term::Stored(path) => !is_definite_path(path),
        Term::Apply(_) => part.has_among() || part.as_closure().is_some(),
        Term::Constant(_)
        | Term::Parameter(_)
        | Term::Index(_)
        | Term::Field(..)
        | Term::Element(..)
        | Term::Pack(..) => false,
    };
    !mentions(term, &is_vague)
}

/// Whether a path names one place alone.
pub(super) fn is_definite_path(path: &AccessPath) -> bool {
    path.terms().all(is_definite)
}

/// A function applied; nothing is known of it where an argument is unknown or made up.
pub(super) fn apply(function: &TermFunction, types: &[Type], arguments: &[Term]) -> Term {
    if let TermFunction::Closure(..) = function {
        return Term::apply(function, types, arguments);
    }
    let is_unnamed = |part: &Term| matches!(part, Term::Any | Term::Fresh);
    let takes_signer = arguments.len() == 1 && function.is_address_of_signer();
    if !takes_signer && arguments.iter().any(|term| mentions(term, &is_unnamed)) {
        return Term::Any;
    }
    Term::apply(function, types, arguments)
}

/// An operation applied.
pub(super) fn operate(operator: Operator, operands: &[Term]) -> Term {
    apply(&TermFunction::Operator(operator), &[], operands)
}

/// The part of a value at the end of `steps`.
pub(super) fn part(whole: Term, steps: &[Projection]) -> Term {
    steps.iter().fold(whole, |whole, step| match step {
        Projection::Existence => Term::Any,
        Projection::Field(field) => Term::field(whole, field),
        Projection::Element(index) => Term::element(whole, index.clone()),
    })
}

/// Whether every value that `narrow` may stand for is one that `wide` stands for.
pub(super) fn includes(wide: &Term, narrow: &Term) -> bool {
    if *wide == Term::Any || wide == narrow {
        return true;
    }
    if let Term::Choice(terms) = narrow {
        return terms.iter().all(|term| includes(wide, term));
    }
    if let Some((Operator::Among, all)) = wide.as_operation() {
        let is_one = |element: &Term| all.iter().any(|wide| includes(wide, element));
        return narrow.elements().iter().flat_map(Term::alternatives).all(is_one);
    }
    match (wide, narrow) {
        (Term::Choice(terms), _) => terms.iter().any(|term| includes(term, narrow)),
        (Term::Pack(ty, wide), Term::Pack(other, narrow)) => {
            let mut fields = wide.iter().zip(narrow.iter());
            ty == other
                && wide.len() == narrow.len()
                && fields.all(|(wide, narrow)| wide.0 == narrow.0 && includes(&wide.1, &narrow.1))
        }
        _ => wide.covers(narrow),
    }
}

/// Whether a term applies a native.
pub(super) fn applies_native(term: &Term) -> bool {
    mentions(term, &|part| {
        let Term::Apply(application) = part else { return false };
        let TermFunction::Named(name) = &application.function else { return false };
        vm_bytecode::Native::find(name).is_some()
    })
}
