//! The state root: BLAKE3 over all records in order.

use std::fmt;

/// A commitment to everything that a store holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateRoot(pub [u8; 32]);

impl StateRoot {
    /// The root of records in order of their keys.
    ///
    /// Lengths stand before keys and values, so no two lists of records hash the same bytes.
    pub fn of<'a>(records: impl IntoIterator<Item = (&'a [u8], &'a [u8])>) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("accessvm state root 1");
        for (key, value) in records {
            for bytes in [key, value] {
                hasher.update(&(bytes.len() as u64).to_le_bytes());
                hasher.update(bytes);
            }
        }
        Self(*hasher.finalize().as_bytes())
    }
}

impl fmt::Display for StateRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
