//! Packages in, checked and verified modules out.
//!
//! Takes the texts of a package and of all it depends on ([`Sources`]; [`load`] reads them from disk) and gives a
//! [`Build`]: modules with their source maps and encodings, and everything there is to say about them.
//!
//! # How it works
//!
//! Package by package, dependencies first, the library before all:
//!
//! ```text
//!   files ─parse─▶ AST ─check─▶ typed program ─emit─▶ modules ─infer─▶ footprints ─judge─▶ ─verify─▶ CompiledModule
//! ```
//!
//! A package with errors ends the build: what depends on it would only repeat them. Judging turns what inference found
//! about a declaration into a diagnostic: the operation, the chain of calls to it, and the clauses that would do as an
//! edit.
//!
//! # Invariants
//!
//! - [`build`] depends on its arguments alone; only `load` reads files.
//! - A [`Build`] without errors holds modules that the verifier has accepted.
//! - Applying a machine-applicable suggestion settles its diagnostic. (`fixes_settle_what_they_are_offered_for`)
//!
//! # Not here
//!
//! Names, types and bytecode are in the crates below; printing is in the CLI.
#![forbid(unsafe_code)]

mod addresses;
mod library;
mod load;
mod manifest;
mod reach;
mod sources;

mod attributes;
mod trees;

mod build;
mod front;
mod memory;
mod outline;
mod pipeline;
mod unit_test;

mod acquires;
mod instantiation;
mod references;

mod access;
mod class;
mod names;

mod compare;
mod lock;
mod promise;

mod fix;
mod pages;

pub use access::declaration_of;
pub use addresses::{NamedAddresses, OpenAddresses};
pub use build::{Build, CompiledModule, LibraryPart, Options, Phase};
pub use class::{Class, class_of};
pub use compare::{ComparedFunction, Comparison, Consequence, InterfaceChange, compare};
pub use compiler_syntax::Purpose;
pub use compiler_typing::{Index, Mention, StructName, Symbol, Typed};
pub use fix::{Fixed, annotate, fix, tighten};
pub use load::{LoadError, LoadOptions, MANIFEST, SOURCES, load, load_with};
pub use lock::{LOCK, lock};
pub use manifest::Declarations;
pub use memory::Memory;
pub use names::clauses;
pub use pages::page;
pub use pipeline::{build, build_watched, rebuild};
pub use promise::{Promise, beyond, read_footprint};
pub use sources::{Change, PackageId, SourceText, Sources};
pub use unit_test::{ExpectedCause, ExpectedFailure, UnitTest};
