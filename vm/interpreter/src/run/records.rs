//! Records that the call has opened, and what it did with each component.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use vm_access::{AccountAddress, Component, ComponentSet, Integer, IntegerType, Record, U256};
use vm_bytecode::UpdateOperation;
use vm_layout::{Fault, Image, Layout, Memory, Pointer, RecordIndex, RecordValue};

use super::{Purpose, Run, Step};
use crate::host::{Denied, Opened, Permits, RecordKey, RecordName, Touched};
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
    /// Room of entries; as many are of this call as there are notes.
    entries: Vec<Entry>,
    /// What finds each.
    locators: Vec<Locator>,
    /// What was done with each.
    notes: Vec<Notes>,
    /// How many were opened before the call, whether it touches them or not.
    prepared: usize,
}

/// What finds an opened record. Compiled code reads it as well, so the order of the fields is fixed.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Locator {
    /// Of a resource where it lies; of an item the handle of its table.
    pub address: AccountAddress,
    /// Where the layout of its values is, as [`Locator::layout_word`] tells it; 1 more for an item.
    pub layout: u64,
    /// Where the value lies, to be read; 0 if there is none.
    pub at: u64,
    /// Where it lies, to be changed; 0 if there is none, or no copy has been made yet.
    pub edited: u64,
    /// Which record it is, counted from 1.
    pub number: u64,
}

impl Locator {
    /// What stands for a layout.
    #[inline]
    pub fn layout_word(layout: &Arc<Layout>) -> u64 {
        Arc::as_ptr(layout).addr() as u64
    }
}

/// What else is known of an opened record; its value is in memory, under the same index.
#[derive(Debug, Default)]
struct Entry {
    /// Layout of the table's keys, if it is an item.
    key_layout: Option<Arc<Layout>>,
    /// Bytes of an item's key.
    key: SmallVec<[u8; 32]>,
    token: Option<u32>,
    sums: Vec<Sum>,
    /// The value at the end, where it does not lie in memory as it is.
    after: Option<Image>,
}

impl Entry {
    /// Makes it the entry of another record. Those that call after call opens are of few types.
    #[inline]
    fn set(&mut self, key: RecordKey<'_>, token: Option<u32>) {
        self.token = token;
        self.sums.clear();
        match key {
            RecordKey::Resource(_) => self.key_layout = None,
            RecordKey::Item(of, _, bytes) => {
                if !self.key_layout.as_ref().is_some_and(|own| Arc::ptr_eq(own, of)) {
                    self.key_layout = Some(Arc::clone(of));
                }
                self.key.clear();
                self.key.extend_from_slice(bytes);
            }
        }
    }

    #[inline]
    fn name<'n>(&'n self, at: &Locator, layout: &'n Layout) -> Option<RecordName<'n>> {
        Some(match &self.key_layout {
            None => RecordName::Resource(layout.structure()?, at.address),
            Some(of) => RecordName::Item([of.ty(), layout.ty()], at.address, &self.key),
        })
    }

    #[inline]
    fn is(&self, at: &Locator, key: RecordKey<'_>) -> bool {
        match (&self.key_layout, key) {
            (None, RecordKey::Resource(address)) => at.address == address,
            (Some(own), RecordKey::Item(of, handle, bytes)) => {
                at.address == handle && self.key.as_slice() == bytes && are_alike(own, of)
            }
            (None, RecordKey::Item(..)) | (Some(_), RecordKey::Resource(_)) => false,
        }
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

    /// Whether nothing was done.
    fn are_empty(&self) -> bool {
        self.read.union(self.written).union(self.updated).is_empty()
    }

    /// Components of which nothing but sums is known or changed.
    fn added(&self) -> ComponentSet {
        self.updated.minus(self.read).minus(self.written)
    }
}

impl Entry {
    /// What was done with the record. The sums are left that tell of what was only added to.
    fn touched<'t>(
        &'t mut self,
        (at, notes): (&Locator, &Notes),
        layout: &'t Arc<Layout>,
        small: Option<RecordValue<'t>>,
    ) -> Option<Touched<'t>> {
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
            name: self.name(at, layout)?,
            token: self.token,
            read: notes.read.union(mixed),
            written: notes.written.union(mixed),
            added,
            sums: &self.sums,
            after: small.or_else(|| self.after.as_ref().map(RecordValue::Image)),
        })
    }

    /// What was done with the record by a call that has aborted: nothing is written. What was updated counts as read: where
    /// it had been out of range, the call had ended there.
    fn read_only<'t>(
        &'t self,
        (at, notes): (&Locator, &Notes),
        layout: &'t Layout,
    ) -> Option<Touched<'t>> {
        Some(Touched {
            name: self.name(at, layout)?,
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
    #[inline]
    pub(crate) fn clear(&mut self) {
        if !self.by_name.is_empty() {
            self.by_name.clear();
        }
        self.entries.truncate(FEW);
        self.locators.clear();
        self.notes.clear();
        self.prepared = 0;
    }

    /// Whether another one is found as fast as the first.
    pub(crate) fn has_room(&self) -> bool {
        self.notes.len() < FEW
    }

    /// Says that the call begins.
    pub(crate) fn begin(&mut self) {
        self.prepared = self.notes.len();
    }

    #[inline]
    fn get(&self, index: RecordIndex) -> Option<(&Entry, &Locator)> {
        self.entries.get(index.index()).zip(self.locators.get(index.index()))
    }

    /// Adds one, whose index in memory is the next one here.
    #[inline]
    pub(crate) fn add(
        &mut self,
        key: RecordKey<'_>,
        layout: &Arc<Layout>,
        token: Option<u32>,
        permits: Permits,
    ) {
        let next = self.notes.len();
        if self.entries.len() == next {
            self.entries.push(Entry::default());
        }
        if let Some(entry) = self.entries.get_mut(next) {
            entry.set(key, token);
        }
        self.notes.push(Notes::of(permits));
        let (address, is_item) = match key {
            RecordKey::Resource(address) => (address, 0),
            RecordKey::Item(_, handle, _) => (handle, 1),
        };
        let layout = Locator::layout_word(layout) | is_item;
        let number = next as u64 + 1;
        self.locators.push(Locator { address, layout, at: 0, edited: 0, number });
    }

    /// Notes where a record lies now.
    #[inline]
    pub(crate) fn locate(&mut self, index: RecordIndex, memory: &Memory) {
        if let Some(locator) = self.locators.get_mut(index.index()) {
            locator.at = memory.place(index).unwrap_or_default().0;
            locator.edited = memory.edited(index).unwrap_or_default().0;
        }
    }
}

impl Run<'_> {
    /// Opens a record, whose values have `layout`, on first use.
    #[inline]
    pub(super) fn open(&mut self, key: RecordKey<'_>, layout: &Arc<Layout>) -> Step<RecordIndex> {
        match self.find_few(key, layout) {
            Some(index) => Ok(index),
            None => self.open_other(key, layout),
        }
    }

    /// The same, where it is not among the first few.
    pub(super) fn open_other(
        &mut self,
        key: RecordKey<'_>,
        layout: &Arc<Layout>,
    ) -> Step<RecordIndex> {
        if self.purpose == Purpose::Term {
            return Err(Cause::NotATerm);
        }
        let name = key.name(layout).ok_or(Fault::Shape)?;
        let count = self.lists.records.notes.len();
        if FEW < count
            && let Some(index) = self.lists.records.by_name.get(&name.record())
        {
            return Ok(*index);
        }
        // Those of the footprint are no more than it has accesses.
        if self.limits.records <= count - self.lists.records.prepared {
            return Err(Cause::LimitReached(Limit::Records));
        }
        let fresh = &self.lists.fresh;
        if matches!(name, RecordName::Item(_, handle, _) if fresh.has(&handle)) {
            // Nobody else can know the table's handle: it had no items before.
            let index = self.memory.open(layout, None)?;
            self.lists.records.add(key, layout, None, Permits::ALL);
            return Ok(self.named(index, name));
        }
        let is_fresh = match name {
            RecordName::Resource(_, address) => fresh.has(&address),
            RecordName::Item(_, _, key) => fresh.are_in(key),
        };
        let Opened { image, permits, token } =
            self.host.open(name, is_fresh).map_err(|denied| match denied {
                Denied::OutsideFootprint => Cause::OutsideFootprint {
                    record: Box::new(name.record()),
                    component: Component::EXISTENCE,
                    is_write: false,
                },
                Denied::Interrupted => Cause::Interrupted,
            })?;
        let index = self.memory.open(layout, image.as_deref().map(RecordValue::Image))?;
        self.lists.records.add(key, layout, Some(token), permits);
        self.lists.records.locate(index, self.memory);
        Ok(self.named(index, name))
    }

    /// Lets a record that has been opened be found again.
    fn named(&mut self, index: RecordIndex, name: RecordName<'_>) -> RecordIndex {
        if FEW <= index.index() {
            self.lists.records.by_name.insert(name.record(), index);
        }
        index
    }

    /// The record, if it is among the first few that have been opened.
    #[inline]
    pub(super) fn find_few(&self, key: RecordKey<'_>, layout: &Arc<Layout>) -> Option<RecordIndex> {
        let Records { entries, locators, .. } = &self.lists.records;
        let word = Locator::layout_word(layout);
        for (index, at) in (0..).zip(locators.iter().take(FEW)) {
            let is_it = match key {
                RecordKey::Resource(address) => at.layout == word && at.address == address,
                RecordKey::Item(of, handle, bytes) => {
                    let is_like = |entry: &Entry| {
                        entry.key_layout.as_ref().is_some_and(|own| Arc::ptr_eq(own, of))
                            && entry.key.as_slice() == bytes
                    };
                    at.layout == word | 1
                        && at.address == handle
                        && entries.get(index as usize).is_some_and(is_like)
                }
            };
            if is_it {
                return Some(RecordIndex(index));
            }
        }
        self.find_alike(key, layout)
    }

    /// The same where types are alike that are laid out twice.
    fn find_alike(&self, key: RecordKey<'_>, layout: &Arc<Layout>) -> Option<RecordIndex> {
        let Records { entries, locators, .. } = &self.lists.records;
        let few = entries.iter().zip(locators).take(FEW);
        for (index, (entry, at)) in (0..).map(RecordIndex).zip(few) {
            let is_it = entry.is(at, key)
                && self.memory.record_layout(index).is_some_and(|own| are_alike(own, layout));
            if is_it {
                return Some(index);
            }
        }
        None
    }

    pub(super) fn is_resource(&self, index: RecordIndex) -> bool {
        self.lists.records.get(index).is_some_and(|(entry, _)| entry.key_layout.is_none())
    }

    pub(super) fn record_name(&self, index: RecordIndex) -> Box<Record> {
        let entry = self.lists.records.get(index);
        let layout = self.memory.record_layout(index);
        let name = entry.zip(layout).and_then(|((entry, at), layout)| entry.name(at, layout));
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

    /// What finds each opened record, likewise.
    pub fn locators(&self) -> &[Locator] {
        &self.lists.records.locators
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
        let is_open = index.index() < self.lists.records.notes.len();
        let entry = self.lists.records.entries.get_mut(index.index()).filter(|_| is_open);
        let Some(entry) = entry else { return };
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

    /// Takes the last value of each record that was changed out of the memory, after the call has returned; but small ones lie
    /// there as they are.
    pub(crate) fn take_images(&mut self) -> Step {
        let Records { entries, notes, .. } = &mut self.lists.records;
        for (index, (entry, notes)) in (0..).map(RecordIndex).zip(entries.iter_mut().zip(notes)) {
            let is_changed = !notes.written.union(notes.updated).is_empty();
            entry.after = if is_changed && !self.memory.is_small(index) {
                self.memory.image_of(index)?
            } else {
                None
            };
        }
        Ok(())
    }

    /// Tells the host what was done with each record. A call that has not committed has only read.
    pub(crate) fn close_records(&mut self, has_committed: bool) {
        let Records { entries, notes, locators, .. } = &mut self.lists.records;
        let all = entries.iter_mut().zip(&*notes).zip(&*locators);
        for (index, ((entry, notes), at)) in (0..).map(RecordIndex).zip(all) {
            if notes.are_empty() {
                continue;
            }
            let Some(layout) = self.memory.record_layout(index) else { continue };
            let touched = if has_committed {
                let is_changed = !notes.written.union(notes.updated).is_empty();
                let small = if is_changed { self.memory.small(index) } else { None };
                entry.touched((at, notes), layout, small)
            } else {
                entry.read_only((at, notes), layout)
            };
            if let Some(touched) = touched {
                self.host.close(touched);
            }
        }
    }
}
