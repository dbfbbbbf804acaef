//! Reads Move source text into a syntax tree.
//!
//! Takes the text of a file and an arena; gives an [`ast::File`] in the arena and the diagnostics.
//!
//! # How it works
//!
//! The text is cut into tokens, the tokens into modules and items, and each item is parsed by itself, so
//! that an error costs one item at most. lalrpop's grammar is plain LR(1): what Move decides by looking
//! around (`a<b`, `match` as a name) is decided between lexer and grammar.
//!
//! ```text
//!   text ─lex─▶ raw tokens ─angles─▶ `<` decided ─split─▶ items ─adapt─▶ keywords decided
//!        ─grammar─▶ constructors of `context` ─▶ tree and diagnostics
//! ```
//!
//! # Invariants
//!
//! - [`parse`] never panics and never fails, whatever the text. (`tests/robust.rs`)
//! - A tree without error diagnostics has no `Error` node.
//! - No tree is nested deeper than [`ast::NESTING_MAX`]; the parser itself does not recurse.
//! - A text that lacks semicolons is read as if they were there, and each is reported with its fix.
//!
//! # Not here
//!
//! Names, types and the meaning of places are found out in `compiler-typing`. Specifications are skipped.

#![forbid(unsafe_code)]
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

pub mod ast;
mod parse;
mod select;

mod lex;
mod pieces;
mod token;

mod angles;
mod split;

mod adapt;
mod conditions;
mod nesting;

mod context;
mod errors;

#[allow(
    clippy::all,
    clippy::pedantic,
    clippy::allow_attributes_without_reason,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    unused_qualifications,
    unreachable_pub,
    rust_2018_idioms,
    missing_debug_implementations,
    unused,
    reason = "lalrpop writes this module"
)]
mod grammar {
    lalrpop_util::lalrpop_mod!(inner, "/grammar.rs");
    pub(crate) use inner::ItemParser;
}

pub use lex::count_tokens;
pub use parse::{Parsed, parse};
pub use pieces::{Piece, PieceKind, pieces};
pub use select::{Purpose, select};
