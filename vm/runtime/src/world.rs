//! The state before a batch: every record decoded, and numbered for as long as it is there.
//!
//! Records are found by their family and the bytes that tell them apart, in a table of numbers; all else about one lies
//! together under its number. Values become bytes when they leave memory: when somebody asks for the root, or for the
//! store. So a batch that is committed costs nothing but putting its values in their places.

use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hashbrown::{DefaultHashBuilder, HashTable};
use rustc_hash::FxHashMap;
use vm_access::{AccountAddress, Family, Record, TableId};
use vm_layout::{FEW_BYTES, Image};
use vm_state::{BatchHeight, Key, MemoryStore, StateRoot, Store, StoreError, Write};

/// Number of a resource type, or of the types of a table's keys and values, among those that have been stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct StoredFamily(u32);

/// Number of a record that is there. It stays the same until a batch is committed that removes the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct StoredId(u32);

/// Where a record is to be looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hashed {
    pub(crate) family: StoredFamily,
    hash: u64,
}

impl StoredId {
    /// Position among all that may be there.
    #[inline]
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Global storage between two batches.
#[derive(Debug, Default)]
pub struct World {
    families: Vec<Family>,
    family_ids: FxHashMap<Family, StoredFamily>,
    entries: Vec<Entry>,
    /// Numbers of records that are gone.
    free: Vec<StoredId>,
    by_key: HashTable<StoredId>,
    hasher: DefaultHashBuilder,
    height: BatchHeight,
    checkpoint: Mutex<Checkpoint>,
}

/// A record, if it is there. All that tells it apart lies in one line of a processor's cache, its value mostly in the next.
#[derive(Debug)]
#[repr(C, align(64))]
pub(crate) struct Entry {
    /// Of a resource where it lies; of an item the handle of its table.
    address: AccountAddress,
    family: StoredFamily,
    /// Bytes of an item's key; nothing for a resource.
    item: Box<[u8]>,
    image: Option<Image>,
}

/// Records as bytes, as they were when somebody last asked.
#[derive(Debug, Default)]
struct Checkpoint {
    store: MemoryStore,
    /// Records with another value since, some of which may be gone.
    changed: Vec<StoredId>,
    /// Keys of records that have been removed since, some of which may be there again.
    removed: Vec<Key>,
}

/// Changes that are kept for the store at most, before a batch is committed.
const BEHIND_MAX: usize = 1 << 22;

impl Checkpoint {
    fn is_far_behind(&self) -> bool {
        BEHIND_MAX < self.changed.len().saturating_add(self.removed.len())
    }
}

/// What a batch changes: the last value of each record it writes, in no particular order.
#[derive(Clone, Debug)]
pub struct Changes {
    /// Of the state that is changed.
    base: BatchHeight,
    all: Vec<Change>,
}

/// The last value of a record; `None` where it is gone.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) record: ChangedRecord,
    pub(crate) after: Changed,
}

/// What a record is changed to.
#[derive(Clone, Debug)]
pub(crate) enum Changed {
    /// A value of the same type as before, which is there, of these bytes.
    Few([u8; FEW_BYTES]),
    /// Any.
    Image(Image),
    /// It is gone.
    Gone,
}

impl Changed {
    pub(crate) fn of(after: Option<Image>) -> Self {
        after.map_or(Self::Gone, Self::Image)
    }
}

/// A record that is changed.
#[derive(Clone, Debug)]
pub(crate) enum ChangedRecord {
    /// One that was there before.
    Stored(StoredId),
    /// Any.
    Named(Box<Record>),
}

impl Entry {
    /// Of a resource where it lies; of an item the handle of its table.
    #[inline]
    pub(crate) fn address(&self) -> &AccountAddress {
        &self.address
    }

    /// Bytes of an item's key; nothing for a resource.
    #[inline]
    pub(crate) fn item(&self) -> &[u8] {
        &self.item
    }

    /// The value, if the record is there.
    #[inline]
    pub(crate) fn image(&self) -> Option<&Image> {
        self.image.as_ref()
    }
}

impl Changes {
    /// Changes of `world` as it is now.
    pub(crate) fn new(world: &World, all: Vec<Change>) -> Self {
        Self { base: world.height, all }
    }
}

impl World {
    /// Empty storage in memory.
    pub fn new() -> Self {
        Self::default()
    }

    /// The record's value, if it exists.
    pub fn image(&self, record: &Record) -> Option<&Image> {
        self.entry(self.find_record(record)?).image()
    }

    /// The number of a family, if something of it has ever been stored.
    pub(crate) fn family(&self, family: &Family) -> Option<StoredFamily> {
        self.family_ids.get(family).copied()
    }

    /// The number of a record.
    #[inline]
    pub(crate) fn find(
        &self,
        family: StoredFamily,
        address: &AccountAddress,
        item: &[u8],
    ) -> Option<StoredId> {
        self.find_hashed(self.hash(family, address, item), address, item)
    }

    /// Where a record is to be looked for.
    #[inline]
    pub(crate) fn hash(
        &self,
        family: StoredFamily,
        address: &AccountAddress,
        item: &[u8],
    ) -> Hashed {
        Hashed { family, hash: hash(&self.hasher, family, address, item) }
    }

    /// The number of a record, which is told apart by what it was hashed from.
    #[inline]
    pub(crate) fn find_hashed(
        &self,
        Hashed { family, hash }: Hashed,
        address: &AccountAddress,
        item: &[u8],
    ) -> Option<StoredId> {
        let is_it = |id: &StoredId| self.is(*id, family, address, item);
        self.by_key.find(hash, is_it).copied()
    }

    /// The first record that has as much of the hash as the table keeps: nearly always the one that is sought, if that is there.
    #[inline]
    pub(crate) fn guess(&self, Hashed { hash, .. }: Hashed) -> Option<StoredId> {
        self.by_key.find(hash, |_| true).copied()
    }

    /// Whether the record is the one that is sought.
    #[inline]
    pub(crate) fn is(
        &self,
        id: StoredId,
        family: StoredFamily,
        address: &AccountAddress,
        item: &[u8],
    ) -> bool {
        let entry = self.entry(id);
        let is_same_item = || item.is_empty() || *entry.item == *item;
        entry.address == *address
            && entry.family == family
            && entry.item.len() == item.len()
            && is_same_item()
    }

    fn find_record(&self, record: &Record) -> Option<StoredId> {
        let (address, item) = place(record);
        self.find(self.family(&family(record))?, &address, item)
    }

    /// What is known of a record.
    #[inline]
    pub(crate) fn entry(&self, id: StoredId) -> &Entry {
        &self.entries[id.index()]
    }

    /// How many numbers there are.
    pub(crate) fn numbers(&self) -> usize {
        self.entries.len()
    }

    fn record(&self, entry: &Entry) -> Record {
        match &self.families[entry.family.0 as usize] {
            Family::Resource(ty) => Record::Resource(Arc::clone(ty), entry.address),
            Family::Item(key, value) => {
                let (key, value) = (key.clone(), value.clone());
                Record::Item(TableId { key, value, handle: entry.address }, entry.item.to_vec())
            }
        }
    }

    /// Number of batches committed.
    pub fn height(&self) -> BatchHeight {
        self.height
    }

    /// Every record, in no particular order.
    pub(crate) fn records(&self) -> impl Iterator<Item = Record> {
        let there = self.entries.iter().filter(|entry| entry.image.is_some());
        there.map(|entry| self.record(entry))
    }

    /// Number of records.
    pub fn record_count(&self) -> usize {
        self.by_key.len()
    }

    /// The state root as it is.
    ///
    /// # Errors
    ///
    /// If the store refuses or fails.
    pub fn root(&self) -> Result<StateRoot, StoreError> {
        Ok(self.checkpoint()?.store.root())
    }

    /// The state root as it would be after `changes`.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub fn root_after(&self, changes: &Changes) -> Result<StateRoot, StoreError> {
        let checkpoint = self.checkpoint()?;
        let write = |Change { record, after }: &Change| {
            let (key, before) = match record {
                ChangedRecord::Stored(id) => {
                    let entry = self.entry(*id);
                    (record_key(&self.record(entry)), entry.image())
                }
                ChangedRecord::Named(record) => (record_key(record), self.image(record)),
            };
            let value = match after {
                Changed::Few(few) => before.map(|before| before.with_few(*few).to_bcs()),
                Changed::Image(image) => Some(image.to_bcs()),
                Changed::Gone => None,
            };
            Write { key, value }
        };
        let mut writes: Vec<_> = changes.all.iter().map(write).collect();
        writes.sort_by(|left, right| left.key.cmp(&right.key));
        checkpoint.store.root_after(&writes)
    }

    /// The checkpoint, after everything that has changed since it was made.
    fn checkpoint(&self) -> Result<MutexGuard<'_, Checkpoint>, StoreError> {
        // A panic elsewhere leaves it whole: a store takes all of a commit or nothing.
        let mut checkpoint = self.checkpoint.lock().unwrap_or_else(PoisonError::into_inner);
        let Checkpoint { store, changed, removed } = &mut *checkpoint;
        changed.sort_unstable();
        changed.dedup();
        let there = changed.iter().map(|id| self.entry(*id)).filter(|entry| entry.image.is_some());
        let value = |entry: &Entry| entry.image.as_ref().map(Image::to_bcs);
        let mut writes: Vec<_> = there
            .map(|entry| Write { key: record_key(&self.record(entry)), value: value(entry) })
            .chain(removed.iter().map(|key| Write { key: key.clone(), value: None }))
            .collect();
        if !writes.is_empty() {
            // Of a record that was removed and is there again, the value counts.
            writes
                .sort_by(|left, right| left.key.cmp(&right.key).then(right.value.cmp(&left.value)));
            writes.dedup_by(|later, earlier| later.key == earlier.key);
            let root = store.root_after(&writes)?;
            store.commit(store.height().next(), &writes, root)?;
        }
        changed.clear();
        removed.clear();
        Ok(checkpoint)
    }

    /// Makes `changes` the next height, atomically: after an error nothing has changed.
    ///
    /// # Errors
    ///
    /// If they were made of another height, or the store refuses or fails.
    pub fn commit(&mut self, changes: Changes) -> Result<(), StoreError> {
        if changes.base != self.height {
            return Err(StoreError::WrongHeight {
                newest: self.height,
                asked: changes.base.next(),
            });
        }
        if self.checkpoint_mut().is_far_behind() {
            drop(self.checkpoint()?);
        }
        for Change { record, after } in changes.all {
            let stored = match &record {
                ChangedRecord::Stored(id) => Some(*id),
                ChangedRecord::Named(record) => self.find_record(record),
            };
            match (stored, record, after) {
                (Some(id), _, Changed::Few(few)) => self.replace(id, |own| own.set_few(few)),
                (Some(id), _, Changed::Image(image)) => self.replace(id, |own| *own = image),
                (Some(id), _, Changed::Gone) => self.remove(id),
                (None, ChangedRecord::Named(record), Changed::Image(image)) => {
                    self.insert(&record, image);
                }
                (None, _, _) => {}
            }
        }
        self.height = self.height.next();
        Ok(())
    }

    fn checkpoint_mut(&mut self) -> &mut Checkpoint {
        self.checkpoint.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a record that is there another value.
    #[inline]
    fn replace(&mut self, id: StoredId, change: impl FnOnce(&mut Image)) {
        if let Some(image) = &mut self.entries[id.index()].image {
            change(image);
        }
        self.checkpoint_mut().changed.push(id);
    }

    fn remove(&mut self, id: StoredId) {
        let entry = &self.entries[id.index()];
        let key = record_key(&self.record(entry));
        let hash = hash(&self.hasher, entry.family, &entry.address, &entry.item);
        if let Ok(found) = self.by_key.find_entry(hash, |own| *own == id) {
            found.remove();
        }
        self.entries[id.index()].image = None;
        self.free.push(id);
        self.checkpoint_mut().removed.push(key);
    }

    /// Adds a record that is not there.
    fn insert(&mut self, record: &Record, image: Image) {
        let of = family(record);
        let family = self.family_ids.get(&of).copied().unwrap_or_else(|| {
            let id = StoredFamily(number(self.families.len()));
            self.families.push(of.clone());
            self.family_ids.insert(of, id);
            id
        });
        let (address, item) = place(record);
        let entry = Entry { address, family, item: item.into(), image: Some(image) };
        let id = if let Some(id) = self.free.pop() {
            self.entries[id.index()] = entry;
            id
        } else {
            self.entries.push(entry);
            StoredId(number(self.entries.len() - 1))
        };
        let Self { by_key, entries, hasher, .. } = self;
        let hash_again = |id: &StoredId| {
            let Entry { address, family, item, .. } = &entries[id.index()];
            hash(hasher, *family, address, item)
        };
        by_key.insert_unique(hash(hasher, family, &address, item), id, hash_again);
        self.checkpoint_mut().changed.push(id);
    }
}

fn hash(
    hasher: &DefaultHashBuilder,
    family: StoredFamily,
    address: &AccountAddress,
    item: &[u8],
) -> u64 {
    let mut hasher = hasher.build_hasher();
    hasher.write_u32(family.0);
    hasher.write(&address.0);
    if !item.is_empty() {
        item.hash(&mut hasher);
    }
    hasher.finish()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("fewer than 2^32 records fit in memory")
}

/// The family of a record.
fn family(record: &Record) -> Family {
    match record {
        Record::Resource(ty, _) => Family::Resource(Arc::clone(ty)),
        Record::Item(table, _) => Family::Item(table.key.clone(), table.value.clone()),
    }
}

/// What tells a record from others of its family: the address or the handle, and the bytes of an item's key.
fn place(record: &Record) -> (AccountAddress, &[u8]) {
    match record {
        Record::Resource(_, address) => (*address, &[]),
        Record::Item(table, key) => (table.handle, key),
    }
}

/// The key of a record: its type first, then the address, or the table's handle and the item's key, so that the records
/// of one contract stand together.
fn record_key(record: &Record) -> Key {
    let encodes = "names and types always encode";
    match record {
        Record::Resource(ty, address) => {
            let mut key = vec![0];
            key.extend(bcs::to_bytes(ty).expect(encodes));
            key.extend(address.0);
            key
        }
        Record::Item(table, item) => {
            let mut key = vec![1];
            key.extend(bcs::to_bytes(&(&table.key, &table.value)).expect(encodes));
            key.extend(table.handle.0);
            key.extend(item);
            key
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::collection::{btree_map, vec};
    use proptest::option;
    use proptest::prelude::*;
    use vm_access::{Identifier, ModuleId, Type, Value};
    use vm_bytecode::StructDefinition;
    use vm_layout::{LayoutTable, StructSource};

    use super::*;

    struct NoStructs;

    impl StructSource for NoStructs {
        fn structure(&self, _: &ModuleId, _: &Identifier) -> Option<&StructDefinition> {
            None
        }
    }

    fn image(number: u64) -> Image {
        let layout = LayoutTable::default().layout(&Type::U64, &NoStructs).unwrap();
        Image::from_value(&Value::U64(number), &layout).unwrap()
    }

    fn record(key: u8) -> Record {
        let handle = AccountAddress::from_low(key % 2);
        Record::Item(TableId { key: Type::U8, value: Type::U64, handle }, vec![key])
    }

    /// Changes that name records by their number where they have one, if that is asked for.
    fn changes(world: &World, writes: &BTreeMap<u8, Option<u64>>, by_number: bool) -> Changes {
        let change = |(key, value): (&u8, &Option<u64>)| {
            let stored = world.find_record(&record(*key)).filter(|_| by_number);
            let named = || ChangedRecord::Named(Box::new(record(*key)));
            Change {
                record: stored.map_or_else(named, ChangedRecord::Stored),
                after: Changed::of(value.map(image)),
            }
        };
        Changes::new(world, writes.iter().map(change).collect())
    }

    fn holding(records: &BTreeMap<u8, u64>) -> World {
        let mut world = World::new();
        let writes = records.iter().map(|(key, value)| (*key, Some(*value))).collect();
        world.commit(changes(&world, &writes, false)).unwrap();
        world
    }

    #[test]
    fn changes_of_another_height_are_refused() {
        let mut world = World::new();
        let first = changes(&world, &BTreeMap::from([(1, Some(1))]), false);
        let second = first.clone();
        world.commit(first).unwrap();
        let refused = world.commit(second);
        assert!(matches!(refused, Err(StoreError::WrongHeight { .. })));
        assert_eq!((world.record_count(), world.height()), (1, BatchHeight(1)));
    }

    proptest! {
        /// Whenever somebody has asked for the root, and however changes have named records.
        #[test]
        fn a_world_holds_what_was_written_last(
            batches in vec(
                (btree_map(0..6_u8, option::of(any::<u64>()), 0..5), any::<bool>(), any::<bool>()),
                1..8,
            )
        ) {
            let mut world = World::new();
            let mut model = BTreeMap::new();
            for (writes, by_number, is_asked) in batches {
                let own = changes(&world, &writes, by_number);
                let expected = is_asked.then(|| world.root_after(&own).unwrap());
                world.commit(own).unwrap();
                if let Some(expected) = expected {
                    prop_assert_eq!(world.root().unwrap(), expected);
                }
                for (key, value) in writes {
                    match value {
                        Some(value) => model.insert(key, value),
                        None => model.remove(&key),
                    };
                }
                for key in 0..6 {
                    let value = world.image(&record(key)).map(Image::to_value);
                    prop_assert_eq!(value, model.get(&key).copied().map(Value::U64));
                }
            }
            prop_assert_eq!(world.record_count(), model.len());
            prop_assert_eq!(world.records().count(), model.len());
            prop_assert_eq!(world.root().unwrap(), holding(&model).root().unwrap());
        }
    }
}
