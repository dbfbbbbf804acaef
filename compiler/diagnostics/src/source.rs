//! Source files and places in them.

use std::fmt;

/// Names a file of a [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "file{}", self.0)
    }
}

/// A range of bytes in a file: `start` is in it, `end` is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// Makes the span of the bytes from `start` up to `end`.
    pub fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end }
    }

    /// Returns the smallest span that holds both; `self` if they lie in different files.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.file != other.file {
            return self;
        }
        let (start, end) = (self.start.min(other.start), self.end.max(other.end));
        Self { file: self.file, start, end }
    }

    /// Returns the empty span at the start: where text would be put before it.
    #[must_use]
    pub fn before(self) -> Self {
        Self { end: self.start, ..self }
    }

    /// Returns the empty span at the end: where text would be put after it.
    #[must_use]
    pub fn after(self) -> Self {
        Self { start: self.end, ..self }
    }

    /// Whether no byte of `inner` lies outside of it.
    pub fn contains(self, inner: Self) -> bool {
        self.file == inner.file && self.start <= inner.start && inner.end <= self.end
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

/// A place as people count: line and column from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
}

/// A file's path, as it is shown, and its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    path: String,
    text: String,
    line_starts: Vec<usize>,
}

impl SourceFile {
    fn new(path: String, text: String) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Self { path, text, line_starts }
    }

    /// The path as it is shown to people.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the index of the line that holds byte `offset`; the last one if it lies beyond.
    pub(crate) fn line_index(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Returns the bytes of line `index`, its line break included.
    pub(crate) fn line_range(&self, index: usize) -> Option<std::ops::Range<usize>> {
        let start = *self.line_starts.get(index)?;
        let end = self.line_starts.get(index + 1).copied().unwrap_or(self.text.len());
        Some(start..end)
    }

    /// Returns the nearest character boundary at or before `offset`.
    pub(crate) fn floor(&self, offset: u32) -> usize {
        self.text.floor_char_boundary(offset as usize)
    }

    fn position(&self, offset: u32) -> Position {
        let offset = self.floor(offset);
        let line = self.line_index(offset);
        let start = self.line_starts.get(line).copied().unwrap_or(0);
        let column = self.text.get(start..offset).map_or(0, |head| head.chars().count());
        let number = |index: usize| u32::try_from(index + 1).unwrap_or(u32::MAX);
        Position { line: number(line), column: number(column) }
    }
}

/// The texts that diagnostics point into.
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: Vec<SourceFile>,
}

impl Files {
    /// Makes an empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file and gives its name.
    ///
    /// # Panics
    ///
    /// With 2³² files.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = u32::try_from(self.files.len()).expect("a program has fewer than 2^32 files");
        self.files.push(SourceFile::new(path.into(), text.into()));
        FileId(id)
    }

    /// Gives a file another text; nothing happens for a name of another collection.
    pub fn set_text(&mut self, id: FileId, text: impl Into<String>) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            *file = SourceFile::new(std::mem::take(&mut file.path), text.into());
        }
    }

    /// Returns a file; `None` for a name of another collection.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// All files, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// The path of a file; empty for a name of another collection.
    pub fn path(&self, id: FileId) -> &str {
        self.get(id).map_or("", SourceFile::path)
    }

    /// The text under a span; empty if the span is no part of its file.
    pub fn slice(&self, span: Span) -> &str {
        let range = span.start as usize..span.end as usize;
        self.get(span.file).and_then(|file| file.text.get(range)).unwrap_or("")
    }

    /// Where a span starts, for people.
    pub fn position(&self, span: Span) -> Position {
        self.get(span.file)
            .map_or(Position { line: 1, column: 1 }, |file| file.position(span.start))
    }
}

#[cfg(test)]
mod tests {
    use super::{FileId, Files, Position, Span};

    #[test]
    fn columns_count_characters() {
        let mut files = Files::new();
        let id = files.add("a.move", "one\nzwölf x\n");
        let x = Span::new(id, 11, 12);
        assert_eq!(files.position(x), Position { line: 2, column: 7 });
        assert_eq!(files.slice(x), "x");
    }

    #[test]
    fn a_span_contains_itself_and_what_lies_in_it() {
        let of = |file, start, end| Span::new(FileId(file), start, end);
        let outer = of(0, 3, 7);
        assert!(
            [outer, of(0, 4, 7), of(0, 3, 3), outer.after()]
                .into_iter()
                .all(|it| outer.contains(it))
        );
        let others = [of(1, 4, 5), of(0, 2, 5), of(0, 5, 8), of(0, 8, 8)];
        assert!(!others.into_iter().any(|it| outer.contains(it)));
    }

    #[test]
    fn a_span_beyond_the_file_is_clamped() {
        let mut files = Files::new();
        let id = files.add("a.move", "one");
        assert_eq!(files.position(Span::new(id, 99, 100)), Position { line: 1, column: 4 });
        assert_eq!(files.slice(Span::new(id, 99, 100)), "");
    }
}
