//! What the compiler tells people: diagnostics as data, and their two renderings.
//!
//! Takes facts from every pass ([`Diagnostic`]) and gives text for a terminal ([`render`]) or JSON for
//! programs ([`report`]).
//!
//! # How it works
//!
//! A pass builds a [`Diagnostic`]: a stable [`Code`], one primary [`Label`], perhaps secondary labels,
//! notes and [`Suggestion`]s, whose edits are byte ranges of the source. [`Diagnostics`] collects them,
//! sorted by place and without duplicates. Texts of files stay in [`Files`], so that a diagnostic is
//! small, owned and comparable.
//!
//! ```text
//!   parse ─┐                          ┌─▶ render ──▶ terminal
//!   check ─┼─▶ Diagnostics (sorted) ──┤
//!   infer ─┘                          └─▶ report ──▶ accessvm.check/1
//! ```
//!
//! # Invariants
//!
//! - The order of a [`Diagnostics`] depends on its contents alone, not on the order of insertion.
//! - A span that lies outside its file, or cuts a character, is clamped; nothing here panics on it.
//! - A code, once released, keeps its meaning.
//!
//! # Not here
//!
//! The pages that `explain` prints are in `compiler-driver`; applying suggestions is too.

#![forbid(unsafe_code)]

mod code;
mod diagnostic;
mod diagnostics;
mod json;
mod render;
mod source;

pub use code::{Code, Family, UnknownCode};
pub use diagnostic::{Applicability, Diagnostic, Edit, Label, Severity, Suggestion};
pub use diagnostics::Diagnostics;
pub use json::{JsonDiagnostic, JsonEdit, JsonLabel, JsonSuggestion, Report, report};
pub use render::render;
pub use source::{FileId, Files, Position, SourceFile, Span};
