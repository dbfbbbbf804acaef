//! The module format and the instruction set.
//!
//! The code generator makes a [`Module`]; the verifier, the interpreter and the JIT read it. [`encode`] and [`decode`]
//! are its way into bytes and back, [`disassemble`] its way into text.
//!
//! # How it works
//!
//! A function is a list of typed registers and a list of basic blocks; its parameters are its first registers.
//! Instructions name types, callees and constants by position in the module's pools, and structs of other modules
//! by name.
//!
//! ```text
//!   Module ─┬─ pools: types, callees, constants
//!           ├─ structs ── fields
//!           ├─ imports: digests of what inference was told of other modules
//!           └─ functions ─┬─ declaration, inferred footprint, what is known of the results
//!                         └─ code ─┬─ registers (types)
//!                                  ├─ blocks ── instructions, terminator
//!                                  └─ heads: what holds where ways meet
//! ```
//!
//! # Invariants
//!
//! - `decode(encode(m)) == m`, and `decode` accepts nothing but what `encode` gives.
//! - No bytes make `decode` panic, recurse deeper than `Limits::nesting_max`, or allocate far more than their length.
//! - What natives do to state is said in [`Native`], never in a module.
//!
//! # Not here
//!
//! Whether a module makes sense is for `vm-verifier`; what its code touches for `vm-footprint`.
#![forbid(unsafe_code)]
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod certificate;
mod closure;
mod codec;
mod disassemble;
pub mod gas;
mod import;
mod instruction;
mod limits;
mod liveness;
mod module;
mod native;
mod operands;
mod source_map;
#[cfg(test)]
mod tests;

pub use certificate::{Head, Held, Target, Variable};
pub use closure::ClosureValue;
pub use codec::{
    DecodeError, FORMAT_VERSION, MAGIC, decode, decode_footprint, encode, encode_footprint,
};
pub use disassemble::disassemble;
pub use import::{Digest, Import};
pub use instruction::{
    BinaryOperation, BlockId, CalleeId, ConstantId, FieldId, Instruction, Register, Terminator,
    TypeId, UpdateOperation, VariantId, WRONG_VARIANT,
};
pub use limits::{LimitExceeded, Limits};
pub use liveness::{Liveness, RegisterSet};
pub use module::{
    Block, Callee, Code, Constant, ErrorName, Field, FunctionDefinition, Module, Parameter,
    ResultSummary, StructDefinition, TypeParameter, Variant, Visibility,
};
pub use native::{Effect, ItemOperation, Native, Shape, VectorOperation};
pub use operands::{Registers, stays_when_consumed};
pub use source_map::{CodePoint, FunctionMap, SourceMap, SourceSpan};
