//! Gives names and types to the modules of a package.
//!
//! Takes syntax trees and the compiled modules they depend on, and gives a [`typed::Program`] and diagnostics.
//!
//! # How it works
//!
//! First every module says what it declares, so that modules may use each other in any order; then each
//! constant and function is checked alone. In a body, types are variables until something says what they are
//! (`unify`); what must hold of them is written down and proved at the end (`obligation`). A last walk follows each
//! variable from where it gets a value to where it ends (`flow`).
//!
//! ```text
//!   ast ──declare──▶ interfaces ──┬─ constant ─┬──▶ body ──finish──▶ flow ──▶ typed::Program
//!   compiled modules ─────────────┘            └──▶ clause ─────────────────▶ Declaration
//! ```
//!
//! # Invariants
//!
//! - Without an error in the diagnostics the program is complete, and emitting code for it cannot fail.
//! - An error is reported once: what follows from it has the type `Error`, which fits anything.
//! - Modules come after those they use.
//!
//! # Not here
//!
//! References are proved safe elsewhere, on bytecode. Whether a declaration covers its body is found in
//! `vm-footprint`, and whether a function must have one is the driver's to say.
#![forbid(unsafe_code)]

pub mod typed;

mod body;
mod captures;
mod cases;
mod check;
mod checker;
mod clause;
mod constant;
mod constants;
mod declare;
mod environment;
mod finish;
mod flow;
mod functions;
mod index;
mod inline;
mod interface;
mod naming;
mod obligation;
mod scope;
mod source;
mod suggest;
mod ty;
mod types;
mod unify;

pub use index::{Index, Mention, Symbol, Typed};
pub use inline::InlineSource;
pub use ty::StructName;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use compiler_diagnostics::{Diagnostics, Files};
use compiler_syntax::ast;
use vm_access::{AccountAddress, ModuleId};
use vm_bytecode::Module;

/// What a package says beside its sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Values of named addresses, those of dependencies included.
    pub addresses: BTreeMap<String, AccountAddress>,
    /// Whether somebody wants to know what names mean.
    pub is_indexed: bool,
}

/// What a package uses of packages compiled before.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dependencies<'d> {
    /// Their modules; no order is asked of them, and what they call need not be there.
    pub modules: &'d [&'d Module],
    /// Their files, for the inline functions that compiled modules do not have.
    pub inlines: &'d [InlineSource<'d>],
}

/// What was found in the bodies of a module.
#[derive(Clone, Debug, Default)]
pub struct Bodies {
    /// The other modules that the module needs.
    pub uses: BTreeSet<ModuleId>,
    /// What is wrong in them.
    pub diagnostics: Diagnostics,
    /// What names in them mean, if that was asked for.
    pub index: Arc<Index>,
}

/// A checked package.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Complete where `diagnostics` has no error; else functions with errors lack their bodies.
    pub program: typed::Program,
    /// All modules, those after others that these use; of settled modules the program tells nothing.
    pub order: Vec<ModuleId>,
    /// What was found in the bodies of each module.
    pub bodies: BTreeMap<ModuleId, Bodies>,
    /// What names mean in all that stands outside of `bodies`, if that was asked for.
    pub index: Index,
    /// Whether nothing is wrong but in bodies.
    pub is_declared: bool,
    /// What is wrong.
    pub diagnostics: Diagnostics,
}

/// Checks all modules of a package at once.
///
/// `files` are those the spans of `sources` point into.
pub fn check(
    sources: &[ast::File<'_>],
    files: &Files,
    dependencies: &Dependencies<'_>,
    options: &Options,
) -> Checked {
    check_unsettled(sources, files, dependencies, options, BTreeMap::new())
}

/// [`check`], but for the bodies of modules that are `settled`: what was found in them last time is what would be found.
///
/// That is so if the file is the same, and if all other files and dependencies are the same but for the bodies of functions
/// that are not inline.
pub fn check_unsettled(
    sources: &[ast::File<'_>],
    files: &Files,
    dependencies: &Dependencies<'_>,
    options: &Options,
    settled: BTreeMap<ModuleId, Bodies>,
) -> Checked {
    check::check(sources, files, dependencies, options, settled)
}
