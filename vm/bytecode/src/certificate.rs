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

impl Head {
    /// What a register holds, if anything is known of it.
    pub fn held(&self, register: Register) -> Option<&Held> {
        let position = self.registers.binary_search_by_key(&register, |(named, _)| *named).ok()?;
        self.registers.get(position).map(|(_, held)| held)
    }

    /// Calls `visit` with each term that stands in the head; parts of terms come with the whole.
    pub fn for_each_term(&self, visit: &mut dyn FnMut(&Term)) {
        for (_, held) in &self.registers {
            match held {
                Held::Value(term) => visit(term),
                Held::Reference(targets) => {
                    targets.iter().for_each(|target| target.for_each_term(visit));
                }
            }
        }
        for (path, term) in self.written.iter().flatten() {
            path.terms().for_each(&mut *visit);
            visit(term);
        }
        self.facts.iter().for_each(visit);
    }
}

impl Target {
    /// The local that it is a part of.
    pub fn local(&self) -> Option<Register> {
        match self {
            Self::Local(local, _) => Some(*local),
            Self::Within(whole) => whole.local(),
            Self::Path(_) | Self::Value(_) => None,
        }
    }

    fn for_each_term(&self, visit: &mut dyn FnMut(&Term)) {
        match self {
            Self::Path(path) => path.terms().for_each(visit),
            Self::Local(_, steps) => {
                for step in steps {
                    match step {
                        Projection::Element(index) => visit(index),
                        Projection::Existence | Projection::Field(_) => {}
                    }
                }
            }
            Self::Within(whole) => whole.for_each_term(visit),
            Self::Value(term) => visit(term),
        }
    }
}
