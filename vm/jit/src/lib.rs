//! Verified bytecode as machine code: what the interpreter does, only faster.
//!
//! A [`Jit`] is a [`CodeEngine`](vm_interpreter::CodeEngine): the interpreter lays a call's arguments out in a frame, the
//! machine code runs on that frame, and the interpreter reads the results. Both have the same memory, the same layouts and
//! the same records, so an outcome tells nothing of who ran it.
//!
//! # How it works
//!
//! The unit of compilation is an entry function with everything that it may call, each at its ground type arguments:
//!
//! ```text
//!   Instance ──lower──▶ Cranelift IR ──compile, side by side──▶ code in one arena, calls direct
//! ```
//!
//! Scalars are SSA values. Structs, vectors, addresses and 256-bit integers lie in the frame, where the interpreter has
//! them. A reference is three values: the address, the record that it leads into (0 for none), and the part of it; so an
//! access notes what it touches, and is checked against what is permitted, by a few instructions on bits
//! (`lower/records.rs`). Gas is a value too, handed down to callees and back; what is negative has aborted.
//!
//! Small functions are lowered in the place of calls of them (`lower/inline.rs`), as if they were called. What is known of
//! references, vectors and room is kept along the ways through the blocks (`lower/flow.rs`).
//!
//! What is rare is not compiled: operands go to the frame, and the interpreter executes the one instruction there.
//!
//! # Invariants
//!
//! - The outcome is the interpreter's: results, aborts with their calls, events, gas, and what was read and written.
//! - Nothing is compiled twice. What cannot be compiled is interpreted.
//! - Code is only made of functions that the verifier has passed: it checks what the interpreter checks again, types and
//!   lifetimes of references among them, no more.
//!
//! # Not here
//!
//! What instructions mean is in `vm-interpreter`; which engine of code runs a batch is chosen in `vm-runtime`.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "machine code takes words: sizes and offsets are below 2^31, and addresses keep all their bits"
)]
#![allow(clippy::vec_box, reason = "machine code has the addresses of what is in the boxes")]

mod abi;
mod code;
mod context;
mod helpers;
mod lower;
mod unit;
mod wide;

pub use code::Jit;
