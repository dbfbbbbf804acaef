//! The syntax tree, as it was written: nothing is resolved here.
//!
//! Every node is `Copy`, lives in one arena and has a [`Span`](compiler_diagnostics::Span). Parentheses
//! leave no node, and address blocks are flattened into their modules. Where the parser met an error, an
//! `Error` variant stands and the diagnostic has been given: later passes say nothing about it.
//! No tree is nested deeper than [`NESTING_MAX`], so recursion over it is safe.

mod access;
mod common;
mod expr;
mod item;

pub use access::{
    AccessClauses, CallTerm, Callee, Clause, ClauseKind, Mode, Place, PlaceField, PlaceKind,
    Quantifier,
};
pub use common::{
    Ability, AbilityKind, Address, AddressKind, FunctionTypeParameter, Literal, LiteralKind, Name,
    NumberSuffix, Path, Segment, Type, TypeArguments, TypeKind,
};
pub use expr::{
    BinaryOp, Block, Expr, ExprKind, FieldInit, FieldPattern, LambdaParameter, MatchArm, Pattern,
    PatternKind, Statement, StatementKind, UnaryOp,
};
pub use item::{
    Attribute, AttributeKind, Constant, Enum, Field, Fields, File, Friend, Function, Module,
    Parameter, Script, Struct, TypeParameter, Use, UseItem, Variant, Visibility,
};

/// How deep expressions, types, patterns and places may be nested.
///
/// What lies deeper is replaced by an `Error` node, with a diagnostic.
pub const NESTING_MAX: u16 = 256;
