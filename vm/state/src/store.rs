//! What every store offers.

use std::fmt;
use std::sync::Arc;

use crate::root::StateRoot;

/// A record's encoded key.
pub type Key = Vec<u8>;

/// Number of batches committed so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchHeight(pub u64);

impl BatchHeight {
    /// The height after the next batch.
    ///
    /// # Panics
    ///
    /// After 2^64 batches.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.checked_add(1).expect("no store sees 2^64 batches"))
    }
}

impl fmt::Display for BatchHeight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "height {}", self.0)
    }
}

/// One change: the new value of a key, or `None` to remove it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// The key.
    pub key: Key,
    /// The value from now on.
    pub value: Option<Vec<u8>>,
}

/// What one height holds; never changes.
pub trait Snapshot: Send + Sync {
    /// The height.
    fn height(&self) -> BatchHeight;

    /// The value of `key`, if it has one.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// The values of `keys`, in their order. Sorted keys are read fastest.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    fn multi_get(&self, keys: &[Key]) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        keys.iter().map(|key| self.get(key)).collect()
    }
}

/// A store of bytes.
pub trait Store: Send + Sync {
    /// The newest height and what it holds.
    fn snapshot(&self) -> Arc<dyn Snapshot>;

    /// The newest height.
    fn height(&self) -> BatchHeight;

    /// The root at the newest height.
    fn root(&self) -> StateRoot;

    /// The root that the store would have after `writes`.
    ///
    /// # Errors
    ///
    /// As [`Store::commit`], but for the height.
    fn root_after(&self, writes: &[Write]) -> Result<StateRoot, StoreError>;

    /// Makes `height`, with `writes` over what was there, whole and durable when this returns.
    ///
    /// Committing the newest height again with the same root does nothing.
    ///
    /// # Errors
    ///
    /// If `height` does not follow the newest, `writes` are not sorted by key without repetition, or the root is not
    /// the one that results; nothing is changed then.
    fn commit(
        &self,
        height: BatchHeight,
        writes: &[Write],
        root: StateRoot,
    ) -> Result<(), StoreError>;
}

/// Why a store refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The height does not follow the newest.
    WrongHeight {
        /// The newest height.
        newest: BatchHeight,
        /// The height asked for.
        asked: BatchHeight,
    },
    /// Writes out of order, or two for one key.
    Unsorted,
    /// Another root than the one given results.
    WrongRoot {
        /// What results.
        actual: StateRoot,
        /// What was given.
        given: StateRoot,
    },
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongHeight { newest, asked } => {
                write!(f, "cannot commit {asked} on top of {newest}")
            }
            Self::Unsorted => f.write_str("writes are not sorted by key"),
            Self::WrongRoot { actual, given } => {
                write!(f, "the root is {actual}, not {given}")
            }
        }
    }
}

impl std::error::Error for StoreError {}
