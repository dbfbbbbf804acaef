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

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHasher};
use vm_access::{Component, ComponentSet, Record, U256};
use vm_interpreter::{RecordName, Sum};
use vm_layout::{Image, RecordValue};
use vm_scheduler::TxIndex;

use crate::places::{PlaceTable, RecordId};
use crate::world::{Change, Changed, ChangedRecord, Changes, World};

/// Parts into which the records are divided by hash, each under a lock of its own.
const SHARD_COUNT: usize = 64;

/// What one transaction did to one record.
#[derive(Clone, Debug)]
struct Version {
    writer: TxIndex,
    written: ComponentSet,
    after: Option<Image>,
    sums: Vec<Sum>,
}

/// The same, to be published.
pub(crate) struct Written<'w> {
    /// Who wrote it.
    pub(crate) writer: TxIndex,
    /// The components it wrote: all of them where it created or removed the record.
    pub(crate) components: ComponentSet,
    /// The record afterwards; `None` where it was removed. Only what was written is meant.
    pub(crate) after: Option<RecordValue<'w>>,
    /// What it added to integers of other components, on top of what is there.
    pub(crate) sums: Vec<Sum>,
}

/// What the versions before a reader say of a record.
#[derive(Default)]
struct Found {
    /// Components with the image they are to be taken from, newest first.
    parts: Vec<(ComponentSet, Option<Image>)>,
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
    fn resolve<'r>(
        &'r self,
        places: &'r PlaceTable<'_>,
        named: Named<'_>,
        reader: TxIndex,
        without: ComponentSet,
    ) -> Option<Resolved<'r>>;

    /// Adds a version.
    fn publish(&mut self, places: &PlaceTable<'_>, named: Named<'_>, written: Written<'_>);

    /// Takes note that a transaction has ended, and publishes nothing more.
    fn end(&self, transaction: TxIndex) {
        let _ = transaction;
    }
}

/// A record's value.
pub(crate) enum Resolved<'r> {
    /// One that somebody has.
    There(RecordValue<'r>),
    /// One that was put together.
    Made(Image),
}

impl<'r> Resolved<'r> {
    pub(crate) fn of(image: Cow<'r, Image>) -> Self {
        match image {
            Cow::Borrowed(image) => Self::There(RecordValue::Image(image)),
            Cow::Owned(image) => Self::Made(image),
        }
    }

    /// The value.
    #[inline]
    pub(crate) fn value(&self) -> RecordValue<'_> {
        match self {
            Self::There(value) => *value,
            Self::Made(image) => RecordValue::Image(image),
        }
    }

    /// The same as an image.
    pub(crate) fn into_image(self) -> Cow<'r, Image> {
        match self {
            Self::There(RecordValue::Image(image)) => Cow::Borrowed(image),
            Self::There(value) => Cow::Owned(value.image()),
            Self::Made(image) => Cow::Owned(image),
        }
    }
}

/// The versions of every record that a batch has written so far.
#[derive(Debug)]
pub(crate) struct Versions<'a> {
    world: &'a World,
    places: &'a PlaceTable<'a>,
    /// Of records with a number, by it.
    numbered: Vec<Mutex<Vec<Version>>>,
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

    fn numbered(&self, named: Named<'_>) -> Option<MutexGuard<'_, Vec<Version>>> {
        Some(lock(self.numbered.get(named.id?.index())?))
    }

    /// The last state of every record that the batch wrote; `None` for a record that is gone.
    pub(crate) fn into_final(self) -> Changes {
        let Self { world, places, numbered, shards } = self;
        let mut last = Vec::new();
        for (id, slot) in places.record_ids().zip(numbered) {
            let chain = slot.into_inner().unwrap_or_else(PoisonError::into_inner);
            if chain.is_empty() {
                continue;
            }
            let after = assemble(newest(&chain, ComponentSet::NONE), places.image(id));
            let after = Changed::of(after.map(Cow::into_owned));
            last.push(Change { record: places.changed(id), after });
        }
        let shards = shards.into_iter();
        let others =
            shards.flat_map(|shard| shard.into_inner().unwrap_or_else(PoisonError::into_inner));
        last.extend(others.map(|(record, chain)| {
            let after = assemble(newest(&chain, ComponentSet::NONE), world.image(&record));
            let after = Changed::of(after.map(Cow::into_owned));
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
    fn resolve<'r>(
        &'r self,
        places: &'r PlaceTable<'_>,
        named: Named<'_>,
        reader: TxIndex,
        without: ComponentSet,
    ) -> Option<Resolved<'r>> {
        let before = |chain: &[Version]| {
            let before = chain.partition_point(|version| version.writer < reader);
            newest(&chain[..before], without)
        };
        if let Some(chain) = self.numbered(named) {
            let found = before(&chain);
            drop(chain);
            return assemble(found, named.id.and_then(|id| places.image(id))).map(Resolved::of);
        }
        let record = named.record.record();
        let found = before(self.shard(&record).get(&record).map_or(&[], Vec::as_slice));
        assemble(found, self.world.image(&record)).map(Resolved::of)
    }

    fn publish(&mut self, _places: &PlaceTable<'_>, named: Named<'_>, written: Written<'_>) {
        let Written { writer, components, after, sums } = written;
        let after = after.map(RecordValue::image);
        let version = Version { writer, written: components, after, sums };
        let insert = |chain: &mut Vec<Version>, version: Version| {
            let place = chain.partition_point(|other| other.writer < version.writer);
            chain.insert(place, version);
        };
        if let Some(mut chain) = self.numbered(named) {
            return insert(&mut chain, version);
        }
        let record = named.record.record();
        let mut shard = self.shard(&record);
        insert(shard.entry(record).or_default(), version);
    }
}

/// For each component the newest of `chain`, newest first, as far as the versions go, and what was added to it since.
fn newest(chain: &[Version], without: ComponentSet) -> Found {
    let mut missing = ComponentSet::ALL;
    let mut found = Found::default();
    for version in chain.iter().rev() {
        if let Some(layout) = version.after.as_ref().map(Image::layout) {
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
fn assemble(found: Found, base: Option<&Image>) -> Option<Cow<'_, Image>> {
    let Found { parts, added } = found;
    let image = put_together(parts, base)?;
    if added.is_empty() {
        return Some(image);
    }
    let added: Vec<_> =
        added.into_iter().map(|((offset, size), sum)| (offset, size, sum)).collect();
    let whole = image.with_added(&added).expect("what was added lies in integers of the record");
    Some(Cow::Owned(whole))
}

/// Each component from the first part that has it, else from `base`.
pub(crate) fn put_together(
    parts: Vec<(ComponentSet, Option<Image>)>,
    base: Option<&Image>,
) -> Option<Cow<'_, Image>> {
    let existence = parts.iter().find(|(components, _)| components.has(Component::EXISTENCE));
    let exists = match existence {
        Some((_, after)) => after.is_some(),
        None => base.is_some(),
    };
    if !exists {
        return None;
    }
    // What lies behind a removal is gone, and whoever created the record anew wrote all of it.
    let parts = parts.into_iter().map(|(components, image)| (components, image.map(Cow::Owned)));
    let with_base = parts.chain([(ComponentSet::ALL, base.map(Cow::Borrowed))]);
    let mut images: Vec<(ComponentSet, Cow<'_, Image>)> =
        with_base.filter_map(|(components, image)| Some((components, image?))).collect();
    let (first_components, first) = images.first()?;
    if first_components.has_all(first.layout().components()) {
        return Some(images.swap_remove(0).1);
    }
    let borrowed: Vec<_> =
        images.iter().map(|(components, image)| (*components, &**image)).collect();
    let whole = Image::assemble(&borrowed).expect("versions of one record have its type");
    Some(Cow::Owned(whole))
}
