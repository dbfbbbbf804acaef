//! From what the parser expected to what a person wants to read.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names the tokens it is about")]

use crate::{
    angles::opens_types,
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
            | Token::ReturnNothing
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
    (starts_statement && expectation(failure).as_deref() == Some("`;`")).then_some(end)
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
    // Malformed tokens, and type arguments that are never closed.
    let is_reported = found.is_some_and(|found| {
        found.token == Token::Error
            || found.token == Token::Lt && before.is_some_and(|it| opens_types(it, found))
    });
    if is_reported {
        return None;
    }
    let end = before.map_or(at, |lexeme| lexeme.end);
    let expected = expectation(failure);
    let span = found.map_or(Span::new(file, end, end), |found| Span::new(file, at, found.end));
    let shown = found.map_or("the end of the item".to_owned(), |found| name(found.token));
    let Some(expected) = expected else {
        let diagnostic = Diagnostic::error(Code::E0101, span, format!("unexpected {shown}"));
        return Some(match found.map(|found| found.token) {
            Some(Token::BraceOpen) => diagnostic.with_note(
                "in an access clause, a struct value stands inside parentheses or brackets",
            ),
            _ => diagnostic,
        });
    };
    let code = if in_attribute(lexemes, at) {
        Code::E0111
    } else if expected == PLACE || expected.contains("`reads`") {
        Code::E0112
    } else {
        Code::E0101
    };
    let message = format!("expected {expected}, found {shown}");
    let diagnostic = Diagnostic::error(code, span, message);
    let diagnostic = diagnostic.with_label(format!("expected {expected}"));
    let next = lexemes.iter().find(|lexeme| span.end <= lexeme.start);
    let hint = found.and_then(|found| hint(found.token, next.map(|next| next.token)));
    Some(match hint {
        Some((title, text)) if expected == CLAUSE => {
            let end = if text == ":" { next.map_or(span.end, |next| next.end) } else { span.end };
            diagnostic.with_hint(title, Span { end, ..span }, text)
        }
        _ => diagnostic,
    })
}

/// Whether the place lies in `#[…]`.
fn in_attribute(lexemes: &[Lexeme<'_>], at: u32) -> bool {
    let before = lexemes.iter().rev().skip_while(|lexeme| at <= lexeme.start);
    let is_open = |token| match token {
        Token::Hash => Some(true),
        Token::BracketClose | Token::BraceOpen | Token::Fun | Token::Semicolon => Some(false),
        _ => None,
    };
    before.map(|lexeme| lexeme.token).find_map(is_open).unwrap_or(false)
}

/// What may have been meant by a token after a signature: a title and a text.
fn hint<'a>(found: Token<'a>, next: Option<Token<'a>>) -> Option<(&'static str, &'static str)> {
    match (found, next) {
        (Token::Minus, Some(Token::Gt)) => Some(("the result type follows `:`", ":")),
        (Token::Ident("write" | "modifies" | "mutates"), _) => Some(("say `writes`", "writes")),
        (Token::Ident("read"), _) => Some(("say `reads`", "reads")),
        (Token::Ident("add"), _) => Some(("say `adds`", "adds")),
        (Token::Ident("call"), _) => Some(("say `calls`", "calls")),
        _ => None,
    }
}

/// What can stand in a clause.
const PLACE: &str = "a place";

/// What can follow a signature.
const CLAUSE: &str = "a function body or an access clause";

/// The one thing that was expected, in words; `None` if nothing fits.
fn expectation(failure: &Failure<'_>) -> Option<String> {
    let expected: Vec<&str> = match failure {
        ParseError::UnrecognizedEof { expected, .. }
        | ParseError::UnrecognizedToken { expected, .. } => {
            expected.iter().map(|token| token.trim_matches('"')).collect()
        }
        ParseError::InvalidToken { .. } | ParseError::ExtraToken { .. } => {
            return None;
        }
        ParseError::User { error } => match *error {},
    };
    let has = |token: &str| expected.contains(&token);
    let group = if has("break") && has("let") {
        "a statement or `}`"
    } else if has("break") {
        "an expression"
    } else if has("reads") && has("{") {
        CLAUSE
    } else if has("exists") {
        PLACE
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
        let close = written(close);
        return Some(match (has("ident"), has(",")) {
            (true, _) => format!("a name or `{close}`"),
            (false, true) => format!("`,` or `{close}`"),
            (false, false) => format!("`{close}`"),
        });
    } else if has("ident") {
        "a name"
    } else {
        return list(&expected);
    };
    Some(group.to_owned())
}

/// A token of the grammar without the word that tells it from its twin: `type <`, `is |`.
fn written(token: &str) -> &str {
    token.rsplit(' ').next().unwrap_or(token)
}

fn list(expected: &[&str]) -> Option<String> {
    let shown = expected.iter().take(4).map(|token| format!("`{}`", written(token)));
    match shown.collect::<Vec<_>>().as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [first @ .., last] => Some(format!("{} or {last}", first.join(", "))),
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
        Token::Return | Token::ReturnNothing => "return",
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
        Token::Not | Token::AccessNot => "!",
        Token::Lt | Token::TypeOpen => "<",
        Token::Le => "<=",
        Token::Gt | Token::TypeClose => ">",
        Token::Ge => ">=",
        Token::Shl => "<<",
        Token::Shr => ">>",
        Token::AndAnd => "&&",
        Token::OrOr | Token::OrAfterBlock => "||",
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
