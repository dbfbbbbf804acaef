//! The state before a batch: decoded records over a store of bytes.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use vm_access::Record;
use vm_layout::Image;
use vm_state::{BatchHeight, Key, MemoryStore, StateRoot, Store, StoreError, Write};

/// What a batch changed: the last value of each record it wrote, in no particular order; `None` where it is gone.
pub type Changes = Vec<(Record, Option<Arc<Image>>)>;

/// Global storage between two batches: every record decoded, and the store that keeps its bytes.
#[derive(Debug, Default)]
pub struct World {
    images: FxHashMap<Record, Arc<Image>>,
    store: MemoryStore,
}

impl World {
    /// Empty storage in memory.
    pub fn new() -> Self {
        Self::default()
    }

    /// The record's value, if it exists.
    pub fn image(&self, record: &Record) -> Option<Arc<Image>> {
        self.images.get(record).cloned()
    }

    /// Number of batches committed.
    pub fn height(&self) -> BatchHeight {
        self.store.height()
    }

    /// Every record, in no particular order.
    pub(crate) fn records(&self) -> impl Iterator<Item = &Record> {
        self.images.keys()
    }

    /// Number of records.
    pub fn record_count(&self) -> usize {
        self.images.len()
    }

    /// The state root as it is.
    pub fn root(&self) -> StateRoot {
        self.store.root()
    }

    /// The state root as it would be after `changes`.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub fn root_after(&self, changes: &Changes) -> Result<StateRoot, StoreError> {
        self.store.root_after(&writes(changes))
    }

    /// Makes `changes` the next height, atomically: after an error nothing has changed.
    ///
    /// # Errors
    ///
    /// If the store refuses or fails.
    pub fn commit(&mut self, changes: Changes) -> Result<StateRoot, StoreError> {
        let writes = writes(&changes);
        let root = self.store.root_after(&writes)?;
        self.store.commit(self.store.height().next(), &writes, root)?;
        for (record, image) in changes {
            match image {
                Some(image) => self.images.insert(record, image),
                None => self.images.remove(&record),
            };
        }
        Ok(root)
    }
}

/// Changes as bytes, sorted by key.
fn writes(changes: &Changes) -> Vec<Write> {
    let write = |(record, image): &(Record, Option<Arc<Image>>)| Write {
        key: record_key(record),
        value: image.as_ref().map(|image| image.to_bcs()),
    };
    let mut writes: Vec<_> = changes.iter().map(write).collect();
    writes.sort_by(|left, right| left.key.cmp(&right.key));
    writes
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
