//! Records under keys of 32 bytes: a table of hashbrown with its default hasher, whose places can be looked up ahead.

use std::hash::{BuildHasher, Hash, Hasher};

use hashbrown::{DefaultHashBuilder, HashTable};

/// An address as a key: hashed as its bytes, without their number before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key(pub(crate) [u8; 32]);

impl Hash for Key {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.0);
    }
}

/// Where a record lies until another one is put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place(usize);

/// Records of one kind, inline.
#[derive(Debug)]
pub(crate) struct Records<V> {
    table: HashTable<(Key, V)>,
    hasher: DefaultHashBuilder,
}

impl<V> Default for Records<V> {
    fn default() -> Self {
        Self { table: HashTable::new(), hasher: DefaultHashBuilder::default() }
    }
}

impl<V> Records<V> {
    /// The place of a record, if it is there.
    #[inline]
    pub(crate) fn find(&self, key: &Key) -> Option<Place> {
        let hash = self.hasher.hash_one(key);
        self.table.find_bucket_index(hash, |(other, _)| other == key).map(Place)
    }

    /// The record at a place.
    #[inline]
    pub(crate) fn at(&mut self, place: Place) -> &mut V {
        &mut self.table.get_bucket_mut(place.0).expect("records are never taken out").1
    }

    /// The record under `key`.
    pub(crate) fn get(&mut self, key: &Key) -> Option<&mut V> {
        self.find(key).map(|place| self.at(place))
    }

    /// Puts a record in, unless there is one.
    pub(crate) fn insert(&mut self, key: Key, value: V) -> bool {
        let is_new = self.find(&key).is_none();
        if is_new {
            let hash = |key: &Key| self.hasher.hash_one(key);
            self.table.insert_unique(hash(&key), (key, value), |(key, _)| hash(key));
        }
        is_new
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.table.len()
    }

    /// All, in no particular order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &(Key, V)> {
        self.table.iter()
    }
}
