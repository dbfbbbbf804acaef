//! Types of function values, and which parameters a closure has captured.

use serde::{Deserialize, Serialize};

use crate::footprint::{CallClause, Clause, Declaration};
use crate::substitute::Argument;
use crate::types::{AbilitySet, Type};

/// The type of a function value: `|u64, &Pool| u64 has copy { reads Pool(p0) }`.
///
/// Names of parameters are no part of it. Clauses are: two types with other clauses are two types.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FunctionType {
    /// What it takes; references among it.
    pub parameters: Vec<Type>,
    /// What it gives; references among it.
    pub results: Vec<Type>,
    /// The abilities of its values.
    pub abilities: AbilitySet,
    /// What a call may do, over the parameters: each clause once, in order. Without it a call may do anything.
    pub declaration: Option<Declaration>,
}

impl FunctionType {
    /// The types of parameters and results.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        self.parameters.iter().chain(&self.results)
    }

    /// Whether no type parameter occurs in it.
    pub fn is_ground(&self) -> bool {
        self.types().all(Type::is_ground)
    }

    /// Replaces each type parameter by its argument, in clauses too.
    #[must_use]
    pub fn substitute(&self, arguments: &[Type]) -> Self {
        let all = |types: &[Type]| types.iter().map(|ty| ty.substitute(arguments)).collect();
        Self {
            parameters: all(&self.parameters),
            results: all(&self.results),
            abilities: self.abilities,
            declaration: self.declaration.as_ref().map(|declaration| {
                declaration.in_types(arguments, &Argument::identity(&self.parameters)).normal()
            }),
        }
    }

    /// Whether both take and give the same, whatever their abilities and clauses.
    pub fn is_alike(&self, other: &Self) -> bool {
        self.parameters == other.parameters && self.results == other.results
    }
}

impl Declaration {
    /// Each clause once, in order.
    #[must_use]
    pub fn normal(mut self) -> Self {
        self.clauses.sort();
        self.clauses.dedup();
        self
    }

    /// Replaces type parameters in every clause; `identity` are the parameters as arguments of themselves.
    #[must_use]
    pub fn in_types(&self, types: &[Type], identity: &[Argument]) -> Self {
        let in_types = |clause: &Clause| match clause {
            Clause::Access(access) => access
                .substitute(types, identity)
                .into_iter()
                .map(Clause::Access)
                .collect::<Vec<_>>(),
            Clause::Not(access) => {
                access.substitute(types, identity).into_iter().map(Clause::Not).collect()
            }
            Clause::Calls(call) => vec![Clause::Calls(CallClause {
                function: call.function.clone(),
                type_arguments: call.type_arguments.iter().map(|ty| ty.substitute(types)).collect(),
                arguments: call.arguments.iter().map(|it| it.substitute(types, identity)).collect(),
            })],
        };
        Self { clauses: self.clauses.iter().flat_map(in_types).collect() }
    }
}

/// Which parameters of a function a closure has captured: one bit each, for the first 64.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Captures(pub u64);

impl Captures {
    /// The first `count` parameters.
    pub fn first(count: usize) -> Self {
        (0..count).fold(Self::default(), Self::with)
    }

    /// These and the parameter at `index`; it must be one of the first 64.
    #[must_use]
    pub fn with(self, index: usize) -> Self {
        let bit = u32::try_from(index).ok().and_then(|index| 1_u64.checked_shl(index));
        Self(self.0 | bit.unwrap_or(0))
    }

    /// Whether the parameter at `index` is captured.
    pub fn has(self, index: usize) -> bool {
        u32::try_from(index).ok().and_then(|index| self.0.checked_shr(index)).unwrap_or(0) & 1 == 1
    }

    /// How many there are.
    pub fn count(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether all are among the first `count` parameters.
    pub fn is_within(self, count: usize) -> bool {
        (64 - self.0.leading_zeros()) as usize <= count
    }

    /// What stands for each of `count` parameters: what is captured, else the arguments of a call, both in order.
    /// `None` if they are too few or too many.
    pub fn interleave<T: Clone>(self, count: usize, captured: &[T], given: &[T]) -> Option<Vec<T>> {
        let (mut captured, mut given) = (captured.iter(), given.iter());
        let of = |index| if self.has(index) { captured.next() } else { given.next() };
        let all: Option<Vec<T>> = (0..count).map(of).map(Option::<&T>::cloned).collect();
        all.filter(|_| captured.next().is_none() && given.next().is_none() && self.is_within(count))
    }
}

#[cfg(test)]
mod tests {
    use super::Captures;

    #[test]
    fn what_is_captured_goes_between_what_is_given() {
        let captures = Captures::default().with(1).with(3);
        let all = captures.interleave(4, &["b", "d"], &["a", "c"]);
        assert_eq!(all, Some(vec!["a", "b", "c", "d"]));
        assert_eq!(captures.interleave(4, &["b"], &["a", "c"]), None);
        assert_eq!(captures.interleave(4, &["b", "d"], &["a", "c", "e"]), None);
        assert_eq!(captures.interleave(3, &["b", "d"], &["a", "c"]), None);
    }

    #[test]
    fn captures_are_bits_of_the_first_64_parameters() {
        let last = Captures::default().with(63);
        assert!(last.has(63) && !last.has(62) && !last.has(64) && !last.has(usize::MAX));
        assert!(last.is_within(64) && !last.is_within(63));
        assert_eq!(Captures::first(3).count(), 3);
        assert_eq!(Captures::default().with(64), Captures::default());
        assert!(Captures::default().is_within(0));
    }
}
