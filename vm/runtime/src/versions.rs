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
use vm_interpreter::Sum;
use vm_layout::Image;
use vm_scheduler::TxIndex;

use crate::world::World;

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

/// The versions of every record that a batch has written so far.
#[derive(Debug)]
pub(crate) struct Versions<'a> {
    world: &'a World,
    shards: Vec<Mutex<FxHashMap<Record, Vec<Version>>>>,
}

impl<'a> Versions<'a> {
    /// No version yet, over the state before the batch.
    pub(crate) fn new(world: &'a World) -> Self {
        let shards = (0..SHARD_COUNT).map(|_| Mutex::default()).collect();
        Self { world, shards }
    }

    /// Adds a version.
    pub(crate) fn publish(&self, record: &Record, version: Version) {
        let mut shard = self.shard(record);
        let chain = shard.entry(record.clone()).or_default();
        let place = chain.partition_point(|other| other.writer < version.writer);
        chain.insert(place, version);
    }

    /// The record as the transaction `reader` finds it; `None` if it does not exist then. What was added to components in
    /// `without` is left out.
    pub(crate) fn resolve(
        &self,
        record: &Record,
        reader: TxIndex,
        without: ComponentSet,
    ) -> Option<Arc<Image>> {
        let base = self.world.image(record);
        let found = {
            let shard = self.shard(record);
            let chain = shard.get(record).map(Vec::as_slice).unwrap_or_default();
            let before = chain.partition_point(|version| version.writer < reader);
            newest(&chain[..before], without)
        };
        assemble(found, base)
    }

    /// The last state of every record that the batch wrote; `None` for a record that is gone.
    pub(crate) fn into_final(self) -> Vec<(Record, Option<Arc<Image>>)> {
        let world = self.world;
        let shards = self.shards.into_iter();
        let chains =
            shards.flat_map(|shard| shard.into_inner().unwrap_or_else(PoisonError::into_inner));
        let mut last: Vec<_> = chains
            .map(|(record, chain)| {
                let after = assemble(newest(&chain, ComponentSet::NONE), world.image(&record));
                (record, after)
            })
            .collect();
        last.sort_by(|(left, _), (right, _)| left.cmp(right));
        last
    }

    fn shard(&self, record: &Record) -> MutexGuard<'_, FxHashMap<Record, Vec<Version>>> {
        let hash = BuildHasherDefault::<FxHasher>::default().hash_one(record);
        let shard = &self.shards[(hash >> 32) as usize % SHARD_COUNT];
        // A panic elsewhere ends the whole batch; the map itself is whole between two calls.
        shard.lock().unwrap_or_else(PoisonError::into_inner)
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
