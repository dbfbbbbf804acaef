//! What may be said of an access: keys that binding cannot evaluate before the transaction runs become "any".
//!
//! The one place that decides this. A key read from state stays only where it cannot change: along fixed fields.

use vm_access::{AccessPath, Identifier, Projection, Root, Term};

use crate::domain::mentions;
use crate::fixed::FixedFields;
use crate::reason::Reason;

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
        Root::Resource(_, address) => {
            settle_key(address, fixed, Reason::KeyFromState, &mut reason);
        }
        Root::Item(_, handle, key) => {
            settle_key(handle, fixed, Reason::HandleFromState, &mut reason);
            settle_key(key, fixed, Reason::KeyFromState, &mut reason);
        }
        Root::Everything | Root::Account(_) | Root::Module(_) | Root::Parameter(_) => {}
    }
    for step in &mut path.projections {
        if let Projection::Element(index) = step {
            settle_key(index, fixed, Reason::KeyFromState, &mut reason);
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

fn settle_key(key: &mut Term, fixed: &FixedFields<'_>, why: Reason, reason: &mut Option<Reason>) {
    let is_unfixed = |term: &Term| matches!(term, Term::Stored(path) if !fixed.is_constant(path));
    if mentions(key, &is_unfixed) {
        *reason = reason.or(Some(why));
        *key = Term::Any;
    } else if mentions(key, &|term| *term == Term::Any) {
        *key = Term::Any;
    } else if !matches!(key, Term::Choice(_)) && mentions(key, &|term| *term == Term::Fresh) {
        // A key with a made-up part is made up: nobody else can know it.
        *key = Term::Fresh;
    }
}
