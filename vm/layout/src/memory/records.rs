//! Records in memory: an image to read, and a working copy once something may change.

use std::fmt;
use std::sync::Arc;

use super::{Memory, Owner};
use crate::buffer::Buffer;
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

/// One opened record.
#[derive(Debug)]
pub(super) struct RecordMemory {
    layout: Arc<Layout>,
    /// What was there at first; kept even when removed, since it is what references pointed into.
    image: Option<Arc<Image>>,
    state: State,
}

/// Where the record's current value is.
#[derive(Debug)]
enum State {
    Absent,
    Image,
    Working(Buffer),
}

impl RecordMemory {
    pub(super) fn image(&self) -> Result<&Image, Fault> {
        self.image.as_deref().ok_or(Fault::NoRecord)
    }

    pub(super) fn working(&self) -> Result<&Buffer, Fault> {
        match &self.state {
            State::Working(buffer) => Ok(buffer),
            State::Absent | State::Image => Err(Fault::NoRecord),
        }
    }

    pub(super) fn working_mut(&mut self) -> Result<&mut Buffer, Fault> {
        match &mut self.state {
            State::Working(buffer) => Ok(buffer),
            State::Absent | State::Image => Err(Fault::NoRecord),
        }
    }
}

impl Memory {
    pub(super) fn record(&self, index: RecordIndex) -> Result<&RecordMemory, Fault> {
        self.records.get(index.index()).ok_or(Fault::NoRecord)
    }

    pub(super) fn record_mut(&mut self, index: RecordIndex) -> Result<&mut RecordMemory, Fault> {
        self.records.get_mut(index.index()).ok_or(Fault::NoRecord)
    }

    /// Adds a record of type `layout` with what is stored there now.
    ///
    /// # Errors
    ///
    /// [`Fault::Shape`] if the image is of another type.
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
        let region = image.as_ref().map(|image| (image.pointer().0, image.size()));
        let state = if image.is_some() { State::Image } else { State::Absent };
        self.records.push(RecordMemory { layout: Arc::clone(layout), image, state });
        let is_shared = region
            .is_some_and(|(start, size)| !self.regions.insert(start, size, Owner::Image(index)));
        if is_shared {
            // Another record has the same image: a copy of its own tells the two apart by address.
            self.edit(index)?;
        }
        Ok(index)
    }

    /// Where the record's inline part lies now; `None` if the record is not there.
    pub fn place(&self, index: RecordIndex) -> Option<Pointer> {
        let record = self.record(index).ok()?;
        match &record.state {
            State::Absent => None,
            State::Image => record.image.as_ref().map(|image| image.pointer()),
            State::Working(buffer) => Some(Pointer(buffer.address())),
        }
    }

    /// The record's working copy, made of the image on first use.
    ///
    /// # Errors
    ///
    /// [`Fault::NoRecord`] if it is not there, [`Fault::MemoryFull`].
    pub fn edit(&mut self, index: RecordIndex) -> Result<Pointer, Fault> {
        let record = self.record(index)?;
        match &record.state {
            State::Absent => Err(Fault::NoRecord),
            State::Working(buffer) => Ok(Pointer(buffer.address())),
            State::Image => {
                let image = record.image.clone().ok_or(Fault::NoRecord)?;
                if !image.layout().has_vectors {
                    return self.copy_plain(index, &image);
                }
                let at = self.make_working(index)?;
                let layout = Arc::clone(image.layout());
                self.copy_value(image.pointer(), at, &layout)?;
                Ok(at)
            }
        }
    }

    /// The working copy of an image without vectors.
    fn copy_plain(&mut self, index: RecordIndex, image: &Image) -> Result<Pointer, Fault> {
        let size = image.layout().size;
        let mut bytes = image.as_slice().to_vec();
        bytes.resize(self.charge(size)?, 0);
        let buffer = Buffer::from_vec(bytes);
        let start = buffer.address();
        self.regions.insert(start, size, Owner::Working(index));
        self.record_mut(index)?.state = State::Working(buffer);
        Ok(Pointer(start))
    }

    fn make_working(&mut self, index: RecordIndex) -> Result<Pointer, Fault> {
        let size = self.record(index)?.layout.size;
        let buffer = Buffer::zeroed(self.charge(size)?);
        let start = buffer.address();
        self.regions.insert(start, size, Owner::Working(index));
        self.record_mut(index)?.state = State::Working(buffer);
        Ok(Pointer(start))
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
        if matches!(record.state, State::Image) {
            self.copy_value(at, to, &layout)?;
        } else {
            self.move_bytes(at, to, layout.size)?;
            self.regions.remove(at.0);
        }
        self.record_mut(index)?.state = State::Absent;
        Ok(())
    }

    /// The record's value at the end: the image itself if it was never edited, `None` if it is not there. It is taken out of
    /// the memory, which may be cleared then and no more.
    ///
    /// # Errors
    ///
    /// If a pointer in it is stray or the value is too large for an image.
    pub fn take_image(&mut self, index: RecordIndex) -> Result<Option<Arc<Image>>, Fault> {
        let record = self.record_mut(index)?;
        if !record.layout.has_vectors
            && let State::Working(buffer) = &mut record.state
        {
            // The working copy is the image: there is nothing outside it.
            let (layout, buffer) = (Arc::clone(&record.layout), std::mem::take(buffer));
            record.state = State::Absent;
            return Ok(Some(Arc::new(Image::new(layout, buffer))));
        }
        match &self.record(index)?.state {
            State::Absent => Ok(None),
            State::Image => Ok(self.record(index)?.image.clone()),
            State::Working(buffer) => {
                let (at, layout) = (Pointer(buffer.address()), &self.record(index)?.layout);
                Image::copy_of(self, at, layout).map(|image| Some(Arc::new(image)))
            }
        }
    }

    /// The record whose inline part `at` points into, and how far in.
    ///
    /// `None` for frames, and for contents of vectors: whoever reaches those has gone through the vector's header in
    /// the inline part.
    pub fn record_at(&self, at: Pointer) -> Option<(RecordIndex, usize)> {
        if self.frame_offset(at, 1).is_some() {
            return None;
        }
        let region = self.regions.find(at, 1)?;
        let (Owner::Image(index) | Owner::Working(index)) = region.owner else {
            return None;
        };
        let offset = usize::try_from(at.0 - region.start).ok()?;
        (offset < self.record(index).ok()?.layout.size).then_some((index, offset))
    }

    /// The layout of an opened record.
    pub fn record_layout(&self, index: RecordIndex) -> Option<&Arc<Layout>> {
        self.records.get(index.index()).map(|record| &record.layout)
    }
}
