//! What a transaction sees of the world: the records it opens, and what it may do with them.

use std::borrow::Cow;
use std::sync::Arc;

use vm_access::{AccountAddress, ComponentSet, Mode, Record, StructType, TableId, Type};
use vm_layout::{Image, Layout, Memory, RecordValue};

use crate::outcome::{Sum, TouchedRecord};
use crate::run::Records;

/// Gives records to a transaction that runs.
pub trait Host {
    /// Opens records that the call is expected to touch, before it runs: they are found faster then, and
    /// [`open`](Host::open) is not asked for them. What a call does not touch of them counts as not opened.
    fn prepare(&mut self, opener: &mut Opener<'_>) {
        let _ = opener;
    }

    /// Opens `record` for the transaction; asked at most once for each record.
    ///
    /// `is_fresh` tells that the record's address, or part of its key, is a name that this transaction has made up, or
    /// the hash of something with such a name in it. (Items of tables that it made are its own: the host is not asked.)
    ///
    /// # Errors
    ///
    /// If the record is not in the footprint at all, or cannot be read now.
    fn open(&mut self, record: RecordName<'_>, is_fresh: bool) -> Result<Opened<'_>, Denied>;

    /// Takes what the call did with a record that it touched: told once for each, when the call has ended.
    fn close(&mut self, touched: Touched<'_>) {
        let _ = touched;
    }

    /// Whether it has to know by how much integers were updated: else [`Touched::sums`] is empty.
    fn needs_sums(&self) -> bool {
        true
    }
}

/// A record, named by parts that belong to others.
#[derive(Clone, Copy, Debug)]
pub enum RecordName<'n> {
    /// A resource at an address.
    Resource(&'n Arc<StructType>, AccountAddress),
    /// An item: types of key and value of its table, the table's handle, the bytes of the key.
    Item([&'n Type; 2], AccountAddress, &'n [u8]),
}

impl<'n> RecordName<'n> {
    /// The name of a record.
    pub fn of(record: &'n Record) -> Self {
        match record {
            Record::Resource(ty, address) => Self::Resource(ty, *address),
            Record::Item(TableId { key, value, handle }, bytes) => {
                Self::Item([key, value], *handle, bytes)
            }
        }
    }

    /// The record.
    pub fn record(self) -> Record {
        match self {
            Self::Resource(ty, address) => Record::Resource(Arc::clone(ty), address),
            Self::Item([key, value], handle, bytes) => {
                let (key, value) = (key.clone(), value.clone());
                Record::Item(TableId { key, value, handle }, bytes.to_vec())
            }
        }
    }
}

/// What tells a record from all others whose values have the same type.
#[derive(Clone, Copy, Debug)]
pub enum RecordKey<'k> {
    /// Of a resource, where it lies.
    Resource(AccountAddress),
    /// Of an item: layout of its table's keys, the table's handle, the bytes of the key.
    Item(&'k Arc<Layout>, AccountAddress, &'k [u8]),
}

impl<'k> RecordKey<'k> {
    /// The name of the record whose values have `layout`; `None` for a resource of a type that is no struct.
    #[inline]
    pub fn name(self, layout: &'k Layout) -> Option<RecordName<'k>> {
        Some(match self {
            Self::Resource(address) => RecordName::Resource(layout.structure()?, address),
            Self::Item(of, handle, key) => RecordName::Item([of.ty(), layout.ty()], handle, key),
        })
    }
}

/// Opens records of a call before it runs: see [`Host::prepare`].
pub struct Opener<'o> {
    pub(crate) memory: &'o mut Memory,
    pub(crate) records: &'o mut Records,
}

impl Opener<'_> {
    /// Opens a record whose values have `layout`; each at most once.
    #[inline]
    pub fn open(
        &mut self,
        (key, layout): (RecordKey<'_>, &Arc<Layout>),
        value: Option<RecordValue<'_>>,
        permits: Permits,
        token: u32,
    ) {
        // A value of another type is refused when the call asks for it; so is one that is copied, if there is no memory.
        let is_shared = value.is_some_and(|value| self.memory.shares(value));
        if self.records.has_room()
            && !is_shared
            && let Ok(index) = self.memory.open(layout, value)
        {
            self.records.add(key, layout, Some(token), permits);
            self.records.locate(index, self.memory);
        }
    }
}

impl std::fmt::Debug for Opener<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opener").finish_non_exhaustive()
    }
}

/// What a call did with one record, as [`TouchedRecord`] has it.
#[derive(Debug)]
pub struct Touched<'t> {
    /// The record.
    pub name: RecordName<'t>,
    /// What the host has called it; nothing for items of tables that the call made, which it was not asked for.
    pub token: Option<u32>,
    /// Components whose earlier values the outcome depends on.
    pub read: ComponentSet,
    /// Components changed.
    pub written: ComponentSet,
    /// Components that were only added to.
    pub added: ComponentSet,
    /// By how much, integer by integer, if the host needs it.
    pub sums: &'t [Sum],
    /// The value at the end, if the record is there and something is `written` or `added`.
    pub after: Option<RecordValue<'t>>,
}

impl Touched<'_> {
    /// The same with everything its own.
    pub fn to_record(&self) -> TouchedRecord {
        TouchedRecord {
            record: self.name.record(),
            read: self.read,
            written: self.written,
            added: self.added,
            sums: self.sums.into(),
            after: self.after.map(RecordValue::image),
        }
    }
}

/// An opened record.
#[derive(Clone, Debug)]
pub struct Opened<'h> {
    /// The value; `None` if the record is not there.
    pub image: Option<Cow<'h, Image>>,
    /// What may be done.
    pub permits: Permits,
    /// What the host calls the record, to know it again when it is closed.
    pub token: u32,
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
