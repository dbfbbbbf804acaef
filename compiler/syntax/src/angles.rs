//! Decides what `<`, `>` and `&` followed by `mut` are, for the whole file.
//!
//! Move's own rule: `<` directly after a name, without a space, opens type arguments. `>` closes them
//! there, and is joined with what follows (`>=`, `>>`, `>>=`) everywhere else.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names the tokens it is about")]

use crate::token::{Lexeme, Token};
use compiler_diagnostics::{Code, Diagnostic, FileId, Span};

/// How many tokens type arguments may have; bounds the search for their end.
const TYPE_TOKENS_MAX: usize = 1_000;

/// How many unclosed type arguments of a file are reported.
const UNCLOSED_MAX: usize = 64;

/// Resolves angle brackets; reports type arguments that are never closed.
pub(crate) fn resolve<'a>(
    file: FileId,
    lexemes: &[Lexeme<'a>],
) -> (Vec<Lexeme<'a>>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut closes = vec![false; lexemes.len()];
    let mut opens = vec![false; lexemes.len()];
    let mut before: Option<&Lexeme<'_>> = None;
    for (index, lexeme) in lexemes.iter().enumerate() {
        if lexeme.token == Token::Lt && before.is_some_and(|before| opens_types(before, lexeme)) {
            match closing(lexemes, index) {
                Some(close) => {
                    set(&mut opens, index);
                    set(&mut closes, close);
                }
                None if diagnostics.len() < UNCLOSED_MAX => {
                    diagnostics.push(unclosed(Span::new(file, lexeme.start, lexeme.end)));
                }
                None => {}
            }
        }
        before = Some(lexeme);
    }
    (join(lexemes, &opens, &closes), diagnostics)
}

fn set(flags: &mut [bool], index: usize) {
    if let Some(flag) = flags.get_mut(index) {
        *flag = true;
    }
}

/// Whether an angle bracket begins type arguments, given what is before it.
pub(crate) fn opens_types(before: &Lexeme<'_>, angle: &Lexeme<'_>) -> bool {
    match before.token {
        Token::Ident(_) => before.end == angle.start,
        Token::ColonColon => true,
        _ => false,
    }
}

/// The index of the `>` that closes the `<` at `open`, if what lies between can be types.
fn closing(lexemes: &[Lexeme<'_>], open: usize) -> Option<usize> {
    let (mut angles, mut brackets) = (0_usize, 0_usize);
    for (index, lexeme) in lexemes.iter().enumerate().skip(open).take(TYPE_TOKENS_MAX) {
        match lexeme.token {
            Token::Lt => angles = angles.saturating_add(1),
            Token::Gt if angles <= 1 => return (brackets == 0).then_some(index),
            Token::Gt => angles = angles.saturating_sub(1),
            Token::ParenOpen | Token::BraceOpen | Token::BracketOpen => {
                brackets = brackets.saturating_add(1);
            }
            Token::ParenClose | Token::BraceClose | Token::BracketClose => {
                brackets = brackets.checked_sub(1)?;
            }
            Token::Ident(_)
            | Token::Number(_)
            | Token::At(_)
            | Token::Underscore
            | Token::Copy
            | Token::Comma
            | Token::Colon
            | Token::ColonColon
            | Token::Amp
            | Token::Bar
            | Token::OrOr
            | Token::Plus => {}
            // The clauses of a function type.
            Token::Star | Token::Not | Token::Dot if 0 < brackets => {}
            _ => return None,
        }
    }
    None
}

fn unclosed(angle: Span) -> Diagnostic {
    Diagnostic::error(Code::E0101, angle, "type arguments are never closed")
        .with_label("directly after a name, `<` opens type arguments")
        .with_fix("put a space before `<` to compare", angle.before(), " ")
}

/// Replaces the angle brackets that were found and joins the others.
fn join<'a>(lexemes: &[Lexeme<'a>], opens: &[bool], closes: &[bool]) -> Vec<Lexeme<'a>> {
    let mut joined: Vec<Lexeme<'a>> = Vec::with_capacity(lexemes.len());
    let mut rest = lexemes.iter().zip(opens).zip(closes).peekable();
    while let Some(((lexeme, opens), closes)) = rest.next() {
        let mut lexeme = *lexeme;
        if *opens {
            lexeme.token = Token::TypeOpen;
        } else if *closes {
            lexeme.token = Token::TypeClose;
        } else {
            while let Some(((next, _), next_closes)) = rest.peek() {
                let is_adjacent = next.start == lexeme.end && !**next_closes;
                let Some(token) = joint(lexeme.token, next.token).filter(|_| is_adjacent) else {
                    break;
                };
                lexeme = Lexeme { token, end: next.end, ..lexeme };
                rest.next();
            }
        }
        joined.push(lexeme);
    }
    joined
}

/// The token that two adjacent ones make.
fn joint<'a>(first: Token<'a>, second: Token<'a>) -> Option<Token<'a>> {
    match (first, second) {
        (Token::Gt, Token::Gt) => Some(Token::Shr),
        (Token::Gt, Token::Assign) => Some(Token::Ge),
        (Token::Shr, Token::Assign) => Some(Token::ShrAssign),
        (Token::Amp, Token::Ident("mut")) => Some(Token::AmpMut),
        _ => None,
    }
}
