//! Room that is handed out piece by piece, and taken back all at once.

use crate::buffer::Buffer;
use crate::source::Pointer;

/// Bytes of a chunk, unless one piece needs more.
const CHUNK_BYTES: usize = 1 << 14;

/// Blocks of bytes that do not move, each filled from its start.
#[derive(Debug, Default)]
pub(super) struct Chunks {
    chunks: Vec<Buffer>,
    /// Bytes used of the last one.
    top: usize,
}

/// A piece of a chunk. What is in it is whatever was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it lies.
    pub(super) at: Pointer,
    pub(super) chunk: usize,
    start: usize,
    length: usize,
}

impl Chunks {
    /// Takes every piece back. One chunk is kept: most transactions need no more.
    #[inline]
    pub(super) fn clear(&mut self) {
        self.chunks.truncate(1);
        self.top = 0;
        if self.chunks.first().is_some_and(|chunk| chunk.len() != CHUNK_BYTES) {
            self.chunks.clear();
        }
    }

    /// Hands out so many bytes, a multiple of 8; `true` if in a chunk of their own that has just been made.
    #[inline]
    pub(super) fn take(&mut self, length: usize) -> (Piece, bool) {
        let room = self.chunks.last().map_or(0, |chunk| chunk.len() - self.top);
        let is_new = room < length || self.chunks.is_empty();
        if is_new {
            self.chunks.push(Buffer::zeroed(length.max(CHUNK_BYTES)));
            self.top = 0;
        }
        let (chunk, start) = (self.chunks.len() - 1, self.top);
        let at = Pointer(self.chunks[chunk].address()).offset(start);
        self.top += length;
        (Piece { at, chunk, start, length }, is_new)
    }

    /// Hands out a piece that starts with `bytes`, and is 0 after them.
    #[inline]
    pub(super) fn take_filled(&mut self, length: usize, bytes: &[u8]) -> Piece {
        let (piece, _) = self.take(length.max(bytes.len()));
        let (filled, rest) = self.bytes_mut(piece).split_at_mut(bytes.len());
        filled.copy_from_slice(bytes);
        rest.fill(0);
        piece
    }

    /// The same with as many bytes as are known before the program runs.
    #[inline]
    pub(super) fn take_array<const N: usize>(&mut self, bytes: &[u8; N]) -> Piece {
        let (piece, _) = self.take(N);
        if let Some(room) = self.bytes_mut(piece).first_chunk_mut::<N>() {
            *room = *bytes;
        }
        piece
    }

    /// The chunk at an index.
    pub(super) fn chunk(&self, index: usize) -> Option<&Buffer> {
        self.chunks.get(index)
    }

    pub(super) fn chunk_mut(&mut self, index: usize) -> Option<&mut Buffer> {
        self.chunks.get_mut(index)
    }

    #[inline]
    pub(super) fn bytes(&self, piece: Piece) -> &[u8] {
        &self.chunks[piece.chunk].as_slice()[piece.start..piece.start + piece.length]
    }

    #[inline]
    pub(super) fn bytes_mut(&mut self, piece: Piece) -> &mut [u8] {
        &mut self.chunks[piece.chunk].as_mut_slice()[piece.start..piece.start + piece.length]
    }
}
