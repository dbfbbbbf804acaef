//! Bytes at a fixed address that is a multiple of 8.

/// Bytes that lie in the buffer itself, where there are no more.
const INLINE_BYTES: usize = 32;

/// A block of bytes that never moves while it lives; but for one that is `inline`, which moves with its owner.
#[derive(Debug)]
pub(crate) struct Buffer(Bytes);

#[derive(Debug)]
enum Bytes {
    Boxed { bytes: Box<[u8]>, start: usize, length: usize },
    Inline { bytes: Inline, length: u8 },
}

#[derive(Debug)]
#[repr(align(8))]
struct Inline([u8; INLINE_BYTES]);

impl Buffer {
    pub(crate) fn zeroed(length: usize) -> Self {
        let bytes = vec![0; length].into_boxed_slice();
        if bytes.as_ptr().addr().is_multiple_of(8) {
            return Self(Bytes::Boxed { bytes, start: 0, length });
        }
        let bytes = vec![0; length + 7].into_boxed_slice();
        let start = bytes.as_ptr().addr().wrapping_neg() % 8;
        Self(Bytes::Boxed { bytes, start, length })
    }

    /// Takes over `bytes` where it lies well, else copies it.
    pub(crate) fn from_vec(bytes: Vec<u8>) -> Self {
        let length = bytes.len();
        let bytes = bytes.into_boxed_slice();
        if bytes.as_ptr().addr().is_multiple_of(8) {
            return Self(Bytes::Boxed { bytes, start: 0, length });
        }
        let mut buffer = Self::zeroed(length);
        buffer.as_mut_slice().copy_from_slice(&bytes);
        buffer
    }

    /// A copy of a few bytes inside the buffer itself: nothing may point into it before it has come to its place.
    #[inline]
    pub(crate) fn inline(bytes: &[u8]) -> Option<Self> {
        let mut inline = Inline([0; INLINE_BYTES]);
        inline.0.get_mut(..bytes.len())?.copy_from_slice(bytes);
        let length = u8::try_from(bytes.len()).ok()?;
        Some(Self(Bytes::Inline { bytes: inline, length }))
    }

    #[inline]
    pub(crate) fn address(&self) -> u64 {
        self.as_slice().as_ptr().addr() as u64
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.as_slice().len()
    }

    #[inline]
    pub(crate) fn as_slice(&self) -> &[u8] {
        match &self.0 {
            Bytes::Boxed { bytes, start, length } => &bytes[*start..*start + *length],
            Bytes::Inline { bytes, length } => &bytes.0[..usize::from(*length)],
        }
    }

    #[inline]
    pub(crate) fn as_mut_slice(&mut self) -> &mut [u8] {
        match &mut self.0 {
            Bytes::Boxed { bytes, start, length } => &mut bytes[*start..*start + *length],
            Bytes::Inline { bytes, length } => &mut bytes.0[..usize::from(*length)],
        }
    }
}
