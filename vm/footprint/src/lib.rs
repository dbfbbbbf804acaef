//! Infers what functions do to global storage, and checks it against what they declare.
#![forbid(unsafe_code)]

mod alias;
mod call;
mod check;
mod domain;
mod fixed;
mod function;
mod graph;
mod infer;
mod limit;
mod native;
mod reason;
mod settle;
mod state;
mod summary;
mod transfer;

pub use check::{Finding, check_declaration};
pub use infer::{FunctionInference, Inference, Origin, annotate, infer, infer_from, infer_program};
pub use reason::{Reason, Widening};
pub use summary::{Interfaces, Source};
