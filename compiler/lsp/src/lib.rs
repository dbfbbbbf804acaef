//! The language server: what an editor shows of a package while it is being written.
//!
//! Takes messages of the Language Server Protocol 3.18 ([`serve`]; [`serve_stdio`] reads them from stdin) and answers
//! with what `compiler-driver` says of the packages around the open documents.
//!
//! # How it works
//!
//! Two threads. The main one owns the connection, the open documents and the requests that have no answer yet; it never waits
//! for the compiler. The worker owns the packages. It takes everything out of its queue before it looks at anything, so a
//! burst of keystrokes is one analysis, and diagnostics are made when no request waits.
//!
//! ```text
//!   client ──▶ server ── jobs: texts, requests, cancellations ──▶ worker ── packages ── compiler_driver::rebuild
//!          ◀──        ◀───── reports: answers, diagnostics ──────
//! ```
//!
//! A package is read for building and, if it has tests, once more for testing; each reading keeps a
//! [`Memory`](compiler_driver::Memory), so that an edit costs what has changed. A feature is a file: a function from a text or an
//! analysis to an answer, entered in the table in `requests.rs`.
//!
//! # Invariants
//!
//! - Texts of open documents win over what is on disk.
//! - Every request is answered once: cancelled ones with `RequestCanceled`, those whose document has changed since with
//!   `ContentModified` at once, those in which we fail with `InternalError`. (`a_crash_costs_one_answer`)
//! - Nothing here is written to disk; edits are for the editor to apply.
//!
//! # Not here
//!
//! What is said, and the fixes for it, come from `compiler-driver`; layout from `compiler-format`.
#![forbid(unsafe_code)]

mod position;
mod uri;

mod client;
mod configuration;
mod document;

mod analysis;
mod package;
mod workspace;

mod functions;
mod place;
mod walk;

mod requests;
mod server;
mod worker;

mod names;

mod cursor;
mod import;
mod item;

mod describe;

mod content;
mod crash;
mod diagnostics;

mod call_hierarchy;
mod code_actions;
mod code_lens;
mod completion;
mod definition;
mod folding;
mod formatting;
mod hover;
mod inlay_hints;
mod references;
mod rename;
mod selection;
mod semantic_tokens;
mod signature_help;
mod symbols;

pub use server::{Exit, serve, serve_stdio};
