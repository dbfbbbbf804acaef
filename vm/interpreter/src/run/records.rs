//! Records that the call has opened, and what it did with each component.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use vm_access::{
    AccountAddress, Component, ComponentSet, Integer, IntegerType, Record, StructType, TableId,
    Type, U256,
};
use vm_bytecode::UpdateOperation;
use vm_layout::{Image, Layout, Pointer, RecordIndex};

use super::{Purpose, Run, Step};
use crate::host::{Denied, Opened, Permits};
use crate::outcome::{Cause, Limit, Sum, TouchedRecord};

/// What is done to bytes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// They are looked at.
    Read,
    /// They are replaced, whatever they were.
    Write,
    /// They are changed depending on what they were.
    Change,
    /// They are an integer that is added to or subtracted from.
    Update,
}

/// Records opened, by index.
#[derive(Debug, Default)]
pub(crate) struct Records {
    /// Those behind the first few, which are found one by one.
    by_name: FxHashMap<Record, RecordIndex>,
    entries: Vec<Entry>,
    /// What was done with each.
    notes: Vec<Notes>,
}

/// One opened record; its value is in memory, under the same index.
#[derive(Debug)]
struct Entry {
    record: Record,
    sums: SmallVec<[Sum; 1]>,
}

/// What may be done with the components of an opened record, and what was. Compiled code keeps it as well, so the order of
/// the fields is fixed.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Notes {
    /// May be looked at: what the host lets read or write.
    pub readable: ComponentSet,
    /// May be changed.
    pub writable: ComponentSet,
    /// May be updated: what the host lets add to or write.
    pub addable: ComponentSet,
    /// Were looked at, before the call had a value of its own there.
    pub read: ComponentSet,
    /// Were changed.
    pub written: ComponentSet,
    /// Were updated, before the call had a value of its own there.
    pub updated: ComponentSet,
}

impl Notes {
    fn of(permits: Permits) -> Self {
        Self {
            readable: permits.reads.union(permits.writes),
            writable: permits.writes,
            addable: permits.adds.union(permits.writes),
            read: ComponentSet::NONE,
            written: ComponentSet::NONE,
            updated: ComponentSet::NONE,
        }
    }

    /// Components of which nothing but sums is known or changed.
    fn added(&self) -> ComponentSet {
        self.updated.minus(self.read).minus(self.written)
    }
}

impl Entry {
    /// What was done with the record, which has the value `after` now. The sums are taken.
    fn touched(
        &mut self,
        notes: &Notes,
        layout: Option<&Layout>,
        after: Option<Arc<Image>>,
    ) -> TouchedRecord {
        let added = notes.added();
        // Whoever adds and does more depends on the value, and writes it.
        let mixed = notes.updated.minus(added);
        let is_added = |sum: &Sum| {
            layout.is_some_and(|it| added.has_all(it.components_at(sum.offset, sum.ty.bytes())))
        };
        let mut sums = std::mem::take(&mut self.sums);
        if added.is_empty() {
            sums.clear();
        } else {
            sums.retain(|sum| is_added(sum));
        }
        TouchedRecord {
            record: self.record.clone(),
            read: notes.read.union(mixed),
            written: notes.written.union(mixed),
            added,
            sums,
            after,
        }
    }
}

/// Records that are found by looking at each: a transaction opens few.
const FEW: usize = 16;

/// A record that is looked for, by parts that belong to others.
#[derive(Clone, Copy)]
pub(super) enum Sought<'s> {
    Resource(&'s Arc<StructType>, AccountAddress),
    /// Types of key and value, handle, bytes of the key.
    Item([&'s Type; 2], AccountAddress, &'s [u8]),
}

impl Sought<'_> {
    fn is(self, record: &Record) -> bool {
        match (self, record) {
            (Sought::Resource(ty, address), Record::Resource(own, at)) => {
                address == *at && ty == own
            }
            (Sought::Item([key, value], handle, bytes), Record::Item(table, own)) => {
                handle == table.handle
                    && bytes == own.as_slice()
                    && *key == table.key
                    && *value == table.value
            }
            (Sought::Resource(..), Record::Item(..)) | (Sought::Item(..), Record::Resource(..)) => {
                false
            }
        }
    }

    fn record(self) -> Record {
        match self {
            Sought::Resource(ty, address) => Record::Resource(Arc::clone(ty), address),
            Sought::Item([key, value], handle, bytes) => {
                let (key, value) = (key.clone(), value.clone());
                Record::Item(TableId { key, value, handle }, bytes.to_vec())
            }
        }
    }
}

impl Records {
    /// None, with the room that there is.
    pub(crate) fn clear(&mut self) {
        self.by_name.clear();
        self.entries.clear();
        self.notes.clear();
    }

    fn find(&self, sought: Sought<'_>) -> Option<RecordIndex> {
        let is_it = |entry: &Entry| sought.is(&entry.record);
        if let Some(index) = self.entries.iter().take(FEW).position(is_it) {
            return u32::try_from(index).ok().map(RecordIndex);
        }
        if self.by_name.is_empty() { None } else { self.by_name.get(&sought.record()).copied() }
    }
}

impl Run<'_> {
    /// Opens a record, whose values have `layout`, on first use.
    pub(super) fn open(&mut self, sought: Sought<'_>, layout: &Arc<Layout>) -> Step<RecordIndex> {
        if self.purpose == Purpose::Term {
            return Err(Cause::NotATerm);
        }
        if let Some(index) = self.records.find(sought) {
            return Ok(index);
        }
        if self.limits.records <= self.records.entries.len() {
            return Err(Cause::LimitReached(Limit::Records));
        }
        let record = sought.record();
        let opened = self.ask_host(&record)?;
        let index = self.memory.open(layout, opened.image)?;
        if FEW <= index.index() {
            self.records.by_name.insert(record.clone(), index);
        }
        self.records.entries.push(Entry { record, sums: SmallVec::new() });
        self.records.notes.push(Notes::of(opened.permits));
        Ok(index)
    }

    fn ask_host(&mut self, record: &Record) -> Step<Opened> {
        if matches!(record, Record::Item(table, _) if self.fresh.has(&table.handle)) {
            // Nobody else can know the table's handle: it had no items before.
            return Ok(Opened { image: None, permits: Permits::ALL });
        }
        let is_fresh = match record {
            Record::Resource(_, address) => self.fresh.has(address),
            Record::Item(_, key) => self.fresh.are_in(key),
        };
        self.host.open(record, is_fresh).map_err(|denied| match denied {
            Denied::OutsideFootprint => Cause::OutsideFootprint {
                record: Box::new(record.clone()),
                component: Component::EXISTENCE,
                is_write: false,
            },
            Denied::Interrupted => Cause::Interrupted,
        })
    }

    pub(super) fn is_resource(&self, index: RecordIndex) -> bool {
        let entry = self.records.entries.get(index.index());
        entry.is_some_and(|entry| matches!(entry.record, Record::Resource(..)))
    }

    pub(super) fn record_name(&self, index: RecordIndex) -> Box<Record> {
        let entry = self.records.entries.get(index.index());
        Box::new(entry.expect("memory and entries grow together").record.clone())
    }

    /// Notes an access of `size` bytes at `at`, if that is in a record, and checks that it is permitted.
    ///
    /// A write of a part of a component keeps the rest of it, so it depends on what was there.
    ///
    /// # Errors
    ///
    /// [`Cause::OutsideFootprint`]
    pub fn touch(&mut self, at: Pointer, size: usize, touch: Touch) -> Step {
        let Some((index, offset)) = self.memory.record_at(at) else { return Ok(()) };
        let Some(layout) = self.memory.record_layout(index) else { return Ok(()) };
        let components = layout.components_at(offset, size);
        if touch == Touch::Update {
            return self.note_update(index, components);
        }
        let read = match touch {
            Touch::Read | Touch::Change => components,
            Touch::Write | Touch::Update => {
                components.minus(layout.components_within(offset, size))
            }
        };
        let written = if touch == Touch::Read { ComponentSet::NONE } else { components };
        self.access(index, read, written)
    }

    /// Notes an access to components of a record and checks that it is permitted.
    pub(super) fn access(
        &mut self,
        index: RecordIndex,
        read: ComponentSet,
        written: ComponentSet,
    ) -> Step {
        let notes = self.notes_mut(index);
        let denied = [(written.minus(notes.writable), true), (read.minus(notes.readable), false)];
        for (components, is_write) in denied {
            if let Some(component) = components.iter().next() {
                let record = self.record_name(index);
                return Err(Cause::OutsideFootprint { record, component, is_write });
            }
        }
        // What the call has replaced itself is no earlier value.
        notes.read = notes.read.union(read.minus(notes.written));
        notes.written = notes.written.union(written);
        Ok(())
    }

    /// Notes an update of an integer in `components`, and checks that it is permitted.
    fn note_update(&mut self, index: RecordIndex, components: ComponentSet) -> Step {
        let notes = self.notes_mut(index);
        if let Some(component) = components.minus(notes.addable).iter().next() {
            let record = self.record_name(index);
            return Err(Cause::OutsideFootprint { record, component, is_write: true });
        }
        // What the call has replaced itself is its own.
        let own = notes.written.minus(notes.read).minus(notes.updated);
        notes.updated = notes.updated.union(components.minus(own));
        Ok(())
    }

    fn notes_mut(&mut self, index: RecordIndex) -> &mut Notes {
        let notes = self.records.notes.get_mut(index.index());
        notes.expect("memory and notes grow together")
    }

    /// What was done with each opened record, in order of [`RecordIndex`].
    pub fn notes(&mut self) -> &mut [Notes] {
        &mut self.records.notes
    }

    /// Notes by how much an integer was updated.
    pub(super) fn add_up(
        &mut self,
        at: Pointer,
        ty: IntegerType,
        operation: UpdateOperation,
        amount: Integer,
    ) {
        if let Some((index, offset)) = self.memory.record_at(at) {
            self.add_up_in(index, offset, ty, (operation, amount));
        }
    }

    /// Notes by how much an integer of an opened record was updated, which lies so many bytes in.
    pub fn add_up_in(
        &mut self,
        index: RecordIndex,
        offset: usize,
        ty: IntegerType,
        (operation, amount): (UpdateOperation, Integer),
    ) {
        let Some(entry) = self.records.entries.get_mut(index.index()) else { return };
        let place = entry.sums.partition_point(|sum| sum.offset < offset);
        if entry.sums.get(place).is_none_or(|sum| sum.offset != offset) {
            let sum = Sum { offset, ty, plus: U256::ZERO, minus: U256::ZERO };
            entry.sums.insert(place, sum);
        }
        let Some(sum) = entry.sums.get_mut(place) else { return };
        let total = match (operation, amount.is_negative()) {
            (UpdateOperation::Add, false) | (UpdateOperation::Subtract, true) => &mut sum.plus,
            (UpdateOperation::Add, true) | (UpdateOperation::Subtract, false) => &mut sum.minus,
        };
        *total = total.saturating_add(amount.magnitude());
    }

    /// Notes that the outcome depends on the integer at `at`, which was to be updated and could not be.
    pub fn depend_on(&mut self, at: Pointer, size: usize) {
        let Some((index, offset)) = self.memory.record_at(at) else { return };
        let Some(layout) = self.memory.record_layout(index) else { return };
        let components = layout.components_at(offset, size);
        let notes = self.notes_mut(index);
        notes.read = notes.read.union(components.intersect(notes.updated));
    }

    /// The records touched, after the call has returned.
    pub(crate) fn records_after(&mut self) -> Step<Vec<TouchedRecord>> {
        let mut records = Vec::with_capacity(self.records.entries.len());
        let entries = self.records.entries.iter_mut().zip(&self.records.notes);
        for (index, (entry, notes)) in (0..).map(RecordIndex).zip(entries) {
            let is_changed = !notes.written.union(notes.updated).is_empty();
            let after = if is_changed { self.memory.take_image(index)? } else { None };
            let layout = self.memory.record_layout(index).map(Arc::as_ref);
            records.push(entry.touched(notes, layout, after));
        }
        records.sort_by(|left, right| left.record.cmp(&right.record));
        Ok(records)
    }

    /// The records touched, after the call has aborted: nothing is written. What was updated before counts as read: where
    /// it had been out of range, the call had ended there.
    pub(crate) fn records_read(&self) -> Vec<TouchedRecord> {
        let touched = |(entry, notes): (&Entry, &Notes)| TouchedRecord {
            record: entry.record.clone(),
            read: notes.read.union(notes.updated),
            written: ComponentSet::NONE,
            added: ComponentSet::NONE,
            sums: SmallVec::new(),
            after: None,
        };
        let entries = self.records.entries.iter().zip(&self.records.notes);
        let mut records: Vec<_> = entries.map(touched).collect();
        records.sort_by(|left, right| left.record.cmp(&right.record));
        records
    }
}
