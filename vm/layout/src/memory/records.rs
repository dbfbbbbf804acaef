//! Records in memory: small ones are copied, of others there is an image to read, and a working copy once something may change.

use std::fmt;
use std::sync::Arc;

use super::chunks::Piece;
use super::regions::Region;
use super::{Memory, Owner};
use crate::buffer::Buffer;
use crate::fault::Fault;
use crate::image::{FEW_BYTES, Image, is_small};
use crate::layout::Layout;
use crate::source::Pointer;

/// A record's position among those the transaction has opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordIndex(pub u32);

impl RecordIndex {
    /// Position in a list of opened records.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for RecordIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "record{}", self.0)
    }
}

/// Records whose images are compared one by one.
const FEW: usize = 16;

/// Records whose room is kept from one transaction to the next.
const ROOM: usize = 64;

/// Bytes that a copy of an inline part of so many takes: no two lie at one address, and of a few there is always as much.
fn room(size: usize) -> usize {
    size.max(FEW_BYTES).next_multiple_of(8)
}

/// One opened record.
#[derive(Debug)]
pub(super) struct RecordMemory {
    layout: Arc<Layout>,
    /// What was there at first, where it is shared; kept even when removed, since it is what references pointed into.
    before: Option<Arc<Buffer>>,
    state: State,
}

/// Where the record's current value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Absent,
    /// In the shared buffer.
    Shared,
    /// In the transaction's own copy.
    Working(Piece),
}

/// The value of a record, wherever it lies.
#[derive(Clone, Copy, Debug)]
pub enum RecordValue<'v> {
    /// One of a few bytes: its layout, and as many bytes as that says, and zeros.
    Few(&'v Arc<Layout>, &'v [u8; FEW_BYTES]),
    /// One without vectors: its layout, and the bytes of its inline part.
    Small(&'v Arc<Layout>, &'v [u8]),
    /// Any.
    Image(&'v Image),
}

impl<'v> RecordValue<'v> {
    /// The value as an image of its own.
    pub fn image(self) -> Image {
        match self {
            Self::Few(layout, few) => Image::of_few(Arc::clone(layout), *few),
            Self::Small(layout, bytes) => Image::plain(Arc::clone(layout), bytes),
            Self::Image(image) => image.clone(),
        }
    }

    /// The layout.
    #[inline]
    pub fn layout(self) -> &'v Arc<Layout> {
        match self {
            Self::Few(layout, _) | Self::Small(layout, _) => layout,
            Self::Image(image) => image.layout(),
        }
    }

    /// Puts it where an image is kept: in the place of the one that is there, if the two are alike.
    #[inline]
    pub fn put_into(self, place: &mut Option<Image>) {
        match (self, &mut *place) {
            (Self::Small(layout, bytes), Some(image)) => image.overwrite(layout, bytes),
            (own, _) => *place = Some(own.image()),
        }
    }
}

impl RecordMemory {
    #[inline]
    pub(super) fn image(&self) -> Result<&Buffer, Fault> {
        self.before.as_deref().ok_or(Fault::NoRecord)
    }
}

impl Memory {
    #[inline]
    pub(super) fn record(&self, index: RecordIndex) -> Result<&RecordMemory, Fault> {
        let is_live = index.index() < self.live;
        self.records.get(index.index()).filter(|_| is_live).ok_or(Fault::NoRecord)
    }

    #[inline]
    fn record_mut(&mut self, index: RecordIndex) -> Result<&mut RecordMemory, Fault> {
        let is_live = index.index() < self.live;
        self.records.get_mut(index.index()).filter(|_| is_live).ok_or(Fault::NoRecord)
    }

    /// The inline part of a record's copy.
    pub(super) fn working(&self, index: RecordIndex) -> Result<&[u8], Fault> {
        match self.record(index)?.state {
            State::Working(piece) => Ok(self.copies.bytes(piece)),
            State::Absent | State::Shared => Err(Fault::NoRecord),
        }
    }

    pub(super) fn working_mut(&mut self, index: RecordIndex) -> Result<&mut [u8], Fault> {
        match self.record(index)?.state {
            State::Working(piece) => Ok(self.copies.bytes_mut(piece)),
            State::Absent | State::Shared => Err(Fault::NoRecord),
        }
    }

    /// Ends all records, and keeps their room.
    #[inline]
    pub(super) fn clear_records(&mut self) {
        for record in self.records.iter_mut().take(self.live) {
            record.before = None;
        }
        self.records.truncate(ROOM);
        self.live = 0;
    }

    /// Adds a record of type `layout` with what is stored there now. Of a small one there is a copy then, which counts as no
    /// allocation.
    ///
    /// # Errors
    ///
    /// [`Fault::Shape`] if the image is of another type.
    #[inline]
    pub fn open(
        &mut self,
        layout: &Arc<Layout>,
        value: Option<RecordValue<'_>>,
    ) -> Result<RecordIndex, Fault> {
        let is_other = |value: RecordValue<'_>| {
            let own = value.layout();
            !Arc::ptr_eq(own, layout) && own.ty != layout.ty
        };
        if value.is_some_and(is_other) {
            return Err(Fault::Shape);
        }
        let index = RecordIndex(u32::try_from(self.live).map_err(|_| Fault::MemoryFull)?);
        let (mut buffer, mut is_seen) = (None, false);
        let state = match value {
            None => State::Absent,
            Some(RecordValue::Few(_, few)) => State::Working(self.copies.take_array(few)),
            Some(RecordValue::Small(_, bytes)) => State::Working(self.take_copy(bytes)),
            Some(RecordValue::Image(image)) => match (image.few(), image.shared()) {
                (Some(few), _) => State::Working(self.copies.take_array(few)),
                (None, None) => State::Working(self.take_copy(image.as_slice())),
                (None, Some(shared)) => {
                    is_seen = self.has_buffer(shared);
                    buffer = Some(shared);
                    State::Shared
                }
            },
        };
        let before = buffer.cloned();
        if let Some(record) = self.records.get_mut(self.live) {
            // Those that call after call opens are of few types.
            if !Arc::ptr_eq(&record.layout, layout) {
                record.layout = Arc::clone(layout);
            }
            (record.before, record.state) = (before, state);
        } else {
            self.records.push(RecordMemory { layout: Arc::clone(layout), before, state });
        }
        self.live += 1;
        if is_seen {
            // Another record has the same image: a copy of its own tells the two apart by address.
            self.edit(index)?;
        }
        Ok(index)
    }

    /// A copy of the inline part of a value without vectors.
    fn take_copy(&mut self, bytes: &[u8]) -> Piece {
        // No two records lie at one address.
        self.copies.take_filled(room(bytes.len()), bytes)
    }

    /// The region in which something lies.
    pub(super) fn region(&self, at: Pointer, size: usize) -> Option<Region> {
        self.take_regions();
        self.regions.find(at, size)
    }

    fn take_regions(&self) {
        self.regions.take_records(self.live, |index| {
            let Ok(RecordMemory { layout, before, state }) = self.record(index) else {
                return [None; 2];
            };
            let image = before.as_ref().map(|buffer| Region {
                start: buffer.address(),
                length: buffer.len(),
                owner: Owner::Image(index),
            });
            let copy = match state {
                State::Working(piece) => Some(Region {
                    start: piece.at.0,
                    length: layout.size,
                    owner: Owner::Working(index),
                }),
                State::Absent | State::Shared => None,
            };
            [image, copy]
        });
    }

    /// Whether an opened record, or a constant, is the same value in the same place: opening it copies it, for which there may be
    /// no memory.
    pub fn shares(&self, value: RecordValue<'_>) -> bool {
        let RecordValue::Image(image) = value else { return false };
        image.shared().is_some_and(|buffer| self.has_buffer(buffer))
    }

    /// Whether an opened record, or a constant, has this buffer.
    fn has_buffer(&self, buffer: &Arc<Buffer>) -> bool {
        if FEW < self.live || !self.constants.is_empty() {
            return self.region(Pointer(buffer.address()), 1).is_some();
        }
        let is_it = |own: &RecordMemory| {
            own.before.as_ref().is_some_and(|before| Arc::ptr_eq(before, buffer))
        };
        self.records.iter().take(self.live).any(is_it)
    }

    /// Where the record's inline part lies now; `None` if the record is not there.
    #[inline]
    pub fn place(&self, index: RecordIndex) -> Option<Pointer> {
        let record = self.record(index).ok()?;
        match record.state {
            State::Absent => None,
            State::Shared => record.image().ok().map(|image| Pointer(image.address())),
            State::Working(piece) => Some(piece.at),
        }
    }

    /// Where the record may be changed already: [`Memory::edit`] would give the same.
    #[inline]
    pub fn edited(&self, index: RecordIndex) -> Option<Pointer> {
        match self.record(index).ok()?.state {
            State::Working(piece) => Some(piece.at),
            State::Absent | State::Shared => None,
        }
    }

    /// The record's working copy, made on first use.
    ///
    /// # Errors
    ///
    /// [`Fault::NoRecord`] if it is not there, [`Fault::MemoryFull`].
    #[inline]
    pub fn edit(&mut self, index: RecordIndex) -> Result<Pointer, Fault> {
        let record = self.record(index)?;
        match record.state {
            State::Absent => Err(Fault::NoRecord),
            State::Working(piece) => Ok(piece.at),
            State::Shared => {
                let from = Pointer(record.image()?.address());
                let layout = Arc::clone(&record.layout);
                let at = self.make_working(index)?;
                self.copy_value(from, at, &layout)?;
                Ok(at)
            }
        }
    }

    /// A zeroed working copy.
    fn make_working(&mut self, index: RecordIndex) -> Result<Pointer, Fault> {
        let size = self.record(index)?.layout.size;
        self.charge(size)?;
        let piece = self.copies.take_filled(room(size), &[]);
        if self.regions.has(index) {
            self.regions.add(piece.at.0, size, Owner::Working(index));
        }
        self.record_mut(index)?.state = State::Working(piece);
        Ok(piece.at)
    }

    /// Moves the value at `from` into the record, which must not be there.
    ///
    /// # Errors
    ///
    /// [`Fault::NoRecord`] for an unknown index or a record that is there; as [`Memory::move_bytes`].
    pub fn put(&mut self, index: RecordIndex, from: Pointer) -> Result<(), Fault> {
        if self.place(index).is_some() {
            return Err(Fault::NoRecord);
        }
        let to = self.make_working(index)?;
        let size = self.record(index)?.layout.size;
        self.move_bytes(from, to, size)
    }

    /// Moves the record's value to `to`; it is not there afterwards.
    ///
    /// # Errors
    ///
    /// [`Fault::NoRecord`] if it is not there; as [`Memory::copy_value`].
    pub fn take(&mut self, index: RecordIndex, to: Pointer) -> Result<(), Fault> {
        let at = self.place(index).ok_or(Fault::NoRecord)?;
        let record = self.record(index)?;
        let layout = Arc::clone(&record.layout);
        if record.state == State::Shared {
            self.copy_value(at, to, &layout)?;
        } else {
            self.move_bytes(at, to, layout.size)?;
            self.take_regions();
            self.regions.remove(at.0);
        }
        self.record_mut(index)?.state = State::Absent;
        Ok(())
    }

    /// The record's value at the end; `None` if it is not there.
    ///
    /// # Errors
    ///
    /// If a pointer in it is stray or the value is too large for an image.
    pub fn image_of(&self, index: RecordIndex) -> Result<Option<Image>, Fault> {
        let RecordMemory { layout, before, state } = self.record(index)?;
        Ok(match (state, before) {
            (State::Absent, _) => None,
            (State::Shared, Some(buffer)) => {
                Some(Image::of_shared(Arc::clone(layout), Arc::clone(buffer)))
            }
            (State::Shared, None) => return Err(Fault::NoRecord),
            (State::Working(piece), _) => Some(match self.small(index) {
                Some(small) => small.image(),
                None => Image::copy_of(self, piece.at, layout)?,
            }),
        })
    }

    /// Whether a record's value, if it is there, is told by [`Memory::small`].
    #[inline]
    pub fn is_small(&self, index: RecordIndex) -> bool {
        self.record(index).is_ok_and(|record| is_small(&record.layout))
    }

    /// The value of a record, if it is there and small: its inline part is all there is.
    #[inline]
    pub fn small(&self, index: RecordIndex) -> Option<RecordValue<'_>> {
        let RecordMemory { layout, state, .. } = self.record(index).ok()?;
        let piece = match state {
            State::Working(piece) if is_small(layout) => *piece,
            State::Working(_) | State::Absent | State::Shared => return None,
        };
        let bytes = self.copies.bytes(piece);
        if layout.size <= FEW_BYTES
            && let Some(few) = bytes.first_chunk()
        {
            return Some(RecordValue::Few(layout, few));
        }
        Some(RecordValue::Small(layout, bytes.get(..layout.size)?))
    }

    /// Bytes of a record's inline part as it is now, from one on.
    ///
    /// # Errors
    ///
    /// [`Fault::NoRecord`] if it is not there, [`Fault::Stray`] if it is shorter.
    pub fn bytes_of_record(
        &self,
        index: RecordIndex,
        start: usize,
        size: usize,
    ) -> Result<&[u8], Fault> {
        let record = self.record(index)?;
        let all = match record.state {
            State::Absent => return Err(Fault::NoRecord),
            State::Shared => record.image()?.as_slice(),
            State::Working(piece) => self.copies.bytes(piece),
        };
        let end = start.checked_add(size).ok_or(Fault::Stray)?;
        all.get(start..end).ok_or(Fault::Stray)
    }

    /// The record whose inline part `at` points into, and how far in.
    ///
    /// `None` for frames, and for contents of vectors: whoever reaches those has gone through the vector's header in
    /// the inline part.
    #[inline]
    pub fn record_at(&self, at: Pointer) -> Option<(RecordIndex, usize)> {
        if self.frame_offset(at, 1).is_some() {
            return None;
        }
        let region = self.region(at, 1)?;
        let (Owner::Image(index) | Owner::Working(index)) = region.owner else {
            return None;
        };
        let offset = usize::try_from(at.0 - region.start).ok()?;
        (offset < self.record(index).ok()?.layout.size).then_some((index, offset))
    }

    /// The layout of an opened record.
    #[inline]
    pub fn record_layout(&self, index: RecordIndex) -> Option<&Arc<Layout>> {
        self.record(index).ok().map(|record| &record.layout)
    }
}
