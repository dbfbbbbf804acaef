//! Between byte offsets and the positions of the protocol: lines, and columns in UTF-8 or UTF-16 units.

use compiler_diagnostics::Span;
use gen_lsp_types::{Position, Range};
use line_index::{LineCol, LineIndex, TextSize, WideEncoding, WideLineCol};

/// In what units columns are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// What every client has.
    #[default]
    Utf16,
}

/// A text and where its lines start.
#[derive(Debug)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    index: LineIndex,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str, encoding: Encoding) -> Self {
        Self { text, index: LineIndex::new(text), encoding }
    }

    /// The position of the character that holds byte `offset`; of the end if that lies beyond it.
    pub(crate) fn position(&self, offset: u32) -> Position {
        let offset = floor(self.text, offset as usize);
        let at = self.index.line_col(TextSize::new(offset));
        let wide = match self.encoding {
            Encoding::Utf8 => None,
            Encoding::Utf16 => self.index.to_wide(WideEncoding::Utf16, at),
        };
        Position { line: at.line, character: wide.map_or(at.col, |wide| wide.col) }
    }

    /// The byte a position stands before; the end of its line if there are not so many characters in it.
    pub(crate) fn offset(&self, position: Position) -> u32 {
        let Some(line) = self.index.line(position.line) else { return end(self.text) };
        let (start, after) = (u32::from(line.start()), u32::from(line.end()));
        let content = self.text.get(start as usize..after as usize).unwrap_or_default();
        let content = content.trim_end_matches(['\n', '\r']);
        let column = match self.encoding {
            Encoding::Utf8 => position.character,
            Encoding::Utf16 => self.narrow(position).unwrap_or(u32::MAX),
        };
        let column = floor(content, column as usize);
        start.saturating_add(column)
    }

    /// A column in bytes.
    fn narrow(&self, position: Position) -> Option<u32> {
        let wide = WideLineCol { line: position.line, col: position.character };
        let LineCol { col, .. } = self.index.to_utf8(WideEncoding::Utf16, wide)?;
        Some(col)
    }

    /// The range of a span of this text.
    pub(crate) fn range(&self, span: Span) -> Range {
        self.range_of(span.start, span.end)
    }

    /// The range of the bytes from `start` up to `end`.
    pub(crate) fn range_of(&self, start: u32, end: u32) -> Range {
        Range { start: self.position(start), end: self.position(end.max(start)) }
    }

    /// How long a text is, in the units of columns.
    pub(crate) fn measure(&self, text: &str) -> u32 {
        let units = match self.encoding {
            Encoding::Utf8 => text.len(),
            Encoding::Utf16 => WideEncoding::Utf16.measure(text),
        };
        u32::try_from(units).unwrap_or(u32::MAX)
    }

    /// The bytes of a range.
    pub(crate) fn bytes(&self, range: Range) -> std::ops::Range<u32> {
        let start = self.offset(range.start);
        start..self.offset(range.end).max(start)
    }

    /// The text itself.
    pub(crate) fn text(&self) -> &'t str {
        self.text
    }
}

fn floor(text: &str, offset: usize) -> u32 {
    u32::try_from(text.floor_char_boundary(offset)).unwrap_or(u32::MAX)
}

fn end(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a\nö𝄞x\r\nlast";

    #[test]
    fn columns_are_counted_in_the_units_that_were_agreed_on() {
        let x = u32::try_from(TEXT.find('x').unwrap()).unwrap();
        let column = |encoding| Lines::new(TEXT, encoding).position(x).character;
        assert_eq!((column(Encoding::Utf8), column(Encoding::Utf16)), (6, 3));
    }

    #[test]
    fn positions_lead_back_to_their_offsets() {
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            let lines = Lines::new(TEXT, encoding);
            for (offset, _) in TEXT.char_indices().filter(|(_, it)| *it != '\n') {
                let offset = u32::try_from(offset).unwrap();
                assert_eq!(lines.offset(lines.position(offset)), offset, "{encoding:?}");
            }
        }
    }

    #[test]
    fn positions_that_are_not_there_are_clamped() {
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            let lines = Lines::new(TEXT, encoding);
            let offset = |line, character| lines.offset(Position { line, character });
            assert_eq!(offset(0, 99), 1, "the end of the line");
            assert_eq!(offset(1, 99), 9, "before the line break");
            assert_eq!(offset(99, 0), end(TEXT));
            assert_eq!(lines.position(999), lines.position(end(TEXT)));
        }
        let half = Lines::new(TEXT, Encoding::Utf16).offset(Position { line: 1, character: 2 });
        assert!(TEXT.is_char_boundary(half as usize), "half of a surrogate pair");
    }
}
