//! Decides whether a module may run: nothing is believed of what a compiler, or anyone else, wrote into it.
//!
//! [`verify`] takes a decoded [`Module`] and the interfaces of the modules it uses, and gives a [`VerifiedModule`], which
//! nothing else makes. [`link`] puts verified modules together to a [`Program`]. [`verify_program`] does both for
//! modules in any order.
//!
//! # How it works
//!
//! One pass and one file a property. Each relies on those before it:
//!
//! ```text
//!   structure ▶ types ▶ abilities ▶ initialization ▶ references ▶ visibility
//!             ▶ instantiation ▶ terms ▶ footprints
//! ```
//!
//! What a module was verified against is kept with it: every definition of another module that was looked at, or found
//! missing. Linking compares these with what the program has, so a module that was verified against other
//! dependencies is refused, unless theirs did more than those here. Digests of what a module was compiled against decide
//! nothing: they tell, where a module is refused, which of its dependencies have changed since.
//!
//! # Invariants
//!
//! - A [`VerifiedModule`] reads no register before it is written, makes no value of thin air, loses none that lacks
//!   `drop`, and calls only what it may.
//! - Nothing that is borrowed is moved, overwritten or, if mutably, read, and no result leads to what ends with a call.
//!   (`tests::borrowed`)
//! - What a verified module says of its footprints, its results, its term functions and its fixed fields covers what its
//!   code does; nothing is inferred again, what the module says of the heads of its blocks is checked (`certificate`).
//!   (`tests::hostile`, `tests::certificates`)
//! - In a [`Program`] every name that code uses leads somewhere, and modules depend on each other without circles.
//! - No module, however malformed, makes a pass panic. (`tests::mutated`)
//!
//! # Not here
//!
//! Bytes are decoded in `vm-bytecode`; footprints are inferred in `vm-footprint`.
#![forbid(unsafe_code)]
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod error;
mod verify;

mod abilities;
mod certificate;
mod context;
mod footprints;
mod heads;
mod initialization;
mod instantiation;
mod native;
mod references;
mod structure;
mod terms;
mod types;
mod visibility;

mod imports;
mod link;
mod order;
mod program;
#[cfg(test)]
mod tests;

pub use error::{Expected, Fault, Property, VerifyError};
pub use imports::Change;
pub use instantiation::find_growing_calls;
pub use link::{LinkError, LoadError, link, verify_program};
pub use program::Program;
pub use references::{Action, Conflict, Place, find_acquired, find_conflicts};
pub use verify::{VerifiedModule, verify};
#[cfg(doc)]
use vm_bytecode::Module;
