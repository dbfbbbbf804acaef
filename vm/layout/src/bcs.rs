//! BCS to an image: checked, for bytes that anybody may have written.

use std::fmt;
use std::sync::Arc;

use crate::builder::Builder;
use crate::image::Image;
use crate::layout::{Layout, Shape};

/// Why bytes are not the BCS encoding of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BcsError {
    /// They end too early.
    UnexpectedEnd,
    /// They go on after the value.
    TrailingBytes,
    /// A length is not written in the fewest bytes, or exceeds 32 bits.
    BadLength,
    /// A `bool` is neither 0 nor 1.
    BadBool,
    /// An enum has no variant of this number.
    BadVariant,
    /// The value is too large for an image.
    TooLarge,
    /// The type has no values at rest: it holds a reference.
    NoValue,
}

impl fmt::Display for BcsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnexpectedEnd => "the encoding ends too early",
            Self::TrailingBytes => "bytes after the value",
            Self::BadLength => "a length is not canonical",
            Self::BadBool => "a bool is neither 0 nor 1",
            Self::BadVariant => "an enum has no variant of this number",
            Self::TooLarge => "the value is too large",
            Self::NoValue => "a reference has no encoding",
        })
    }
}

impl std::error::Error for BcsError {}

/// Reads a whole value.
pub(crate) fn decode(bytes: &[u8], layout: &Arc<Layout>) -> Result<Image, BcsError> {
    let mut builder = Builder::for_layout(layout);
    let mut decoder = Decoder { rest: bytes, builder: &mut builder };
    decoder.decode(layout, 0)?;
    if decoder.rest.is_empty() { Ok(builder.finish(layout)) } else { Err(BcsError::TrailingBytes) }
}

struct Decoder<'a> {
    rest: &'a [u8],
    builder: &'a mut Builder,
}

impl<'a> Decoder<'a> {
    fn take(&mut self, size: usize) -> Result<&'a [u8], BcsError> {
        let (taken, rest) = self.rest.split_at_checked(size).ok_or(BcsError::UnexpectedEnd)?;
        self.rest = rest;
        Ok(taken)
    }

    fn decode(&mut self, layout: &Layout, offset: usize) -> Result<(), BcsError> {
        match &layout.shape {
            Shape::Bool => self.decode_bool(offset),
            Shape::Integer(_) | Shape::Address | Shape::Signer => {
                self.decode_plain(layout.size, offset)
            }
            Shape::Vector(element) => self.decode_vector(element, offset),
            Shape::Struct(fields) => fields
                .iter()
                .try_for_each(|field| self.decode(&field.layout, offset + field.offset)),
            Shape::Enum(variants) => {
                let variant = self.decode_length()?;
                let fields = variants.get(variant).ok_or(BcsError::BadVariant)?;
                let tag = u8::try_from(variant).map_err(|_| BcsError::BadVariant)?;
                self.builder.write(offset, &[tag]);
                fields
                    .iter()
                    .try_for_each(|field| self.decode(&field.layout, offset + field.offset))
            }
            Shape::Reference { .. } => Err(BcsError::NoValue),
        }
    }

    fn decode_bool(&mut self, offset: usize) -> Result<(), BcsError> {
        let byte = self.take(1)?;
        if 1 < byte[0] {
            return Err(BcsError::BadBool);
        }
        self.builder.write(offset, byte);
        Ok(())
    }

    fn decode_plain(&mut self, size: usize, offset: usize) -> Result<(), BcsError> {
        let bytes = self.take(size)?;
        self.builder.write(offset, bytes);
        Ok(())
    }

    fn decode_vector(&mut self, element: &Layout, offset: usize) -> Result<(), BcsError> {
        let length = self.decode_length()?;
        // Room is made only for what the rest can hold: a forged length costs its author nothing to write.
        if self.rest.len() < length.saturating_mul(element.bcs_bytes_min) {
            return Err(BcsError::UnexpectedEnd);
        }
        let contents =
            self.builder.vector(offset, length, element.size).ok_or(BcsError::TooLarge)?;
        if element.is_byte() {
            let bytes = self.take(length)?;
            self.builder.write(contents, bytes);
            return Ok(());
        }
        (0..length).try_for_each(|index| self.decode(element, contents + index * element.size))
    }

    fn decode_length(&mut self) -> Result<usize, BcsError> {
        let mut length = 0_u64;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.take(1)?[0];
            length |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let is_canonical = shift == 0 || byte != 0;
                let length = u32::try_from(length).ok().filter(|_| is_canonical);
                return length.map(|length| length as usize).ok_or(BcsError::BadLength);
            }
        }
        Err(BcsError::BadLength)
    }
}
