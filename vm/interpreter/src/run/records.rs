//! Records that the call has opened, and what it did with each component.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use vm_access::{Component, ComponentSet, Integer, IntegerType, Record, U256};
use vm_bytecode::UpdateOperation;
use vm_layout::{Image, Layout, Pointer, RecordIndex};

use super::{Purpose, Run, Step};
use crate::host::{Denied, Opened, Permits};
use crate::outcome::{Cause, Limit, Sum, TouchedRecord};

/// What is done to bytes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Touch {
    /// They are looked at.
    Read,
    /// They are replaced, whatever they were.
    Write,
    /// They are changed depending on what they were.
    Change,
    /// They are an integer that is added to or subtracted from.
    Update,
}

/// Records opened, by name and by index.
#[derive(Debug, Default)]
pub(super) struct Records {
    by_name: FxHashMap<Record, RecordIndex>,
    entries: Vec<Entry>,
}

/// One opened record; its value is in memory, under the same index.
#[derive(Debug)]
struct Entry {
    record: Record,
    permits: Permits,
    read: ComponentSet,
    written: ComponentSet,
    /// Components updated before the call had a value of its own there.
    updated: ComponentSet,
    sums: Vec<Sum>,
}

impl Entry {
    /// Components of which nothing but sums is known or changed.
    fn added(&self) -> ComponentSet {
        self.updated.minus(self.read).minus(self.written)
    }

    /// What was done with the record, which has the value `after` now.
    fn touched(&self, layout: Option<&Layout>, after: Option<Arc<Image>>) -> TouchedRecord {
        let added = self.added();
        // Whoever adds and does more depends on the value, and writes it.
        let mixed = self.updated.minus(added);
        let is_added = |sum: &&Sum| {
            layout.is_some_and(|it| added.has_all(it.components_at(sum.offset, sum.ty.bytes())))
        };
        TouchedRecord {
            record: self.record.clone(),
            read: self.read.union(mixed),
            written: self.written.union(mixed),
            added,
            sums: self.sums.iter().filter(is_added).copied().collect(),
            after,
        }
    }
}

impl Run<'_> {
    /// Opens `record`, whose values have `layout`, on first use.
    pub(super) fn open(&mut self, record: Record, layout: &Arc<Layout>) -> Step<RecordIndex> {
        if self.purpose == Purpose::Term {
            return Err(Cause::NotATerm);
        }
        if let Some(index) = self.records.by_name.get(&record) {
            return Ok(*index);
        }
        if self.limits.records <= self.records.entries.len() {
            return Err(Cause::LimitReached(Limit::Records));
        }
        let opened = self.ask_host(&record)?;
        let index = self.memory.open(layout, opened.image)?;
        self.records.by_name.insert(record.clone(), index);
        self.records.entries.push(Entry {
            record,
            permits: opened.permits,
            read: ComponentSet::NONE,
            written: ComponentSet::NONE,
            updated: ComponentSet::NONE,
            sums: Vec::new(),
        });
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
    pub(super) fn touch(&mut self, at: Pointer, size: usize, touch: Touch) -> Step {
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
        let entry = self.records.entries.get_mut(index.index());
        let entry = entry.expect("memory and entries grow together");
        let readable = entry.permits.reads.union(entry.permits.writes);
        let denied = [(written.minus(entry.permits.writes), true), (read.minus(readable), false)];
        for (components, is_write) in denied {
            if let Some(component) = components.iter().next() {
                let record = Box::new(entry.record.clone());
                return Err(Cause::OutsideFootprint { record, component, is_write });
            }
        }
        // What the call has replaced itself is no earlier value.
        entry.read = entry.read.union(read.minus(entry.written.minus(entry.read)));
        entry.written = entry.written.union(written);
        Ok(())
    }

    /// Notes an update of an integer in `components`, and checks that it is permitted.
    fn note_update(&mut self, index: RecordIndex, components: ComponentSet) -> Step {
        let entry = self.records.entries.get_mut(index.index());
        let entry = entry.expect("memory and entries grow together");
        let permitted = entry.permits.adds.union(entry.permits.writes);
        if let Some(component) = components.minus(permitted).iter().next() {
            let record = Box::new(entry.record.clone());
            return Err(Cause::OutsideFootprint { record, component, is_write: true });
        }
        // What the call has replaced itself is its own.
        let own = entry.written.minus(entry.read).minus(entry.updated);
        entry.updated = entry.updated.union(components.minus(own));
        Ok(())
    }

    /// Notes by how much an integer was updated.
    pub(super) fn add_up(
        &mut self,
        at: Pointer,
        ty: IntegerType,
        operation: UpdateOperation,
        amount: Integer,
    ) {
        let Some((index, offset)) = self.memory.record_at(at) else { return };
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
    pub(super) fn depend_on(&mut self, at: Pointer, size: usize) {
        let Some((index, offset)) = self.memory.record_at(at) else { return };
        let Some(layout) = self.memory.record_layout(index) else { return };
        let components = layout.components_at(offset, size);
        if let Some(entry) = self.records.entries.get_mut(index.index()) {
            entry.read = entry.read.union(components.intersect(entry.updated));
        }
    }

    /// The records touched, after the call has returned.
    pub(crate) fn records_after(&self) -> Step<Vec<TouchedRecord>> {
        let mut records = Vec::with_capacity(self.records.entries.len());
        for (index, entry) in (0..).map(RecordIndex).zip(&self.records.entries) {
            let is_changed = !entry.written.union(entry.updated).is_empty();
            let after = if is_changed { self.memory.image_of(index)? } else { None };
            let layout = self.memory.record_layout(index).map(Arc::as_ref);
            records.push(entry.touched(layout, after));
        }
        records.sort_by(|left, right| left.record.cmp(&right.record));
        Ok(records)
    }

    /// The records touched, after the call has aborted: nothing is written. What was updated before counts as read: where
    /// it had been out of range, the call had ended there.
    pub(crate) fn records_read(&self) -> Vec<TouchedRecord> {
        let touched = |entry: &Entry| TouchedRecord {
            record: entry.record.clone(),
            read: entry.read.union(entry.updated),
            written: ComponentSet::NONE,
            added: ComponentSet::NONE,
            sums: Vec::new(),
            after: None,
        };
        let mut records: Vec<_> = self.records.entries.iter().map(touched).collect();
        records.sort_by(|left, right| left.record.cmp(&right.record));
        records
    }
}
