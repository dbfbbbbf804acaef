//! Images: immutable values in one buffer, shared between threads and batches.

use std::fmt;
use std::sync::Arc;

use vm_access::{Component, ComponentSet, Integer, IntegerType, U256, Value};

use crate::bcs::{self, BcsError};
use crate::buffer::Buffer;
use crate::builder::Builder;
use crate::fault::Fault;
use crate::layout::{Layout, Shape};
use crate::source::{self, Pointer, Source};

/// Bytes of a value that lie in the image itself, where there are no more.
pub const FEW_BYTES: usize = 32;

/// Bytes of the largest value that is copied rather than shared.
const SMALL_BYTES_MAX: usize = 256;

/// An immutable value: its inline part, then the contents of its vectors.
///
/// A small value without vectors is the image's own, so that records of such types lie where their images are. Every other one
/// is shared by the image's clones, in one buffer that never moves: pointers in it are absolute and stay inside.
#[derive(Clone)]
pub struct Image {
    layout: Arc<Layout>,
    bytes: Bytes,
}

#[derive(Clone)]
enum Bytes {
    /// As many as the layout says, and zeros.
    Few([u8; FEW_BYTES]),
    Small(Box<[u8]>),
    Shared(Arc<Buffer>),
}

/// Whether values of a layout are copied rather than shared.
#[inline]
pub(crate) fn is_small(layout: &Layout) -> bool {
    !layout.has_vectors && layout.size <= SMALL_BYTES_MAX
}

/// A [`Value`] that is not of the type asked for (or too large for an image).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mismatch;

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value is not of this type")
    }
}

impl std::error::Error for Mismatch {}

impl Image {
    pub(crate) fn new(layout: Arc<Layout>, buffer: Buffer) -> Self {
        Self { layout, bytes: Bytes::Shared(Arc::new(buffer)) }
    }

    /// A value of a few bytes, as many as the layout says, and zeros.
    #[inline]
    pub(crate) fn of_few(layout: Arc<Layout>, few: [u8; FEW_BYTES]) -> Self {
        Self { layout, bytes: Bytes::Few(few) }
    }

    /// The value of the same type that has these bytes.
    ///
    /// # Panics
    ///
    /// If values of the type have more than a few bytes.
    #[must_use]
    pub fn with_few(&self, few: [u8; FEW_BYTES]) -> Self {
        let mut image = self.clone();
        image.set_few(few);
        image
    }

    /// Becomes the value of the same type that has these bytes.
    ///
    /// # Panics
    ///
    /// If values of the type have more than a few bytes.
    #[inline]
    pub fn set_few(&mut self, few: [u8; FEW_BYTES]) {
        match &mut self.bytes {
            Bytes::Few(own) => *own = few,
            Bytes::Small(_) | Bytes::Shared(_) => panic!("more than a few bytes"),
        }
    }

    /// The value in a buffer that another image has, too.
    pub(crate) fn of_shared(layout: Arc<Layout>, buffer: Arc<Buffer>) -> Self {
        Self { layout, bytes: Bytes::Shared(buffer) }
    }

    /// A value without vectors, given the bytes of its inline part.
    #[inline]
    pub(crate) fn plain(layout: Arc<Layout>, plain: &[u8]) -> Self {
        let mut few = [0; FEW_BYTES];
        let bytes = if let Some(room) = few.get_mut(..plain.len()) {
            room.copy_from_slice(plain);
            Bytes::Few(few)
        } else if is_small(&layout) {
            Bytes::Small(plain.into())
        } else {
            Bytes::Shared(Arc::new(Buffer::from_vec(plain.to_vec())))
        };
        Self { layout, bytes }
    }

    /// Makes it another value without vectors, in the same place if it is of the same layout.
    #[inline]
    pub(crate) fn overwrite(&mut self, layout: &Arc<Layout>, plain: &[u8]) {
        let room = match &mut self.bytes {
            Bytes::Few(few) => few.get_mut(..plain.len()),
            Bytes::Small(bytes) => Some(&mut **bytes),
            Bytes::Shared(_) => None,
        };
        match room {
            Some(room) if Arc::ptr_eq(&self.layout, layout) => room.copy_from_slice(plain),
            Some(_) | None => *self = Self::plain(Arc::clone(layout), plain),
        }
    }

    /// Whether its clones share its bytes; those of a small value lie in the image itself, or next to it.
    #[inline]
    pub fn is_shared(&self) -> bool {
        self.shared().is_some()
    }

    /// The buffer that its clones share; none of a small value.
    #[inline]
    pub(crate) fn shared(&self) -> Option<&Arc<Buffer>> {
        match &self.bytes {
            Bytes::Shared(buffer) => Some(buffer),
            Bytes::Few(_) | Bytes::Small(_) => None,
        }
    }

    /// All that there is of a value of a few bytes, and zeros.
    #[inline]
    pub fn few(&self) -> Option<&[u8; FEW_BYTES]> {
        match &self.bytes {
            Bytes::Few(few) => Some(few),
            Bytes::Small(_) | Bytes::Shared(_) => None,
        }
    }

    /// Its bytes, if nobody shares them.
    fn bytes_mut(&mut self) -> Option<&mut [u8]> {
        match &mut self.bytes {
            Bytes::Few(few) => few.get_mut(..self.layout.size),
            Bytes::Small(bytes) => Some(bytes),
            Bytes::Shared(buffer) => Some(Arc::get_mut(buffer)?.as_mut_slice()),
        }
    }

    /// Lays out a tree.
    ///
    /// # Errors
    ///
    /// If the value is not of the layout's type.
    pub fn from_value(value: &Value, layout: &Arc<Layout>) -> Result<Self, Mismatch> {
        let mut builder = Builder::for_layout(layout);
        builder.value(value, layout, 0)?;
        Ok(builder.finish(layout))
    }

    /// Lays out a value read from its BCS encoding, which may be anything.
    ///
    /// # Errors
    ///
    /// If the bytes are not exactly the canonical encoding of one value.
    pub fn from_bcs(bytes: &[u8], layout: &Arc<Layout>) -> Result<Self, BcsError> {
        bcs::decode(bytes, layout)
    }

    /// Copies the value that lies at `at`.
    ///
    /// # Errors
    ///
    /// If a pointer is stray, or the value is too large for an image.
    pub fn copy_of(source: &impl Source, at: Pointer, layout: &Arc<Layout>) -> Result<Self, Fault> {
        if layout.referent().is_some() {
            return Err(Fault::Shape);
        }
        let mut builder = Builder::for_layout(layout);
        builder.copy(source, at, layout, 0)?;
        Ok(builder.finish(layout))
    }

    /// Puts a value together from components of several images of one type: each component is taken from the first
    /// part that lists it.
    ///
    /// # Errors
    ///
    /// [`Fault::Shape`] if a component is in no part, or an image is of another type.
    pub fn assemble(parts: &[(ComponentSet, &Image)]) -> Result<Self, Fault> {
        let (_, first) = parts.first().ok_or(Fault::Shape)?;
        let layout = &first.layout;
        if parts.iter().any(|(_, image)| image.layout.ty != layout.ty) {
            return Err(Fault::Shape);
        }
        let find = |component: Component| {
            let part = parts.iter().find(|(components, _)| components.has(component));
            part.map(|(_, image)| *image).ok_or(Fault::Shape)
        };
        let mut builder = Builder::for_layout(layout);
        let Shape::Struct(fields) = &layout.shape else {
            let image = find(Component::of_field(0))?;
            builder.copy(image, image.pointer(), layout, 0)?;
            return Ok(builder.finish(layout));
        };
        for (index, field) in fields.iter().enumerate() {
            let image = find(Component::of_field(index))?;
            let at = image.pointer().offset(field.offset);
            builder.copy(image, at, &field.layout, field.offset)?;
        }
        Ok(builder.finish(layout))
    }

    /// The value with numbers added to integers of its inline part, each given by offset and size in bytes; modulo what
    /// fits there.
    ///
    /// # Errors
    ///
    /// [`Fault::Stray`] if an integer is not in the inline part, [`Fault::Shape`] if it is too large.
    pub fn with_added(&self, numbers: &[(usize, usize, U256)]) -> Result<Self, Fault> {
        let mut image = Self::copy_of(self, self.pointer(), &self.layout)?;
        for (offset, size, number) in numbers {
            let end = offset.checked_add(*size).filter(|end| *end <= self.layout.size);
            let range = *offset..end.ok_or(Fault::Stray)?;
            let place = image.bytes_mut().and_then(|bytes| bytes.get_mut(range));
            let place = place.ok_or(Fault::Stray)?;
            let old = U256::try_from_le_slice(place).ok_or(Fault::Shape)?;
            let new: [u8; 32] = old.wrapping_add(*number).to_le_bytes();
            place.copy_from_slice(new.get(..*size).ok_or(Fault::Shape)?);
        }
        Ok(image)
    }

    /// The integer of type `ty` at `offset` of the inline part; `None` if there is none.
    pub fn integer(&self, offset: usize, ty: IntegerType) -> Option<Integer> {
        let end = offset.checked_add(ty.bytes()).filter(|end| *end <= self.layout.size)?;
        Integer::from_le_slice(self.as_slice().get(offset..end)?, ty)
    }

    /// The value as a tree.
    ///
    /// # Panics
    ///
    /// Never: an image's pointers stay inside it.
    pub fn to_value(&self) -> Value {
        source::to_value(self, self.pointer(), &self.layout).expect(WHOLE)
    }

    /// The BCS encoding of the value.
    ///
    /// # Panics
    ///
    /// Never: an image's pointers stay inside it.
    pub fn to_bcs(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        source::to_bcs(self, self.pointer(), &self.layout, &mut bytes).expect(WHOLE);
        bytes
    }

    /// The BCS encoding of one field; of the whole value for index 0 of a type that is no struct.
    pub fn field_to_bcs(&self, index: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut place = (0, &self.layout);
        if let Shape::Struct(fields) = &self.layout.shape {
            place = fields.get(index).map(|field| (field.offset, &field.layout))?;
        }
        let (offset, layout) = place;
        source::to_bcs(self, self.pointer().offset(offset), layout, &mut bytes).ok()?;
        Some(bytes)
    }

    /// The layout.
    #[inline]
    pub fn layout(&self) -> &Arc<Layout> {
        &self.layout
    }

    /// Where the inline part lies: of a small value, until the image is moved.
    #[inline]
    pub fn pointer(&self) -> Pointer {
        Pointer(self.as_slice().as_ptr().addr() as u64)
    }

    #[inline]
    pub(crate) fn as_slice(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Few(few) => few.get(..self.layout.size).unwrap_or(few),
            Bytes::Small(bytes) => bytes,
            Bytes::Shared(buffer) => buffer.as_slice(),
        }
    }
}

/// Why reading an image cannot fail.
const WHOLE: &str = "an image holds a whole value without references";

impl Source for Image {
    fn bytes(&self, at: Pointer, size: usize) -> Result<&[u8], Fault> {
        if size == 0 {
            return Ok(&[]);
        }
        let start = at.0.checked_sub(self.pointer().0).ok_or(Fault::Stray)?;
        let start = usize::try_from(start).map_err(|_| Fault::Stray)?;
        let end = start.checked_add(size).ok_or(Fault::Stray)?;
        self.as_slice().get(start..end).ok_or(Fault::Stray)
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Image({}: {})", self.layout.ty, self.to_value())
    }
}

impl PartialEq for Image {
    fn eq(&self, other: &Self) -> bool {
        self.layout.ty == other.layout.ty && self.to_bcs() == other.to_bcs()
    }
}

impl Eq for Image {}
