//! Formats Move source text.
//!
//! Takes the text of a file; gives it laid out anew, or says why it is left as it is.
//!
//! # How it works
//!
//! The tree decides where lines may break, but what is written are the tokens of the text, each once and
//! in order, with the comments that stand before and behind it. So nothing can get lost that the tree does
//! not know: parentheses, the spelling of numbers, specifications.
//!
//! ```text
//!   text ─parse─▶ tree ───────┐
//!        ─tokens─▶ tokens ─printer─▶ layout ─render─▶ lines ─check─▶ text
//! ```
//!
//! # Invariants
//!
//! - A formatted text has the tokens and comments of the text before, but for commas before closing
//!   brackets. It is compared each time, and what differs is not given out. (`is_faithful`)
//! - Formatting what is formatted changes nothing. (`tests/sources.rs`)
//! - Whatever the text, nothing panics. (`tests/robust.rs`)
//!
//! # Not here
//!
//! Files are read and written in `compiler-cli`. Nothing is ever put in another order.
//!
//! Why not the crate `pretty`? It knows no comment that ends a line, and builds a tree where one list of
//! parts is enough.

#![forbid(unsafe_code)]
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod item;

mod expression;

mod access;
mod pattern;
mod types;

mod printer;
mod tokens;

mod layout;

mod check;

use bumpalo::Bump;
use compiler_diagnostics::{Diagnostics, FileId};
use compiler_syntax::parse;

/// Why a text is left as it is.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// It has syntax errors.
    Syntax(Diagnostics),
    /// It would come out as another program, or without a comment: a bug.
    Unfaithful,
}

/// Formats a text; `file` is what diagnostics name it by.
///
/// Lines end with a line feed, whatever they ended with before.
///
/// # Errors
///
/// Says why nothing is formatted: see [`Refusal`].
pub fn format(file: FileId, text: &str) -> Result<String, Refusal> {
    let arena = Bump::new();
    let parsed = parse(file, text, &arena);
    if parsed.diagnostics.has_errors() {
        return Err(Refusal::Syntax(parsed.diagnostics));
    }
    let tokens = tokens::tokens(text);
    let mut printer = printer::Printer::new(&tokens);
    printer.file(&parsed.file);
    let formatted = layout::render(printer.into_layout());
    let is_program = || !parse(file, &formatted, &arena).diagnostics.has_errors();
    if formatted == text || check::is_faithful(text, &formatted) && is_program() {
        Ok(formatted)
    } else {
        Err(Refusal::Unfaithful)
    }
}
