//! Bytes at rest: stores, snapshots, and a commitment to what they hold.
//!
//! Sorted writes of a batch come in; snapshots and a state root come out. Keys are opaque here: whoever encodes
//! records keeps those of one contract side by side, and values are BCS.
//!
//! # How it works
//!
//! A store is a sequence of heights. Committing a batch makes the next height; a snapshot keeps one height readable
//! for as long as it is held, by any number of threads, while later ones are made. The root hashes every record in
//! order of its key, so two stores that hold the same bytes have the same root, however they came to.
//!
//! # Invariants
//!
//! - A commit happens whole or not at all, and only at the height that follows the last.
//! - A snapshot never changes.
//!
//! # Not here
//!
//! Records and their encodings are known in `vm-runtime`.
#![forbid(unsafe_code)]

mod memory;
mod root;
mod store;

pub use memory::MemoryStore;
pub use root::StateRoot;
pub use store::{BatchHeight, Key, Snapshot, Store, StoreError, Write};
