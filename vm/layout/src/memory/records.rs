//! Records in memory: an image to read, and a working copy once something may change.

use std::fmt;
use std::sync::Arc;

use super::chunks::Piece;
use super::{Memory, Owner};
use crate::fault::Fault;
use crate::image::Image;
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

/// One opened record.
#[derive(Debug)]
pub(super) struct RecordMemory {
    /// What was there at first; kept even when removed, since it is what references pointed into.
    before: Before,
    state: State,
}

#[derive(Debug)]
enum Before {
    /// Nothing: the record would be of this type.
    Nothing(Arc<Layout>),
    Image(Arc<Image>),
}

/// Where the record's current value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Absent,
    Image,
    Working(Piece),
}

impl RecordMemory {
    #[inline]
    fn layout(&self) -> &Arc<Layout> {
        match &self.before {
            Before::Nothing(layout) => layout,
            Before::Image(image) => image.layout(),
        }
    }

    #[inline]
    pub(super) fn image(&self) -> Result<&Arc<Image>, Fault> {
        match &self.before {
            Before::Image(image) => Ok(image),
            Before::Nothing(_) => Err(Fault::NoRecord),
        }
    }
}

impl Memory {
    #[inline]
    pub(super) fn record(&self, index: RecordIndex) -> Result<&RecordMemory, Fault> {
        self.records.get(index.index()).ok_or(Fault::NoRecord)
    }

    #[inline]
    fn record_mut(&mut self, index: RecordIndex) -> Result<&mut RecordMemory, Fault> {
        self.records.get_mut(index.index()).ok_or(Fault::NoRecord)
    }

    #[inline]
    fn piece(&self, index: RecordIndex) -> Result<Piece, Fault> {
        match self.record(index)?.state {
            State::Working(piece) => Ok(piece),
            State::Absent | State::Image => Err(Fault::NoRecord),
        }
    }

    /// The inline part of a record's working copy.
    pub(super) fn working(&self, index: RecordIndex) -> Result<&[u8], Fault> {
        self.piece(index).map(|piece| self.copies.bytes(piece))
    }

    pub(super) fn working_mut(&mut self, index: RecordIndex) -> Result<&mut [u8], Fault> {
        let piece = self.piece(index)?;
        Ok(self.copies.bytes_mut(piece))
    }

    /// Adds a record of type `layout` with what is stored there now.
    ///
    /// # Errors
    ///
    /// [`Fault::Shape`] if the image is of another type.
    #[inline]
    pub fn open(
        &mut self,
        layout: &Arc<Layout>,
        image: Option<Arc<Image>>,
    ) -> Result<RecordIndex, Fault> {
        let is_other = |image: &Arc<Image>| {
            !Arc::ptr_eq(image.layout(), layout) && image.layout().ty != layout.ty
        };
        if image.as_ref().is_some_and(is_other) {
            return Err(Fault::Shape);
        }
        let index = RecordIndex(u32::try_from(self.records.len()).map_err(|_| Fault::MemoryFull)?);
        let is_shared = image.as_ref().is_some_and(|image| self.has_image(image));
        if let Some(image) = image.as_ref().filter(|_| !is_shared) {
            self.regions.add(image.pointer().0, image.size(), Owner::Image(index));
        }
        let (before, state) = match image {
            Some(image) => (Before::Image(image), State::Image),
            None => (Before::Nothing(Arc::clone(layout)), State::Absent),
        };
        self.records.push(RecordMemory { before, state });
        if is_shared {
            // Another record has the same image: a copy of its own tells the two apart by address.
            self.edit(index)?;
        }
        Ok(index)
    }

    /// Whether an opened record, or a constant, has this image.
    #[inline]
    fn has_image(&self, image: &Arc<Image>) -> bool {
        if FEW < self.records.len() || !self.constants.is_empty() {
            return self.regions.find(image.pointer(), 1).is_some();
        }
        let is_it = |own: &RecordMemory| own.image().is_ok_and(|own| Arc::ptr_eq(own, image));
        self.records.iter().any(is_it)
    }

    /// Where the record's inline part lies now; `None` if the record is not there.
    #[inline]
    pub fn place(&self, index: RecordIndex) -> Option<Pointer> {
        let record = self.record(index).ok()?;
        match record.state {
            State::Absent => None,
            State::Image => record.image().ok().map(|image| image.pointer()),
            State::Working(piece) => Some(self.copies.address(piece)),
        }
    }

    /// The record's working copy, made of the image on first use.
    ///
    /// # Errors
    ///
    /// [`Fault::NoRecord`] if it is not there, [`Fault::MemoryFull`].
    #[inline]
    pub fn edit(&mut self, index: RecordIndex) -> Result<Pointer, Fault> {
        let record = self.record(index)?;
        match record.state {
            State::Absent => Err(Fault::NoRecord),
            State::Working(piece) => Ok(self.copies.address(piece)),
            State::Image => {
                let layout = record.layout();
                if layout.has_vectors {
                    let image = Arc::clone(record.image()?);
                    let at = self.make_working(index)?;
                    self.copy_value(image.pointer(), at, image.layout())?;
                    return Ok(at);
                }
                let room = self.charge(layout.size)?;
                let record = self.records.get_mut(index.index()).ok_or(Fault::NoRecord)?;
                let image = record.image()?;
                let bytes = image.as_slice().get(..image.layout().size).ok_or(Fault::Stray)?;
                let (piece, at) = self.copies.take_filled(room, bytes);
                self.regions.add(at.0, bytes.len(), Owner::Working(index));
                record.state = State::Working(piece);
                Ok(at)
            }
        }
    }

    /// A zeroed working copy.
    fn make_working(&mut self, index: RecordIndex) -> Result<Pointer, Fault> {
        let size = self.record(index)?.layout().size;
        let room = self.charge(size)?;
        let (piece, at) = self.copies.take_filled(room, &[]);
        self.regions.add(at.0, size, Owner::Working(index));
        self.record_mut(index)?.state = State::Working(piece);
        Ok(at)
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
        let size = self.record(index)?.layout().size;
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
        let layout = Arc::clone(record.layout());
        if record.state == State::Image {
            self.copy_value(at, to, &layout)?;
        } else {
            self.move_bytes(at, to, layout.size)?;
            self.regions.remove(at.0);
        }
        self.record_mut(index)?.state = State::Absent;
        Ok(())
    }

    /// The record's value at the end: the image itself if it was never edited, `None` if it is not there.
    ///
    /// # Errors
    ///
    /// If a pointer in it is stray or the value is too large for an image.
    #[inline]
    pub fn image_of(&self, index: RecordIndex) -> Result<Option<Arc<Image>>, Fault> {
        let record = self.record(index)?;
        let layout = record.layout();
        Ok(match record.state {
            State::Absent => None,
            State::Image => Some(Arc::clone(record.image()?)),
            // The inline part is all there is.
            State::Working(piece) if !layout.has_vectors => {
                let bytes = self.copies.bytes(piece).get(..layout.size).ok_or(Fault::Stray)?;
                Some(Arc::new(Image::plain(Arc::clone(layout), bytes)))
            }
            State::Working(piece) => {
                let at = self.copies.address(piece);
                Some(Arc::new(Image::copy_of(self, at, layout)?))
            }
        })
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
            State::Image => record.image()?.as_slice(),
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
        let region = self.regions.find(at, 1)?;
        let (Owner::Image(index) | Owner::Working(index)) = region.owner else {
            return None;
        };
        let offset = usize::try_from(at.0 - region.start).ok()?;
        (offset < self.record(index).ok()?.layout().size).then_some((index, offset))
    }

    /// The layout of an opened record.
    #[inline]
    pub fn record_layout(&self, index: RecordIndex) -> Option<&Arc<Layout>> {
        self.records.get(index.index()).map(RecordMemory::layout)
    }
}
