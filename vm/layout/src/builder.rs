//! Building an image: bytes first with offsets for pointers, then one pass that makes them addresses.

use std::sync::Arc;

use vm_access::Value;

use crate::buffer::Buffer;
use crate::fault::Fault;
use crate::image::{Image, Mismatch};
use crate::layout::{FieldLayout, Layout, Shape};
use crate::source::{Header, Pointer, Source, variant};

/// The greatest size of an image in bytes.
pub(crate) const IMAGE_BYTES_MAX: usize = 1 << 24;

/// An image in the making.
#[derive(Default)]
pub(crate) struct Builder {
    bytes: Vec<u8>,
    /// Where a pointer word stands that holds an offset.
    pointers: Vec<usize>,
}

impl Builder {
    /// A builder whose inline part is there, zeroed, at offset 0.
    pub(crate) fn for_layout(layout: &Layout) -> Self {
        Self { bytes: vec![0; layout.size], pointers: Vec::new() }
    }

    pub(crate) fn finish(mut self, layout: &Arc<Layout>) -> Image {
        if !layout.has_vectors {
            return Image::plain(Arc::clone(layout), &self.bytes);
        }
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
        let mut buffer = Buffer::from_vec(self.bytes);
        let base = buffer.address();
        for at in self.pointers {
            let word = &mut buffer.as_mut_slice()[at..at + 8];
            let offset = u64::from_le_bytes(std::array::from_fn(|index| word[index]));
            word.copy_from_slice(&(base + offset).to_le_bytes());
        }
        Image::new(Arc::clone(layout), buffer)
    }

    pub(crate) fn write(&mut self, offset: usize, bytes: &[u8]) {
        self.bytes[offset..offset + bytes.len()].copy_from_slice(bytes);
    }

    /// Makes room for `length` elements, writes the header at `offset`, and tells where the room is.
    ///
    /// `None` if the image would be too large.
    pub(crate) fn vector(&mut self, offset: usize, length: usize, size: usize) -> Option<usize> {
        if length == 0 {
            self.write(offset, &Header::default().to_bytes());
            return Some(0);
        }
        let contents = self.bytes.len().next_multiple_of(8);
        let end = length.checked_mul(size)?.checked_add(contents)?;
        if IMAGE_BYTES_MAX < end {
            return None;
        }
        self.bytes.resize(end, 0);
        let header = Header {
            contents: Pointer(contents as u64),
            length: length as u64,
            capacity: length as u64,
        };
        self.write(offset, &header.to_bytes());
        self.pointers.push(offset);
        Some(contents)
    }

    /// Copies the value at `at` to `offset`, contents of vectors included.
    pub(crate) fn copy(
        &mut self,
        source: &impl Source,
        at: Pointer,
        layout: &Layout,
        offset: usize,
    ) -> Result<(), Fault> {
        self.write(offset, source.bytes(at, layout.size)?);
        if layout.has_vectors { self.copy_vectors(source, at, layout, offset) } else { Ok(()) }
    }

    fn copy_vectors(
        &mut self,
        source: &impl Source,
        at: Pointer,
        layout: &Layout,
        offset: usize,
    ) -> Result<(), Fault> {
        match &layout.shape {
            Shape::Vector(element) => self.copy_vector(source, source.header(at)?, element, offset),
            Shape::Struct(fields) => fields.iter().filter(|f| f.layout.has_vectors).try_for_each(
                |FieldLayout { offset: inner, layout, .. }| {
                    self.copy_vectors(source, at.offset(*inner), layout, offset + inner)
                },
            ),
            Shape::Enum(variants) => {
                let (_, fields) = variant(source, at, variants)?;
                fields.iter().filter(|f| f.layout.has_vectors).try_for_each(|field| {
                    let at = at.offset(field.offset);
                    self.copy_vectors(source, at, &field.layout, offset + field.offset)
                })
            }
            Shape::Bool
            | Shape::Integer(_)
            | Shape::Address
            | Shape::Signer
            | Shape::Reference { .. } => Ok(()),
        }
    }

    fn copy_vector(
        &mut self,
        source: &impl Source,
        header: Header,
        element: &Layout,
        offset: usize,
    ) -> Result<(), Fault> {
        let size = header.contents_bytes(element.size)?;
        let contents = source.bytes(header.contents, size)?;
        let length = size / element.size;
        let to = self.vector(offset, length, element.size).ok_or(Fault::MemoryFull)?;
        if length == 0 {
            return Ok(());
        }
        self.write(to, contents);
        if !element.has_vectors {
            return Ok(());
        }
        (0..length).map(|index| index * element.size).try_for_each(|step| {
            self.copy_vectors(source, header.contents.offset(step), element, to + step)
        })
    }

    /// Writes `value` at `offset`.
    pub(crate) fn value(
        &mut self,
        value: &Value,
        layout: &Layout,
        offset: usize,
    ) -> Result<(), Mismatch> {
        match (&layout.shape, value) {
            (Shape::Bool, Value::Bool(value)) => self.write(offset, &[u8::from(*value)]),
            (Shape::Integer(ty), value) => match value.as_typed_integer() {
                Some((number, own)) if own == *ty => {
                    self.write(offset, &number.to_le_bytes()[..ty.bytes()]);
                }
                Some(_) | None => return Err(Mismatch),
            },
            (Shape::Address, Value::Address(address)) | (Shape::Signer, Value::Signer(address)) => {
                self.write(offset, &address.0);
            }
            (Shape::Vector(element), Value::Bytes(bytes)) => {
                return self.value_bytes(bytes, element, offset);
            }
            (Shape::Vector(element), Value::Vector(values)) => {
                return self.value_vector(values, element, offset);
            }
            (Shape::Struct(fields), Value::Struct(values)) if fields.len() == values.len() => {
                return fields.iter().zip(values).try_for_each(|(field, value)| {
                    self.value(value, &field.layout, offset + field.offset)
                });
            }
            (Shape::Enum(variants), Value::Struct(values)) => {
                return self.value_variant(values, variants, offset);
            }
            _ => return Err(Mismatch),
        }
        Ok(())
    }

    /// Writes a variant: its number as a `u8`, then its fields.
    fn value_variant(
        &mut self,
        values: &[Value],
        variants: &[Vec<FieldLayout>],
        offset: usize,
    ) -> Result<(), Mismatch> {
        let Some((Value::U8(tag), values)) = values.split_first() else { return Err(Mismatch) };
        let fields = variants.get(usize::from(*tag)).ok_or(Mismatch)?;
        if fields.len() != values.len() {
            return Err(Mismatch);
        }
        self.write(offset, &[*tag]);
        fields
            .iter()
            .zip(values)
            .try_for_each(|(field, value)| self.value(value, &field.layout, offset + field.offset))
    }

    fn value_bytes(&mut self, bytes: &[u8], element: &Layout, at: usize) -> Result<(), Mismatch> {
        if !element.is_byte() {
            return Err(Mismatch);
        }
        let contents = self.vector(at, bytes.len(), 1).ok_or(Mismatch)?;
        self.write(contents, bytes);
        Ok(())
    }

    fn value_vector(
        &mut self,
        values: &[Value],
        element: &Layout,
        at: usize,
    ) -> Result<(), Mismatch> {
        if element.is_byte() {
            return Err(Mismatch);
        }
        let contents = self.vector(at, values.len(), element.size).ok_or(Mismatch)?;
        values.iter().enumerate().try_for_each(|(index, value)| {
            self.value(value, element, contents + index * element.size)
        })
    }
}
