//! What holds at the heads of blocks: enough for a verifier to go through a function once.
//!
//! Inference finds these states as a fixpoint. Whoever is given them needs no fixpoint: it carries each block out from what
//! its head says, and looks whether the heads that follow say no more than that. (As the stack maps of the JVM do.)
//!
//! Only a block to which several ways lead needs a head; where one way leads, what holds follows. Terms are over the
//! values at entry, and over the variables of loops: [`Term::Index`] is a number of rounds.

use serde::{Deserialize, Serialize};
use vm_access::{AccessPath, Projection, Term};

use crate::instruction::{BlockId, Register};

/// What holds each time the head of a block is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The block.
    pub block: BlockId,
    /// The variables that these statements are about: there are numbers for them such that all of it holds.
    pub variables: Vec<Variable>,
    /// What registers hold, in their order; of one that is not named nothing is known.
    pub registers: Vec<(Register, Held)>,
    /// The places written since entry and what they hold now, in order; `None` if any place may have been written.
    pub written: Option<Vec<(AccessPath, Term)>>,
    /// Conditions that hold, in order.
    pub facts: Vec<Term>,
}

/// A variable of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Variable {
    /// Its number, as in [`Term::Index`].
    pub index: u8,
    /// The register that counts it, at the head of a loop; elsewhere it is what it was on the way there.
    pub counter: Option<Register>,
}

/// What a register holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Held {
    /// The value of a term.
    Value(Term),
    /// A reference to one of these targets.
    Reference(Vec<Target>),
}

/// A place that a reference may lead to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Target {
    /// A place in state, or behind a reference parameter.
    Path(AccessPath),
    /// A part of a local variable.
    Local(Register, Vec<Projection>),
    /// Some part of what lies at this place; which one, nothing tells.
    Within(Box<Target>),
    /// A place of its own that holds this value and is never written.
    Value(Term),
}
