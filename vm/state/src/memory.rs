//! A store in memory: for tests and benchmarks.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::root::StateRoot;
use crate::store::{BatchHeight, Key, Snapshot, Store, StoreError, Write};

type Records = BTreeMap<Key, Arc<[u8]>>;

/// A store that is gone with its process.
#[derive(Debug)]
pub struct MemoryStore {
    newest: RwLock<Arc<Height>>,
}

/// What one height holds.
#[derive(Clone, Debug)]
struct Height {
    number: BatchHeight,
    root: StateRoot,
    records: Records,
}

impl MemoryStore {
    /// An empty store at height 0.
    pub fn new() -> Self {
        Self::holding([])
    }

    /// A store at height 0 that holds these records already; of two with one key the later counts.
    pub fn holding(records: impl IntoIterator<Item = (Key, Vec<u8>)>) -> Self {
        let records = records.into_iter().map(|(key, value)| (key, Arc::from(value))).collect();
        let height = Height { number: BatchHeight::default(), root: root_of(&records), records };
        Self { newest: RwLock::new(Arc::new(height)) }
    }

    fn newest(&self) -> Arc<Height> {
        // A panic while the lock is held leaves the old height in place, whole.
        Arc::clone(&self.newest.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

fn root_of(records: &Records) -> StateRoot {
    StateRoot::of(records.iter().map(|(key, value)| (key.as_slice(), value.as_ref())))
}

/// `records` with `writes` over them.
fn overlay(records: &Records, writes: &[Write]) -> Result<Records, StoreError> {
    if writes.iter().zip(writes.iter().skip(1)).any(|(one, next)| next.key <= one.key) {
        return Err(StoreError::Unsorted);
    }
    let mut records = records.clone();
    for Write { key, value } in writes {
        match value {
            Some(value) => records.insert(key.clone(), Arc::from(value.as_slice())),
            None => records.remove(key),
        };
    }
    Ok(records)
}

impl Snapshot for Height {
    fn height(&self) -> BatchHeight {
        self.number
    }

    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.records.get(key).map(|value| value.to_vec()))
    }
}

impl Store for MemoryStore {
    fn snapshot(&self) -> Arc<dyn Snapshot> {
        self.newest()
    }

    fn height(&self) -> BatchHeight {
        self.newest().number
    }

    fn root(&self) -> StateRoot {
        self.newest().root
    }

    fn root_after(&self, writes: &[Write]) -> Result<StateRoot, StoreError> {
        overlay(&self.newest().records, writes).map(|records| root_of(&records))
    }

    fn commit(
        &self,
        height: BatchHeight,
        writes: &[Write],
        root: StateRoot,
    ) -> Result<(), StoreError> {
        let mut newest = self.newest.write().unwrap_or_else(PoisonError::into_inner);
        if newest.number == height && newest.root == root {
            return Ok(());
        }
        if newest.number.next() != height {
            return Err(StoreError::WrongHeight { newest: newest.number, asked: height });
        }
        let records = overlay(&newest.records, writes)?;
        let actual = root_of(&records);
        if actual != root {
            return Err(StoreError::WrongRoot { actual, given: root });
        }
        *newest = Arc::new(Height { number: height, root, records });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(key: &str, value: Option<&str>) -> Write {
        Write { key: key.into(), value: value.map(Into::into) }
    }

    fn commit(store: &MemoryStore, writes: &[Write]) -> Result<(), StoreError> {
        let root = store.root_after(writes)?;
        store.commit(store.height().next(), writes, root)
    }

    #[test]
    fn a_snapshot_keeps_its_height() {
        let store = MemoryStore::new();
        commit(&store, &[write("a", Some("1")), write("b", Some("2"))]).unwrap();
        let before = store.snapshot();
        commit(&store, &[write("a", None), write("b", Some("3"))]).unwrap();
        let keys = [Key::from("a"), Key::from("b")];
        let old = [Some(b"1".to_vec()), Some(b"2".to_vec())];
        assert_eq!(before.multi_get(&keys).unwrap(), old);
        assert_eq!(store.snapshot().multi_get(&keys).unwrap(), [None, Some(b"3".to_vec())]);
        assert_eq!((before.height(), store.height()), (BatchHeight(1), BatchHeight(2)));
    }

    #[test]
    fn equal_contents_have_equal_roots() {
        let store = MemoryStore::new();
        commit(&store, &[write("a", Some("1")), write("b", Some("2"))]).unwrap();
        commit(&store, &[write("b", None)]).unwrap();
        let other = MemoryStore::holding([(Key::from("a"), b"1".to_vec())]);
        assert_eq!(store.root(), other.root());
        assert_ne!(store.root(), MemoryStore::new().root());
    }

    #[test]
    fn a_commit_that_does_not_fit_changes_nothing() {
        let store = MemoryStore::new();
        let writes = [write("a", Some("1"))];
        let root = store.root_after(&writes).unwrap();
        let skipped = store.commit(BatchHeight(2), &writes, root);
        assert!(matches!(skipped, Err(StoreError::WrongHeight { .. })));
        let wrong = store.commit(BatchHeight(1), &writes, store.root());
        assert!(matches!(wrong, Err(StoreError::WrongRoot { .. })));
        let twice = [write("b", None), write("b", None)];
        assert_eq!(store.root_after(&twice), Err(StoreError::Unsorted));
        assert_eq!(store.height(), BatchHeight(0));
        store.commit(BatchHeight(1), &writes, root).unwrap();
        store.commit(BatchHeight(1), &writes, root).unwrap();
        assert_eq!(store.height(), BatchHeight(1));
    }
}
