//! What may be said of an access: keys that binding cannot, or should not, evaluate before the transaction runs become
//! "any".
//!
//! The one place that decides this. A key may be read from state, at a place whose own key is read from state, and so on
//! up to [`CHAIN_MAX`] places; those that cannot change while their record exists do not count.

use std::sync::Arc;

use vm_access::{AccessPath, Identifier, Projection, Root, Term};

use crate::domain::mentions;
use crate::fixed::FixedFields;
use crate::reason::Reason;

/// Places that may change, each named by what stands in the next, before a key counts as any.
const CHAIN_MAX: usize = 4;

/// A path as it goes into a footprint.
pub(crate) struct Settled {
    pub(crate) path: AccessPath,
    /// Why it is wider than what the code computes, if it is.
    pub(crate) reason: Option<Reason>,
    /// Whether it is the handle of a table that no one can replace: looking at it is no access beside that of the record.
    pub(crate) is_fixed_handle: bool,
}

impl Settled {
    /// Whether it is an item of a table that this very call has made.
    pub(crate) fn is_fresh_item(&self) -> bool {
        matches!(&self.path.root, Root::Item(_, handle, _) if **handle == Term::Fresh)
    }
}

/// Widens the keys of `path` to what can be bound.
pub(crate) fn settle(mut path: AccessPath, fixed: &FixedFields<'_>) -> Settled {
    let mut reason = None;
    match &mut path.root {
        Root::Resource(_, address) | Root::At(address) => {
            settle_key(address, fixed, &mut reason);
        }
        Root::Item(_, handle, key) => {
            settle_key(Arc::make_mut(handle), fixed, &mut reason);
            settle_key(Arc::make_mut(key), fixed, &mut reason);
        }
        Root::Call(function, arguments) => {
            settle_key(Arc::make_mut(function), fixed, &mut reason);
            arguments.iter_mut().for_each(|term| settle_key(term, fixed, &mut None));
            path.root = Root::call((**function).clone(), std::mem::take(arguments));
        }
        Root::Everything | Root::Account(_) | Root::Module(_) | Root::Parameter(_) => {}
    }
    for step in &mut path.projections {
        if let Projection::Element(index) = step {
            settle_key(index, fixed, &mut reason);
            if *index == Term::Fresh {
                *index = Term::Any;
            }
        }
    }
    let ends_in_handle =
        path.projections.last() == Some(&Projection::Field(Identifier::from("handle")));
    let is_fixed_handle = ends_in_handle && fixed.leads_to_table(&path);
    Settled { path, reason, is_fixed_handle }
}

/// Whether binding can evaluate a term as it is.
pub(crate) fn is_settled(term: &Term, fixed: &FixedFields<'_>) -> bool {
    let mut settled = term.clone();
    settle_key(&mut settled, fixed, &mut None);
    settled == *term
}

fn settle_key(key: &mut Term, fixed: &FixedFields<'_>, reason: &mut Option<Reason>) {
    let is_fresh = |term: &Term| *term == Term::Fresh;
    let reads_fresh = |term: &Term| matches!(term, Term::Stored(path) if path.terms().any(|it| mentions(it, &is_fresh)));
    if mentions(key, &|term| *term == Term::Any) {
        *key = Term::Any;
    } else if mentions(key, &Term::has_among) {
        *reason = reason.or(Some(Reason::NotATerm));
        *key = Term::Any;
    } else if mentions(key, &reads_fresh) {
        *reason = reason.or(Some(Reason::MadeFromFresh));
        *key = Term::Any;
    } else if CHAIN_MAX < chain(key, fixed) {
        *reason = reason.or(Some(Reason::ChainTooLong));
        *key = Term::Any;
    } else if !matches!(key, Term::Choice(_)) && mentions(key, &is_fresh) {
        // A key with a made-up part is made up: nobody else can know it.
        *key = Term::Fresh;
    }
}

/// Places that may change on the longest way to the value of `term`.
fn chain(term: &Term, fixed: &FixedFields<'_>) -> usize {
    let longest = |terms: &mut dyn Iterator<Item = &Term>| {
        terms.map(|term| chain(term, fixed)).max().unwrap_or(0)
    };
    match term {
        Term::Constant(_) | Term::Parameter(_) | Term::Index(_) | Term::Fresh | Term::Any => 0,
        Term::Field(of, _) | Term::AnyElement(of) => chain(of, fixed),
        Term::Element(of, index) => chain(of, fixed).max(chain(index, fixed)),
        Term::Apply(application) => longest(&mut application.arguments.iter()),
        Term::Choice(terms) => longest(&mut terms.iter()),
        Term::Pack(_, fields) => longest(&mut fields.iter().map(|(_, term)| term)),
        Term::Stored(path) => longest(&mut path.terms()) + usize::from(!fixed.is_constant(path)),
    }
}
