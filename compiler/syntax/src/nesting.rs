//! Bounds how much the parser must remember at once.
//!
//! The parser does not recurse, but when it recovers it looks through its whole stack for each token it
//! drops. An item whose stack could grow beyond [`PENDING_MAX`] is not parsed at all.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names the tokens it is about")]

use crate::token::{Lexeme, Token};

/// How many brackets and operators may be waiting for their end. Far above what the tree may hold.
const PENDING_MAX: usize = 512;

/// Gives the token at which more is pending than may be.
pub(crate) fn too_deep<'l, 'a>(lexemes: &'l [Lexeme<'a>]) -> Option<&'l Lexeme<'a>> {
    let mut pending = 0_usize;
    let mut outer: Vec<usize> = Vec::new();
    for lexeme in lexemes {
        match lexeme.token {
            Token::ParenOpen
            | Token::BracketOpen
            | Token::BraceOpen
            | Token::AccessOpen
            | Token::TypeOpen => {
                outer.push(pending);
                pending = pending.saturating_add(1);
            }
            Token::ParenClose | Token::BracketClose | Token::BraceClose | Token::TypeClose => {
                pending = outer.pop().unwrap_or(0);
            }
            Token::Comma | Token::Semicolon => {
                pending = outer.last().map_or(0, |at| at.saturating_add(1));
            }
            token if waits(token) => pending = pending.saturating_add(1),
            _ => {}
        }
        if PENDING_MAX < pending {
            return Some(lexeme);
        }
    }
    None
}

/// Whether the parser may have to keep this token until what follows it has ended.
fn waits(token: Token<'_>) -> bool {
    matches!(
        token,
        Token::Not
            | Token::Minus
            | Token::Star
            | Token::Amp
            | Token::AmpMut
            | Token::Bar
            | Token::OrOr
            | Token::OrAfterBlock
            | Token::Move
            | Token::Return
            | Token::Abort
            | Token::If
            | Token::Else
            | Token::While
            | Token::Loop
            | Token::For
            | Token::Colon
            | Token::Arrow
            | Token::Assign
            | Token::PlusAssign
            | Token::MinusAssign
            | Token::StarAssign
            | Token::SlashAssign
            | Token::PercentAssign
            | Token::AmpAssign
            | Token::BarAssign
            | Token::CaretAssign
            | Token::ShlAssign
            | Token::ShrAssign
    )
}
