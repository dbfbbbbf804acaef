//! Why inference knows less than the code says.

use std::fmt;

use vm_access::Access;
use vm_bytecode::CodePoint;

/// A place where a term or an access was widened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Widening {
    /// The access as it stands in the footprint, or the nearest to it.
    pub access: Access,
    /// Where in the code it happens.
    pub point: CodePoint,
    /// Why it is wide.
    pub reason: Reason,
}

/// Why a key, or a whole access, became "any".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The key is read from state, at a place that is not known.
    KeyFromUnknown,
    /// The key, or the table's handle, is read from a place whose key is read from a place, and so on too often.
    ChainTooLong,
    /// The place the key comes from may have been written before.
    MayHaveChanged,
    /// The key changes from one round of a loop to the next.
    ChangesInLoop,
    /// A recursive call grows the key.
    GrowsInRecursion,
    /// The key is the result of an operation that terms cannot say.
    NotATerm,
    /// The key is returned by a function that is no term function.
    NotATermFunction,
    /// The callee already does not know the key.
    WideInCallee,
    /// The key is made up by this transaction and then computed with.
    MadeFromFresh,
    /// The key is one of too many, or nested too deep.
    TooLarge,
    /// The function has too many accesses.
    TooManyAccesses,
    /// What is called is not known.
    UnknownCallee,
    /// A reference may lead to too many places.
    UnknownReference,
    /// It is no key: a number is added to a place through a variable that holds the old value, so this is a write.
    OldValueKept,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::KeyFromUnknown => "the key is read from a record whose own key is not known",
            Self::ChainTooLong => {
                "the key is found by following more than four keys that are stored in state"
            }
            Self::MayHaveChanged => "the value the key comes from may have been changed before",
            Self::ChangesInLoop => "the key changes from one round of the loop to the next",
            Self::GrowsInRecursion => "the key grows with each recursive call",
            Self::NotATerm => "the key is the result of an operation that a clause cannot name",
            Self::NotATermFunction => {
                "the key is returned by a function that depends on more than its arguments"
            }
            Self::WideInCallee => "the function called does not know the key either",
            Self::MadeFromFresh => "the key is computed from a name this transaction makes up",
            Self::TooLarge => "the key is one of too many, or too deeply nested",
            Self::TooManyAccesses => "the function has too many different accesses",
            Self::UnknownCallee => "the function called is not known",
            Self::UnknownReference => "the reference may lead to too many places",
            Self::OldValueKept => {
                "the old value is in a variable, where it may go elsewhere; `+=` on the place would only add"
            }
        })
    }
}
