//! How much of a footprint will be known once arguments are put in.

use vm_access::{AccessPath, Footprint, Projection, Root, Term};

/// The worst access of a footprint, by its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Every access becomes a location.
    Exact,
    /// Some access becomes a set of locations, or all of a type, table or module.
    Bounded,
    /// Anything may be touched.
    Open,
}

impl Class {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Bounded => "bounded",
            Self::Open => "open",
        }
    }
}

/// The class of a footprint. Effects behind reference parameters are their callers' and do not count.
pub fn class_of(footprint: &Footprint) -> Class {
    if footprint.is_open() {
        return Class::Open;
    }
    footprint.accesses().iter().map(|it| class_of_path(&it.path)).max().unwrap_or(Class::Exact)
}

fn class_of_path(path: &AccessPath) -> Class {
    let of_root = match &path.root {
        Root::Everything => Class::Open,
        // Which function it is, if there is any, its callers know, or the state before.
        Root::Call(function, _) => class_of_term(function),
        Root::Account(_) | Root::Module(_) | Root::At(_) => Class::Bounded,
        Root::Resource(_, key) => class_of_term(key),
        Root::Item(_, handle, key) => class_of_term(handle).max(class_of_term(key)),
        Root::Parameter(_) => Class::Exact,
    };
    let steps = path.projections.iter().map(|step| match step {
        Projection::Existence | Projection::Field(_) => Class::Exact,
        Projection::Element(index) => class_of_term(index),
    });
    steps.fold(of_root, Class::max)
}

fn class_of_term(term: &Term) -> Class {
    let worst = |terms: &[Term]| terms.iter().map(class_of_term).max().unwrap_or(Class::Exact);
    match term {
        Term::Constant(_) | Term::Parameter(_) | Term::Fresh => Class::Exact,
        Term::Field(of, _) => class_of_term(of),
        Term::Element(of, index) => class_of_term(of).max(class_of_term(index)),
        Term::Apply(application) => worst(&application.arguments),
        Term::Pack(_, fields) => {
            fields.iter().map(|(_, field)| class_of_term(field)).max().unwrap_or(Class::Exact)
        }
        Term::Stored(path) => class_of_path(path),
        Term::Index(_) | Term::AnyElement(_) | Term::Choice(_) | Term::Any => Class::Bounded,
    }
}
