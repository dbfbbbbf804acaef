//! The memory of one transaction: frames, an arena, and the records it has opened.

mod chunks;
mod records;
mod regions;
mod vectors;

use std::sync::Arc;

use smallvec::SmallVec;
use vm_access::{IntegerType, Value};

pub use records::{RecordIndex, RecordValue};

use crate::buffer::Buffer;
use crate::fault::Fault;
use crate::image::{Image, Mismatch};
use crate::layout::{Layout, Shape};
use crate::source::{Pointer, Source, variant};
use chunks::Chunks;
use records::RecordMemory;
use regions::{Owner, Region, Regions};

/// How much a transaction may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryLimits {
    /// Bytes of all frames together.
    pub stack_bytes: usize,
    /// Bytes of vector contents and working copies, counted as asked for: none is given back before the end.
    pub arena_bytes: usize,
}

/// The memory of one transaction; [`Memory::clear`] makes it ready for the next.
///
/// ```text
///   frames  ─ one block; live up to the top
///   arena   ─ chunks: contents of vectors
///   records ─ per record a copy, if it is small; else a shared image (read only) and, once edited, a working copy
/// ```
///
/// An address is looked up among these, so a pointer that was made up, or outlived its frame, is refused.
/// Why not an arena of a foreign crate: looking addresses up needs the chunks' bounds, and slices of our own need no
/// unsafe code.
#[derive(Debug)]
pub struct Memory {
    limits: MemoryLimits,
    frames: Buffer,
    top: usize,
    /// The arena.
    chunks: Chunks,
    arena_used: usize,
    /// Room of records; the first `live` are those of this transaction.
    records: Vec<RecordMemory>,
    live: usize,
    /// Small records, and inline parts of working copies.
    copies: Chunks,
    /// Images that are no records: constants and arguments with vectors in them.
    constants: Vec<Arc<Buffer>>,
    regions: Regions,
}

impl Memory {
    /// Empty memory.
    pub fn new(limits: MemoryLimits) -> Self {
        Self {
            limits,
            frames: Buffer::zeroed(limits.stack_bytes),
            top: 0,
            chunks: Chunks::default(),
            arena_used: 0,
            records: Vec::new(),
            live: 0,
            copies: Chunks::default(),
            constants: Vec::new(),
            regions: Regions::default(),
        }
    }

    /// Ends every frame, record and allocation.
    pub fn clear(&mut self) {
        self.top = 0;
        self.chunks.clear();
        self.copies.clear();
        self.arena_used = 0;
        self.clear_records();
        self.constants.clear();
        self.regions.clear();
        if let Some(chunk) = self.chunks.chunk(0) {
            self.regions.add(chunk.address(), chunk.len(), Owner::Chunk(0));
        }
    }

    /// Bytes allocated since the start of the transaction.
    pub fn arena_used(&self) -> usize {
        self.arena_used
    }

    /// Makes a zeroed frame of `size` bytes on top of the others.
    ///
    /// # Errors
    ///
    /// [`Fault::StackFull`]
    #[inline]
    pub fn push_frame(&mut self, size: usize) -> Result<Pointer, Fault> {
        let size = size.next_multiple_of(8);
        let end = self.top.checked_add(size).ok_or(Fault::StackFull)?;
        let frame = self.frames.as_mut_slice().get_mut(self.top..end).ok_or(Fault::StackFull)?;
        frame.fill(0);
        let base = Pointer(self.frames.address()).offset(self.top);
        self.top = end;
        Ok(base)
    }

    /// Ends the frame at `base` and all above it.
    pub fn pop_frame(&mut self, base: Pointer) {
        let offset = base.0.saturating_sub(self.frames.address());
        self.top = self.top.min(usize::try_from(offset).unwrap_or(0));
    }

    /// Says that the frame of `size` bytes at `base` is the last one, where code that is not run here makes frames itself.
    ///
    /// What lies outside the stack is left out.
    #[inline]
    pub fn set_last_frame(&mut self, base: Pointer, size: usize) {
        let end = base.offset(size).0.saturating_sub(self.frames.address());
        self.top = usize::try_from(end).map_or(0, |end| end.min(self.frames.len()));
    }

    /// Where the room for frames ends.
    pub fn frames_end(&self) -> Pointer {
        Pointer(self.frames.address()).offset(self.frames.len())
    }

    /// Zeroed room for `size` bytes until the end of the transaction; null for none.
    ///
    /// # Errors
    ///
    /// [`Fault::MemoryFull`]
    #[inline]
    pub fn allocate(&mut self, size: usize) -> Result<Pointer, Fault> {
        if size == 0 {
            return Ok(Pointer::default());
        }
        let size = self.charge(size)?;
        let (piece, is_new) = self.chunks.take(size);
        if is_new && let Some(chunk) = self.chunks.chunk(piece.chunk) {
            self.regions.add(chunk.address(), chunk.len(), Owner::Chunk(piece.chunk));
        }
        // A chunk that is kept has been used before.
        self.chunks.bytes_mut(piece).fill(0);
        Ok(piece.at)
    }

    /// Counts `size` bytes, rounded up to words, against the cap.
    #[inline]
    fn charge(&mut self, size: usize) -> Result<usize, Fault> {
        let size = size.checked_next_multiple_of(8).ok_or(Fault::MemoryFull)?;
        let used = self.arena_used.checked_add(size).ok_or(Fault::MemoryFull)?;
        if self.limits.arena_bytes < used {
            return Err(Fault::MemoryFull);
        }
        self.arena_used = used;
        Ok(size)
    }

    /// Where `at` lies in the live frames, if `size` bytes from there do.
    #[inline]
    fn frame_offset(&self, at: Pointer, size: usize) -> Option<usize> {
        let offset = usize::try_from(at.0.checked_sub(self.frames.address())?).ok()?;
        let end = offset.checked_add(size)?;
        (end <= self.top).then_some(offset)
    }

    /// Writes `bytes` at `at`.
    ///
    /// # Errors
    ///
    /// [`Fault::Stray`] unless they fit in one live region, [`Fault::ReadOnly`] in an image.
    #[inline]
    pub fn write(&mut self, at: Pointer, bytes: &[u8]) -> Result<(), Fault> {
        self.bytes_mut(at, bytes.len())?.copy_from_slice(bytes);
        Ok(())
    }

    /// [`Memory::write`] of so many bytes as are known before the program runs, mostly in a frame.
    ///
    /// # Errors
    ///
    /// As [`Memory::write`].
    #[inline]
    pub fn write_array<const N: usize>(
        &mut self,
        at: Pointer,
        bytes: &[u8; N],
    ) -> Result<(), Fault> {
        if let Some(offset) = self.frame_offset(at, N)
            && let Some(place) = self.frames.as_mut_slice().get_mut(offset..)
            && let Some(place) = place.first_chunk_mut::<N>()
        {
            *place = *bytes;
            return Ok(());
        }
        self.write(at, bytes)
    }

    fn bytes_mut(&mut self, at: Pointer, size: usize) -> Result<&mut [u8], Fault> {
        if size == 0 {
            return Ok(&mut []);
        }
        if let Some(offset) = self.frame_offset(at, size) {
            return Ok(&mut self.frames.as_mut_slice()[offset..offset + size]);
        }
        let Region { start, owner, .. } = self.region(at, size).ok_or(Fault::Stray)?;
        let slice = match owner {
            Owner::Chunk(index) => self.chunks.chunk_mut(index).ok_or(Fault::Stray)?.as_mut_slice(),
            Owner::Image(_) | Owner::Constant(_) => return Err(Fault::ReadOnly),
            Owner::Working(index) => self.working_mut(index)?,
        };
        let offset = usize::try_from(at.0 - start).map_err(|_| Fault::Stray)?;
        slice.get_mut(offset..offset + size).ok_or(Fault::Stray)
    }

    /// Copies `size` bytes: moves a value of that size.
    ///
    /// # Errors
    ///
    /// As [`Source::bytes`] and [`Memory::write`].
    pub fn move_bytes(&mut self, from: Pointer, to: Pointer, size: usize) -> Result<(), Fault> {
        let bytes: SmallVec<[u8; 64]> = SmallVec::from_slice(self.bytes(from, size)?);
        self.write(to, &bytes)
    }

    /// Copies the value at `from` to `to`, contents of vectors included; they may be the same place, whose vectors
    /// then are made its own.
    ///
    /// # Errors
    ///
    /// As [`Memory::move_bytes`] and [`Memory::allocate`].
    pub fn copy_value(&mut self, from: Pointer, to: Pointer, layout: &Layout) -> Result<(), Fault> {
        self.move_bytes(from, to, layout.size)?;
        if layout.has_vectors { self.own_vectors(to, layout) } else { Ok(()) }
    }

    /// Gives every vector in the value at `at` contents of its own.
    fn own_vectors(&mut self, at: Pointer, layout: &Layout) -> Result<(), Fault> {
        match &layout.shape {
            Shape::Vector(element) => self.own_vector(at, element),
            Shape::Struct(fields) => fields
                .iter()
                .filter(|field| field.layout.has_vectors)
                .try_for_each(|field| self.own_vectors(at.offset(field.offset), &field.layout)),
            Shape::Enum(variants) => {
                let (_, fields) = variant(self, at, variants)?;
                fields
                    .iter()
                    .filter(|field| field.layout.has_vectors)
                    .try_for_each(|field| self.own_vectors(at.offset(field.offset), &field.layout))
            }
            Shape::Bool
            | Shape::Integer(_)
            | Shape::Address
            | Shape::Signer
            | Shape::Reference { .. } => Ok(()),
        }
    }

    fn own_vector(&mut self, at: Pointer, element: &Layout) -> Result<(), Fault> {
        let mut header = self.header(at)?;
        let size = header.contents_bytes(element.size)?;
        let contents = self.allocate(size)?;
        self.move_bytes(header.contents, contents, size)?;
        header.contents = contents;
        header.capacity = header.length;
        self.write(at, &header.to_bytes())?;
        if !element.has_vectors {
            return Ok(());
        }
        (0..size / element.size)
            .try_for_each(|index| self.own_vectors(contents.offset(index * element.size), element))
    }

    /// Puts a value given as a tree at `to`; `false` if it is not of the layout's type.
    ///
    /// # Errors
    ///
    /// As [`Memory::write`] and [`Memory::allocate`].
    #[inline]
    pub fn put_value(
        &mut self,
        value: &Value,
        layout: &Arc<Layout>,
        to: Pointer,
    ) -> Result<bool, Fault> {
        match (value, &layout.shape) {
            (Value::Address(address), Shape::Address) | (Value::Signer(address), Shape::Signer) => {
                self.write_array(to, &address.0)?;
            }
            (Value::Bool(value), Shape::Bool) => {
                self.write_array(to, &[u8::from(*value)])?;
            }
            (Value::U64(value), Shape::Integer(IntegerType::U64)) => {
                self.write_array(to, &value.to_le_bytes())?;
            }
            (value, _) => match Image::from_value(value, layout) {
                Ok(image) => self.load(&image, to)?,
                Err(Mismatch) => return Ok(false),
            },
        }
        Ok(true)
    }

    /// Puts a copy of an image's value at `to`.
    ///
    /// # Errors
    ///
    /// As [`Memory::write`] and [`Memory::allocate`].
    pub fn load(&mut self, image: &Image, to: Pointer) -> Result<(), Fault> {
        let layout = image.layout();
        let Some(buffer) = image.shared().filter(|_| layout.has_vectors) else {
            let bytes = image.as_slice().get(..layout.size).ok_or(Fault::Stray)?;
            return self.write(to, bytes);
        };
        let owner = Owner::Constant(self.constants.len());
        if self.regions.insert(buffer.address(), buffer.len(), owner) {
            self.constants.push(Arc::clone(buffer));
        }
        self.copy_value(image.pointer(), to, layout)
    }

    /// Puts a copy of an image's value at `to`, and keeps nothing of the image: it is not loaded again.
    ///
    /// # Errors
    ///
    /// As [`Memory::load`].
    pub fn load_once(&mut self, image: &Image, to: Pointer) -> Result<(), Fault> {
        let kept = self.constants.len();
        let loaded = self.load(image, to);
        if kept < self.constants.len() {
            self.constants.truncate(kept);
            self.regions.remove(image.pointer().0);
        }
        loaded
    }
}

impl Source for Memory {
    #[inline]
    fn bytes(&self, at: Pointer, size: usize) -> Result<&[u8], Fault> {
        if size == 0 {
            return Ok(&[]);
        }
        if let Some(offset) = self.frame_offset(at, size) {
            return Ok(&self.frames.as_slice()[offset..offset + size]);
        }
        let Region { start, owner, .. } = self.region(at, size).ok_or(Fault::Stray)?;
        let slice = match owner {
            Owner::Chunk(index) => self.chunks.chunk(index).ok_or(Fault::Stray)?.as_slice(),
            Owner::Image(index) => self.record(index)?.image()?.as_slice(),
            Owner::Constant(index) => self.constants.get(index).ok_or(Fault::Stray)?.as_slice(),
            Owner::Working(index) => self.working(index)?,
        };
        let offset = usize::try_from(at.0 - start).map_err(|_| Fault::Stray)?;
        slice.get(offset..offset + size).ok_or(Fault::Stray)
    }
}
