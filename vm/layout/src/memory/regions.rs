//! Live regions outside the frames, by address.

use std::cell::RefCell;

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

/// Regions that do not overlap. They are sorted, and those of records added, when one is looked for: machine code looks for
/// few.
#[derive(Debug, Default)]
pub(super) struct Regions {
    all: RefCell<Lists>,
}

#[derive(Debug, Default)]
struct Lists {
    /// By address.
    sorted: Vec<Region>,
    /// Those that have come since.
    new: Vec<Region>,
    /// How many records, the first ones, have theirs among these.
    records: usize,
}

impl Regions {
    #[inline]
    pub(super) fn clear(&mut self) {
        let Lists { sorted, new, records } = self.all.get_mut();
        sorted.clear();
        new.clear();
        *records = 0;
    }

    /// Adds a region. None may start there yet.
    #[inline]
    pub(super) fn add(&mut self, start: u64, length: usize, owner: Owner) {
        self.all.get_mut().new.push(Region { start, length, owner });
    }

    /// Adds a region; `false` if one starts there already.
    pub(super) fn insert(&mut self, start: u64, length: usize, owner: Owner) -> bool {
        self.all.get_mut().insert(Region { start, length, owner })
    }

    /// Adds the regions of records up to the `live`th, as far as they are not here.
    pub(super) fn take_records(
        &self,
        live: usize,
        regions: impl Fn(RecordIndex) -> [Option<Region>; 2],
    ) {
        let mut all = self.all.borrow_mut();
        for index in all.records..live {
            let index = RecordIndex(u32::try_from(index).unwrap_or(u32::MAX));
            for region in regions(index).into_iter().flatten() {
                all.insert(region);
            }
        }
        all.records = live.max(all.records);
    }

    /// Whether the regions of a record are here.
    pub(super) fn has(&mut self, record: RecordIndex) -> bool {
        record.index() < self.all.get_mut().records
    }

    pub(super) fn remove(&mut self, start: u64) {
        let all = self.all.get_mut();
        all.sort();
        all.sorted.retain(|region| region.start != start);
    }

    /// The region that holds all of the `size` bytes at `at`.
    pub(super) fn find(&self, at: Pointer, size: usize) -> Option<Region> {
        let mut all = self.all.borrow_mut();
        all.sort();
        all.find(at, size)
    }
}

impl Lists {
    fn insert(&mut self, region: Region) -> bool {
        self.sort();
        let after = self.sorted.partition_point(|own| own.start < region.start);
        if self.sorted.get(after).is_some_and(|own| own.start == region.start) {
            return false;
        }
        self.sorted.insert(after, region);
        true
    }

    fn sort(&mut self) {
        for region in self.new.drain(..) {
            let at = self.sorted.partition_point(|own| own.start < region.start);
            self.sorted.insert(at, region);
        }
    }

    fn find(&self, at: Pointer, size: usize) -> Option<Region> {
        let after = self.sorted.partition_point(|region| region.start <= at.0);
        let region = *self.sorted.get(after.checked_sub(1)?)?;
        let end = (at.0 - region.start).checked_add(size as u64)?;
        (end <= region.length as u64).then_some(region)
    }
}
