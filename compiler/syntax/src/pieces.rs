//! All that stands in a text but for white space: its tokens, and between them what the parser leaves out.

use crate::{
    angles, lex,
    token::{Lexeme, Token},
};
use compiler_diagnostics::FileId;
use logos::Logos;

/// A token, a comment or a specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Where it starts, in bytes.
    pub start: u32,
    /// How it is written; without white space at the end.
    pub text: &'a str,
    /// Which of them it is.
    pub kind: PieceKind,
}

impl Piece<'_> {
    /// Where it ends, in bytes.
    pub fn end(&self) -> u32 {
        self.start.saturating_add(lex::offset(self.text.len()))
    }
}

/// What a [`Piece`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// What the parser reads as one.
    Token,
    /// `<` or `>` around types.
    TypeBracket,
    /// `// …`, doc comments too.
    LineComment,
    /// `/* … */`
    BlockComment,
    /// `spec … { … }` or `spec … ;`
    Spec,
}

/// Cuts a text into its pieces. Never fails: what is no token is a piece all the same.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let file = FileId(0);
    let (lexemes, _) = angles::resolve(file, &lex::lex(file, text).lexemes);
    let mut all = Vec::with_capacity(lexemes.len());
    let mut at = 0;
    for Lexeme { start, token, end } in lexemes {
        between(text, at, start, &mut all);
        let is_type_bracket = matches!(token, Token::TypeOpen | Token::TypeClose);
        let kind = if is_type_bracket { PieceKind::TypeBracket } else { PieceKind::Token };
        all.push(Piece { start, text: slice(text, start, end), kind });
        at = end;
    }
    between(text, at, lex::offset(text.len()), &mut all);
    all
}

fn slice(text: &str, start: u32, end: u32) -> &str {
    text.get(start as usize..end as usize).unwrap_or_default()
}

/// Adds what stands between two tokens.
fn between<'a>(text: &'a str, start: u32, end: u32, all: &mut Vec<Piece<'a>>) {
    let mut rest = slice(text, start, end).trim_start_matches(is_space);
    while !rest.is_empty() {
        let (kind, length) = first_piece(rest);
        let (piece, after) = rest.split_at(rest.floor_char_boundary(length));
        let start = end.saturating_sub(lex::offset(rest.len()));
        all.push(Piece { start, text: piece.trim_end(), kind });
        rest = after.trim_start_matches(is_space);
    }
}

/// What the lexer skips.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n' | '\u{c}' | '\u{feff}')
}

/// What a text starts with that the parser leaves out, and its length.
fn first_piece(rest: &str) -> (PieceKind, usize) {
    if rest.starts_with("//") {
        return (PieceKind::LineComment, rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return (PieceKind::BlockComment, comment_length(rest));
    }
    let tokens = Token::lexer(rest).spanned().skip(1);
    let tokens =
        tokens.map(|(token, range)| (token.unwrap_or(Token::Error), lex::offset(range.end)));
    (PieceKind::Spec, lex::skip_spec(tokens).map_or(rest.len(), |end| end as usize))
}

/// The length of a block comment, those inside it included.
fn comment_length(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0_usize);
    loop {
        let step = match text.as_bytes().get(at..).unwrap_or_default() {
            [b'/', b'*', ..] => {
                depth = depth.saturating_add(1);
                2
            }
            [b'*', b'/', ..] => {
                depth = depth.saturating_sub(1);
                2
            }
            [_, ..] => 1,
            [] => return text.len(),
        };
        at = at.saturating_add(step);
        if depth == 0 {
            return at;
        }
    }
}
