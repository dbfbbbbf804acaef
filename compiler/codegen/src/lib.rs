//! Turns typed programs into bytecode.
//!
//! Takes a checked [`Program`] and gives a [`Module`] and a [`SourceMap`] for each of its modules.
//!
//! # How it works
//!
//! Every variable has a register of its own; every intermediate value gets a new one, unless its place is
//! known beforehand: `x = a + b` writes `x` directly. A function is one walk over its expressions, left to
//! right, that appends to the current block:
//!
//! ```text
//!   typed::Body ──expression, control, call, pattern──▶ blocks ──prune──▶ last_use ──▶ reuse ──▶ Code
//! ```
//!
//! # Invariants
//!
//! - It cannot fail on a program without errors.
//! - Operands are evaluated from left to right; the right side of an assignment before the place.
//! - Each temporary is read once; a scalar variable is read in its own register where nothing can change it before.
//! - The output depends on the program alone: pools are in order of first use.
//!
//! # Not here
//!
//! Footprints, term functions and fixed fields are found on bytecode, in `vm-footprint`; this crate leaves
//! them empty. Types are checked in `compiler-typing`, and again by `vm-verifier`.
#![forbid(unsafe_code)]

mod builder;
mod call;
mod control;
mod expression;
mod last_use;
mod module;
mod operand;
mod pattern;
mod pools;
mod reuse;
mod update;

use compiler_typing::typed::Program;
use vm_bytecode::{Module, SourceMap};

/// Returns the bytecode of each module of `program`, in its order.
pub fn emit(program: &Program) -> Vec<(Module, SourceMap)> {
    program.modules.iter().map(module::emit).collect()
}

/// Returns each module of `program` that has inline functions with clauses once more, with these among its functions.
///
/// It is no module to run: [`StandIn`](compiler_typing::typed::StandIn)s, whose footprint is a call of themselves, stand
/// for the functions that inline functions take. Clauses are compared with what is inferred of it.
pub fn emit_inlines(program: &Program) -> Vec<(Module, SourceMap)> {
    program.modules.iter().filter_map(module::emit_inlines).collect()
}
