//! What a transaction sees of the world: the records it opens, and what it may do with them.

use std::sync::Arc;

use vm_access::{ComponentSet, Mode, Record};
use vm_layout::Image;

/// Gives records to a transaction that runs.
pub trait Host {
    /// Opens `record` for the transaction; asked once for each record.
    ///
    /// `is_fresh` tells that the record's address, or part of its key, is a name that this transaction has made up, or
    /// the hash of something with such a name in it. (Items of tables that it made are its own: the host is not asked.)
    ///
    /// # Errors
    ///
    /// If the record is not in the footprint at all, or cannot be read now.
    fn open(&mut self, record: &Record, is_fresh: bool) -> Result<Opened, Denied>;
}

/// An opened record.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The value; `None` if the record is not there.
    pub image: Option<Arc<Image>>,
    /// What may be done.
    pub permits: Permits,
}

/// Components of a record that the footprint allows to touch. Existence is a component like the fields: every access
/// to a field of a record reads it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permits {
    /// May be looked at.
    pub reads: ComponentSet,
    /// Integers there may be added to and subtracted from.
    pub adds: ComponentSet,
    /// May be changed, and looked at.
    pub writes: ComponentSet,
}

impl Permits {
    /// Everything, as for a run that only observes.
    pub const ALL: Self =
        Self { reads: ComponentSet::ALL, adds: ComponentSet::ALL, writes: ComponentSet::ALL };
    /// Nothing.
    pub const NONE: Self =
        Self { reads: ComponentSet::NONE, adds: ComponentSet::NONE, writes: ComponentSet::NONE };

    /// Lets something be done with components.
    pub fn allow(&mut self, mode: Mode, components: ComponentSet) {
        let permitted = match mode {
            Mode::Reads => &mut self.reads,
            Mode::Adds => &mut self.adds,
            Mode::Writes => &mut self.writes,
        };
        *permitted = permitted.union(components);
    }

    /// What either permits.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            reads: self.reads.union(other.reads),
            adds: self.adds.union(other.adds),
            writes: self.writes.union(other.writes),
        }
    }

    /// Whether nothing may be done.
    pub fn is_empty(self) -> bool {
        self.reads.union(self.adds).union(self.writes).is_empty()
    }
}

/// Why a record is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// The footprint has no access to it: the transaction aborts.
    OutsideFootprint,
    /// The host gives this run up; the outcome is not the transaction's.
    Interrupted,
}
