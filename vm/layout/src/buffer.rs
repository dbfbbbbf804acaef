//! Bytes at a fixed address that is a multiple of 8.

/// A block of bytes that never moves while it lives.
#[derive(Debug)]
pub(crate) struct Buffer {
    bytes: Box<[u8]>,
    start: usize,
    length: usize,
}

impl Buffer {
    pub(crate) fn zeroed(length: usize) -> Self {
        let bytes = vec![0; length].into_boxed_slice();
        if bytes.as_ptr().addr().is_multiple_of(8) {
            return Self { bytes, start: 0, length };
        }
        let bytes = vec![0; length + 7].into_boxed_slice();
        let start = bytes.as_ptr().addr().wrapping_neg() % 8;
        Self { bytes, start, length }
    }

    /// Takes over `bytes` where it lies well, else copies it.
    pub(crate) fn from_vec(bytes: Vec<u8>) -> Self {
        let length = bytes.len();
        let bytes = bytes.into_boxed_slice();
        if bytes.as_ptr().addr().is_multiple_of(8) {
            return Self { bytes, start: 0, length };
        }
        let mut buffer = Self::zeroed(length);
        buffer.as_mut_slice().copy_from_slice(&bytes);
        buffer
    }

    #[inline]
    pub(crate) fn address(&self) -> u64 {
        self.as_slice().as_ptr().addr() as u64
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    #[inline]
    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.bytes[self.start..self.start + self.length]
    }

    #[inline]
    pub(crate) fn as_mut_slice(&mut self) -> &mut [u8] {
        &mut self.bytes[self.start..self.start + self.length]
    }
}
