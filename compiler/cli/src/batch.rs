//! Batches: from a file to transactions whose arguments have the types their functions want.
//!
//! The file is hostile: every mistake names the transaction, the parameter and what was expected, and nothing runs.

#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod file;
mod resolve;
mod types;
mod value;

pub(crate) use file::read;
pub(crate) use resolve::{ResolvedBatch, Scope, check_types, resolve};
