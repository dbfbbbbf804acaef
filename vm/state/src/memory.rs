//! A store in memory: for tests and benchmarks.

use std::collections::BTreeMap;
use std::iter::Peekable;
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
        let height =
            Height { number: BatchHeight::default(), root: root_of(&records, &[]), records };
        Self { newest: RwLock::new(Arc::new(height)) }
    }

    fn newest(&self) -> Arc<Height> {
        // Nothing panics while the lock is held for writing, so a poisoned lock still guards a whole height.
        Arc::clone(&self.newest.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

fn check_sorted(writes: &[Write]) -> Result<(), StoreError> {
    let is_sorted = writes.is_sorted_by(|one, next| one.key < next.key);
    if is_sorted { Ok(()) } else { Err(StoreError::Unsorted) }
}

/// The root of `records` with `writes`, sorted, over them.
fn root_of(records: &Records, writes: &[Write]) -> StateRoot {
    let old = records.iter().map(|(key, value)| (key.as_slice(), value.as_ref()));
    let new = writes.iter().map(|write| (write.key.as_slice(), write.value.as_deref()));
    StateRoot::of(Overlay { old: old.peekable(), new: new.peekable() })
}

/// Two sorted sequences as one, in which the newer has its way.
struct Overlay<A: Iterator, B: Iterator> {
    old: Peekable<A>,
    new: Peekable<B>,
}

impl<'a, A, B> Iterator for Overlay<A, B>
where
    A: Iterator<Item = (&'a [u8], &'a [u8])>,
    B: Iterator<Item = (&'a [u8], Option<&'a [u8]>)>,
{
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some((key, value)) = self.new.peek().copied() else { return self.old.next() };
            if let Some(old) = self.old.next_if(|(old, _)| *old < key) {
                return Some(old);
            }
            self.old.next_if(|(old, _)| *old == key);
            self.new.next();
            if let Some(value) = value {
                return Some((key, value));
            }
        }
    }
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
        check_sorted(writes)?;
        Ok(root_of(&self.newest().records, writes))
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
        check_sorted(writes)?;
        let actual = root_of(&newest.records, writes);
        if actual != root {
            return Err(StoreError::WrongRoot { actual, given: root });
        }
        // Copies the records only while a snapshot of them is held.
        let next = Arc::make_mut(&mut newest);
        next.number = height;
        next.root = root;
        for Write { key, value } in writes {
            match value {
                Some(value) => next.records.insert(key.clone(), Arc::from(value.as_slice())),
                None => next.records.remove(key),
            };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_map, vec};
    use proptest::option;
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn a_store_holds_what_was_written_last(
            batches in vec(btree_map(vec(0..4_u8, 0..3), option::of(vec(any::<u8>(), 0..3)), 0..6), 1..5)
        ) {
            let store = MemoryStore::new();
            let mut model = BTreeMap::new();
            for batch in batches {
                let held = store.snapshot();
                let height = held.height();
                let writes: Vec<_> =
                    batch.into_iter().map(|(key, value)| Write { key, value }).collect();
                commit(&store, &writes).unwrap();
                for Write { key, value } in writes {
                    match value {
                        Some(value) => model.insert(key, value),
                        None => model.remove(&key),
                    };
                }
                prop_assert_eq!(held.height(), height);
                prop_assert_eq!(store.root(), MemoryStore::holding(model.clone()).root());
            }
        }
    }
}
