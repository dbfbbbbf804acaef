//! The tokens of a text, each with the comments that belong to it.

use std::ops::Range;

use compiler_syntax::{Piece, PieceKind, pieces};

use crate::layout::indentation;

/// A token.
#[derive(Clone, Debug)]
pub(crate) struct Token<'a> {
    /// How it is written; nothing at the end of the file.
    pub(crate) text: &'a str,
    /// Where it starts, in bytes.
    pub(crate) start: u32,
    /// How many lines end before it and behind what stands before it.
    pub(crate) lines_before: usize,
    /// Comments before it, from the first that another line than the last token's has.
    pub(crate) leading: Range<usize>,
    /// Comments behind it that end its line.
    pub(crate) trailing: Range<usize>,
}

/// A comment or a specification.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Comment<'a> {
    /// How it is written.
    pub(crate) text: &'a str,
    /// Whether it goes to the end of the line.
    pub(crate) is_line: bool,
    /// How many lines end before it and behind what stands before it.
    pub(crate) lines_before: usize,
    /// How far to the right its first line starts.
    pub(crate) column: usize,
}

/// The tokens of a text, and the comments that they speak of.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    /// The text.
    pub(crate) text: &'a str,
    /// In order; the last one is the end of the file.
    pub(crate) list: Vec<Token<'a>>,
    /// In order.
    pub(crate) comments: Vec<Comment<'a>>,
}

/// Cuts a text.
pub(crate) fn tokens(text: &str) -> Tokens<'_> {
    let mut all = Tokens { text, list: Vec::new(), comments: Vec::new() };
    let mut end = 0;
    for piece in pieces(text) {
        let lines_before = all.lines(end, piece.start);
        end = piece.end();
        if matches!(piece.kind, PieceKind::Token | PieceKind::TypeBracket) {
            all.add_token(piece.text, piece.start, lines_before);
        } else {
            all.add_comment(piece, lines_before);
        }
    }
    let file_end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    all.add_token("", file_end, 1);
    all
}

impl<'a> Tokens<'a> {
    /// How many lines end between two places.
    fn lines(&self, from: u32, to: u32) -> usize {
        let between = self.text.get(from as usize..to as usize).unwrap_or_default();
        between.bytes().filter(|byte| *byte == b'\n').count()
    }

    fn add_comment(&mut self, piece: Piece<'a>, lines_before: usize) {
        let before = self.text.get(..piece.start as usize).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        self.comments.push(Comment {
            text: piece.text,
            is_line: piece.kind == PieceKind::LineComment,
            lines_before,
            column: indentation(line),
        });
    }

    /// Adds a token; what stands before it on the line of the token before, and ends that line, is that one's.
    fn add_token(&mut self, text: &'a str, start: u32, lines_before: usize) {
        let end = self.comments.len();
        let before = self.list.last_mut();
        let from = before.as_ref().map_or(0, |before| before.trailing.end);
        let since = self.comments.get(from..).unwrap_or_default();
        let on_line = since.iter().take_while(|comment| comment.lines_before == 0).count();
        let ends_line = on_line < since.len() || 0 < lines_before;
        // Between brackets, all alone, it is not the first one's.
        let is_alone = before.as_ref().is_some_and(|before| is_pair(before.text, text))
            && since.iter().all(|comment| !comment.is_line);
        let trailing_end = match before {
            Some(before) if ends_line && !is_alone => {
                before.trailing.end = from.saturating_add(on_line);
                before.trailing.end
            }
            _ => from,
        };
        let (leading, trailing) = (trailing_end..end, end..end);
        self.list.push(Token { text, start, lines_before, leading, trailing });
    }
}

fn is_pair(open: &str, close: &str) -> bool {
    matches!((open, close), ("(", ")") | ("[", "]") | ("{", "}") | ("<", ">"))
}
