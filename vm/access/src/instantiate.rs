//! Putting type arguments in: what an instance of a generic function does, over the parameters that it has.

use std::sync::Arc;

use crate::footprint::{Access, Footprint};
use crate::path::{AccessPath, Application, Root, Term};
use crate::types::Type;

impl Term {
    /// Replaces type parameters.
    #[must_use]
    pub fn in_types(&self, types: &[Type]) -> Term {
        let inner = |term: &Term| term.in_types(types);
        match self {
            Self::Apply(application) => {
                let Application { function, type_arguments, arguments } = &**application;
                let types: Vec<_> = type_arguments.iter().map(|ty| ty.substitute(types)).collect();
                let arguments: Vec<_> = arguments.iter().map(inner).collect();
                Self::apply(function, &types, &arguments)
            }
            Self::Pack(ty, fields) => {
                let fields = fields.iter().map(|(name, term)| (name.clone(), inner(term)));
                Self::pack(ty.substitute(types), fields.collect())
            }
            Self::Stored(path) => Self::stored(path.in_types(types)),
            Self::Constant(_)
            | Self::Parameter(_)
            | Self::Index(_)
            | Self::Fresh
            | Self::Any
            | Self::Field(..)
            | Self::Element(..)
            | Self::AnyElement(_)
            | Self::Choice(_) => self.map_parts(&inner),
        }
    }
}

impl AccessPath {
    /// Replaces type parameters.
    #[must_use]
    pub fn in_types(&self, types: &[Type]) -> AccessPath {
        let mut path = self.map_terms(&|term| term.in_types(types));
        match &mut path.root {
            Root::Resource(pattern, _) => *pattern = Arc::new(pattern.substitute(types)),
            Root::Item(table, ..) => *table = Arc::new(table.substitute(types)),
            Root::Everything
            | Root::Account(_)
            | Root::Module(_)
            | Root::Parameter(_)
            | Root::At(_)
            | Root::Call(..) => {}
        }
        path
    }
}

impl Access {
    fn in_types(&self, types: &[Type]) -> Access {
        let put_in = |terms: &[Term]| terms.iter().map(|term| term.in_types(types)).collect();
        let (ranges, conditions) = (put_in(&self.ranges), put_in(&self.conditions));
        Access::qualified(self.mode, self.path.in_types(types), ranges, conditions)
    }
}

impl Footprint {
    /// Replaces type parameters in every access. Two of which these were all that told them apart become one.
    #[must_use]
    pub fn in_types(&self, types: &[Type]) -> Footprint {
        let mut footprint: Footprint = self.accesses.iter().map(|it| it.in_types(types)).collect();
        footprint.is_open = self.is_open;
        footprint
    }
}
