//! What can go wrong when memory is touched.

use std::fmt;

/// Why an access to memory was refused.
///
/// Carries no addresses, so that an outcome which names one is the same on every run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The pointer is in no live region, or the value sticks out of it.
    Stray,
    /// A write into an image.
    ReadOnly,
    /// The cap on bytes of vector contents, working copies and images is reached.
    MemoryFull,
    /// The frame stack is full.
    StackFull,
    /// The layout does not fit what is asked: a reference as a value, a field of a scalar.
    Shape,
    /// No such record, or it is not there.
    NoRecord,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stray => "access outside live memory",
            Self::ReadOnly => "write to an immutable record",
            Self::MemoryFull => "memory limit reached",
            Self::StackFull => "frame stack full",
            Self::Shape => "value of another shape",
            Self::NoRecord => "no such record in memory",
        })
    }
}

impl std::error::Error for Fault {}
