//! Accesses, declarations and footprints of functions.

use serde::{Deserialize, Serialize};

use crate::path::{AccessPath, Mode, Term};
use crate::{FunctionName, Type};

/// A mode and an access path, and what qualifies them: `writes R(v[i]) for i in 0..n if c`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Access {
    /// What may be done.
    pub mode: Mode,
    /// Where.
    pub path: AccessPath,
    /// From outer to inner, the number of values that each bound variable takes: [`Term::Index`] `k` runs from 0 to
    /// before `ranges[k]`. At most [`RANGES_MAX`](crate::RANGES_MAX).
    pub ranges: Vec<Term>,
    /// Boolean terms over the arguments and the bound variables. Where one is false, or aborts, nothing is touched.
    pub conditions: Vec<Term>,
}

/// What a call may do to global storage and behind its reference parameters, over the parameters.
///
/// Sorted and free of accesses that another one covers: build one with [`Footprint::from_iter`] or
/// [`Footprint::insert`]. An *open* footprint may do anything besides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footprint {
    pub(crate) accesses: Vec<Access>,
    pub(crate) is_open: bool,
}

/// The clauses that stand at a function in source, resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Declaration {
    /// In source order, one per place; empty for `pure` and for a public function without clauses.
    pub clauses: Vec<Clause>,
}

/// One declared place or call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Clause {
    /// `reads p`, `adds p`, `writes p`
    Access(Access),
    /// `!reads p`, `!writes p`: neither that nor, of `!reads`, anything else is done there. A list of these alone allows
    /// everything besides.
    Not(Access),
    /// `calls f<τ…>(t…)`: whatever that call may do.
    Calls(CallClause),
}

/// `calls f<τ…>(t…)`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CallClause {
    /// The function called.
    pub function: FunctionName,
    /// Its type arguments.
    pub type_arguments: Vec<Type>,
    /// One term per parameter; a reference parameter's term is the value behind it ([`Term::Stored`] of
    /// a path where it points into storage).
    pub arguments: Vec<Term>,
}
