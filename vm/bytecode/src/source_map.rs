//! From bytecode back to source: what the code generator knew and diagnostics need.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vm_access::Identifier;

use crate::instruction::BlockId;

/// Source places of one module's code. Never needed to run it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMap {
    /// The source file, as the compiler names it.
    pub path: String,
    /// By function name.
    pub functions: BTreeMap<Identifier, FunctionMap>,
}

/// Source places of one function.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionMap {
    /// The function's name in its header.
    pub name: SourceSpan,
    /// Names of the registers that are variables in source, by register.
    pub registers: Vec<Option<Identifier>>,
    /// Per block a span for each instruction, and last one for the terminator.
    pub blocks: Vec<Vec<SourceSpan>>,
    /// The span of each clause of the declaration, in order.
    pub clauses: Vec<SourceSpan>,
}

/// Bytes `start..end` of the module's source file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceSpan {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A point in a function's code: an instruction, or the terminator where `instruction` is their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CodePoint {
    /// The block.
    pub block: BlockId,
    /// Position in the block.
    pub instruction: u32,
}

impl FunctionMap {
    /// The span of the code at `point`; the function's name if there is none.
    pub fn span(&self, point: CodePoint) -> SourceSpan {
        let block = self.blocks.get(point.block.index());
        block.and_then(|spans| spans.get(point.instruction as usize)).copied().unwrap_or(self.name)
    }
}
