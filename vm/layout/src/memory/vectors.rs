//! Operations on vectors, given where the header lies.

use super::Memory;
use crate::fault::Fault;
use crate::layout::Layout;
use crate::source::{Header, Pointer, Source};

/// Elements there is room for when a vector first grows.
const CAPACITY_MIN: u64 = 4;

impl Memory {
    /// Writes the header of a vector with room for `length` elements at `to`, and tells where the elements go.
    ///
    /// # Errors
    ///
    /// As [`Memory::allocate`] and [`Memory::write`].
    pub fn vector_pack(
        &mut self,
        to: Pointer,
        element: &Layout,
        length: usize,
    ) -> Result<Pointer, Fault> {
        let size = length.checked_mul(element.size).ok_or(Fault::MemoryFull)?;
        let contents = self.allocate(size)?;
        let header = Header { contents, length: length as u64, capacity: length as u64 };
        self.write(to, &header.to_bytes())?;
        Ok(contents)
    }

    /// Writes a `vector<u8>` at `to`.
    ///
    /// # Errors
    ///
    /// As [`Memory::allocate`] and [`Memory::write`].
    pub fn vector_of_bytes(&mut self, to: Pointer, bytes: &[u8]) -> Result<(), Fault> {
        let contents = self.allocate(bytes.len())?;
        let length = bytes.len() as u64;
        self.write(to, &Header { contents, length, capacity: length }.to_bytes())?;
        self.write(contents, bytes)
    }

    /// The bytes of the `vector<u8>` whose header lies at `at`.
    ///
    /// # Errors
    ///
    /// As [`Source::bytes`].
    pub fn vector_bytes(&self, at: Pointer) -> Result<&[u8], Fault> {
        let header = self.header(at)?;
        self.bytes(header.contents, header.contents_bytes(1)?)
    }

    /// Where element `index` lies; `None` if there are not so many.
    ///
    /// # Errors
    ///
    /// As [`Source::bytes`].
    pub fn vector_element(
        &self,
        at: Pointer,
        element: &Layout,
        index: u64,
    ) -> Result<Option<Pointer>, Fault> {
        let header = self.header(at)?;
        if header.length <= index {
            return Ok(None);
        }
        let step = usize::try_from(index).ok().and_then(|index| index.checked_mul(element.size));
        Ok(Some(header.contents.offset(step.ok_or(Fault::Stray)?)))
    }

    /// Moves the value at `from` behind the last element.
    ///
    /// # Errors
    ///
    /// As [`Memory::allocate`] and [`Memory::write`].
    pub fn vector_push(
        &mut self,
        at: Pointer,
        element: &Layout,
        from: Pointer,
    ) -> Result<(), Fault> {
        let mut header = self.header(at)?;
        let size = header.contents_bytes(element.size)?;
        if header.capacity <= header.length {
            let capacity = header.length.saturating_mul(2).max(CAPACITY_MIN);
            let room = usize::try_from(capacity).ok().and_then(|n| n.checked_mul(element.size));
            let contents = self.allocate(room.ok_or(Fault::MemoryFull)?)?;
            self.move_bytes(header.contents, contents, size)?;
            header = Header { contents, capacity, ..header };
        }
        self.move_bytes(from, header.contents.offset(size), element.size)?;
        header.length += 1;
        self.write(at, &header.to_bytes())
    }

    /// Moves the last element to `to`; `false` if there is none.
    ///
    /// # Errors
    ///
    /// As [`Memory::move_bytes`].
    pub fn vector_pop(
        &mut self,
        at: Pointer,
        element: &Layout,
        to: Pointer,
    ) -> Result<bool, Fault> {
        let mut header = self.header(at)?;
        let Some(last) = header.length.checked_sub(1) else { return Ok(false) };
        header.length = last;
        let end = header.contents_bytes(element.size)?;
        // The header first: `to` may be the frame slot next to it, never the header itself.
        self.write(at, &header.to_bytes())?;
        self.move_bytes(header.contents.offset(end), to, element.size)?;
        Ok(true)
    }

    /// Swaps two elements; `false` if one of them is not there.
    ///
    /// # Errors
    ///
    /// As [`Memory::move_bytes`].
    pub fn vector_swap(
        &mut self,
        at: Pointer,
        element: &Layout,
        left: u64,
        right: u64,
    ) -> Result<bool, Fault> {
        let left = self.vector_element(at, element, left)?;
        let right = self.vector_element(at, element, right)?;
        let (Some(left), Some(right)) = (left, right) else { return Ok(false) };
        let held = self.bytes(left, element.size)?.to_vec();
        self.move_bytes(right, left, element.size)?;
        self.write(right, &held)?;
        Ok(true)
    }
}
