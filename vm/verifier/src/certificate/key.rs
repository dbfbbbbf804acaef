//! What may be said of an access: a key that nobody can evaluate before the transaction runs is any.

use vm_access::{AccessPath, Mode, Projection, Root, Term};

use super::layout::Layout;
use super::term::mentions;

/// Places that may change on the way to a key, each named by what stands in the next.
const CHAIN_MAX: usize = 4;

/// The path as it is said of an access; `None` for an item of a table that this very call has made.
pub(super) fn said(mut path: AccessPath, mode: Mode, layout: &Layout<'_>) -> Option<AccessPath> {
    match &mut path.root {
        Root::Resource(_, address) | Root::At(address) => *address = key(address, layout),
        Root::Item(_, handle, of) => {
            *handle = key(handle, layout).into();
            *of = key(of, layout).into();
            if **handle == Term::Fresh {
                return None;
            }
        }
        Root::Call(function, arguments) => {
            let arguments = arguments.iter().map(|term| key(term, layout)).collect();
            path.root = Root::call(key(function, layout), arguments);
        }
        Root::Everything | Root::Account(_) | Root::Module(_) | Root::Parameter(_) => {}
    }
    for step in &mut path.projections {
        if let Projection::Element(index) = step {
            let said = key(index, layout);
            *index = if said == Term::Fresh { Term::Any } else { said };
        }
    }
    // Of a handle that no one replaces nothing is seen but that its record is there.
    if mode == Mode::Reads && layout.is_fixed_handle(&path) {
        path.projections = vec![Projection::Existence];
    }
    Some(path)
}

/// Whether a term can be evaluated as it is.
pub(super) fn is_said(term: &Term, layout: &Layout<'_>) -> bool {
    key(term, layout) == *term
}

fn key(term: &Term, layout: &Layout<'_>) -> Term {
    let is_fresh = |part: &Term| *part == Term::Fresh;
    // What is stored under a made-up name is not there before.
    let is_of_fresh = |part: &Term| matches!(part, Term::Stored(path) if path.terms().any(|inner| mentions(inner, &is_fresh)));
    let is_vague = |part: &Term| *part == Term::Any || part.has_among() || is_of_fresh(part);
    if mentions(term, &is_vague) || CHAIN_MAX < chain(term, layout) {
        return Term::Any;
    }
    // A key with a made-up part is made up.
    let is_made_up = !matches!(term, Term::Choice(_)) && mentions(term, &is_fresh);
    if is_made_up { Term::Fresh } else { term.clone() }
}

/// How many places that may change are on the longest way to a value.
fn chain(term: &Term, layout: &Layout<'_>) -> usize {
    let longest = |terms: &mut dyn Iterator<Item = &Term>| {
        terms.map(|term| chain(term, layout)).max().unwrap_or(0)
    };
    match term {
        Term::Constant(_) | Term::Parameter(_) | Term::Index(_) | Term::Fresh | Term::Any => 0,
        Term::Field(of, _) | Term::AnyElement(of) => chain(of, layout),
        Term::Element(of, at) => chain(of, layout).max(chain(at, layout)),
        Term::Apply(application) => longest(&mut application.arguments.iter()),
        Term::Choice(terms) => longest(&mut terms.iter()),
        Term::Pack(_, fields) => longest(&mut fields.iter().map(|(_, term)| term)),
        Term::Stored(path) => {
            longest(&mut path.terms()).saturating_add(usize::from(!layout.is_constant(path)))
        }
    }
}
