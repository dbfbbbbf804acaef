//! Records that the call has opened, and what it did with each component.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use vm_access::{AccountAddress, Component, ComponentSet, Integer, IntegerType, Record, U256};
use vm_bytecode::UpdateOperation;
use vm_layout::{Fault, Image, Layout, Pointer, RecordIndex};

use super::{Purpose, Run, Step};
use crate::host::{Denied, Opened, Permits, RecordName, Touched};
use crate::outcome::{Cause, Limit, Sum};

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
    key: EntryKey,
    token: Option<u32>,
    sums: Vec<Sum>,
    /// The value at the end.
    after: Option<Arc<Image>>,
}

/// What tells a record from others whose values have the same type.
#[derive(Debug)]
enum EntryKey {
    Resource(AccountAddress),
    Item(Box<ItemKey>),
}

/// The key of an item.
#[derive(Debug)]
struct ItemKey {
    /// Layout of the table's keys.
    of: Arc<Layout>,
    handle: AccountAddress,
    bytes: SmallVec<[u8; 32]>,
}

/// A record that is looked for, with the layout of its values.
#[derive(Clone, Copy)]
pub(super) enum Sought<'s> {
    Resource(AccountAddress),
    /// Layout of the table's keys, handle, bytes of the key.
    Item(&'s Arc<Layout>, AccountAddress, &'s [u8]),
}

impl EntryKey {
    fn name<'n>(&'n self, layout: &'n Layout) -> Option<RecordName<'n>> {
        Some(match self {
            Self::Resource(address) => RecordName::Resource(layout.structure()?, *address),
            Self::Item(item) => {
                RecordName::Item([item.of.ty(), layout.ty()], item.handle, &item.bytes)
            }
        })
    }

    fn is(&self, sought: Sought<'_>) -> bool {
        match (self, sought) {
            (Self::Resource(own), Sought::Resource(address)) => *own == address,
            (Self::Item(own), Sought::Item(of, handle, bytes)) => {
                own.handle == handle && own.bytes.as_slice() == bytes && are_alike(&own.of, of)
            }
            (Self::Resource(_), Sought::Item(..)) | (Self::Item(_), Sought::Resource(_)) => false,
        }
    }
}

impl<'s> Sought<'s> {
    fn key(self) -> EntryKey {
        match self {
            Self::Resource(address) => EntryKey::Resource(address),
            Self::Item(of, handle, key) => {
                let of = Arc::clone(of);
                EntryKey::Item(Box::new(ItemKey { of, handle, bytes: SmallVec::from_slice(key) }))
            }
        }
    }

    fn name(self, layout: &'s Layout) -> Option<RecordName<'s>> {
        Some(match self {
            Self::Resource(address) => RecordName::Resource(layout.structure()?, address),
            Self::Item(of, handle, key) => RecordName::Item([of.ty(), layout.ty()], handle, key),
        })
    }
}

/// Whether two layouts are of one type.
fn are_alike(left: &Arc<Layout>, right: &Arc<Layout>) -> bool {
    Arc::ptr_eq(left, right) || left.ty() == right.ty()
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
    /// What was done with the record. The sums are left that tell of what was only added to.
    fn touched<'t>(&'t mut self, notes: &Notes, layout: &'t Layout) -> Option<Touched<'t>> {
        let added = notes.added();
        // Whoever adds and does more depends on the value, and writes it.
        let mixed = notes.updated.minus(added);
        if added.is_empty() {
            self.sums.clear();
        } else {
            let components = |sum: &Sum| layout.components_at(sum.offset, sum.ty.bytes());
            self.sums.retain(|sum| added.has_all(components(sum)));
        }
        Some(Touched {
            name: self.key.name(layout)?,
            token: self.token,
            read: notes.read.union(mixed),
            written: notes.written.union(mixed),
            added,
            sums: &self.sums,
            after: self.after.take(),
        })
    }

    /// What was done with the record by a call that has aborted: nothing is written. What was updated counts as read: where
    /// it had been out of range, the call had ended there.
    fn read_only<'t>(&'t self, notes: &Notes, layout: &'t Layout) -> Option<Touched<'t>> {
        Some(Touched {
            name: self.key.name(layout)?,
            token: self.token,
            read: notes.read.union(notes.updated),
            written: ComponentSet::NONE,
            added: ComponentSet::NONE,
            sums: &[],
            after: None,
        })
    }
}

/// Records that are found by looking at each: a transaction opens few.
const FEW: usize = 16;

impl Records {
    /// None, with the room that there is.
    pub(crate) fn clear(&mut self) {
        self.by_name.clear();
        self.entries.clear();
        self.notes.clear();
    }
}

impl Run<'_> {
    /// Opens a record, whose values have `layout`, on first use.
    pub(super) fn open(&mut self, sought: Sought<'_>, layout: &Arc<Layout>) -> Step<RecordIndex> {
        if self.purpose == Purpose::Term {
            return Err(Cause::NotATerm);
        }
        let name = sought.name(layout).ok_or(Fault::Shape)?;
        if let Some(index) = self.find(sought, name, layout) {
            return Ok(index);
        }
        if self.limits.records <= self.lists.records.entries.len() {
            return Err(Cause::LimitReached(Limit::Records));
        }
        let (image, permits, token) = self.ask_host(name)?;
        let index = self.memory.open(layout, image)?;
        if FEW <= index.index() {
            self.lists.records.by_name.insert(name.record(), index);
        }
        let entry = Entry { key: sought.key(), token, sums: Vec::new(), after: None };
        self.lists.records.entries.push(entry);
        self.lists.records.notes.push(Notes::of(permits));
        Ok(index)
    }

    fn find(
        &self,
        sought: Sought<'_>,
        name: RecordName<'_>,
        layout: &Arc<Layout>,
    ) -> Option<RecordIndex> {
        let is_it = |index: &RecordIndex| {
            let entry = self.lists.records.entries.get(index.index());
            entry.is_some_and(|entry| entry.key.is(sought))
                && self.memory.record_layout(*index).is_some_and(|own| are_alike(own, layout))
        };
        let few = u32::try_from(self.lists.records.entries.len().min(FEW)).ok()?;
        if let Some(index) = (0..few).map(RecordIndex).find(is_it) {
            return Some(index);
        }
        let by_name = &self.lists.records.by_name;
        if by_name.is_empty() { None } else { by_name.get(&name.record()).copied() }
    }

    fn ask_host(
        &mut self,
        name: RecordName<'_>,
    ) -> Step<(Option<Arc<Image>>, Permits, Option<u32>)> {
        if matches!(name, RecordName::Item(_, handle, _) if self.lists.fresh.has(&handle)) {
            // Nobody else can know the table's handle: it had no items before.
            return Ok((None, Permits::ALL, None));
        }
        let is_fresh = match name {
            RecordName::Resource(_, address) => self.lists.fresh.has(&address),
            RecordName::Item(_, _, key) => self.lists.fresh.are_in(key),
        };
        match self.host.open(name, is_fresh) {
            Ok(Opened { image, permits, token }) => Ok((image, permits, Some(token))),
            Err(Denied::OutsideFootprint) => Err(Cause::OutsideFootprint {
                record: Box::new(name.record()),
                component: Component::EXISTENCE,
                is_write: false,
            }),
            Err(Denied::Interrupted) => Err(Cause::Interrupted),
        }
    }

    pub(super) fn is_resource(&self, index: RecordIndex) -> bool {
        let entry = self.lists.records.entries.get(index.index());
        entry.is_some_and(|entry| matches!(entry.key, EntryKey::Resource(_)))
    }

    pub(super) fn record_name(&self, index: RecordIndex) -> Box<Record> {
        let entry = self.lists.records.entries.get(index.index());
        let layout = self.memory.record_layout(index);
        let name = entry.zip(layout).and_then(|(entry, layout)| entry.key.name(layout));
        Box::new(name.expect("memory and entries grow together").record())
    }

    /// Notes an access of `size` bytes at `at`, if that is in a record, and checks that it is permitted.
    ///
    /// A write of a part of a component keeps the rest of it, so it depends on what was there.
    ///
    /// # Errors
    ///
    /// [`Cause::OutsideFootprint`]
    pub fn touch(&mut self, at: Pointer, size: usize, touch: Touch) -> Step {
        match self.memory.record_at(at) {
            Some(within) => self.touch_in(within, size, touch),
            None => Ok(()),
        }
    }

    /// The same, so many bytes into a record.
    pub(super) fn touch_in(
        &mut self,
        (index, offset): (RecordIndex, usize),
        size: usize,
        touch: Touch,
    ) -> Step {
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
        let notes = self.lists.records.notes.get_mut(index.index());
        notes.expect("memory and notes grow together")
    }

    /// What was done with each opened record, in order of [`RecordIndex`].
    pub fn notes(&mut self) -> &mut [Notes] {
        &mut self.lists.records.notes
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

    /// Whether anybody has to know by how much integers were updated.
    pub fn needs_sums(&self) -> bool {
        self.needs_sums
    }

    /// Notes by how much an integer of an opened record was updated, which lies so many bytes in.
    pub fn add_up_in(
        &mut self,
        index: RecordIndex,
        offset: usize,
        ty: IntegerType,
        (operation, amount): (UpdateOperation, Integer),
    ) {
        if !self.needs_sums {
            return;
        }
        let Some(entry) = self.lists.records.entries.get_mut(index.index()) else { return };
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

    /// Takes the last value of each record that was changed out of the memory, after the call has returned.
    pub(crate) fn take_images(&mut self) -> Step {
        let entries = self.lists.records.entries.iter_mut().zip(&self.lists.records.notes);
        for (index, (entry, notes)) in (0..).map(RecordIndex).zip(entries) {
            if !notes.written.union(notes.updated).is_empty() {
                entry.after = self.memory.image_of(index)?;
            }
        }
        Ok(())
    }

    /// Tells the host what was done with each record. A call that has not committed has only read.
    pub(crate) fn close_records(&mut self, has_committed: bool) {
        let entries = self.lists.records.entries.iter_mut().zip(&self.lists.records.notes);
        for (index, (entry, notes)) in (0..).map(RecordIndex).zip(entries) {
            let Some(layout) = self.memory.record_layout(index) else { continue };
            let touched = if has_committed {
                entry.touched(notes, layout)
            } else {
                entry.read_only(notes, layout)
            };
            if let Some(touched) = touched {
                self.host.close(touched);
            }
        }
    }
}
