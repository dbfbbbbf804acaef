//! Versions of records: what the transactions of a batch wrote, kept beside each other until it ends.
//!
//! A version holds a whole record and the set of components that its writer wrote. A read belongs, component by
//! component, to the newest version before the reader; what no version has comes from before the batch. So a writer
//! never waits for earlier readers, and writers of different components of a record never wait for each other.
//!
//! Of an integer that was only added to, and whose adders need no order (`deltas`), a version holds the sum alone. A reader
//! adds up the sums since the newest version that has the component.
//!
//! **Invariant.** When a transaction opens a record, every earlier transaction that may write a component it may read has
//! published or has ended without writing (docs/versions.md, rule 2); so what it resolves is final, and resolving it again
//! would give the same.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHasher};
use vm_access::{Component, ComponentSet, Record, U256};
use vm_interpreter::{RecordName, Sum};
use vm_layout::Image;
use vm_scheduler::TxIndex;

use crate::places::{PlaceTable, RecordId};
use crate::world::{Change, ChangedRecord, Changes, World};

/// Parts into which the records are divided by hash, each under a lock of its own.
const SHARD_COUNT: usize = 64;

/// What one transaction did to one record.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    /// Who wrote it.
    pub(crate) writer: TxIndex,
    /// The components it wrote: all of them where it created or removed the record.
    pub(crate) written: ComponentSet,
    /// The record afterwards; `None` where it was removed. Only what was written is meant.
    pub(crate) after: Option<Arc<Image>>,
    /// What it added to integers of other components, on top of what is there.
    pub(crate) sums: Vec<Sum>,
}

/// What the versions before a reader say of a record.
#[derive(Default)]
struct Found {
    /// Components with the image they are to be taken from, newest first.
    parts: Vec<(ComponentSet, Option<Arc<Image>>)>,
    /// What has been added since, by offset and size of the integer; modulo 2^256.
    added: BTreeMap<(usize, usize), U256>,
}

/// A record, with its number, if it is among those that the batch names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named<'r> {
    pub(crate) record: RecordName<'r>,
    pub(crate) id: Option<RecordId>,
}

/// Where the records of a batch are read and written.
pub(crate) trait Records {
    /// The record as the transaction `reader` finds it; `None` if it does not exist then. What was added to components in
    /// `without` is left out.
    fn resolve(
        &mut self,
        places: &PlaceTable<'_>,
        named: Named<'_>,
        reader: TxIndex,
        without: ComponentSet,
    ) -> Option<Arc<Image>>;

    /// Adds a version.
    fn publish(&mut self, named: Named<'_>, version: Version);
}

/// What there was before the batch, once somebody has asked: nothing yet, no record, a record.
type Base = Option<Option<Arc<Image>>>;

/// The versions of every record that a batch has written so far.
#[derive(Debug)]
pub(crate) struct Versions<'a> {
    world: &'a World,
    places: &'a PlaceTable<'a>,
    /// Of records with a number, by it.
    numbered: Vec<Mutex<(Base, Vec<Version>)>>,
    /// Of others: names that were made up, and what lies below wildcards alone.
    shards: Vec<Mutex<FxHashMap<Record, Vec<Version>>>>,
}

impl<'a> Versions<'a> {
    /// No version yet, over the state before the batch.
    pub(crate) fn new(world: &'a World, places: &'a PlaceTable<'a>) -> Self {
        let numbered = (0..places.record_count()).map(|_| Mutex::default()).collect();
        let shards = (0..SHARD_COUNT).map(|_| Mutex::default()).collect();
        Self { world, places, numbered, shards }
    }

    fn numbered(&self, named: Named<'_>) -> Option<MutexGuard<'_, (Base, Vec<Version>)>> {
        Some(lock(self.numbered.get(named.id?.index())?))
    }

    /// The last state of every record that the batch wrote; `None` for a record that is gone.
    pub(crate) fn into_final(self) -> Changes {
        let Self { world, places, numbered, shards } = self;
        let mut last = Vec::new();
        for (id, slot) in places.record_ids().zip(numbered) {
            let (base, chain) = slot.into_inner().unwrap_or_else(PoisonError::into_inner);
            if chain.is_empty() {
                continue;
            }
            let base = base.unwrap_or_else(|| places.image(id));
            let after = assemble(newest(&chain, ComponentSet::NONE), base);
            last.push(Change { record: places.changed(id), after });
        }
        let shards = shards.into_iter();
        let others =
            shards.flat_map(|shard| shard.into_inner().unwrap_or_else(PoisonError::into_inner));
        last.extend(others.map(|(record, chain)| {
            let after = assemble(newest(&chain, ComponentSet::NONE), world.image(&record));
            Change { record: ChangedRecord::Named(Box::new(record)), after }
        }));
        Changes::new(world, last)
    }

    fn shard(&self, record: &Record) -> MutexGuard<'_, FxHashMap<Record, Vec<Version>>> {
        let hash = BuildHasherDefault::<FxHasher>::default().hash_one(record);
        lock(&self.shards[(hash >> 32) as usize % SHARD_COUNT])
    }
}

/// A panic elsewhere ends the whole batch; what is behind the lock is whole between two calls.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Records for &Versions<'_> {
    fn resolve(
        &mut self,
        places: &PlaceTable<'_>,
        named: Named<'_>,
        reader: TxIndex,
        without: ComponentSet,
    ) -> Option<Arc<Image>> {
        let before = |chain: &[Version]| {
            let before = chain.partition_point(|version| version.writer < reader);
            newest(&chain[..before], without)
        };
        if let Some(mut slot) = self.numbered(named) {
            let (base, chain) = &mut *slot;
            let image = || named.id.and_then(|id| places.image(id));
            let base = base.get_or_insert_with(image).clone();
            let found = before(chain);
            drop(slot);
            return assemble(found, base);
        }
        let record = named.record.record();
        let found = before(self.shard(&record).get(&record).map_or(&[], Vec::as_slice));
        assemble(found, self.world.image(&record))
    }

    fn publish(&mut self, named: Named<'_>, version: Version) {
        let insert = |chain: &mut Vec<Version>, version: Version| {
            let place = chain.partition_point(|other| other.writer < version.writer);
            chain.insert(place, version);
        };
        if let Some(mut slot) = self.numbered(named) {
            return insert(&mut slot.1, version);
        }
        let record = named.record.record();
        let mut shard = self.shard(&record);
        insert(shard.entry(record).or_default(), version);
    }
}

/// The newest version of every record, where transactions run in the order of the batch: nobody asks for an older one.
#[derive(Debug)]
pub(crate) struct Newest<'a> {
    world: &'a World,
    /// Of records with a number, by it: what it is now, and whether the batch wrote it.
    numbered: Vec<(Base, bool)>,
    others: FxHashMap<Record, Option<Arc<Image>>>,
}

impl<'a> Newest<'a> {
    /// The state before the batch.
    pub(crate) fn new(world: &'a World) -> Self {
        Self { world, numbered: Vec::new(), others: FxHashMap::default() }
    }

    /// Makes room for so many records with a number.
    pub(crate) fn make_room(&mut self, count: usize) {
        self.numbered.resize_with(self.numbered.len().max(count), Default::default);
    }

    fn numbered(&mut self, named: Named<'_>) -> Option<&mut (Base, bool)> {
        self.numbered.get_mut(named.id?.index())
    }

    /// The last state of every record that the batch wrote; `None` for a record that is gone.
    pub(crate) fn into_final(self, places: &PlaceTable<'_>) -> Changes {
        let Self { world, numbered, others } = self;
        let ids = places.record_ids().zip(numbered);
        let last = ids.filter_map(|(id, (value, is_written))| {
            is_written.then(|| Change { record: places.changed(id), after: value.flatten() })
        });
        let named =
            |(record, after)| Change { record: ChangedRecord::Named(Box::new(record)), after };
        Changes::new(world, last.chain(others.into_iter().map(named)).collect())
    }
}

impl<R: Records> Records for &mut R {
    fn resolve(
        &mut self,
        places: &PlaceTable<'_>,
        named: Named<'_>,
        reader: TxIndex,
        without: ComponentSet,
    ) -> Option<Arc<Image>> {
        (**self).resolve(places, named, reader, without)
    }

    fn publish(&mut self, named: Named<'_>, version: Version) {
        (**self).publish(named, version);
    }
}

impl Records for Newest<'_> {
    fn resolve(
        &mut self,
        places: &PlaceTable<'_>,
        named: Named<'_>,
        _reader: TxIndex,
        _without: ComponentSet,
    ) -> Option<Arc<Image>> {
        if let Some((value, _)) = self.numbered(named) {
            let image = || named.id.and_then(|id| places.image(id));
            return value.get_or_insert_with(image).clone();
        }
        let record = named.record.record();
        match self.others.get(&record) {
            Some(value) => value.clone(),
            None => self.world.image(&record),
        }
    }

    fn publish(&mut self, named: Named<'_>, version: Version) {
        match self.numbered(named) {
            Some(slot) => *slot = (Some(version.after), true),
            None => {
                self.others.insert(named.record.record(), version.after);
            }
        }
    }
}

/// For each component the newest of `chain`, newest first, as far as the versions go, and what was added to it since.
fn newest(chain: &[Version], without: ComponentSet) -> Found {
    let mut missing = ComponentSet::ALL;
    let mut found = Found::default();
    for version in chain.iter().rev() {
        if let Some(layout) = version.after.as_ref().map(|image| image.layout()) {
            let summed = missing.minus(without);
            for Sum { offset, ty, plus, minus } in &version.sums {
                let size = ty.bytes();
                if summed.has_all(layout.components_at(*offset, size)) {
                    let added = found.added.entry((*offset, size)).or_default();
                    *added = added.wrapping_add(*plus).wrapping_sub(*minus);
                }
            }
        }
        let taken = missing.intersect(version.written);
        if !taken.is_empty() {
            found.parts.push((taken, version.after.clone()));
            missing = missing.minus(taken);
        }
    }
    found
}

/// Puts a record together, with what was added.
fn assemble(found: Found, base: Option<Arc<Image>>) -> Option<Arc<Image>> {
    let Found { parts, added } = found;
    let image = put_together(parts, base)?;
    if added.is_empty() {
        return Some(image);
    }
    let added: Vec<_> =
        added.into_iter().map(|((offset, size), sum)| (offset, size, sum)).collect();
    let whole = image.with_added(&added).expect("what was added lies in integers of the record");
    Some(Arc::new(whole))
}

/// Each component from the first part that has it, else from `base`.
fn put_together(
    parts: Vec<(ComponentSet, Option<Arc<Image>>)>,
    base: Option<Arc<Image>>,
) -> Option<Arc<Image>> {
    let existence = parts.iter().find(|(components, _)| components.has(Component::EXISTENCE));
    let exists = match existence {
        Some((_, after)) => after.is_some(),
        None => base.is_some(),
    };
    if !exists {
        return None;
    }
    // What lies behind a removal is gone, and whoever created the record anew wrote all of it.
    let with_base = parts.into_iter().chain([(ComponentSet::ALL, base)]);
    let images: Vec<_> =
        with_base.filter_map(|(components, image)| Some((components, image?))).collect();
    let (first_components, first) = images.first()?;
    if first_components.has_all(first.layout().components()) {
        return Some(first.clone());
    }
    let borrowed: Vec<_> =
        images.iter().map(|(components, image)| (*components, &**image)).collect();
    let whole = Image::assemble(&borrowed).expect("versions of one record have its type");
    Some(Arc::new(whole))
}
