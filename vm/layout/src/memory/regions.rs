//! Live regions outside the frames, by address.

use super::RecordIndex;
use crate::source::Pointer;

/// What a region is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The arena's chunk at this index.
    Chunk(usize),
    /// The image of a constant at this index.
    Constant(usize),
    /// The image of a record.
    Image(RecordIndex),
    /// The inline part of a record's working copy.
    Working(RecordIndex),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Region {
    pub(super) start: u64,
    pub(super) length: usize,
    pub(super) owner: Owner,
}

/// Regions that do not overlap, sorted by address.
#[derive(Debug, Default)]
pub(super) struct Regions {
    sorted: Vec<Region>,
}

impl Regions {
    pub(super) fn clear(&mut self) {
        self.sorted.clear();
    }

    /// Adds a region; `false` if one starts there already.
    pub(super) fn insert(&mut self, start: u64, length: usize, owner: Owner) -> bool {
        let at = self.sorted.partition_point(|region| region.start < start);
        if self.sorted.get(at).is_some_and(|region| region.start == start) {
            return false;
        }
        self.sorted.insert(at, Region { start, length, owner });
        true
    }

    pub(super) fn remove(&mut self, start: u64) {
        self.sorted.retain(|region| region.start != start);
    }

    /// The region that holds all of the `size` bytes at `at`.
    pub(super) fn find(&self, at: Pointer, size: usize) -> Option<Region> {
        let after = self.sorted.partition_point(|region| region.start <= at.0);
        let region = *self.sorted.get(after.checked_sub(1)?)?;
        let end = (at.0 - region.start).checked_add(size as u64)?;
        (end <= region.length as u64).then_some(region)
    }
}
