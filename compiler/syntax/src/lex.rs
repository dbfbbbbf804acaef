//! Text to raw tokens, with doc comments in a side table and specifications left out.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names the tokens it is about")]

use crate::token::{Lexeme, Token};
use compiler_diagnostics::{Code, Diagnostic, FileId, Span};
use logos::Logos;

/// Raw tokens of a file.
pub(crate) struct Lexed<'a> {
    pub(crate) lexemes: Vec<Lexeme<'a>>,
    /// Lines of doc comments, each with the start of the token it stands before; in order.
    pub(crate) docs: Vec<(u32, &'a str)>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// How many tokens a text has. It does what the parser does first, and is there to time that alone.
pub fn count_tokens(file: FileId, text: &str) -> usize {
    lex(file, text).lexemes.len()
}

/// Cuts a text into tokens. Never fails: what is no token becomes [`Token::Error`], and is reported.
pub(crate) fn lex(file: FileId, text: &str) -> Lexed<'_> {
    let mut raw = Lexed { lexemes: Vec::new(), docs: Vec::new(), diagnostics: Vec::new() };
    let mut pending: Vec<&str> = Vec::new();
    for (token, range) in Token::lexer(text).spanned() {
        let (start, end) = (offset(range.start), offset(range.end));
        let span = Span::new(file, start, end);
        match token.unwrap_or(Token::Error) {
            Token::LineComment(line) => pending.extend(doc_line(line)),
            Token::OpenComment => {
                let head = Span { end: start.saturating_add(2), ..span };
                let message = "comment is never closed";
                let diagnostic = Diagnostic::error(Code::E0107, head, message);
                raw.diagnostics.push(diagnostic.with_label("starts here"));
            }
            token => {
                raw.docs.extend(pending.drain(..).map(|line| (start, line)));
                raw.lexemes.push(Lexeme { start, token, end });
            }
        }
    }
    raw.lexemes = skip_specs(&raw.lexemes);
    report_errors(file, text, &mut raw);
    raw
}

pub(crate) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The words of a doc comment line; `None` for another comment.
fn doc_line(line: &str) -> Option<&str> {
    let words = line.strip_prefix("///").filter(|rest| !rest.starts_with('/'))?;
    Some(words.strip_prefix(' ').unwrap_or(words).trim_end())
}

/// Leaves out `spec … { … }` and `spec … ;`, which only the prover reads.
fn skip_specs<'a>(lexemes: &[Lexeme<'a>]) -> Vec<Lexeme<'a>> {
    let mut kept = Vec::with_capacity(lexemes.len());
    let mut rest = lexemes.iter();
    while let Some(lexeme) = rest.next() {
        if lexeme.token != Token::Spec {
            kept.push(*lexeme);
            continue;
        }
        skip_spec(rest.by_ref().map(|lexeme| (lexeme.token, lexeme.end)));
    }
    kept
}

/// Goes over a specification, from behind its `spec`; gives its end, if it has one.
pub(crate) fn skip_spec<'a>(tokens: impl Iterator<Item = (Token<'a>, u32)>) -> Option<u32> {
    let mut depth = 0_usize;
    for (token, end) in tokens {
        match token {
            Token::BraceOpen => depth = depth.saturating_add(1),
            Token::BraceClose if depth <= 1 => return Some(end),
            Token::BraceClose => depth = depth.saturating_sub(1),
            Token::Semicolon if depth == 0 => return Some(end),
            _ => {}
        }
    }
    None
}

/// Reports each run of adjacent malformed tokens once.
fn report_errors(file: FileId, text: &str, raw: &mut Lexed<'_>) {
    let mut runs: Vec<Span> = Vec::new();
    for lexeme in raw.lexemes.iter().filter(|lexeme| lexeme.token == Token::Error) {
        match runs.last_mut() {
            Some(run) if run.end == lexeme.start => run.end = lexeme.end,
            _ => runs.push(Span::new(file, lexeme.start, lexeme.end)),
        }
    }
    let slice = |span: Span| text.get(span.start as usize..span.end as usize).unwrap_or("");
    raw.diagnostics.extend(runs.into_iter().map(|span| malformed(span, slice(span))));
}

fn malformed(span: Span, text: &str) -> Diagnostic {
    if text.starts_with(['b', 'x']) {
        return Diagnostic::error(Code::E0107, span, "string is never closed")
            .with_label("needs a `\"` at its end, on the same line");
    }
    if text.starts_with('"') {
        return Diagnostic::error(Code::E0106, span, "string without `b` or `x` before it")
            .with_label("strings are byte strings")
            .with_fix("write a byte string", span.before(), "b");
    }
    let shown: String = text.chars().take(20).collect();
    Diagnostic::error(Code::E0102, span, format!("unknown character `{}`", shown.escape_default()))
        .with_label("no token starts with it")
}
