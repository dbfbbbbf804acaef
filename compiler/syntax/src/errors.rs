//! From what the parser expected to what a person wants to read.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names the tokens it is about")]

use crate::{
    context::Failure,
    token::{Lexeme, Token},
};
use compiler_diagnostics::{Code, Diagnostic, FileId, Span};
use lalrpop_util::ParseError;

/// Offset of the token that was not expected.
pub(crate) fn place(failure: &Failure<'_>) -> u32 {
    match failure {
        ParseError::InvalidToken { location } | ParseError::UnrecognizedEof { location, .. } => {
            *location
        }
        ParseError::UnrecognizedToken { token: (start, _, _), .. }
        | ParseError::ExtraToken { token: (start, _, _) } => *start,
        ParseError::User { error } => match *error {},
    }
}

/// Where a semicolon put in would let the parser go on, if a statement was left without one.
pub(crate) fn missing_semicolon(
    failure: &Failure<'_>,
    text: &str,
    lexemes: &[Lexeme<'_>],
) -> Option<u32> {
    let at = place(failure);
    let end = lexemes.iter().rev().map(|lexeme| lexeme.end).find(|end| *end <= at)?;
    let between = text.get(end as usize..at as usize).unwrap_or("");
    let is_new_line = between.contains('\n');
    let starts_statement = match failure {
        ParseError::UnrecognizedToken { token: (_, token, _), .. } => match token {
            Token::Let
            | Token::Return
            | Token::Abort
            | Token::While
            | Token::Loop
            | Token::Use
            | Token::Break
            | Token::Continue
            | Token::BraceClose => true,
            Token::If | Token::For | Token::Match | Token::MacroName(_) | Token::Ident(_) => {
                is_new_line
            }
            _ => false,
        },
        ParseError::UnrecognizedEof { .. } => true,
        ParseError::InvalidToken { .. } | ParseError::ExtraToken { .. } => false,
        ParseError::User { error } => match *error {},
    };
    (starts_statement && expectation(failure) == "`;`").then_some(end)
}

/// Describes a missing semicolon.
pub(crate) fn semicolon(span: Span) -> Diagnostic {
    Diagnostic::error(Code::E0104, span, "missing semicolon").with_label("expected `;`").with_fix(
        "put it in",
        span,
        ";",
    )
}

/// Describes a failure; `None` if the lexer has reported it.
pub(crate) fn describe(
    file: FileId,
    failure: &Failure<'_>,
    lexemes: &[Lexeme<'_>],
) -> Option<Diagnostic> {
    let at = place(failure);
    let found = lexemes.iter().find(|lexeme| lexeme.start == at && lexeme.start < lexeme.end);
    let before = lexemes.iter().rev().find(|lexeme| lexeme.end <= at);
    let is_reported = match found.map(|lexeme| lexeme.token) {
        Some(Token::Error) => true,
        // Type arguments that are never closed.
        Some(Token::Lt) => before.is_some_and(|lexeme| lexeme.end == at),
        _ => false,
    };
    if is_reported {
        return None;
    }
    let end = before.map_or(at, |lexeme| lexeme.end);
    let expected = expectation(failure);
    let span = found.map_or(Span::new(file, end, end), |found| Span::new(file, at, found.end));
    let message = match found {
        Some(found) => format!("expected {expected}, found {}", name(found.token)),
        None => format!("expected {expected}, found the end of the item"),
    };
    let diagnostic = Diagnostic::error(Code::E0101, span, message);
    Some(diagnostic.with_label(format!("expected {expected}")))
}

/// The one thing that was expected, in words.
fn expectation(failure: &Failure<'_>) -> String {
    let expected: Vec<&str> = match failure {
        ParseError::UnrecognizedEof { expected, .. }
        | ParseError::UnrecognizedToken { expected, .. } => {
            expected.iter().map(|token| token.trim_matches('"')).collect()
        }
        ParseError::InvalidToken { .. } | ParseError::ExtraToken { .. } => {
            return "the end of the item".to_owned();
        }
        ParseError::User { error } => match *error {},
    };
    let has = |token: &str| expected.contains(&token);
    let group = if has("break") && has("let") {
        "a statement or `}`"
    } else if has("break") {
        "an expression"
    } else if has("reads") && has("{") {
        "a function body or an access clause"
    } else if has("exists") {
        "a place"
    } else if has(";") {
        "`;`"
    } else if has("fun") && !has("ident") {
        "a function"
    } else if has("ident") && has("&mut") {
        "a type"
    } else if has("ident") && has("..") {
        "a pattern"
    } else if has("has") && has("{") {
        "`{` or `has`"
    } else if let Some(close) = [")", "]", "}", "type >"].iter().find(|close| has(close)) {
        return match (has("ident"), has(",")) {
            (true, _) => format!("a name or `{}`", close.trim_start_matches("type ")),
            (false, true) => format!("`,` or `{}`", close.trim_start_matches("type ")),
            (false, false) => format!("`{}`", close.trim_start_matches("type ")),
        };
    } else if has("ident") {
        "a name"
    } else {
        return list(&expected);
    };
    group.to_owned()
}

fn list(expected: &[&str]) -> String {
    let shown: Vec<String> = expected.iter().take(4).map(|token| format!("`{token}`")).collect();
    match shown.as_slice() {
        [] => "something else".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// A token as it is named in messages.
fn name(token: Token<'_>) -> String {
    let fixed = match token {
        Token::Ident(text)
        | Token::MacroName(text)
        | Token::Number(text)
        | Token::At(text)
        | Token::Label(text) => return format!("`{text}`"),
        Token::ByteString(_) | Token::HexString(_) => "a byte string",
        Token::LineComment(_) | Token::OpenComment => "a comment",
        Token::Error => "a malformed token",
        Token::StartUse
        | Token::StartFriend
        | Token::StartConst
        | Token::StartStruct
        | Token::StartEnum
        | Token::StartFunction
        | Token::StartAttributes => "an item",
        other => return format!("`{}`", symbol(other)),
    };
    fixed.to_owned()
}

#[allow(clippy::too_many_lines, reason = "it is a table")]
/// How a token without a text of its own is written.
fn symbol(token: Token<'_>) -> &'static str {
    match token {
        Token::Abort => "abort",
        Token::Acquires => "acquires",
        Token::As => "as",
        Token::Break => "break",
        Token::Const => "const",
        Token::Continue => "continue",
        Token::Copy => "copy",
        Token::Else => "else",
        Token::False => "false",
        Token::Friend => "friend",
        Token::Fun => "fun",
        Token::If => "if",
        Token::Let => "let",
        Token::Loop => "loop",
        Token::Module => "module",
        Token::Move => "move",
        Token::Native => "native",
        Token::Public => "public",
        Token::Return => "return",
        Token::Spec => "spec",
        Token::Struct => "struct",
        Token::True => "true",
        Token::Use => "use",
        Token::While => "while",
        Token::Underscore => "_",
        Token::Hash => "#",
        Token::ParenOpen => "(",
        Token::ParenClose => ")",
        Token::BracketOpen => "[",
        Token::BracketClose => "]",
        Token::BraceOpen | Token::AccessOpen => "{",
        Token::BraceClose => "}",
        Token::Comma => ",",
        Token::Semicolon => ";",
        Token::Colon => ":",
        Token::ColonColon => "::",
        Token::Dot => ".",
        Token::DotDot => "..",
        Token::Arrow => "=>",
        Token::Assign => "=",
        Token::Eq => "==",
        Token::Ne => "!=",
        Token::Not => "!",
        Token::Lt | Token::TypeOpen => "<",
        Token::Le => "<=",
        Token::Gt | Token::TypeClose => ">",
        Token::Ge => ">=",
        Token::Shl => "<<",
        Token::Shr => ">>",
        Token::AndAnd => "&&",
        Token::OrOr => "||",
        Token::Amp => "&",
        Token::AmpMut => "&mut",
        Token::Bar | Token::IsBar => "|",
        Token::Caret => "^",
        Token::Plus => "+",
        Token::Minus => "-",
        Token::Star => "*",
        Token::Slash => "/",
        Token::Percent => "%",
        Token::PlusAssign => "+=",
        Token::MinusAssign => "-=",
        Token::StarAssign => "*=",
        Token::SlashAssign => "/=",
        Token::PercentAssign => "%=",
        Token::AmpAssign => "&=",
        Token::BarAssign => "|=",
        Token::CaretAssign => "^=",
        Token::ShlAssign => "<<=",
        Token::ShrAssign => ">>=",
        Token::Vector => "vector",
        Token::Entry => "entry",
        Token::Inline => "inline",
        Token::Package => "package",
        Token::Enum => "enum",
        Token::Has => "has",
        Token::Phantom => "phantom",
        Token::Match => "match",
        Token::For => "for",
        Token::In => "in",
        Token::Is => "is",
        Token::Reads => "reads",
        Token::Writes => "writes",
        Token::Adds => "adds",
        Token::Pure => "pure",
        Token::Calls => "calls",
        Token::Exists => "exists",
        _ => "?",
    }
}
