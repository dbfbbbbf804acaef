//! Whether a text says what another one says: the same tokens and comments, in the same order.

use compiler_syntax::{Piece, PieceKind, pieces};

/// Whether two texts differ in white space alone, and in commas before closing brackets.
pub(crate) fn is_faithful(before: &str, after: &str) -> bool {
    let (before, after) = (pieces(before), pieces(after));
    let (mut before, mut after) = (significant(&before), significant(&after));
    loop {
        match (before.next(), after.next()) {
            (None, None) => return true,
            (Some(before), Some(after)) if is_same(before, after) => {}
            _ => return false,
        }
    }
}

/// Pieces without commas that only end a list.
fn significant<'p, 'a>(pieces: &'p [Piece<'a>]) -> impl Iterator<Item = &'p Piece<'a>> {
    pieces.iter().enumerate().filter_map(|(at, piece)| {
        let rest = pieces.get(at..).unwrap_or_default();
        (!(is_token(piece) && piece.text == "," && ends_list(rest))).then_some(piece)
    })
}

/// Whether the token after the first one closes a bracket.
fn ends_list(pieces: &[Piece<'_>]) -> bool {
    let next = pieces.iter().skip(1).find(|next| is_token(next));
    next.is_some_and(|next| match next.text {
        ">" => next.kind == PieceKind::TypeBracket,
        text => matches!(text, ")" | "]" | "}"),
    })
}

fn is_token(piece: &Piece<'_>) -> bool {
    matches!(piece.kind, PieceKind::Token | PieceKind::TypeBracket)
}

/// Lines of comments and specifications may have moved.
fn is_same(one: &Piece<'_>, other: &Piece<'_>) -> bool {
    one.kind == other.kind && one.text.lines().map(str::trim).eq(other.text.lines().map(str::trim))
}
