//! Versions of records: what the transactions of a batch wrote, kept beside each other until it ends.
//!
//! A version holds a whole record and the set of components that its writer wrote. A read belongs, component by
//! component, to the newest version before the reader; what no version has comes from before the batch. So a writer
//! never waits for earlier readers, and writers of different components of a record never wait for each other.
//!
//! Of an integer that was only added to, and whose adders need no order (`deltas`), a version holds the sum alone. A reader
//! adds up the sums since the newest version that has the component.
//!
//! Who may have to run again asks where what it finds comes from, to ask again later, and leaves *estimates* in the places of
//! its versions until it has run again.
//!
//! **Invariant.** When a transaction that never runs again opens a record, every earlier transaction that may write a component it may read has
//! published or has ended without writing (docs/versions.md, rule 2); so what it resolves is final, and resolving it again
//! would give the same.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHasher};
use smallvec::SmallVec;
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
    /// Which of its runs it was.
    incarnation: u32,
    written: ComponentSet,
    after: Option<Image>,
    sums: Vec<Sum>,
    /// Whether it is taken back: its writer will run again, and likely write here again.
    is_estimate: bool,
}

/// Which run of which transaction components were taken from; `None` where that is from before the batch.
pub(crate) type Origins = SmallVec<[(ComponentSet, Option<(TxIndex, u32)>); 2]>;

/// A record as somebody finds it who may have to run again.
pub(crate) struct Looked<'r> {
    /// The value.
    pub(crate) value: Option<Resolved<'r>>,
    /// Where it comes from; whoever has added something since is among them.
    pub(crate) origins: Origins,
    /// Which components are about to be written anew, and by whom, the newest first.
    pub(crate) estimates: SmallVec<[(ComponentSet, TxIndex); 1]>,
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
    /// Where those come from, if that is asked for.
    origins: Origins,
    /// Those of the components that are estimates.
    estimates: SmallVec<[(ComponentSet, TxIndex); 1]>,
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
            let after = assemble(newest(&chain, ComponentSet::NONE, false), places.image(id));
            let after = Changed::of(after.map(Cow::into_owned));
            last.push(Change { record: places.changed(id), after });
        }
        let shards = shards.into_iter();
        let others = shards
            .flat_map(|shard| shard.into_inner().unwrap_or_else(PoisonError::into_inner))
            .filter(|(_, chain)| !chain.is_empty());
        last.extend(others.map(|(record, chain)| {
            let after = assemble(newest(&chain, ComponentSet::NONE, false), world.image(&record));
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

impl Versions<'_> {
    /// Does something with the versions of a record.
    fn with<T>(&self, named: Named<'_>, work: impl FnOnce(&mut Vec<Version>) -> T) -> T {
        if let Some(mut chain) = self.numbered(named) {
            return work(&mut chain);
        }
        let record = named.record.record();
        work(self.shard(&record).entry(record).or_default())
    }

    /// The record before the batch.
    fn base(&self, named: Named<'_>) -> Option<&Image> {
        match named.id {
            Some(id) => self.places.image(id),
            None => self.world.image(&named.record.record()),
        }
    }

    /// The record as `reader` finds it now, who may have to run again.
    pub(crate) fn look<'r>(&'r self, named: Named<'_>, reader: TxIndex) -> Looked<'r> {
        let mut found = self.with(named, |chain| {
            let before = chain.partition_point(|version| version.writer < reader);
            newest(&chain[..before], ComponentSet::NONE, true)
        });
        let origins = std::mem::take(&mut found.origins);
        let estimates = std::mem::take(&mut found.estimates);
        Looked { value: assemble(found, self.base(named)).map(Resolved::of), origins, estimates }
    }

    /// Publishes what a run of a transaction made of a record, in place of what an earlier run did; tells whether that had
    /// left some of it alone.
    pub(crate) fn replace(&self, named: Named<'_>, incarnation: u32, written: Written<'_>) -> bool {
        let Written { writer, components, after, sums } = written;
        let after = after.map(RecordValue::image);
        let version =
            Version { writer, incarnation, written: components, after, sums, is_estimate: false };
        self.with(named, |chain| match chain.binary_search_by_key(&writer, |it| it.writer) {
            Ok(position) => {
                let own = std::mem::replace(&mut chain[position], version);
                !own.changed().has_all(chain[position].changed())
            }
            Err(position) => {
                chain.insert(position, version);
                true
            }
        })
    }

    /// Takes back what a transaction made of a record, which it will likely make again; or, if it has run again and is `done`,
    /// has not.
    pub(crate) fn retract(&self, named: Named<'_>, writer: TxIndex, is_done: bool) {
        self.with(named, |chain| {
            let Ok(position) = chain.binary_search_by_key(&writer, |it| it.writer) else { return };
            if is_done {
                chain.remove(position);
            } else {
                chain[position].is_estimate = true;
            }
        });
    }
}

impl Version {
    /// Components that are not as they were before it.
    fn changed(&self) -> ComponentSet {
        let Some(layout) = self.after.as_ref().map(Image::layout) else { return self.written };
        let components = |sum: &Sum| layout.components_at(sum.offset, sum.ty.bytes());
        self.sums.iter().map(components).fold(self.written, ComponentSet::union)
    }
}

impl Records for &Versions<'_> {
    fn resolve<'r>(
        &'r self,
        _places: &'r PlaceTable<'_>,
        named: Named<'_>,
        reader: TxIndex,
        without: ComponentSet,
    ) -> Option<Resolved<'r>> {
        let found = self.with(named, |chain| {
            let before = chain.partition_point(|version| version.writer < reader);
            newest(&chain[..before], without, false)
        });
        assemble(found, self.base(named)).map(Resolved::of)
    }

    fn publish(&mut self, _places: &PlaceTable<'_>, named: Named<'_>, written: Written<'_>) {
        self.replace(named, 0, written);
    }
}

/// For each component the newest of `chain`, newest first, as far as the versions go, and what was added to it since; with
/// origins and estimates, if they are asked for.
fn newest(chain: &[Version], without: ComponentSet, has_origins: bool) -> Found {
    let mut missing = ComponentSet::ALL;
    let mut found = Found::default();
    for version in chain.iter().rev() {
        if has_origins {
            let changed = missing.intersect(version.changed());
            if !changed.is_empty() {
                found.origins.push((changed, Some((version.writer, version.incarnation))));
                if version.is_estimate {
                    found.estimates.push((changed, version.writer));
                }
            }
        }
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
    if has_origins && !missing.is_empty() {
        found.origins.push((missing, None));
    }
    found
}

/// Puts a record together, with what was added.
fn assemble(found: Found, base: Option<&Image>) -> Option<Cow<'_, Image>> {
    let Found { parts, added, .. } = found;
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
