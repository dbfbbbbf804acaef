//! Parentheses around conditions: Move wants them, other languages do not.
//!
//! `while i < n {` is read as `while (i < n) {` and reported with its fix, so that the rest of the
//! function is read as it was meant.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names the tokens it is about")]

use crate::token::{Lexeme, Token};
use compiler_diagnostics::{Applicability, Code, Diagnostic, Edit, Span, Suggestion};

/// Puts missing parentheses in; gives the ranges of the bare conditions.
pub(crate) fn parenthesize(lexemes: Vec<Lexeme<'_>>) -> (Vec<Lexeme<'_>>, Vec<(u32, u32)>) {
    let mut found = Vec::new();
    let (mut is_body, mut depth) = (false, 0_usize);
    let mut before = Token::Semicolon;
    let mut rest = lexemes.as_slice();
    while let Some((lexeme, tail)) = rest.split_first() {
        match lexeme.token {
            Token::ParenOpen | Token::BracketOpen => depth = depth.saturating_add(1),
            Token::ParenClose | Token::BracketClose => depth = depth.saturating_sub(1),
            // A clause's `.{f, g}` is no body, nor is `{a, b}` in its brackets.
            Token::BraceOpen => is_body |= depth == 0 && before != Token::Dot,
            _ => {}
        }
        before = lexeme.token;
        if is_body && takes_condition(lexeme.token, tail) {
            found.extend(bare_condition(tail));
        }
        rest = tail;
    }
    (insert(lexemes, &found), found)
}

/// Reports a condition without parentheses.
pub(crate) fn bare(condition: Span) -> Diagnostic {
    let insert = |span: Span, text: &str| Edit { span, text: text.to_owned() };
    Diagnostic::error(Code::E0101, condition, "condition without parentheses")
        .with_label("expected `(` before it and `)` after it")
        .with_suggestion(Suggestion {
            title: "put it in parentheses".to_owned(),
            edits: vec![insert(condition.before(), "("), insert(condition.after(), ")")],
            applicability: Applicability::MachineApplicable,
        })
}

/// Whether `(…)` must follow.
fn takes_condition(token: Token<'_>, tail: &[Lexeme<'_>]) -> bool {
    let at = |index: usize| tail.get(index).map(|lexeme| lexeme.token);
    let is_control = match token {
        Token::If | Token::While => true,
        Token::Ident("for") => is_name(at(0)) && at(1) == Some(Token::Ident("in")),
        Token::Ident("match") => is_name(at(0)),
        _ => false,
    };
    is_control && at(0) != Some(Token::ParenOpen)
}

fn is_name(token: Option<Token<'_>>) -> bool {
    matches!(token, Some(Token::Ident(_)))
}

/// The range up to the `{` of the body; `None` if something else comes first (a guard's `=>`, say).
fn bare_condition(tail: &[Lexeme<'_>]) -> Option<(u32, u32)> {
    let start = tail.first()?.start;
    let mut end = None;
    let mut depth = 0_usize;
    for lexeme in tail {
        match lexeme.token {
            Token::ParenOpen | Token::BracketOpen => depth = depth.saturating_add(1),
            Token::ParenClose | Token::BracketClose => depth = depth.checked_sub(1)?,
            Token::BraceOpen if depth == 0 => return end.map(|end| (start, end)),
            Token::Arrow
            | Token::Semicolon
            | Token::BraceOpen
            | Token::BraceClose
            | Token::Comma
            | Token::Else
            | Token::Let
                if depth == 0 =>
            {
                return None;
            }
            _ => {}
        }
        end = Some(lexeme.end);
    }
    None
}

fn insert<'a>(lexemes: Vec<Lexeme<'a>>, conditions: &[(u32, u32)]) -> Vec<Lexeme<'a>> {
    if conditions.is_empty() {
        return lexemes;
    }
    let mut all = Vec::with_capacity(lexemes.len());
    for lexeme in lexemes {
        let starts = conditions.iter().filter(|(start, _)| *start == lexeme.start);
        let open = Lexeme { token: Token::ParenOpen, end: lexeme.start, ..lexeme };
        all.extend(starts.map(|_| open));
        all.push(lexeme);
        let ends = conditions.iter().filter(|(_, end)| *end == lexeme.end);
        let close = Lexeme { start: lexeme.end, token: Token::ParenClose, ..lexeme };
        all.extend(ends.map(|_| close));
    }
    all
}
