//! The module format and the instruction set.
#![forbid(unsafe_code)]

mod instruction;
mod module;
mod native;
mod source_map;

pub use instruction::{
    BinaryOperation, BlockId, CalleeId, ConstantId, FieldId, Instruction, Register, Terminator,
    TypeId,
};
pub use module::{
    Block, Callee, Code, Constant, ErrorName, Field, FunctionDefinition, Module, Parameter,
    ResultSummary, StructDefinition, TypeParameter, Visibility,
};
pub use native::{Effect, ItemOperation, Native, VectorOperation};
pub use source_map::{CodePoint, FunctionMap, SourceMap, SourceSpan};
